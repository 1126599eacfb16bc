"""A language model over the OpenAI wire (chat completions, streamed)."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Mapping, Sequence
from contextlib import aclosing, asynccontextmanager
from typing import Any
from urllib.parse import urlsplit

import openai

from jarvisd.config import LlmConfig
from jarvisd.errors import LanguageModelError
from jarvisd.llm.providers import Chosen
from jarvisd.llm.think import Unthink
from jarvisd.messages import Assistant, Message, System, Text, ToolCall, ToolResult, ToolSpec, User

_LONGEST = 1024  # tokens of an answer: minutes of speech


class OpenAIModel:
    """Never retries: whoever stands in front of it has waited long enough, and fail-over is somebody else's thought."""

    def __init__(self, chosen: Chosen, config: LlmConfig) -> None:
        self._chosen = chosen
        self._first_token = config.first_token_timeout
        self._idle = config.idle_timeout
        # Not the environment's proxy: that one would catch servers on loopback and in the home network too.
        timeout = openai.Timeout(None, connect=config.connect_timeout)  # the rest is watched here, token by token
        self._client = openai.AsyncOpenAI(
            api_key=chosen.key or "none",
            base_url=chosen.base_url,
            max_retries=0,
            timeout=timeout,
            http_client=openai.DefaultAsyncHttpxClient(proxy=config.proxy or None, trust_env=False, timeout=timeout),
        )
        self._completions = self._client.chat.completions  # imports what it needs now, not while somebody waits

    @property
    def name(self) -> str:
        return f"{self._chosen.provider}/{self._chosen.model}"

    async def close(self) -> None:
        await self._client.close()

    @property
    def window(self) -> int:
        return 32_768

    def count(self, text: str) -> int:
        return len(text) // 3

    async def warm(self, messages: Sequence[Message], tools: Sequence[ToolSpec] = ()) -> None:
        """A server elsewhere keeps its own prefixes."""

    async def stream(
        self, messages: Sequence[Message], tools: Sequence[ToolSpec] = (), schema: Mapping[str, Any] | None = None
    ) -> AsyncGenerator[Text | ToolCall, None]:
        if tools:
            raise NotImplementedError("calls are not read from the stream yet")
        unthink = Unthink()
        said = finished = False
        begin = asyncio.get_running_loop().time() + self._first_token
        async with self._open(messages, begin) as chunks, aclosing(self._watched(chunks, begin)) as deltas:
            async for delta, reason in deltas:
                finished = finished or bool(reason)
                text = unthink.feed(delta)
                if text and (said or text.strip()):
                    yield Text(text if said else text.lstrip())
                    said = True
        if not finished:
            raise LanguageModelError(f"{self.name} broke off in the middle of its answer")
        if rest := unthink.end():
            yield Text(rest)
        elif not said:
            raise LanguageModelError(f"{self.name} answered without a word")

    @asynccontextmanager
    async def _open(self, messages: Sequence[Message], begin: float) -> AsyncIterator[AsyncIterator[Any]]:
        """The answer's chunks; closed however the block is left. Every failure on the way is said in words."""
        wire: list[Any] = [_wire(message) for message in messages]
        try:
            async with asyncio.timeout_at(begin):
                stream = await self._completions.create(
                    model=self._chosen.model,
                    messages=wire,
                    stream=True,
                    extra_body={**self._chosen.body, self._chosen.limit: _LONGEST},
                    # these come from the environment and belong to another provider's account
                    extra_headers={"OpenAI-Organization": openai.Omit(), "OpenAI-Project": openai.Omit()},
                )
            async with stream:
                yield stream
        except (openai.OpenAIError, OSError, ValueError) as error:  # ValueError: a line that is no JSON
            raise LanguageModelError(self._sentence(error)) from error

    async def _watched(self, chunks: AsyncIterator[Any], begin: float) -> AsyncGenerator[tuple[str, str], None]:
        """Text and reason to end, chunk by chunk; TimeoutError when the model has not begun by then, or begins and falls silent."""
        deadline = begin
        while True:
            async with asyncio.timeout_at(deadline):
                chunk = await anext(chunks, None)
            if chunk is None:
                return
            choice = next(iter(getattr(chunk, "choices", None) or ()), None)
            delta = getattr(choice, "delta", None)
            text = getattr(delta, "content", None) or ""
            yield text, getattr(choice, "finish_reason", None) or ""
            if text or getattr(delta, "reasoning_content", None):
                deadline = asyncio.get_running_loop().time() + self._idle

    def _sentence(self, error: Exception) -> str:
        """What a person can do about it; never the server's own words, which may hold the key or what was said."""
        name, place = self.name, urlsplit(self._chosen.base_url)
        match error:
            case openai.APIStatusError(status_code=401 | 403):
                return f"{name} refused the key in {self._chosen.key_env or 'no variable'}; check [llm] key_env and the key"
            case openai.APIStatusError(status_code=404):
                return f"{name} is not known at {place.hostname}; check [llm] model and base_url"
            case openai.APIStatusError(status_code=429):
                return f"{name} has had too many requests, or its account is empty"
            case openai.APIStatusError(status_code=status) if status >= 500:
                return f"{name} has a fault of its own (status {status}); try again later"
            case openai.APIStatusError(status_code=status):
                return f"{name} did not accept the request (status {status}); check [llm] model"
            case openai.APITimeoutError():
                return f"{name} cannot be reached at {place.hostname}:{place.port or place.scheme} in time"
            case TimeoutError():
                return f"{name} did not go on within its time ([llm] first_token_timeout, idle_timeout)"
            case openai.APIConnectionError():
                return f"{name} cannot be reached at {place.hostname}:{place.port or place.scheme}, or the line broke; is it up?"
        return f"{name} sent what cannot be read ({type(error).__name__})"


def _wire(message: Message) -> Mapping[str, Any]:
    match message:
        case System(text):
            return {"role": "system", "content": text}
        case User(text):
            return {"role": "user", "content": text}
        case Assistant(text):
            return {"role": "assistant", "content": text}
        case ToolResult():
            raise NotImplementedError("results are not sent yet")
