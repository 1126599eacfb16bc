"""Days and parts of the day that only say what a thing is: "halloween party on the thirty first", "the night feed", "tonight's call"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from jarvisd.messages import Language
from jarvisd.when.context import FRAME
from jarvisd.when.kinds import DAYS, has
from jarvisd.when.mended import blanked
from jarvisd.when.moves import DATED
from jarvisd.when.pieces import Bad, Date, Feast, Found, Lapse, Part, Piece
from jarvisd.when.read_en import WD

# A feast said with one of these is the day itself: "remind me at Christmas", "on boxing day".
_LED = re.compile(r"(?:at|on|by|before|after|until|till|from|since|every|each|next)\b", re.IGNORECASE)
_ORDERED = re.compile(r"\b(?:remind|wake|tell|ping)\s+\w+\s+$", re.IGNORECASE)
_HELD_BEFORE = re.compile(
    r"\s+(?:\w+\s+)?(?:party|parties|concert|play|fair|fayre|market|panto(?:mime)?|assembly|disco|show|do)\b", re.IGNORECASE
)
# Tonight's call half past nine: with no reminder asked for, of which the day could be only what it is about.
_OWNS = re.compile(rf"\b(?:today|tonight|tomorrow|{WD})(?P<s>['’]s)\s+(?:\w+\s+){{0,2}}{DATED}\b", re.IGNORECASE)


def owned(text: str, language: Language) -> str:
    """The text with "of a day" said as that day, where something takes place then."""
    if language != "en" or FRAME["en"].search(text):
        return text
    return blanked(text, (found.span("s") for found in _OWNS.finditer(text)))


def unnamed(groups: Sequence[list[Found]], text: str, language: Language) -> list[list[Found]]:
    """Without the feasts and parts of the day that stand alone, where another day, or so long from now, is said."""
    if language != "en":
        return [*groups]
    days = [group for group in groups if has(_pieces(group), DAYS)]
    names = [group for group in days if _names(group, text)]
    soon = any(isinstance(piece, Lapse) and piece.amount.seconds for group in groups for piece in _pieces(group))
    if len(names) < len(days):
        groups = [group for group in groups if group not in names]
    else:
        groups = [one for group in groups for one in (_before(group, text) if group in names else [group])]
    return [group for group in groups if not (soon and all(isinstance(piece, Part) for piece in _pieces(group)))]


def _names(group: Sequence[Found], text: str) -> bool:
    pieces = _pieces(group)
    feast = has(pieces, (Feast,)) and all(isinstance(piece, Feast | Date) for piece in pieces)
    return feast and not _LED.match(text, group[0].start) and not _ORDERED.search(text[: group[0].start])


def _before(group: list[Found], text: str) -> list[list[Found]]:
    """The Christmas concert at six: on some day before it, which only a reminder of it does not have to know."""
    if not _HELD_BEFORE.match(text, group[-1].end):
        return [group]
    reminded = FRAME["en"].search(text[: group[0].start])
    return [] if reminded else [[replace(group[0], pieces=(*group[0].pieces, Bad("unclear")))]]


def _pieces(group: Sequence[Found]) -> list[Piece]:
    return [piece for found in group for piece in found.pieces]
