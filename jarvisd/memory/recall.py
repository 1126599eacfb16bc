"""The turns of all conversations, in the database."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from jarvisd.database import Database
from jarvisd.memory import Turn

_COLUMNS = "at, conversation, person, room, language, asked, answered, responder"


class Turns:
    """A Recall."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def keep(self, turn: Turn) -> int:
        at = turn.at.isoformat()
        row = (at, turn.conversation, turn.person, turn.room, turn.language, turn.asked, turn.answered, turn.by, turn.at.timestamp())
        async with self._database.transaction() as db:
            kept = await db.execute(f"INSERT INTO turn ({_COLUMNS}, time) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", row)
        return kept.lastrowid or 0

    async def last(self, conversation: str, n: int) -> Sequence[Turn]:
        query = f"SELECT {_COLUMNS} FROM turn WHERE conversation = ? ORDER BY id DESC LIMIT ?"
        rows = await self._database.read(query, (conversation, n))
        return [Turn(datetime.fromisoformat(at), *rest) for at, *rest in reversed(rows)]

    async def since(self, conversation: str, id: int) -> Sequence[Turn]:
        query = f"SELECT {_COLUMNS} FROM turn WHERE conversation = ? AND id > ? ORDER BY id"
        rows = await self._database.read(query, (conversation, id))
        return [Turn(datetime.fromisoformat(at), *rest) for at, *rest in rows]
