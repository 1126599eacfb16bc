"""What English words for amounts, clocks, days and recurrences say."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from re import Match
from typing import Literal

from jarvisd.when import words_en as words
from jarvisd.when.moves import shifted
from jarvisd.when.pieces import Amount, Bad, Date, Every, Lapse, Length, Nth, Part, Period, Piece, Weekday

Say = Callable[[Match[str]], tuple[Piece, ...]]


def one_of(names: Iterable[str]) -> str:
    """Any of them, the longest first; an apostrophe may be missing."""
    longest = sorted(names, key=len, reverse=True)
    return "(?:" + "|".join(re.escape(name).replace("'", "['’]?").replace(r"\ ", r"\s+") for name in longest) + ")"


_ONE = one_of(n for n in words.ONES if n != "zero")
_TEENS = one_of(words.ONES)
UNDER = rf"(?:{one_of(words.TENS)}(?:[-\s]+{one_of(list(words.ONES)[1:10])})?|{_TEENS})"
_HUNDRED = rf"(?:an?\s+|{one_of(list(words.ONES)[1:10])}\s+)?hundred(?:\s+(?:and\s+)?{UNDER})?"
N = rf"(?:\d{{0,9}}\.\d{{1,4}}|\d{{1,9}}|(?:{UNDER}\s+)?point\s+{_ONE}|{_HUNDRED}|{UNDER}|a\s+couple(?:\s+of)?|a\s+dozen)"
UNIT = r"(?:seconds?|secs?|minutes?|mins?|hours?|hrs?|days?|nights?|weeks?|fortnights?|months?|years?)"
ORD = rf"(?:\d+(?:st|nd|rd|th)|(?:{one_of(['twenty', 'thirty'])}[-\s]+)?{one_of(words.ORDINALS)})"
MONTH = one_of(words.MONTHS)
WD = one_of(words.WEEKDAYS)
_TWO_DIGITS = rf"(?:{one_of(words.TENS)}(?:[-\s]+{one_of(list(words.ONES)[1:10])})?|{one_of(list(words.ONES)[10:])})"
YEAR = rf"(?:two\s+thousand(?:\s+and)?\s+{UNDER}|twenty[-\s]+{_TWO_DIGITS})"
HALF = r"(?:\s*(?P<half>[ap]\.?\s?m\b\.?))"
_ONCE = re.compile(
    r"\b(?:wedding|funeral|christening|exams?|tests?|birthday|anniversary|party|trip|interview|appointment|operation|concert|deadline|graduation|gig|play"
    r"|final|flight|holiday|surgery|scan|hearing|closing|opening|sale|fair|fete|that|it|he|she)(?:['’]s)?\s+(?:is|are)\s+(?:on\s+)?$",
    re.IGNORECASE,
)
_SINGLE = (
    rf"(?:\d+\s?h\s?\d{{1,2}}(?:\s?m)?(?![a-z])|three\s+quarters\s+of\s+an?\s+{UNIT}|(?:a\s+)?quarter\s+of\s+an?\s+{UNIT}|(?:a\s+)?quarter\s+hour"
    rf"|half\s+an?\s+{UNIT}|(?:a\s+)?half[-\s]hour|(?:{N}|an?)\s+and\s+(?:a\s+(?:half|quarter)|three[-\s]quarters?)\s+{UNIT}"
    rf"|(?:{N}|an?)[-\s]*{UNIT}\s+and\s+(?:a\s+(?:half|quarter)\b|three[-\s]quarters\b)"
    rf"|(?:{N}|an?)[-\s]*{UNIT}(?![a-z])|\d+\s?[hms](?![a-z]))"
)
AMOUNT = rf"{_SINGLE}(?:(?:\s*,)?(?:\s+and)?\s*{_SINGLE})*"
WDS = rf"{WD}s?(?:(?:\s*,\s*(?:and\s+)?|\s+and\s+|\s*&\s*)(?:on\s+)?{WD}s?)*"
AT = r"(?:at|by|around|about|@)\s+"
HOUR = rf"(?:\d{{1,3}}|{UNDER})"
NOT_UNIT = rf"(?!\s*(?:{UNIT}|times?|percent|degrees|%|st\b|nd\b|rd\b|th\b|[:.]\d|-|\d|o['’]?clock|/|people|[ap]\.?m\b))"


def amount(text: str) -> Amount:
    """Everything that AMOUNT matches. ValueError where a second length begins in it: ten minutes twenty minutes."""
    total = Amount()
    before = None
    for found in re.finditer(_SINGLE, text, re.IGNORECASE):
        said = found[0].lower()
        if hours := re.fullmatch(r"(\d+)\s?h\s?(\d+)\s?m?", said):
            total += Amount(seconds=int(hours[1]) * 3600 + int(hours[2]) * 60)
            continue
        unit = re.search(rf"(?<![a-z]){UNIT}(?![a-z])|(?<=\d)\s?[hms]$", said)
        assert unit, "AMOUNT ends in a unit"
        name = unit[0].strip()
        named = {"h": "hour", "m": "minute", "s": "second"}.get(name, name.rstrip("s"))
        one = words.UNITS[named]
        if before and sizes(one) >= before:
            raise ValueError(text)
        before = sizes(one)
        n = re.match(rf"{N}(?=[-\s\dhms]|{UNIT})", said)
        if quarters := re.search(r"and (a|three)[-\s]quarter", said):
            count = (words.number(n[0]) if n else 1) + (0.75 if quarters[1] == "three" else 0.25)
        elif "quarter" in said:
            count = 0.75 if "three" in said else 0.25
        elif re.match(r"(a\s+)?half", said):
            count = 0.5
        else:
            count = (words.number(n[0]) if n else 1) + (0.5 if "half" in said else 0)
        whole = one.times(int(count))
        rest = count - int(count)
        if rest and one.months:
            whole += Amount(days=round(30 * rest)) if one.months == 1 else Amount(months=round(12 * rest))
        elif rest:
            whole += Amount(seconds=rest * (one.days * 86400 + one.seconds))
        total += whole
    return total


def sizes(one: Amount) -> tuple[int, int, float]:
    """By which units compare."""
    return one.months, one.days, one.seconds


def weekdays(text: str, week: int | None = None) -> tuple[Piece, ...]:
    """One day, or every week on several, or on the one said in the plural."""
    found = re.findall(rf"({WD})(s?)(?![a-z])", text, re.IGNORECASE)
    days = tuple(dict.fromkeys(words.WEEKDAYS[name.lower()] for name, _ in found))
    return (Weekday(days[0], week),) if len(days) == 1 and not found[0][1] else (Every("WEEKLY", days=tuple(sorted(days))),)


def every_wd(text: str, interval: int = 1) -> tuple[Piece, ...]:
    names = re.findall(WD, text, re.IGNORECASE)
    return (Every("WEEKLY", interval, tuple(sorted({words.WEEKDAYS[name.lower()] for name in names}))),)


def habit(found: Match[str]) -> tuple[Piece, ...]:
    """Poker is the last Thursday of the month: of every month, unless it is something that takes place once."""
    often = Period("month", 0) if _ONCE.search(found.string, 0, found.start()) else Every("MONTHLY")
    return (often, Nth(nth(found["n"]), words.WEEKDAYS[found["wd"].lower()]))


def days_between(found: Match[str]) -> tuple[Piece, ...]:
    if (moved := shifted(found.string, found.start())) is not False:
        return (Weekday(words.WEEKDAYS[found["b"].lower()]),) if moved else (Bad("unclear"),)  # moved from Tuesday to Wednesday
    first, last = words.WEEKDAYS[found["a"].lower()], words.WEEKDAYS[found["b"].lower()]
    return (Every("WEEKLY", days=tuple(sorted((first + n) % 7 for n in range((last - first) % 7 + 1)))),)


_FREQ = {"second": "", "minute": "MINUTELY", "hour": "HOURLY", "day": "DAILY", "night": "DAILY", "week": "WEEKLY", "fortnight": "WEEKLY"}


def every_unit(unit: Amount, n: int) -> tuple[Piece, ...]:
    """Each n units; impossible where n is none, unclear below a minute."""
    if n < 1:
        return (Bad("never"),)
    if unit.months:
        return (Every("YEARLY", n * unit.months // 12) if not n * unit.months % 12 else Every("MONTHLY", n * unit.months),)
    if unit.days:
        return (Every("WEEKLY", n * unit.days // 7),) if not unit.days % 7 else (Every("DAILY", n * unit.days),)
    seconds = int(n * unit.seconds)
    if seconds % 60:
        return (Bad("unclear"),)
    return (Every("HOURLY", seconds // 3600) if not seconds % 3600 else Every("MINUTELY", seconds // 60),)


def every(found: Match[str]) -> tuple[Piece, ...]:
    unit = words.UNITS[re.sub(r"s$", "", found["unit"].lower())]
    said = (found["n"] or "").lower()
    if not said:
        n = 1
    elif said in ("other", "second", "alternate"):
        n = 2
    elif re.fullmatch(ORD, said):
        n = words.ordinal(said)
    else:
        n = int(words.number(said)) if float(words.number(said)).is_integer() else 0
        if not n and words.number(said):
            return every_amount(amount(found[0].split(None, 1)[1]))
    made = every_unit(unit, n)
    return (*made, Part("night")) if found["unit"].lower() in ("night", "nights") else made


def every_part(found: Match[str]) -> tuple[Piece, ...]:
    """Each evening, every other morning."""
    said = (found["n"] or "").lower()
    n = (
        1
        if not said
        else 2
        if said in ("other", "alternate")
        else words.ordinal(said)
        if re.fullmatch(ORD, said)
        else int(words.number(said))
    )
    return (*every_unit(words.UNITS["day"], n), Part(part(found["pt"])))


def every_amount(length: Amount) -> tuple[Piece, ...]:
    if length.seconds and not (length.days or length.months):
        return every_unit(Amount(seconds=length.seconds), 1)
    return (Bad("unclear"),)


def nth(n: str) -> int:
    return -1 if n.lower() == "last" else words.ordinal(n)


def date(day: int, month: str | None = None, year: str | None = None) -> tuple[Piece, ...]:
    return (Date(day, words.MONTHS[month.lower()] if month else None, spoken_year(year) if year else None),)


def spoken_year(text: str) -> int:
    """2028, twenty twenty eight, two thousand and twenty eight."""
    if text.isdecimal():
        return int(text)
    return 2000 + int(words.number(re.sub(r"^(?:two\s+thousand(?:\s+and)?|twenty)[-\s]+", "", text, flags=re.IGNORECASE)))


def slashed(found: Match[str]) -> tuple[Piece, ...]:
    a, b, year = int(found["a"]), int(found["b"]), found["y"]
    if max(a, b) > 31 or (a > 12 and b > 12):
        return (Bad("impossible"),)
    month, day = (b, a) if a > 12 else (a, b)
    return (Date(day, month, int(year) if year else None, unsure=a != b and max(a, b) <= 12),)


def lapse(text: str) -> tuple[Piece, ...]:
    return (Lapse(amount(text)),)


def further(found: Match[str]) -> tuple[Piece, ...]:
    """An hour and twenty, one minute thirty."""
    below = "minutes" if found["u"].lower() == "hour" else "seconds"
    length = amount(f"{found['n']} {found['u']} {found['m']} {below}")
    return (Lapse(length),) if found["in"] or found["now"] else (Length(length),)


def which(said: str) -> int:
    return {"next": 1, "last": -1}.get(said.lower(), 0)


def named(text: str, table: Mapping[str, str]) -> str:
    """The longest name of the table that stands in the text."""
    plain = re.sub(r"\s+", " ", text.lower().replace("’", "'"))
    return table[max((name for name in table if name.replace("'", "") in plain.replace("'", "")), key=len)]


def part(text: str) -> str:
    return named(text, words.PARTS)


def unit(text: str) -> Literal["week", "month", "year"]:
    return "week" if text.lower() == "week" else "month" if text.lower() == "month" else "year"


def days_of_month(text: str) -> Date:
    """The 1st and 15th."""
    first, *others = (words.ordinal(found[0]) for found in re.finditer(ORD, text, re.IGNORECASE))
    return Date(first, others=tuple(others))


def nths(found: Match[str]) -> tuple[Piece, ...]:
    """The first and third Monday of every month."""
    first, *others = (words.ordinal(one[0]) for one in re.finditer(ORD, found["ns"], re.IGNORECASE))
    return (Every("MONTHLY"), Nth(first, words.WEEKDAYS[found["wd"].lower()], others=tuple(others)))
