"""What somebody took back in the same breath: "at eight, no wait, at nine", 不是明天是后天; sounds that say nothing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import partial

from jarvisd.messages import Language
from jarvisd.when.instead import ONE_DAY, Group, put_right, without_lengths
from jarvisd.when.moves import later, onto
from jarvisd.when.pieces import (
    Bad,
    Bare,
    Clock,
    Every,
    Lapse,
    Length,
    Mark,
    Offset,
    Part,
    Piece,
    Shift,
    Weekday,
)
from jarvisd.when.read_en import UNDER, UNIT
from jarvisd.when.taken_back import BUT, GAP, NOT, denies, puts_right

Span = tuple[int, int]

_UNSAID = {
    "en": re.compile(
        rf"(?:(?<=\bin\s)|(?<=\bfor\s)|(?<=\btimer\s))(?:\d+|{UNDER})[,\s]+(?:u+h+|u+m+|er+m?|no|wait|sorry|i\s+mean)[,\s]+(?=\d|{UNDER})"
        r"|(?:(?<=\bin)|(?<=\bat)|(?<=\bon)|(?<=\bfor)|(?<=\bto)|(?<=\babout)),\s*(?:u+m+|u+h+|er+m?|hm+|well|like|you\s+know)\s*,?"
        rf"|^(?:\d+|{UNDER})[,\s]+(?:no|sorry|wait|i\s+mean|make\s+(?:it|that))[,\s]+(?=(?:\d+|{UNDER})\s+{UNIT}\b)"
        r"|\b[ap]\.?m\.?,?\s+(?:(?:no|sorry|wait|i\s+mean|make\s+that|er+m?|oops)\b[,\s]*)+(?=[ap]\.?m\b)|(?<=m)[,\s]+not\s+[ap]\.?m\b"
        rf"|^(?:(?:wait|sorry|actually|no|oops)\b[,\s]*)+(?=(?:at|on|in|for|make|tomorrow|tonight|today|every|the\s+\d|\d|{UNDER}|(?:mon|tues|wednes|thurs|fri|satur|sun)day)\b)"
        r"|^if\s+you\s+(?:could|would)\b|(?:\bthat\s+would\s+be\s+\w+|\bif\s+(?:you\s+(?:can|could|would|don['’]?t\s+mind)|possible))[\s.!]*$"
        r"|(?:(?<=\bfinish\s)|(?<=\bfinishes\s)|(?<=\bbe\s)|(?<=\bhome\s)|(?<=\bcloses\s)|(?<=\bshuts\s)|(?<=\bstarts\s))(?:early|late)(?=\s+(?:today|tomorrow|tonight|(?:on\s+)?(?:mon|tues|wednes|thurs|fri|satur|sun)day)\b)"
        r"|^(?:(?:okay|ok|so|hey|jarvis|oh|ah|alright)\b[\s,]*)+(?=\w)|[,\s]+(?:thanks|thank\s+you|cheers|please)[\s.!]*$"
        r"|\b(?:at\s+)?(?:half|(?:a\s+)?quarter|five|ten|twenty)\s+(?:past|to),?\s+(?:no|sorry|wait|i\s+mean|er+m?|um+)\b(?:\s+(?:no|wait|sorry)\b)*,?"
        r"(?=\s+(?:at\s+)?(?:half|quarter|a\s+quarter|five|ten|twenty)\b)"
        r"|(?:(?<=\bus\s)|(?<=\bthem\s))both\b|\beach\s+and\s+(?=every\b)|(?<=days\s)only\s+(?=at\b)"
        r"|(?:(?<=\bin\s)|(?<=\bat\s)|(?<=\bfor\s)|(?<=\babout\s))(?:like|say|maybe\s+like)\s"
        r"|\b(?:u+m+|u+h+|er+m?|hm+)\b\s*,?|(?<=,)\s*(?:well|like|you\s+know|let['’]?s\s+see|let\s+me\s+see)\s*,"
        r"|\b(?:roughly|approximately|approx\.?|more\s+or\s+less|give\s+or\s+take|on\s+the\s+dot|sharp(?=\s+(?:this|tomorrow|tonight|in\s+the)\b)|exactly|precisely)\b"
        r"|\b(?:wait|hang\s+on|hold\s+on|just|give\s+me|one|hey)\s+(?:a|one|just\s+a)\s+(?:second|sec|minute|moment|mo)(?=\s*[,.;!])"
        r"|(?<=\bset\sa\s)second(?=\s+(?:timer|alarm|reminder))|(?<=\bstart\sa\s)second(?=\s+timer)|(?<=\badd\sa\s)second(?=\s+(?:timer|alarm))"
        r"|(?<=[a-z\d])-?\s?ish\b",
        re.IGNORECASE,
    ),
    "zh": re.compile(
        r"^(?:贾维斯|好的?|嘿|喂|嗯|那|请|麻烦|帮我|你|[，,\s])*把(?=.*(?:改|挪|移|推|延|提前|提早|换|调|拖|变|[早晚]|记(?!得)|[写加放存录添][到进在]))"
        r"|^(?:(?:贾维斯|好的?|嘿|喂|嗯|那)[，,\s]*)+(?=\S)"
        r"|(?:[，,\s]*(?:(?<!说)(?<!声)谢谢你?|啊|呀|啦))+[。！!]*$"
        r"|[嗯呃额噢哦唔诶欸](?=[，,。、\s])|(?<=^)(?:嗯|呃|额|那个|那什么)[，,]?|[，,](?:那个|呃|嗯|这个|对对?|没错|是的|(?:让|容)?我(?:想想|想一下|看看|看一下)|怎么说呢)啊?(?=[，,])"
    ),
}
# "The nine o'clock news", "my 3 pm call": an hour that is a name.
_OWNED = re.compile(r"\b(?:the|my|our|his|her|their|your)\s+$", re.IGNORECASE)
_THING = re.compile(
    r"\s+(?!(?:at|on|in|by|for|to|and|or|every|each|this|next|today|tomorrow|tonight|please|remind|wake|when|is|that)\b)[a-z]{3,}",
    re.IGNORECASE,
)
_NOW = {
    "en": (
        re.compile(r"\bit(?:['’]?s|\s+is)\s+(?:already\s+|only\s+|just\s+)?$", re.IGNORECASE),
        re.compile(r"\s+(?:now|already|here)\b", re.IGNORECASE),
    ),
    "zh": (re.compile(r"(?:现在|这会儿?|目前)(?:才|都|是|已经|快|刚|刚到|到)*$"), re.compile(r"(?!开始|起|提醒|叫|喊)")),
}
# The whole is taken back, behind all that was said: it is not to be.
_WITHDRAWN = {
    "en": re.compile(
        r"\bnever\s?mind\b|(?:[,.;!?…-]\s*|\b(?:actually|oh|ah|no|nah|wait|sorry|well|hmm?|ugh|okay|ok)\s+)(?:just\s+)?(?:forget\s+(?:it|that|about\s+(?:it|that))"
        r"|scratch\s+that|cancel\s+(?:it|that)|(?:don['’]?t|do\s+not)\s+(?:bother|set|do)\b|leave\s+it\b|skip\s+(?:it|that)|drop\s+it|no\s+need\b"
        r"|(?:i|we)\s+(?:don['’]?t|won['’]?t|do\s+not)\s+need\s+(?:it|that|one|to\s+be\s+reminded))",
        re.IGNORECASE,
    ),
    "zh": re.compile(
        r"(?:算[了啦]|当我没说|(?:还是)?(?:不|别|不用|不要|不必|甭)(?:再)?(?:用|设|定|订|提醒|叫|喊|要|必|弄|记|麻烦)[我你]?了|取消(?:了|吧)|免了|(?:不|别|不用)(?:说|记|管)了?)(?=$|[\s，。,.！!吧啊哈])"
    ),
}
_TOLD = re.compile("告诉(?!我)|[跟和对][一-鿿]{1,4}说")  # 告诉小李周一的会取消了


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
        if _is_now(group, text, language):
            gone.append((group[0].start, group[-1].end))
            continue
        if left and language == "zh" and _either(left[-1], group, text):
            left.append([replace(group[0], pieces=(Bad("unclear"),)), *group])
            continue
        denial = NOT[language].search(text[: group[0].start])
        if denial and (cut := _cut(group, text, language)):
            gone.append((denial.start(), group[cut].start))
            said = {piece for one in group[:cut] for piece in one.pieces}
            if left and said <= _with_each_day(left[-1]):
                old = left.pop()  # 早上五点，不是五点是六点
                kept, group = put_right(old, group[cut:])
                gone += [(old[-1].end, denial.start()), *((one.start, one.end) for one in old if one not in kept)]
                left.append(kept + group)
                continue
            left.append(group[cut:])
        elif left and (by := onto(text, left[-1][-1].end, group[0].start, language)):
            gap = left[-1][-1].end, group[0].start
            made, dropped = _moved(left, group)
            left = [made]
            gone += [gap if GAP[language].fullmatch(text, *gap) else by, *dropped]
        elif left and (words := _instead(left[-1], group, text, language)) >= 0:
            old = left.pop()
            gone.append((words, group[0].start))
            kept, group = put_right(old, _later(old, group, text))
            gone += [(one.start, one.end) for one in old if one not in kept]
            left.append(kept + group)
        elif left and (side := _by(left[-1], group, text, language)):
            gone.append((left[-1][-1].end, group[0].start))
            left.append(left.pop() + [replace(one, pieces=tuple(map(partial(_offset, side), one.pieces))) for one in group])
        elif (
            left
            and (earlier := NOT[language].search(text[: left[-1][0].start]))
            and BUT[language].fullmatch(text, left[-1][-1].end, group[0].start)
        ):
            denied = left.pop()
            gone.append((earlier.start(), group[0].start))
            if left and {piece for one in denied for piece in one.pieces} <= {piece for one in left[-1] for piece in one.pieces}:
                old = left.pop()  # every day at eight; not every day but every Saturday
                kept, group = put_right(old, group)
                gone += [(one.start, one.end) for one in old if one not in kept]
                group = kept + group
            left.append(group)
        elif left and denial and len(group) > 1 and _said_otherwise(group[:1], left[-1]):
            gone.append((denial.start(), group[0].end))
            left.append(left.pop() + group[1:])  # at eight instead of seven tomorrow
        elif left and denial and _said_otherwise(group, left[-1]):
            gone.append((denial.start(), group[-1].end))  # at two, not at three
        else:
            left.append(group)
    left = [group for group in left if not all(isinstance(piece, Bare) for one in group for piece in one.pieces)]
    named = [
        group
        for place, group in enumerate(left)
        if language == "en" and _is_name(group, text) and not (place and isinstance(left[place - 1][-1].pieces[-1], Offset))
    ]
    if named and any(
        isinstance(piece, Clock | Lapse | Offset) for group in left if group not in named for one in group for piece in one.pieces
    ):
        left = [group for group in left if group not in named]
    return left, gone


def _either(old: Group, new: Group, text: str) -> bool:
    """一点不是两点提醒我: whether the one is put right or the other denied, nobody knows."""
    was, said = ([piece for one in some for piece in one.pieces] for some in (old, new))
    behind = text[new[-1].end :].strip("的吧啊哦。！!，, ")
    return text[old[-1].end : new[0].start] == "不是" and bool(behind) and _kinds(said) <= _kinds(was) and not set(said) <= set(was)


def _by(old: Group, new: Group, text: str, language: Language) -> int:
    """Whether the one is moved by the other, a length: 1 later, -1 earlier, 0 not at all."""
    hour = any(isinstance(piece, Clock) for one in old for piece in one.pieces)
    lengths = all(isinstance(piece, Length) for one in new for piece in one.pieces)
    return later(text, old[-1].end, new[0].start) if language == "en" and hour and lengths else 0


def _offset(side: int, piece: Piece) -> Piece:
    return Offset(piece.amount.times(side)) if isinstance(piece, Length | Lapse) else piece


def _later(old: Group, new: Group, text: str) -> Group:
    """Six o'clock, make it half an hour later: than that."""
    if not any(isinstance(piece, Clock) for one in old for piece in one.pieces) or not re.search(r"\blater$", text[: new[-1].end], re.I):
        return new
    return [replace(one, pieces=tuple(map(partial(_offset, 1), one.pieces))) for one in new]


