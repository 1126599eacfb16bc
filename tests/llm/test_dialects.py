"""Every row of the providers against a server that behaves as that provider does: what was sent to it, what was read from it."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import aclosing
from dataclasses import dataclass, field, replace
from typing import Any

import pytest

from jarvisd import llm
from jarvisd.config import LlmConfig
from jarvisd.errors import LanguageModelError
from jarvisd.llm.providers import PROVIDERS
from jarvisd.messages import Assistant, Message, System, Text, ToolCall, ToolResult, ToolSpec, User
from tests.llm.server import Asked, Script, call, chunk, serve

pytestmark = pytest.mark.real_time

LIGHT = ToolSpec(
    "set_light",
    "Switches a light.",
    {"type": "object", "required": ["room"], "properties": {"room": {"type": "string"}, "on": {"type": "boolean"}}},
)
TIME = ToolSpec("get_time", "What time it is.", {"type": "object", "properties": {}})
TOOLS = (LIGHT, TIME)
ASK: tuple[Message, ...] = (System("short"), User("打开厨房的灯"))
MADE = ("set_light", {"room": "厨房", "on": True})
PIECES = ('{"room": "厨', '房", "on"', ": true}")
EVERY_KEY = {name: "secret" for row in PROVIDERS.values() for name in row.key_env}
THINKING_OFF = {"thinking": {"type": "disabled"}}
TEMPLATE_OFF = {"chat_template_kwargs": {"enable_thinking": False}}
ASKS_USAGE = {"stream_options": {"include_usage": True}}


def one_call(*rest: Any, later: str | None = None) -> tuple[Any, ...]:
    """The reference: name and id first, then arguments in pieces."""
    return (call(0, "call_1", "set_light", ""), *(call(0, later, None, piece) for piece in PIECES), *rest)


def usage(tokens: int) -> dict[str, Any]:
    return {"id": "1", "choices": [], "usage": {"prompt_tokens": tokens, "completion_tokens": 5, "total_tokens": tokens + 5}}


@dataclass(frozen=True)
class Dialect:
    """How a provider answers, and what it must have been sent for that."""

    pieces: Sequence[Any] = ()
    body: dict[str, Any] = field(default_factory=dict)  # beside model, messages, tools and stream
    headers: dict[str, str] = field(default_factory=dict)
    model: str = ""
    config: dict[str, Any] = field(default_factory=dict)
    reason: str = "tool_calls"
    whole: Any = None
    said: str = ""


WHOLE = {
    "choices": [
        {
            "message": {
                "role": "assistant",
                "content": "",
                "tool_calls": [{"id": "call_1", "function": {"name": "set_light", "arguments": '{"room":"厨房","on":true}'}}],
            },
            "finish_reason": "tool_calls",
        }
    ],
    "usage": {"prompt_tokens": 90},
}
KIMI = Dialect(one_call(usage(80)), {**THINKING_OFF, **ASKS_USAGE, "max_completion_tokens": 1024})
ZHIPU = Dialect(
    # it says its usage beside the end, and sends an empty content with each piece
    (chunk("好的。"), *one_call({"id": "1", "choices": [{"index": 0, "delta": {"content": ""}, "usage": {"prompt_tokens": 80}}]})),
    {**THINKING_OFF, **ASKS_USAGE, "tool_stream": True, "temperature": 0.01, "max_tokens": 1024},
    config={"temperature": 0.0},
    said="好的。",
)
QWEN = Dialect(
    one_call(later=""), {**ASKS_USAGE, "enable_thinking": False, "temperature": 1.99, "max_tokens": 1024}, config={"temperature": 2.0}
)
DIALECTS: dict[str, Dialect] = {
    "kimi": KIMI,
    "kimi-intl": KIMI,
    "zhipu": ZHIPU,
    "zhipu-intl": ZHIPU,
    "qwen": QWEN,
    "qwen-intl": QWEN,
    "ernie": Dialect(
        one_call(), {**ASKS_USAGE, "temperature": 0.3, "max_tokens": 1024}, {"appid": "app-7"}, config={"account": "app-7"}, reason="stop"
    ),
    "baichuan": Dialect(one_call(), {"temperature": 1.0, "max_tokens": 2048}, config={"temperature": 1.5, "longest": 9000}),
    "deepseek": Dialect(one_call(), {**THINKING_OFF, **ASKS_USAGE, "temperature": 0.3, "max_tokens": 1024}),
    "openai": Dialect(one_call(usage(80)), {**ASKS_USAGE, "max_completion_tokens": 1024}, model="gpt-5-mini"),
    "ollama": Dialect(whole=WHOLE, body={"temperature": 0.3, "max_tokens": 1024}, model="qwen3:8b"),
    "llama.cpp": Dialect(
        # its usage may be 0, and its template leaks what it thought
        ("</think>\n\n", *one_call(usage(0))),
        {**TEMPLATE_OFF, **ASKS_USAGE, "cache_prompt": True, "parallel_tool_calls": False, "temperature": 0.3, "max_tokens": 1024},
        reason="stop",
    ),
    "vllm": Dialect(
        # the hermes parser: fragments, and the last brace is lost
        (call(0, "call_1", "set_light", None), *(call(0, None, None, piece) for piece in ('{"room": "', "厨房", '", "on"', ": true"))),
        {**TEMPLATE_OFF, **ASKS_USAGE, "temperature": 0.3, "max_tokens": 1024},
        model="qwen3-8b",
    ),
    "lmstudio": Dialect(
        # the first request loads the model, which takes longer than a first token may
        (0.5, *one_call()),
        {**ASKS_USAGE, "temperature": 0.3, "max_tokens": 1024},
        model="qwen3-8b",
        config={"first_token_timeout": 0.3},
    ),
    "custom": Dialect(one_call(), {**ASKS_USAGE, "temperature": 0.3, "max_tokens": 1024}, model="some"),
}


async def parts_of(
    model: llm.Model, messages: Sequence[Message], tools: Sequence[ToolSpec] = TOOLS, schema: dict[str, Any] | None = None
) -> list[Text | ToolCall]:
    async with aclosing(model.stream(messages, tools, schema)) as parts:
        return [part async for part in parts]


def load(provider: str, url: str, **values: Any) -> llm.Model:
    made = llm.load(LlmConfig(provider=provider, base_url=url, **values), EVERY_KEY)
    assert made is not None
    return made


def test_every_row_has_its_dialect() -> None:
    assert set(DIALECTS) == set(PROVIDERS)


@pytest.mark.parametrize("provider", DIALECTS)
async def test_a_provider_is_sent_what_it_takes_and_read_as_it_speaks(provider: str) -> None:
    dialect = DIALECTS[provider]
    script = Script(dialect.pieces, reason=dialect.reason, whole=dialect.whole)
    async with serve(script) as server:
        model = load(provider, server.url, model=dialect.model, **dialect.config)
        parts = await parts_of(model, ASK)
        await model.close()
    made = [part for part in parts if isinstance(part, ToolCall)]
    assert [(part.name, part.arguments) for part in made] == [MADE]
    assert made[0].id == "call_1"
    assert "".join(part.text for part in parts if isinstance(part, Text)) == dialect.said
    (asked,) = server.asked
    sent = dict(asked.body)
    assert [sent.pop("model"), sent.pop("stream")] == [dialect.model or PROVIDERS[provider].model, dialect.whole is None]
    assert [tool["function"]["name"] for tool in sent.pop("tools")] == ["get_time", "set_light"]
    assert sent.pop("messages") == [{"role": "system", "content": "short"}, {"role": "user", "content": "打开厨房的灯"}]
    assert sent == dialect.body
    assert dialect.headers.items() <= asked.headers.items()


async def turn(provider: str, thought: str | None, **values: Any) -> Asked:
    """A call, its result, the answer: what was sent the second time."""
    first = [chunk(None, reasoning_content=thought)] if thought else []
    async with serve(Script([*first, *one_call()]), Script(("亮了。",))) as server:
        model = load(provider, server.url, **values)
        (made,) = await parts_of(model, ASK)
        assert isinstance(made, ToolCall)
        said = await parts_of(model, [*ASK, Assistant("", (made,)), ToolResult(made, {"on": True, "room": "厨房"})])
        assert said == [Text("亮了。")]
        await model.close()
    return server.asked[1]


@pytest.mark.parametrize(
    ("provider", "model", "thinking", "thought", "echo"),
    [
        ("kimi", "kimi-k3", False, "the light…", "the light…"),  # it always thinks
        ("kimi", "kimi-k3", False, None, ""),
        ("kimi", "kimi-k2.6", True, None, ""),
        ("kimi", "kimi-k2.6", False, None, None),
        ("kimi", "moonshot-v1-8k", False, None, None),
        ("deepseek", "", True, "the light…", "the light…"),
        ("deepseek", "", True, None, None),
        ("qwen", "", True, "the light…", None),
    ],
)
async def test_thinking_goes_back_with_its_calls_where_a_provider_wants_it(
    provider: str, model: str, thinking: bool, thought: str | None, echo: str | None
) -> None:
    asked = await turn(provider, thought, model=model, thinking=thinking)
    assistant = asked.body["messages"][2]
    assert assistant.get("reasoning_content") == echo
    assert ("reasoning_content" in assistant) == (echo is not None)


async def test_calls_and_results_go_back_as_json() -> None:
    asked = await turn("custom", None, model="some")
    assert asked.body["messages"][2:] == [
        {
            "role": "assistant",
            "content": "",
            "tool_calls": [
                {"id": "call_1", "type": "function", "function": {"name": "set_light", "arguments": '{"room":"厨房","on":true}'}}
            ],
        },
        {"role": "tool", "tool_call_id": "call_1", "content": '{"on":true,"room":"厨房"}'},
    ]


@pytest.mark.parametrize(
    ("provider", "body"),
    [
        ("kimi", {"thinking": {"type": "enabled"}}),
        ("zhipu", {"thinking": {"type": "enabled"}}),
        ("qwen", {"enable_thinking": True}),
        ("deepseek", {"thinking": {"type": "enabled"}}),
        ("vllm", {"chat_template_kwargs": {"enable_thinking": True}}),
    ],
)
async def test_thinking_can_be_switched_on(provider: str, body: dict[str, Any]) -> None:
    async with serve(Script(("yes",))) as server:
        model = load(provider, server.url, thinking=True, model=PROVIDERS[provider].model or "m")
        await parts_of(model, ASK)
        await model.close()
    assert body.items() <= server.asked[0].body.items()


SCHEMA = {"type": "object", "required": ["city"], "properties": {"city": {"type": "string"}}}


@pytest.mark.parametrize("provider", [name for name in PROVIDERS if not name.endswith("-intl")])
async def test_a_schema_is_asked_for_as_the_provider_understands_it(provider: str) -> None:
    async with serve(Script(('{"city": "巴黎"}',))) as server:
        model = load(provider, server.url, model=PROVIDERS[provider].model or "m")
        assert await parts_of(model, ASK, (), SCHEMA) == [Text('{"city": "巴黎"}')], "without tools, JSON is text"
        await model.close()
    body = server.asked[0].body
    words = "JSON Schema" in body["messages"][-1]["content"]
    match PROVIDERS[provider].schema:
        case "json_schema":
            assert body["response_format"] == {"type": "json_schema", "json_schema": {"name": "answer", "schema": SCHEMA}}
            assert not words
        case "json_object":
            assert body["response_format"] == {"type": "json_object"}
            assert words
        case "words":
            assert "response_format" not in body
            assert words


async def test_the_prefix_of_a_request_is_the_same_byte_for_byte() -> None:
    """Tools in another order, their schemas' keys too: what a server has read stays read."""
    again = replace(LIGHT, parameters={key: LIGHT.parameters[key] for key in reversed(list(LIGHT.parameters))})
    async with serve(Script(("one",)), Script(("two",))) as server:
        model = load("custom", server.url, model="some")
        await parts_of(model, ASK, (LIGHT, TIME))
        await parts_of(model, [*ASK, Assistant("one"), User("and now?")], (TIME, again))
        await model.close()
    first, second = (asked.raw for asked in server.asked)
    tools = [raw[raw.index(b'"tools":') :] for raw in (first, second)]
    assert tools[0] == tools[1]
    upto = first.index(b"],")
    assert first[:upto] == second[:upto]


