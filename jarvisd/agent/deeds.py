"""An answer that is one call of a tool, told by what it really did; and one that asks something back."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Awaitable, Callable
from dataclasses import dataclass

from jarvisd.agent import answers
from jarvisd.messages import Asks, Language, Part, Text, ToolCall, ToolResult
from jarvisd.tools import Asked
from jarvisd.tools.bus import Bus


async def _ends(result: ToolResult) -> bool:
    """The Deed.done of whoever asks nothing back."""
    return False


@dataclass(frozen=True, slots=True)
class Deed:
    """done: told the result before anything is said of it; whether its sentence is a question that the next one may answer."""

    call: ToolCall
    asked: Asked
    bus: Bus
    by: str
    done: Callable[[ToolResult], Awaitable[bool]] = _ends
    stops: bool = False
    more: str = ""  # said behind it where it was done
    preview: None = None
    exact: bool = False

    @property
    def language(self) -> Language:
        return self.asked.language

    async def parts(self) -> AsyncGenerator[Part, None]:
        yield self.call
        result = await self.bus.call(self.call, self.asked)
        yield result
        asks = await self.done(result)
        if parked := answers.question(result):
            for part in parked:
                yield part
            return
        yield Text(result.error or self.bus.told(result, self.language) + self.more)
        if asks:
            yield Asks()


@dataclass(frozen=True, slots=True)
class Question:
    """Something is asked back; from when it was asked, the next sentence may answer it."""

    text: str
    language: Language
    by: str
    opened: Callable[[], Awaitable[None]]
    exact: bool = False
    stops: bool = False

    @property
    def preview(self) -> str:
        return self.text

    async def parts(self) -> AsyncGenerator[Part, None]:
        await self.opened()
        yield Text(self.text)
        yield Asks()
