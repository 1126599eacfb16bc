"""A recurrence that was said, from its first time to its last."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

from jarvisd.errors import ScheduleError
from jarvisd.when import clocks, days, workdays
from jarvisd.when.clocks import later, moment, plus
from jarvisd.when.coming import following, instant
from jarvisd.when.meaning import Meaning, refusal
from jarvisd.when.pieces import Date, Every, Period, Weekday
from jarvisd.when.recur import Never, Unclear, count, rule
from jarvisd.when.said import Said, before_end

_UNIT = {"HOURLY": 3600, "MINUTELY": 60}  # seconds


def repeated(said: Said, now: datetime, wake: bool, chinese_days: bool) -> Meaning:
    every = said.every
    assert every is not None
    if said.offset or said.near or said.times == 0:
        return refusal("never" if said.times == 0 else "unclear")
    until = said.until
    if until and isinstance(until.day, Date) and until.clock and not (said.clock or said.part or (said.begin and said.begin.clock)):
        said.clock, said.part, until.clock, until.part = until.clock, until.part, None, None  # from May 1 to May 5 at seven, every day
    first = said.begin.day if said.begin else None
    if until and isinstance(until.day, Date) and isinstance(first, Date) and first.month and not until.day.month:
        until.day = replace(until.day, month=first.month, year=until.day.year or first.year)  # 六月十四号到十八号
    try:
        if every.freq in _UNIT:
            return _by_hours(said, every, now, wake)
        return _by_days(said, every, now, wake, chinese_days and every.workdays)
    except Unclear:
        return refusal("unclear")
    except (Never, ScheduleError):
        return refusal("never")


def _by_hours(said: Said, every: Every, now: datetime, wake: bool) -> Meaning:
    """Every two hours, from now or from the hour that was said."""
    if said.day or said.period or (said.part and not said.clock) or said.without:
        raise Unclear
    made = rule(said)
    begin = said.begin or Said()
    clock = begin.clock or said.clock
    if clock is None:
        base = _begun(begin, now)
        if base is not None:
            raise Unclear
        start, ambiguous = plus(now, every.interval * _UNIT[every.freq]), False
    else:
        options = clocks.options(clock, begin.part or said.part, wake)
        if options is None:
            raise Unclear
        if said.until and said.until.clock:
            return _window(said, every, made, options.seconds[0], now, options.ambiguous)
        start, ambiguous = _first_of(options, _begun(begin, now) or now.date(), now), options.ambiguous
    return _ended(Meaning(start=start, rule=made, ambiguous=ambiguous), said, now, wake)


def _window(said: Said, every: Every, made: str, first: int, now: datetime, ambiguous: bool) -> Meaning:
    """Every hour from nine to five: the same hours of every day."""
    assert said.until
    assert said.until.clock
    end = clocks.options(said.until.clock, said.until.part, False)
    if every.freq != "HOURLY" or end is None or first % 3600 or said.until.day:
        raise Unclear
    last = min((at for at in end.seconds if at > first), default=None)
    if last is None or (end.ambiguous and not ambiguous):
        raise Unclear
    hours = range(first // 3600, last // 3600 + 1, every.interval)
    made = f"FREQ=DAILY;BYHOUR={','.join(map(str, hours))}"
    times = (moment(now.date() + timedelta(days=n), hour * 3600, now) for n in range(2) for hour in hours)
    return Meaning(start=next(at for at in times if later(at, now)), rule=made, ambiguous=ambiguous)


def _begun(begin: Said, now: datetime) -> date | None:
    """The day from which on; None where none was said."""
    if begin.lapse:
        return days.add(now.date(), begin.lapse)
    if begin.day is None and begin.period is None:
        return None
    skip = isinstance(begin.day, Weekday) and begin.day.week is None
    for day in days.dates(begin, now.date()):
        if day > now.date() or (day == now.date() and not skip):
            return day
    raise Never


def _first_of(options: clocks.Options, day: date, now: datetime) -> datetime:
    times = (moment(day + timedelta(days=n), seconds, now) for n in range(3) for seconds in options.seconds)
    return next(at for at in times if later(at, now))


def _by_days(said: Said, every: Every, now: datetime, wake: bool, works: bool) -> Meaning:
    if said.period == Period("month", 0) and every.freq == "MONTHLY" and said.day is not None:
        said.period = None  # on the first Monday of the month, every month
    _within(said, every, now)
    begin = said.begin or Said()
    if begin.clock and said.until and said.until.clock and not said.clock:
        said.clock, said.part = begin.clock, said.part or begin.part  # every Tuesday from four till five
    lasts = _lasts(said) if said.until and said.until.clock else None
    if said.period or said.lapse:
        raise Unclear
    clock, part = said.clock or begin.clock, said.part or begin.part
    options = clocks.options(clock, part, wake)
    if options is None:
        raise Unclear
    if every.freq == "WEEKLY" and not every.days and isinstance(begin.day, Weekday):
        said.every = every = Every("WEEKLY", every.interval, (begin.day.day,))  # every other week from Thursday on
    made = rule(said)
    if any(rule(replace(said, day=other)) != made for other in said.also):
        raise Unclear
    seconds = options.seconds
    if options.midnight or seconds[0] >= 86400:
        if every.days and not options.midnight:
            raise Unclear  # one at night on Mondays: is it Tuesday?
        seconds = (seconds[0] % 86400,)
    if said.more:
        made, seconds = _more(said, made, seconds, options.ambiguous)
    base = _begun(begin, now) or now.date()
    found = [at for second in seconds if (at := _first(made, base, second, now, works))]
    if not found:
        raise Never
    start = min(found, key=lambda at: at.astimezone(UTC))
    old = works and not workdays.known(start.date())
    meaning = Meaning(
        start,
        made,
        ambiguous=options.ambiguous,
        workdays=works,
        why="old" if old else "",
        wall=None if options.ambiguous else _wall(start, seconds),
    )
    if lasts is not None:
        return replace(_ended(meaning, said, now, wake), duration=timedelta(seconds=(lasts - seconds[0]) % 86400))
    return _ended(meaning, said, now, wake)


def _lasts(said: Said) -> int:
    """The second of the day at which it ends each time; the hour of its beginning is the last such before."""
    until = said.until
    assert until
    assert until.clock
    if until.day or until.period or until.lapse or until.every or said.more or not said.clock:
        raise Unclear
    if said.length and said.length.seconds:
        raise Unclear
    before_end(said)
    begins, ends = clocks.options(said.clock, said.part, False), clocks.options(until.clock, until.part, False)
    if begins is None or ends is None or begins.ambiguous:
        raise Unclear
    said.until = None
    return min(ends.seconds, key=lambda end: (end - begins.seconds[0]) % 86400)


def _within(said: Said, every: Every, now: datetime) -> None:
    """Every evening this week, every Monday next month: from its first day to its last."""
    period = said.period
    if (
        period is None
        or said.begin
        or said.until
        or said.length
        or said.times
        or every.freq not in ("DAILY", "WEEKLY")
        or every.interval > 1
    ):
        return
    first = days.first(period, now.date())
    last = days.first(Period(period.unit, period.shift + 1), now.date()) - timedelta(days=1)
    said.period = None
    said.begin = Said(day=Date(first.day, first.month, first.year)) if period.shift > 0 else None
    said.until = Said(day=Date(last.day, last.month, last.year))


def _more(said: Said, made: str, seconds: tuple[int, ...], ambiguous: bool) -> tuple[str, tuple[int, ...]]:
    """Several hours of the same days, with the same minute."""
    others = [
        clocks.options(clock, part or (said.part if not clock.exact and not clock.half else None), False) for clock, part in said.more
    ]
    if ambiguous or any(one is None or one.ambiguous or one.seconds[0] % 3600 != seconds[0] % 3600 for one in others):
        raise Unclear
    every = sorted({seconds[0], *(one.seconds[0] % 86400 for one in others if one)})
    return f"{made};BYHOUR={','.join(str(second // 3600) for second in every)}", tuple(every)


def _first(made: str, base: date, seconds: int, now: datetime, works: bool) -> datetime | None:
    """The first day of the rule from the base on whose hour is still to come; an interval is counted from it."""
    alone = ";".join(part for part in made.split(";") if not part.startswith(("INTERVAL", "BYHOUR")))
    wall = datetime.combine(base, time()) + timedelta(seconds=seconds)
    assert now.tzinfo
    before = instant(wall, now.tzinfo) - timedelta(seconds=1)
    return following(alone, wall, now.tzinfo, now if later(now, before) else before, works)


def _wall(start: datetime, seconds: tuple[int, ...]) -> datetime | None:
    """The hour that was said, where a spring night leaves it out on the first day: the rule keeps it."""
    if _clock_seconds(start) in seconds or len(seconds) > 1:
        return None
    return datetime.combine(start.date(), time()) + timedelta(seconds=seconds[0])


def _ended(made: Meaning, said: Said, now: datetime, wake: bool) -> Meaning:
    """With how often, or until when."""
    assert made.rule
    assert made.start
    assert said.every
    if said.times:
        return replace(made, rule=f"{made.rule};COUNT={said.times}")
    until = said.until
    if said.length and until is None and said.every.freq not in _UNIT and not (said.length.days or said.length.months):
        return replace(made, duration=timedelta(seconds=said.length.seconds))  # how long it takes each time
    if said.length and until is None and said.every.freq == "WEEKLY" and 0 < said.length.days < 7 * said.every.interval:
        raise Unclear  # every Sunday for five days: of what they are to be enough
    if said.length and until is None and said.every.freq in ("MONTHLY", "YEARLY") and not said.length.months:
        raise Unclear
    if said.length and until is None:
        n = count(said.every, said.length)
        if n:
            return replace(made, rule=f"{made.rule};COUNT={n}")
        begun = (
            now if said.every.freq in _UNIT and not (said.clock or said.begin) else made.start
        )  # every ten minutes for an hour: from now
        end = plus(moment(days.add(begun.date(), said.length), _clock_seconds(begun), now), said.length.seconds)
        return replace(made, rule=f"{made.rule};UNTIL={end.astimezone(UTC):%Y%m%dT%H%M%SZ}")
    if until is None:
        return made
    last = _last(until, now, wake)
    if not later(last, made.start) and last != made.start:
        raise Never
    return replace(made, rule=f"{made.rule};UNTIL={last.astimezone(UTC):%Y%m%dT%H%M%SZ}")


def _last(until: Said, now: datetime, wake: bool) -> datetime:
    """The end of the day that was said, or its hour."""
    if until.every or until.offset or until.lapse or until.length:
        raise Unclear
    options = clocks.options(until.clock, until.part, wake)
    if options is None or options.ambiguous:
        raise Unclear
    seconds = 86399 if options.default else options.seconds[0]
    for day in days.dates(until, now.date()):
        if later(at := moment(day, seconds, now), now):
            return at
    raise Never


def _clock_seconds(at: datetime) -> int:
    return at.hour * 3600 + at.minute * 60 + at.second
