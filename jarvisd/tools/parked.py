"""Calls that wait for a yes, one of each conversation; kept on disk, so that a question outlives a restart."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from typing import Protocol

from jarvisd.database import Database, Row
from jarvisd.messages import Caller, ToolCall
from jarvisd.tools import Asked

OPEN = timedelta(seconds=30)  # from when the question was heard whole
_STALE = timedelta(minutes=10)  # from when it was asked: nobody is going to answer any more


@dataclass(frozen=True, slots=True)
class Waiting:
    """A call that is done if the next thing said there is a yes."""

    id: str
    call: ToolCall
    asked: Asked
    question: str
    armed: datetime | None = None  # when its question had been heard whole; before that no yes counts

    def open(self, at: datetime) -> bool:
        """A yes said at that time counts. A clock that was set back a little closes nothing."""
        return self.armed is not None and abs(at - self.armed) <= OPEN

    def stale(self, at: datetime) -> bool:
        """It shall not lie about with the household's words in it."""
        return at - self.asked.at > _STALE and not self.open(at)


class Parking(Protocol):
    async def park(self, waiting: Waiting) -> bool:
        """False where another call waits in this conversation: there is one open question at a time."""

    async def waiting(self, conversation: str) -> Waiting | None: ...

    async def all(self) -> Sequence[Waiting]:
        """Of every conversation."""

    async def arm(self, waiting: Waiting, at: datetime) -> None: ...

    async def take(self, waiting: Waiting) -> bool:
        """It waits no longer; True for one caller only, however many ask."""


class Fleeting:
    """A Parking that is gone with the process."""

    def __init__(self) -> None:
        self._waiting: dict[str, Waiting] = {}

    async def park(self, waiting: Waiting) -> bool:
        return self._waiting.setdefault(waiting.asked.conversation, waiting) is waiting

    async def waiting(self, conversation: str) -> Waiting | None:
        return self._waiting.get(conversation)

    async def all(self) -> Sequence[Waiting]:
        return tuple(self._waiting.values())

    async def arm(self, waiting: Waiting, at: datetime) -> None:
        if self._there(waiting):
            self._waiting[waiting.asked.conversation] = replace(waiting, armed=at)

    async def take(self, waiting: Waiting) -> bool:
        return self._there(waiting) and self._waiting.pop(waiting.asked.conversation) is not None

    def _there(self, waiting: Waiting) -> bool:
        found = self._waiting.get(waiting.asked.conversation)
        return found is not None and found.id == waiting.id


_COLUMNS = "conversation, id, call, asked, question, armed"


class Parked:
    """A Parking in the database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def park(self, waiting: Waiting) -> bool:
        row = (waiting.asked.conversation, waiting.id, json.dumps(asdict(waiting.call)), _asked(waiting.asked), waiting.question)
        async with self._database.transaction() as db:
            made = await db.execute("INSERT OR IGNORE INTO parked VALUES (?, ?, ?, ?, ?, '')", row)
        return made.rowcount == 1

    async def waiting(self, conversation: str) -> Waiting | None:
        rows = await self._database.read(f"SELECT {_COLUMNS} FROM parked WHERE conversation = ?", (conversation,))
        return _waiting(rows[0]) if rows else None

    async def all(self) -> Sequence[Waiting]:
        return [_waiting(row) for row in await self._database.read(f"SELECT {_COLUMNS} FROM parked")]

    async def arm(self, waiting: Waiting, at: datetime) -> None:
        async with self._database.transaction() as db:
            row = (at.isoformat(), waiting.asked.conversation, waiting.id)
            await db.execute("UPDATE parked SET armed = ? WHERE conversation = ? AND id = ?", row)

    async def take(self, waiting: Waiting) -> bool:
        async with self._database.transaction() as db:
            row = (waiting.asked.conversation, waiting.id)
            gone = await db.execute("DELETE FROM parked WHERE conversation = ? AND id = ?", row)
        return gone.rowcount == 1


def _waiting(row: Row) -> Waiting:
    conversation, id, call, asked, question, armed = row
    when = datetime.fromisoformat(armed) if armed else None
    return Waiting(id, ToolCall(**json.loads(call)), _read(conversation, asked), question, when)


def _asked(asked: Asked) -> str:
    caller = {**asdict(asked.caller), "scopes": sorted(asked.caller.scopes)}
    row = {"caller": caller, "language": asked.language, "at": asked.at.isoformat(), "by": asked.by, "tainted": asked.tainted}
    return json.dumps(row, ensure_ascii=False)


def _read(conversation: str, text: str) -> Asked:
    row = json.loads(text)
    caller = Caller(**{**row["caller"], "scopes": frozenset(row["caller"]["scopes"])})
    return Asked(caller, conversation, row["language"], datetime.fromisoformat(row["at"]), row["by"], row["tainted"])
