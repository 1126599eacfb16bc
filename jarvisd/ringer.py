"""Brings what rings to the room it rings in: the schedule's voice, by way of the room's conversation."""

from __future__ import annotations

import asyncio
import logging
import uuid
from collections.abc import Sequence
from datetime import datetime
from functools import partial

from jarvisd.events import Announced, Feed
from jarvisd.messages import Caller, ToolCall
from jarvisd.schedule import Ring, aloud
from jarvisd.schedule.opened import Schedule
from jarvisd.tools import Asked
from jarvisd.tools.bus import Bus
from jarvisd.voice import sounds
from jarvisd.voice.announce import Announcement, Announcer, Importance

log = logging.getLogger(__name__)

_SAID_EVERY = 5  # cycles of ringing after which it is said again what rings
_SOFT, _LOUDER = 0.2, 0.1  # of full level: where an alarm begins, and what each cycle adds


class Ringer:
    """A Voice of the schedule. Without a device in any room nobody hears it, and an event and a line in the log are all there is."""

    def __init__(self, announcer: Announcer, feed: Feed) -> None:
        self._announcer = announcer
        self._feed = feed
        self._schedule: Schedule | None = None
        self._bus: Bus | None = None

    def bind(self, schedule: Schedule | None, bus: Bus | None) -> None:
        """schedule: whose rings these are; bus: what routines call through."""
        self._schedule, self._bus = schedule, bus

    def _now(self) -> datetime:
        assert self._schedule is not None
        return self._schedule.clock.now()

    def _rings(self, ids: frozenset[int]) -> bool:
        """Any of them still does."""
        return self._schedule is not None and any(ring.reminder.id in ids for ring in self._schedule.ringing.rings)

    async def _stop(self, ids: frozenset[int]) -> None:
        if self._schedule is not None:
            await self._schedule.ringing.acknowledge(sorted(ids))

    async def __call__(self, rings: Sequence[Ring]) -> bool:
        """Each room hears its own, all rooms at once; True where any was heard."""
        await self._routines(rings)
        rooms: dict[tuple[str, bool], list[Ring]] = {}
        for ring in rings:
            rooms.setdefault((ring.reminder.room, ring.stale), []).append(ring)
        return any(await asyncio.gather(*(self._room(room, mine) for (room, _), mine in rooms.items())))

    async def _room(self, room: str, rings: Sequence[Ring]) -> bool:
        loud = [ring for ring in rings if ring.loud]
        cycle = min((ring.cycle for ring in rings), default=0)
        text = aloud.sentence(rings, self._now()) if cycle % _SAID_EVERY == 0 else ""
        alarms = [ring for ring in loud if ring.reminder.kind == "alarm"]
        level = 1.0 if len(alarms) < len(loud) else min(1.0, _SOFT + _LOUDER * cycle)
        sound = sounds.ring(round(level, 1)) if loud else sounds.chime()
        ids = frozenset(ring.reminder.id for ring in rings)
        importance: Importance = "chatter" if rings[0].stale else "alarm"
        language, wanted, stopped = aloud.language_of(rings), partial(self._rings, ids), partial(self._stop, ids)
        one = Announcement(text, language, room, importance, sound, wanted=wanted, stopped=stopped)
        heard = await self._announcer.say(one)
        for ring in rings:
            if ring.cycle == 0:
                at, due = asyncio.get_running_loop().time(), ring.reminder
                self._feed.tell(Announced("", at, room, due.kind, due.id, heard, ring.late, ring.again))
        return heard

    async def _routines(self, rings: Sequence[Ring]) -> None:
        """Their risk is judged again now: what is dangerous is asked about, or not done."""
        for ring in rings:
            one = ring.reminder
            if one.kind == "routine" and self._bus is not None and one.deed and not ring.stale:
                caller = Caller(one.person, one.room, "voice", frozenset(one.deed.get("scopes", ("home",))))
                asked = Asked(caller, f"routine-{one.id}", one.language, self._now(), by="model")
                result = await self._bus.call(ToolCall(uuid.uuid4().hex, str(one.deed["tool"]), one.deed.get("arguments", {})), asked)
                if result.error or result.question:
                    log.warning("routine %d was not done: %s", one.id, "it must be asked about" if result.question else "its tool failed")
