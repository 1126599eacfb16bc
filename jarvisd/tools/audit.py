"""What was proposed, decided and done, in order: ids, names and hashes, never the household's words; only added to."""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, Protocol, TypeAlias

from jarvisd.database import Database
from jarvisd.errors import StorageError
from jarvisd.messages import ToolCall

log = logging.getLogger(__name__)

Kind: TypeAlias = Literal["proposed", "confirmed", "declined", "expired", "done", "failed", "refused"]


@dataclass(frozen=True, slots=True)
class Entry:
    at: datetime
    kind: str
    subject: str  # the tool
    detail: Mapping[str, Any]


class Audit(Protocol):
    async def note(self, kind: Kind, at: datetime, tool: str, detail: Mapping[str, Any]) -> None:
        """Kept for good. Fails for nothing: what cannot be written is a line in the log."""


class Unwritten:
    """An Audit that keeps nothing, for a house without a database."""

    async def note(self, kind: Kind, at: datetime, tool: str, detail: Mapping[str, Any]) -> None: ...


class Journal:
    """An Audit in the database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def note(self, kind: Kind, at: datetime, tool: str, detail: Mapping[str, Any]) -> None:
        row = (at.isoformat(), kind, tool, json.dumps(detail, ensure_ascii=False))
        try:
            async with self._database.transaction() as db:
                await db.execute("INSERT INTO audit (at, kind, subject, detail) VALUES (?, ?, ?, ?)", row)
        except StorageError as error:  # what happened, happened: the person shall hear of it all the same
            log.warning("the audit has a gap (%s): %s", kind, error)

    async def newest(self, limit: int) -> Sequence[Entry]:
        """The newest so many, oldest first."""
        rows = await self._database.read("SELECT at, kind, subject, detail FROM audit ORDER BY id DESC LIMIT ?", (limit,))
        return [Entry(datetime.fromisoformat(at), kind, subject, json.loads(detail)) for at, kind, subject, detail in reversed(rows)]


def hashed(call: ToolCall) -> str:
    """Names a call's arguments without telling them: the same arguments give the same 16 hexadecimal digits."""
    told = json.dumps(call.arguments, sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()[:16]
