"""Whether a call or a film runs in a room, as the things of the home say that the household named."""

from __future__ import annotations

import logging
from collections.abc import Sequence

from jarvisd.tools.home import Area, Entity, Home

log = logging.getLogger(__name__)

_PLAYS = frozenset({"playing", "buffering"})
_ON = frozenset({"on", "in_call", "in call", "ringing", "calling", "offhook"})  # a switch, a sensor of a telephone


class Occupied:
    """ids: of things that the home exposes; one that stands in a room counts there alone, one without a room everywhere."""

    def __init__(self, home: Home, ids: Sequence[str]) -> None:
        self._home = home
        self._ids = tuple(ids)
        self._missed: frozenset[str] = frozenset()

    async def __call__(self, room: str, /) -> bool:
        """room: as the device there is configured; "" for any. A home that is away holds nothing back: better told than forgotten."""
        if not (self._ids and self._home.available):
            return False
        house = self._home.house
        there = [entity for entity in house.entities if entity.id in self._ids]
        self._look(there)
        here = next((area for area in house.areas if room and _called(area, room)), None)
        return any(_runs(entity) and (here is None or entity.area in ("", here.id)) for entity in there)

    def _look(self, there: Sequence[Entity]) -> None:
        """One line where a thing is not to be seen, and not again while that stays so."""
        missed = frozenset(self._ids) - {entity.id for entity in there}
        if missed - self._missed:
            log.warning(
                "[announce] busy: %s is not exposed to voice assistants in Home Assistant, and holds nothing back",
                ", ".join(sorted(missed)),
            )
        self._missed = missed


def _called(area: Area, room: str) -> bool:
    return room.casefold() in {name.casefold() for name in (area.id, area.name, *area.aliases)}


def _runs(entity: Entity) -> bool:
    return entity.state in (_PLAYS if entity.domain == "media_player" else _ON)
