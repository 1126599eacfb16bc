"""Finds the words for a time in a text, whatever stands around them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from re import Pattern

from jarvisd.messages import Language
from jarvisd.when import chinese, english, words_zh
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
    Offset,
    Part,
    Period,
    Piece,
    Shift,
    Times,
    Weekday,
)
from jarvisd.when.read_en import MONTH, ORD, UNIT, WD, N, Say

_TABLES = {"en": english.PATTERNS, "zh": chinese.PATTERNS}
_DAYS = (Shift, Weekday, Date, Feast, Lunar, Nth, Period, Every, Lapse)
_WEAK = (Mark, Times, Length)  # say when only beside something else, or how long

# What may stand between two words of one time.
_JOINED = {
    "en": re.compile(r"[\s,;]*(?:(?:and|at|on|in|the|of|for|then|again)\b[\s,]*)*", re.IGNORECASE),
    "zh": re.compile(r"[\s，,、的在于是就都会要]*(?:和|跟|及|以及|还有|只要|仅|只)?[\s的在]*"),
}
# What may stand between two times that are one nevertheless: "tomorrow remind me at seven", 明天叫我七点.
_ASKED = {
    "en": re.compile(r"[\s,;]*(?:please\s+)?(?:can\s+you\s+|could\s+you\s+)?"
                     r"(?:remind\s+(?:me|us)|wake\s+(?:me|us)(?:\s+up)?|tell\s+me|call\s+me|set\s+an?\s+(?:alarm|reminder|timer))"
                     r"(?:\s+(?:please|at|on|for))?[\s,]*", re.IGNORECASE),
    "zh": re.compile(r"[\s，,]*(?:请|麻烦)?你?(?:记得)?再?(?:(?:提醒|叫|通知|喊|告诉)(?:一下)?我?在?|我(?:要|想|得))[\s，,]*"),
}  # fmt: skip
# Words beside a time that change it and that nobody has read: better not understood than wrong.
_BEFORE = {
    "en": re.compile(
        rf"(?:\b(?:except|until|not|or|minus|between|past|before|after|nearly|{N}|{MONTH}|half|quarter|never|don['’]t|{N}\s+(?:to|and)|{ORD}\s+to|day\s+of"
        rf"|{ORD}\s+and(?:\s+the)?|(?:every|each)(?:\s+\S+){{0,3}})|[-−])\s*$",
        re.IGNORECASE,
    ),
    "zh": re.compile(
        r"(?:除了|(?<!之)(?<!以)[前后]|不是|或者?|负|零下|[-−]|不要在|[一二三四五六七八九十\d]月份?的?|\d/\d+|第[一二三四五\d]个?的?)\s*$"
    ),
}
_BEHIND = {
    "en": re.compile(
        rf"[\s,]*(?:(?:and\s+(?:then\s+)?(?:again\s+)?(?:in|at)|except|until|minus|or|past|to\s+{N}\b|{UNIT}|o['’]clock|and\s+(?:a\s+)?(?:half|quarter)"
        rf"|(?:and\s+)?(?:at\s+)?{N}\b"
        rf"|(?:before|after)\s+(?:the|my|i|we|he|she|sun|lunch|school|next)"
        rf"|on\s+(?:my|his|her|our|their|your)\s|{WD})\b|[-−]\s*\d)", re.IGNORECASE),
    "zh": re.compile(r"\s*(?:[或除]|(?:之|以)?内(?![容衣])"
                     r"|或者|之?[前后](?![往面天台者续院来门座])|以[前后]|半(?!价|成|个)|刻|点|号(?!码|线|楼|门|房|机|店)"
                     r"|分钟|小时|的?.{0,3}生日|[\s，,]*.{0,5}除外|放?假期?后"
                     r"|[零〇一二两三四五六七八九十\d]{1,3}(?=$|[，。,\s]|提醒|叫)|[零〇一二三四五六七八九十\d]+(?:点|号|分|月))"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Told:
    """What a text says of a time, and where: spans of places in the text."""

    pieces: tuple[Piece, ...]
    spans: tuple[tuple[int, int], ...]
    others: tuple[tuple[int, int], ...] = ()  # where times stand that were left out


@cache
def _patterns(language: Language) -> tuple[tuple[Pattern[str], Say], ...]:
    edge = (r"(?<![\w])", r"(?![\w])") if language == "en" else ("", "")
    return tuple((re.compile(f"{edge[0]}(?:{text}){edge[1]}", re.IGNORECASE), say) for text, say in _TABLES[language])


def told(text: str, language: Language) -> Told | None:
    """None where nothing in the text speaks of a time."""
    plain = text.translate(words_zh.MODERN) if language == "zh" else text
    groups = _groups(_lex(plain, language), plain, language)
    strong = [group for group in groups if not all(isinstance(piece, Mark | Times) for found in group for piece in found.pieces)]
    if not strong:
        return None
    real = [group for group in strong if _kind(group) != "unclear"] or strong
    timed = [group for group in real if _kind(group) != "length"]
    if not timed and len(real) > 1:
        return Told((Bad("unclear"),), _spans(real[0], plain, language))  # two timers in one breath
    first, *others = timed or real
    chosen = [*first]
    for group in others:
        if _belongs(chosen, group, plain, language):
            chosen += group
    for group in strong:
        between = plain[min(group[-1].end, chosen[-1].end) : max(group[0].start, chosen[0].start)]
        if group not in real and _ASKED[language].fullmatch(between):
            chosen += group
    left_out = [group for group in real if not any(found in chosen for found in group)]
    chosen.sort(key=lambda found: found.start)
    pieces = tuple(piece for found in chosen for piece in found.pieces)
    if _BEFORE[language].search(plain[max(0, chosen[0].start - 40) : chosen[0].start]) or _BEHIND[language].match(plain, chosen[-1].end):
        pieces = (*pieces, Bad("unclear"))
    if any(_contends(chosen, group, plain, language) for group in left_out):
        pieces = (*pieces, Bad("unclear"))
    elsewhere = tuple((group[0].start, group[-1].end) for group in left_out if _kind(group) == "time")
    return Told(pieces, _spans(chosen, plain, language), elsewhere)


def _spans(chosen: Sequence[Found], text: str, language: Language) -> tuple[tuple[int, int], ...]:
    """Where the words stand; those with nothing but an "and" between them as one."""
    spans: list[tuple[int, int]] = []
    for found in chosen:
        if spans and _JOINED[language].fullmatch(text, spans[-1][1], found.start):
            spans[-1] = (spans[-1][0], found.end)
        else:
            spans.append((found.start, found.end))
    return tuple(spans)


def _lex(text: str, language: Language) -> list[Found]:
    """The longest match at each place, from the left."""
    found, at = [], 0
    while at < len(text):
        best: tuple[int, Say, re.Match[str]] | None = None
        if not text[at].isspace():
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
        found.append(Found(pieces, at, best[0]))
        at = best[0]
    return found


def _groups(found: Sequence[Found], text: str, language: Language) -> list[list[Found]]:
    """What stands side by side; a mark at an edge belongs to the words beyond it."""
    groups: list[list[Found]] = []
    for one in found:
        if groups and _JOINED[language].fullmatch(text, groups[-1][-1].end, one.start):
            groups[-1].append(one)
        else:
            groups.append([one])
    for group in groups:
        while len(group) > 1 and _is_mark(group[-1]) and not (language == "zh" and Mark("from") in group[-1].pieces):
            group.pop()
        often = any(isinstance(piece, Every) for found in group for piece in found.pieces)
        while len(group) > 1 and Mark("until") in group[0].pieces and language == "zh" and not often:
            group.pop(0)  # 到八点: at eight
    return groups


def _is_mark(found: Found) -> bool:
    return bool(found.pieces) and all(isinstance(piece, Mark) or piece == Every() for piece in found.pieces)


def _kind(group: Sequence[Found]) -> str:
    pieces = [piece for found in group for piece in found.pieces]
    if all(isinstance(piece, Bad) and piece.why == "unclear" for piece in pieces):
        return "unclear"
    return "length" if all(isinstance(piece, _WEAK) for piece in pieces) else "time"


def _belongs(chosen: Sequence[Found], group: Sequence[Found], text: str, language: Language) -> bool:
    """A second time in the sentence is part of the first where one names the day and the other the hour."""
    mine, theirs = ([piece for found in some for piece in found.pieces] for some in (chosen, group))
    if language == "zh" and text.startswith("提前", group[0].start):
        return len(theirs) == 1  # so long before what was said
    gap = text[chosen[-1].end : group[0].start]
    asked = bool(_ASKED[language].fullmatch(gap))
    if any(isinstance(piece, Bad) for piece in theirs):
        return asked
    if _has(mine, _DAYS) and _has(theirs, _DAYS):
        return False
    hours = (Clock, Part)
    if _has(mine, hours) and _has(theirs, (Clock,)):
        return False
    if language == "zh":
        return asked and not _has(theirs, _DAYS) and _has(theirs, hours)
    last = not text[group[-1].end :].strip(" .!?,")
    led = re.match(r"(?:at|on|in|by|every|each|tomorrow|today|tonight|this|next|the)\b", text[group[0].start :], re.IGNORECASE)
    aside = re.fullmatch(r"\s*[,:;]\s.*,\s+", gap) and _has(theirs, (Clock,))  # "on Monday, call mum, 10 am"
    return asked or (last and bool(led or aside))


# What makes the time beside it the one that is meant, whatever other times the sentence speaks of.
_FRAMED = {
    "en": re.compile(r"(?:^|\b(?:remind|wake|tell|call|get)\s+(?:me|us)(?:\s+up)?\s+)(?:please\s+)?$", re.IGNORECASE),
    "zh": re.compile(r"[\s，,]*(?:请|麻烦)?(?:记得)?(?:提醒|叫|喊|通知|告诉)"),
}
_LED = re.compile(r"(?:at|by|around|about|every|each|weekdays?|weekends?)\b", re.IGNORECASE)
_BUT = {"en": re.compile(r"\b(?:but|and|then|or)\s+(?:again\s+)?$", re.IGNORECASE), "zh": re.compile(r"(?:但是?|不过|和|或者?|再)$")}
_EARLIER = {"en": re.compile(r"\s+(?:before|earlier|early|ahead|prior|after)\b", re.IGNORECASE), "zh": re.compile(r"(?:之|以)?[前内]")}


def _contends(chosen: Sequence[Found], group: Sequence[Found], text: str, language: Language) -> bool:
    """Whether a time that was left out may be the one that is meant: better to ask than to take the wrong one."""
    mine, theirs = ([piece for found in some for piece in found.pieces] for some in (chosen, group))
    if _kind(group) == "length":
        return bool(_EARLIER[language].match(text, group[-1].end))
    if _BUT[language].search(text[: group[0].start]):
        return True
    if _has(theirs, (Offset,)):
        return True
    led = language == "zh" or bool(_LED.match(text, group[0].start))
    if _has(theirs, (Clock,)) and not _has(mine, (Clock, Lapse)):
        return led
    if _has(theirs, (Every,)) and not _has(mine, (Every,)):
        return led
    if not (_has(theirs, (Clock,)) and _has(mine, (Clock,))):
        return False
    framed = _FRAMED["zh"].match(text, chosen[-1].end) if language == "zh" else _FRAMED["en"].search(text[: chosen[0].start])
    return not framed


def _has(pieces: Sequence[Piece], kinds: tuple[type, ...]) -> bool:
    return any(isinstance(piece, kinds) for piece in pieces)
