"""The orders within what somebody says around them: "humidifier on my throat is dry" orders "humidifier on"."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from jarvisd.agent.understand import clauses_en, clauses_zh, settled_zh
from jarvisd.agent.understand.amounts import amounts
from jarvisd.agent.understand.excepting_zh import behind, pauses
from jarvisd.agent.understand.names import Names
from jarvisd.agent.understand.parted_en import parted
from jarvisd.agent.understand.rooms import ROOMS
from jarvisd.agent.understand.signs import COLOR, NUMBER, PLACE, SCENE, THING, Span
from jarvisd.agent.understand.slots import color_spans
from jarvisd.agent.understand.spoken import plain
from jarvisd.agent.understand.things import OF_IT, kinds
from jarvisd.messages import Language


@dataclass(frozen=True, slots=True)
class Clauses:
    """orders: each said whole in itself. around: what was said beside them. forbidden: what stands around them makes them no orders."""

    orders: tuple[str, ...]
    around: tuple[str, ...] = ()
    forbidden: bool = False
    led: bool = False  # one of them is an order by its verb: "who left it on? turn it off"


class Grammar(Protocol):
    """How a language builds its orders; a module of its own for each."""

    def heard(self, said: str, /) -> str: ...
    def found(self, signs: str, anywhere: bool = False, /) -> list[Span]: ...
    def surely(self, signs: str, /) -> list[Span]: ...
    def more(self, gap: str, /) -> bool: ...
    def forbidden(self, said: str, spans: Sequence[Span], gaps: Sequence[str], /) -> bool: ...
    def whole(self, said: str, spans: Sequence[Span], signs: str, /) -> list[str]: ...
    def led(self, order: str, /) -> bool: ...
    def ordering(self, gap: str, /) -> bool: ...
    def wished(self, gap: str, /) -> bool: ...
    def stated(self, order: str, /) -> bool: ...


def clauses(text: str, language: Language, names: Names, surely: bool = False) -> Clauses | None:
    """None where the sentence holds no order that can be told from what stands around it. surely: it is known to order something."""
    said = written(text, language, names)
    grammar = grammar_of(language)
    marked = signs(said, language, names)
    if language == "en":
        said, marked = parted(said, marked), parted(marked, marked)
    if surely and language == "zh":
        said = settled_zh.settled(said, marked)
        marked = signs(said, language, names)
    spans = grammar.surely(marked) if surely else grammar.found(marked)
    if not spans:
        return None
    spans = [(start, end) for start, end in spans if not grammar.stated(said[start:end])]
    if not spans:
        return Clauses((), forbidden=True)
    if surely and language == "zh" and clauses_zh.unknown(said, spans, marked):
        return None  # of something that nobody knows
    gaps = gaps_of(said, spans)
    around = tuple(gap for gap in gaps if grammar.more(gap))
    if not surely and grammar.forbidden(said, spans, gaps):
        return Clauses((), around, forbidden=True)
    if not surely and any(map(grammar.ordering, gaps)):
        return None  # of something that nobody knows
    orders = tuple(grammar.whole(said, spans, marked))
    return Clauses(orders, around, led=grammar.wished(gaps[0]) or any(map(grammar.led, orders)))


def long(gap: str) -> bool:
    """More than four words, or than six Chinese signs."""
    return len(gap.split()) > 4 or (len(gap) > 6 and not gap.isascii())


def built(text: str, language: Language, names: Names) -> bool:
    """Something in it is built like an order, whatever stands around that."""
    return bool(grammar_of(language).found(signs(written(text, language, names), language, names), True))


def written(text: str, language: Language, names: Names) -> str:
    """As orders are looked for in it."""
    grammar = grammar_of(language)
    said = grammar.heard(_SIGNS.sub(" ", plain(text, language)))
    return clauses_zh.beside(said, names) if language == "zh" else said


def paused(text: str, language: Language, names: Names) -> str:
    """A gap between Chinese words was a pause, and is a comma, but where an order goes on over it."""
    if language == "zh" and behind(pauses(text)):
        return pauses(text)
    parts = [part for part in _GAP.split(text) if part not in _FILLERS - {"不"}] if language == "zh" else [text]
    parts = parts or [text]
    joined = parts[0]
    for before, part in itertools.pairwise(parts):
        cut = len(written(before, language, names))
        marked = signs(written(before + part, language, names), language, names)
        over = (
            before not in _WHOLE
            and part not in _FIXES
            and any(start < cut < end for start, end in grammar_of(language).found(marked, True))
        )
        amount = bool(_NUMBER.match(part)) and not _TO.search(before)
        over = over and not _ITS_OWN.match(signs(written(part, language, names), language, names))
        joined += (
            part
            if (over and not amount) or (min(len(before), len(part)) < _BREATH and not {before, part} & (_FILLERS | _FIXES))
            else f"，{part}"
        )
    return joined


_ITS_OWN = re.compile(
    rf"(?:打开|关掉|关上|拉上|拉开|[开关])(?:一?下|一?[个盏台])?{PLACE}*{THING}+(?:吧|呗|啊|谢谢)*$"
)  # 够不着开关 开个灯呗
_GAP = re.compile(r"(?<=[㐀-鿿])\s+(?=[㐀-鿿])")
_WHOLE = frozenset(["关灯", "开灯"])
_FIXES = frozenset(["不", "不不", "啊不", "哦不", "哎不", "不对", "不是", "啊不对", "哦不对", "错了", "等等"])
_FILLERS = frozenset(
    [*"不嗯呃额啊哦诶哎喂那好行", "那个", "那个什么", "那什么", "那啥", "那个啥", "嗯那什么", "嗯那个", "呃那个", "嗯嗯", "这个", "就是"]
)
_ROOM_ZH = re.compile(
    "|".join(sorted({said for words in ROOMS for said in words if re.fullmatch("[㐀-鿿]{2,}", said)}, key=len, reverse=True))
)
_ROOM_EN = re.compile(
    r"\b(?:in|on|at|for) (?:the|my|our) (?P<room>"
    + "|".join(sorted({said for words in ROOMS for said in words if said.isascii()}, key=len, reverse=True))
    + r")(?![\w'])"
)
_DEEDS = frozenset(["布防", "撤防"])  # a thing and what is done with it in one word
_NUMBER, _TO = re.compile(r"百分之|\d|[一二两三四五六七八九十]{2}"), re.compile(r"[到为成是在至]$")
_BREATH = 2  # characters: nobody pauses after one
_SIGNS = re.compile("[\ue000-\uf8ff]+")  # nobody says these


def grammar_of(language: Language) -> Grammar:
    return clauses_zh if language == "zh" else clauses_en


def signs(said: str, language: Language, names: Names) -> str:
    """The sentence, sign for sign, with its things, places, numbers and colours put as one sign each, as often as they are long."""
    marked = said
    for mention in names.find(said, language):
        if all(ref.domain == "weather" for ref in mention.refs):
            continue  # where a forecast is called so, "the whole home" is the home
        scene = any(ref.domain in ("scene", "script") for ref in mention.refs)
        sign = SCENE if scene else THING if "name" in mention.kinds else PLACE
        marked = _put(marked, mention.start, mention.end, sign)
    if language == "zh":
        for room in _ROOM_ZH.finditer(marked):
            marked = _put(marked, room.start(), room.end(), PLACE)  # it may be one that is not here
    else:
        for room in _ROOM_EN.finditer(marked):
            marked = _put(marked, *room.span("room"), PLACE)
    for kind in kinds(marked, language):
        if (kind.said in OF_IT and language != "zh") or kind.said in _DEEDS:
            continue
        if kind.domain in ("scene", "script") and marked[: kind.start].rstrip().endswith(SCENE):
            continue  # "dinner scene" is called dinner
        marked = _put(marked, kind.start, kind.end, THING)
    for start, end in color_spans(marked, language):
        marked = _put(marked, start, end, COLOR)
    for found in amounts(marked, language):
        marked = _put(marked, found.start, found.end, NUMBER)
    return marked


def _put(text: str, start: int, end: int, sign: str) -> str:
    behind = len(text[start:end]) - len(text[start:end].rstrip())
    return text[:start] + sign * (end - start - behind) + text[end - behind :]


def gaps_of(said: str, spans: Sequence[tuple[int, int]]) -> list[str]:
    """One before each order, and one behind the last."""
    return [said[start:end].strip(" ,") for start, end in _between(said, spans)]


def _between(said: str, spans: Sequence[Span]) -> list[Span]:
    return list(zip([0, *(end for _, end in spans)], [*(start for start, _ in spans), len(said)], strict=True))
