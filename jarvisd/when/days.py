"""The dates that a day may be: weekdays, dates without a year, days with names, the lunar calendar."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from datetime import date, timedelta

from dateutil.easter import easter
from lunardate import LunarDate

from jarvisd.when import workdays
from jarvisd.when.hours import FEASTS, SUN
from jarvisd.when.pieces import Amount, Date, Feast, Lunar, Near, Nth, Period, Shift, Weekday, Workday
from jarvisd.when.said import Said

_YEARS = 9  # within so many every date comes once, the 29th of February too
_LUNAR_YEARS = (1901, 2098)  # of the lunar table


def monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def add(day: date, amount: Amount) -> date:
    """By the calendar: a month after the 31st of January is the last of February."""
    months = day.year * 12 + day.month - 1 + amount.months
    year, month = divmod(months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1])) + timedelta(days=amount.days)


def near(day: date, to: Near) -> date:
    """The weekday before or after this day, never the day itself."""
    away = (day.weekday() - to.weekday if to.side < 0 else to.weekday - day.weekday()) % 7 or 7
    return day + timedelta(days=to.side * away)


def fixed(said: Said) -> bool:
    """Whether it can be only one day: in the past it is refused, not moved on."""
    match said.day:
        case Shift() | Workday():
            return True
        case Weekday(week=week):
            return week is not None or said.period is not None
        case Date(day=-1) | Nth() if said.period and said.period == Period("month", 0):
            return False  # the end of the month: of the next where it is over
        case Date(year=year) if year:
            return True
    return said.period is not None or said.year is not None


def dates(said: Said, today: date) -> Iterator[date]:
    """Ascending, from some day near today on; none where there is no such day."""
    match said.day:
        case Shift(days):
            yield today + timedelta(days=days)
        case Workday(table):
            yield workdays.after(today) if table else next(day for n in range(1, 4) if (day := today + timedelta(days=n)).weekday() < 5)
        case Weekday(day, week):
            yield from _weekday(day, said.period.shift if said.period and said.period.unit == "week" else week, today)
        case Date() | Nth() if not said.day.others:
            yield from _in_months(said, today)
        case Lunar() | Feast():
            yield from _in_years(said, today)
        case None if said.period:
            yield first(said.period, today)
        case None:
            yield from (today + timedelta(days=n) for n in range(3))


def agree(said: Said, day: date, today: date) -> bool:
    """Whether it is that day by its other names too: 六月一日儿童节, the end of the month, the 30th."""
    return all(any(one == day for one in dates(Said(day=other), today)) for other in said.also)


def first(period: Period, today: date) -> date:
    """Its first day."""
    match period.unit:
        case "week":
            return monday(today) + timedelta(weeks=period.shift)
        case "month":
            return add(today.replace(day=1), Amount(months=period.shift))
        case _:
            return date(today.year + period.shift, 1, 1)


def _weekday(day: int, week: int | None, today: date) -> Iterator[date]:
    if week is not None:
        yield monday(today) + timedelta(weeks=week, days=day)
    else:
        coming = today + timedelta(days=(day - today.weekday()) % 7)
        yield from (coming, coming + timedelta(weeks=1))


def _in_months(said: Said, today: date) -> Iterator[date]:
    """A day of a month, in the months that are meant."""
    day = said.day
    assert isinstance(day, Date | Nth)
    year = day.year if isinstance(day, Date) else said.year
    first = today.replace(day=1)
    shift = said.period
    if year:
        months = [date(year, day.month or month, 1) for month in range(1, 13 if not day.month else 2)]
        months = months if day.month else [months[0]]
    elif shift and shift.unit == "year":
        months = [date(today.year + shift.shift, day.month or 1, 1)]
    elif day.month:
        months = [date(today.year + n, day.month, 1) for n in range(_YEARS)]
    else:
        from_month = shift.shift if shift and shift.unit == "month" else 0
        rolls = not fixed(said) and not (isinstance(day, Nth) and day.n == 5)  # not every month has a fifth Friday
        months = [add(first, Amount(months=from_month + n)) for n in range(13 if rolls else 1)]
    for month in months:
        if found := in_month(day, month):
            yield found


def in_month(day: Date | Nth, month: date) -> date | None:
    """None where this month has no such day."""
    last = monthrange(month.year, month.month)[1]
    if isinstance(day, Date):
        number = last if day.day == -1 else day.day or 1
        return month.replace(day=number) if number <= last else None
    days = [month.replace(day=n) for n in range(1, last + 1)]
    fitting = [one for one in days if one.weekday() == day.weekday or (day.weekday is None and one.weekday() < 5)]
    place = day.n if day.n < 0 else day.n - 1
    return fitting[place] if -len(fitting) <= place < len(fitting) else None


def _in_years(said: Said, today: date) -> Iterator[date]:
    span = range(today.year - 1, today.year + (40 if isinstance(said.day, Lunar) and said.day.leap else _YEARS))
    year = said.year or (today.year + said.period.shift if said.period and said.period.unit == "year" else None)
    for at in span if year is None else (year - 1, year):
        assert isinstance(said.day, Lunar | Feast)
        found = lunar(said.day, at) if isinstance(said.day, Lunar) else feast(said.day.name, at)
        if found and (year is None or found.year == year):
            yield found


def lunar(day: Lunar, year: int) -> date | None:
    """In this lunar year; the 30th of the last month is its last day, which may be the 29th."""
    if not _LUNAR_YEARS[0] <= year <= _LUNAR_YEARS[1]:
        return None
    try:
        found: date = LunarDate(year, day.month, day.day, day.leap).to_solar_date()
    except ValueError:
        return lunar(Lunar(12, 29), year) if (day.month, day.day) == (12, 30) else None
    return found


def feast(name: str, year: int) -> date | None:
    """In this year; of lunar feasts in the lunar year of this number."""
    match FEASTS[name]:
        case (int(month), int(day)):
            return date(year, month, day)
        case ("nth", int(month), int(n), int(weekday)):
            return in_month(Nth(n, weekday), date(year, month, 1))
        case ("easter", int(days)):
            return easter(year) + timedelta(days=days)
        case ("lunar", int(month), int(day)):
            return lunar(Lunar(month, day), year)
        case ("sun", int(month)):
            return date(year, month, int((year - 2000) * 0.2422 + SUN[month]) - (year - 2000) // 4) if 2000 < year < 2100 else None
        case _:
            return lunar(Lunar(12, 30), year)  # the eve of the lunar new year
