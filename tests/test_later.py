"""What nobody waits for ends nothing else, whatever fails in it."""

from __future__ import annotations

import asyncio

import pytest

from jarvisd.errors import StorageError
from jarvisd.later import patiently


async def at(failures: list[Exception | None]) -> list[float]:
    """When it was begun; at the last it stays at work."""
    clock = asyncio.get_running_loop().time
    begun: list[float] = []
    done = asyncio.Event()

    async def work() -> None:
        begun.append(clock())
        if len(begun) > len(failures):
            done.set()
            await asyncio.Event().wait()
        if failure := failures[len(begun) - 1]:
            raise failure

    task = asyncio.create_task(patiently(work))
    async with asyncio.timeout(3600):
        await done.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    return [round(one - begun[0]) for one in begun]


async def test_what_fails_begins_again_later_and_later_and_at_once_again_when_it_went_well() -> None:
    bad = ValueError("no")
    assert await at([bad, bad, bad, bad, None, bad]) == [0, 30, 90, 210, 450, 480, 540]


async def test_a_failure_is_told_when_it_changes_and_without_the_households_words(caplog: pytest.LogCaptureFixture) -> None:
    secret = ExceptionGroup("both", [KeyError("Anna is allergic to peanuts")])
    await at([StorageError("the disk is full"), StorageError("the disk is full"), secret, secret])
    told = [record.getMessage() for record in caplog.records]
    assert len(told) == 2
    assert told[0].endswith("the disk is full")
    assert "KeyError" in told[1]
    assert "Anna" not in caplog.text
