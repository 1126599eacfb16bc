"""A model over the OpenAI wire: text as it comes, every failure a sentence, the key in no word of it."""

from __future__ import annotations

import asyncio
import socket
import time
from collections.abc import AsyncIterator
from contextlib import ExitStack, aclosing, asynccontextmanager
from dataclasses import replace
from typing import Any

import pytest

from jarvisd import llm
from jarvisd.config import LlmConfig
from jarvisd.errors import LanguageModelError
from jarvisd.messages import Assistant, Message, System, Text, User
from tests.llm.server import BREAK, HANG, Script, Server, chunk, serve

pytestmark = pytest.mark.real_time

QUICK = LlmConfig(provider="custom", model="fake", key_env="HOUSE_KEY", first_token_timeout=0.6, idle_timeout=0.3)
KEY = "sk-very-secret"
CONFIG = LlmConfig(provider="custom", model="fake", key_env="HOUSE_KEY", first_token_timeout=3, idle_timeout=3)
ASK: tuple[Message, ...] = (System("short"), User("hello"), Assistant("hi"), User("现在呢"))


@asynccontextmanager
async def model(server: Server, config: LlmConfig = CONFIG) -> AsyncIterator[llm.Model]:
    made = llm.load(replace(config, base_url=config.base_url or server.url), {"HOUSE_KEY": KEY})
    assert made is not None
    try:
        yield made
    finally:
        await made.close()


async def answer(made: llm.Model) -> list[str]:
    async with aclosing(made.stream(ASK)) as pieces:
        return [piece.text async for piece in pieces if isinstance(piece, Text)]


async def answer_of(*pieces: Any, **rest: Any) -> str:
    async with serve(Script(pieces, **rest)) as server, model(server) as made:
        return "".join(await answer(made))


async def failure_of(*pieces: Any, config: LlmConfig = CONFIG, **rest: Any) -> str:
    async with serve(Script(pieces, **rest)) as server, model(server, config) as made:
        with pytest.raises(LanguageModelError) as caught:
            await answer(made)
    assert KEY not in repr((caught.value, caught.value.args))
    return str(caught.value)


async def test_text_comes_piece_by_piece_while_the_model_still_writes() -> None:
    async with serve(Script(("It is ", "noon.", HANG))) as server, model(server) as made, aclosing(made.stream(ASK)) as pieces:
        assert [await anext(pieces), await anext(pieces)] == [Text("It is "), Text("noon.")]


async def test_what_is_asked_is_what_goes_over_the_wire() -> None:
    async with serve(Script(("yes",))) as server, model(server) as made:
        await answer(made)
    (asked,) = server.asked
    assert asked.path == "/v1/chat/completions"
    assert asked.headers["authorization"] == f"Bearer {KEY}"
    assert asked.body == {
        "model": "fake",
        "stream": True,
        "max_tokens": 1024,
        "temperature": 0.3,
        "stream_options": {"include_usage": True},
        "messages": [
            {"role": "system", "content": "short"},
            {"role": "user", "content": "hello"},
            {"role": "assistant", "content": "hi"},
            {"role": "user", "content": "现在呢"},
        ],
    }


async def test_the_environments_proxy_and_account_are_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    monkeypatch.setenv("OPENAI_ORG_ID", "somebody")
    monkeypatch.setenv("OPENAI_PROJECT_ID", "something")
    async with serve(Script(("yes",))) as server, model(server) as made:
        assert await answer(made) == ["yes"]
    assert not {"openai-organization", "openai-project"} & set(server.asked[0].headers)


async def test_the_proxy_of_the_configuration_is_used() -> None:
    async with serve(Script(("by proxy",))) as proxy:
        config = replace(CONFIG, base_url="http://far.invalid/v1", proxy=f"http://127.0.0.1:{proxy.port}")
        async with model(proxy, config) as made:
            assert await answer(made) == ["by proxy"]
    assert proxy.asked[0].path == "http://far.invalid/v1/chat/completions"


@pytest.mark.parametrize(
    ("pieces", "said"),
    [
        (("<think>", "let me see", "</think>", "Noon."), "Noon."),
        (("<thi", "nk>hm</th", "ink>\n\nNoon."), "Noon."),
        (("</think>", "Noon."), "Noon."),
        (("No", "on.</think>"), "Noon."),
        (("a < b and", " c <", "d"), "a < b and c <d"),
        (("Noon <thin",), "Noon <thin"),
        (("<think>one</think>No<think>two</think>on.",), "Noon."),
        (("\n\n", "  ", "Noon."), "Noon."),
    ],
)
async def test_thinking_is_not_spoken(pieces: tuple[str, ...], said: str) -> None:
    assert await answer_of(*pieces) == said


@pytest.mark.slow
async def test_reasoning_beside_the_text_keeps_the_line_alive_and_is_not_spoken() -> None:
    thoughts = [item for _ in range(8) for item in (0.1, chunk(reasoning_content="hm"))]
    async with serve(Script((*thoughts, "Noon."))) as server, model(server, QUICK) as made:
        assert await answer(made) == ["Noon."]


