"""The things of a home as values: what stands where, how it is called, and in which state it was last seen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol


@dataclass(frozen=True, slots=True)
class Floor:
    id: str
    name: str
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Area:
    id: str
    name: str
    aliases: tuple[str, ...] = ()
    floor: str = ""  # a Floor's id


@dataclass(frozen=True, slots=True)
class Entity:
    """One thing: a light, a lock, a scene; in Home Assistant's words, whoever reports it."""

    id: str  # "light.kitchen_ceiling"
    name: str
    aliases: tuple[str, ...] = ()
    area: str = ""  # an Area's id
    state: str = ""  # "on", "locked", "21.5"; "unavailable" where it cannot be reached
    attributes: Mapping[str, Any] = field(default_factory=dict)

    @property
    def domain(self) -> str:
        return self.id.partition(".")[0]

    @property
    def device_class(self) -> str:
        return str(self.attributes.get("device_class") or "")


@dataclass(frozen=True, slots=True)
class House:
    """All that may be spoken of at one moment: only what the household exposed."""

    entities: tuple[Entity, ...] = ()
    areas: tuple[Area, ...] = ()
    floors: tuple[Floor, ...] = ()


class Home(Protocol):
    """Whoever runs the things: Home Assistant, or devices that speak MQTT."""

    @property
    def house(self) -> House:
        """As last reported; a new value whenever something changed, so that it may be compared by identity."""

    @property
    def available(self) -> bool: ...

    async def act(self, service: str, entities: Sequence[str], fields: Mapping[str, Any]) -> Sequence[Entity]:
        """Has "light.turn_on" done to these ids; each of them as it was reported afterwards.

        ToolError with a sentence for people where it was refused, is unreachable or did not report within 3 s.
        """

    async def ask(self, service: str, entities: Sequence[str], fields: Mapping[str, Any]) -> Mapping[str, Any]:
        """What a service such as "todo.get_items" answers, by entity id; HomeTrouble as of `act`."""
