"""The turns of all conversations: kept as they were, found by what was said."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from aiosqlite import Connection

from jarvisd.database import Database
from jarvisd.memory import Embedder, Found, ToolUse, Turn, Vectors, Within, utterances
from jarvisd.memory.calibration import Calibration
from jarvisd.memory.fusion import Place
from jarvisd.memory.index import Index, Only
from jarvisd.memory.search import Search
from jarvisd.memory.words import clean

_COLUMNS = "at, conversation, person, room, language, asked, answered, responder, tainted"
_USES = """(SELECT json_group_array(json_array(name, arguments, content, error, untrusted) ORDER BY tool_use.id)
    FROM tool_use WHERE tool_use.turn = turn.id)"""
_OF_TURN = "JOIN turn ON turn.id = {row} / 2"


class Turns:
    """A Recall and a Finder."""

    def __init__(self, database: Database, index: Index, embedder: Embedder | None, calibration: Calibration | None) -> None:
        self._database = database
        self._index = index
        self.search_rows = Search(index, embedder, calibration, self._texts, self._places)

    async def keep(self, turn: Turn) -> int:
        async with self._database.transaction() as db:
            return await self.keep_in(db, turn)

    async def keep_all(self, turns: Sequence[Turn], vectors: Vectors | None = None) -> Sequence[int]:
        """Many at once, for imports and measuring; vectors: of what was asked, where nothing was answered."""
        async with self._database.transaction() as db:
            ids = [await self._insert(db, turn) for turn in turns]
            await self._index.add(db, await utterances.entries(db.execute_fetchall, ids), vectors)
            await self._tell(db, await utterances.beside(db.execute_fetchall, ids))
        return ids

    async def keep_in(self, db: Connection, turn: Turn) -> int:
        """Within the caller's transaction: the turn, its uses, its words. Its vectors come by and by."""
        id = await self._insert(db, turn)
        await self.index_in(db, [id])
        return id

    async def _insert(self, db: Connection, turn: Turn) -> int:
        at = turn.at.isoformat()
        row = (at, turn.conversation, turn.person, turn.room, turn.language, turn.asked, turn.answered, turn.by)
        kept = await db.execute(
            f"INSERT INTO turn ({_COLUMNS}, time) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", (*row, int(turn.tainted), turn.at.timestamp())
        )
        id = kept.lastrowid or 0
        uses = [(id, use.name, _json(use.arguments), _json(use.content), use.error, int(use.untrusted)) for use in turn.uses]
        await db.executemany("INSERT INTO tool_use (turn, name, arguments, content, error, untrusted) VALUES (?, ?, ?, ?, ?, ?)", uses)
        return id

    async def index_in(self, db: Connection, ids: Sequence[int]) -> None:
        """Makes turns that are in the table findable, within the caller's transaction; the ones beside them get to know them."""
        await self._index.add(db, await utterances.entries(db.execute_fetchall, ids))
        await self._tell(db, await utterances.beside(db.execute_fetchall, ids))

    async def erase(self, db: Connection, ids: Sequence[int]) -> None:
        """For good, within the caller's transaction: rows, uses, words (those beside the ones before and after, too), vectors."""
        beside = await utterances.beside(db.execute_fetchall, ids)
        await self._index.remove(db, utterances.rows(ids))
        await db.executemany("DELETE FROM turn WHERE id = ?", [(id,) for id in ids])
        await self._tell(db, beside)
        await self._index.wait(db, utterances.rows(beside))

    async def _tell(self, db: Connection, ids: Sequence[int]) -> None:
        """The words of these turns anew: what stands beside them is another."""
        await self._index.replace_words(db, await utterances.entries(db.execute_fetchall, ids))

    async def get(self, ids: Sequence[int]) -> Mapping[int, Turn]:
        """Those that are there."""
        query = f"SELECT id, {_USES}, {_COLUMNS} FROM turn WHERE id IN (SELECT value FROM json_each(?))"
        return {turn.id: turn for turn in await self._turns(query, (json.dumps(list(ids)),))}

    async def last(self, conversation: str, n: int) -> Sequence[Turn]:
        query = f"SELECT id, {_USES}, {_COLUMNS} FROM turn WHERE conversation = ? ORDER BY id DESC LIMIT ?"
        return (await self._turns(query, (conversation, n)))[::-1]

    async def since(self, conversation: str, id: int) -> Sequence[Turn]:
        query = f"SELECT id, {_USES}, {_COLUMNS} FROM turn WHERE conversation = ? AND id > ? ORDER BY id"
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

    async def meanings(self, rows: Sequence[int]) -> Mapping[int, str]:
        """What the vectors of these rows of the index are made of."""
        entries = await utterances.entries(self._database.read, sorted({row // 2 for row in rows}))
        return {entry.row: entry.meaning for entry in entries if entry.row in rows}

    async def _texts(self, rows: Sequence[int]) -> Mapping[int, str]:
        return await utterances.texts(self._database.read, rows)

    async def _places(self, rows: Sequence[int]) -> Mapping[int, Place]:
        return await utterances.places(self._database.read, rows)

    async def _newest(self, only: Only | None, limit: int) -> Sequence[Found]:
        where, values = ("true", ()) if only is None else (only.plain, only.values)
        query = f"SELECT id, {_USES}, {_COLUMNS} FROM turn WHERE {where} ORDER BY time DESC, id DESC LIMIT ?"
        return [Found(turn, 0.0, 1.0) for turn in await self._turns(query, (*values, limit))]

    async def _turns(self, query: str, values: Sequence[object]) -> list[Turn]:
        made = []
        for id, uses, at, *rest, tainted in await self._database.read(query, values):
            used = [
                ToolUse(name, json.loads(arguments), json.loads(content), error, bool(untrusted))
                for name, arguments, content, error, untrusted in json.loads(uses)
            ]
            made.append(replace(Turn(datetime.fromisoformat(at), *rest), uses=tuple(used), id=id, tainted=bool(tainted)))
        return made


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
    roles = {utterances.ROLES[role] for role in within.roles if role in utterances.ROLES}
    plain = " AND ".join(condition for condition, _ in parts) or "true"
    where = f"{plain} AND {{row}} % 2 = {roles.pop()}" if len(roles) == 1 else plain
    values = tuple(value for _, value in parts)
    return Only(_OF_TURN, where, values, plain) if where != "true" else None


def _json(value: Mapping[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False, default=str)
