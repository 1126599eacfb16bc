"""Language models in a row: the next is asked where one has not begun to answer, and one that keeps failing is left alone for a while.

Only before the first word: an answer that was begun is never begun again by somebody else. A call that cannot be read is an answer too.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncGenerator, Mapping, Sequence
from contextlib import aclosing
from typing import TYPE_CHECKING, Any

from jarvisd.errors import CallUnreadable, LanguageModelError
from jarvisd.messages import Message, Text, ToolCall, ToolSpec

if TYPE_CHECKING:
    from jarvisd.llm import Model

log = logging.getLogger(__name__)

_LONGEST = 600.0  # seconds that a provider is left alone at most


class Breaker:
    """Open after so many failures in a row, for a while that doubles; then one request may try. Pure: the time is handed in."""

    def __init__(self, failures: int, rest: float) -> None:
        self._failures = failures
        self._first = self._rest = rest
        self._failed = 0
        self._until: float | None = None  # open, until then
        self._trying = False  # the one request that tries is under way

    @property
    def open(self) -> bool:
        return self._until is not None

    def let(self, now: float) -> bool:
        """A request may go; whoever is let must say good, bad or left."""
        if self._until is None:
            return True
        if self._trying or now < self._until:
            return False
        self._trying = True
        return True

    def good(self) -> bool:
        """True where that closed it."""
        closed, self._until = self.open, None
        self._failed, self._trying, self._rest = 0, False, self._first
        return closed

    def bad(self, now: float) -> bool:
        """True where that opened it; what was tried in vain stays open twice as long."""
        opened, self._failed = False, self._failed + 1
        if self._until is not None:
            self._rest = min(2 * self._rest, max(_LONGEST, self._first))
            self._until = now + self._rest
        elif self._failed >= self._failures:
            self._until, opened = now + self._rest, True
        self._trying = False
        return opened

    def left(self) -> None:
        """The request was given up before it told anything."""
        self._trying = False


class Fallback:
    """A Model made of several."""

    def __init__(self, models: Sequence[Model], failures: int, rest: float) -> None:
        self._models = models
        self._breakers = [Breaker(failures, rest) for _ in models]
        self._last = 0  # who answered last

    @property
    def name(self) -> str:
        return self._models[self._last].name

    @property
    def window(self) -> int:
        """The smallest: what was made ready must fit whoever answers."""
        return min(model.window for model in self._models)

    def count(self, text: str) -> int:
        return max(model.count(text) for model in self._models)

    async def close(self) -> None:
        for model in self._models:
            await model.close()

    async def warm(self, messages: Sequence[Message], tools: Sequence[ToolSpec] = ()) -> None:
        for model, breaker in zip(self._models, self._breakers, strict=True):
            if not breaker.open:
                await model.warm(messages, tools)
                return

    async def stream(
        self, messages: Sequence[Message], tools: Sequence[ToolSpec] = (), schema: Mapping[str, Any] | None = None
    ) -> AsyncGenerator[Text | ToolCall, None]:
        clock = asyncio.get_running_loop()
        troubles: list[str] = []
        for at, (model, breaker) in enumerate(zip(self._models, self._breakers, strict=True)):
            if not breaker.let(clock.time()):
                troubles.append(f"{model.name} has failed lately and is left alone for a while")
                continue
            begun = judged = False
            try:
                async with aclosing(model.stream(messages, tools, schema)) as parts:
                    async for part in parts:
                        begun = True
                        self._last = at
                        yield part
                judged = True
                self._good(at)
                return
            except CallUnreadable:
                judged = True
                self._good(at)
                raise
            except LanguageModelError as error:
                judged = True
                self._bad(at, clock.time(), error)
                if begun:
                    raise
                troubles.append(str(error))
            finally:
                if not judged and begun:  # whoever listened had heard enough
                    self._good(at)
                elif not judged:
                    breaker.left()
        raise LanguageModelError("; ".join(troubles))

    def _good(self, at: int) -> None:
        if self._breakers[at].good():
            log.info("language model %s: answers again", self._models[at].name)

    def _bad(self, at: int, now: float, error: LanguageModelError) -> None:
        if self._breakers[at].bad(now):
            log.warning("language model: %s; it is left alone for a while, then tried again", error)
