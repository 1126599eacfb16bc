"""What the night thought of: each is asked once, and counts only when somebody says yes."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from aiosqlite import Connection

from jarvisd.database import Database
from jarvisd.errors import NotKnown
from jarvisd.memory import Blocks, edits
from jarvisd.memory.claims import repeats
from jarvisd.memory.words import normal
from jarvisd.messages import Language

Kind = Literal["preference", "habit", "rule"]
State = Literal["open", "asked", "accepted", "declined"]

_COLUMNS = "id, at, kind, subject, language, text, deed, state"


@dataclass(frozen=True, slots=True)
class Proposal:
    kind: Kind
    subject: str  # what it is about: of one subject there is one proposal ever
    language: Language
    text: str  # the question
    label: str  # the block that a yes adds to
    line: str  # what it adds
    at: datetime  # aware
    state: State = "open"
    id: int = 0  # 0: not kept yet


class Proposals:
    """The table `proposal`. A yes makes the edit of a block."""

    def __init__(self, database: Database, blocks: Blocks) -> None:
        self._database = database
        self._blocks = blocks

    async def offer(self, db: Connection, proposal: Proposal) -> bool:
        """Within the caller's transaction; False where it was proposed before, in other words or in this state or that."""
        rows = await db.execute_fetchall(f"SELECT {_COLUMNS} FROM proposal WHERE kind = ?", (proposal.kind,))
        if any(_alike(proposal, _proposal(tuple(row))) for row in rows):
            return False
        deed = {"tool": "core_memory_append", "arguments": {"label": proposal.label, "content": proposal.line}}
        row = (proposal.at.isoformat(), proposal.kind, proposal.subject, proposal.language, proposal.text)
        query = "INSERT OR IGNORE INTO proposal (at, kind, subject, language, text, deed, state) VALUES (?, ?, ?, ?, ?, ?, 'open')"
        return (await db.execute(query, (*row, json.dumps(deed, ensure_ascii=False)))).rowcount > 0

    async def all(self) -> Sequence[Proposal]:
        """Oldest first."""
        return [_proposal(row) for row in await self._database.read(f"SELECT {_COLUMNS} FROM proposal ORDER BY id")]

    async def waiting(self) -> Sequence[Proposal]:
        """Those without an answer: never asked ones first, each oldest first."""
        return sorted(
            (each for each in await self.all() if each.state in ("open", "asked")), key=lambda each: (each.state == "asked", each.id)
        )

    async def asked(self, id: int) -> None:
        """Somebody heard it."""
        async with self._database.transaction() as db:
            await db.execute("UPDATE proposal SET state = 'asked' WHERE id = ? AND state = 'open'", (id,))

    async def accept(self, id: int) -> Proposal:
        """Its line stands in the block, once. NotKnown where none waits under that id, MemoryRefused where the block is full."""
        proposal = await self._waiting(id)
        block = next((block for block in await self._blocks.all() if block.label == proposal.label), None)
        if block is None or proposal.line not in block.text.split("\n"):
            author: Literal["user", "sleeptime"] = "user" if edits.instructs(proposal.line) else "sleeptime"  # a rule is theirs to give
            await self._blocks.append(proposal.label, proposal.line, author, f"proposal {id}, agreed to")
        return await self._end(proposal, "accepted")

    async def decline(self, id: int) -> Proposal:
        """It is not proposed again."""
        return await self._end(await self._waiting(id), "declined")

    async def _waiting(self, id: int) -> Proposal:
        found = next((each for each in await self.waiting() if each.id == id), None)
        if found is None:
            raise NotKnown(f"no proposal {id} waits for an answer; jarvisd memory proposals lists those that do")
        return found

    async def _end(self, proposal: Proposal, state: State) -> Proposal:
        async with self._database.transaction() as db:
            await db.execute("UPDATE proposal SET state = ? WHERE id = ?", (state, proposal.id))
        return next(each for each in await self.all() if each.id == proposal.id)


def _alike(new: Proposal, old: Proposal) -> bool:
    if new.subject == old.subject or normal(new.line) == normal(old.line):
        return True
    return new.kind != "habit" and (repeats(new.line, old.line, None) or repeats(old.line, new.line, None))


def _proposal(row: Sequence[Any]) -> Proposal:
    id, at, kind, subject, language, text, deed, state = row
    given: Mapping[str, Any] = json.loads(deed).get("arguments", {})
    return Proposal(
        kind, subject, language, text, given.get("label", "household"), given.get("content", ""), datetime.fromisoformat(at), state, id
    )
