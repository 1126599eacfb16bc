"""A device that goes is opened again, and the house goes on meanwhile."""

import asyncio
import logging
from collections.abc import Callable

import pytest

from jarvisd.daemon import supervise
from jarvisd.errors import DeviceError, DeviceLost


async def _watch(runs: list[Exception | float], seconds: float) -> list[float]:
    """Supervises something that lives or dies as listed: the times at which it was opened, on the skipping clock."""
    began: list[float] = []
    clock = asyncio.get_running_loop().time
    first = clock()

    async def run(opened: Callable[[str], None]) -> None:
        began.append(round(clock() - first, 1))
        what = runs.pop(0) if runs else DeviceError("no microphone; plug one in")
        if isinstance(what, DeviceError):
            raise what
        opened("listening: a microphone")
        if isinstance(what, Exception):
            raise what
        await asyncio.sleep(what)
        raise DeviceLost("the microphone went away")

    task = asyncio.ensure_future(supervise("microphone", run))
    await asyncio.sleep(seconds)
    task.cancel()
    await asyncio.wait({task})
    return began


async def test_it_backs_off_and_never_gives_up() -> None:
    assert await _watch([], 100.0) == [0.0, 1.0, 3.0, 7.0, 15.0, 31.0, 61.0, 91.0]


async def test_after_it_worked_it_is_tried_again_at_once() -> None:
    gone = DeviceError("no microphone; plug one in")
    assert await _watch([gone, gone, gone, 10.0, 10.0], 29.0) == [0.0, 1.0, 3.0, 7.0, 18.0]


async def test_one_that_is_opened_and_goes_at_once_is_tried_less_and_less() -> None:
    assert await _watch([0.1] * 9, 100.0) == [0.0, 1.1, 3.2, 7.3, 15.4, 31.5, 61.6, 91.7]


async def test_each_change_is_one_line(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    gone = DeviceError("no microphone; plug one in")
    await _watch([gone, gone, DeviceError("another program holds it"), 10.0, DeviceError("suspended")], 60.0)
    said = [record.getMessage().split(".")[0] for record in caplog.records if record.getMessage().startswith("microphone")]
    assert said == [
        "microphone: no microphone; plug one in",
        "microphone: listening: a microphone",
        "microphone: the microphone went away",
    ]


async def test_even_a_bug_ends_only_the_device(caplog: pytest.LogCaptureFixture) -> None:
    assert len(await _watch([ZeroDivisionError(), 5.0], 4.0)) == 2
    assert "ZeroDivisionError" in caplog.text
