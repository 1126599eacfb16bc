"""The one door of understanding: what somebody says is taken whole, then piece by piece, by each layer in its order."""

from __future__ import annotations

import re
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from jarvisd.agent.understand import (
    Command,
    Doubt,
    Heard,
    Layer,
    Meaning,
    Nameless,
    Understood,
    asked,
    follow,
    items,
    listed_zh,
    misheard,
    noted_en,
    questions,
    reasons_en,
    reasons_zh,
    rewritten,
    stray,
)
from jarvisd.agent.understand.clauses import Clauses, built, clauses, long, paused
from jarvisd.agent.understand.excepting import apart, unclear
from jarvisd.agent.understand.explained import Explained, Note, Step, said, thought
from jarvisd.agent.understand.fitting import absent, left_out, nothing, overheard, speaks_of_things, there
from jarvisd.agent.understand.gate import BUILT, FORBIDDEN, LIKELY, LISTED, NEVER, PLAIN, SURE, TOLD, Gate
from jarvisd.agent.understand.indirect import direct
from jarvisd.agent.understand.joined import joined
from jarvisd.agent.understand.judged import (
    READS,
    SAID_SO,
    all_on,
    contrary,
    doubted,
    fits,
    hinted,
    idle,
    looks_alone,
    only_looks,
    put_off,
    wild,
)
from jarvisd.agent.understand.missing import lacking
from jarvisd.agent.understand.names import names_of
from jarvisd.agent.understand.others_en import addressed
from jarvisd.agent.understand.several import measured, split, worded
from jarvisd.agent.understand.shared_en import spread
from jarvisd.agent.understand.spoken import bare, plain
from jarvisd.messages import Language
from jarvisd.tools.home import Area, Entity, Floor, House

_CLEAN = 1.5  # added to what the gate says where nothing but manners stands beside an order
_LONGEST = 400  # characters; what is longer is told, not ordered

_AND = re.compile(r"\band\b|\bthen\b|[,，、&和跟]|还有", re.IGNORECASE)


