"""Recurrences: the rule of RFC 5545 for what was said."""

from __future__ import annotations

import calendar

from jarvisd.when.hours import FEASTS
from jarvisd.when.pieces import Amount, Date, Every, Feast, Lunar, Nth, Weekday
from jarvisd.when.said import Said

NAMES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_LUNAR = "RSCALE=CHINESE;"


class Unclear(Exception):
    """What was said is no recurrence that we can write."""


class Never(Exception):
    """It would not come once."""


def rule(said: Said) -> str:
    """Without its end (UNTIL, COUNT). Raises Unclear, Never."""
    every = said.every
    assert every is not None
    made = _interval(every)
    if said.without:
        every = _without(every, said.without)
        made = _interval(every)
    if every.days:
        if said.day is not None:
            raise Unclear
        return f"{made};BYDAY={','.join(NAMES[day] for day in every.days)}"
    if said.day is None:
        if not every.freq:
            raise Unclear
        return made
    return _with_day(said, every, made)


def _interval(every: Every) -> str:
    return f"FREQ={every.freq}" + (f";INTERVAL={every.interval}" if every.interval > 1 else "")


def _without(every: Every, without: Said) -> Every:
    if without.period or without.clock or without.part:
        raise Unclear
    if without.every and without.every.days:
        out = without.every.days
    elif isinstance(without.day, Weekday) and without.day.week is None:
        out = (5, 6) if without.day.weekend else (without.day.day,)
    else:
        raise Unclear
    left = tuple(day for day in (every.days or range(7)) if day not in out)
    if every.freq not in ("DAILY", "WEEKLY") or every.interval != 1:
        raise Unclear
    if not left:
        raise Never
    return Every("WEEKLY", days=left, workdays=every.workdays)


def _with_day(said: Said, every: Every, made: str) -> str:
    yearly = every.freq in ("", "YEARLY")
    made = "FREQ=YEARLY" if not every.freq else made
    match said.day:
        case Date(day, None, None, _, others) if every.freq == "MONTHLY":
            if not all(one == -1 or 1 <= one <= 31 for one in (day, *others)):
                raise Never
            return f"{made};BYMONTHDAY={','.join(map(str, sorted({day, *others})))}"
        case Date(day, int(month), None) if yearly:
            if not 1 <= month <= 12 or day > calendar.monthrange(2028, month)[1]:  # 2028: a leap year
                raise Never
            return f"{made};BYMONTH={month};BYMONTHDAY={day or 1}"
        case Nth(n, weekday, None, others) if every.freq == "MONTHLY" and abs(n) <= 5:
            listed = ",".join(f"{one}{NAMES[weekday or 0]}" for one in (n, *others))
            return f"{made};BYDAY={listed}" if weekday is not None else f"{made};BYDAY=MO,TU,WE,TH,FR;BYSETPOS={n}"
        case Nth(n, int(weekday), int(month)) if yearly:
            return f"{made};BYMONTH={month};BYDAY={n}{NAMES[weekday]}"
        case Lunar(month, day, False) if yearly and every.interval == 1:
            if not (1 <= month <= 12 and 1 <= day <= 30):
                raise Never
            return f"{_LUNAR}{made};BYMONTH={month};BYMONTHDAY={day}"
        case Feast(name) if yearly:
            return _feast(name, made)
    raise Unclear


def _feast(name: str, made: str) -> str:
    match FEASTS[name]:
        case (int(month), int(day)):
            return f"{made};BYMONTH={month};BYMONTHDAY={day}"
        case ("nth", int(month), int(n), int(weekday)):
            return f"{made};BYMONTH={month};BYDAY={n}{NAMES[weekday]}"
        case ("lunar", int(month), int(day)):
            return f"{_LUNAR}{made};BYMONTH={month};BYMONTHDAY={day}"
        case ("eve", *_):
            return f"{_LUNAR}{made};BYMONTH=12;BYMONTHDAY=-1"
    raise Unclear  # Easter and the days of the sun follow no rule that can be written


def count(every: Every, length: Amount) -> int | None:
    """How often it comes in so long ("for two weeks"); None where only the end can be told."""
    if every.freq == "DAILY" and length.days and not length.months:
        return -(-length.days // every.interval)
    if every.freq == "WEEKLY" and length.days and not length.days % 7 and not length.months:
        return -(-length.days // 7 // every.interval) * max(len(every.days), 1)
    return length.months // every.interval if every.freq == "MONTHLY" and length.months else None