def _moved(left: Sequence[Group], new: Group) -> tuple[Group, list[Span]]:
    """All that was said before is where it stands so far."""
    old = [replace(one, pieces=tuple(piece for piece in one.pieces if not isinstance(piece, Mark))) for group in left for one in group]
    new = [one for one in new if one.pieces != (Mark("until"),)]
    if any(isinstance(piece, Clock) for one in new for piece in one.pieces):
        old = without_lengths(old)
    kept, put = put_right([one for one in old if one.pieces], new)
    places = {one.start for one in kept}
    return kept + put, [(one.start, one.end) for group in left for one in group if one.start not in places]


def _is_now(group: Group, text: str, language: Language) -> bool:
    """It's half past seven now, 现在才七点四十: told, and no time for anything."""
    if not all(isinstance(piece, Clock | Part) for one in group for piece in one.pieces):
        return False
    before, behind = _NOW[language]
    return bool(before.search(text[: group[0].start]) and behind.match(text, group[-1].end))


def withdrawn(text: str, after: int, language: Language) -> bool:
    """Whether behind that place the whole is taken back: "at five, oh never mind", 明天三点，算了不设了."""
    found = _WITHDRAWN[language].search(text, after)
    told = language == "zh" and found is not None and found[0].startswith("取消") and _TOLD.search(text, after, found.start())
    return found is not None and not told