class Understanding:
    """layers: by name, in the order in which they are asked; the first also gets the sentence whole. gates: by language, where there is one."""

    def __init__(self, layers: Sequence[tuple[str, Layer]], gates: Mapping[Language, Gate] | None = None) -> None:
        self._layers = tuple(layers)
        self._gates = gates or {}
        self._house: House | None = None
        self._whole_names: tuple[str, ...] = ()

    async def understand(self, heard: Heard) -> Meaning:
        return await self._think(heard, lambda by, of, thought: None)

    async def explain(self, heard: Heard) -> Explained:
        """The same, and how it came to that."""
        steps: list[Step] = []
        began = last = time.perf_counter()

        def note(by: str, of: str, thought: str) -> None:
            nonlocal last
            now = time.perf_counter()
            steps.append(Step(by, of, thought, 1000 * (now - last)))
            last = now

        meaning = await self._think(heard, note)
        return Explained(meaning, tuple(steps), 1000 * (time.perf_counter() - began))

    async def _think(self, heard: Heard, note: Note) -> Meaning:
        heard = misheard.named(misheard.plainly(heard, note))
        if heard.language == "en" and (both := spread(as_said := plain(heard.text, "en"), names_of(heard.house))) != as_said:
            note("both", heard.text, both)
            heard = replace(heard, text=both)
        meaning = await self._sound(heard, note)
        if isinstance(meaning, Understood | Doubt):
            meaning = await self._named(meaning, heard, note)
        looks = asked.looked(heard) if meaning is None else ()
        if not isinstance(meaning, Understood) and not looks:
            worth = misheard.worth_again(heard, self._gates.get(heard.language))
            meaning = await misheard.reread(meaning, heard, worth, self._sound, note)
        if not isinstance(meaning, Understood) and not looks:
            alone = reasons_zh.alone if heard.language == "zh" else reasons_en.alone
            meaning = await alone(heard, self._gates.get(heard.language), self._sound, READS, note) or meaning
        if isinstance(meaning, Understood) and (why := rewritten.unread(heard, meaning.commands)):
            note("rewritten", heard.text, why)
            meaning = Doubt(meaning.commands)
        if all_on(meaning):
            note("judged", heard.text, "everything there is would be switched on")
            meaning = doubted(meaning)
        if (missing := lacking(meaning, heard)) is not None:
            note("missing", heard.text, f"this house has no {missing.name}")
            return missing
        looks = asked.looked(heard) if meaning is None or looks_alone(meaning) else ()
        if looks and (meaning is None or len(looks) > 1):
            note("asked", heard.text, thought(looks))
            return Understood(looks)
        return None if isinstance(meaning, Doubt) and all(map(idle, meaning.commands)) else meaning

    async def _sound(self, heard: Heard, note: Note) -> Meaning:
        """What is meant; only asked about where something else may have been named, and was misheard."""
        heard = misheard.plainly(heard, note)
        return stray.doubted(await self._meant(heard, note), heard, note)

    async def _named(self, meaning: Understood | Doubt, heard: Heard, note: Note) -> Meaning:
        """With the names of the house that were misheard in it put right it may be a sentence that is known word for word."""
        said = plain(heard.text, heard.language)
        text = names_of(heard.house).mended(said, heard.language)
        if text == said or all(command.how == "exact" for command in meaning.commands):
            return meaning
        note("misheard", heard.text, text)
        again = await self._meant(replace(heard, text=text), note)
        return again if isinstance(again, Understood) and all(command.how == "exact" for command in again.commands) else meaning

    async def _meant(self, heard: Heard, note: Note) -> Meaning:
        if not 0 < len(heard.text.strip()) <= _LONGEST:
            note("length", heard.text[:40], f"only what is 1 to {_LONGEST} characters long may be an order")
            return None
        if (dropped := asked.dropped(heard)) is not None:
            note("asked", heard.text, said(dropped))
            return Understood((dropped,))
        if (again := follow.numbered(heard)) is not None:
            note("follows", heard.text, said(again))
            return Understood((again,))
        if (plainly := direct(heard.text, heard.language)) != heard.text:
            note("plainly", heard.text, plainly)
            heard = replace(heard, text=plainly)
        names = names_of(heard.house)
        if (back := rewritten.taken_back(heard)) is not None:
            note("rewritten", heard.text, said(back))
            return Understood((back,))
        if (meant := rewritten.rewritten(heard)) != heard.text:
            note("rewritten", heard.text, meant)
            heard = replace(heard, text=meant)
        if orders := rewritten.each(heard):
            return await self._each(orders, heard, note)
        unpaused, heard = heard, replace(heard, text=paused(heard.text, heard.language, names))
        gate = self._gates.get(heard.language)
        if gate is None:
            return await self._guided(heard, questions.kind(heard.text, heard.language), None, note)
        sure = gate.sure(heard.text, names)
        note("gate", heard.text, f"{sure:+.2f}")
        if heard.language == "en" and addressed(plain(heard.text, "en"), names.people):
            note("called", heard.text, "somebody else by name")
            sure = min(sure, NEVER["en"])
        kind = questions.kind(heard.text, heard.language)
        if (
            (heard.language == "zh" or kind != "no" or sure >= SURE[heard.language])
            and sure >= LISTED[heard.language][kind == "order"]
            and (to_list := _listed(heard)) is not None
        ):
            note("list", heard.text, said(to_list))
            return Understood(items.parted(to_list, heard.language))
        strict = _clauses(heard, surely=False)
        plain_order = kind == "order" and not (strict is not None and strict.forbidden)
        excepts = bool(apart(heard.text, heard.language).but)
        if plain_order and strict is not None and not strict.around:
            sure += _CLEAN  # an order and nothing else
        trusted = sure >= (TOLD if heard.language == "en" else NEVER["zh"])
        if strict is not None and any(map(long, strict.around)) and not worded(heard.text, heard.language):
            trusted = False  # nobody knows word for word what has a reason beside it
        if trusted and plain_order and not excepts and (known := await self._whole(unpaused, kind, True, note)) is not None:
            return doubted(known) if sure < LIKELY[heard.language] and wild(known) else known  # from its first word to its last
        if sure <= (NEVER if plain_order else LIKELY)[heard.language]:
            told = await self._guided(heard, "told" if kind == "order" else kind, False, note)
            return told if all(gate.sure(text, names) >= LIKELY[heard.language] for text in put_off(told)) else None
        meaning = await self._guided(heard, "order", True, note, tried=plain_order)
        if isinstance(meaning, Understood) and (left := left_out(meaning.commands, heard)):
            note("left out", heard.text, left)
            pieces = split(heard.text, heard.language, self._names(heard.house), names.things)
            other = await self._pieces(pieces, replace(heard, ordered=True), "order", note)
            if not isinstance(other, Understood) or left_out(other.commands, heard):
                return Doubt(meaning.commands)
            meaning = other
        if isinstance(meaning, Understood) and (missing := nothing(meaning.commands, heard)):
            note("house", heard.text, f"this house has no {missing.name} for it")
            return missing if missing.name else None
        if kind == "no" and sure < FORBIDDEN[heard.language]:
            sure = min(sure, LIKELY[heard.language])
        looks_built = plain_order and built(heard.text, heard.language, names)
        enough = (BUILT if strict and strict.led else LIKELY) if looks_built else PLAIN if plain_order else SURE
        if sure >= enough[heard.language] or not isinstance(meaning, Understood):
            return meaning
        acts = any(command.intent not in READS | SAID_SO for command in meaning.commands)
        return Doubt(meaning.commands) if acts else meaning

    async def _each(self, orders: Sequence[str], heard: Heard, note: Note) -> Meaning:
        """Orders that are known to stand apart; asked about where one of them is."""
        note("apart", heard.text, " | ".join(orders))
        meanings = [await self._meant(replace(heard, text=order), note) for order in orders]
        commands = tuple(command for one in meanings if isinstance(one, Understood | Doubt) for command in one.commands)
        return (Understood if all(isinstance(one, Understood) for one in meanings) else Doubt)(commands) if commands else None

    async def _guided(self, heard: Heard, kind: questions.Kind, surely: bool | None, note: Note, tried: bool = False) -> Meaning:
        """surely: it is known to be an order, or to be none; None where its own words have to tell. tried: it is not known word for word."""
        note("kind", heard.text, kind)
        found = _clauses(heard, bool(surely)) if surely is not False else None
        ordered = bool(surely) or (found is not None and not found.forbidden and (found.led or kind != "question"))
        whole = None if tried or (surely and apart(heard.text, heard.language).but) else await self._whole(heard, kind, ordered, note)
        if whole is not None:
            return whole
        if found is not None and (ordered or kind == "order"):
            note("clauses", heard.text, "forbidden by what stands around it" if found.forbidden else " | ".join(found.orders))
        if kind not in ("order", "question") and not ordered:
            return None
        if found is not None and found.forbidden and kind == "order":
            return None
        names, things = self._names(heard.house), names_of(heard.house).things
        if found is None or not ordered:
            pieces = split(heard.text, heard.language, names, things) if kind == "order" else (heard.text,)
            return await self._pieces(pieces, replace(heard, ordered=bool(surely)), kind, note)
        pieces = measured([piece for order in found.orders for piece in split(order, heard.language, names, things)], heard.language)
        return await self._pieces(pieces, replace(heard, ordered=True), "order", note)

    async def _whole(self, heard: Heard, kind: questions.Kind, ordered: bool, note: Note) -> Meaning:
        """A sentence that is known word for word is known better than by its parts."""
        for name, layer in self._layers[:1]:
            found = await layer.understand(heard)
            if found is None and heard.language == "en" and (shorter := bare(heard.text, "en").text) != heard.text:
                found = await layer.understand(replace(heard, text=shorter))  # "hey what time is it"
            note(name, heard.text, thought(found))
            if isinstance(found, Sequence):
                commands = tuple(there(command, heard) for command in found)
                if (kind == "order" and ordered and only_looks(commands)) or overheard(commands, heard):
                    note(name, heard.text, "not so: it asks nothing, or something is named in it")
                elif all(fits(command, kind) for command in commands):
                    return Understood(commands)
                else:
                    note("kind", heard.text, f"not done: {kind}")
        return None

    async def _pieces(self, pieces: Sequence[str], heard: Heard, kind: questions.Kind, note: Note) -> Meaning:
        note("pieces", heard.text, " | ".join(pieces))
        commands: list[Command] = []
        doubts: list[bool] = []
        for piece in pieces:
            layers = self._layers[piece == heard.text :]  # the first has had it already
            found = await self._piece(layers, replace(heard, text=piece, last=tuple(commands) or heard.last), note)
            if found is None and heard.ordered and len(pieces) > 1 and not speaks_of_things(piece, heard):
                continue  # it says why, or how
            if found is None or isinstance(found, Nameless):
                return found
            commands, doubts = [*commands, *found.commands], [*doubts, *[isinstance(found, Doubt)] * len(found.commands)]
        if not all(fits(command, kind) for command in commands):
            note("kind", heard.text, f"not done: {kind}")
            return None
        sound = [not absent(command, heard.house) and not hinted(command) for command in commands]
        if any(sound):
            commands = [command for command, well in zip(commands, sound, strict=True) if well]
            doubts = [doubt for doubt, well in zip(doubts, sound, strict=True) if well]
        if not commands or all(absent(command, heard.house) for command in commands):
            return None
        return (Doubt if any(doubts) or contrary(commands) else Understood)(joined(commands))

    def _names(self, house: House) -> tuple[str, ...]:
        """Those of the house that hold an "and" of their own; they are not cut in two."""
        if house is not self._house:
            things: Iterable[Entity | Area | Floor] = (*house.entities, *house.areas, *house.floors)
            spoken = (name for thing in things for name in (thing.name, *thing.aliases))
            self._house, self._whole_names = house, tuple(name for name in spoken if _AND.search(name))
        return self._whole_names

    @staticmethod
    async def _piece(layers: Sequence[tuple[str, Layer]], heard: Heard, note: Note) -> Meaning:
        for name, layer in layers:
            found = await layer.understand(heard)
            note(name, heard.text, thought(found))
            match found:
                case None:
                    continue
                case Doubt() | Nameless():
                    return found
                case _ if name == "exact" and ((heard.ordered and only_looks(found)) or overheard(found, heard)):
                    continue
                case _:
                    return Understood(tuple(there(command, heard) for command in found)) if found else None
        return None


def _clauses(heard: Heard, surely: bool) -> Clauses | None:
    if unclear(heard.text) or apart(heard.text, heard.language).but:
        return None
    return clauses(heard.text, heard.language, names_of(heard.house), surely)


def _listed(heard: Heard) -> Command | None:
    return listed_zh.listed(heard.text, heard.house) if heard.language == "zh" else noted_en.noted(heard)
