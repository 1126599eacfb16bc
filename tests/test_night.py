"""The night within the whole house: it rests as long as anybody talks, in sound or in writing."""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from jarvisd import config as settings
from jarvisd.engines import Shelf
from jarvisd.events import Feed, Woke
from jarvisd.inside import MIND, Inside, open_inside
from jarvisd.memory.lately import Lately, Mark
from jarvisd.messages import Request


async def looked(inside: Inside) -> bool:
    """What was said has been looked through."""
    assert inside.memory
    return await Lately(inside.memory.database, inside.memory.recall).mark("sleeptime.rules") != Mark()


async def say(inside: Inside, text: str) -> None:
    assert inside.assistant
    request = Request(text, "kitchen")
    async with inside.assistant.turn(request, await inside.assistant.consider(request)) as reply:
        async for _ in reply:
            pass


@pytest.mark.slow
@pytest.mark.parametrize("sound", [True, False], ids=["wake word", "in writing"])
async def test_it_waits_for_three_minutes_in_which_nobody_talks(tmp_path: Path, sound: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    feed = Feed()
    async with AsyncExitStack() as stack:
        inside = await open_inside(stack, settings.load(None), settings.paths(state=tmp_path), feed, MIND, Shelf(), [])
        assert inside.night
        task = asyncio.create_task(inside.night.run())
        await say(inside, "From now on, always whisper.")
        for _ in range(10):
            await asyncio.sleep(150)
            if sound:
                feed.tell(Woke("1", asyncio.get_running_loop().time(), "kitchen", "jarvis", 0.9, 0.0))
            else:
                await say(inside, "What time is it?")
        assert not await looked(inside)
        await asyncio.sleep(200)
        assert await looked(inside)
        task.cancel()
        await asyncio.wait({task})
