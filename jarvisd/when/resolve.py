"""What a time that was said means, said at this moment in this zone."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

from jarvisd.when import clocks, days
from jarvisd.when.clocks import Options, later, moment, plus
from jarvisd.when.hours import DEEP_NIGHT, PARTS
from jarvisd.when.meaning import Meaning, refusal
from jarvisd.when.pieces import Amount, Clock, Date, Every, Feast, Lunar, Nth, Part, Period, Shift, Weekday
from jarvisd.when.repeat import repeated
from jarvisd.when.said import Said, before_end

_NOTHING = Amount()


def resolve(said: Said, now: datetime, wake: bool, chinese_days: bool) -> Meaning:
    """wake: said of getting up, so that an hour is one of the morning. chinese_days: 工作日 by the table of mainland China."""
    if said.bad:
        return refusal(said.bad)
    if said.clock and said.clock.hour == -2:
        said.clock = Clock((now.hour + 1) % 24, exact=True)
    if said.clock and said.clock.hour < 0:
        said.clock = Clock(now.hour, now.minute, now.second, exact=True)
        said.day = said.day or Shift(0)
    if said.period and said.period.shift and said.day == Shift(0) and not said.lapse:  # this time next week; 明年的今天
        by = {"week": Amount(days=7), "month": Amount(months=1), "year": Amount(months=12)}[said.period.unit].times(said.period.shift)
        said.day, said.period = Shift((days.add(now.date(), by) - now.date()).days), None
    if said.length and said.length.days > 1 and said.begin is not None and (said.clock or said.begin.clock):
        said.every = said.every or Every("DAILY")  # for five days starting tomorrow at nine
    if said.part == Part("small_hours") and not (said.clock or said.until):
        return refusal("unclear")  # they have no hour of their own
    if said.every:
        return repeated(said, now, wake, chinese_days)
    if said.times is not None or said.more or said.without:
        return refusal("unclear")
    if said.near and not isinstance(said.day, Date | Feast | Nth | Lunar):
        return refusal("unclear")
    if said.offset and not (
        said.clock
        or said.part
        or said.day
        or said.period
        or said.lapse
        or said.begin not in (None, Said())
        or said.until not in (None, Said())
    ):
        return refusal("unclear")  # an hour before something that is no time
    if said.offset and said.offset.seconds and not (said.clock or said.part or said.lapse or said.begin or said.until):
        return refusal("unclear")  # an hour before my call tomorrow: when that is, was not read
    if said.offset and said.offset.days and not (said.day or said.period or said.lapse or said.begin):
        return refusal("unclear")  # the evening before
    if any(part and (part.every or part.times) for part in (said.begin, said.until)):
        return refusal("unclear")
    if said.length and not said.until and said.day and not (said.clock or said.part or said.begin) and not said.length.days:
        return refusal("unclear")  # two hours tomorrow: from when
    if said.length and said.length.days > 1 and said.clock:
        return refusal("unclear")  # three days at six: as long, or as often
    if said.begin and said.begin.clock and said.clock:
        return refusal("unclear")  # between eight in the morning and noon
    _unmark(said)
    before_end(said)
    if said.length and not (said.clock or said.part or said.day or said.period or said.lapse or said.until):
        return _length(said.length)
    made = _after(said, now, wake) if said.lapse else once(said, now, wake)
    if made.refused or made.start is None:
        return made
    if said.length:
        duration = _length(said.length)
        return duration if duration.refused else replace(made, duration=duration.duration)
    return _to(said, made) if said.until else made


def _unmark(said: Said) -> None:
    """A beginning without a recurrence is the time itself: from three to five."""
    begin = said.begin
    if begin:
        said.clock, said.part = said.clock or begin.clock, said.part or begin.part
        said.day, said.period, said.lapse = said.day or begin.day, said.period or begin.period, said.lapse or begin.lapse
        said.length = said.length or begin.length
    until = said.until
    if until and until.clock and not (said.clock or said.day or said.part or said.period or said.lapse):
        said.clock, said.part, said.day, said.period, said.until = until.clock, until.part, until.day, until.period, None


def _length(amount: Amount) -> Meaning:
    if amount.months:
        return refusal("unclear")  # a month is no length in seconds
    seconds = round(amount.days * 86400 + amount.seconds)
    return Meaning(duration=timedelta(seconds=seconds)) if seconds > 0 else refusal("impossible")


def _to(said: Said, made: Meaning) -> Meaning:
    """The end of a span of hours, as its length."""
    until = said.until
    assert until
    assert made.start
    if until.clock is None and until.part == Part("noon"):
        until.clock = Clock(12, exact=True)
    if not until.clock or until.day or until.period or not said.clock:
        return refusal("unclear")
    end = clocks.options(until.clock, until.part, False)
    if end is None:
        return refusal("unclear")
    begun = made.start.hour * 3600 + made.start.minute * 60 + made.start.second
    spans = [(seconds - begun) % 86400 for seconds in end.seconds]
    return replace(made, duration=timedelta(seconds=min(spans))) if min(spans) else refusal("unclear")


def _after(said: Said, now: datetime, wake: bool) -> Meaning:
    """In so long, perhaps at an hour."""
    amount = said.lapse
    assert amount is not None
    if amount == _NOTHING or said.offset or said.period:
        return refusal("past" if amount == _NOTHING else "unclear")
    base = days.add(now.date(), amount)
    if isinstance(said.day, Weekday) and said.day.week is None and amount.days and not amount.days % 7 and not amount.months:
        return once(replace(said, lapse=None, day=Weekday(said.day.day, amount.days // 7)), now, wake)
    if isinstance(said.day, Date) and said.day.month is None and amount.months and not (amount.days or amount.seconds or said.also):
        return once(replace(said, lapse=None, day=replace(said.day, month=base.month, year=base.year)), now, wake)  # 两个月后的一号
    if isinstance(said.day, Date) and not said.also and not amount.seconds:
        return _agreed(once(replace(said, lapse=None), now, wake), base, amount)
    if said.day not in (None, Shift(0)) or said.also:  # 两年后的今天
        return refusal("unclear")
    if said.clock or said.part:
        return once(replace(said, lapse=None, day=Shift((base - now.date()).days)), now, wake) if not amount.seconds else refusal("unclear")
    if base == now.date():
        return Meaning(start=plus(now, amount.seconds))
    wall = moment(base, now.hour * 3600 + now.minute * 60 + now.second, now)
    return Meaning(start=plus(wall, amount.seconds))


def _agreed(made: Meaning, base: date, amount: Amount) -> Meaning:
    """In two weeks, on Monday the second: the day is the one so long from now, counted in whole weeks or months as people do."""
    near = 15 if amount.months else 6 if amount.days and not amount.days % 7 else 0  # days
    if made.start is None or abs((made.start.date() - base).days) > near:
        return made if made.refused else refusal("unclear")
    return made


def once(said: Said, now: datetime, wake: bool) -> Meaning:
    """A single time: the first that the words may mean and that is still to come."""
    today, options = now.date(), clocks.options(said.clock, said.part, wake)
    if options is None or not _fits(said):
        return refusal("unclear")
    tonight = _tonight(said, options, now)
    if tonight:
        return Meaning(start=tonight)
    day_said = said.day is not None or said.period is not None
    offset = said.offset or _NOTHING
    seen = False
    for day in days.dates(said, today):
        seen = True
        if said.weekday is not None and day.weekday() != said.weekday:
            if day < today:
                continue
            return refusal("unclear")  # Friday the 5th, which is a Saturday
        if said.also and not days.agree(said, day, today):
            if day < today:
                continue
            return refusal("unclear")
        moved = days.add(day, replace(offset, seconds=0))
        moved = days.near(moved, said.near) if said.near else moved
        bare = options.default and not said.part
        if isinstance(said.day, Weekday) and day == today and said.day.week is None and (bare or not said.offset):
            continue  # "on Monday at nine", said on a Monday: it would be "today"
        for seconds in _hours(options, said, today):
            at = plus(moment(moved, seconds, now), offset.seconds)
            at = at if later(at, now) else clocks.again(at)
            if later(at, now):
                return Meaning(start=at, ambiguous=_unsure(options, said, day_said) or (not options.default and _today_week(said, today)))
        if offset.days < 0 and day >= today and not options.default and isinstance(said.day, Feast | Lunar | Date):
            return refusal("past")  # two days before a feast that is tomorrow
        if days.fixed(said) and moved == today and options.default:
            return _rest_of_day(said, now)
    if not seen:
        return refusal("impossible")
    return refusal("past")


def _fits(said: Said) -> bool:
    """Whether the week, month or year says something of the day: next week on Friday, but not next week tomorrow."""
    match said.period, said.day:
        case None, _:
            return True
        case Period(unit, shift), None:
            return (unit, shift) != ("week", 0)
        case Period(unit), Weekday(week=week):
            return unit == "week" and week is None
        case Period(unit), Date() | Nth():
            return unit != "week"
        case Period(unit), Lunar() | Feast():
            return unit == "year"
    return False


def _unsure(options: Options, said: Said, day_said: bool) -> bool:
    if options.midnight and day_said and not _ends_at_midnight(said):
        return not isinstance(said.day, Shift) or (said.day.days > 0 and said.part is None)  # the midnight before the day, or behind it
    return options.ambiguous or (isinstance(said.day, Date) and said.day.unsure)


def _today_week(said: Said, today: date) -> bool:
    """A week on Tuesday, said on a Tuesday: in one week or in two."""
    after = said.offset is not None and said.offset.days > 0
    return after and isinstance(said.day, Weekday) and said.day.week is None and said.day.day == today.weekday()


def _hours(options: Options, said: Said, today: date) -> tuple[int, ...]:
    """Midnight of a day is its first moment; of tonight, today and of no day the coming one, and the one that something is before."""
    if options.midnight and said.part is None and not (isinstance(said.day, Shift) and said.day.days == 0):
        return options.seconds if _ends_at_midnight(said) else (0,)
    return options.seconds


def _ends_at_midnight(said: Said) -> bool:
    """Ten minutes before midnight on Friday: in the last hours of that day, as the midnight of an eve is the one that ends it."""
    before = said.offset is not None and not said.offset.days and said.offset.seconds < 0
    return before or (isinstance(said.day, Feast) and said.day.name.endswith("_eve"))


def _tonight(said: Said, options: Options, now: datetime) -> datetime | None:
    """Tonight at one, said at half past midnight, is in half an hour."""
    night = said.part is not None and PARTS[said.part.name].half == "night"
    if (
        night
        and not said.also
        and said.day in (Shift(0), None)
        and now.hour < DEEP_NIGHT
        and len(options.seconds) == 1
        and options.seconds[0] > 86400
    ):
        at = moment(now.date(), options.seconds[0] - 86400, now)
        return at if later(at, now) else None
    return None


def _rest_of_day(said: Said, now: datetime) -> Meaning:
    """This evening, said in the evening: the next full hour; asked back where not even the part of the day was said."""
    seconds = (now.hour + 1) * 3600
    end = PARTS[said.part.name].end if said.part else 24
    if seconds // 3600 >= end:
        return refusal("past")
    return Meaning(start=moment(now.date(), seconds, now), ambiguous=said.part is None)
