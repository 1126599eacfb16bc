"""What somebody took back in the same breath: "at eight, no wait, at nine", 不是明天是后天; sounds that say nothing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from jarvisd.messages import Language
from jarvisd.when.pieces import (
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
from jarvisd.when.read_en import UNDER

Span = tuple[int, int]
Group = list[Found]

_UNSAID = {
    "en": re.compile(
        rf"(?<=\bin\s)(?:\d+|{UNDER})[,\s]+(?:u+h+|u+m+|er+m?|no|wait|sorry|i\s+mean)[,\s]+(?=\d|{UNDER})"
        r"|(?:(?<=\bin)|(?<=\bat)|(?<=\bon)|(?<=\bfor)|(?<=\bto)|(?<=\babout)),\s*(?:u+m+|u+h+|er+m?|hm+|well|like|you\s+know)\s*,?"
        r"|\b(?:u+m+|u+h+|er+m?|hm+)\b\s*,?|(?<=,)\s*(?:well|like|you\s+know|let['’]?s\s+see|let\s+me\s+see)\s*,"
        r"|\b(?:roughly|approximately|approx\.?|more\s+or\s+less|give\s+or\s+take|on\s+the\s+dot|exactly|precisely)\b"
        r"|\b(?:wait|hang\s+on|hold\s+on|just|give\s+me|one|hey)\s+(?:a|one|just\s+a)\s+(?:second|sec|minute|moment|mo)(?=\s*[,.;!])"
        r"|(?<=\bset\sa\s)second(?=\s+(?:timer|alarm|reminder))|(?<=\bstart\sa\s)second(?=\s+timer)|(?<=\badd\sa\s)second(?=\s+(?:timer|alarm))"
        r"|(?<=[a-z\d])-?\s?ish\b",
        re.IGNORECASE,
    ),
    "zh": re.compile(r"[嗯呃额噢哦唔诶欸](?=[，,。、\s])|(?<=^)(?:嗯|呃|额|那个|那什么)[，,]?|[，,](?:那个|呃|嗯|这个)(?=[，,])"),
}
# Between what is taken back and what is said instead: at least one of these, and nothing but sounds and frames beside them.
_INSTEAD = {
    "en": (
        r"no|nope|wait|sorry|actually|scratch\s+that|i\s+mean[t]?|i\s+meant\s+to\s+say|make\s+(?:it|that)|correction|(?:or\s+)?rather|hang\s+on|hold\s+on"
        r"|change\s+(?:it|that)(?:\s+to)?|forget\s+that|never\s*mind|not\s+that|strike\s+that|my\s+mistake|let['’]?s\s+(?:say|make\s+(?:it|that)|do)"
    ),
    "zh": r"不对|不是|不不|错了|说错了?|口误|算了|改[成到为]|换成|更正|我是说|我说的是|应该是|等等|等一下|不",
}
_FILLING = {
    "en": r"oh|ah|well|just|please|and|then|at|on|in|for|the|it|to|remind\s+(?:me|us)|wake\s+(?:me|us)(?:\s+up)?"
    r"|set\s+(?:it|that|an?\s+(?:alarm|timer))"
    r"|better|instead|alarm|timer|do|an?",
    "zh": r"哦|啊|欸|诶|呃|嗯|噢|哎呀?|唉|额|那个|我|是|的|吧|还是|就|要|请|再|在|定|设|设个|闹钟|提醒我?|叫我?|喊我?|起床",
}
_GAP = {
    language: re.compile(
        rf"[\s,;.!?，、。！？…-]*(?:(?:{_INSTEAD[language]}|{_FILLING[language]}){edge}[\s,;.!?，、。！？…-]*)+", re.IGNORECASE
    )
    for language, edge in (("en", r"\b"), ("zh", ""))
}
STRONG = {"en": re.compile(rf"\b(?:{_INSTEAD['en']})\b", re.IGNORECASE), "zh": re.compile(_INSTEAD["zh"])}
_NOT = {"en": re.compile(r"\bnot\s+(?:(?:on|at|in|the|for)\s+)*$", re.IGNORECASE), "zh": re.compile(r"(?:不是|不要|不在|别在)$")}
_BUT = {
    "en": re.compile(r"[\s,]*but\s+(?:(?:on|at|in|the|for)\s+)*", re.IGNORECASE),
    "zh": re.compile(r"[\s，,]*(?:而是|是|要|在|改成|改到)|[，,]\s*"),
}
# "The nine o'clock news", "my 3 pm call": an hour that is a name.
_OWNED = re.compile(r"\b(?:the|my|our|his|her|their|your)\s+$", re.IGNORECASE)
_THING = re.compile(
    r"\s+(?!(?:at|on|in|by|for|to|and|or|every|each|this|next|today|tomorrow|tonight|please|remind|wake|when|is|that)\b)[a-z]{3,}",
    re.IGNORECASE,
)
_ONE_DAY = (Shift, Weekday, Date, Feast, Lunar, Nth, Workday, Period, Lapse, Offset, Near)


def unsaid(text: str, language: Language) -> str:
    """Without the sounds that say nothing; every place stays what it is."""
    return blanked(text, (found.span() for found in _UNSAID[language].finditer(text)))


def blanked(text: str, spans: Iterable[Span]) -> str:
    for start, end in spans:
        text = text[:start] + " " * (end - start) + text[end:]
    return text


def mended(groups: Sequence[Group], text: str, language: Language) -> tuple[list[Group], list[Span]]:
    """The times that still hold, and where in the text those stand that were taken back, with the words that did so."""
    left: list[Group] = []
    gone: list[Span] = []
    for group in groups:
        if (denial := _NOT[language].search(text[: group[0].start])) and (cut := _cut(group, text, language)):
            gone.append((denial.start(), group[cut].start))
            left.append(group[cut:])
        elif left and _instead(left[-1], group, text, language):
            old = left.pop()
            gone.append((old[-1].end, group[0].start))
            kept, group = _put_right(old, group)
            gone += [(one.start, one.end) for one in old if one not in kept]
            left.append(kept + group)
        elif (
            left
            and (denial := _NOT[language].search(text[: left[-1][0].start]))
            and _BUT[language].fullmatch(text, left[-1][-1].end, group[0].start)
        ):
            left.pop()
            gone.append((denial.start(), group[0].start))
            left.append(group)
        else:
            left.append(group)
    named = [group for group in left if language == "en" and _is_name(group, text)]
    if named and any(
        isinstance(piece, Clock | Lapse | Offset) for group in left if group not in named for one in group for piece in one.pieces
    ):
        left = [group for group in left if group not in named]
    return left, gone


def _instead(old: Group, new: Group, text: str, language: Language) -> bool:
    start, end = old[-1].end, new[0].start
    return bool(_GAP[language].fullmatch(text, start, end) and STRONG[language].search(text, start, end))


def _cut(group: Group, text: str, language: Language) -> int:
    """Where in a group the time begins that is meant instead of the denied one before it; 0 where there is none."""
    return next((n for n in range(1, len(group)) if _BUT[language].fullmatch(text, group[n - 1].end, group[n].start)), 0)


def _is_name(group: Group, text: str) -> bool:
    pieces = [piece for one in group for piece in one.pieces]
    if len(pieces) != 1 or not isinstance(pieces[0], Clock):
        return False
    return bool(_OWNED.search(text[: group[0].start]) and _THING.match(text, group[-1].end))


def _put_right(old: Group, new: Group) -> tuple[Group, Group]:
    """Of the old what the new does not say anew; the new in the sense of the old."""
    was, said = ([piece for one in some for piece in one.pieces] for some in (old, new))
    if any(isinstance(piece, Lapse) for piece in was) and all(isinstance(piece, Length) for piece in said):
        new = [replace(one, pieces=tuple(Lapse(piece.amount) for piece in one.pieces if isinstance(piece, Length))) for one in new]
    clock = next((piece for piece in was if isinstance(piece, Clock)), None)
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


def _same_half(piece: Piece, was: Clock) -> Piece:
    bare = isinstance(piece, Clock) and not piece.half and not piece.exact
    return replace(piece, half=was.half) if isinstance(piece, Clock) and bare and (was.half == "pm" or piece.hour >= was.hour) else piece


def _said_anew(piece: Piece, said: Sequence[Piece]) -> bool:
    match piece:
        case Clock():
            return any(isinstance(one, Clock | Part) for one in said)
        case Part():
            return any(isinstance(one, Part) for one in said) or any(isinstance(one, Clock) and (one.half or one.exact) for one in said)
        case Every():
            return any(isinstance(one, Every) or (isinstance(one, _ONE_DAY) and not isinstance(one, Weekday)) for one in said)
        case Length() | Times():
            return any(isinstance(one, type(piece)) for one in said)
        case _:
            return any(isinstance(one, (*_ONE_DAY, Every)) for one in said)