def _instead(old: Group, new: Group, text: str, language: Language) -> int:
    """Where the words begin that put the one in the place of the other; -1 where there are none."""
    start, end = old[-1].end, new[0].start
    was, said = ([piece for one in some for piece in one.pieces] for some in (old, new))
    if language == "zh" and re.search("要是|如果|(?:不[行够]|来不及)[，,]?就", text[start:end]):
        return -1
    settled = language == "zh" and any(text.startswith("吧", one.end) for one in new) and _alike(said, was)
    if settled and (rather := re.search(r"[，,\s]+(?:还是)?$|^还是$", text[start:end])):
        return start + rather.start()  # 六点，还是六点二十吧
    if language == "zh" and denies(text, start, end):
        alone = not text[new[-1].end :].strip("的吧啊哦。！!，, ")
        if alone or set(said) <= set(was):
            return -1  # 两点，不是三点; 每天八点，不是每天
    words = puts_right(text, start, end, language)
    return words if words in (-1, start) or _alike(said, was) else -1


def _cut(group: Group, text: str, language: Language) -> int:
    """Where in a group the time begins that is meant instead of the denied one before it; 0 where there is none."""
    said = next((n for n in range(1, len(group)) if BUT[language].fullmatch(text, group[n - 1].end, group[n].start)), 0)
    first = group[0].pieces
    anew = next((n for n in range(1, len(group)) if len(first) == 1 and _kinds(group[n].pieces) == _kinds(first)), 0)
    if first[0] == Shift(0) and not anew:  # not tonight, tomorrow night
        anew = next((n for n in range(1, len(group)) if "day" in _kinds(group[n].pieces)), 0)
    return said or anew  # not on Monday but on Tuesday; not at one, at two


