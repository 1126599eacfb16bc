"""The embedded model and its child process, with a stand-in for the weights on the same wire."""

from __future__ import annotations

import asyncio
import json
import logging
import os
import signal
import sys
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import aclosing, asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from jarvisd.config import LlmConfig
from jarvisd.errors import LanguageModelError, ModelStarting
from jarvisd.llm import Model
from jarvisd.llm.embedded import Embedded
from jarvisd.messages import Assistant, Message, System, Text, ToolCall, ToolResult, ToolSpec, User

pytestmark = [pytest.mark.system, pytest.mark.real_time]

FAKE = (sys.executable, str(Path(__file__).with_name("fake_child.py")))
LIGHT = ToolSpec("light", "Switches it.", {"type": "object", "properties": {"room": {"type": "string"}}, "required": ["room"]})


@asynccontextmanager
async def embedded(folder: Path, command: Sequence[str] = FAKE, patience: float = 25.0) -> AsyncIterator[tuple[Embedded, Path]]:
    notes = folder / "asked.jsonl"
    notes.touch()
    model = Embedded("tiny", notes, 2, LlmConfig(start_timeout=patience), command)
    try:
        yield model, notes
    finally:
        await model.close()


async def said(model: Model, text: str, tools: Sequence[ToolSpec] = ()) -> list[Text | ToolCall]:
    messages: list[Message] = [System("You are Jarvis."), User(text)]
    async with aclosing(model.stream(messages, tools)) as parts:
        return [part async for part in parts]


def asked(notes: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in notes.read_text().splitlines()]


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return "\nState:\tZ" not in Path(f"/proc/{pid}/status").read_text()


async def until(true: Any) -> None:
    async with asyncio.timeout(20):
        while not true():  # noqa: ASYNC110 - it looks at what another process wrote
            await asyncio.sleep(0.01)


@pytest.mark.parametrize("text", ["Hello", "你好"])
async def test_it_speaks(tmp_path: Path, text: str) -> None:
    async with embedded(tmp_path) as (model, _):
        assert await said(model, text) == [Text("Good "), Text("morning.")]


@pytest.mark.parametrize("text", ["call: light in the kitchen", "call 打开厨房的灯"])
async def test_a_call_comes_whole_and_may_be_nothing_but_a_call_or_words(tmp_path: Path, text: str) -> None:
    async with embedded(tmp_path) as (model, notes):
        match await said(model, text, [LIGHT]):
            case [ToolCall(_, "light", arguments)]:
                assert arguments == {"room": "kitchen"}
            case other:
                pytest.fail(f"{other}")
        [body] = asked(notes)
        assert "call0" in body["grammar"]
        assert "tools" not in body
        assert "light(room: string): Switches it." in body["messages"][0]["content"]


@pytest.mark.parametrize(("query", "found"), [("Faust", []), ("浮士德", []), ("tea", [{"text": "Anna drinks tea"}])])
async def test_after_a_search_in_vain_it_speaks_and_does_not_look_again(tmp_path: Path, query: str, found: list[dict[str, str]]) -> None:
    call = ToolCall("1", "archival_memory_search", {"query": query})
    messages: list[Message] = [System("You are Jarvis."), User(query), Assistant("", (call,)), ToolResult(call, {"found": found})]
    async with embedded(tmp_path) as (model, notes):
        async with aclosing(model.stream(messages, [LIGHT])) as parts:
            assert [part async for part in parts] == [Text("Good "), Text("morning.")]
        [body] = asked(notes)
        assert ("call0" in body["grammar"]) is bool(found)
        assert "light(room: string)" in body["messages"][0]["content"]  # what it has read stays read


@pytest.mark.parametrize("text", ["call: who wrote Faust?", "call 谁写了《浮士德》"])
async def test_what_was_done_before_is_not_done_again(tmp_path: Path, text: str) -> None:
    calls = [ToolCall(str(n), "archival_memory_search", {"query": "Faust"}) for n in range(2)]
    messages: list[Message] = [System("You are Jarvis."), User(text)]
    messages += [Assistant("", (calls[0],)), ToolResult(calls[0], {"found": [{"text": "Anna drinks tea"}]})]
    again: list[Message] = [Assistant("", (calls[1],)), ToolResult(calls[1], error="made already")]
    async with embedded(tmp_path) as (model, notes):
        for given in (messages, [*messages, *again]):
            async with aclosing(model.stream(given, [LIGHT])) as parts:
                assert [part async for part in parts]
        assert ["call0" in body["grammar"] for body in asked(notes)] == [True, False]


async def test_the_prefix_is_read_ahead_in_the_slot_of_turns(tmp_path: Path) -> None:
    async with embedded(tmp_path) as (model, notes):
        await model.warm([System("You are Jarvis.")], [LIGHT])
        await said(model, "Hello", [LIGHT])
        ahead, turn = asked(notes)
        assert ahead["max_tokens"] == 1
        assert ahead["messages"][0] == turn["messages"][0]
        assert ahead["id_slot"] == turn["id_slot"] == 0
        assert turn["cache_prompt"] is True


