"""What somebody wants done, understood without a language model: values in, values out, nothing acts here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol, TypeAlias

from jarvisd.messages import Ear, Language
from jarvisd.tools.home import House

HINT = "a hint of"  # begins the `why` of a command that was not ordered: "it is too dark in here"
How: TypeAlias = Literal["exact", "router"]


@dataclass(frozen=True, slots=True)
class Heard:
    """A sentence, and what it is understood by."""

    text: str
    language: Language
    house: House
    room: str = ""  # the area in which it was said: "the light" is the one there
    last: tuple[Command, ...] = ()  # what was done in the turn before: "and now make it blue"
    ordered: bool = False  # it was cut out of what stood around it and is an order, whatever its words look like
    others: tuple[str, ...] = ()  # what may have been said instead: asked only where nobody understands the text
    ear: Ear | None = field(default=None, compare=False, repr=False)  # asked last


@dataclass(frozen=True, slots=True)
class Command:
    """One intent, named as in Home Assistant, with its slots: name, area, floor, domain, device_class, brightness, color, ...

    Names in slots are the house's own (Entity.name, Area.name, Floor.name), however they were said; `except` holds a list of them.
    """

    intent: str  # "HassTurnOn"
    slots: Mapping[str, Any] = field(default_factory=dict)
    score: float = 1.0  # 1 for an exact sentence; of the router 0..1
    how: How = "exact"
    why: str = ""  # for `jarvisd explain`: the template, or the nearest example and its distance


@dataclass(frozen=True, slots=True)
class Understood:
    """Done in this order, in one turn."""

    commands: tuple[Command, ...]


@dataclass(frozen=True, slots=True)
class Doubt:
    """It may mean this; asked about ("did you mean ...") and not done."""

    commands: tuple[Command, ...]


@dataclass(frozen=True, slots=True)
class Nameless:
    """It is an order for something that this house does not have; said so, never invented."""

    name: str  # as it was said
    kind: Literal["name", "area", "floor", "domain"] = "name"
    among: tuple[str, ...] = ()  # several that go by it: asked which


Meaning: TypeAlias = Understood | Doubt | Nameless | None  # None: no order; somebody else's sentence


class Layer(Protocol):
    """One way to understand a whole, single command; the first that knows it answers."""

    async def understand(self, heard: Heard) -> Sequence[Command] | Doubt | Nameless | None: ...
