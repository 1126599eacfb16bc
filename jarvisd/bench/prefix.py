"""How much of a prompt a model need not read again: a long talk with a real memory, and what of it was sent the same."""

from __future__ import annotations

import json
import re
from collections.abc import AsyncGenerator, AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from jarvisd.agent.assistant import Assistant
from jarvisd.agent.background import Background, running
from jarvisd.agent.gather import Gather
from jarvisd.agent.loop import Chat, Mind
from jarvisd.agent.pace import Paced
from jarvisd.agent.summary import Compaction
from jarvisd.bench.progress import told
from jarvisd.config import MemoryConfig
from jarvisd.llm import Model, wire
from jarvisd.memory.opened import Memory, open_memory
from jarvisd.memory.search import KNOWN
from jarvisd.memory.summaries import Summaries
from jarvisd.messages import Caller, Language, Message, Request, Text, ToolCall, ToolSpec
from jarvisd.tools.blocks import BlockTools
from jarvisd.tools.bus import Bus
from jarvisd.tools.memory import MemoryTools

TURNS = 60
WINDOW = 6000  # tokens: so that the talk is summed up more than once
CUT = 30  # the turn that is interrupted
_BEGAN = datetime(2026, 11, 22, 15, 10, tzinfo=ZoneInfo("Asia/Shanghai"))
_APART = timedelta(seconds=61)  # another minute every time
_HAN = re.compile(r"[㐀-鿿]")

_ASKED = {"en": "Tell me something about number {n}, please.", "zh": "请给我讲讲第{n}号的事。"}
_ANSWER = {
    "en": "Number {n} is a quiet little number. It stands between its neighbours and minds its own business. " * 3,
    "zh": "第{n}号是个安静的数字。它站在邻居中间，做自己的事。" * 6,
}
_FACT = {"en": "The guest of day {n} likes tea.", "zh": "第{n}天的客人喜欢喝茶。"}
_SHORT = {"en": "That is in my memory: {n}.", "zh": "这在我的记忆里：{n}。"}
SUMMARY = {"en": "They spoke about numbers.", "zh": "他们谈了数字。"}


@dataclass(frozen=True, slots=True)
class Sent:
    """What a turn's first request began with."""

    prefix: bytes  # the tools and every message but the last, as on the wire
    last: str  # the message of the turn
    changed: bool  # memory changed since the turn before


def sent(messages: Sequence[Mapping[str, Any]], tools: Sequence[Mapping[str, Any]], changed: bool) -> Sent:
    """From the JSON of a request."""
    lines = [json.dumps(each, ensure_ascii=False) for each in (list(tools), *messages[:-1])]
    return Sent("\n".join(lines).encode(), messages[-1]["content"], changed)


def reuse_percent(turns: Sequence[Sent]) -> float:
    """Of the turns before which memory did not change: those that begin with the whole prefix of the turn before."""
    pairs = [(before, after) for before, after in pairwise(turns) if not after.changed]
    return 100 * sum(after.prefix.startswith(before.prefix) for before, after in pairs) / max(1, len(pairs))


def asked(n: int, language: Language) -> str:
    return _ASKED[language].format(n=n)


def steps(n: int, language: Language) -> list[str | ToolCall]:
    """What the model answers in turn n, step by step: it edits blocks, looks in recall and archive, and speaks."""
    fact, done = _FACT[language].format(n=n), _SHORT[language].format(n=n)
    match n % 15:
        case 3:
            return [ToolCall(f"c{n}", "core_memory_append", {"label": "household", "content": fact}), done]
        case 5:
            return [ToolCall(f"c{n}", "conversation_search", {"query": asked(n - 2, language)}), done]
        case 7:
            return [ToolCall(f"c{n}", "archival_memory_insert", {"content": fact}), done]
        case 9:
            search = ToolCall(f"c{n}", "archival_memory_search", {"query": _FACT[language].format(n=n - 2)})
            return [ToolCall(f"d{n}", "conversation_search", {"query": fact}), search, done]
    return [_ANSWER[language].format(n=n)]


@dataclass
class House:
    memory: Memory
    summaries: Summaries
    chat: Chat
    assistant: Assistant
    background: Background
    at: datetime = _BEGAN

    async def known(self) -> tuple[str, ...]:
        """What a prefix is made of beyond the talk."""
        summary = await self.summaries.get("talk")
        return (*(block.text for block in await self.memory.blocks.all()), f"{summary.upto} {summary.text}" if summary else "")

    async def ask(self, n: int, language: Language, cut: bool = False) -> str:
        """A whole turn, and what follows it; cut: interrupted at its first words."""
        self.at += _APART
        request = Request(asked(n, language), "talk", Caller("Ben", "kitchen"), language, at=self.at)
        said = ""
        async with self.assistant.turn(request, await self.assistant.consider(request)) as reply:
            async for part in reply:
                said += part.text if isinstance(part, Text) else ""
                if cut and said:
                    break
        await self.background.rest()
        return said


@asynccontextmanager
async def house(folder: Path, model: Model) -> AsyncIterator[House]:
    def now() -> datetime:
        return opened.at if opened else _BEGAN

    opened: House | None = None
    async with open_memory(folder / "jarvisd.db", MemoryConfig(), now) as memory, running() as background:
        paced, summaries = Paced(model), Summaries(memory.database)
        bus = Bus([BlockTools(memory.blocks), MemoryTools(memory.recall, memory.archive, _BEGAN.tzinfo or ZoneInfo("UTC"))])
        gather = Gather(memory.recall, memory.blocks, [memory.archive, memory.recall], summaries, KNOWN)
        chat = Chat(Mind(paced, bus, gather, Compaction(paced, gather, summaries), memory.recall, background, memory.runs, now))
        opened = House(memory, summaries, chat, Assistant([chat], memory.recall, now, bus), background)
        yield opened


class Diligent:
    """A model in this process: it does as `steps` says, and notes what it was given."""

    name = "diligent"
    window = WINDOW

    def __init__(self, language: Language) -> None:
        self.given: list[tuple[Sequence[Message], Sequence[ToolSpec]]] = []
        self.script: list[str | ToolCall] = []
        self._language = language

    def count(self, text: str) -> int:
        han = len(_HAN.findall(text))
        return int(han / 1.5 + (len(text) - han) / 4)

    async def warm(self, messages: Sequence[Message], tools: Sequence[ToolSpec] = ()) -> None:
        """Nothing is read ahead here."""

    async def stream(
        self, messages: Sequence[Message], tools: Sequence[ToolSpec] = (), schema: Mapping[str, Any] | None = None
    ) -> AsyncGenerator[Text | ToolCall, None]:
        self.given.append((tuple(messages), tuple(tools)))
        piece = self.script.pop(0) if tools else SUMMARY[self._language]
        yield Text(piece) if isinstance(piece, str) else piece

    async def close(self) -> None: ...


async def prefix_reuse(folder: Path, language: Language = "en") -> float:
    """Percent; folder: an empty one, for the database."""
    model, turns = Diligent(language), []
    async with house(folder, model) as home:
        before = await home.known()
        for n in told.over(f"a talk of {TURNS} turns, {language}", range(TURNS)):
            model.script, begin, known = steps(n, language), len(model.given), await home.known()
            await home.ask(n, language, cut=n == CUT)
            messages, tools = model.given[begin]
            turns.append(sent(wire.messages(messages, lambda _: None), wire.tools(tools), known != before))
            before = known
    return reuse_percent(turns)
