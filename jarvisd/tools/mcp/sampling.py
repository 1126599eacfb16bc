"""Has the language model answer what a server asks of it (the protocol calls it sampling), within bounds.

Only where the household allows it, only while a tool of that server is being called, text alone, so often and so much in one call. The
model is given the server's messages and nothing else, and what it writes goes to the server and nowhere else: it cannot lead to anything.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from mcp.client.session import ClientRequestContext
from mcp_types import CreateMessageRequestParams, CreateMessageResult, ErrorData, SamplingMessage, TextContent

from jarvisd.errors import LanguageModelError
from jarvisd.messages import Assistant, System, User
from jarvisd.tools.mcp.answering import Answering
from jarvisd.tools.mcp.servers import Server

log = logging.getLogger(__name__)

MOST = 3  # answers within one call of a tool
LONGEST = 12_000  # characters of what is asked: some 3,000 tokens
TOKENS = 500  # of an answer
_SHARE = 0.8  # of a call's time, so that the server can still answer
_DECLINED = -1  # the protocol's word for what the user does not want
_FAILED = -32603


class Sampling:
    """Of one connection."""

    def __init__(self, server: Server, answering: Answering | None) -> None:
        self.allowed = answering is not None and "sampling" in server.allow
        self._server = server
        self._answering = answering
        self._calls = 0  # at this moment
        self._left = 0  # answers that they may still have
        self._until = 0.0  # when the last of their answers must be there

    @contextmanager
    def called(self) -> Iterator[None]:
        """A tool of the server is being called."""
        self._calls += 1
        self._left += MOST
        self._until = asyncio.get_running_loop().time() + _SHARE * self._server.timeout
        try:
            yield
        finally:
            self._calls -= 1
            self._left = min(self._left, MOST * self._calls)

    async def answer(self, context: ClientRequestContext, params: CreateMessageRequestParams) -> CreateMessageResult | ErrorData:
        asked, messages = params, _messages(params)
        refused = self._refused(asked, messages)
        if refused or self._answering is None:
            return ErrorData(code=_DECLINED, message=f"Declined: {refused}")
        self._left -= 1
        log.info("the MCP server %s has the language model answer it", self._server.name)
        try:
            async with asyncio.timeout_at(self._until):
                answered = await self._answering(messages, min(asked.max_tokens, TOKENS))
        except TimeoutError:
            return ErrorData(code=_FAILED, message="The language model did not answer in time")
        except LanguageModelError as error:
            log.warning("the language model did not answer the MCP server %s: %s", self._server.name, error)
            return ErrorData(code=_FAILED, message="The language model did not answer")  # where it runs is none of a stranger's business
        text, reason = answered.text, "endTurn" if answered.whole else "maxTokens"
        if ends := [at for stop in asked.stop_sequences or () if stop and (at := text.find(stop)) >= 0]:
            text, reason = text[: min(ends)], "stopSequence"
        return CreateMessageResult(role="assistant", content=TextContent(text=text), model=answered.model, stop_reason=reason)

    def _refused(self, asked: CreateMessageRequestParams, messages: Sequence[System | User | Assistant]) -> str:
        """Why it is not answered; "" where it is."""
        if not self._calls:
            return "no tool of this server is being called"
        if self._left < 1:
            return f"at most {MOST} answers in one call"
        if asked.tools or any(not isinstance(part, TextContent) for message in asked.messages for part in message.content_as_list):
            return "text only"
        if not messages or not isinstance(messages[-1], User) or asked.max_tokens < 1:
            return "there is nothing to answer"
        if sum(len(message.text) for message in messages) > LONGEST:
            return f"at most {LONGEST} characters"
        return ""


def _messages(asked: CreateMessageRequestParams) -> list[System | User | Assistant]:
    system = [System(asked.system_prompt)] if asked.system_prompt else []
    return [*system, *(_message(each) for each in asked.messages)]


def _message(given: SamplingMessage) -> User | Assistant:
    text = "\n".join(part.text for part in given.content_as_list if isinstance(part, TextContent))
    return User(text) if given.role == "user" else Assistant(text)