def _said_otherwise(denied: Group, kept: Group) -> bool:
    """Whether each kind of what is denied was said already as something else."""
    no, yes = ([piece for one in group for piece in one.pieces] for group in (denied, kept))
    return _kinds(no) <= _kinds(yes) and not any(piece in yes for piece in no if not isinstance(piece, Part))


def _kinds(pieces: Iterable[Piece]) -> frozenset[str]:
    return frozenset("day" if isinstance(piece, ONE_DAY) else type(piece).__name__ for piece in pieces)


def _with_each_day(group: Group) -> set[Piece]:
    """Its pieces; every Tuesday was said with "Tuesday"."""
    said = {piece for one in group for piece in one.pieces}
    return said | {Weekday(day) for piece in said if isinstance(piece, Every) for day in piece.days}


def _alike(said: Iterable[Piece], was: Iterable[Piece]) -> bool:
    """Whether a part of the one is of the kind of a part of the other; a length may stand for "in so long"."""
    kinds = [
        {
            "day" if isinstance(one, ONE_DAY) and not isinstance(one, Lapse) else "Length" if isinstance(one, Lapse) else type(one).__name__
            for one in some
        }
        for some in (said, was)
    ]
    return bool(kinds[0] & kinds[1])


def _is_name(group: Group, text: str) -> bool:
    pieces = [piece for one in group for piece in one.pieces]
    if len(pieces) != 1 or not isinstance(pieces[0], Clock):
        return False
    return bool(_OWNED.search(text[: group[0].start]) and _THING.match(text, group[-1].end))
