"""Reads which stretch of time is meant: a day, an afternoon, a week; from words to a beginning and an end."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from jarvisd.messages import Language
from jarvisd.when import days
from jarvisd.when.clocks import moment
from jarvisd.when.meaning import Meaning, Why
from jarvisd.when.meant import told
from jarvisd.when.pieces import Amount, Bad, Clock, Date, Length, Mark, Part, Period, Piece, Shift, Weekday
from jarvisd.when.reading import LONGEST, read
from jarvisd.when.said import Said, put

_HOUR = timedelta(hours=1)
_FROM = {  # the hour a part of the day begins with, and the one it ends with
    "small_hours": (0, 6), "dawn": (0, 7),
    "morning": (5, 12), "forenoon": (8, 12), "noon": (11, 14), "afternoon": (12, 18), "dusk": (17, 20),
    "evening": (17, 24), "night": (18, 24), "late": (21, 24), "midnight": (23, 24), "breakfast": (6, 10), "lunch": (11, 14),
    "dinner": (17, 22), "after_breakfast": (8, 12), "after_lunch": (13, 18), "after_dinner": (19, 24), "after_work": (17, 24),
    "before_work": (5, 9), "bedtime": (21, 24), "end_of_day": (16, 19),
}  # fmt: skip
# Stretches that name no single time, so that jarvisd/when reads none in them.
_EN_COMING = (
    r"\b(?:in |over |for |within |during )?(?:the )?(?:next|coming) (?P<n>\d+|two|three|four|five|six|seven|ten|fourteen|few) "
    r"(?P<unit>days|weeks)\b"
)
_COMING = {
    "en": re.compile(_EN_COMING, re.IGNORECASE),
    "zh": re.compile(r"(?:接下来|未来|往后|今后)的?(?P<n>\d+|[一两二三四五六七十]|几)(?:个)?(?P<unit>天|周|星期)"),
}
_REST = {
    "en": re.compile(
        r"\b(?:for )?(?:the )?rest of (?:the |this )?(?P<unit>day|week|month|year)\b|\bthis (?P<unit2>week|month|year)\b", re.I
    ),
    "zh": re.compile(r"(?:这|本)(?:个)?(?P<unit>周|星期|礼拜|月)(?![一二三四五六日天末初底]|\d)|今年(?!.*月)(?P<unit2>)"),
}
_GONE = {  # what nobody sets anything for, but may ask about: (days, length in days), or weeks from Monday on
    "en": re.compile(r"\b(?:the )?(?:(?P<before>day before yesterday)|(?P<day>yesterday)|(?P<week>last week))\b", re.IGNORECASE),
    "zh": re.compile(r"(?P<before>前天)|(?P<day>昨天|昨日)|(?P<week>上(?:个)?(?:周|星期|礼拜))(?![一二三四五六日天末])"),
}
_MONTH = re.compile(
    r"(?<![\d一二三四五六七八九十年])(?P<n>1[0-2]|[1-9]|十[一二]?|[一二三四五六七八九])月(?:份)?(?![\d一二三四五六七八九十初])"
)
_MONTHS = ("一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二")
_NUMBERS = {
    name: n
    for n, names in enumerate(("", "一", "two 两 二", "three 三", "four 四", "five 五", "six 六", "seven 七"))
    for name in names.split()
}
_NUMBERS |= {"few": 3, "几": 3, "ten": 10, "十": 10, "fourteen": 14}


@dataclass(frozen=True, slots=True)
class Span:
    """start to end, aware, in the zone of the now it was read at; not refused where `why` is ""."""

    start: datetime
    end: datetime
    why: Why = ""
    phrase: str = ""  # the words that speak of time
    rest: str = ""  # the others
    clock: bool = False  # an hour was said: not a day or a part of one
    ambiguous: bool = False  # that hour may be two


def span(text: str, language: Language, now: datetime) -> Span | None:
    """None where the text says nothing of a time. What has begun already, as today or this week, begins now. Never raises."""
    if len(text) > LONGEST:
        return None
    try:
        return _stretch(text, language, now) or _read(text, language, now)
    except (OverflowError, ValueError):
        return Span(now, now, "impossible")


def _stretch(text: str, language: Language, now: datetime) -> Span | None:
    if match := _COMING[language].search(text):
        n = int(match["n"]) if match["n"].isdecimal() else _NUMBERS.get(match["n"].casefold(), 3)
        each = 1 if match["unit"] in ("days", "天") else 7
        return _found(text, match, now, _midnight(now.date() + timedelta(days=min(n, 400) * each + 1), now))
    if match := _REST[language].search(text):
        unit = match["unit"] or match["unit2"] or "year"
        today = now.date()
        end = {
            "day": today + timedelta(days=1),
            "year": date(today.year + 1, 1, 1),
            "month": days.add(today.replace(day=1), Amount(months=1)),
            "月": days.add(today.replace(day=1), Amount(months=1)),
        }.get(unit.casefold(), days.monday(today) + timedelta(weeks=1))
        return _found(text, match, now, _midnight(end, now))
    if match := _GONE[language].search(text):
        week = days.monday(now.date()) - timedelta(weeks=1)
        first = week if match["week"] else now.date() - timedelta(days=2 if match["before"] else 1)
        return _found(text, match, _midnight(first, now), _midnight(first + timedelta(days=7 if match["week"] else 1), now))
    if language == "zh" and (match := _MONTH.search(text)):
        month = int(match["n"]) if match["n"].isdecimal() else _MONTHS.index(match["n"]) + 1
        first = date(now.year + (month < now.month), month, 1)
        return _found(text, match, max(now, _midnight(first, now)), _midnight(days.add(first, Amount(months=1)), now))
    return None


def _found(text: str, match: re.Match[str], start: datetime, end: datetime) -> Span:
    rest = " ".join(f"{text[: match.start()]} {text[match.end() :]}".split())
    return Span(start, end, "", match[0].strip(), rest)


def _read(text: str, language: Language, now: datetime) -> Span | None:
    found = told(text, language)
    if found is None:
        return None
    meaning = read(text, language, now, asked=True)
    meant = _meant(found.pieces, meaning, now)
    return replace(meant, phrase=meaning.phrase, rest=meaning.rest)


def _meant(pieces: tuple[Piece, ...], meaning: Meaning, now: datetime) -> Span:
    said = put(pieces)
    part = next((piece for piece in pieces if isinstance(piece, Part)), None)
    if _has(pieces, Clock) and meaning.start is not None and not meaning.rule:
        end = meaning.start + (meaning.duration or _HOUR)
        return Span(meaning.start, end, clock=True, ambiguous=meaning.ambiguous)
    if said.bad or said.every or said.length or said.lapse or meaning.rule:
        if said.lapse and meaning.start is not None and not said.lapse.seconds:
            return _of_day(meaning.start.date(), None, now)
        return Span(now, now, meaning.why or "unclear")
    if said.period is not None and said.day is None:
        return _period(said.period, now)
    if isinstance(said.day, Date) and said.day.day == 0 and part is None:
        first = _first(said, now)
        if first is not None:
            return Span(max(now, _midnight(first, now)), _midnight(days.add(first, Amount(months=1)), now))
    if said.day == Shift(0) or (said.day is None and part is not None):
        return _of_day(now.date(), part, now)
    first = _first(said, now)
    if first is None:
        return Span(now, now, meaning.why or "impossible")
    if isinstance(said.day, Weekday) and said.day.weekend:
        return Span(max(now, _midnight(first, now)), _midnight(first + timedelta(days=2), now))
    return _of_day(first, part, now)


def _first(said: Said, now: datetime) -> date | None:
    """The day that is meant: of a day without a year or week the next, today among them; of a fixed one itself, though it is past."""
    fixed = days.fixed(said)
    for day in days.dates(said, now.date()):
        if said.offset:
            day = days.add(day, Amount(said.offset.months, said.offset.days))
        named_today = isinstance(said.day, Weekday) and said.day.week is None and day == now.date() and not said.part
        if fixed or (day >= now.date() and not named_today):
            return day if days.agree(said, day, now.date()) else None  # "on Monday", said on a Monday, is the next
    return None


def _period(period: Period, now: datetime) -> Span:
    today = now.date()
    match period.unit:
        case "week":
            first = days.monday(today) + timedelta(weeks=period.shift)
            last = first + timedelta(weeks=1)
        case "month":
            first = days.add(today.replace(day=1), Amount(months=period.shift))
            last = days.add(first, Amount(months=1))
        case _:
            first, last = date(today.year + period.shift, 1, 1), date(today.year + period.shift + 1, 1, 1)
    start = _midnight(first, now)
    return Span(now if period.shift == 0 else start, _midnight(last, now))


def _of_day(day: date, part: Part | None, now: datetime) -> Span:
    begin, end = _FROM.get(part.name, (0, 24)) if part else (0, 24)
    start, stop = moment(day, begin * 3600, now), moment(day, end * 3600, now)
    if day == now.date() and start < now < stop:
        start = now
    return Span(start, stop)


def _midnight(day: date, now: datetime) -> datetime:
    return moment(day, 0, now)


def _has(pieces: tuple[Piece, ...], kind: type) -> bool:
    return any(isinstance(piece, kind) for piece in pieces)


def named(text: str, language: Language) -> tuple[bool, bool]:
    """Whether it names a day, and whether an hour or a part of the day."""
    found = told(text, language)
    pieces = found.pieces if found else ()
    hours = any(isinstance(piece, Clock | Part) for piece in pieces)
    return any(not isinstance(piece, Clock | Part | Length | Mark | Bad) for piece in pieces), hours
