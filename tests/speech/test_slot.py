"""One worker, one waiting place, the latest wins."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable

import pytest

from jarvisd.errors import EngineError
from jarvisd.speech.slot import Dropped, Slot


class Gate:
    """Work that begins when asked and ends when let."""

    def __init__(self) -> None:
        self.done: list[str] = []
        self._begun: dict[str, asyncio.Event] = {}
        self._open = threading.Semaphore(0)

    def work(self, name: str) -> Callable[[], str]:
        loop, begun = asyncio.get_running_loop(), self._begun.setdefault(name, asyncio.Event())

        def run() -> str:
            loop.call_soon_threadsafe(begun.set)
            assert self._open.acquire(timeout=10)
            self.done.append(name)
            return name

        return run

    async def begun(self, name: str) -> None:
        async with asyncio.timeout(10):
            await self._begun[name].wait()

    def let(self, count: int = 1) -> None:
        self._open.release(count)


async def _turn() -> None:
    """Everything that is ready has had its turn."""
    for _ in range(5):
        await asyncio.sleep(0)


async def test_it_hands_back_what_the_work_returns_or_raises() -> None:
    slot = Slot("engine")
    assert await slot.run(max, 2, 3) == 3
    with pytest.raises(ZeroDivisionError):
        await slot.run(divmod, 1, 0)
    assert await slot.run(max, 4, 3) == 4
    slot.close()


async def test_a_newer_piece_takes_the_place_of_the_one_that_waits() -> None:
    slot, gate = Slot("engine"), Gate()
    async with asyncio.TaskGroup() as group:
        first = group.create_task(slot.run(gate.work("first")))
        await _turn()
        await gate.begun("first")
        waiting = asyncio.gather(slot.run(gate.work("second")), return_exceptions=True)
        await _turn()
        latest = group.create_task(slot.run(gate.work("third")))
        await _turn()
        [dropped] = await waiting
        gate.let(2)
    assert isinstance(dropped, Dropped)
    assert (first.result(), latest.result()) == ("first", "third")
    assert gate.done == ["first", "third"]
    slot.close()


async def test_work_whose_caller_is_cancelled_while_it_waits_never_begins() -> None:
    slot, gate = Slot("engine"), Gate()
    async with asyncio.TaskGroup() as group:
        group.create_task(slot.run(gate.work("first")))
        await _turn()
        await gate.begun("first")
        waiting = group.create_task(slot.run(gate.work("second")))
        await _turn()
        waiting.cancel()
        await _turn()
        group.create_task(slot.run(gate.work("third")))
        await _turn()
        gate.let(2)
    assert gate.done == ["first", "third"]
    slot.close()


async def test_cancelling_the_caller_of_running_work_keeps_the_thread_busy() -> None:
    slot, gate = Slot("engine"), Gate()
    async with asyncio.TaskGroup() as group:
        running = group.create_task(slot.run(gate.work("first")))
        await _turn()
        await gate.begun("first")
        running.cancel()
        await _turn()
        group.create_task(slot.run(gate.work("second")))
        await _turn()
        assert gate.done == []
        gate.let(2)
    assert gate.done == ["first", "second"]
    slot.close()


async def test_a_turn_that_comes_in_the_moment_of_cancellation_is_handed_on() -> None:
    slot, gate = Slot("engine"), Gate()
    order: list[str] = []
    async with asyncio.TaskGroup() as group:
        group.create_task(slot.run(gate.work("first")))
        await _turn()
        await gate.begun("first")
        waiting = group.create_task(slot.run(order.append, "cancelled"))
        await _turn()
        slot._next()  # what the end of the first does; no door lets a test cancel between this and the waiter's waking
        waiting.cancel()
        await _turn()
        gate.let()
    async with asyncio.timeout(10):
        await slot.run(order.append, "next")
    assert order == ["next"]
    slot.close()


async def test_after_closing_nothing_begins_and_who_waits_is_told() -> None:
    slot, gate = Slot("engine"), Gate()
    async with asyncio.TaskGroup() as group:
        group.create_task(slot.run(gate.work("first")))
        await _turn()
        await gate.begun("first")
        waiting = asyncio.gather(slot.run(gate.work("second")), return_exceptions=True)
        await _turn()
        slot.close()
        [refused] = await waiting
        gate.let()
    assert isinstance(refused, EngineError)
    with pytest.raises(EngineError):
        await slot.run(max, 1, 2)
    assert gate.done == ["first"]
