"""What was said in a conversation up to a turn, in short: one row of each conversation."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from jarvisd.database import Database


@dataclass(frozen=True, slots=True)
class Summary:
    conversation: str
    text: str
    upto: int  # the newest turn it stands for
    newest: int  # the newest turn there was when it was made: it is not made twice of the same talk
    at: datetime  # aware, when turn `upto` was
    tainted: bool = False  # words of others stood in those turns


class Summaries:
    """The turns themselves stay in recall; nothing is lost by summing up."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def get(self, conversation: str) -> Summary | None:
        query = "SELECT text, upto, newest, at, tainted FROM summary WHERE conversation = ?"
        for text, upto, newest, at, tainted in await self._database.read(query, (conversation,)):
            return Summary(conversation, text, upto, newest, datetime.fromisoformat(at), bool(tainted))
        return None

    async def put(self, summary: Summary) -> None:
        """In the place of the one before."""
        row = (summary.conversation, summary.text, summary.upto, summary.newest, summary.at.isoformat(), int(summary.tainted))
        async with self._database.transaction() as db:
            await db.execute(
                "INSERT OR REPLACE INTO summary (conversation, text, upto, newest, at, tainted) VALUES (?, ?, ?, ?, ?, ?)", row
            )
