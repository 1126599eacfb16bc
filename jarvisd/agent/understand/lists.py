"""The names of a house as hassil's lists, cut down to those that a sentence can hold."""

from __future__ import annotations

import asyncio
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from hassil.intents import TextSlotList, TextSlotValue

from jarvisd.tools.home import House

KINDS = ("name", "area", "floor")
_GAPS = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Named:
    """One way to say one thing."""

    kind: str  # of KINDS: the list it stands in
    value: TextSlotValue


class Lists:
    """Of a thousand names a sentence holds one or two: hassil is only shown these, so that its work does not grow with the house."""

    def __init__(self, house: House) -> None:
        self._named: dict[str, list[Named]] = defaultdict(list)
        self._domains: dict[str, set[str]] = defaultdict(set)
        owners: dict[str, set[str]] = defaultdict(set)
        for entity in house.entities:
            for spoken in (entity.name, *entity.aliases):
                owners[bare(spoken)].add(entity.name)
        for kind, spoken, name, context in _spoken(house):
            if kind == "name" and len(owners[bare(spoken)]) > 1:  # an alias of several: which one is asked, not guessed
                self._domains[spoken].add(context["domain"])
                name = spoken
            for form in {spoken, _GAPS.sub(" ", spoken).strip()}:
                if key := bare(form):
                    value = TextSlotValue.from_tuple((form, name, context), allow_template=False)
                    self._named[key].append(Named(kind, value))
        for entity in house.entities:
            self._domains[entity.name].add(entity.domain)
        self._lengths = sorted({len(key) for key in self._named})

    def within(self, text: str) -> dict[str, TextSlotList]:
        """What of the house is named somewhere in the text, as whole lists by kind."""
        said = bare(text)
        found: dict[str, list[TextSlotValue]] = {kind: [] for kind in KINDS}
        seen: set[str] = set()
        for start in range(len(said)):
            for length in self._lengths:
                if start + length > len(said):
                    break
                key = said[start : start + length]
                if key in self._named and key not in seen:
                    seen.add(key)
                    for named in self._named[key]:
                        found[named.kind].append(named.value)
        return {kind: TextSlotList(name=kind, values=values) for kind, values in found.items()}

    def shared(self, name: str) -> bool:
        """Things of several kinds go by this name: a lock and a light."""
        return len(self._domains[name]) > 1


class Latest:
    """The lists of the house as it was last seen; made anew only where a name changed, not with every state."""

    def __init__(self) -> None:
        self._house: House | None = None
        self._names: tuple[Any, ...] = ()
        self._lists = Lists(House())

    async def of(self, house: House) -> Lists:
        if house is not self._house:
            names = tuple(_spoken_of(house))
            if names != self._names:
                self._lists, self._names = await asyncio.to_thread(Lists, house), names  # of a thousand things: 60 ms
            self._house = house
        return self._lists


def bare(text: str) -> str:
    """Letters and digits alone: spaces, hyphens and signs are heard by nobody."""
    return _GAPS.sub("", text.casefold())


def _spoken_of(house: House) -> Iterator[tuple[Any, ...]]:
    """Everything that the lists are made of."""
    yield from ((entity.id, entity.name, entity.aliases, entity.device_class) for entity in house.entities)
    yield from ((area.name, area.aliases) for area in house.areas)
    yield from ((floor.name, floor.aliases) for floor in house.floors)


def _spoken(house: House) -> Iterator[tuple[str, str, str, dict[str, Any]]]:
    """Kind, words, the house's own name, and what hassil's templates may require of it."""
    for entity in house.entities:
        context = {"domain": entity.domain}
        if entity.device_class:
            context["device_class"] = entity.device_class
        for spoken in (entity.name, *entity.aliases):
            yield "name", spoken, entity.name, context
    for area in house.areas:
        for spoken in (area.name, *area.aliases):
            yield "area", spoken, area.name, {}
    for floor in house.floors:
        for spoken in (floor.name, *floor.aliases):
            yield "floor", spoken, floor.name, {}
