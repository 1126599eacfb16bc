"""The embedded model with its real weights: calls, the warm prefix, a child that is killed, the background that gives way."""

from __future__ import annotations

import asyncio
import os
import signal
import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import aclosing, asynccontextmanager
from pathlib import Path

import openai
import pytest

from jarvisd.bench.agent_tools import TOOLS
from jarvisd.config import LlmConfig
from jarvisd.errors import LanguageModelError
from jarvisd.llm import Model
from jarvisd.llm.brief import brief
from jarvisd.llm.embedded import Embedded
from jarvisd.llm.weights import FILE, cores
from jarvisd.messages import Message, System, Text, ToolCall, ToolSpec, User

pytestmark = [pytest.mark.engine, pytest.mark.real_time]

PERSONA = System("You are Jarvis, the voice of this house.")
_CHINESE = System("你是贾维斯，这个家的声音。")
_LIGHT = TOOLS[0]
_BUSY = 120.0  # seconds: others may be at work on this machine


@asynccontextmanager
async def real(find: Callable[[str], Path]) -> AsyncIterator[Embedded]:
    name = "qwen2.5-coder-1.5b"
    model = Embedded(name, find(name) / FILE, cores(), LlmConfig(longest=48, start_timeout=_BUSY))
    try:
        yield model
    finally:
        await model.close()


async def said(model: Model, text: str, tools: Sequence[ToolSpec] = (), persona: System = PERSONA) -> list[Text | ToolCall]:
    async with aclosing(model.stream([persona, User(text)], tools)) as parts:
        return [part async for part in parts]


async def test_it_calls_in_both_languages_and_reads_only_what_is_new(find: Callable[[str], Path]) -> None:
    async with real(find) as model:
        for persona, text, room in ((PERSONA, "Turn on the light in the kitchen", "kitchen"), (_CHINESE, "打开厨房的灯", "厨房")):
            await model.warm([persona], [_LIGHT])
            match await said(model, text, [_LIGHT], persona):
                case [ToolCall(_, "light", arguments)]:
                    assert arguments == {"room": room, "action": "turn on"}
                case other:
                    pytest.fail(f"{other}")
        assert await _read(model, [_CHINESE, User("把卧室的灯关掉")]) < 40  # of some three hundred


async def test_a_killed_child_comes_back_and_answers(find: Callable[[str], Path]) -> None:
    async with real(find) as model:
        await model.warm([PERSONA])
        pid = (await model._child.up(_BUSY)).pid
        os.kill(pid, signal.SIGKILL)
        async with asyncio.timeout(_BUSY):
            while (await model._child.up(_BUSY)).pid == pid:  # noqa: ASYNC110 - its end is noticed by another task
                await asyncio.sleep(0.05)
        assert any(isinstance(part, Text) and part.text.strip() for part in await said(model, "你好"))


async def test_the_background_gives_way_to_a_turn(find: Callable[[str], Path]) -> None:
    async with real(find) as model:
        long = asyncio.create_task(said(model.background(), "Count from one to a thousand, in words. " * 60))
        await model._child.up(_BUSY)
        await asyncio.sleep(1)
        assert not long.done()
        turn = asyncio.create_task(said(model, "Hello"))
        began = time.monotonic()
        with pytest.raises(LanguageModelError, match="gave way"):
            await long
        assert time.monotonic() - began < 2
        assert any(isinstance(part, Text) and part.text.strip() for part in await turn)


async def _read(model: Embedded, messages: list[Message]) -> int:
    """How many tokens the server had to read for this, by its own count."""
    address = await model._child.up(_BUSY)
    wire = [
        {"role": type(message).__name__.lower(), "content": message.text}
        for message in brief(messages, [_LIGHT])
        if hasattr(message, "text")
    ]
    async with openai.AsyncOpenAI(base_url=address.url, api_key=address.key) as client:
        body = {"id_slot": 0, "cache_prompt": True, "max_tokens": 1}
        done = await client.post("/chat/completions", body={"model": "", "messages": wire, **body}, cast_to=dict[str, dict[str, int]])
    return done["timings"]["prompt_n"]
