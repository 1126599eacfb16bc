"""The layers of understanding, asked in their order: about a sentence whole, then about each piece of it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from jarvisd.agent.understand import Command, Doubt, Heard, Layer, Meaning, Nameless, Understood, questions
from jarvisd.agent.understand.clauses import Clauses, clauses
from jarvisd.agent.understand.excepting import apart, unclear
from jarvisd.agent.understand.explained import Note, thought
from jarvisd.agent.understand.fitting import absent, overheard, speaks_of_things, there
from jarvisd.agent.understand.joined import joined
from jarvisd.agent.understand.judged import contrary, fits, hinted, only_looks
from jarvisd.agent.understand.names import names_of
from jarvisd.agent.understand.several import measured, split
from jarvisd.agent.understand.spoken import bare
from jarvisd.tools.home import Area, Entity, Floor, House

_AND = re.compile(r"\band\b|\bthen\b|[,，、&和跟]|还有", re.IGNORECASE)


class Layers:
    """layers: by name, in the order in which they are asked; the first also gets the sentence whole."""

    def __init__(self, layers: Sequence[tuple[str, Layer]]) -> None:
        self._layers = tuple(layers)
        self._house: House | None = None
        self._whole_names: tuple[str, ...] = ()

    async def guided(self, heard: Heard, kind: questions.Kind, surely: bool | None, note: Note, tried: bool = False) -> Meaning:
        """surely: it is known to be an order, or to be none; None where its own words have to tell. tried: it is not known word for word."""
        note("kind", heard.text, kind)
        found = clauses_of(heard, bool(surely)) if surely is not False else None
        ordered = bool(surely) or (found is not None and not found.forbidden and (found.led or kind != "question"))
        whole = None if tried or (surely and apart(heard.text, heard.language).but) else await self.whole(heard, kind, ordered, note)
        if whole is not None:
            return whole
        if found is not None and (ordered or kind == "order"):
            note("clauses", heard.text, "forbidden by what stands around it" if found.forbidden else " | ".join(found.orders))
        if kind not in ("order", "question") and not ordered:
            return None
        if found is not None and found.forbidden and kind == "order":
            return None
        if found is None or not ordered:
            pieces = self.split(heard) if kind == "order" else (heard.text,)
            return await self.pieces(pieces, replace(heard, ordered=bool(surely)), kind, note)
        pieces = measured([piece for order in found.orders for piece in self.split(replace(heard, text=order))], heard.language)
        return await self.pieces(pieces, replace(heard, ordered=True), "order", note)

    async def whole(self, heard: Heard, kind: questions.Kind, ordered: bool, note: Note) -> Meaning:
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

    async def pieces(self, pieces: Sequence[str], heard: Heard, kind: questions.Kind, note: Note) -> Meaning:
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

    def split(self, heard: Heard) -> tuple[str, ...]:
        """The single commands of it, as they were said."""
        return tuple(split(heard.text, heard.language, self._joined_names(heard.house), names_of(heard.house).things))

    def _joined_names(self, house: House) -> tuple[str, ...]:
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


def clauses_of(heard: Heard, surely: bool) -> Clauses | None:
    """None where it cannot be told, and where something is excepted."""
    if unclear(heard.text) or apart(heard.text, heard.language).but:
        return None
    return clauses(heard.text, heard.language, names_of(heard.house), surely)
