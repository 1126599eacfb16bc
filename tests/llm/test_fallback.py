"""Several models in a row: who is asked when, and who is left alone."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncGenerator, Mapping, Sequence
from contextlib import aclosing
from typing import Any

import pytest

from jarvisd import llm
from jarvisd.config import LlmConfig
from jarvisd.errors import CallUnreadable, ConfigError, LanguageModelError
from jarvisd.llm.fallback import Breaker, Fallback
from jarvisd.messages import Message, Text, ToolCall, ToolSpec, User
from tests.llm.server import HANG, Script, serve


class Told:
    """A model that does as it is told, answer by answer: pieces, seconds of waiting, an error at any place."""

    def __init__(self, name: str, *answers: Sequence[str | float | Exception], window: int = 8192) -> None:
        self.name = name
        self.window = window
        self.answers = list(answers)
        self.asked = 0
        self.warmed = 0
        self.closed = False

    def count(self, text: str) -> int:
        return len(text) * self.window

    async def stream(
        self, messages: Sequence[Message], tools: Sequence[ToolSpec] = (), schema: Mapping[str, Any] | None = None
    ) -> AsyncGenerator[Text | ToolCall, None]:
        self.asked += 1
        for piece in self.answers.pop(0):
            match piece:
                case str():
                    yield Text(piece)
                case float():
                    await asyncio.sleep(piece)
                case Exception():
                    raise piece

    async def warm(self, messages: Sequence[Message], tools: Sequence[ToolSpec] = ()) -> None:
        self.warmed += 1

    async def close(self) -> None:
        self.closed = True


AWAY = (LanguageModelError("first is away"),)
ASK = (User("现在呢"),)


async def said(model: llm.Model) -> str:
    async with aclosing(model.stream(ASK)) as parts:
        return "".join([part.text async for part in parts if isinstance(part, Text)])


async def test_the_next_answers_where_the_first_has_not_begun() -> None:
    first, second = Told("first", AWAY), Told("second", ("好", "的"))
    chain = Fallback([first, second], 3, 30)
    assert await said(chain) == "好的"
    assert chain.name == "second"


async def test_an_answer_that_was_begun_is_not_begun_again() -> None:
    second = Told("second")
    chain = Fallback([Told("first", ("The sky", *AWAY)), second], 3, 30)
    async with aclosing(chain.stream(ASK)) as parts:
        assert await anext(parts) == Text("The sky")
        with pytest.raises(LanguageModelError, match="first is away"):
            await anext(parts)
    assert second.asked == 0


async def test_a_call_that_cannot_be_read_goes_to_whoever_can_tell_the_model() -> None:
    second = Told("second")
    chain = Fallback([Told("first", (CallUnreadable("set_light", "no JSON"),)), second], 1, 30)
    with pytest.raises(CallUnreadable):
        await said(chain)
    assert second.asked == 0


async def test_when_all_fail_there_is_one_error_that_names_each() -> None:
    chain = Fallback([Told("first", AWAY), Told("second", (LanguageModelError("second is away"),))], 3, 30)
    with pytest.raises(LanguageModelError, match="first is away; second is away"):
        await said(chain)


async def test_who_keeps_failing_is_left_alone_then_tried_by_one_then_taken_back(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    first = Told("first", AWAY, AWAY, AWAY, (5.0, "back"), ("yes",))
    second = Told("second", *[("ok",)] * 8)
    chain = Fallback([first, second], 2, 30)
    for _ in range(4):
        assert await said(chain) == "ok"
    assert first.asked == 2, "after two failures it is not asked any more"
    await asyncio.sleep(31)
    assert await said(chain) == "ok"
    assert first.asked == 3, "it was tried once"
    await asyncio.sleep(31)
    assert await said(chain) == "ok"
    assert first.asked == 3, "left alone twice as long"
    await asyncio.sleep(30)
    trying = asyncio.ensure_future(said(chain))
    await asyncio.sleep(1)
    assert await said(chain) == "ok", "while one request tries, others do not wait for it"
    assert await trying == "back"
    assert await said(chain) == "yes"
    lines = [record.getMessage() for record in caplog.records if record.name == "jarvisd.llm.fallback"]
    assert lines == [
        "language model: first is away; it is left alone for a while, then tried again",
        "language model first: answers again",
    ]


async def test_a_try_that_was_given_up_may_be_made_again() -> None:
    first = Told("first", AWAY, (60.0, "late"), ("back",))
    chain = Fallback([first, Told("second", ("ok",))], 1, 30)
    assert await said(chain) == "ok"
    await asyncio.sleep(31)
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(1):
            await said(chain)
    assert await said(chain) == "back"


async def test_whoever_stops_listening_has_not_seen_it_fail() -> None:
    first = Told("first", *[("one", "two")] * 3, ("end",))
    chain = Fallback([first], 1, 30)
    for _ in range(3):
        async with aclosing(chain.stream(ASK)) as parts:
            assert await anext(parts) == Text("one")
    assert await said(chain) == "end"


async def test_the_smallest_window_holds_and_all_are_closed() -> None:
    models = [Told("first", AWAY, window=128_000), Told("second", ("ok",), window=4096)]
    chain = Fallback(models, 1, 30)
    assert (chain.window, chain.count("a")) == (4096, 128_000)
    await chain.warm(ASK)
    await said(chain)
    await chain.warm(ASK)
    assert [model.warmed for model in models] == [1, 1], "the one that would be asked"
    await chain.close()
    assert all(model.closed for model in models)


def test_a_breaker_rests_ten_minutes_at_most() -> None:
    breaker, now, waits = Breaker(1, 100), 0.0, []
    breaker.bad(now)
    for _ in range(5):
        began = now
        while not breaker.let(now):
            now += 1
        waits.append(now - began)
        breaker.bad(now)
    assert waits == [100, 200, 400, 600, 600]
    assert breaker.good()
    assert breaker.let(now)


@pytest.mark.real_time
async def test_a_chain_of_the_configuration_goes_over_the_wire() -> None:
    """The first server hangs before its headers, the second refuses, the third answers."""
    async with serve(Script((HANG,), begins=False)) as slow, serve(Script(status=500)) as broken, serve(Script(("Noon.",))) as good:
        config = LlmConfig(
            provider="custom",
            model="big",
            base_url=slow.url,
            first_token_timeout=0.3,
            fallback=("cellar", "deepseek"),
            providers={
                "cellar": {"like": "vllm", "base_url": broken.url, "model": "qwen3-8b"},
                "deepseek": {"base_url": good.url, "key_env": "MINE"},
            },
        )
        model = llm.load(config, {"MINE": "secret"})
        assert model is not None
        assert await said(model) == "Noon."
        assert model.name == "deepseek/deepseek-v4-flash"
        await model.close()
    assert broken.asked[0].body["chat_template_kwargs"] == {"enable_thinking": False}
    assert good.asked[0].headers["authorization"] == "Bearer secret"


def test_a_name_in_the_chain_that_nobody_knows_is_named() -> None:
    config = LlmConfig(provider="custom", model="m", base_url="http://127.0.0.1:1/v1", fallback=("deepsek",))
    with pytest.raises(ConfigError, match="did you mean 'deepseek'"):
        llm.load(config, {})
