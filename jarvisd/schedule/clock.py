"""The household's clock as appointments see it: whether it was set, and whether it may be believed."""

from __future__ import annotations

import asyncio
import ctypes
import logging
import time
from collections.abc import Callable
from datetime import datetime, timedelta, tzinfo
from pathlib import Path

log = logging.getLogger(__name__)

TICK = 2.0  # seconds between two looks at whether the clock was set or the machine slept
_QUICK = 0.05  # of a clock that somebody puts ahead
PATIENCE = 120.0  # seconds in which a clock that is wrong at boot may be put right
_LOOK = 1.0  # seconds between two looks at it
_JUMP = timedelta(seconds=0.75)  # by which the two clocks may part between two looks before it was set
_BACK = timedelta(minutes=5)  # before the last time that was seen: it is wrong
_AWAY = timedelta(days=400)  # behind it: nobody leaves a house off for so long
_UNSYNCHRONISED = 5  # TIME_ERROR of adjtimex(2)


def since_boot() -> float:
    """Seconds, those asleep too: nobody can set this clock."""
    return time.clock_gettime(time.CLOCK_BOOTTIME) if hasattr(time, "CLOCK_BOOTTIME") else time.monotonic()


def synchronised() -> bool:
    """The kernel has heard from a time server; False where it does not say."""
    try:
        said = ctypes.CDLL(None).adjtimex(ctypes.create_string_buffer(512))  # struct timex of zeros: it only asks
    except (OSError, AttributeError):
        return False
    return said not in (-1, _UNSYNCHRONISED)


def of_house(zone: tzinfo, ahead: Path | None = None) -> Clock:
    """The machine's clock. ahead: a file that says by how many seconds it is ahead, for whoever tests appointments without waiting."""
    if ahead is None:
        return Clock(lambda: datetime.now(zone))

    def seconds() -> float:
        try:
            return float(ahead.read_text())
        except (OSError, ValueError):
            return 0.0

    return Clock(lambda: datetime.now(zone) + timedelta(seconds=seconds()), lambda: since_boot() + seconds(), tick=_QUICK)


class Clock:
    """wall: the machine's clock in the household's zone; monotonic: seconds that nobody can set; tick: between two looks at them."""

    def __init__(
        self,
        wall: Callable[[], datetime],
        monotonic: Callable[[], float] = since_boot,
        synchronised: Callable[[], bool] = synchronised,
        tick: float = TICK,
    ) -> None:
        self.doubtful = False  # it was wrong at boot, and nobody has put it right
        self.tick = tick
        self._wall = wall
        self._monotonic = monotonic
        self._synchronised = synchronised
        self._offset = timedelta()
        self._seen = (wall(), monotonic())

    def now(self) -> datetime:
        return self._wall() + self._offset

    def jumped(self) -> timedelta:
        """By how much it was set since this was last asked; slow drift is none."""
        before, at = self._seen
        self._seen = self._wall(), self._monotonic()
        by = self._seen[0] - before - timedelta(seconds=self._seen[1] - at)
        if abs(by) < _JUMP:
            return timedelta()
        if self.doubtful:  # it is put right: what was told by the last saved time gives way
            by -= self._offset
            self._offset, self.doubtful = timedelta(), False
        return by

    async def settle(self, last: datetime | None) -> None:
        """Returns once it may be believed, or goes on from the last time that was seen when two minutes were not enough."""
        if last is None or self._believable(last):
            return
        log.warning("the clock says %s, and it was %s before; waiting for a time server", self._wall().date(), last.date())
        end = self._monotonic() + PATIENCE
        while self._monotonic() < end:
            await asyncio.sleep(_LOOK)
            if self._believable(last):
                log.info("the clock is right now")
                self._seen = self._wall(), self._monotonic()
                return
        self._offset, self.doubtful = last - self._wall(), True
        self._seen = self._wall(), self._monotonic()
        log.warning("no time server was heard: going on from %s, which may be wrong; set the clock of this machine", last.isoformat())

    def _believable(self, last: datetime) -> bool:
        now = self._wall()
        return last - _BACK <= now <= last + _AWAY or (now > last and self._synchronised())
