"""The orders within what somebody says around them: "humidifier on my throat is dry" orders "humidifier on"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from jarvisd.agent.understand import clauses_en, clauses_zh
from jarvisd.agent.understand.amounts import amounts
from jarvisd.agent.understand.names import Names
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
    def found(self, signs: str, /) -> list[Span]: ...
    def more(self, gap: str, /) -> bool: ...
    def forbidden(self, said: str, spans: Sequence[Span], gaps: Sequence[str], /) -> bool: ...
    def whole(self, said: str, spans: Sequence[Span], signs: str, /) -> list[str]: ...
    def led(self, order: str, /) -> bool: ...
    def ordering(self, gap: str, /) -> bool: ...
    def wished(self, gap: str, /) -> bool: ...


def clauses(text: str, language: Language, names: Names) -> Clauses | None:
    """None where the sentence holds no order that can be told from what stands around it."""
    said = _SIGNS.sub(" ", plain(text, language))
    grammar = grammar_of(language)
    said = clauses_zh.beside(grammar.heard(said), names) if language == "zh" else grammar.heard(said)
    marked = signs(said, language, names)
    spans = grammar.found(marked)
    if not spans:
        return None
    gaps = _gaps(said, spans)
    around = tuple(gap for gap in gaps if grammar.more(gap))
    if grammar.forbidden(said, spans, gaps):
        return Clauses((), around, forbidden=True)
    if any(map(grammar.ordering, gaps)):
        return None  # of something that nobody knows
    orders = tuple(grammar.whole(said, spans, marked))
    return Clauses(orders, around, led=grammar.wished(gaps[0]) or any(map(grammar.led, orders)))


_SIGNS = re.compile("[\ue000-\uf8ff]+")  # nobody says these


def grammar_of(language: Language) -> Grammar:
    return clauses_zh if language == "zh" else clauses_en


def signs(said: str, language: Language, names: Names) -> str:
    """The sentence, sign for sign, with its things, places, numbers and colours put as one sign each, as often as they are long."""
    marked = said
    for mention in names.find(said, language):
        scene = any(ref.domain in ("scene", "script") for ref in mention.refs)
        sign = SCENE if scene else THING if "name" in mention.kinds else PLACE
        marked = _put(marked, mention.start, mention.end, sign)
    for kind in kinds(marked, language):
        if kind.said in OF_IT and language != "zh":
            continue
        marked = _put(marked, kind.start, kind.end, THING)
    for start, end in color_spans(marked, language):
        marked = _put(marked, start, end, COLOR)
    for found in amounts(marked, language):
        marked = _put(marked, found.start, found.end, NUMBER)
    return marked


def _put(text: str, start: int, end: int, sign: str) -> str:
    behind = len(text[start:end]) - len(text[start:end].rstrip())
    return text[:start] + sign * (end - start - behind) + text[end - behind :]


def _gaps(said: str, spans: Sequence[tuple[int, int]]) -> list[str]:
    """One before each order, and one behind the last."""
    return [said[start:end].strip(" ,") for start, end in _between(said, spans)]


def _between(said: str, spans: Sequence[Span]) -> list[Span]:
    return list(zip([0, *(end for _, end in spans)], [*(start for start, _ in spans), len(said)], strict=True))
