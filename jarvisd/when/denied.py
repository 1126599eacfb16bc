"""Days of a Chinese series on which nothing is to be, said behind it: 每天早上七点叫我，周末不用."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from jarvisd.when.instead import Group
from jarvisd.when.pieces import Every, Mark, Piece, Weekday

Span = tuple[int, int]

_NOT_THEN = re.compile(
    "(?:就|都|的?时候)?(?:不用|不要|不必|甭|别|休息|不)(?:再|起床|设|叫|响|提醒|用|吵|喊|管|起|我|练|去|上)*[了吧啊呀哦]*[。！!]*$"
)
_THEN_TOO = re.compile("(?:也|照样|照常)(?:是|一样|叫|响|提醒|我|起床)*[的了吧啊]*[。！!]*$")


def spared(groups: Sequence[Group], text: str) -> tuple[list[Group], list[Span]]:
    """The series without those days, where it has them; with the places of the words that said so."""
    *before, last = groups or [[]]
    words = _NOT_THEN.match(text, last[-1].end) if last else None
    days = _days([piece for one in last for piece in one.pieces])
    series = next((group for group in before if any(isinstance(piece, Every) for one in group for piece in one.pieces)), None)
    also = _THEN_TOO.match(text, last[-1].end) if last else None
    if (words is None and also is None) or days is None or series is None:
        return [*groups], []
    every = next(piece for one in series for piece in one.pieces if isinstance(piece, Every))
    if every.freq not in ("DAILY", "WEEKLY") or every.interval > 1 or (every.freq == "WEEKLY" and not every.days):
        return [*groups], []
    if also:
        there = not every.days or days <= {*every.days}
        return (before, [(last[0].start, also.end())]) if there else ([*groups], [])
    assert words
    if not every.days or days & {*every.days}:
        left_out = replace(last[0], pieces=(Mark("except"), Every("WEEKLY", days=tuple(sorted(days)))), end=last[-1].end)
        return [[*group, left_out] if group is series else group for group in before], [words.span()]
    return before, [(last[0].start, words.end())]


def _days(said: Sequence[Piece]) -> set[int] | None:
    """None where it is anything but days of the week."""
    days: set[int] = set()
    for piece in said:
        match piece:
            case Weekday(day, None):
                days |= {5, 6} if piece.weekend else {day}
            case Every("WEEKLY", 1) if piece.days:
                days |= {*piece.days}
            case _:
                return None
    return days or None