async def test_an_error_and_a_question_are_told_to_the_model() -> None:
    made = ToolCall("c", "set_light", {})
    async with serve(Script(("ok",))) as server:
        model = load("custom", server.url, model="some")
        results = [ToolResult(made, {"on": True}, error="no such room"), ToolResult(made, {"door": "front"}, question="Open it?")]
        await parts_of(model, [*ASK, Assistant("", (made,)), *results])
        await model.close()
    assert [message["content"] for message in server.asked[0].body["messages"][3:]] == [
        '{"error":"no such room"}',
        '{"door":"front","not_done_yet":true,"ask_first":"Open it?"}',
    ]


@pytest.mark.parametrize(
    ("provider", "hint"),
    [("vllm", "--enable-auto-tool-choice"), ("llama.cpp", "--jinja"), ("ernie", "only some of its models take tools")],
)
async def test_a_refusal_of_tools_says_what_the_server_needs(provider: str, hint: str) -> None:
    async with serve(Script(status=400), Script(status=400)) as server:
        model = load(provider, server.url, model=PROVIDERS[provider].model or "m")
        with pytest.raises(LanguageModelError, match=hint):
            await parts_of(model, ASK)
        with pytest.raises(LanguageModelError) as plain:
            await parts_of(model, ASK, ())
        await model.close()
    assert hint not in str(plain.value)


async def test_a_lost_call_is_a_failure_in_words() -> None:
    async with serve(Script((), reason="tool_calls")) as server:
        model = load("custom", server.url, model="some")
        with pytest.raises(LanguageModelError, match="lost the call"):
            await parts_of(model, ASK)
        await model.close()


async def test_a_local_server_reads_the_prefix_ahead_and_a_far_one_is_not_asked() -> None:
    async with serve(Script(("x",), reason="length"), Script(status=500)) as server:
        model = load("llama.cpp", server.url)
        await model.warm(ASK[:1], TOOLS)
        await model.warm(ASK[:1], TOOLS)  # fails for nothing
        await model.close()
        far = load("kimi", server.url)
        await far.warm(ASK)
        await far.close()
    assert server.asked[0].body["max_tokens"] == 1
    assert server.asked[0].body["tools"]
