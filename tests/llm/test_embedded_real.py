"""The embedded model with its real weights: calls, the warm prefix, the background that gives way."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import aclosing, asynccontextmanager
from pathlib import Path

import openai
import pytest

from jarvisd.bench.agent_tools import TOOLS
from jarvisd.config import LlmConfig
from jarvisd.errors import LanguageModelError
from jarvisd.llm.brief import brief
from jarvisd.llm.embedded import Embedded
from jarvisd.llm.weights import FILE, cores
from jarvisd.messages import Message, System, ToolCall, User

pytestmark = [pytest.mark.engine, pytest.mark.real_time]

PERSONA = System("You are Jarvis, the voice of this house.")
_LIGHT = TOOLS[0]


@asynccontextmanager
async def real(find: Callable[[str], Path]) -> AsyncIterator[Embedded]:
    name = "qwen2.5-coder-1.5b"
    model = Embedded(name, find(name) / FILE, cores(), LlmConfig())
    try:
        yield model
    finally:
        await model.close()


async def test_it_calls_in_both_languages_and_reads_only_what_is_new(find: Callable[[str], Path]) -> None:
    async with real(find) as model:
        await model.warm([PERSONA], [_LIGHT])
        for text, room in (("Turn on the light in the kitchen", "kitchen"), ("打开厨房的灯", "厨房")):
            messages: list[Message] = [PERSONA, User(text)]
            async with aclosing(model.stream(messages, [_LIGHT])) as parts:
                calls = [part async for part in parts if isinstance(part, ToolCall)]
            assert [(call.name, call.arguments["room"], call.arguments["action"]) for call in calls] == [("light", room, "turn on")]
        assert await _read(model, [PERSONA, User("Turn off the light in the bedroom")]) < 40  # of some two hundred


async def test_the_background_gives_way_at_once(find: Callable[[str], Path]) -> None:
    async with real(find) as model:

        async def work() -> None:
            async with aclosing(model.background().stream([User("Count from one to a thousand, in words. " * 20)])) as parts:
                async for _ in parts:
                    pass

        at_work = asyncio.create_task(work())
        await model._child.up(60)
        await asyncio.sleep(1)
        model.interrupt()
        began = time.monotonic()
        with pytest.raises(LanguageModelError, match="gave way"):
            await at_work
        assert time.monotonic() - began < 1


async def _read(model: Embedded, messages: list[Message]) -> int:
    """How many tokens the server had to read for this, by its own count."""
    address = await model._child.up(10)
    wire = [
        {"role": type(message).__name__.lower(), "content": message.text}
        for message in brief(messages, [_LIGHT])
        if hasattr(message, "text")
    ]
    async with openai.AsyncOpenAI(base_url=address.url, api_key=address.key) as client:
        body = {"id_slot": 0, "cache_prompt": True, "max_tokens": 1}
        done = await client.post("/chat/completions", body={"model": "", "messages": wire, **body}, cast_to=dict[str, dict[str, int]])
    return done["timings"]["prompt_n"]
