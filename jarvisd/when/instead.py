"""What is said instead, in the sense of what was said before: "ten minutes, no, fifteen" is of minutes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from jarvisd.when.pieces import (
    Amount,
    Bad,
    Bare,
    Clock,
    Date,
    Every,
    Feast,
    Found,
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
)

Group = list[Found]
ONE_DAY = (Shift, Weekday, Date, Feast, Lunar, Nth, Workday, Period, Lapse, Offset, Near)
_SAME_HOUR = Clock(-1, exact=True)
_THIS_MONTH = Period("month", 0)  # of "the second Monday", where no month was said


def put_right(old: Group, new: Group) -> tuple[Group, Group]:
    """Of the old what the new does not say anew; the new in the sense of the old."""
    was, said = ([piece for one in some for piece in one.pieces] for some in (old, new))
    if any(isinstance(piece, Lapse) for piece in was) and all(isinstance(piece, Length) for piece in said):
        new = [replace(one, pieces=tuple(Lapse(piece.amount) for piece in one.pieces if isinstance(piece, Length))) for one in new]
    clock = next((piece for piece in was if isinstance(piece, Clock)), None)
    length = next((piece for piece in was if isinstance(piece, Length | Lapse)), None)
    new = [replace(one, pieces=tuple(_of_same(_like(piece, clock, length), was) for piece in one.pieces)) for one in new]
    if clock and clock.hour >= 0:  # 调到周五同一时间
        new = [replace(one, pieces=tuple(piece for piece in one.pieces if piece != _SAME_HOUR)) for one in new]
    weekly = next((piece for piece in was if isinstance(piece, Every) and piece.freq == "WEEKLY" and len(piece.days) == 1), None)
    if weekly:  # every Tuesday, no, make it Wednesday
        new = [replace(one, pieces=tuple(_on_days(piece, weekly) for piece in one.pieces)) for one in new]
    said = [piece for one in new for piece in one.pieces]
    if clock and clock.half and not any(isinstance(piece, Part) for piece in said):
        new = [replace(one, pieces=tuple(_same_half(piece, clock) for piece in one.pieces)) for one in new]
    kept = []
    for one in old:
        pieces = tuple(_with_days(piece, said) for piece in one.pieces if not _said_anew(piece, said, was))
        if pieces:
            kept.append(replace(one, pieces=pieces))
    return kept, new


def _on_days(piece: Piece, weekly: Every) -> Piece:
    plain = isinstance(piece, Weekday) and piece.week is None and not piece.weekend
    return replace(weekly, days=(piece.day,)) if plain and isinstance(piece, Weekday) else piece


def without_lengths(group: Group) -> Group:
    """Of what is moved to an hour: how far it is moved does not count beside it."""
    kept = [replace(one, pieces=tuple(piece for piece in one.pieces if not isinstance(piece, Length | Lapse | Offset))) for one in group]
    return [one for one in kept if one.pieces]


def _like(piece: Piece, clock: Clock | None, length: Length | Lapse | None) -> Piece:
    """A number alone is of what the words before were of."""
    if not isinstance(piece, Bare) or not (clock or length):
        return piece
    if clock or length is None:
        return Clock(piece.n, exact=piece.n > 12) if piece.n < 24 else Bad("unclear")
    amount = length.amount
    each = Amount(seconds=3600 if not amount.seconds % 3600 else 60 if not amount.seconds % 60 else 1) if amount.seconds else Amount(days=1)
    return replace(length, amount=each.times(piece.n)) if not amount.months else Bad("unclear")


def _of_same(piece: Piece, was: Sequence[Piece]) -> Piece:
    """五月四号，不对，五号: of the same month; 下周三，不对，周四: of the same week."""
    day = next((one for one in was if type(one) is type(piece)), None)
    match piece, day:
        case Date(number, None, None), Date(_, month, year) if number:
            return replace(piece, month=month, year=year)
        case Nth(month=None), Nth(month=month):
            return replace(piece, month=month)
        case Weekday(week=None), Weekday(week=week):
            return replace(piece, week=week)
    return piece


def _with_days(piece: Piece, said: Sequence[Piece]) -> Piece:
    """Every Wednesday, no, Thursday: the days of the week are those that are said then."""
    weekly = isinstance(piece, Every) and piece.days and any(isinstance(one, Weekday) for one in said)
    return replace(piece, days=()) if isinstance(piece, Every) and weekly else piece


def _same_half(piece: Piece, was: Clock) -> Piece:
    bare = isinstance(piece, Clock) and not piece.half and not piece.exact
    return replace(piece, half=was.half) if isinstance(piece, Clock) and bare and (was.half == "pm" or piece.hour >= was.hour) else piece


def _goes_on(every: Every, was: Sequence[Piece], said: Sequence[Piece]) -> bool:
    """每月三号，不对，十三号: on another day of every month; 每周三，不对，周四: of every week. A day of any other kind comes once."""
    before, days = ([one for one in some if isinstance(one, ONE_DAY) and one != _THIS_MONTH] for some in (was, said))
    if every.days or not days:
        return all(isinstance(day, Weekday) and day.week is None for day in days)
    alike = [any(_named_alike(day, other) for other in before) for day in days]
    return every.freq in ("", "MONTHLY", "YEARLY") and all(alike)


def _named_alike(day: Piece, other: Piece) -> bool:
    return type(day) is type(other) and not (isinstance(day, Date) and isinstance(other, Date) and bool(day.month) != bool(other.month))


def _said_anew(piece: Piece, said: Sequence[Piece], was: Sequence[Piece]) -> bool:
    match piece:
        case Clock():
            return any(isinstance(one, Clock) for one in said)
        case Part():
            return any(isinstance(one, Part) for one in said) or any(isinstance(one, Clock) and (one.half or one.exact) for one in said)
        case Every():
            return any(isinstance(one, Every) for one in said) or not _goes_on(piece, was, said)
        case Length():
            return any(isinstance(one, Length | Lapse) for one in said)
        case Mark():
            return piece in said
        case Times():
            return any(isinstance(one, Times) for one in said)
        case Weekday():
            return any(isinstance(one, (*ONE_DAY, Every)) and not isinstance(one, Period) for one in said)
        case _:
            return any(isinstance(one, (*ONE_DAY, Every)) for one in said)
