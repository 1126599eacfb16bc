"""How much the archive grows when the same week is lived twice: what was learned once is not learned again.

The extractor is a scripted one with a real one's failings: it words facts a little otherwise each time, numbers turns wrongly,
misses some, takes small talk for facts, repeats its example and invents. So what is measured is the house, not a model.
"""

from __future__ import annotations

import json
import random
import re
import zlib
from collections.abc import AsyncGenerator, Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from jarvisd.agent.assistant import Assistant
from jarvisd.agent.remembering import Remembering
from jarvisd.agent.sleeptime import Sleeptime
from jarvisd.agent.telling import book
from jarvisd.bench.progress import told
from jarvisd.bench.week import BEGINS, ZONE, Said, week
from jarvisd.config import MemoryConfig, shipped
from jarvisd.llm import Model
from jarvisd.memory import Embedder
from jarvisd.memory.opened import open_memory
from jarvisd.messages import LANGUAGES, Caller, Message, Request, Text, ToolCall, ToolSpec, User
from jarvisd.tools.bus import Bus
from jarvisd.tools.memory import MemoryTools
from jarvisd.tools.remember import RememberTools

_LINE = re.compile(r"\[(\d+)\] [^:]+: (.+)")
_MISSED = 8  # one statement in so many is never seen
_INVENTED = ("The user likes jazz", "my sister lives in Oslo now", "用户喜欢爵士乐", "爷爷的药在冰箱里", "Anna is allergic to milk")
_NIGHT = timedelta(hours=20, minutes=25)  # from the beginning of a day: 3:30


class Extractor:
    """A Model that answers as an extractor does."""

    name = "extractor"
    window = 4096

    def __init__(self) -> None:
        self._mood = random.Random(7)

    def count(self, text: str) -> int:
        return len(text) // 3

    async def warm(self, messages: Sequence[Message], tools: Sequence[ToolSpec] = ()) -> None:
        """Nothing is read ahead here."""

    async def stream(
        self, messages: Sequence[Message], tools: Sequence[ToolSpec] = (), schema: Mapping[str, Any] | None = None
    ) -> AsyncGenerator[Text | ToolCall, None]:
        shown = messages[-1].text if isinstance(messages[-1], User) else ""
        if schema is None:
            yield Text("It was a day like any other.")
            return
        facts = [
            {"turn": int(number) + self._mood.choice((0, 0, 0, 1)), "fact": self._worded(part)}
            for number, text in _LINE.findall(shown)
            for part in text.split("; ")
            if zlib.crc32(part.encode()) % _MISSED
        ]
        facts += [{"turn": 1, "fact": self._mood.choice(_INVENTED)}] if self._mood.random() < 0.5 else []
        facts += self._mood.sample(facts, min(2, len(facts)))
        yield Text(json.dumps({"facts": facts}, ensure_ascii=False))

    async def close(self) -> None: ...

    def _worded(self, text: str) -> str:
        match self._mood.randrange(5):
            case 0:
                return text + "."
            case 1:
                return text[0].lower() + text[1:]
            case 2:
                return re.sub(r"\b(?:the|now) ", "", text, flags=re.IGNORECASE)
            case 3:
                return re.sub(r"\b(?:my|our)\b", "the", text, flags=re.IGNORECASE)
        return text


async def growth(folder: Path, model: Model | None, embedder: Embedder | None) -> tuple[int, int]:
    """Rows of the archive after one week and after the same week again. folder: an empty one, for the database."""
    moment = [BEGINS]

    def now() -> datetime:
        return moment[0]

    async with open_memory(folder / "jarvisd.db", MemoryConfig(), now, embedder) as memory:
        remember = RememberTools(memory.recall, memory.archive, memory.blocks, memory.forget)
        bus = Bus([MemoryTools(memory.recall, memory.archive, ZONE), remember])
        words = book(LANGUAGES, shipped("config/remembering"))
        mind = Assistant([Remembering(words, bus, memory, remember, now, last=True)], memory.recall, now, bus)
        sleeptime = Sleeptime(memory, model, now, lambda call: False, timedelta(days=7))
        rows = []
        days = list(week())
        for again in range(2):
            for day, said in enumerate(days):
                told.show(f"a week, twice, {'with' if model else 'without'} a model", again * len(days) + day, 2 * len(days))
                for one in said:
                    await _say(mind, one)
                moment[0] = BEGINS + timedelta(days=day) + _NIGHT
                await sleeptime.run()
            ((count,),) = await memory.database.read("SELECT count(*) FROM passage")
            rows.append(int(count))
        told.end()
        await mind.rest()
    return rows[0], rows[1]


async def _say(mind: Assistant, said: Said) -> None:
    request = Request(said.text, "kitchen", Caller(said.person), said.language, at=said.at)
    async with mind.turn(request, await mind.consider(request)) as reply:
        async for _ in reply:
            pass


async def growth_percent(folder: Path, embedder: Embedder | None) -> float:
    """The larger one of the house with an extractor and the house without a model."""
    percents = []
    for name, model in (("with", Extractor()), ("without", None)):
        path = folder / name
        path.mkdir()
        first, second = await growth(path, model, embedder)
        percents.append(100 * (second - first) / first)
    return max(percents)
