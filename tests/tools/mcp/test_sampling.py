"""Servers that others wrote ask the language model: real ones, and a real connection to a model's server that answers by script."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from jarvisd import config as settings
from jarvisd.agent.plain import plain
from jarvisd.config import LlmConfig, McpConfig, MemoryConfig
from jarvisd.database import open_database
from jarvisd.engines import Shelf
from jarvisd.events import Feed
from jarvisd.inside import MIND, open_inside
from jarvisd.llm.chosen import Chosen
from jarvisd.llm.openai import OpenAIModel
from jarvisd.llm.providers import PROVIDERS
from jarvisd.messages import Caller, ToolCall, ToolResult
from jarvisd.tools import Asked
from jarvisd.tools.bus import Bus
from jarvisd.tools.mcp import Mcp, connect
from jarvisd.tools.mcp.pins import Pins
from jarvisd.tools.mcp.sampling import LONGEST, MOST
from jarvisd.tools.mcp.servers import read
from tests.llm.server import HANG, Script, Server, serve
from tests.tools.mcp.test_hostile import HOSTILE
from tests.tools.mcp.test_real import NPM

pytestmark = [pytest.mark.system, pytest.mark.real_time]

NEWER = str(Path(__file__).with_name("newer.py"))
ASKED = Asked(Caller("anna", "kitchen"), "c", "en", datetime(2026, 11, 23, tzinfo=UTC))


@asynccontextmanager
async def house(folder: Path, *scripts: Script, window: int = 8192, **table: Any) -> AsyncIterator[tuple[Mcp, Bus, Server]]:
    """With one server called x, and a model that answers by these scripts."""
    table = {"command": sys.executable, "args": [HOSTILE, "samples"], "timeout": 5, "allow": ["sampling"]} | table
    async with serve(*scripts) as server, open_database(folder / "x.db") as database:
        model = OpenAIModel(Chosen("custom", server.url, "scripted", row=replace(PROVIDERS["custom"], window=window)), LlmConfig())
        mcp = Mcp(read({"x": table}, {}), Pins(database), partial(connect, answering=plain(model)))
        bus = Bus([mcp])
        try:
            async with mcp.running():
                await mcp.settled(90)
                assert {row.state for row in mcp.listed()} == {"ready"}, mcp.listed()
                yield mcp, bus, server
        finally:
            await model.close()


async def do(bus: Bus, name: str, **arguments: Any) -> ToolResult:
    return await bus.call(ToolCall("1", name, arguments), ASKED)


def sample(*texts: str, **more: Any) -> dict[str, Any]:
    return {"messages": [{"role": "user", "content": {"type": "text", "text": text}} for text in texts], "maxTokens": 100} | more


async def sampled(bus: Bus, *wanted: dict[str, Any]) -> list[Any]:
    """What the hostile server was answered."""
    result = await do(bus, "x_echo", text=json.dumps(wanted))
    assert not result.error, result.error
    answers: list[Any] = json.loads(result.content["text"])
    return answers


@pytest.mark.parametrize(("prompt", "answer"), [("Why is the sky blue?", "It scatters."), ("天为什么是蓝的？", "因为散射。")])
async def test_the_everything_server_has_the_model_answer_where_that_is_allowed(tmp_path: Path, prompt: str, answer: str) -> None:
    command: dict[str, Any] = {"command": "node", "args": [str(NPM / "mcp-server-everything")]}
    async with house(tmp_path, Script([answer]), **command) as (_, bus, server):
        result = await do(bus, "x_trigger-sampling-request", prompt=prompt, maxTokens=40)
        assert answer in result.content["text"]
        assert "custom/scripted" in result.content["text"]
        assert result.untrusted
        (asked,) = server.asked
        told = [(message["role"], message["content"]) for message in asked.body["messages"]]
        assert told == [  # its own words, and nothing of the household
            ("system", "You are a helpful test server."),
            ("user", f"Resource trigger-sampling-request context: {prompt}"),
        ]
        assert "tools" not in asked.body


async def test_the_everything_server_is_told_that_it_cannot_where_nobody_allows_it(tmp_path: Path) -> None:
    async with house(tmp_path, command="node", args=[str(NPM / "mcp-server-everything")], allow=[]) as (mcp, bus, _):
        assert "x_trigger-sampling-request" not in [tool.name for tool in mcp.tools()]  # it offers it to those alone who can
        assert "no tool called" in (await do(bus, "x_trigger-sampling-request", prompt="Hello?")).error


async def test_a_server_of_the_newest_protocol_has_the_model_answer(tmp_path: Path) -> None:
    async with house(tmp_path, Script(["短。"]), args=[NEWER]) as (_, bus, server):
        assert (await do(bus, "x_summary", words="很长很长的话")).content == {"result": {"result": "custom/scripted says: 短。"}}
        assert [message["content"] for message in server.asked[0].body["messages"]] == ["很长很长的话"]


async def test_a_server_of_the_newest_protocol_is_declined_where_nobody_allows_it(tmp_path: Path) -> None:
    async with house(tmp_path, args=[NEWER], allow=[]) as (_, bus, _):
        assert (await do(bus, "x_summary", words="long")).error == "x says: Sampling not supported"


async def test_a_server_has_so_many_answers_in_one_call_and_again_in_the_next(tmp_path: Path) -> None:
    scripts = [Script(["Yes."])] * (2 * MOST)
    async with house(tmp_path, *scripts) as (_, bus, _):
        for _ in range(2):
            answers = await sampled(bus, *[sample("Is it?")] * (MOST + 1))
            assert [answer["content"]["text"] for answer in answers[:MOST]] == ["Yes."] * MOST
            assert answers[MOST] == {"code": -1, "message": f"Declined: at most {MOST} answers in one call"}


async def test_nobody_is_answered_outside_a_call(tmp_path: Path) -> None:
    async with house(tmp_path, args=[HOSTILE, "unasked"]) as (_, bus, _):
        told = (await do(bus, "x_echo", text="")).content["text"]
        assert json.loads(told) == [{"code": -1, "message": "Declined: no tool of this server is being called"}]


PICTURE = {"role": "user", "content": {"type": "image", "data": "AAAA", "mimeType": "image/png"}}
TOOL = {"name": "unlock", "inputSchema": {"type": "object"}}


@pytest.mark.parametrize(
    ("wanted", "why"),
    [
        (sample("Look!", messages=[PICTURE]), "text only"),
        (sample("Unlock it.", tools=[TOOL]), "text only"),
        (sample(), "there is nothing to answer"),
        (sample("Go on.", maxTokens=0), "there is nothing to answer"),
        (sample("长" * LONGEST, "!"), f"at most {LONGEST} characters"),
        (sample("Short.", systemPrompt="x" * LONGEST), f"at most {LONGEST} characters"),
    ],
    ids=["picture", "tools", "nothing", "no room", "long", "long system prompt"],
)
async def test_what_is_more_than_a_little_text_is_declined(tmp_path: Path, wanted: dict[str, Any], why: str) -> None:
    async with house(tmp_path) as (_, bus, server):
        assert await sampled(bus, wanted) == [{"code": -1, "message": f"Declined: {why}"}]
        assert server.asked == []


async def test_an_answer_ends_at_its_tokens_and_at_what_the_server_says_ends_it(tmp_path: Path) -> None:
    endless = Script([" ".join(f"word{number}" for number in range(50)), HANG], end=False)
    async with house(tmp_path, endless, Script(["One. ", "END two."])) as (_, bus, server):
        (cut,) = await sampled(bus, sample("Talk.", maxTokens=20))
        assert cut["stopReason"] == "maxTokens"
        assert 20 < len(cut["content"]["text"]) < 120
        await asyncio.wait_for(server.hung_up.wait(), 5)  # the model is told to stop
        (stopped,) = await sampled(bus, sample("Talk.", stopSequences=["END", ""]))
        assert (stopped["stopReason"], stopped["content"]["text"]) == ("stopSequence", "One. ")


async def test_a_model_that_does_not_answer_costs_the_server_its_answer_and_tells_nothing(tmp_path: Path) -> None:
    refusing = Script(status=401, error="the key sk-123 is wrong")
    async with house(tmp_path, Script(["So", HANG]), refusing, timeout=3) as (_, bus, server):
        assert await sampled(bus, sample("Well?")) == [{"code": -32603, "message": "The language model did not answer in time"}]
        await asyncio.wait_for(server.hung_up.wait(), 5)
        assert await sampled(bus, sample("Well?")) == [{"code": -32603, "message": "The language model did not answer"}]


async def test_what_is_too_much_for_the_model_is_not_asked(tmp_path: Path) -> None:
    async with house(tmp_path, window=100) as (_, bus, server):
        assert await sampled(bus, sample("Well?")) == [{"code": -32603, "message": "The language model did not answer"}]
        assert server.asked == []


async def test_the_house_lends_the_model_that_is_configured_and_tells_it_nothing_of_itself(tmp_path: Path) -> None:
    table = {"command": sys.executable, "args": [HOSTILE, "samples"], "allow": ["sampling"]}
    async with serve(Script(["Anna."]), Script(["我不知道。"])) as server, AsyncExitStack() as stack:
        config = replace(
            settings.load(None),
            llm=LlmConfig(provider="custom", base_url=server.url, model="m"),
            memory=MemoryConfig("", persona="dry and courteous"),
            mcp=McpConfig({"x": table}),
        )
        shelf = Shelf()
        stack.push_async_callback(shelf.clear)
        inside = await open_inside(stack, config, settings.paths(state=tmp_path), Feed(), MIND, shelf, [])
        assert inside.bus is not None
        assert inside.others is not None
        await inside.others.settled(30)
        (first, second) = await sampled(inside.bus, sample("Who lives there?")) + await sampled(inside.bus, sample("谁住在这里？"))
        assert [first["content"]["text"], second["content"]["text"]] == ["Anna.", "我不知道。"]
        asked = [request.body["messages"] for request in server.asked]
        assert asked == [[{"role": "user", "content": "Who lives there?"}], [{"role": "user", "content": "谁住在这里？"}]]


async def test_who_may_ask_the_model_may_still_ask_nobody_for_a_pin(tmp_path: Path) -> None:
    async with house(tmp_path, args=[HOSTILE, "asks"]) as (_, bus, _):
        assert (await do(bus, "x_echo", text="")).content == {"text": "Declined: there is nothing to answer / Elicitation not supported"}
