"""Brings what rings to the room it rings in: the schedule's voice, by way of the room's conversation."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial

from jarvisd.events import Announced, Feed
from jarvisd.routines import Routines
from jarvisd.schedule import Ring, aloud
from jarvisd.schedule.opened import Schedule
from jarvisd.voice import sounds
from jarvisd.voice.announce import Announcement, Announcer, Importance

_SAID_EVERY = 5  # cycles of ringing after which it is said again what rings
_SOFT, _LOUDER = 0.2, 0.1  # of full level: where an alarm begins, and what each cycle adds

_HOLD = timedelta(seconds=75)  # at least 15 seconds, at most 75


class Ringer:
    """A Voice of the schedule. Without a device in any room nobody hears it, and an event and a line in the log are all there is."""

    def __init__(self, announcer: Announcer, feed: Feed) -> None:
        self._announcer = announcer
        self._feed = feed
        self._schedule: Schedule | None = None
        self._routines: Routines | None = None

    def bind(self, schedule: Schedule | None, routines: Routines | None) -> None:
        """schedule: whose rings these are; routines: who does what is to be done."""
        self._schedule, self._routines = schedule, routines

    def _now(self) -> datetime:
        assert self._schedule is not None
        return self._schedule.clock.now()

    def _rings(self, ids: frozenset[int]) -> bool:
        """Any of them still does."""
        return self._schedule is not None and any(ring.reminder.id in ids for ring in self._schedule.ringing.rings)

    async def _stop(self, ids: frozenset[int]) -> None:
        if self._schedule is not None:
            await self._schedule.ringing.acknowledge(sorted(ids))

    async def _hold(self, rings: Sequence[Ring]) -> None:
        """A reminder does not speak into a film: all that wait come with the next full minute in which none runs, as one list."""
        assert self._schedule is not None
        now = self._now()
        until = (now + _HOLD).replace(second=0, microsecond=0)
        await self._schedule.ringing.hold([ring.reminder.id for ring in rings], until - now)
        self._schedule.changed()

    async def __call__(self, rings: Sequence[Ring]) -> bool:
        """Each room hears its own, all rooms at once; True where any was heard."""
        rooms: dict[tuple[str, bool], list[Ring]] = {}
        for ring in rings:
            if ring.reminder.kind != "routine":
                rooms.setdefault((ring.reminder.room, ring.stale), []).append(ring)
            elif self._routines is not None:
                self._routines.add(ring)
        heard = await asyncio.gather(*(self._room(room, mine) for (room, _), mine in rooms.items()))
        return any(heard) or not rooms

    async def _room(self, room: str, rings: Sequence[Ring]) -> bool:
        if (mild := [ring for ring in rings if not (ring.loud or ring.stale)]) and await self._announcer.busy(room):
            await self._hold(mild)
            rings = [ring for ring in rings if ring not in mild]
        if not rings:
            return True
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
