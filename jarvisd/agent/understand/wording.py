"""What one wording of a sentence means: whether it is an order of this house, and what it orders."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from jarvisd.agent.understand import (
    Command,
    Doubt,
    Heard,
    Meaning,
    Understood,
    asked,
    follow,
    items,
    listed_zh,
    noted_en,
    questions,
    rewritten,
)
from jarvisd.agent.understand.clauses import Clauses, built, long, paused
from jarvisd.agent.understand.excepting import apart
from jarvisd.agent.understand.explained import Note, said
from jarvisd.agent.understand.fitting import left_out, nothing
from jarvisd.agent.understand.gate import BUILT, FORBIDDEN, LIKELY, LISTED, NEVER, PLAIN, SURE, TOLD, Gate
from jarvisd.agent.understand.indirect import direct
from jarvisd.agent.understand.judged import READS, SAID_SO, doubted, put_off, wild
from jarvisd.agent.understand.layers import Layers, clauses_of
from jarvisd.agent.understand.names import names_of
from jarvisd.agent.understand.others_en import addressed
from jarvisd.agent.understand.several import worded
from jarvisd.agent.understand.spoken import plain
from jarvisd.messages import Language

_CLEAN = 1.5  # added to what the gate says where nothing but manners stands beside an order
_LONGEST = 400  # characters; what is longer is told, not ordered


@dataclass(frozen=True, slots=True)
class Look:
    """What a sentence looks like before any layer is asked."""

    odds: float  # the logarithm of those that it orders something of this house
    kind: questions.Kind
    strict: Clauses | None
    plain: bool  # its words look like an order, and nothing in it forbids it
    known: bool  # it may be a sentence that is known word for word

    def told(self, language: Language) -> bool:
        """It is no order, whatever its words look like."""
        return self.odds <= (NEVER if self.plain else LIKELY)[language]

    def enough(self, heard: Heard) -> float:
        """What its odds must be for it to be done unasked."""
        looks_built = self.plain and built(heard.text, heard.language, names_of(heard.house))
        least = (BUILT if self.strict and self.strict.led else LIKELY) if looks_built else PLAIN if self.plain else SURE
        return least[heard.language]


class Wording:
    """gates: by language, where there is one."""

    def __init__(self, layers: Layers, gates: Mapping[Language, Gate]) -> None:
        self._layers = layers
        self._gates = gates

    async def meant(self, heard: Heard, note: Note) -> Meaning:
        if not 0 < len(heard.text.strip()) <= _LONGEST:
            note("length", heard.text[:40], f"only what is 1 to {_LONGEST} characters long may be an order")
            return None
        for by, command in (("asked", asked.dropped(heard)), ("follows", follow.numbered(heard) or follow.switched(heard))):
            if command is not None:
                return _known(by, heard, command, note)
        heard = _worded("plainly", heard, direct(heard.text, heard.language), note)
        if (back := rewritten.taken_back(heard)) is not None:
            return _known("rewritten", heard, back, note)
        heard = _worded("rewritten", heard, rewritten.rewritten(heard), note)
        if orders := rewritten.each(heard):
            return await self._each(orders, heard, note)
        unpaused, heard = heard, replace(heard, text=paused(heard.text, heard.language, names_of(heard.house)))
        gate = self._gates.get(heard.language)
        if gate is None:
            return await self._layers.guided(heard, questions.kind(heard.text, heard.language), None, note)
        return await self._judged(heard, unpaused, gate, note)

    async def _judged(self, heard: Heard, unpaused: Heard, gate: Gate, note: Note) -> Meaning:
        """unpaused: with the pauses in which it came; known word for word is what is written so."""
        sure, kind = _sure(heard, gate, note), questions.kind(heard.text, heard.language)
        if (to_list := _listed(heard, sure, kind)) is not None:
            note("list", heard.text, said(to_list))
            return Understood(items.parted(to_list, heard.language))
        look = _look(heard, sure, kind)
        if look.known and (known := await self._layers.whole(unpaused, kind, True, note)) is not None:
            return doubted(known) if look.odds < LIKELY[heard.language] and wild(known) else known  # from its first word to its last
        if look.told(heard.language):
            told = await self._layers.guided(heard, "told" if kind == "order" else kind, False, note)
            likely = (gate.sure(text, names_of(heard.house)) >= LIKELY[heard.language] for text in put_off(told))
            return told if all(likely) else None
        return await self._ordered(heard, look, note)

    async def _ordered(self, heard: Heard, look: Look, note: Note) -> Meaning:
        """It may be an order: done where nothing is left out, the house has it, and it is sure enough; else asked about."""
        meaning = await self._layers.guided(heard, "order", True, note, tried=look.plain)
        if isinstance(meaning, Understood) and (left := left_out(meaning.commands, heard)):
            note("left out", heard.text, left)
            other = await self._layers.pieces(self._layers.split(heard), replace(heard, ordered=True), "order", note)
            if not isinstance(other, Understood) or left_out(other.commands, heard):
                return Doubt(meaning.commands)
            meaning = other
        if isinstance(meaning, Understood) and (missing := nothing(meaning.commands, heard)):
            note("house", heard.text, f"this house has no {missing.name} for it")
            return missing if missing.name else None
        odds = look.odds
        if look.kind == "no" and odds < FORBIDDEN[heard.language]:
            odds = min(odds, LIKELY[heard.language])
        if not isinstance(meaning, Understood) or odds >= look.enough(heard):
            return meaning
        acts = any(command.intent not in READS | SAID_SO for command in meaning.commands)
        return Doubt(meaning.commands) if acts else meaning

    async def _each(self, orders: Sequence[str], heard: Heard, note: Note) -> Meaning:
        """Orders that are known to stand apart; asked about where one of them is."""
        note("apart", heard.text, " | ".join(orders))
        meanings = [await self.meant(replace(heard, text=order), note) for order in orders]
        commands = tuple(command for one in meanings if isinstance(one, Understood | Doubt) for command in one.commands)
        return (Understood if all(isinstance(one, Understood) for one in meanings) else Doubt)(commands) if commands else None


def _known(by: str, heard: Heard, command: Command, note: Note) -> Understood:
    note(by, heard.text, said(command))
    return Understood((command,))


def _worded(by: str, heard: Heard, text: str, note: Note) -> Heard:
    if text == heard.text:
        return heard
    note(by, heard.text, text)
    return replace(heard, text=text)


def _sure(heard: Heard, gate: Gate, note: Note) -> float:
    names = names_of(heard.house)
    sure = gate.sure(heard.text, names)
    note("gate", heard.text, f"{sure:+.2f}")
    if heard.language == "en" and addressed(plain(heard.text, "en"), names.people):
        note("called", heard.text, "somebody else by name")
        return min(sure, NEVER["en"])
    return sure


def _listed(heard: Heard, sure: float, kind: questions.Kind) -> Command | None:
    """What is put on a list, or taken off."""
    if heard.language == "en" and kind == "no" and sure < SURE["en"]:
        return None
    if sure < LISTED[heard.language][kind == "order"]:
        return None
    return listed_zh.listed(heard.text, heard.house) if heard.language == "zh" else noted_en.noted(heard)


def _look(heard: Heard, sure: float, kind: questions.Kind) -> Look:
    strict = clauses_of(heard, surely=False)
    plain_order = kind == "order" and not (strict is not None and strict.forbidden)
    excepts = bool(apart(heard.text, heard.language).but)
    odds = sure + _CLEAN if plain_order and strict is not None and not strict.around else sure
    reasoned = strict is not None and any(map(long, strict.around)) and not worded(heard.text, heard.language)
    trusted = odds >= (TOLD if heard.language == "en" else NEVER["zh"]) and not reasoned  # nobody knows a reason word for word
    return Look(odds, kind, strict, plain_order, trusted and plain_order and not excepts)
