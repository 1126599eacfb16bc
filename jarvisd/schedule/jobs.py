"""The work of the night: each job once a day at its hour, made up where the night was missed, never while somebody talks."""

from __future__ import annotations

import asyncio
import logging
import time as clocks
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from jarvisd.database import Database
from jarvisd.errors import JarvisError

log = logging.getLogger(__name__)

_LOOK = 60.0  # seconds between two looks at the clock
_AFTER_START = 300.0  # seconds after a start before a missed night is made up: people talk to what they have just switched on
_AGAIN = timedelta(hours=1)  # after a failure


@dataclass(frozen=True, slots=True)
class Job:
    name: str
    hour: time
    run: Callable[[], Awaitable[object]] | None  # None: somebody else runs it, and tells of it by `note`
    every: timedelta | None = None  # not at its hour, but so often


@dataclass(frozen=True, slots=True)
class Ran:
    """How a job stands; None where it never ran."""

    name: str
    next: datetime
    last: datetime | None = None
    seconds: float = 0.0
    outcome: str = ""  # done, or the sentence of what went wrong


class Jobs:
    """busy: somebody is being answered."""

    def __init__(self, database: Database, jobs: Sequence[Job], now: Callable[[], datetime], busy: Callable[[], bool]) -> None:
        self._database = database
        self._jobs = tuple(jobs)
        self._now = now
        self._busy = busy

    async def run(self) -> None:
        """Until it is cancelled."""
        await asyncio.sleep(_AFTER_START)
        while True:
            try:
                await self.look()
            except JarvisError as error:
                log.warning("what is done at night cannot be kept: %s", error)
            await asyncio.sleep(_LOOK)

    async def look(self) -> None:
        """Runs what is due, one after another, until somebody talks."""
        for job in self._jobs:
            if job.run is None:
                continue
            if self._busy():
                return
            ran = await self._ran(job)
            if ran.next <= self._now():
                await self.do(job)

    async def do(self, job: Job) -> Ran:
        began, clock = self._now(), clocks.monotonic()
        try:
            if job.run is not None:
                await job.run()
            outcome = "done"
        except (JarvisError, OSError) as error:
            outcome = str(error) or type(error).__name__
            log.warning("%s at night failed: %s", job.name, outcome)
        await note(self._database, job.name, began, clocks.monotonic() - clock, outcome)
        return await self._ran(job)

    async def all(self) -> Sequence[Ran]:
        return [await self._ran(job) for job in self._jobs]

    async def _ran(self, job: Job) -> Ran:
        rows = await self._database.read("SELECT began, seconds, outcome FROM job WHERE name = ?", (job.name,))
        now = self._now()
        if not rows:
            return Ran(job.name, now if job.every else _struck(job.hour, now))
        began, seconds, outcome = rows[0]
        last = datetime.fromtimestamp(began, now.tzinfo)
        if last > now:  # the clock was set back
            last = now
        if job.every:
            return Ran(job.name, max(now, last + job.every), last, seconds, outcome)
        again = _struck(job.hour, last) + timedelta(days=1)
        if outcome != "done":
            again = min(again, last + _AGAIN)
        return Ran(job.name, again, last, seconds, outcome)


async def note(database: Database, name: str, began: datetime, seconds: float, outcome: str = "done") -> None:
    """How a job went."""
    async with database.transaction() as db:
        await db.execute("INSERT OR REPLACE INTO job VALUES (?, ?, ?, ?)", (name, began.timestamp(), seconds, outcome))


def _struck(hour: time, now: datetime) -> datetime:
    """When that hour was last."""
    today = now.replace(hour=hour.hour, minute=hour.minute, second=0, microsecond=0)
    return today if today <= now else today - timedelta(days=1)