@pytest.mark.parametrize(("text", "persona"), [("slowly, who wrote it?", "你是贾维斯。"), ("slowly 谁写的", "You are Jarvis.")])
async def test_no_turn_waits_behind_a_prefix_that_is_read_ahead(tmp_path: Path, text: str, persona: str) -> None:
    async with embedded(tmp_path) as (model, notes):
        turn, ahead = asyncio.create_task(said(model, text)), asyncio.create_task(model.warm([System(persona)]))
        await until(lambda: asked(notes))
        await asyncio.sleep(0.3)
        assert [body["messages"][-1]["content"] for body in asked(notes)] == [text]
        turn.cancel()
        await asyncio.wait({turn})
        await ahead
        assert [body["messages"][0]["content"] for body in asked(notes)] == ["You are Jarvis.", persona]


async def test_what_a_turn_cut_off_is_read_on_behind_it(tmp_path: Path) -> None:
    async with embedded(tmp_path) as (model, notes):
        ahead = asyncio.create_task(model.warm([System("You are Jarvis."), User("slowly read")]))
        await until(lambda: asked(notes))
        assert await said(model, "你好") == [Text("Good "), Text("morning.")]
        await until(lambda: len(asked(notes)) == 3)
        assert [body["messages"][-1]["content"] for body in asked(notes)] == ["slowly read", "你好", "slowly read"]
        assert not ahead.done()
        await model.close()
        async with asyncio.timeout(5):
            await ahead


async def test_a_killed_child_comes_back_and_has_read_the_prefix_again(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO):
        async with embedded(tmp_path) as (model, notes):
            await model.warm([System("You are Jarvis.")])
            pid = asked(notes)[0]["pid"]
            os.kill(pid, signal.SIGKILL)
            await until(lambda: len(asked(notes)) == 2)
            assert await said(model, "Hello") == [Text("Good "), Text("morning.")]
            assert len({each["pid"] for each in asked(notes)}) == 2
    assert [record.levelname for record in caplog.records if "tiny" in record.getMessage()] == ["INFO", "WARNING", "INFO"]


async def test_a_turn_cuts_off_what_the_background_does(tmp_path: Path) -> None:
    async with embedded(tmp_path) as (model, notes):
        quiet = asyncio.create_task(said(model.background(), "slowly summarise"))
        await until(lambda: asked(notes))
        assert await said(model, "Hello") == [Text("Good "), Text("morning.")]
        with pytest.raises(LanguageModelError, match="gave way"):
            await quiet
        assert [each["id_slot"] for each in asked(notes)] == [1, 0]


async def test_a_wake_word_cuts_off_what_the_background_does(tmp_path: Path) -> None:
    async with embedded(tmp_path) as (model, notes):
        quiet = asyncio.create_task(said(model.background(), "slowly summarise"))
        await until(lambda: asked(notes))
        model.interrupt()
        began = time.monotonic()
        with pytest.raises(LanguageModelError, match="gave way"):
            await quiet
        assert time.monotonic() - began < 0.5


async def test_closing_ends_the_child_within_a_second(tmp_path: Path) -> None:
    async with embedded(tmp_path) as (model, notes):
        await said(model, "Hello")
        pid = asked(notes)[0]["pid"]
        began = time.monotonic()
        await model.close()
        assert time.monotonic() - began < 1
        assert not alive(pid)


async def test_a_child_that_cannot_start_is_told_at_once_and_not_tried_in_a_circle(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with embedded(tmp_path, [sys.executable, "-c", ""]) as (model, _):
        began = time.monotonic()
        for _again in range(2):
            with pytest.raises(LanguageModelError, match="before it was up"):
                await said(model, "Hello")
        assert time.monotonic() - began < 10
    assert len([record for record in caplog.records if record.levelno == logging.WARNING]) == 1


async def test_a_child_that_is_slow_to_start_is_waited_for_a_while(tmp_path: Path) -> None:
    async with embedded(tmp_path, [sys.executable, "-c", "import time; time.sleep(60)"], 1.0) as (model, _):
        with pytest.raises(ModelStarting, match="still starting"):
            await said(model, "Hello")


@pytest.mark.parametrize("text", ["slowly, what is the time?", "slowly 现在几点"])
async def test_nobody_waits_for_a_first_word_longer_than_is_bearable(tmp_path: Path, text: str) -> None:
    async with embedded(tmp_path, patience=3.0) as (model, _):
        began = time.monotonic()
        with pytest.raises(ModelStarting, match="still reading"):
            await said(model, text)
        assert time.monotonic() - began < 4


@pytest.mark.parametrize(("text", "room"), [("call: the light", {}), ("call the kitchen", {"room": "kitchen"})])
async def test_what_nobody_said_is_no_argument(tmp_path: Path, text: str, room: dict[str, str]) -> None:
    light = ToolSpec("light", "Switches it.", {"type": "object", "properties": {"room": {"type": "string"}}})
    async with embedded(tmp_path) as (model, _):
        assert [call.arguments for call in await said(model, text, [light]) if isinstance(call, ToolCall)] == [room]


def test_the_child_ends_when_its_parent_is_killed(tmp_path: Path) -> None:
    """The end of its input is its own end."""
    import subprocess

    notes = tmp_path / "asked.jsonl"
    with subprocess.Popen(FAKE, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as child:
        assert child.stdin
        assert child.stdout
        child.stdin.write(json.dumps({"weights": str(notes), "key": "k", "threads": 1, "window": 64}).encode() + b"\n")
        child.stdin.flush()
        assert child.stdout.readline().startswith(b"http://127.0.0.1:")
        child.stdin.close()
        assert child.wait(5) == 0
