"""What was said and done lately, and how far somebody has looked at it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeAlias

from aiosqlite import Connection

from jarvisd.database import Database
from jarvisd.memory import Turn
from jarvisd.memory.recall import Turns
from jarvisd.messages import Language

Transaction: TypeAlias = Connection  # that is open, of whoever calls
STATISTICS = "sleeptime.stats"  # the fact that holds the last week's numbers, as JSON


@dataclass(frozen=True, slots=True)
class Mark:
    """The newest turn looked at, by id and by time: ids of forgotten turns are given again, clocks are set back."""

    id: int = 0
    time: float = 0.0  # seconds since 1970

    def past(self, turns: Sequence[Turn]) -> Mark:
        return Mark(max([self.id, *(turn.id for turn in turns)]), max([self.time, *(turn.at.timestamp() for turn in turns)]))


@dataclass(frozen=True, slots=True)
class Used:
    """A tool call that went well, and the words it was made on."""

    at: datetime
    name: str
    arguments: Mapping[str, Any]
    asked: str
    language: Language


class Lately:
    """Marks are rows of `fact`, so that they are moved on in the transaction that keeps what was found."""

    def __init__(self, database: Database, recall: Turns) -> None:
        self._database = database
        self._recall = recall

    async def mark(self, name: str) -> Mark:
        id, _, time = (await self.fact(name) or "0 0").partition(" ")
        return Mark(int(id), float(time))

    async def move(self, db: Transaction, name: str, mark: Mark) -> None:
        await self.note_in(db, name, f"{mark.id} {mark.time!r}")

    async def fact(self, name: str) -> str:
        """ "" where there is none."""
        rows = await self._database.read("SELECT value FROM fact WHERE name = ?", (name,))
        return str(rows[0][0]) if rows else ""

    async def note(self, name: str, value: str) -> None:
        async with self._database.transaction() as db:
            await self.note_in(db, name, value)

    async def note_in(self, db: Transaction, name: str, value: str) -> None:
        await db.execute("INSERT OR REPLACE INTO fact (name, value) VALUES (?, ?)", (name, value))

    async def there(self, db: Transaction, turn: Turn) -> bool:
        """It was not forgotten meanwhile."""
        return bool(list(await db.execute_fetchall("SELECT 1 FROM turn WHERE id = ? AND asked = ?", (turn.id, turn.asked))))

    async def after(self, mark: Mark, limit: int) -> Sequence[Turn]:
        """Of all conversations, in the order of their ids."""
        query = "SELECT id FROM turn WHERE id > ? OR time > ? ORDER BY id LIMIT ?"
        return await self._turns(query, (mark.id, mark.time, limit))

    async def between(self, since: datetime, until: datetime, limit: int = 1000) -> Sequence[Turn]:
        """From the one moment on, before the other."""
        query = "SELECT id FROM turn WHERE time >= ? AND time < ? ORDER BY time, id LIMIT ?"
        return await self._turns(query, (since.timestamp(), until.timestamp(), limit))

    async def uses(self, since: datetime) -> Sequence[Used]:
        """Oldest first."""
        query = """SELECT turn.at, name, arguments, asked, language FROM tool_use JOIN turn ON turn.id = turn
            WHERE turn.time >= ? AND error = '' ORDER BY turn.time, tool_use.id"""
        rows = await self._database.read(query, (since.timestamp(),))
        return [Used(datetime.fromisoformat(at), name, json.loads(given), asked, language) for at, name, given, asked, language in rows]

    async def remembered(self, since: datetime, until: datetime) -> int:
        """How many facts are known of what was said then."""
        query = "SELECT count(*) FROM passage WHERE time >= ? AND time < ? AND document IS NULL AND superseded_by IS NULL"
        ((number,),) = await self._database.read(query, (since.timestamp(), until.timestamp()))
        return int(number)

    async def counted(self, since: datetime, until: datetime) -> Mapping[str, Any]:
        """{"since", "until", "turns", "by": {responder: turns}, "tools": {name: calls}, "failed": calls}."""
        span = (since.timestamp(), until.timestamp())
        by: dict[str, int] = dict(
            await self._database.read("SELECT responder, count(*) FROM turn WHERE time >= ? AND time < ? GROUP BY 1", span)
        )
        query = """SELECT name, count(*), sum(error <> '') FROM tool_use JOIN turn ON turn.id = turn
            WHERE turn.time >= ? AND turn.time < ? GROUP BY name"""
        rows = await self._database.read(query, span)
        numbers = {"turns": sum(by.values()), "by": by, "tools": {name: count for name, count, _ in rows}}
        return {"since": since.isoformat(), "until": until.isoformat(), **numbers, "failed": sum(failed for *_, failed in rows)}

    async def first(self) -> datetime | None:
        rows = await self._database.read("SELECT at FROM turn ORDER BY time LIMIT 1")
        return datetime.fromisoformat(rows[0][0]) if rows else None

    async def _turns(self, query: str, values: Sequence[object]) -> Sequence[Turn]:
        ids = [id for (id,) in await self._database.read(query, values)]
        turns = await self._recall.get(ids)
        return [turns[id] for id in ids if id in turns]
