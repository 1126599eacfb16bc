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


def put_right(old: Group, new: Group) -> tuple[Group, Group]:
    """Of the old what the new does not say anew; the new in the sense of the old."""
    was, said = ([piece for one in some for piece in one.pieces] for some in (old, new))
    if any(isinstance(piece, Lapse) for piece in was) and all(isinstance(piece, Length) for piece in said):
        new = [replace(one, pieces=tuple(Lapse(piece.amount) for piece in one.pieces if isinstance(piece, Length))) for one in new]
    clock = next((piece for piece in was if isinstance(piece, Clock)), None)
    length = next((piece for piece in was if isinstance(piece, Length | Lapse)), None)
    new = [replace(one, pieces=tuple(_like(piece, clock, length) for piece in one.pieces)) for one in new]
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
        pieces = tuple(piece for piece in one.pieces if not _said_anew(piece, said))
        if pieces and len(pieces) == len(one.pieces):
            kept.append(one)
        elif pieces:
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


def _same_half(piece: Piece, was: Clock) -> Piece:
    bare = isinstance(piece, Clock) and not piece.half and not piece.exact
    return replace(piece, half=was.half) if isinstance(piece, Clock) and bare and (was.half == "pm" or piece.hour >= was.hour) else piece


def _said_anew(piece: Piece, said: Sequence[Piece]) -> bool:
    match piece:
        case Clock():
            return any(isinstance(one, Clock) for one in said)
        case Part():
            return any(isinstance(one, Part) for one in said) or any(isinstance(one, Clock) and (one.half or one.exact) for one in said)
        case Every():
            return any(isinstance(one, Every) or (isinstance(one, ONE_DAY) and not isinstance(one, Weekday)) for one in said)
        case Length():
            return any(isinstance(one, Length | Lapse) for one in said)
        case Times():
            return any(isinstance(one, Times) for one in said)
        case Weekday():
            return any(isinstance(one, (*ONE_DAY, Every)) and not isinstance(one, Period) for one in said)
        case _:
            return any(isinstance(one, (*ONE_DAY, Every)) for one in said)
