"""A language model over the OpenAI wire (chat completions, streamed)."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncGenerator, AsyncIterator, Mapping, Sequence
from contextlib import aclosing, asynccontextmanager, suppress
from typing import Any
from urllib.parse import urlsplit

import openai

from jarvisd.config import LlmConfig
from jarvisd.errors import LanguageModelError
from jarvisd.llm import wire
from jarvisd.llm.calls import Reading
from jarvisd.llm.chosen import Chosen
from jarvisd.llm.tokens import Counter
from jarvisd.messages import Assistant, Message, Text, ToolCall, ToolSpec

_CHATTY = ("openai", "httpx2", "httpcore2", "httpx", "httpcore")  # they log prompts and addresses when asked for debug
_WARMING = 120.0  # seconds to read a prefix, where a model may have to be loaded first
_GRACE = 1.0  # seconds for what comes behind the end of an answer
_THOUGHT = 65_536  # characters of thinking that are kept to be sent back


class OpenAIModel:
    """Never retries: whoever stands in front of it has waited long enough, and fail-over is somebody else's thought.

    A server of our own on loopback needs no row in the configuration:
    OpenAIModel(Chosen("embedded", "http://127.0.0.1:4711/v1", "qwen", row=replace(PROVIDERS["llama.cpp"], window=8192)), config);
    of config only the time-outs, temperature, longest and thinking are read here.
    """

    def __init__(self, chosen: Chosen, config: LlmConfig) -> None:
        self._chosen = chosen
        self._config = config
        self._counter = Counter()
        self._thoughts = wire.Thoughts()
        self._loading = chosen.row.loading  # seconds more for the first answer
        for name in _CHATTY:
            logging.getLogger(name).setLevel(logging.WARNING)
        # Not the environment's proxy: that one would catch servers on loopback and in the home network too.
        timeout = openai.Timeout(None, connect=config.connect_timeout)  # the rest is watched here, token by token
        self._client = openai.AsyncOpenAI(
            api_key=chosen.key or "none",
            base_url=chosen.base_url,
            max_retries=0,
            timeout=timeout,
            http_client=openai.DefaultAsyncHttpxClient(proxy=chosen.proxy or None, trust_env=False, timeout=timeout),
        )
        self._completions = self._client.chat.completions  # imports what it needs now, not while somebody waits
        # These come from the environment otherwise, and belong to another provider's account.
        self._headers: dict[str, Any] = {"OpenAI-Organization": openai.Omit(), "OpenAI-Project": openai.Omit()}
        if chosen.account and chosen.row.account_header:
            self._headers[chosen.row.account_header] = chosen.account

    @property
    def name(self) -> str:
        return self._chosen.name

    @property
    def window(self) -> int:
        return self._chosen.window

    def count(self, text: str) -> int:
        return self._counter.count(text)

    async def close(self) -> None:
        await self._client.close()

    async def warm(self, messages: Sequence[Message], tools: Sequence[ToolSpec] = ()) -> None:
        """Has the prefix read, and the model loaded, by asking for one token."""
        if self._chosen.row.warms:
            body = self._body(messages, tools, None) | {self._chosen.row.limit: 1}
            with suppress(LanguageModelError):
                begin = asyncio.get_running_loop().time() + _WARMING
                async with self._open(body, begin) as chunks, aclosing(self._watched(chunks, begin)) as seen:
                    async for _ in seen:
                        pass

    async def stream(
        self, messages: Sequence[Message], tools: Sequence[ToolSpec] = (), schema: Mapping[str, Any] | None = None
    ) -> AsyncGenerator[Text | ToolCall, None]:
        """As the protocol says; CallUnreadable comes last, behind everything that could be read."""
        reading = Reading([tool.name for tool in tools])
        body = self._body(messages, tools, schema)
        begin = asyncio.get_running_loop().time() + self._config.first_token_timeout + self._loading
        begin += 0 if body["stream"] else self._config.idle_timeout  # then its first piece is all of it
        reason, thought, calls, usage = "", "", [], None
        async with self._open(body, begin) as chunks, aclosing(self._watched(chunks, begin)) as seen:
            async for chunk in seen:
                choice, delta = _choice(chunk), _delta(chunk)
                reason = choice.get("finish_reason") or reason
                usage = chunk.get("usage") or choice.get("usage") or usage
                thought += _reasoning(delta) if len(thought) < _THOUGHT else ""
                for part in reading.feed(delta):
                    if isinstance(part, ToolCall):
                        calls.append(part.id)
                    yield part
        if not reason:
            raise LanguageModelError(f"{self.name} broke off in the middle of its answer")
        self._counter.learn([str(message) for message in body["messages"]] + [str(tool) for tool in body.get("tools", ())], usage)
        try:
            for part in reading.end(str(reason)):
                if isinstance(part, ToolCall):
                    calls.append(part.id)
                yield part
        finally:
            self._thoughts.keep(calls, thought if self._chosen.row.echo_reasoning else "")
        if not (reading.said or reading.called):
            raise LanguageModelError(self._nothing(str(reason)))

    def _body(self, messages: Sequence[Message], tools: Sequence[ToolSpec], schema: Mapping[str, Any] | None) -> dict[str, Any]:
        """The request; the same messages and tools give the same bytes."""
        chosen, row = self._chosen, self._chosen.row
        body: dict[str, Any] = {"model": chosen.model, "messages": wire.messages(messages, self._thought)}
        if tools:
            body |= {"tools": wire.tools(tools), **row.tools_body}
        body["stream"] = row.stream_tools or not tools
        if body["stream"] and row.usage:
            body["stream_options"] = {"include_usage": True}
        if schema is not None and row.schema == "json_schema":
            body["response_format"] = {"type": "json_schema", "json_schema": {"name": "answer", "schema": dict(schema)}}
        elif schema is not None:
            body["messages"] = wire.with_schema(body["messages"], schema)
            body |= {"response_format": {"type": "json_object"}} if row.schema == "json_object" else {}
        config = self._config
        return {**body, **chosen.temperature(config.temperature), **chosen.longest(config.longest), **chosen.body(config.thinking)}

    def _thought(self, message: Assistant) -> str | None:
        """What goes back as the thinking before these calls."""
        kept = self._thoughts.of(message.calls)
        return kept if kept or self._chosen.echoes(self._config.thinking) else None

    @asynccontextmanager
    async def _open(self, body: dict[str, Any], begin: float) -> AsyncIterator[AsyncIterator[dict[str, Any]]]:
        """The answer's chunks; closed however the block is left. Every failure on the way is said in words."""
        asked = {key: body[key] for key in ("model", "messages", "stream")}
        rest = {key: value for key, value in body.items() if key not in asked}
        try:
            async with asyncio.timeout_at(begin):
                answer: Any = await self._completions.create(**asked, extra_body=rest, extra_headers=self._headers)
            if not body["stream"]:
                yield _one(answer)
                return
            async with answer:
                yield _tables(answer)
        except (openai.OpenAIError, OSError, ValueError) as error:  # ValueError: a line that is no JSON
            # Not "from error": the server's own words may hold the key or what was said, and a traceback would show them.
            raise LanguageModelError(self._sentence(error, "tools" in body)) from None

    async def _watched(self, chunks: AsyncIterator[dict[str, Any]], begin: float) -> AsyncGenerator[dict[str, Any], None]:
        """Chunk by chunk; TimeoutError when the model has not begun by then, or begins and falls silent before its end."""
        deadline, ended = begin, False
        clock = asyncio.get_running_loop()
        while True:
            try:
                async with asyncio.timeout_at(deadline):
                    chunk = await anext(chunks, None)
            except (openai.OpenAIError, OSError, ValueError):
                if ended:  # all was said; how the line was closed is nobody's concern
                    return
                raise
            if chunk is None:
                return
            yield chunk
            delta = _delta(chunk)
            if _choice(chunk).get("finish_reason"):
                deadline, ended, self._loading = clock.time() + _GRACE, True, 0.0
            elif not ended and (delta.get("content") or delta.get("tool_calls") or _reasoning(delta)):
                deadline, self._loading = clock.time() + self._config.idle_timeout, 0.0

    def _nothing(self, reason: str) -> str:
        match reason:
            case "content_filter" | "sensitive":
                return f"{self.name} would not answer that"
            case "tool_calls" | "function_call":
                return f"{self.name} meant to call a tool, and its server lost the call; {self._chosen.row.hint or 'try another model'}"
            case "length":
                return f"{self.name} used up its answer without a word; raise [llm] longest, or set thinking = false"
        return f"{self.name} answered without a word"

    def _sentence(self, error: Exception, tools: bool) -> str:
        """What a person can do about it; never the server's own words."""
        name, place = self.name, urlsplit(self._chosen.base_url)
        match error:
            case openai.APIStatusError(status_code=401 | 403):
                return f"{name} refused the key in {self._chosen.key_from or 'no variable'}; check [llm] key_env, key_file and the key"
            case openai.APIStatusError(status_code=404):
                return f"{name} is not known at {place.hostname}; check [llm] model and base_url"
            case openai.APIStatusError(status_code=429):
                return f"{name} has had too many requests, or its account is empty"
            case openai.APIStatusError(status_code=status) if status >= 500:
                return f"{name} has a fault of its own (status {status}); try again later"
            case openai.APIStatusError(status_code=status):
                hint = f"; {self._chosen.row.hint}" if tools and self._chosen.row.hint else ""
                return f"{name} did not accept the request (status {status}); check [llm] model{hint}"
            case openai.APITimeoutError():
                return f"{name} cannot be reached at {place.hostname}:{place.port or place.scheme} in time"
            case TimeoutError():
                return f"{name} did not go on within its time ([llm] first_token_timeout, idle_timeout)"
            case openai.APIConnectionError():
                return f"{name} cannot be reached at {place.hostname}:{place.port or place.scheme}, or the line broke; is it up?"
        return f"{name} sent what cannot be read ({type(error).__name__})"


async def _tables(answer: Any) -> AsyncIterator[dict[str, Any]]:
    """Chunks as they are on the wire; what is no object is left out."""
    async for chunk in answer:
        if hasattr(chunk, "to_dict"):
            yield chunk.to_dict(warnings=False)


async def _one(answer: Any) -> AsyncIterator[dict[str, Any]]:
    """An answer that came in one piece."""
    if not hasattr(answer, "to_dict"):
        raise ValueError("no object")
    yield answer.to_dict(warnings=False)


def _table(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _choice(chunk: dict[str, Any]) -> dict[str, Any]:
    choices = chunk.get("choices")
    return _table(choices[0]) if isinstance(choices, list) and choices else {}


def _delta(chunk: dict[str, Any]) -> dict[str, Any]:
    """What is new; an answer that came in one piece calls it message."""
    choice = _choice(chunk)
    return _table(choice.get("delta") or choice.get("message"))


def _reasoning(delta: dict[str, Any]) -> str:
    """It has two names."""
    thought = delta.get("reasoning_content") or delta.get("reasoning")
    return thought if isinstance(thought, str) else ""
