"""A blocking call that may never return, in a thread that nobody has to wait for."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import TypeVar

Result = TypeVar("Result")


async def bounded(call: Callable[[], Result], seconds: float, undo: Callable[[Result], object] = lambda _: None) -> Result:
    """What call() returns; TimeoutError after so many seconds. undo gets the result of a call that ended when nobody waited any more.

    asyncio.to_thread would not do: the interpreter waits for its threads at the end, so one call that hangs keeps the program from ending.
    """
    loop = asyncio.get_running_loop()
    answer: asyncio.Future[Result] = loop.create_future()

    def failed(error: BaseException) -> None:
        if not answer.done():
            answer.set_exception(error)

    def came(result: Result) -> None:
        if answer.done():
            threading.Thread(target=undo, args=(result,), daemon=True, name="undo").start()
        else:
            answer.set_result(result)

    def work() -> None:
        try:
            result = call()
        except BaseException as error:  # carried over to whoever waits, not swallowed
            with suppress(RuntimeError):  # the loop is closed: the program ends
                loop.call_soon_threadsafe(failed, error)
            return
        try:
            loop.call_soon_threadsafe(came, result)
        except RuntimeError:
            undo(result)

    threading.Thread(target=work, daemon=True, name="patience").start()
    async with asyncio.timeout(seconds):
        return await answer
