"""Wakes the house when the next reminder is due: APScheduler holds that one time, the tables hold the truth."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from jarvisd.errors import StorageError
from jarvisd.schedule.ringing import Ringing

if TYPE_CHECKING:
    from apscheduler.schedulers.asyncio import AsyncIOScheduler

log = logging.getLogger(__name__)

_SAVE = timedelta(minutes=10)  # between two notes of what time it is
_NEXT = "next"


class Bell:
    """Whoever changes what is due calls `ring`; `run` owns everything that waits."""

    def __init__(self, ringing: Ringing) -> None:
        self._ringing = ringing
        self._reminders = ringing.reminders
        self._clock = ringing.clock
        self._wake = asyncio.Event()
        self._saved: datetime | None = None

    def ring(self) -> None:
        """Something was added, moved or put off."""
        self._wake.set()

    async def run(self) -> None:
        """Until cancelled. What was due while nobody ran rings first."""
        await self._clock.settle(await self._reminders.last_saw())
        await self._ringing.again()
        with _scheduler() as scheduler:
            async with asyncio.TaskGroup() as group:
                group.create_task(self._ringing.run())
                while True:
                    self._wake.clear()
                    await self._wait(scheduler, await self._look())

    async def _look(self) -> datetime | None:
        """Rings what is due; when the next one is."""
        try:
            await self._ringing.look()
            now = self._clock.now()
            if not self._clock.doubtful and (self._saved is None or not timedelta() <= now - self._saved < _SAVE):
                await self._reminders.saw(now)
                self._saved = now
            return await self._reminders.next_due()
        except StorageError as error:
            log.error("what is due cannot be read or kept, and is tried again: %s", error)
            return self._clock.now() + timedelta(seconds=10)

    async def _wait(self, scheduler: AsyncIOScheduler, due: datetime | None) -> None:
        """Until that time, however the clock is set meanwhile, or until something changes."""
        if due is not None:
            at = datetime.now(UTC) + (due - self._clock.now())
            scheduler.add_job(self._woken, "date", run_date=at, id=_NEXT, replace_existing=True)
        while not self._wake.is_set():
            try:
                async with asyncio.timeout(self._clock.tick):
                    await self._wake.wait()
            except TimeoutError:
                if by := self._clock.jumped():
                    await self._set(by)
                now = self._clock.now()
                if by or (due is not None and due <= now) or (self._saved is not None and now - self._saved >= _SAVE):
                    return

    async def _woken(self) -> None:
        self._wake.set()

    async def _set(self, by: timedelta) -> None:
        log.info("the clock was set by %.1f s", by.total_seconds())
        try:
            await self._reminders.shift_timers(by)
        except StorageError as error:
            log.error("timers could not be moved with the clock: %s", error)


@contextmanager
def _scheduler() -> Iterator[AsyncIOScheduler]:
    """Its jobs live in memory: they are made anew from the tables."""
    from apscheduler.schedulers.asyncio import AsyncIOScheduler  # only whoever rings needs it

    logging.getLogger("apscheduler").setLevel(logging.WARNING)
    scheduler = AsyncIOScheduler(timezone=ZoneInfo("UTC"), job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 1})
    scheduler.start()
    try:
        yield scheduler
    finally:
        scheduler.shutdown(wait=False)
