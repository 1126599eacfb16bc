"""Work of the mind that nobody waits for, with an owner."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

log = logging.getLogger(__name__)


class Background:
    """Opened by `running`."""

    def __init__(self) -> None:
        self._tasks: set[asyncio.Task[None]] = set()

    def start(self, name: str, work: Callable[[], Awaitable[object]]) -> asyncio.Task[None]:
        """Returns at once, with what may be cancelled; a failure is logged and ends nothing else."""
        task = asyncio.create_task(_run(name, work), name=name)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    async def rest(self) -> None:
        """Returns when nothing is at work."""
        while self._tasks:
            await asyncio.wait(self._tasks)

    def cancel(self) -> None:
        for task in tuple(self._tasks):
            task.cancel()


@asynccontextmanager
async def running() -> AsyncIterator[Background]:
    """What is still at work when it is left is cancelled."""
    background = Background()
    try:
        yield background
    finally:
        background.cancel()
        await background.rest()


async def _run(name: str, work: Callable[[], Awaitable[object]]) -> None:
    try:
        await work()
    except Exception:  # nobody waits for it, and it must not end the others
        log.exception("%s failed", name)
