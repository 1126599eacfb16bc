"""Rows of another memory added to this one: what is there already is not doubled, what is empty here is taken over as it was."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from aiosqlite import Connection

from jarvisd.database import Database
from jarvisd.memory import utterances
from jarvisd.memory.index import Entry, Index
from jarvisd.memory.words import day_words

_BATCH = 50  # rows whose words are read before others have their turn
_NUMBERED = ("turn", "passage", "edit", "proposal", "reminder")  # tables whose ids others name


class Merge:
    """Within the caller's transaction. Rows must come in the order of an export: what is named by others before them."""

    def __init__(self, database: Database, db: Connection, now: datetime) -> None:
        self._database = database
        self._db = db
        self._now = now
        self._keeps: set[str] = set()  # tables whose rows keep their ids, for none was ever given here
        self._met: set[tuple[str, int]] = set()  # rows that are one of those added
        self._turns: dict[int, int] = {}  # id there: id here
        self._passages: dict[int, int] = {}
        self._reminders: dict[int, int] = {0: 0}
        self._new_turns: list[int] = []
        self._entries: list[Entry] = []  # of new passages
        self._newer: list[tuple[int, int]] = []  # ids there: a passage, the one that took its place
        self._histories: set[str] = set()  # blocks whose history is taken over
        self._replaced: set[str] = set()  # documents that are another edition here: their passages are not taken

    async def begin(self) -> None:
        for table in _NUMBERED:
            given = await self._one("SELECT EXISTS (SELECT 1 FROM sqlite_sequence WHERE name = ? AND seq > 0)", table)
            if not given and not await self._one(f"SELECT EXISTS (SELECT 1 FROM {table})"):
                self._keeps.add(table)

    async def add(self, kind: str, row: dict[str, Any]) -> bool:
        """Whether it was not there."""
        match kind:
            case "document":
                return await self._document(row)
            case "block":
                return await self._block(row)
            case "edit":
                return row["label"] in self._histories and bool(await self._insert("edit", row))
            case "turn":
                return await self._turn(row)
            case "passage":
                return await self._passage(row)
            case "summary":
                return await self._summary(row)
            case "diary":
                return await self._diary(row)
            case "reminder":
                return await self._reminder(row)
            case "list_item":
                return await self._list_item(row)
            case _:
                return await self._proposal(row)

    async def end(self) -> None:
        """What could only be done once all rows were there."""
        known = [(self._passages[new], self._passages[old]) for old, new in self._newer if new in self._passages]
        await self._db.executemany("UPDATE passage SET superseded_by = ? WHERE id = ? AND superseded_by IS NULL", known)
        passages, turns = Index("passage", self._database, None), Index("turn", self._database, None)
        for start in range(0, len(self._entries), _BATCH):
            await passages.add(self._db, self._entries[start : start + _BATCH])
        for start in range(0, len(self._new_turns), _BATCH):
            await turns.add(self._db, await utterances.entries(self._db.execute_fetchall, self._new_turns[start : start + _BATCH]))

    async def _document(self, row: dict[str, Any]) -> bool:
        here = await self._one("SELECT sha256 FROM document WHERE path = ?", row["path"])
        if here is None:
            return bool(await self._insert("document", row))
        if here != row["sha256"]:
            self._replaced.add(row["path"])
        return False

    async def _block(self, row: dict[str, Any]) -> bool:
        label, text = row["label"], row["text"]
        here = await self._one("SELECT text FROM block WHERE label = ?", label)
        if not await self._one("SELECT EXISTS (SELECT 1 FROM edit WHERE label = ?)", label) and here in (None, "", text):
            self._histories.add(label)
            await self._insert("block", row, "INSERT OR REPLACE")
            return here is None or here != text
        missing = [line for line in text.split("\n") if line.strip() and line not in (here or "").split("\n")]
        return bool(missing) and await self._more_lines(label, here or "", missing)

    async def _more_lines(self, label: str, here: str, missing: Sequence[str]) -> bool:
        """As an edit that can be undone; what is too much for the block is kept as a fact."""
        limit = await self._one("SELECT longest FROM block WHERE label = ? AND NOT read_only", label)
        after, kept = here, 0
        for line in missing:
            longer = f"{after}\n{line}" if after else line
            if limit is not None and len(longer) <= limit:
                after = longer
            elif limit is not None:
                kept += await self._fact(line, label)
        if after != here:
            await self._db.execute("DELETE FROM edit WHERE label = ? AND undone > 0", (label,))
            edit = {"label": label, "before": here, "after": after, "author": "user", "cause": "import", "at": self._now.isoformat()}
            await self._insert("edit", edit)
            await self._db.execute("UPDATE block SET text = ?, version = version + 1 WHERE label = ?", (after, label))
        return after != here or kept > 0

    async def _fact(self, text: str, label: str) -> bool:
        new = await self._one("SELECT id FROM passage WHERE text = ?", text) is None
        if new:
            row = {"text": text, "at": self._now.isoformat(), "source": "user", "person": "", "confidence": 1.0}
            id = await self._insert("passage", {**row, "time": self._now.timestamp()})
            await self._db.execute("INSERT INTO tag (passage, tag) VALUES (?, ?)", (id, f"block {label}"))
            self._entries.append(Entry(id, text, day=day_words(self._now)))
        return new

    async def _turn(self, row: dict[str, Any]) -> bool:
        uses, there = row.pop("uses"), row["id"]
        made = {**row, "time": datetime.fromisoformat(row["at"]).timestamp()}
        known = await self._same("turn", made, ("time", "conversation", "person", "room", "asked", "answered"))
        here = self._turns[there] = await self._insert("turn", made) if known is None else known
        if known is None:
            self._new_turns.append(here)
            rows = [
                (here, use["name"], _json(use["arguments"]), _json(use["content"]), use["error"], int(use.get("untrusted", 0)))
                for use in uses
            ]
            await self._db.executemany(
                "INSERT INTO tool_use (turn, name, arguments, content, error, untrusted) VALUES (?, ?, ?, ?, ?, ?)", rows
            )
        self._met.add(("turn", here))
        return known is None

    async def _passage(self, row: dict[str, Any]) -> bool:
        tags, path, newer, there = row.pop("tags"), row.pop("document"), row.pop("superseded_by"), row["id"]
        if path in self._replaced:
            return False
        document = await self._one("SELECT id FROM document WHERE path = ?", path)
        made = {**row, "document": document, "turn": self._turns.get(row["turn"]), "time": datetime.fromisoformat(row["at"]).timestamp()}
        known = await self._same("passage", made, ("time", "text", "source", "person", "document"))
        here = await self._insert("passage", made) if known is None else known
        if known is None:
            self._entries.append(Entry(here, row["text"], day=day_words(datetime.fromisoformat(row["at"]))))
        await self._db.executemany("INSERT OR IGNORE INTO tag (passage, tag) VALUES (?, ?)", [(here, str(tag)) for tag in tags])
        self._passages[there] = here
        self._met.add(("passage", here))
        if newer is not None:
            self._newer.append((there, newer))
        return known is None

    async def _summary(self, row: dict[str, Any]) -> bool:
        """One that stands for turns that are here under other ids is made anew from them."""
        if row["upto"] in self._turns and row["newest"] in self._turns:
            mapped = {**row, "upto": self._turns[row["upto"]], "newest": self._turns[row["newest"]]}
            return bool(await self._changes("summary", mapped))
        return False

    async def _diary(self, row: dict[str, Any]) -> bool:
        here = await self._one("SELECT text FROM diary WHERE day = ?", row["day"])
        if here is None:
            return bool(await self._changes("diary", row))
        if row["text"] in here:
            return False
        await self._db.execute("UPDATE diary SET text = text || char(10) || ? WHERE day = ?", (row["text"], row["day"]))
        return True

    async def _proposal(self, row: dict[str, Any]) -> bool:
        if "proposal" not in self._keeps:
            row = {name: value for name, value in row.items() if name != "id"}
        return bool(await self._changes("proposal", row))

    async def _reminder(self, row: dict[str, Any]) -> bool:
        """A ring of a series follows the series it is of."""
        there = row["id"]
        made = {**row, "series": self._reminders.get(row["series"], 0)}
        known = await self._same("reminder", made, ("kind", "text", "due", "made", "rule", "series"))
        here = self._reminders[there] = await self._insert("reminder", made) if known is None else known
        self._met.add(("reminder", here))
        return known is None

    async def _list_item(self, row: dict[str, Any]) -> bool:
        """Nothing is on a list twice."""
        known = await self._one("SELECT id FROM list_item WHERE list = ? AND text = ?", row["list"], row["text"])
        return known is None and bool(await self._insert("list_item", row))

    async def _same(self, table: str, row: Mapping[str, Any], names: Sequence[str]) -> int | None:
        """A row that was here before; each is met once, for two that look alike are two."""
        if table in self._keeps:
            return None
        where = " AND ".join(f"{name} IS ?" for name in names)
        values = tuple(row[name] for name in names)
        found = [int(id) for (id,) in await self._db.execute_fetchall(f"SELECT id FROM {table} WHERE {where} ORDER BY id", values)]
        return next((id for id in found if (table, id) not in self._met), None)

    async def _insert(self, table: str, row: Mapping[str, Any], how: str = "INSERT") -> int:
        """Its id here."""
        named = {name: value for name, value in row.items() if name != "id" or table in self._keeps}
        cursor = await self._db.execute(_into(how, table, named), tuple(named.values()))
        return cursor.lastrowid or 0

    async def _changes(self, table: str, row: Mapping[str, Any]) -> int:
        """1 where it was not there, else 0."""
        return (await self._db.execute(_into("INSERT OR IGNORE", table, row), tuple(row.values()))).rowcount

    async def _one(self, query: str, *values: object) -> Any:
        return next((row[0] for row in await self._db.execute_fetchall(query, values)), None)


def _into(how: str, table: str, row: Mapping[str, Any]) -> str:
    return f"{how} INTO {table} ({', '.join(row)}) VALUES ({', '.join('?' * len(row))})"


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
