"""The language model's part of the mind, opened over a real memory."""

from __future__ import annotations

import asyncio
from datetime import datetime
from pathlib import Path

import pytest

from jarvisd.agent.assistant import Assistant
from jarvisd.agent.opened import estimate, open_chat
from jarvisd.config import MemoryConfig
from jarvisd.memory import Passage
from jarvisd.memory.opened import open_memory
from jarvisd.messages import Request, Text
from jarvisd.tools.blocks import BlockTools
from jarvisd.tools.bus import Bus
from tests.agent.mind import NOW, Scripted, Things, call


def now() -> datetime:
    return NOW


@pytest.mark.parametrize(("language", "opening"), [("en", "You are Jarvis"), ("zh", "你是贾维斯")])
async def test_what_a_talk_begins_with_can_be_read_ahead(tmp_path: Path, language: str, opening: str) -> None:
    model = Scripted([("Hello.",)])
    async with open_memory(tmp_path / "jarvisd.db", MemoryConfig(), now) as memory:
        bus = Bus([BlockTools(memory.blocks)])
        async with open_chat(model, memory, bus, now) as chat:
            await chat.warm(Request("", "", language=language))
            (first,) = model.warmed
            assert opening in str(first[0])
            assistant = Assistant([chat], memory.recall, now, bus)
            request = Request("good morning" if language == "en" else "早上好", "c", language=language)
            async with assistant.turn(request, await assistant.consider(request)) as reply:
                async for _ in reply:
                    pass
            assert model.given[0][: len(first)] == first


async def test_what_was_said_long_ago_rides_along(tmp_path: Path) -> None:
    model = Scripted([(call("core_memory_append", label="household", content="Anna: no peanuts."),), ("Peanuts, since March.",)])
    async with open_memory(tmp_path / "jarvisd.db", MemoryConfig(), now) as memory:
        await memory.archive.insert(Passage("Anna is allergic to peanuts.", datetime(2026, 3, 1, tzinfo=NOW.tzinfo), person="Ben"))
        bus = Bus([BlockTools(memory.blocks)])
        async with open_chat(model, memory, bus, now) as chat:
            assistant = Assistant([chat], memory.recall, now, bus)
            request = Request("What is Anna allergic to?", "c")
            async with assistant.turn(request, await assistant.consider(request)) as reply:
                said = "".join([part.text async for part in reply if isinstance(part, Text)])
        assert said == "Peanuts, since March."
        assert "Sunday, March 1, 2026, Ben: Anna is allergic to peanuts." in str(model.given[0][-1])
        (edit,) = await memory.blocks.history("household")
        assert (edit.author, edit.after) == ("agent", "Anna: no peanuts.")


@pytest.mark.parametrize(
    ("asked", "language", "told"),
    [
        ("Look at everything, then switch it on", "en", "About what you asked before: I could not finish it. "),
        ("看看所有的，然后开灯", "zh", "关于你刚才问的：这件事我没能做完。"),
    ],
)
async def test_what_the_end_of_the_house_cut_short_is_told_and_not_begun_again(
    tmp_path: Path, asked: str, language: str, told: str
) -> None:
    looks = [(call("look", what=f"{n}"),) for n in range(6)]  # as many steps as one turn has
    things = Things()

    async def life(model: Scripted) -> tuple[str, list[str]]:
        """One life of the house, with one turn: what was said in it, and how the runs stand after it."""
        async with open_memory(tmp_path / "jarvisd.db", MemoryConfig(), now) as memory:
            bus = Bus([things])
            async with open_chat(model, memory, bus, now) as chat:
                assistant = Assistant([chat], memory.recall, now, bus)
                request = Request(asked, "c", language=language)
                async with assistant.turn(request, await assistant.consider(request)) as reply:
                    said = "".join([part.text async for part in reply if isinstance(part, Text)])
                await asyncio.sleep(60)  # so long lives the house on
            return said, [run.state for run in await memory.runs.all()]

    _, runs = await life(Scripted([*looks, (3600.0, call("lamp"))]))
    assert runs == ["interrupted"]
    assert await life(Scripted([("OK",)])) == (told + "OK", ["done"])
    assert await life(Scripted([("OK",)])) == ("OK", ["done"])
    assert "lamp began" not in things.log


async def test_without_a_model_the_overview_is_an_estimate(tmp_path: Path) -> None:
    async with open_memory(tmp_path / "jarvisd.db", MemoryConfig(), now) as memory:
        seen = await estimate(memory, Bus([BlockTools(memory.blocks)]), now, "zh")(Request("", "c"))
        assert seen.window == 0
        assert min(seen.system, seen.tools, seen.blocks) > 10
