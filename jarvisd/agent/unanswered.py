"""Questions of ours that the next sentence of a talk may answer, one of each responder; kept on disk, so that they outlive the process."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime, timedelta
from typing import Any, Protocol

from jarvisd.database import Database
from jarvisd.messages import ToolResult
from jarvisd.tools import Asked

OPEN = timedelta(seconds=60)  # in which a question may be answered


class Unanswered(Protocol):
    async def put(self, by: str, conversation: str, about: Mapping[str, Any], at: datetime) -> None:
        """It was asked at that time. about: what its answer completes, as JSON could hold it."""

    async def get(self, by: str, conversation: str, at: datetime) -> Mapping[str, Any] | None:
        """What was asked there and may be answered at that time."""

    async def drop(self, by: str, conversation: str) -> None: ...


def asked_back(questions: Unanswered, by: str, asked: Asked, about: Mapping[str, Any]) -> Callable[[ToolResult], Awaitable[bool]]:
    """A Deed.done: whether a tool answered with a question, such as which one is meant. It is kept, else the one before is over."""

    async def done(result: ToolResult) -> bool:
        asks = result.error.endswith(("?", "？"))
        if asks:
            await questions.put(by, asked.conversation, about, asked.at)
        else:
            await questions.drop(by, asked.conversation)
        return asks

    return done


class Fleeting:
    """An Unanswered that is gone with the process."""

    def __init__(self) -> None:
        self._asked: dict[tuple[str, str], tuple[Mapping[str, Any], datetime]] = {}

    async def put(self, by: str, conversation: str, about: Mapping[str, Any], at: datetime) -> None:
        self._asked[by, conversation] = about, at

    async def get(self, by: str, conversation: str, at: datetime) -> Mapping[str, Any] | None:
        about, asked = self._asked.get((by, conversation), (None, at))
        return about if timedelta() <= at - asked <= OPEN else None

    async def drop(self, by: str, conversation: str) -> None:
        self._asked.pop((by, conversation), None)


class Kept:
    """An Unanswered in the database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def put(self, by: str, conversation: str, about: Mapping[str, Any], at: datetime) -> None:
        row = (by, conversation, json.dumps(dict(about), ensure_ascii=False), at.timestamp())
        async with self._database.transaction() as db:
            await db.execute("DELETE FROM unanswered WHERE at < ?", ((at - OPEN).timestamp(),))  # the household's words do not lie about
            await db.execute("INSERT OR REPLACE INTO unanswered VALUES (?, ?, ?, ?)", row)

    async def get(self, by: str, conversation: str, at: datetime) -> Mapping[str, Any] | None:
        found = await self._database.read(
            "SELECT about FROM unanswered WHERE by = ? AND conversation = ? AND at BETWEEN ? AND ?",
            (by, conversation, (at - OPEN).timestamp(), at.timestamp()),
        )
        about: Mapping[str, Any] | None = json.loads(found[0][0]) if found else None
        return about

    async def drop(self, by: str, conversation: str) -> None:
        if await self._database.read("SELECT 1 FROM unanswered WHERE by = ? AND conversation = ?", (by, conversation)):
            async with self._database.transaction() as db:
                await db.execute("DELETE FROM unanswered WHERE by = ? AND conversation = ?", (by, conversation))
