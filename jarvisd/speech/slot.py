"""One worker thread per engine, with room for one waiting piece of work, the latest."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

from jarvisd.errors import EngineError

Result = TypeVar("Result")


class Dropped(EngineError):
    """Newer work took this work's place before it had begun."""


class Slot:
    """Runs blocking work one piece at a time.

    A thread cannot be cancelled, so at most one piece waits behind the one that runs: newer work takes its place and the older
    raises Dropped. Work whose caller is cancelled while it waits never begins; work that runs already is left to end unheard.
    """

    def __init__(self, name: str) -> None:
        self._executor = ThreadPoolExecutor(1, thread_name_prefix=name)
        self._name = name
        self._loop: asyncio.AbstractEventLoop | None = None
        self._busy = False
        self._waiting: asyncio.Future[None] | None = None
        self._closed = False

    async def run(self, function: Callable[..., Result], *args: object) -> Result:
        """What function(*args) returns or raises. Dropped if newer work came while it waited; EngineError after close()."""
        loop = asyncio.get_running_loop()
        if self._loop is not loop:  # an engine that outlives an event loop: what waited on the old one is gone with it
            self._loop, self._busy, self._waiting = loop, False, None
        if self._busy:
            await self._wait(loop)
        if self._closed:
            raise EngineError(f"{self._name} is closed; start jarvisd again")
        self._busy = True
        work = loop.run_in_executor(self._executor, function, *args)
        work.add_done_callback(self._done)
        await asyncio.wait({work})  # not `await work`: cancelling the caller must not call running work finished
        return work.result()

    def close(self) -> None:
        """Nothing begins any more; the thread ends when its work does. Not waited for."""
        self._closed = True
        self._drop(EngineError(f"{self._name} was closed"))
        self._executor.shutdown(wait=False, cancel_futures=True)

    async def _wait(self, loop: asyncio.AbstractEventLoop) -> None:
        self._drop(Dropped(f"{self._name}: newer work took this work's place"))
        turn = self._waiting = loop.create_future()
        try:
            await turn
        except asyncio.CancelledError:
            if turn.done() and not turn.cancelled() and turn.exception() is None:
                self._next()  # its turn had come in the same moment: hand it on
            raise
        finally:
            if self._waiting is turn:
                self._waiting = None

    def _drop(self, reason: EngineError) -> None:
        if self._waiting is not None and not self._waiting.done():
            self._waiting.set_exception(reason)
        self._waiting = None

    def _done(self, work: asyncio.Future[Any]) -> None:
        if not work.cancelled():
            work.exception()  # looked at here, since its caller may be gone
        self._next()

    def _next(self) -> None:
        """The turn goes to who waits; it stays busy in between, so that nobody slips in."""
        self._busy = False
        if self._waiting is not None and not self._waiting.done():
            self._busy = True
            self._waiting.set_result(None)
            self._waiting = None