async def test_empty_and_odd_chunks_do_no_harm() -> None:
    odd: tuple[Any, ...] = ({"choices": []}, {"id": "x"}, chunk(None, role="assistant"), chunk(""), b": a comment\n\n")
    assert (
        await answer_of(*odd, "Noon.", {"choices": [], "usage": {"prompt_tokens": 0, "completion_tokens": 0, "total_tokens": 0}}) == "Noon."
    )


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (400, "did not accept the request (status 400)"),
        (401, "refused the key in HOUSE_KEY"),
        (403, "refused the key in HOUSE_KEY"),
        (404, "is not known at 127.0.0.1; check [llm] model"),
        (429, "too many requests, or its account is empty"),
        (500, "has a fault of its own (status 500)"),
        (503, "has a fault of its own (status 503)"),
    ],
)
async def test_a_refusal_is_said_in_words_and_asked_for_only_once(status: int, words: str) -> None:
    assert words in await failure_of(status=status, error=f"Incorrect API key provided: {KEY}")


async def test_an_error_in_the_stream_is_said_in_words() -> None:
    assert "cannot be read" in await failure_of("The sky", {"error": {"message": f"no {KEY}"}}, end=False)


@pytest.mark.slow
@pytest.mark.parametrize("pieces", [(HANG,), (chunk(None, role="assistant"), HANG), ("The sky", HANG)])
async def test_a_model_that_falls_silent_is_given_up(pieces: tuple[Any, ...]) -> None:
    began = time.monotonic()
    assert "did not go on within its time" in await failure_of(*pieces, config=QUICK)
    assert time.monotonic() - began < 3


@pytest.mark.slow
async def test_dripping_without_text_is_no_beginning() -> None:
    drops = [item for _ in range(10) for item in (0.1, b": still here\n\n", chunk(None))]
    assert "did not go on" in await failure_of(*drops, HANG, config=QUICK)


@pytest.mark.parametrize("pieces", [("The sky", BREAK), (BREAK,)])
async def test_a_cut_line_is_said_in_words(pieces: tuple[Any, ...]) -> None:
    assert "the line broke" in await failure_of(*pieces)


async def test_an_answer_that_ends_without_its_end_broke_off() -> None:
    assert "broke off" in await failure_of("The sky is", end=False)


async def test_an_answer_without_a_word_is_a_failure() -> None:
    assert "without a word" in await failure_of("<think>hm</think>", " ")


async def test_what_is_no_json_is_said_in_words() -> None:
    assert "cannot be read" in await failure_of(b"data: {nonsense\n\n", end=False)


async def test_a_server_that_is_not_there_is_named() -> None:
    async with serve() as gone:
        pass
    async with model(gone) as made:
        with pytest.raises(LanguageModelError, match=f"cannot be reached at 127.0.0.1:{gone.port}"):
            await answer(made)


async def test_a_server_that_takes_no_connection_is_given_up_before_the_first_word_is_due() -> None:
    with socket.create_server(("127.0.0.1", 0), backlog=0) as full, ExitStack() as stack:
        for _ in range(3):  # nobody accepts them: the kernel lets no more in
            waiting = stack.enter_context(socket.socket())
            waiting.setblocking(False)
            waiting.connect_ex(full.getsockname())
        config = replace(CONFIG, base_url=f"http://127.0.0.1:{full.getsockname()[1]}/v1", connect_timeout=0.3, first_token_timeout=10)
        made = llm.load(config, {"HOUSE_KEY": KEY})
        assert made is not None
        began = time.monotonic()
        with pytest.raises(LanguageModelError, match="cannot be reached"):
            await answer(made)
        assert time.monotonic() - began < 3
        await made.close()


async def test_closing_the_answer_hangs_up() -> None:
    async with serve(Script(("one ", HANG))) as server, model(server) as made, asyncio.timeout(5):
        async with aclosing(made.stream(ASK)) as pieces:
            assert await anext(pieces) == Text("one ")
        await server.hung_up.wait()


@pytest.mark.slow
@pytest.mark.parametrize("after", [HANG, BREAK, b"data: {nonsense\n\n"])
async def test_what_comes_behind_the_end_of_an_answer_is_nobodys_concern(after: Any) -> None:
    assert await answer_of("Noon.", chunk(reason="stop"), after, end=False) == "Noon."


@pytest.mark.parametrize(
    ("reason", "words"),
    [("content_filter", "would not answer that"), ("length", "used up its answer without a word"), ("stop", "answered without a word")],
)
async def test_an_empty_answer_says_why(reason: str, words: str) -> None:
    assert words in await failure_of(reason=reason)


async def test_a_server_that_hangs_before_its_headers_is_given_up() -> None:
    began = time.monotonic()
    assert "did not go on within its time" in await failure_of(HANG, begins=False, config=QUICK)
    assert time.monotonic() - began < 3


async def test_the_count_of_tokens_follows_the_servers() -> None:
    text = "What is Anna allergic to? 安娜对什么过敏？"
    many = (System(text * 20),)
    told = {"choices": [], "usage": {"prompt_tokens": 10_000}}
    odd: list[Any] = [
        {"choices": [], "usage": usage}
        for usage in list[Any](({"prompt_tokens": 0}, {"prompt_tokens": "x"}, {"prompt_tokens": True}, [], None))
    ]
    async with serve(*[Script(("yes", usage)) for usage in (*odd, *[told] * 30)]) as server, model(server) as made:
        first = made.count(text)
        for _ in odd:
            async with aclosing(made.stream(many)) as pieces:
                assert [piece async for piece in pieces]
        assert made.count(text) == first, "0 and nonsense teach nothing"
        for _ in range(30):
            async with aclosing(made.stream(many)) as pieces:
                assert [piece async for piece in pieces]
        assert made.count(text) in (2 * first - 1, 2 * first, 2 * first + 1), "twice as many at most, whatever the server says"
