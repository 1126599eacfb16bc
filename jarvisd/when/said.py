"""The pieces of one phrase put into their places: which day, which hour, how often, until when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import TypeAlias, TypeVar

from jarvisd.when import clocks
from jarvisd.when.hours import FEASTS
from jarvisd.when.meaning import Why
from jarvisd.when.pieces import (
    Amount,
    Bad,
    Bare,
    Clock,
    Date,
    Every,
    Feast,
    Lapse,
    Length,
    Lunar,
    Mark,
    Near,
    Nth,
    Offset,
    Part,
    Period,
    Piece,
    Shift,
    Times,
    Weekday,
    Workday,
)  # fmt: skip

Day: TypeAlias = Shift | Weekday | Date | Nth | Lunar | Feast | Workday

T = TypeVar("T")
_NIGHTS = {"night", "evening", "late", "midnight", "bedtime", "dinner", "after_dinner"}  # tonight, at night: one part said twice


@dataclass(slots=True)
class Said:
    """One time: what was said of it, None where nothing was."""

    clock: Clock | None = None
    part: Part | None = None
    day: Day | None = None
    period: Period | None = None
    offset: Amount | None = None
    near: Near | None = None
    lapse: Amount | None = None
    length: Amount | None = None
    every: Every | None = None
    times: int | None = None
    more: list[tuple[Clock, Part | None]] = field(default_factory=list)  # further hours of the same days
    coming: Part | None = None  # the part of the day of an hour that is still to come
    weekday: int | None = None  # said beside a date: it must agree
    also: list[Day] = field(default_factory=list)  # the same day said otherwise: they must agree
    year: int | None = None  # of a day with a name
    bad: Why = ""
    until: Said | None = None
    begin: Said | None = None
    without: Said | None = None


def put(pieces: Sequence[Piece]) -> Said:
    """bad is set where two pieces want one place: better not understood than half understood."""
    said = Said()
    into = said
    for place, piece in enumerate(pieces):
        if isinstance(piece, Mark):
            into = _mark(said, into, piece, any(isinstance(one, Every) for one in pieces[place + 1 :]))
            continue
        if _back(said, into, piece):
            into = said
        _place(into, piece)
    for part in (said.until, said.begin, said.without):
        if part and (part.bad or part.coming or part.also):
            said.bad = said.bad or part.bad or "unclear"
    if said.coming:
        said.bad = said.bad or "unclear"  # a part of the day that no hour followed
    return said


def _back(said: Said, into: Said, piece: Piece) -> bool:
    """Whether what follows a mark is over, and the piece is of the time itself again."""
    hour = isinstance(piece, Clock | Part)
    if into is said.begin and isinstance(piece, Part) and into.clock and not (into.part or into.clock.half or into.clock.exact):
        return False  # starting at eight tonight
    if into is said.begin:
        return isinstance(piece, Every) or (
            hour and said.clock is None and bool(into.clock or (said.every and said.every.freq not in ("HOURLY", "MINUTELY")))
        )
    if into is said.without:
        return hour or (isinstance(piece, Every) and into.day is not None)  # every day except Sunday at eight; 除了周日每天
    if into is said.until:
        if isinstance(piece, Every) and (into.day or into.clock):
            return True  # 到月底每天
        begun = said.clock or (said.begin and said.begin.clock)
        if into.clock and begun and not hour:
            return True  # from three to five tomorrow
        often = said.every and said.every.freq not in ("HOURLY", "MINUTELY")
        return hour and bool(into.day and often) and said.clock is None and into.clock is None  # until Christmas at eight
    return False


def _mark(said: Said, into: Said, mark: Mark, more: bool) -> Said:
    """Where the words after a mark belong; more: a recurrence is still to come."""
    if mark.word == "until":
        if more and said.begin is None and isinstance(said.day, Date) and into is said and not said.clock:
            said.begin, said.day = Said(day=said.day, period=said.period, also=said.also), None  # 五月一号到五月五号每天
            said.period, said.also = None, []
        if said.until and said.until.clock:
            said.bad = said.bad or "unclear"  # from three to five until December: each time, and then no more
        said.until = Said()
        return said.until
    if mark.word == "except":
        said.without = Said()
        return said.without
    if said.begin is None and more and (said.day or said.period or said.lapse):
        said.begin = Said(
            day=said.day, period=said.period, lapse=said.lapse, also=said.also
        )  # 明天开始每天: what stood before is the beginning
        said.day, said.period, said.lapse, said.also = None, None, None, []
        return said
    if into is said.begin:
        return said  # 从明天开始: its second half
    said.begin = Said()
    return said.begin


def _place(said: Said, piece: Piece) -> None:
    match piece:
        case Bad(why):
            said.bad = said.bad or why
        case Clock():
            if said.clock is None:
                said.clock = piece
            elif said.clock != piece or said.coming or said.part:
                said.more.append((piece, said.coming))
                said.coming = None
        case Part():
            _part(said, piece)
        case Period():
            said.period = _once(said, said.period, piece)
        case Offset(amount):
            said.offset = _once(said, said.offset, amount)
        case Near():
            said.near = _once(said, said.near, piece)
        case Lapse(amount):
            said.lapse = _once(said, said.lapse, amount)
        case Length(amount):
            said.length = _once(said, said.length, amount)
        case Every():
            said.every = _often(said, piece)
        case Times(n):
            said.times = _once(said, said.times, n)
        case Mark() | Bare():
            pass
        case _:
            said.day = _day(said, piece)


def _part(said: Said, new: Part) -> None:
    """In the morning; a second one belongs to a second hour, which stands before it in English and behind it in Chinese."""
    if said.part is None:
        said.part = new
    elif new.name == "dawn" and said.part.name in _NIGHTS and said.clock is None:
        pass  # 今晚凌晨一点: the hour tells that the night has gone on
    elif said.more and said.more[-1][1] is None:
        said.more[-1] = (said.more[-1][0], new)
    elif {said.part.name, new.name} <= _NIGHTS and said.clock is None:
        said.part = new if said.part.name in ("night", "evening") else said.part  # every evening before bed
    elif said.part != new and not {said.part.name, new.name} <= _NIGHTS:
        if said.clock is None or said.coming:
            said.bad = said.bad or "unclear"
        said.coming = new


def _once(said: Said, there: T | None, new: T) -> T:
    if there is not None and there != new:
        said.bad = said.bad or "unclear"
    return new


def _often(said: Said, new: Every) -> Every:
    """每周 and then 周三; every week on Monday; every month, every 5th."""
    old = said.every
    if isinstance(said.day, Weekday) and new.freq == "WEEKLY" and not new.days and said.day.week is None:
        new = Every("WEEKLY", new.interval, (said.day.day,))
        said.day = None
    if isinstance(said.day, Weekday) and said.day.weekend and said.day.week is None and new == Every("DAILY"):
        said.day, new = None, Every("WEEKLY", days=(5, 6))  # 周末每天
    if isinstance(said.day, Weekday) and said.day.weekend and said.day.week is None and new == Every("WEEKLY", days=(5, 6)):
        said.day = None  # 周末，每个周六周日
    if old is None or old == new:
        return new
    if old.freq == new.freq == "WEEKLY" and old.days and new.days and old.interval == new.interval and not said.clock:
        return Every("WEEKLY", old.interval, tuple(sorted({*old.days, *new.days})))  # every Saturday and every Sunday
    if old.freq == new.freq == "WEEKLY" and (not old.days or not new.days):
        return Every("WEEKLY", max(old.interval, new.interval), old.days or new.days, old.workdays or new.workdays)
    if not old.freq or not new.freq:
        return old if old.freq else new
    if old.freq == "DAILY" and new.freq == "WEEKLY" and new.days and old.interval == 1:
        return new  # every morning on weekdays
    finer = {old.freq: old, new.freq: new}
    if old.freq != new.freq and "DAILY" in finer and finer["DAILY"].interval == 1 and finer.keys() & {"HOURLY", "MINUTELY"}:
        return next(one for freq, one in finer.items() if freq != "DAILY")  # every day from nine to five every hour
    if new.freq == "DAILY" and old.freq == "WEEKLY" and old.days and new.interval == 1:
        return old
    said.bad = said.bad or "unclear"
    return new


def _day(said: Said, new: Day) -> Day | None:
    old, every = said.day, said.every
    if isinstance(new, Weekday) and every and every.freq == "WEEKLY" and not every.days and new.week is None:
        said.every = Every("WEEKLY", every.interval, (new.day,))
        return old
    if isinstance(new, Weekday) and every and every.days and not every.workdays and new.week is None and said.clock is None:
        said.every = Every("WEEKLY", every.interval, tuple(sorted({*every.days, new.day})))  # 每两周的周一和周三
        return old
    if old is None or old == new:
        return new
    for one, other in ((old, new), (new, old)):
        match one, other:
            case Date(0, None, int(year)), Date(day, month, None):
                return Date(day, month, year)
            case Date(0, int(month), year), Date(day, None, None) if day:
                return Date(day, month, year)
            case Date(0, None, int(year)), Feast() | Nth():
                said.year = year
                return other
            case Weekday(day, None), Date() | Feast() | Lunar() | Shift():
                said.weekday = day
                return other
            case Date(int(day), int(month), None, True), Feast(name) if FEASTS[name] == ("lunar", month, day):
                return other  # 八月十五中秋节
    said.also.append(new)
    return old


def before_end(said: Said) -> None:
    """From eleven to one in the afternoon: the hour is the last such before the end."""
    clock, until = said.clock, said.until
    if clock is None or until is None or until.clock is None or until.day or said.part:
        return
    if until.clock.hour == 12 and until.part == Part("morning") and not until.clock.half:
        until.part = Part("noon")  # from nine to twelve in the morning
    starts, ends = clocks.options(clock, None, False), clocks.options(until.clock, until.part, False)
    if starts and ends and starts.ambiguous and not ends.ambiguous:
        fitting = [seconds for seconds in starts.seconds if seconds < ends.seconds[0]]
        if fitting:
            said.clock = replace(clock, hour=fitting[-1] // 3600, exact=True)
