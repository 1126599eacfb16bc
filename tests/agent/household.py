"""A mind with a real memory and no language model, in one folder; and how well it answers a table of questions."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from jarvisd.agent.assistant import Assistant
from jarvisd.agent.confirm import Confirm, Words
from jarvisd.agent.intents import Intents, books
from jarvisd.agent.remembering import Remembering
from jarvisd.agent.telling import book
from jarvisd.config import MemoryConfig, shipped
from jarvisd.memory import Embedder, Passage
from jarvisd.memory.forget import Forget
from jarvisd.memory.opened import Memory, open_memory
from jarvisd.messages import LANGUAGES, Caller, Request
from jarvisd.tools.audit import Journal
from jarvisd.tools.blocks import BlockTools
from jarvisd.tools.bus import Bus
from jarvisd.tools.memory import MemoryTools
from jarvisd.tools.parked import Parked
from jarvisd.tools.remember import RememberTools
from tests.agent.facts import FACTS, Asked

ZONE = ZoneInfo("Europe/Vienna")
NOON = datetime(2026, 11, 23, 12, tzinfo=ZONE)
BOOKS = books(LANGUAGES, shipped("config/intents"))
WORDS = book(LANGUAGES, shipped("config/remembering"))


@dataclass
class Household:
    """Talks to the mind. `at` is the clock; every sentence takes a second."""

    mind: Assistant
    memory: Memory
    at: datetime = NOON
    by: list[str] = field(default_factory=list)  # who answered

    async def ask(self, text: str, conversation: str = "kitchen", person: str = "") -> str:
        self.at += timedelta(seconds=1)
        request = Request(text, conversation, Caller(person), at=self.at)
        answer = await self.mind.consider(request)
        async with self.mind.turn(request, answer) as reply:
            async for _ in reply:
                pass
        self.by.append(reply.by)
        return reply.text

    async def know(self, facts: Sequence[str], person: str = "") -> None:
        """As if they had been said a month ago."""
        for fact in facts:
            await self.memory.archive.insert(Passage(fact, self.at - timedelta(days=30), person=person))


@asynccontextmanager
async def household(folder: Path, embedder: Embedder | None = None, last: bool = True) -> AsyncIterator[Household]:
    """last: no language model follows."""

    def now() -> datetime:
        return NOON

    async with open_memory(folder / "jarvisd.db", MemoryConfig(), now, embedder) as memory:
        remember = RememberTools(memory.recall, memory.archive, memory.blocks, Forget(memory.database, folder, now))
        toolsets = (BlockTools(memory.blocks), MemoryTools(memory.recall, memory.archive, ZONE), remember)
        bus = Bus(toolsets, Parked(memory.database), Journal(memory.database))
        confirm = Confirm(Words(shipped("config/confirm.yaml")), bus, now)
        remembering = Remembering(WORDS, bus, memory, remember, now, last)
        mind = Assistant([confirm, Intents(BOOKS, bus, memory.recall, now), remembering], memory.recall, now, bus)
        yield Household(mind, memory)
        await mind.rest()


@dataclass
class Score:
    right: int = 0
    missed: int = 0  # it is known, and was not said
    wrong: int = 0  # something else was said
    unknown: int = 0  # it is not known, and that was said or nothing was
    invented: int = 0  # it is not known, and something was said
    errors: list[str] = field(default_factory=list)


async def score(home: Household, questions: Sequence[Asked]) -> Score:
    """By the facts that stand in each answer."""
    made = Score()
    for asked in questions:
        text = await home.ask(asked.text, conversation=asked.text)
        said = {name for name, fact in FACTS.items() if fact in text}
        if asked.answers:
            kind = "missed" if not said else "right" if said <= asked.answers else "wrong"
        else:
            kind = "invented" if said else "unknown"
        setattr(made, kind, getattr(made, kind) + 1)
        if kind in ("missed", "wrong", "invented"):
            made.errors.append(f"{kind}: {asked.text} -> {text}")
    return made
