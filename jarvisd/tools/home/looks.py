"""Looks at Home Assistant's registries through one connection, and its subscription to the states of what is exposed."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from jarvisd.errors import HomeTrouble
from jarvisd.tools.home.line import Line
from jarvisd.tools.home.registry import Seen, exposed

_FIRST = 5.0  # seconds for the first states
_CHANGES = (  # after these events it looks again
    "area_registry_updated",
    "device_registry_updated",
    "entity_registry_updated",
    "floor_registry_updated",
    "homeassistant_started",
)


class Looks:
    """seen: told after every look. stirred: told after every change of a state in what was seen last.

    settle: seconds, for changes come in bunches. again: seconds between two looks that nothing asked for.
    """

    def __init__(self, line: Line, seen: Callable[[Seen], None], stirred: Callable[[], None], settle: float, again: float) -> None:
        self._line = line
        self._told = seen
        self._stirred = stirred
        self._settle = settle
        self._again = again
        self._changed = asyncio.Event()
        self._ids: frozenset[str] = frozenset()
        self._subscription: int | None = None
        self._seen = Seen()

    async def follow(self) -> None:
        for event in _CHANGES:
            await self._line.watch("subscribe_events", lambda _: self._changed.set(), event_type=event)

    async def keep(self) -> None:
        """Looks again when something changed; returns when the connection fails it."""
        while True:
            try:
                async with asyncio.timeout(self._again):
                    await self._changed.wait()
            except TimeoutError:
                pass
            await asyncio.sleep(self._settle)
            self._changed.clear()
            try:
                await self.look()
            except HomeTrouble:
                return

    async def look(self) -> None:
        """HomeTrouble where the connection fails it, or what comes is not what Home Assistant says."""
        try:
            await self._look()
        except (KeyError, TypeError, AttributeError, ValueError) as error:
            raise HomeTrouble("unreachable", f"Home Assistant speaks in a way that is not known here ({error!r}).") from error

    async def _look(self) -> None:
        ask = self._line.ask
        answers: Sequence[Any] = await asyncio.gather(
            ask("config/area_registry/list"),
            _if_known(ask("config/floor_registry/list")),  # since 2024.4
            ask("config/device_registry/list"),
            ask("config/entity_registry/list"),
            _if_known(ask("homeassistant/expose_new_entities/get", assistant="conversation")),
            ask("get_states"),
        )
        areas, floors, devices, entries, new, states = answers
        ids = exposed(states, entries, await self._decided(), bool((new or {}).get("expose_new")))
        rows = await ask("config/entity_registry/get_entries", entity_ids=sorted(ids & {row["entity_id"] for row in entries}))
        self._seen = replace(self._seen, areas=areas, floors=floors or (), devices={row["id"]: row for row in devices}, entries=rows)
        if ids != self._ids:
            await self._subscribe(ids)
        self._told(self._seen)

    async def _decided(self) -> Mapping[str, Any]:
        try:
            decided: Mapping[str, Any] = (await self._line.ask("homeassistant/expose_entity/list"))["exposed_entities"]
        except HomeTrouble as trouble:
            if trouble.why != "refused":
                raise
            raise HomeTrouble(
                "token", "Home Assistant does not tell this token what is exposed to voice; make one there as an administrator."
            ) from trouble
        return decided

    async def _subscribe(self, ids: frozenset[str]) -> None:
        before, self._subscription = self._subscription, None
        if before is not None:
            await self._line.unwatch(before)
        self._seen = replace(self._seen, states={})
        first = asyncio.Event()

        def told(event: Mapping[str, Any]) -> None:
            self._seen.take(event)
            first.set()
            self._stirred()

        if ids:
            self._subscription = await self._line.watch("subscribe_entities", told, entity_ids=sorted(ids))
            try:
                async with asyncio.timeout(_FIRST):
                    await first.wait()
            except TimeoutError:
                raise HomeTrouble("silent", "Home Assistant does not tell the states of its things.") from None
        self._ids = ids


async def _if_known(asking: Awaitable[Any]) -> Any:
    """None where this release does not know the command."""
    try:
        return await asking
    except HomeTrouble as trouble:
        if trouble.why != "refused":
            raise
        return None
