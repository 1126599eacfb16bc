"""How fast a model reads its prompt, seen from the time until its first word."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncGenerator, Mapping, Sequence
from contextlib import aclosing
from typing import Any

from jarvisd.agent.context import text_of, tools_text
from jarvisd.llm import Model
from jarvisd.messages import Message, Text, ToolCall, ToolSpec

_SEEN = 8  # answers that are looked back on
_ENOUGH = 200  # tokens that had to be read for the time to tell anything: of fewer it is the network's


class Paced:
    """A Model that also notes how fast it reads what it has not just read."""

    def __init__(self, model: Model) -> None:
        self._model = model
        self._read: tuple[Message, ...] = ()
        self._speeds: deque[float] = deque(maxlen=_SEEN)

    @property
    def speed(self) -> float:
        """Tokens a second, 0 where not known yet: the best of the last, for what is not reading only makes it look slower."""
        return max(self._speeds, default=0.0)

    @property
    def name(self) -> str:
        return self._model.name

    @property
    def window(self) -> int:
        return self._model.window

    def count(self, text: str) -> int:
        return self._model.count(text)

    async def warm(self, messages: Sequence[Message], tools: Sequence[ToolSpec] = ()) -> None:
        await self._model.warm(messages, tools)
        self._read = tuple(messages)

    async def close(self) -> None:
        await self._model.close()

    async def stream(
        self, messages: Sequence[Message], tools: Sequence[ToolSpec] = (), schema: Mapping[str, Any] | None = None
    ) -> AsyncGenerator[Text | ToolCall, None]:
        clock = asyncio.get_running_loop().time
        began, read, self._read = clock(), self._read, tuple(messages)
        same = next((at for at, (old, new) in enumerate(zip(read, messages, strict=False)) if old != new), min(len(read), len(messages)))
        unread = sum(self.count(text_of(message)) for message in messages[same:]) + (0 if same else self.count(tools_text(tools)))
        first = True
        async with aclosing(self._model.stream(messages, tools, schema)) as pieces:
            async for piece in pieces:
                if first and unread >= _ENOUGH:
                    self._speeds.append(unread / max(clock() - began, 0.001))
                first = False
                yield piece
