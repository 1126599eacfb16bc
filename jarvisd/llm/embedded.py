"""The language model in the house itself: a GGUF file served by a child process, its prompt's beginning kept warm.

Turns go first. They have a slot of their own, and what the background reads or writes in the other slot ends when a turn begins or
interrupt() is called (at a wake word). A turn waits a bounded time for its first word, whatever has to be loaded and read before.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Mapping, Sequence
from contextlib import aclosing, asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jarvisd.config import LlmConfig
from jarvisd.errors import LanguageModelError, ModelStarting
from jarvisd.llm.brief import brief, must_speak
from jarvisd.llm.calls import Reading
from jarvisd.llm.child import COMMAND, Address, Child
from jarvisd.llm.chosen import Chosen
from jarvisd.llm.grammar import grammar
from jarvisd.llm.ground import grounded
from jarvisd.llm.providers import PROVIDERS
from jarvisd.messages import Message, System, Text, ToolCall, ToolSpec, User

if TYPE_CHECKING:
    from jarvisd.llm.openai import OpenAIModel

WINDOW = 4096  # tokens, where the configuration says nothing: 120 MB a slot
_UNHURRIED = 240.0  # seconds until an answer begins, where nobody waits
_REST = 5.0  # seconds after a turn or a wake word before the background goes on: somebody is talking
_TURNS, _BACKGROUND = 0, 1  # slots of the server


@dataclass(frozen=True, slots=True)
class _Kind:
    """What a client of the server is made for."""

    slot: int
    grammar: str = ""
    longest: int = 0  # 0: as configured


class Embedded:
    """A Model. Nothing runs before the first warm() or stream()."""

    def __init__(self, name: str, weights: Path, threads: int, config: LlmConfig, command: Sequence[str] = COMMAND) -> None:
        self.name = f"embedded/{name}"
        self.window = config.window or WINDOW
        self._config = replace(config, proxy="", first_token_timeout=_UNHURRIED)
        wanted = {"weights": str(weights), "threads": threads, "window": self.window}
        self._child = Child(name, wanted, self._changed, command)
        self._clients: dict[_Kind, OpenAIModel] = {}
        self._address: Address | None = None
        self._warmed: tuple[Sequence[Message], Sequence[ToolSpec]] | None = None
        self._closed = False
        self._turns = 0  # at this moment
        self._rests_until = 0.0
        self._free = asyncio.Event()
        self._free.set()
        self._epochs = [0, 0]  # by slot: grows with every interruption
        self._steps: tuple[set[asyncio.Timeout], ...] = (set(), set())  # by slot: what an interruption ends

    def count(self, text: str) -> int:
        """Qwen's: some four letters a token, two Chinese characters in three."""
        wide = sum(letter > "⺀" for letter in text)
        return (len(text) - wide) // 4 + wide * 2 // 3 + 1

    def background(self) -> Background:
        """The same model for work that nobody waits for."""
        return Background(self)

    def interrupt(self) -> None:
        """Background work ends now, and rests for a moment. What a turn will need is read on."""
        self._rests_until = asyncio.get_running_loop().time() + _REST
        self._cut(_BACKGROUND)

    def _cut(self, slot: int) -> None:
        self._epochs[slot] += 1
        for step in self._steps[slot]:
            step.reschedule(asyncio.get_running_loop().time())

    async def stream(
        self, messages: Sequence[Message], tools: Sequence[ToolSpec] = (), schema: Mapping[str, Any] | None = None
    ) -> AsyncGenerator[Text | ToolCall, None]:
        self.interrupt()
        self._cut(_TURNS)  # only reading ahead can be cut there: turns are not watched
        self._turns += 1
        self._free.clear()
        try:
            async with aclosing(self._stream(_TURNS, messages, tools, schema, self._config.start_timeout)) as parts:
                async for part in parts:
                    yield part
        finally:
            self._turns -= 1
            self._rests_until = asyncio.get_running_loop().time() + _REST
            if not self._turns:
                self._free.set()

    async def warm(self, messages: Sequence[Message], tools: Sequence[ToolSpec] = ()) -> None:
        """Reads what stands before the person's words. A turn cuts it off and goes on from what was read; the rest is read behind it."""
        try:
            try:
                await self._child.up(_UNHURRIED)
            finally:
                self._warmed = (messages, tools)  # and read again by a child that has to be started again
            while not self._closed:
                await self._free.wait()  # in the slot of turns a turn would wait behind it
                epoch = self._epochs[_TURNS]
                try:
                    await self._read(messages, tools)
                except LanguageModelError:
                    if epoch == self._epochs[_TURNS]:
                        raise
                else:
                    return
        except LanguageModelError:
            return  # whoever asks will be told

    async def close(self) -> None:
        self._closed = True
        self.interrupt()
        self._cut(_TURNS)
        await self._child.close()
        await self._drop()

    async def _read(self, messages: Sequence[Message], tools: Sequence[ToolSpec]) -> None:
        ahead = [*messages, User("")] if not messages or isinstance(messages[-1], System) else messages
        model = await self._client(_Kind(_TURNS, longest=1))
        async with self._ends(_TURNS) as step, aclosing(model.stream(brief(ahead, tools))) as parts:
            while await step(parts) is not None:
                pass

    async def quietly(
        self, messages: Sequence[Message], tools: Sequence[ToolSpec], schema: Mapping[str, Any] | None
    ) -> AsyncGenerator[Text | ToolCall, None]:
        """For the background's slot: begins when nobody talks. LanguageModelError when it had to give way."""
        while self._turns or (rest := self._rests_until - asyncio.get_running_loop().time()) > 0:
            await (self._free.wait() if self._turns else asyncio.sleep(rest))
        async with self._ends(_BACKGROUND) as step, aclosing(self._stream(_BACKGROUND, messages, tools, schema, _UNHURRIED)) as parts:
            while (part := await step(parts)) is not None:
                yield part

    async def _stream(
        self, slot: int, messages: Sequence[Message], tools: Sequence[ToolSpec], schema: Mapping[str, Any] | None, patience: float
    ) -> AsyncGenerator[Text | ToolCall, None]:
        begin = asyncio.get_running_loop().time() + patience
        await self._child.up(patience)
        may = () if must_speak(messages) else tools
        model = await self._client(_Kind(slot, grammar(may) if tools and not schema else ""))
        reading = Reading([tool.name for tool in tools])
        async with aclosing(self._begun(model.stream(brief(messages, tools), schema=schema), begin)) as parts:
            async for part in parts:
                if isinstance(part, Text) and tools and not schema:
                    for read in reading.feed({"content": part.text}):
                        yield grounded(read, tools, messages) if isinstance(read, ToolCall) else read
                else:
                    yield part
        for read in reading.end("stop"):
            yield grounded(read, tools, messages) if isinstance(read, ToolCall) else read

    async def _begun(self, parts: AsyncGenerator[Text | ToolCall, None], begin: float) -> AsyncGenerator[Text | ToolCall, None]:
        """The same, where the first comes by then. What was read until then is not read again when somebody asks anew."""
        async with aclosing(parts):
            try:
                async with asyncio.timeout_at(begin):
                    first = await anext(parts, None)
            except TimeoutError:
                raise ModelStarting(f"{self.name} is still reading what it must know first; ask again in a moment") from None
            if first is not None:
                yield first
            async for part in parts:
                yield part

    @asynccontextmanager
    async def _ends(self, slot: int) -> AsyncIterator[Any]:
        """Gives a function that takes the next part, None at the end; an interruption ends it with LanguageModelError."""
        epoch, steps = self._epochs[slot], self._steps[slot]

        async def step(parts: AsyncIterator[Text | ToolCall]) -> Text | ToolCall | None:
            if epoch != self._epochs[slot]:
                raise LanguageModelError(f"{self.name} gave way to somebody who talks")
            try:
                async with asyncio.timeout(None) as scope:
                    steps.add(scope)
                    return await anext(parts, None)
            except TimeoutError:
                raise LanguageModelError(f"{self.name} gave way to somebody who talks") from None
            finally:
                steps.discard(scope)

        yield step

    async def _client(self, kind: _Kind) -> OpenAIModel:
        assert self._address is not None
        if kind not in self._clients:
            made = await asyncio.to_thread(_wire)
            row = PROVIDERS["llama.cpp"]
            body = {**row.body, "id_slot": kind.slot, **({"grammar": kind.grammar} if kind.grammar else {})}
            chosen = Chosen(
                "embedded",
                self._address.url,
                self.name.partition("/")[2],
                self._address.key,
                row=replace(row, body=body, window=self.window),
            )
            longest = min(kind.longest or self._config.longest, self.window // 4)
            self._clients[kind] = made(chosen, replace(self._config, longest=longest, temperature=0.0))
        return self._clients[kind]

    async def _changed(self, address: Address) -> None:
        """The child is up, at another address than before; what it had read is read again."""
        await self._drop()
        self._address = address
        if self._warmed:
            try:
                await self._read(*self._warmed)
            except LanguageModelError:
                return

    async def _drop(self) -> None:
        clients, self._clients = list(self._clients.values()), {}
        for client in clients:
            await client.close()


def _wire() -> type[OpenAIModel]:
    """Its import takes a second or two: not before the house is ready, and not on the loop."""
    from jarvisd.llm.openai import OpenAIModel

    return OpenAIModel


class Background:
    """The embedded model as those see it who do their work while nobody talks. A Model."""

    def __init__(self, model: Embedded) -> None:
        self._model = model
        self.name = model.name
        self.window = model.window

    def count(self, text: str) -> int:
        return self._model.count(text)

    async def stream(
        self, messages: Sequence[Message], tools: Sequence[ToolSpec] = (), schema: Mapping[str, Any] | None = None
    ) -> AsyncGenerator[Text | ToolCall, None]:
        async with aclosing(self._model.quietly(messages, tools, schema)) as parts:
            async for part in parts:
                yield part

    async def warm(self, messages: Sequence[Message], tools: Sequence[ToolSpec] = ()) -> None:
        """Its slot is read when there is work."""

    async def close(self) -> None:
        """The model belongs to the house."""
