"""When something in the calendar is to be, or which stretch is asked about: from a person's words or a model's."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from jarvisd import when
from jarvisd.errors import ToolError
from jarvisd.messages import LANGUAGES, Language
from jarvisd.tools import Asked, reminder_words
from jarvisd.tools.calendar import Occurrence, words
from jarvisd.when import Meaning, spans
from jarvisd.when.spans import Span

HOUR = timedelta(hours=1)
_FAR = timedelta(days=365 * 50)
_LONGEST = timedelta(days=400)  # that is looked at in one go
_AWAKE = range(7, 19)  # hours that are meant where nobody says which half of the day


@dataclass(frozen=True, slots=True)
class At:
    """A beginning, and what was said beside it."""

    start: datetime
    end: datetime | None = None
    all_day: bool = False
    rule: str = ""


def stretch(text: str, asked: Asked) -> tuple[datetime, datetime]:
    """What is asked about. ToolError, a sentence, where no stretch of time can be read."""
    written = _iso_days(text, asked)
    if written is not None:
        return written
    found = _span(text, asked)
    if found is None:
        raise ToolError(words.sentence("span", asked.language))
    if found.why:
        raise ToolError(reminder_words.sentence(f"refused_{found.why}", asked.language))
    start, end = found.start, found.end
    if found.ambiguous and start.hour not in _AWAKE:
        other = start.replace(hour=(start.hour + 12) % 24)
        start, end = (other, end + (other - start)) if other.hour in _AWAKE else (start, end)
    return start, min(end, start + _LONGEST)


def beginning(text: str, asked: Asked, all_day: bool = False, rule: str = "") -> At:
    """When something new is to be. A day without an hour is all of it. ToolError, a sentence, where it cannot be read."""
    written = _iso(text, asked)
    if written is not None:
        start, whole = written
        return _far(At(_midnight(start) if whole or all_day else start, None, whole or all_day, rule), asked)
    meaning, language = _read(text, asked)
    if meaning.start is None:
        raise ToolError(words.sentence("when", asked.language))
    if meaning.rule and "RSCALE" in meaning.rule:
        raise ToolError(words.sentence("lunar", asked.language))
    day, hours = spans.named(text, language)
    whole = all_day or (day and not hours and meaning.duration is None and meaning.start.time() == time(9))
    if meaning.ambiguous and not whole:
        raise ToolError(words.sentence("ambiguous", asked.language))
    start = _midnight(meaning.start) if whole else meaning.start
    end = start + meaning.duration if meaning.duration and not whole else None
    return _far(At(start, end, whole, meaning.rule or rule), asked)


def moved(text: str, one: Occurrence, asked: Asked) -> At:
    """Where an event is moved to: a day alone keeps its hour, an hour alone its day."""
    length = one.end - one.start
    written = _iso(text, asked)
    if written is not None:
        start, whole = written
        kept = datetime.combine(start.date(), one.start.timetz()) if whole else start
        return _far(At(_real(kept), _plus(kept, length), one.all_day and whole), asked)
    meaning, language = _read(text, asked)
    day, hours = spans.named(text, language)
    if meaning.start is None or meaning.rule:
        raise ToolError(words.sentence("to_when", asked.language))
    start = meaning.start
    if not hours:
        kept = _real(datetime.combine(start.date(), one.start.time(), one.start.tzinfo))
        end = _whole_days(kept, one) if one.all_day else _plus(kept, length)
        return _far(At(kept, end, one.all_day), asked)
    if meaning.ambiguous and not one.all_day:
        start = _same_half(start, one.start)
    elif meaning.ambiguous:
        raise ToolError(words.sentence("ambiguous", asked.language))
    if not day:
        start = _real(datetime.combine(one.start.date(), start.time(), start.tzinfo))
    length = meaning.duration or (HOUR if one.all_day else length)
    return _far(At(start, _plus(start, length)), asked)


def later(one: Occurrence, minutes: float) -> At:
    by = timedelta(minutes=minutes)
    start = _plus(one.start, by)
    return At(start, _plus(one.end, by), one.all_day)


def whole_days(start: datetime, days: int = 1) -> datetime:
    """The midnight so many days behind one."""
    return _midnight(datetime.combine(start.date() + timedelta(days=days), time(), start.tzinfo))


def _span(text: str, asked: Asked) -> Span | None:
    refused = None
    for language in _languages(asked):
        found = spans.span(text, language, asked.at)
        if found is not None and not found.why:
            return found
        refused = refused or found
    return refused


def _read(text: str, asked: Asked) -> tuple[Meaning, Language]:
    """Tried in the language that was spoken, then in the others: a model may use its own."""
    refused = None
    for language in _languages(asked):
        meaning = when.read(text, language, asked.at)
        if not meaning.refused:
            return meaning, language
        refused = refused if refused and refused.why != "nothing" else meaning
    assert refused is not None
    raise ToolError(reminder_words.sentence(f"refused_{refused.why or 'unclear'}", asked.language))


def _languages(asked: Asked) -> list[Language]:
    return sorted(LANGUAGES, key=lambda language: language != asked.language)


def _iso(text: str, asked: Asked) -> tuple[datetime, bool] | None:
    """ISO 8601, and whether it is a day alone; in the household's zone."""
    plain = text.strip()
    if len(plain) < 10:
        return None
    try:
        at = datetime.fromisoformat(plain)
    except ValueError:
        return None
    at = at.replace(tzinfo=asked.at.tzinfo) if at.tzinfo is None else at.astimezone(asked.at.tzinfo)
    return _real(at), len(plain) == 10


def _iso_days(text: str, asked: Asked) -> tuple[datetime, datetime] | None:
    """2026-11-24, 2026-11-24/2026-11-30 (both days included), or two moments."""
    first, slash, last = text.strip().partition("/")
    start, end = _iso(first, asked), _iso(last or first, asked)
    if start is None or end is None:
        return None
    stop = whole_days(end[0]) if end[1] else end[0] if slash else end[0] + HOUR
    return (start[0], min(stop, start[0] + _LONGEST)) if stop > start[0] else None


def _far(at: At, asked: Asked) -> At:
    if abs(at.start - asked.at) > _FAR:
        raise ToolError(words.sentence("far", asked.language))
    return at


def _same_half(start: datetime, before: datetime) -> datetime:
    """At five, said of something in the afternoon, is in the afternoon."""
    return start.replace(hour=start.hour % 12 + 12 * (before.hour >= 12))


def _whole_days(start: datetime, one: Occurrence) -> datetime:
    return whole_days(start, max(1, (one.end.date() - one.start.date()).days))


def _plus(at: datetime, length: timedelta) -> datetime:
    """So much real time later."""
    return (at.astimezone(UTC) + length).astimezone(at.tzinfo)


def _real(at: datetime) -> datetime:
    """A time that the spring night leaves out is counted by the clock before it."""
    return at.astimezone(UTC).astimezone(at.tzinfo)


def _midnight(at: datetime) -> datetime:
    return datetime.combine(date(at.year, at.month, at.day), time(), at.tzinfo)
