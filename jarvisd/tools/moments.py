"""When something is to be, from a person's words or a model's: a moment that can be kept, or a sentence that says why not."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import datetime

from jarvisd import when
from jarvisd.errors import ToolError
from jarvisd.messages import LANGUAGES, Language
from jarvisd.schedule import Reminder
from jarvisd.tools import Asked, reminder_words
from jarvisd.when import Meaning
from jarvisd.when.recur import NAMES


@dataclass(frozen=True, slots=True)
class Moment:
    start: datetime
    wall: str = ""  # naive ISO; "" where it is a length from now
    rule: str = ""
    workdays: bool = False


def moment(words: str, asked: Asked, rule: str = "", workdays: bool = False, before: Reminder | None = None) -> Moment:
    """before: what is moved there; a day alone keeps its time of day, a time alone its day. ToolError says what is wrong with it."""
    written = _written(words, asked.at)
    if written is not None:
        return replace(of(written), rule=rule, workdays=workdays)
    meaning = understood(words, asked)
    if meaning.ambiguous:
        raise ToolError(reminder_words.sentence("ambiguous", asked.language))
    start = meaning.start
    if start is None and meaning.duration is not None:
        start = asked.at + meaning.duration
    assert start is not None
    if before is not None and not meaning.rule:
        return _moved(words, start, before, asked)
    moment = of(start) if meaning.wall is None else Moment(start, meaning.wall.isoformat())
    return replace(moment, rule=meaning.rule or rule, workdays=meaning.workdays or workdays)


def understood(words: str, asked: Asked) -> Meaning:
    """Not refused. Tried in the language that was spoken, then in the others: a model may use its own."""
    refused = None
    for language in sorted(LANGUAGES, key=lambda language: language != asked.language):
        meaning = when.read(words, language, asked.at)
        if not meaning.refused:
            return meaning
        refused = refused if refused and refused.why != "nothing" else meaning
    assert refused is not None
    raise ToolError(reminder_words.sentence(f"refused_{refused.why or 'unclear'}", asked.language))


def of(start: datetime) -> Moment:
    """What falls on no whole minute was said as a length from now: no zone can move it."""
    return Moment(start, "" if start.second or start.microsecond else start.replace(tzinfo=None).isoformat())


def _written(words: str, now: datetime) -> datetime | None:
    try:
        at = datetime.fromisoformat(words.strip())
    except ValueError:
        return None
    if len(words.strip()) < 11:  # a day alone: "20261124" is read as words
        return None
    return at.replace(tzinfo=now.tzinfo) if at.tzinfo is None else at.astimezone(now.tzinfo)


def _moved(words: str, start: datetime, before: Reminder, asked: Asked) -> Moment:
    """What the words leave out stays as it was: each half is added to them, and where that is no contradiction it was left out."""
    due = before.due.astimezone(asked.at.tzinfo)
    same_time = _read(words, _clock(due, asked.language), asked)
    if same_time is not None and (same_time.date(), same_time.time()) == (start.date(), due.time().replace(second=0, microsecond=0)):
        return Moment(same_time, same_time.replace(tzinfo=None).isoformat(), *_again(before, same_time))
    same_day = _read(words, _date(due, asked.language), asked)
    if same_day is not None and (same_day.date(), same_day.time()) == (due.date(), start.time()) and same_day > asked.at:
        return Moment(same_day, same_day.replace(tzinfo=None).isoformat(), *_again(before, same_day))
    return replace(of(start), rule="")


def _again(before: Reminder, at: datetime) -> tuple[str, bool]:
    """A series that is moved keeps its rule where that names no day, or one day of the week, which is then another."""
    if re.fullmatch(r"FREQ=WEEKLY(;INTERVAL=\d+)?;BYDAY=[A-Z]{2}", before.rule):
        return before.rule[:-2] + NAMES[at.weekday()], False
    keeps = before.rule and ("BY" not in before.rule or at.date() == before.due.astimezone(at.tzinfo).date())
    return (before.rule, before.workdays) if keeps else ("", False)


def _read(words: str, more: str, asked: Asked) -> datetime | None:
    text = f"{more}{words}" if asked.language == "zh" and more.endswith("日") else f"{words}{more}"
    meaning = when.read(text, asked.language, asked.at)
    return None if meaning.refused or meaning.ambiguous or meaning.rule else meaning.start


def _clock(at: datetime, language: Language) -> str:
    """So that it can mean one hour only."""
    if language != "zh":
        return f" at {when.clock(at.time(), 'en')}"
    part = "凌晨" if 0 < at.hour < 6 else "上午" if 0 < at.hour < 12 else "中午" if at.hour == 12 else ""
    return f"{part}{at.hour}点{at.minute}分"


def _date(at: datetime, language: Language) -> str:
    return f"{at.year}年{at.month}月{at.day}日" if language == "zh" else f" on {when.date_only(at.date(), 'en')}, {at.year}"
