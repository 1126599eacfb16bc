"""The household's own lists, on disk: shared by everybody, changed before anything is said of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from jarvisd.database import Database
from jarvisd.tools.lists import Item


class OwnLists:
    """A Book: a list is there as long as something is on it."""

    def __init__(self, database: Database, now: Callable[[], datetime]) -> None:
        self._database = database
        self._now = now

    async def names(self) -> Sequence[str]:
        return [str(name) for (name,) in await self._database.read("SELECT list FROM list_item GROUP BY list ORDER BY min(id)")]

    async def items(self, key: str) -> Sequence[Item]:
        rows = await self._database.read("SELECT id, text, done FROM list_item WHERE list = ? ORDER BY id", (key,))
        return [Item(str(text), bool(done), str(id)) for id, text, done in rows]

    async def add(self, key: str, items: Sequence[Item]) -> None:
        made = self._now().timestamp()
        async with self._database.transaction() as db:
            rows = [(key, item.text, int(item.done), made) for item in items]
            await db.executemany("INSERT INTO list_item (list, text, done, made) VALUES (?, ?, ?, ?)", rows)

    async def remove(self, key: str, items: Sequence[Item]) -> None:
        async with self._database.transaction() as db:
            await db.executemany("DELETE FROM list_item WHERE id = ? AND list = ?", [(int(item.id), key) for item in items])

    async def mark(self, key: str, items: Sequence[Item], done: bool) -> None:
        async with self._database.transaction() as db:
            rows = [(int(done), int(item.id), key) for item in items]
            await db.executemany("UPDATE list_item SET done = ? WHERE id = ? AND list = ?", rows)
