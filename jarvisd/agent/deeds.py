"""What is answered to an appointment: a question back, or a call told by what it really did."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Callable
from dataclasses import dataclass

from jarvisd.messages import Asks, Language, Part, Text, ToolCall, ToolResult
from jarvisd.tools import Asked
from jarvisd.tools.bus import Bus

NAME = "reminding"


@dataclass(frozen=True, slots=True)
class Question:
    """Something is asked back; from when it was asked, the next sentence may answer it."""

    text: str
    language: Language
    opened: Callable[[], None]
    by: str = NAME
    exact: bool = False
    stops: bool = False

    @property
    def preview(self) -> str:
        return self.text

    async def parts(self) -> AsyncGenerator[Part, None]:
        self.opened()
        yield Text(self.text)
        yield Asks()


@dataclass(frozen=True, slots=True)
class Deed:
    """A call, told by what it really did or by the sentence of why it did not."""

    call: ToolCall
    asked: Asked
    bus: Bus
    done: Callable[[ToolResult], bool]
    stops: bool = False
    more: str = ""  # said behind it where it was done
    by: str = NAME
    preview: None = None
    exact: bool = False

    @property
    def language(self) -> Language:
        return self.asked.language

    async def parts(self) -> AsyncGenerator[Part, None]:
        yield self.call
        result = await self.bus.call(self.call, self.asked)
        yield result
        asks = self.done(result)
        yield Text(result.error or self.bus.told(result, self.language) + self.more)
        if asks:
            yield Asks()
