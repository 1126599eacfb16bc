"""What kinds of words a group of words for a time holds."""

from __future__ import annotations

from collections.abc import Sequence

from jarvisd.when.pieces import (
    Bad,
    Clock,
    Date,
    Every,
    Feast,
    Found,
    Lapse,
    Length,
    Lunar,
    Mark,
    Nth,
    Part,
    Period,
    Piece,
    Shift,
    Times,
    Weekday,
)

DAYS = (Shift, Weekday, Date, Feast, Lunar, Nth, Period, Every, Lapse)
HOURS = (Clock, Part)
WEAK = (Mark, Times, Length)  # say when only beside something else, or how long


def kind(group: Sequence[Found]) -> str:
    pieces = [piece for found in group for piece in found.pieces]
    if all(isinstance(piece, Bad) and piece.why == "unclear" for piece in pieces):
        return "unclear"
    return "length" if all(isinstance(piece, WEAK) for piece in pieces) else "time"


def same(group: Sequence[Found], there: Sequence[Piece]) -> bool:
    """Said a second time: every Tuesday at five, every Tuesday."""
    return all(
        piece in there
        or (
            isinstance(piece, Every)
            and not piece.days
            and any(isinstance(one, Every) and (one.freq, one.interval) == (piece.freq, piece.interval) for one in there)
        )
        for found in group
        for piece in found.pieces
    )


def long(pieces: Sequence[Piece]) -> bool:
    """A length of days: of a series, not of what is done each time."""
    return any(isinstance(piece, Length) and (piece.amount.days or piece.amount.months) for piece in pieces)


def has(pieces: Sequence[Piece], kinds: tuple[type, ...]) -> bool:
    return any(isinstance(piece, kinds) for piece in pieces)
