"""The turns of all conversations: kept as they were, found by what was said."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from aiosqlite import Connection

from jarvisd.database import Database
from jarvisd.memory import Embedder, Found, ToolUse, Turn, Within
from jarvisd.memory.calibration import Calibration
from jarvisd.memory.index import Entry, Index, Only
from jarvisd.memory.search import Search
from jarvisd.memory.words import clean

_COLUMNS = "at, conversation, person, room, language, asked, answered, responder"
_TALK = 3600.0  # seconds after which a turn no longer answers the one before it
_ROLES = {"user": 0, "assistant": 1}  # the row of an utterance in the index is 2 * turn + this
_OF_TURN = "JOIN turn ON turn.id = {row} / 2"


class Turns:
    """A Recall and a Finder."""

    def __init__(self, database: Database, index: Index, embedder: Embedder | None, calibration: Calibration | None) -> None:
        self._database = database
        self._index = index
        self.search_rows = Search(index, embedder, calibration, self._said, self._neighbours)

    async def keep(self, turn: Turn) -> int:
        async with self._database.transaction() as db:
            return await self.keep_in(db, turn)

    async def keep_in(self, db: Connection, turn: Turn) -> int:
        """Within the caller's transaction: the turn, its uses, its words. Its vectors come by and by."""
        at = turn.at.isoformat()
        row = (at, turn.conversation, turn.person, turn.room, turn.language, turn.asked, turn.answered, turn.by, turn.at.timestamp())
        query = "SELECT asked, answered, time FROM turn WHERE conversation = ? ORDER BY id DESC LIMIT 1"
        before = [(asked, answered, time) for asked, answered, time in await db.execute_fetchall(query, (turn.conversation,))]
        kept = await db.execute(f"INSERT INTO turn ({_COLUMNS}, time) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", row)
        id = kept.lastrowid or 0
        uses = [(id, use.name, _json(use.arguments), _json(use.content), use.error) for use in turn.uses]
        await db.executemany("INSERT INTO tool_use (turn, name, arguments, content, error) VALUES (?, ?, ?, ?, ?)", uses)
        await self._index.add(db, _entries(replace(turn, id=id), before[0] if before else None))
        return id

    async def erase(self, db: Connection, ids: Sequence[int]) -> None:
        """For good, within the caller's transaction: rows, uses, words, vectors."""
        await self._index.remove(db, [2 * id + role for id in ids for role in (0, 1)])
        await db.executemany("DELETE FROM turn WHERE id = ?", [(id,) for id in ids])

    async def get(self, ids: Sequence[int]) -> Mapping[int, Turn]:
        """Those that are there."""
        query = f"SELECT id, {_COLUMNS} FROM turn WHERE id IN (SELECT value FROM json_each(?))"
        return {turn.id: turn for turn in await self._turns(query, (json.dumps(list(ids)),))}

    async def last(self, conversation: str, n: int) -> Sequence[Turn]:
        query = f"SELECT id, {_COLUMNS} FROM turn WHERE conversation = ? ORDER BY id DESC LIMIT ?"
        return (await self._turns(query, (conversation, n)))[::-1]

    async def since(self, conversation: str, id: int) -> Sequence[Turn]:
        query = f"SELECT id, {_COLUMNS} FROM turn WHERE conversation = ? AND id > ? ORDER BY id"
        return await self._turns(query, (conversation, id))

    async def search(self, query: str, within: Within = Within(), limit: int = 5) -> Sequence[Found]:
        """Turns by what was said in them, the best first; without a question the newest."""
        if limit < 1:
            return []
        only = _condition(within)
        if not clean(query).strip():
            return await self._newest(only, limit)
        hits = await self.search_rows.find(query, only, 2 * limit)
        best = {hit.row // 2: hit for hit in reversed(hits)}  # both utterances of a turn may be found: the better one counts
        order = list(dict.fromkeys(hit.row // 2 for hit in hits))[:limit]
        turns = await self.get(order)
        sure = {id: max(hit.similarity for hit in hits if hit.row // 2 == id) for id in order}
        return [Found(turns[id], best[id].score, sure[id]) for id in order if id in turns]

    async def texts(self, rows: Sequence[int]) -> Mapping[int, str]:
        """What is embedded of utterances: each after the one that it answers."""
        turns = await self.get([row // 2 for row in rows])
        before = await self._before(list(turns))
        made = {}
        for row in rows:
            turn = turns.get(row // 2)
            for entry in _entries(turn, before.get(turn.id)) if turn else ():
                if entry.row == row:
                    made[row] = f"{entry.context}\n{entry.text}" if entry.context else entry.text
        return made

    async def _before(self, ids: Sequence[int]) -> Mapping[int, tuple[str, str, float]]:
        """What was asked, answered and when in the turn before each."""
        query = """SELECT j.value, p.asked, p.answered, p.time FROM json_each(?) AS j JOIN turn AS t ON t.id = j.value
            JOIN turn AS p ON p.id = (SELECT max(id) FROM turn WHERE conversation = t.conversation AND id < t.id)"""
        return {id: (asked, answered, time) for id, asked, answered, time in await self._database.read(query, (json.dumps(list(ids)),))}

    async def _said(self, rows: Sequence[int]) -> Mapping[int, str]:
        turns = await self.get([row // 2 for row in rows])
        said = [entry for turn in turns.values() for entry in _entries(turn, None)]
        return {entry.row: entry.text for entry in said}

    async def _neighbours(self, rows: Sequence[int]) -> Mapping[int, Sequence[int]]:
        """The utterances before and after each in its talk, of those given."""
        ids = sorted({row // 2 for row in rows})
        query = "SELECT id, conversation, time FROM turn WHERE id IN (SELECT value FROM json_each(?))"
        talk = {id: (conversation, time) for id, conversation, time in await self._database.read(query, (json.dumps(ids),))}
        there = set(rows)
        return {row: [other for other in _beside(row, there) if _one_talk(talk, row // 2, other // 2)] for row in rows}

    async def _newest(self, only: Only | None, limit: int) -> Sequence[Found]:
        where, values = ("true", ()) if only is None else (only.plain, only.values)
        query = f"SELECT id, {_COLUMNS} FROM turn WHERE {where} ORDER BY time DESC, id DESC LIMIT ?"
        return [Found(turn, 0.0, 1.0) for turn in await self._turns(query, (*values, limit))]

    async def _turns(self, query: str, values: Sequence[object]) -> list[Turn]:
        rows = await self._database.read(query, values)
        query = "SELECT turn, name, arguments, content, error FROM tool_use WHERE turn IN (SELECT value FROM json_each(?)) ORDER BY id"
        uses: dict[int, list[ToolUse]] = {}
        for turn, name, arguments, content, error in await self._database.read(query, (json.dumps([row[0] for row in rows]),)):
            uses.setdefault(turn, []).append(ToolUse(name, json.loads(arguments), json.loads(content), error))
        turns = [(id, Turn(datetime.fromisoformat(at), *rest)) for id, at, *rest in rows]
        return [replace(turn, uses=tuple(uses.get(id, ())), id=id) for id, turn in turns]


def entries(id: int, person: str, asked: str, answered: str, time: float, before: tuple[str, str, float] | None) -> list[Entry]:
    """A turn's utterances, each with the one that it answers; before: asked, answered and time of the turn before it."""
    context = ""
    if before is not None and time - before[2] <= _TALK:
        context = before[1] or before[0]
    said = Entry(2 * id, f"{person}: {asked}" if person else asked, context)
    return [said, Entry(2 * id + 1, answered, asked)] if answered else [said]


def _entries(turn: Turn, before: tuple[str, str, float] | None) -> list[Entry]:
    return entries(turn.id, turn.person, turn.asked, turn.answered, turn.at.timestamp(), before)


def _beside(row: int, there: set[int]) -> list[int]:
    """The utterance before and the one after; where a turn was not answered there is one less."""
    before = next((other for other in (row - 1, row - 2) if other in there), None)
    after = next((other for other in (row + 1, row + 2) if other in there), None)
    return [other for other in (before, after) if other is not None]


def _one_talk(talk: Mapping[int, tuple[str, float]], one: int, other: int) -> bool:
    if one not in talk or other not in talk:
        return False
    return talk[one][0] == talk[other][0] and abs(talk[one][1] - talk[other][1]) <= _TALK


def _condition(within: Within) -> Only | None:
    """As SQL over turns; None where everything may be found."""
    parts: list[tuple[str, object]] = []
    if within.since is not None:
        parts.append(("turn.time >= ?", within.since.timestamp()))
    if within.until is not None:
        parts.append(("turn.time < ?", within.until.timestamp()))
    if within.person:
        parts.append(("turn.person = ?", within.person))
    if within.conversation:
        parts.append(("turn.conversation = ?", within.conversation))
    roles = {_ROLES[role] for role in within.roles if role in _ROLES}
    plain = " AND ".join(condition for condition, _ in parts) or "true"
    where = f"{plain} AND {{row}} % 2 = {roles.pop()}" if len(roles) == 1 else plain
    values = tuple(value for _, value in parts)
    return Only(_OF_TURN, where, values, plain) if where != "true" else None


def _json(value: Mapping[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False, default=str)
