"""What becomes of a reminder once it is due: it rings, is put off, is acknowledged, or waits as missed."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Literal

from jarvisd.errors import StorageError
from jarvisd.schedule import Reminder, Ring, State, Voice
from jarvisd.schedule.clock import Clock
from jarvisd.schedule.store import Reminders

log = logging.getLogger(__name__)

TIMES = 3  # a reminder is said before it waits as missed
REPEAT = timedelta(minutes=2)  # between them
_WITHOUT_PAUSE = 150  # cycles of ring and listen, ten minutes; then one a minute
_PAUSE = 60.0  # seconds
_UNHEARD = 5.0  # seconds before it is tried again where no device was there: one may come back
_LONGEST = 200  # cycles, an hour in all: nobody is there

Acknowledged = Literal["done", "snoozed"]


class Ringing:
    """Rings are committed before they are in here; `run` owns their sound."""

    def __init__(self, reminders: Reminders, clock: Clock, voice: Voice) -> None:
        self.reminders = reminders
        self.clock = clock
        self._voice = voice
        self._rings: dict[int, Ring] = {}  # by the reminder's id
        self._held: set[int] = set()  # told of in the log, and not at each look
        self._more = asyncio.Event()

    @property
    def rings(self) -> Sequence[Ring]:
        """What sounds now."""
        return tuple(self._rings.values())

    async def again(self) -> None:
        """At the start: what the end of the process cut off."""
        self._add(await self.reminders.cut_off(self.clock.now(), self.clock.doubtful))

    async def look(self) -> None:
        """What is due rings from now on."""
        while rings := await self.reminders.take(self.clock.now(), self.clock.doubtful):
            self._add(rings)

    async def acknowledge(self, ids: Sequence[int]) -> Sequence[int]:
        """They ring no more; those that did."""
        done = [id for id in ids if await self.reminders.settle([id], "done", self.clock.now(), ("ringing", "snoozed", "missed"))]
        self._drop(done)
        return done

    async def done(self, id: int, done: bool) -> None:
        """A routine was carried out, or was not."""
        await self.reminders.settle([id], "done" if done else "missed", self.clock.now())

    async def snooze(self, ids: Sequence[int], by: timedelta, only: Sequence[State] = ("ringing", "snoozed", "missed")) -> Sequence[int]:
        """They ring again later; those that do."""
        now = self.clock.now()
        done = [id for id in ids if await self.reminders.put_off([id], now + by, now, only)]
        self._drop(done)
        return done

    async def hold(self, ids: Sequence[int], by: timedelta) -> None:
        """It is no time to ring now: they are looked at again later, and that is not told anew each time."""
        fresh = [ring.reminder for ring in self.rings if ring.reminder.id in ids and ring.reminder.id not in self._held]
        done = await self.snooze(ids, by, ("ringing",))
        self._held.update(done)
        for one in fresh:
            log.info("%s %d waits until it may be told", one.kind, one.id)

    def drop(self, id: int) -> None:
        """It was cancelled or moved."""
        self._drop([id])

    async def run(self) -> None:
        """Sounds what rings, until cancelled."""
        while True:
            await self._more.wait()
            while self._rings:
                self._more.clear()
                heard = await self.once()
                if self._rings and all(ring.cycle >= _WITHOUT_PAUSE for ring in self._rings.values()):
                    await self._pause(_PAUSE)
                elif self._rings and not heard:
                    await self._pause(_UNHEARD)
            self._more.clear()

    async def once(self) -> bool:
        """Sounds all of them once, and keeps what became of each; whether anybody could hear it."""
        rings = self.rings
        heard = await self._voice(rings)
        try:
            await self._after(rings)
        except StorageError as error:
            log.error("what became of a ring was not kept: %s", error)
            self._drop([ring.reminder.id for ring in rings if not ring.loud])
        return heard

    def _add(self, rings: Sequence[Ring]) -> None:
        for ring in rings:
            one = ring.reminder
            self._rings[one.id] = ring
            how = ", late" * ring.late + ", again: it was cut off" * ring.again + ", by a clock that may be wrong" * ring.doubtful
            if one.id not in self._held:
                log.info("%s %d rings, due %s%s", one.kind, one.id, one.due.isoformat(timespec="seconds"), how)
        if rings:
            self._more.set()

    def _drop(self, ids: Sequence[int]) -> None:
        for id in ids:
            self._rings.pop(id, None)
            self._held.discard(id)

    async def _pause(self, seconds: float) -> None:
        try:
            async with asyncio.timeout(seconds):
                await self._more.wait()
        except TimeoutError:
            pass

    async def _after(self, rings: Sequence[Ring]) -> None:
        """Of those that nobody has acknowledged meanwhile."""
        for ring in rings:
            one = ring.reminder
            if self._rings.get(one.id) is not ring:
                continue
            if one.kind == "routine":
                self._drop([one.id])  # it is being done: whoever does it says what became of it
            elif ring.loud and ring.cycle < _LONGEST:
                self._rings[one.id] = replace(ring, cycle=ring.cycle + 1)
            elif not ring.stale and one.kind == "reminder" and one.rang < TIMES:
                await self._until(one, "again")
            else:
                await self._until(one, "missed")

    async def _until(self, one: Reminder, what: Literal["again", "missed"]) -> None:
        now = self.clock.now()
        if what == "again":
            await self.reminders.put_off([one.id], now + REPEAT, now, anew=False)
        else:
            await self.reminders.settle([one.id], what, now)
        self._drop([one.id])
        if what == "missed":
            log.info("%s %d waits as missed", one.kind, one.id)
