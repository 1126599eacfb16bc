"""Finds the words for times in a text, side by side in groups, whatever stands around them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from re import Pattern

from jarvisd.messages import Language
from jarvisd.when import chinese, english
from jarvisd.when.kinds import DAYS, has
from jarvisd.when.pieces import Bad, Clock, Every, Found, Lapse, Length, Mark
from jarvisd.when.read_en import Say

_TABLES = {"en": english.PATTERNS, "zh": chinese.PATTERNS}

# What may stand between two words of one time.
JOINED = {
    "en": re.compile(r"[\s,;]*(?:(?:and|at|on|in|the|of|for|then|again)\b[\s,]*)*", re.IGNORECASE),
    "zh": re.compile(r"(?:[\s，,、的在于是就都要吧]|(?<!的)会)*(?:和|跟|及|以及|还有|只要|仅|只|也就是|正好是?|刚好是?)?[\s的在]*"),
}
_THAT_DAY = re.compile("那一?天|当天|这一?天(?!气)")  # 六月三号那天
_SO_FAR = re.compile("(?:现在|这会儿|都|已经|才|[睡等坐走站写做忙用花住过病歇]了|还有|还剩)$")  # 睡了三个钟头，明天下午三点
_BEGIN = {"en": re.compile(r"\b\w|[^\w\s]"), "zh": re.compile(r"\S")}  # where words for a time may begin


@cache
def _patterns(language: Language) -> tuple[tuple[Pattern[str], Say], ...]:
    edge = (r"(?<![\w])", r"(?![\w])") if language == "en" else ("", "")
    return tuple((re.compile(f"{edge[0]}(?:{text}){edge[1]}", re.IGNORECASE), say) for text, say in _TABLES[language])


def lex(text: str, language: Language) -> list[Found]:
    """The longest match at each place, from the left."""
    found, at = [], 0
    begins = _BEGIN[language]
    while (begin := begins.search(text, at)) is not None:
        at = begin.start()
        best: tuple[int, Say, re.Match[str]] | None = None
        for pattern, say in _patterns(language):
            match = pattern.match(text, at)
            if match and match.end() > at and (best is None or match.end() > best[0]):
                best = (match.end(), say, match)
        if best is None:
            at += 1
            continue
        try:
            pieces = best[1](best[2])
        except (ValueError, KeyError, OverflowError):
            pieces = (Bad("unclear"),)  # digits and words that look like a number and are none
        end = best[0]
        if language == "zh" and has(pieces, DAYS) and (that := _THAT_DAY.match(text, end)):
            end = that.end()
        found.append(Found(pieces, at, end))
        at = end
    return found


def groups(found: Sequence[Found], text: str, language: Language) -> list[list[Found]]:
    """What stands side by side; a mark at an edge belongs to the words beyond it."""
    made: list[list[Found]] = []
    for one in found:
        if made and JOINED[language].fullmatch(text, made[-1][-1].end, one.start) and not _apart(made[-1], one, text):
            made[-1].append(one)
        else:
            made.append([one])
    often = any(isinstance(piece, Every) for one in found for piece in one.pieces)
    for group in made:
        while len(group) > 1 and _is_mark(group[-1]) and not (language == "zh" and Mark("from") in group[-1].pieces):
            group.pop()
        while len(group) > 1 and Mark("until") in group[0].pieces and language == "zh" and not often:
            group.pop(0)  # 到八点: at eight
    return made


def _apart(group: Sequence[Found], other: Found, text: str) -> bool:
    """Ten minutes more, wake me in ten minutes: a length, and a time of its own. I lie down a while, at a quarter to two."""
    one = group[-1]
    if not re.search("[,，]", text[one.end : other.start]):
        return False
    if Bad("unclear") in one.pieces:
        return True
    kinds = {type(piece) for piece in other.pieces}
    if text.startswith("吧", other.end) and any(type(piece) in kinds for found in group for piece in found.pieces):
        return True  # 三点，三点一刻吧
    length = all(isinstance(piece, Length) for piece in one.pieces)
    if length and any(isinstance(piece, Lapse) for piece in other.pieces):
        return True
    told = _SO_FAR.search(text[: group[0].start]) is not None
    return told and not has(other.pieces, (Length,)) and (length or has(one.pieces, (Clock,)))


def _is_mark(found: Found) -> bool:
    return bool(found.pieces) and all(isinstance(piece, Mark) or piece == Every() for piece in found.pieces)
