"""When the mind sleeps: a while after the last word, and at its hour; it wakes at once when anybody talks, and goes on later."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import datetime, time, timedelta

from jarvisd.agent.sleeptime import Sleeptime, Slept
from jarvisd.errors import JarvisError

log = logging.getLogger(__name__)

_LOOK = 600.0  # seconds after which the clock on the wall is looked at again: a machine that slept does not count its sleep
_ERROR = 900.0  # seconds after a failure before it is tried again


async def nowhere(began: datetime, seconds: float, outcome: str) -> None:
    """The note of a night that nobody asks about."""


class Night:
    """idle: seconds of silence after which what was said is looked through; hour: of the daily run, None for never."""

    def __init__(
        self,
        sleeptime: Sleeptime,
        now: Callable[[], datetime],
        idle: float,
        hour: time | None,
        talking: Callable[[], bool],
        note: Callable[[datetime, float, str], Awaitable[None]] = nowhere,
    ) -> None:
        """note: told of every run of the hour: when it began, its seconds, "done" or what went wrong."""
        self._note = note
        self._sleeptime = sleeptime
        self._now = now
        self._idle = idle
        self._hour = hour
        self._talking = talking
        self._stirred = asyncio.Event()
        self._quiet_since = float("-inf")  # by the loop's clock
        self._asleep: asyncio.Timeout | None = None  # what a word ends
        self._one = asyncio.Lock()  # one run at a time, whoever began it

    def stir(self) -> None:
        """Somebody is there: a wake word, a turn that begins or ends. A run that is at work ends, and is gone on with later."""
        self._quiet_since = asyncio.get_running_loop().time()
        self._stirred.set()
        if self._asleep is not None and not self._asleep.expired():
            self._asleep.reschedule(self._quiet_since)

    async def at_once(self) -> Slept | None:
        """All of it, because somebody asked for it, with a page for today; None where a word ended it."""
        return await self._sleep(nightly=True, today=True)

    async def run(self) -> None:
        """Until it is cancelled."""
        self._quiet_since = asyncio.get_running_loop().time()
        last = await self._sleeptime.ran() or self._now()
        while True:
            nightly = await self._rest(last)
            looked, pause = self._now(), 0.0
            clock, outcome = asyncio.get_running_loop().time(), "done"
            try:
                done = await self._sleep(nightly) is not None
                if done and await self._sleeptime.pending():
                    pause = _ERROR  # the model does not answer
            except JarvisError as error:
                log.warning("sleeptime ended early: %s", error)
                done, pause, outcome = False, _ERROR, str(error)
            if nightly and done:
                last = looked
            if nightly and (done or outcome != "done"):
                await self._note(looked, asyncio.get_running_loop().time() - clock, outcome)
            await asyncio.sleep(pause)

    async def _rest(self, last: datetime) -> bool:
        """Until it is time; whether that is the hour."""
        while True:
            self._stirred.clear()
            clock = asyncio.get_running_loop().time()
            quiet = clock - self._quiet_since >= self._idle and not self._talking()
            if quiet and self._struck(last):
                return True
            pending = await self._sleeptime.pending()
            if quiet and pending:
                return False
            left = self._idle - (clock - self._quiet_since)
            soon = left if left > 0 and (pending or self._struck(last)) else _LOOK
            try:
                async with asyncio.timeout(max(1.0, min(soon, self._until_hour(), _LOOK))):
                    await self._stirred.wait()
            except TimeoutError:
                continue

    async def _sleep(self, nightly: bool, today: bool = False) -> Slept | None:
        """None where somebody woke it."""
        async with self._one:
            limit = asyncio.timeout(None)
            try:
                async with limit as self._asleep:
                    return await self._sleeptime.run(nightly, today)
            except TimeoutError:
                if not limit.expired():
                    raise
                log.info("sleeptime: somebody is there, the rest is done later")
                return None
            finally:
                self._asleep = None

    def _struck(self, last: datetime) -> bool:
        """The hour has come since then."""
        now = self._now()
        if self._hour is None:
            return False
        today = now.replace(hour=self._hour.hour, minute=self._hour.minute, second=0, microsecond=0)
        return last < (today if today <= now else today - timedelta(days=1))

    def _until_hour(self) -> float:
        """Seconds."""
        if self._hour is None:
            return _LOOK
        now = self._now()
        today = now.replace(hour=self._hour.hour, minute=self._hour.minute, second=0, microsecond=0)
        return ((today if today > now else today + timedelta(days=1)) - now).total_seconds()
