"""What the command line can have done with what was said and what is known: search, add, forget, read documents, index anew."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, tzinfo
from pathlib import Path
from typing import Any

from jarvisd.errors import ControlError
from jarvisd.memory import Found, Passage, Turn, Within, portable
from jarvisd.memory.clean import clean
from jarvisd.memory.documents import Documents, Ingested
from jarvisd.memory.holding import Gone
from jarvisd.memory.opened import Memory
from jarvisd.web.control import Command, Row
from jarvisd.web.memory import count, day

_SHOWN = 50  # of what would be forgotten
_ROLES = ("user", "assistant")


class RememberedCommands:
    """zone: the household's, in which days begin and end."""

    def __init__(self, memory: Memory, zone: tzinfo) -> None:
        self._memory = memory
        self._zone = zone

    @property
    def table(self) -> Mapping[str, Command]:
        named = {
            "search": self.search,
            "add": self.add,
            "holding": self.holding,
            "forget": self.forget,
            "ingest": self.ingest,
            "export": self.export,
            "import": self.load,
            "reindex": self.reindex,
        }
        return {f"memory.{name}": command for name, command in named.items()}

    async def search(self, wanted: Mapping[str, Any]) -> AsyncGenerator[Row, None]:
        """{"query", "role"?, "since"?, "until"?, "person"?, "tags"?, "superseded"?, "limit"?} -> turns and passages, the surest first.

        A role limits it to turns, tags limit it to passages; without words in the query the newest come.
        """
        role, tags = wanted.get("role") or "", frozenset(_tags(wanted))
        if role and role not in _ROLES:
            raise ControlError(f"role {role!r} is not known; known: {', '.join(_ROLES)}")
        within = replace(
            Within.days(day(wanted, "since"), day(wanted, "until"), self._zone),
            person=clean(wanted.get("person") or ""),
            roles=frozenset({role} if role else ()),
            tags=tags,
            superseded=bool(wanted.get("superseded")),
        )
        query, most = clean(str(wanted.get("query", ""))), count(wanted, 10)
        finders = [finder for finder, fits in ((self._memory.recall, not tags), (self._memory.archive, not role)) if fits]
        found = [each for results in await asyncio.gather(*(finder.search(query, within, most) for finder in finders)) for each in results]
        order: Callable[[Found], Any] = (lambda each: -each.similarity) if query else (lambda each: -each.item.at.timestamp())
        for each in sorted(found, key=order)[:most]:
            yield _found(each, self._zone)

    async def add(self, wanted: Mapping[str, Any]) -> AsyncGenerator[Row, None]:
        """{"text", "tags"?, "person"?} -> the passage and what became of it: new, same, updated, superseded."""
        passage = Passage(
            clean(str(wanted["text"])), datetime.now(self._zone), "user", clean(wanted.get("person") or ""), frozenset(_tags(wanted))
        )
        kept = await self._memory.archive.insert(passage)
        yield {**_passage(kept.passage, self._zone), "how": kept.how}

    async def holding(self, wanted: Mapping[str, Any]) -> AsyncGenerator[Row, None]:
        """{"text"} or {"passages"?, "turns"?: ids} -> the blocks' lines, turns and passages that a forgetting begins with."""
        text, passages, turns = _chosen(wanted)
        if text:
            gone = Gone([text])
            for block in await self._memory.blocks.all():
                for line in block.text.split("\n"):
                    if gone.holds(line, block.label) and not block.read_only:
                        yield {"kind": "block", "label": block.label, "text": line}
            within = Within(superseded=True)
            for finder in (self._memory.recall, self._memory.archive):
                for each in await finder.search(text, within, _SHOWN):
                    item = each.item
                    if gone.holds(f"{item.asked} {item.answered}" if isinstance(item, Turn) else item.text):
                        yield _found(each, self._zone)
        for turn in (await self._memory.recall.get(turns)).values():
            yield _turn(turn, self._zone)
        for passage in (await self._memory.archive.get_all(passages)).values():
            yield _passage(passage, self._zone)

    async def forget(self, wanted: Mapping[str, Any]) -> AsyncGenerator[Row, None]:
        """The same -> {"turns", "passages", "lines", "others"}: how many of each are gone for good, from backups and traces too."""
        text, passages, turns = _chosen(wanted)
        gone = await self._memory.forget.forget(turns, passages, [text] if text else [])
        yield {"turns": gone.turns, "passages": gone.passages, "lines": gone.lines, "others": gone.others}

    async def ingest(self, wanted: Mapping[str, Any]) -> AsyncGenerator[Row, None]:
        """{"folder"} -> {"done", "all"} files..., then {"new", "changed", "unchanged", "gone", "failed", "passages"}."""
        folder = Path(str(wanted["folder"]))
        documents = Documents(self._memory.database, self._memory.archive)
        async for row in progress(lambda tell: documents.ingest(folder, lambda done, everything, path: tell(done, everything))):
            if isinstance(row, Ingested):
                yield {
                    "new": [str(path) for path in row.new],
                    "changed": [str(path) for path in row.changed],
                    "unchanged": len(row.unchanged),
                    "gone": list(row.gone),
                    "failed": list(row.failed),
                    "passages": row.passages,
                }
            else:
                yield row

    async def export(self, wanted: Mapping[str, Any]) -> AsyncGenerator[Row, None]:
        """{"file"} -> {"done", "all"}..., then {"rows", "file"}."""
        path, at = Path(str(wanted["file"])), datetime.now(self._zone)
        async for row in progress(lambda tell: portable.export(self._memory.database, path, at, tell)):
            yield row if isinstance(row, dict) else {"rows": row, "file": str(path)}

    async def load(self, wanted: Mapping[str, Any]) -> AsyncGenerator[Row, None]:
        """{"file"} -> {"done", "all"}..., then {"rows"}: how many were not here yet."""
        path, at = Path(str(wanted["file"])), datetime.now(self._zone)
        async for row in progress(lambda tell: portable.load(self._memory.database, path, at, tell)):
            yield row if isinstance(row, dict) else {"rows": row}

    async def reindex(self, wanted: Mapping[str, Any]) -> AsyncGenerator[Row, None]:
        """{} -> {"done", "all"}..., then {"vectors"}: words and vectors anew."""
        async for row in progress(self._memory.library.reindex):
            yield row if isinstance(row, dict) else {"vectors": row}


