"""When a rule comes next: RFC 5545 on the household's wall clock, working days and the lunar calendar by their tables."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo

from dateutil.rrule import rrule, rrulestr

from jarvisd.errors import ScheduleError
from jarvisd.when import days, workdays
from jarvisd.when.pieces import Lunar
from jarvisd.when.recur import NAMES

_STEPS = {"MINUTELY": timedelta(minutes=1), "HOURLY": timedelta(hours=1), "DAILY": timedelta(days=1), "WEEKLY": timedelta(weeks=1)}
_BACK = tuple(timedelta(hours=hours) for hours in (1, 25, 24 * 40, 24 * 800, 24 * 40_000))  # so few times of a rule lie within each
_LENGTHS = ("MINUTELY", "HOURLY")
_LONGEST = 500  # characters of a rule
_MOST = 10_000  # COUNT and INTERVAL
_SEARCHED = 1000  # days looked through for a working day
_BUT, _DATE = "X-BUT", "%Y%m%d"  # a part of our own: the days that are left out
_PART = re.compile(r"([A-Z-]+)=([A-Z0-9,+-]+)")

# dateutil looks for a rule that never comes until the year 9999, which takes seconds. The calendar of 1901 to 2099 repeats every
# 28 years and again 8000 years later, so rules are worked out near the end of time, where there are 28 to 55 years left to look through.
_CYCLE, _LIKE, _END = 28, 1944, 9944


def following(rule: str, first: datetime, zone: tzinfo, after: datetime, works: bool = False) -> datetime | None:
    """The first time of the rule later than `after`; None: it never comes (again). `first`: naive, on the wall clock of `zone`.

    A time that a spring night leaves out comes at the instant it would have been (2:30 at 3:30 of summer time), one that an autumn
    night has twice comes the first time only; months without a 31st and years without a 29 February are left out, as RFC 5545 has it.
    X-BUT=20261204,20261207 names days, on the wall clock, on which it does not come. works: its days are working days by the table of
    mainland China, Monday to Friday where that does not reach. ScheduleError where the rule is none.
    """
    parts = _parts(rule)
    left_out = parts.pop(_BUT, "").split(",")
    at = _following(parts, first, zone, after, works)
    while at is not None and at.astimezone(zone).strftime(_DATE) in left_out:
        at = _following(parts, first, zone, at, works)
    return at


def without(rule: str, some: Iterable[date], today: date) -> str:
    """The rule without these days; what was left out before today is forgotten. ScheduleError where they are too many."""
    parts = _parts(rule)
    known = (day for day in parts.pop(_BUT, "").split(",") if day >= today.strftime(_DATE))
    days = sorted({*known, *(day.strftime(_DATE) for day in some)})
    made = ";".join(f"{name}={value}" for name, value in (parts | {_BUT: ",".join(days)}).items())
    _parts(made)
    return made


def _following(parts: Mapping[str, str], first: datetime, zone: tzinfo, after: datetime, works: bool) -> datetime | None:
    freq, interval = parts["FREQ"], int(parts.get("INTERVAL", 1))
    if "RSCALE" in parts or (works and freq == "WEEKLY" and "COUNT" not in parts):
        by_table = _lunar_years(parts, first) if "RSCALE" in parts else _working(parts, first, after.astimezone(zone).date())
        return _next(by_table, parts, zone, after)
    absolute = freq in _LENGTHS and not any(name.startswith("BY") for name in parts)  # every two hours is a length, whatever the clock does
    own = UTC if absolute else zone
    start = first.replace(tzinfo=zone).astimezone(UTC).replace(tzinfo=None) if absolute else first
    reach = after.astimezone(own).replace(tzinfo=None) - timedelta(hours=3)  # an instant behind a change of the clock stands earlier on it
    step = _STEPS.get(freq)
    if step is not None and "COUNT" not in parts and reach > start:
        start += (reach - start) // (step * interval) * (step * interval)
    late = _END + (start.year - _LIKE) % _CYCLE - start.year  # years
    for wall in _made(parts, start, own, late):
        at = instant(_moved(wall, -late), own).astimezone(zone)
        if at > after:
            return at
    return None


def _next(walls: Iterator[datetime], parts: Mapping[str, str], zone: tzinfo, after: datetime) -> datetime | None:
    """The first of them that is later, if the rule has not ended."""
    last = datetime.fromisoformat(_until(parts["UNTIL"], zone, 0)) if "UNTIL" in parts else datetime.max
    for wall in walls:
        if wall > last:
            return None
        if (at := instant(wall, zone)) > after:
            return at
    return None


def _working(parts: Mapping[str, str], first: datetime, after: date) -> Iterator[datetime]:
    """A made-up working day at the weekend is one whatever days of the week are named; the others must be among them."""
    named = parts.get("BYDAY", "MO,TU,WE,TH,FR").split(",")
    day = max(first.date(), after - timedelta(days=1))
    for _ in range(_SEARCHED):
        if workdays.works(day) and (day.weekday() > 4 or NAMES[day.weekday()] in named):
            yield datetime.combine(day, first.time())
        day += timedelta(days=1)


def _lunar_years(parts: Mapping[str, str], first: datetime) -> Iterator[datetime]:
    month, day = int(parts["BYMONTH"]), int(parts["BYMONTHDAY"])
    left = int(parts.get("COUNT", _MOST))
    for year in range(first.year - 1, first.year + 100):
        at = days.lunar(Lunar(month, 30 if day == -1 else day), year)
        if at and at >= first.date() and left:
            left -= 1
            yield datetime.combine(at, first.time())


def newest(rule: str, first: datetime, zone: tzinfo, since: datetime, now: datetime, works: bool = False) -> datetime:
    """The last time of the rule that is not later than now; `since`, which is one of its times, where there was none after it."""
    for back in _BACK:
        at = following(rule, first, zone, max(since, now - back), works)
        if at is not None and at <= now:
            while at is not None and at <= now:
                since, at = at, following(rule, first, zone, at, works)
            break
    return since


def _parts(rule: str) -> dict[str, str]:
    """Name -> value, both in capitals. ScheduleError for what no rule may hold here."""
    text = rule.strip().upper().removeprefix("RRULE:")
    parts = dict(_PART.findall(text))
    if len(text) > _LONGEST or ";".join(f"{name}={value}" for name, value in parts.items()) != text.strip(";"):
        raise ScheduleError(_NONE)
    numbers = [parts.get("INTERVAL", "1"), parts.get("COUNT", "1")]
    if not all(number.isdecimal() and 1 <= int(number) <= _MOST for number in numbers):
        raise ScheduleError(_NONE)
    if parts.get("FREQ") not in (*_STEPS, "MONTHLY", "YEARLY") or "BYEASTER" in parts or "DTSTART" in parts:
        raise ScheduleError(_NONE)
    if "RSCALE" in parts and not (parts["RSCALE"] == "CHINESE" and {"BYMONTH", "BYMONTHDAY"} <= set(parts)):
        raise ScheduleError(_NONE)
    return parts


def _made(parts: Mapping[str, str], first: datetime, zone: tzinfo, late: int) -> rrule:
    """late: years by which all of it is moved."""
    moved = {name: _until(value, zone, late) if name == "UNTIL" else value for name, value in parts.items()}
    try:
        made = rrulestr(";".join(f"{name}={value}" for name, value in moved.items()), dtstart=_moved(first, late), cache=False)
    except (ValueError, TypeError, AttributeError, KeyError, IndexError) as error:
        raise ScheduleError(_NONE) from error
    assert isinstance(made, rrule)  # a rule alone makes no set of rules
    return made


_NONE = "This is no rule for when something comes again; write it like FREQ=WEEKLY;BYDAY=TU."


def _until(text: str, zone: tzinfo, late: int) -> str:
    """On the wall clock, which is what is counted on here."""
    form = "%Y%m%dT%H%M%S"
    try:
        at = datetime.strptime(text.removesuffix("Z") if "T" in text else f"{text}T235959", form)
    except ValueError as error:
        raise ScheduleError(_NONE) from error
    if text.endswith("Z"):
        at = at.replace(tzinfo=UTC).astimezone(zone).replace(tzinfo=None)
    return _moved(at, late).strftime(form)


def _moved(at: datetime, years: int) -> datetime:
    year = min(at.year + years, 9999)
    return at.replace(year=year, day=28) if (at.month, at.day) == (2, 29) and year % 4 else at.replace(year=year)


def named(zone: tzinfo) -> str:
    """IANA name of a zone; "" where it has none."""
    return zone.key if isinstance(zone, ZoneInfo) and zone.key else ""


def instant(wall: datetime, zone: tzinfo) -> datetime:
    """Of a naive time on the wall clock; one that a spring night leaves out comes at the instant it would have been."""
    return wall.replace(tzinfo=zone, fold=0).astimezone(UTC).astimezone(zone)
