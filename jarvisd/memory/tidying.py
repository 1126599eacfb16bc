"""Puts memory in order by itself: what is known twice becomes one, notes for the moment are thrown away."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime, timedelta

from jarvisd.database import Database
from jarvisd.errors import MemoryRefused
from jarvisd.memory import Edit, Passage, Within
from jarvisd.memory.archive import Passages
from jarvisd.memory.blocks import CoreBlocks
from jarvisd.memory.claims import own, repeats
from jarvisd.memory.words import normal

SCRATCH = "scratch"
_MARK = "tidied"  # a fact: the newest passage that was compared
_BATCH = 200  # passages compared in one run
_COMPARED = 20
_HISTORY = 500  # edits of a block that are kept


class Tidying:
    def __init__(self, database: Database, archive: Passages, blocks: CoreBlocks) -> None:
        self._database = database
        self._archive = archive
        self._blocks = blocks

    async def merge(self) -> int:
        """How many passages gave way to one that says as much: they stay, superseded, and the other takes over tags and day.

        Nothing that a person said gives way to a model's words.
        """
        rows = await self._database.read("SELECT value FROM fact WHERE name = ?", (_MARK,))
        query = "SELECT id FROM passage WHERE id > ? AND superseded_by IS NULL AND document IS NULL ORDER BY id LIMIT ?"
        ids = [id for (id,) in await self._database.read(query, (int(rows[0][0]) if rows else 0, _BATCH))]
        merged = 0
        for id in ids:
            passage = await self._archive.get(id)
            fuller = await self._fuller(passage) if passage is not None and passage.superseded_by is None else None
            if passage is not None and fuller is not None:
                await self._give_way(passage, fuller)
                merged += 1
        if ids:
            async with self._database.transaction() as db:
                await db.execute("INSERT OR REPLACE INTO fact (name, value) VALUES (?, ?)", (_MARK, str(ids[-1])))
        return merged

    async def decay(self, now: datetime, age: timedelta) -> int:
        """How many lines of the scratch block were thrown away: those that have stood there for longer. Undo brings them back."""
        block = await self._blocks.get(SCRATCH)
        lines = block.text.split("\n") if block.text else []
        history = await self._blocks.history(SCRATCH, _HISTORY)
        stay = [line for line in lines if not (came := _came(line, history)) or now - came < age]
        if len(stay) == len(lines):
            return 0
        try:
            await self._blocks.rewrite(SCRATCH, "\n".join(stay), "house", f"older than {age.days} days", block.version)
        except MemoryRefused:  # somebody writes there just now: another night
            return 0
        return len(lines) - len(stay)

    async def _fuller(self, passage: Passage) -> Passage | None:
        """One that says all of it, too."""
        found = await self._archive.search(passage.text, Within(), _COMPARED)
        for each in found:
            other = each.item
            if isinstance(other, Passage) and other.id != passage.id and not other.document and _may_stand_for(other, passage):
                same = normal(other.text) == normal(passage.text)
                if same or repeats(passage.text, other.text, None):
                    return other
        return None

    async def _give_way(self, passage: Passage, fuller: Passage) -> None:
        at = max(passage.at, fuller.at)
        async with self._database.transaction() as db:
            await db.execute("UPDATE passage SET superseded_by = ? WHERE id = ? OR superseded_by = ?", (fuller.id, passage.id, passage.id))
            await db.execute("UPDATE passage SET at = ?, time = ? WHERE id = ?", (at.isoformat(), at.timestamp(), fuller.id))
            tags = json.dumps(sorted(passage.tags))
            await db.execute("INSERT OR IGNORE INTO tag (passage, tag) SELECT ?, value FROM json_each(?)", (fuller.id, tags))


def _may_stand_for(other: Passage, passage: Passage) -> bool:
    if passage.source == "user" and other.source != "user":
        return False
    return other.person == passage.person or not own(passage.text)


def _came(line: str, history: Sequence[Edit]) -> datetime | None:
    """When it was last written; None where nobody knows."""
    return next((edit.at for edit in history if line in edit.after.split("\n") and line not in edit.before.split("\n")), None)
