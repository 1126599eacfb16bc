"""A mind to think with in tests: scripted models, tools that note what they did, a memory in lists and one real database."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from jarvisd.agent.assistant import Assistant
from jarvisd.agent.background import Background, running
from jarvisd.agent.gather import Gather
from jarvisd.agent.loop import Chat, Mind
from jarvisd.agent.pace import Paced
from jarvisd.agent.steps import Limits
from jarvisd.agent.summary import Compaction
from jarvisd.database import Database, open_database
from jarvisd.errors import LanguageModelError, MemoryRefused, ToolError
from jarvisd.memory import Block, Found, Turn, Within
from jarvisd.memory.runs import Runs
from jarvisd.memory.summaries import Summaries
from jarvisd.messages import Caller, Language, Message, Part, Request, Text, ToolCall, ToolSpec
from jarvisd.tools import Arguments, Asked, Risk, Tool
from jarvisd.tools.bus import Bus

NOW = datetime(2026, 11, 22, 15, 10, tzinfo=ZoneInfo("Asia/Shanghai"))
KNOWN = 0.5


@dataclass
class Scripted:
    """A model that answers from a script, step by step, and notes what it was given: texts, calls, seconds, or an error to raise."""

    steps: list[Sequence[str | float | ToolCall | LanguageModelError]]
    window: int = 8192
    name: str = "scripted"
    given: list[tuple[Message, ...]] = field(default_factory=list)
    tools: list[tuple[ToolSpec, ...]] = field(default_factory=list)
    schemas: list[Mapping[str, Any] | None] = field(default_factory=list)
    warmed: list[tuple[Message, ...]] = field(default_factory=list)
    closed: bool = False
    reading: float = 0.0  # seconds that reading ahead takes
    summary: str = ""  # what it says where it is asked for a summary, outside the script

    def count(self, text: str) -> int:
        return len(text)

    async def warm(self, messages: Sequence[Message], tools: Sequence[ToolSpec] = ()) -> None:
        await asyncio.sleep(self.reading)
        self.warmed.append(tuple(messages))

    async def stream(
        self, messages: Sequence[Message], tools: Sequence[ToolSpec] = (), schema: Mapping[str, Any] | None = None
    ) -> AsyncGenerator[Text | ToolCall, None]:
        self.given.append(tuple(messages))
        self.tools.append(tuple(tools))
        self.schemas.append(schema)
        if self.summary and not tools and len(messages) == 2:
            yield Text(self.summary)
            return
        assert self.steps, "the model was asked once more than its script goes"
        try:
            for piece in self.steps.pop(0):
                match piece:
                    case str():
                        yield Text(piece)
                    case float():
                        await asyncio.sleep(piece)
                    case ToolCall():
                        yield piece
                    case _:
                        raise piece
        finally:
            self.closed = True

    async def close(self) -> None: ...


@dataclass
class Remembered:
    """A recall in a list, its turns numbered."""

    turns: list[Turn] = field(default_factory=list)

    async def keep(self, turn: Turn) -> int:
        self.turns.append(replace(turn, id=len(self.turns) + 1))
        return len(self.turns)

    async def last(self, conversation: str, n: int) -> Sequence[Turn]:
        return [turn for turn in self.turns if turn.conversation == conversation][-n:]

    async def since(self, conversation: str, id: int) -> Sequence[Turn]:
        return [turn for turn in self.turns if turn.conversation == conversation and turn.id > id]


@dataclass
class Shelf:
    """A finder of what it was given; slow or broken on request."""

    found: list[Found] = field(default_factory=list)
    seconds: float = 0.0
    error: MemoryRefused | None = None
    asked: list[str] = field(default_factory=list)

    async def search(self, query: str, within: Within = Within(), limit: int = 5) -> Sequence[Found]:
        self.asked.append(query)
        await asyncio.sleep(self.seconds)
        if self.error:
            raise self.error
        return self.found[:limit]


@dataclass
class Core:
    """Blocks that only are read here."""

    blocks: list[Block] = field(default_factory=list)

    async def all(self) -> Sequence[Block]:
        return tuple(self.blocks)


@dataclass
class Things:
    """Tools that note when they began and ended: lamp (reversible), look (reads), mail (others' words), door (dangerous), broken."""

    seconds: dict[str, float] = field(default_factory=dict)
    log: list[str] = field(default_factory=list)
    asked: list[Asked] = field(default_factory=list)
    words: bool = False  # lamp has words of its own

    def tools(self) -> Sequence[Tool]:
        def told(content: Mapping[str, Any], language: Language) -> str:
            return "灯亮了。" if language == "zh" else f"The lamp is {content['state']}."

        return (
            self._tool("lamp", Risk.REVERSIBLE, told=told if self.words else None),
            self._tool("look", Risk.READ),
            self._tool("mail", Risk.READ, untrusted=True),
            self._tool("door", Risk.DANGEROUS, question=lambda _, language: "要开门吗？" if language == "zh" else "Open the door?"),
            self._tool("broken", Risk.REVERSIBLE),
        )

    def _tool(self, name: str, risk: Risk, **more: Any) -> Tool:
        async def call(arguments: Arguments, asked: Asked) -> Mapping[str, Any]:
            what = arguments.get("what", name)
            self.asked.append(asked)
            self.log.append(f"{what} began")
            await asyncio.sleep(self.seconds.get(what, 0.0))
            self.log.append(f"{what} ended")
            if name == "broken":
                raise ToolError("the fuse has blown")
            return {"state": "on", "what": what}

        return Tool(name, f"The {name}.", {"type": "object", "properties": {"what": {"type": "string"}}}, call, risk, **more)


def call(name: str, id: str = "1", **arguments: Any) -> ToolCall:
    return ToolCall(id, name, arguments)


@dataclass
class House:
    """One open mind."""

    model: Scripted
    things: Things
    recall: Remembered
    shelf: Shelf
    core: Core
    summaries: Summaries
    gather: Gather
    chat: Chat
    assistant: Assistant
    background: Background
    now: list[datetime]  # the one that it is

    async def ask(self, text: str, language: Language = "en", conversation: str = "c", **caller: Any) -> list[Part]:
        """A whole turn, and whatever follows it."""
        request = Request(text, conversation, Caller(room="kitchen", **caller), language)
        async with self.assistant.turn(request, await self.assistant.consider(request)) as reply:
            parts = [part async for part in reply]
        await self.background.rest()
        return parts

    async def say(self, text: str, language: Language = "en") -> str:
        return "".join(part.text for part in await self.ask(text, language) if isinstance(part, Text))


@asynccontextmanager
async def house(
    path: Path,
    *steps: Sequence[str | float | ToolCall | LanguageModelError],
    window: int = 8192,
    things: Things | None = None,
    limits: Limits = Limits(),
    shelf: Shelf | None = None,
) -> AsyncIterator[House]:
    """Fails at the end if the model was not asked for every step."""
    database: Database
    async with open_database(path / "jarvisd.db") as database, running() as background:
        now = [NOW]
        clock: Callable[[], datetime] = lambda: now[0]  # noqa: E731  # the tests put it forward
        model, things, recall, shelf, core = Scripted(list(steps), window), things or Things(), Remembered(), shelf or Shelf(), Core()
        summaries = Summaries(database)
        gather = Gather(recall, core, [shelf], summaries, KNOWN)
        paced = Paced(model)
        bus = Bus([things])
        mind = Mind(paced, bus, gather, Compaction(paced, gather, summaries), recall, background, Runs(database, clock), clock, limits)
        chat = Chat(mind)
        assistant = Assistant([chat], recall, clock, bus)
        yield House(model, things, recall, shelf, core, summaries, gather, chat, assistant, background, now)
        await background.rest()
        assert not model.steps, f"{len(model.steps)} answers were never asked for"
