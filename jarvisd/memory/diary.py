"""A page for each day of the household."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from aiosqlite import Connection

from jarvisd.database import Database


@dataclass(frozen=True, slots=True)
class Page:
    day: date
    text: str


class Diary:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def page(self, day: date) -> Page | None:
        rows = await self._database.read("SELECT text FROM diary WHERE day = ?", (day.isoformat(),))
        return Page(day, rows[0][0]) if rows else None

    async def newest(self, limit: int) -> Sequence[Page]:
        """The newest first."""
        rows = await self._database.read("SELECT day, text FROM diary ORDER BY day DESC LIMIT ?", (limit,))
        return [Page(date.fromisoformat(day), text) for day, text in rows]

    async def write(self, db: Connection, page: Page) -> None:
        """In the place of an older one, within the caller's transaction."""
        await db.execute("INSERT OR REPLACE INTO diary (day, text) VALUES (?, ?)", (page.day.isoformat(), page.text))
