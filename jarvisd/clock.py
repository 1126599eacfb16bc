"""An event loop whose waiting can be skipped: an hour of silence passes in a moment, real work takes its real time."""

from __future__ import annotations

import asyncio
import selectors
import time
from collections.abc import Callable, Coroutine, Iterator
from concurrent.futures import Executor
from contextlib import contextmanager
from typing import Any, TypeVar

Result = TypeVar("Result")

_GRACE = 0.0001  # seconds really waited before a wait is skipped, so that a thread that is nearly done is not overtaken


class _SkippingSelector(selectors.DefaultSelector):
    """Where nothing but the passing of time is waited for, the clock is put forward instead."""

    def __init__(self) -> None:
        super().__init__()
        self.skipped = 0.0
        self.working = 0  # jobs in threads, which take real time

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        if timeout is None or timeout <= 0 or self.working or len(self.get_map()) > 1:  # 1: the loop's own wake-up socket
            return super().select(timeout)
        time.sleep(min(_GRACE, timeout))  # a selector rounds up to whole milliseconds
        ready = super().select(0)
        if not ready:
            self.skipped += max(0.0, timeout - _GRACE)
        return ready


class SkippingLoop(asyncio.SelectorEventLoop):
    """Skips a wait when no thread works and no socket or process is open; loop.time() counts the skipped time as passed."""

    def __init__(self) -> None:
        self._skipping = _SkippingSelector()
        super().__init__(self._skipping)

    def time(self) -> float:
        return super().time() + self._skipping.skipped

    def run_in_executor(self, executor: Executor | None, func: Callable[..., Any], *args: Any) -> asyncio.Future[Any]:  # type: ignore[override]  # typeshed gives it type variables of its own
        future = super().run_in_executor(executor, func, *args)
        self.work(1)
        future.add_done_callback(lambda _: self.work(-1))
        return future

    async def subprocess_exec(self, protocol_factory: Callable[[], Any], *args: Any, **options: Any) -> tuple[Any, Any]:
        """A process takes its real time until its end is known, which comes later than the last of its pipes closes."""

        running = True

        def over() -> None:
            nonlocal running
            self.work(-int(running))
            running = False

        def watched() -> Any:
            protocol = protocol_factory()
            told = protocol.process_exited

            def process_exited() -> None:
                over()
                told()

            protocol.process_exited = process_exited
            return protocol

        self.work(1)
        try:
            return await super().subprocess_exec(watched, *args, **options)
        except BaseException:  # it never began, or nobody waits for it any more; raised on
            over()
            raise

    def work(self, more: int) -> None:
        """So many more jobs (or fewer) whose time is not skipped."""
        self._skipping.working += more


@contextmanager
def working() -> Iterator[None]:
    """Around waiting for a thread that was not started by the loop: its work takes its real time, like the loop's own."""
    loop = asyncio.get_running_loop()
    if not isinstance(loop, SkippingLoop):
        yield
        return
    loop.work(1)
    try:
        yield
    finally:
        loop.work(-1)


def run(main: Coroutine[Any, Any, Result], skip: bool = True) -> Result:
    """asyncio.run, on a clock that skips waiting if asked."""
    with asyncio.Runner(loop_factory=SkippingLoop if skip else None) as runner:
        return runner.run(main)