async def progress(work: Callable[[Callable[[int, int], None]], Awaitable[Any]]) -> AsyncGenerator[Any, None]:
    """{"done", "all"} as the work tells it, then what it returns; whoever stops listening ends it."""
    told: asyncio.Queue[Row | None] = asyncio.Queue()

    async def run() -> Any:
        try:
            return await work(lambda done, everything: told.put_nowait({"done": done, "all": everything}))
        finally:
            told.put_nowait(None)

    task = asyncio.create_task(run())
    try:
        while (row := await told.get()) is not None:
            yield row
        yield await task
    finally:
        task.cancel()
        await asyncio.wait({task})


def _chosen(wanted: Mapping[str, Any]) -> tuple[str, list[int], list[int]]:
    text = clean(str(wanted.get("text") or ""))
    passages, turns = ([int(id) for id in wanted.get(name) or ()] for name in ("passages", "turns"))
    if not (text or passages or turns):
        raise ControlError("nothing is named that is to be forgotten; give a text, or ids that jarvisd memory search shows")
    return text, passages, turns


def _tags(wanted: Mapping[str, Any]) -> Sequence[str]:
    return [tag for tag in (clean(str(tag)).casefold() for tag in wanted.get("tags") or ()) if tag]


def _found(found: Found, zone: tzinfo) -> Row:
    row = _turn(found.item, zone) if isinstance(found.item, Turn) else _passage(found.item, zone)
    return {**row, "similarity": round(found.similarity, 3), "score": round(found.score, 5)}


def _turn(turn: Turn, zone: tzinfo) -> Row:
    return {
        "kind": "turn",
        "id": turn.id,
        "at": turn.at.astimezone(zone).isoformat(timespec="seconds"),
        "conversation": turn.conversation,
        "person": turn.person,
        "room": turn.room,
        "asked": turn.asked,
        "answered": turn.answered,
    }


def _passage(passage: Passage, zone: tzinfo) -> Row:
    return {
        "kind": "passage",
        "id": passage.id,
        "at": passage.at.astimezone(zone).isoformat(timespec="seconds"),
        "text": passage.text,
        "source": passage.source,
        "person": passage.person,
        "tags": sorted(passage.tags),
        "confidence": passage.confidence,
        "turn": passage.turn,
        "document": passage.document,
        "superseded_by": passage.superseded_by,
    }
