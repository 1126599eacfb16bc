"""Forgets for good: out of every table and index, the file's own gaps, its log, its backups; what stays is that it happened."""

from __future__ import annotations

import asyncio
import hashlib
import json
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from aiosqlite import Connection

from jarvisd.database import Database, backup, backups, leftovers, vacuum
from jarvisd.errors import StorageError
from jarvisd.memory.holding import Gone, match
from jarvisd.memory.index import Index, Kind
from jarvisd.memory.vectors import VectorStore

log = logging.getLogger(__name__)

_UNFINISHED = "forgetting"  # a fact that stands while deleted words may still be in the gaps of the file and in its backups
_TEXT_OF = {  # table: its key, whom its row is about, what of it may hold the household's words
    "edit": ("id", "label", ("before", "after", "cause")),
    "diary": ("day", "''", ("text",)),
    "proposal": ("id", "''", ("subject", "text", "deed")),
    "parked": ("conversation", "''", ("call", "asked", "question")),
    "summary": ("conversation", "''", ("text",)),
    "tool_use": ("id", "''", ("arguments", "content", "error")),
    "step": ("run", "''", ("key", "output")),
    "run": ("id", "''", ("input", "output")),
    "reminder": ("id", "''", ("text", "deed")),
    "list_item": ("id", "''", ("CASE WHEN list IN ('shopping', 'todo') THEN '' ELSE list END", "text")),  # names of its own only
}
_LONG = ("tool_use", "step", "reminder", "list_item")  # tables that may be long
_SOURCES = ("core_memory", "archival_memory_insert", "archival_memory_update")  # tools whose arguments are what is kept


@dataclass(frozen=True, slots=True)
class Forgotten:
    """How many of each went."""

    turns: int
    passages: int
    lines: int  # of blocks
    others: int  # edits, summaries, diary pages, proposals, parked calls, uses of tools, reminders, things on lists


class Forget:
    """state: the folder of the database, its backups and the traces. after: told when it is gone, such as a cache of spoken phrases."""

    def __init__(self, database: Database, state: Path, now: Callable[[], datetime], after: Sequence[Callable[[], None]] = ()) -> None:
        self._database = database
        self._state = state
        self._now = now
        self._after = after

    async def forget(self, turns: Sequence[int] = (), passages: Sequence[int] = (), words: Sequence[str] = ()) -> Forgotten:
        """These turns with the passages that came of them; these passages with what they took the place of and the turns they came
        from; whatever has all the words of one of these texts. StorageError where some of it could not be wiped: `finish` tries again.
        """
        async with self._database.transaction() as db:
            found = await _find(db, turns, passages, words)
            gone = Gone([*words, *found.texts, *await _kept_by_tools(db, turns)], await _asked(db, turns))
            lines = await _clear_blocks(db, gone)
            others = await _clear_retold(db, found.turns)
            for table in _TEXT_OF:
                others += await _clear(db, table, gone)
            await db.execute("DELETE FROM unanswered")  # questions that live for a minute: whose words they hold need not be looked for
            await _erase(self._database, db, found)
            detail = {"turns": found.turns, "passages": found.passages, "sha256": [_hash(text) for text in (*words, *found.texts)]}
            row = (self._now().isoformat(), "forgot", "memory", json.dumps(detail))
            await db.execute("INSERT INTO audit (at, kind, subject, detail) VALUES (?, ?, ?, ?)", row)
            await db.execute("INSERT OR REPLACE INTO fact (name, value) VALUES (?, '')", (_UNFINISHED,))
        await self._wipe(gone)
        return Forgotten(len(found.turns), len(found.passages), lines, others)

    async def finish(self) -> None:
        """Wipes what a power cut or a full disk left of the last time; for the start. Nothing to do otherwise."""
        if await self._database.read("SELECT 1 FROM fact WHERE name = ?", (_UNFINISHED,)):
            await self._wipe(Gone([]))

    async def _wipe(self, gone: Gone) -> None:
        for done in self._after:
            done()
        await vacuum(self._database)
        folder = self._state / "backups"
        fresh = await backup(self._database, folder, day=self._now().date())
        try:
            await asyncio.to_thread(_clear_lines, self._state / "traces.jsonl", gone)
            for copy in [*backups(self._database, folder), *leftovers(self._database, folder)]:
                if copy != fresh:
                    log.info("%s is deleted: what was forgotten may be in it", copy)
                    copy.unlink()
        except OSError as error:
            raise StorageError(f"forgotten, but a copy of it could not be deleted ({error}); delete that file by hand") from error
        async with self._database.transaction() as db:
            await db.execute("DELETE FROM fact WHERE name = ?", (_UNFINISHED,))


@dataclass(frozen=True, slots=True)
class _Found:
    turns: list[int]
    passages: list[int]
    texts: list[str]  # of the passages


async def _find(db: Connection, turns: Sequence[int], passages: Sequence[int], words: Sequence[str]) -> _Found:
    """Everything that goes because something of it goes."""
    query = """WITH RECURSIVE going (id) AS (
        SELECT id FROM passage WHERE id IN (SELECT value FROM json_each(?)) OR turn IN (SELECT value FROM json_each(?))
        UNION SELECT passage.id FROM passage JOIN going ON passage.superseded_by = going.id)
        SELECT id FROM going"""
    named = {*passages, *await _having(db, "passage", words)}
    first = await _column(db, query, json.dumps(sorted(named)), json.dumps(list(turns)))
    texts = [*words, *await _texts(db, first)]
    alike = await _having(db, "passage", texts)
    all_passages = await _column(db, query, json.dumps(sorted({*alike, *first})), "[]")
    texts = await _texts(db, all_passages)
    came_from = await _column(
        db, "SELECT turn FROM passage WHERE turn > 0 AND id IN (SELECT value FROM json_each(?))", json.dumps(all_passages)
    )
    telling = [row // 2 for row in await _having(db, "turn", [*words, *texts])]
    there = await _column(
        db, "SELECT id FROM turn WHERE id IN (SELECT value FROM json_each(?))", json.dumps(sorted({*turns, *came_from, *telling}))
    )
    return _Found(there, sorted(all_passages), texts)


async def _having(db: Connection, kind: Kind, texts: Sequence[str]) -> list[int]:
    """Rows of an index that have all words of one of them."""
    query = f"SELECT rowid FROM {kind}_words WHERE {kind}_words MATCH ?"
    return [row for wanted in map(match, texts) if wanted for row in await _column(db, query, wanted)]


async def _texts(db: Connection, passages: Sequence[int]) -> list[str]:
    query = "SELECT text FROM passage WHERE id IN (SELECT value FROM json_each(?)) ORDER BY id"
    return [str(text) for (text,) in await db.execute_fetchall(query, (json.dumps(list(passages)),))]


async def _column(db: Connection, query: str, *values: object) -> list[int]:
    return [int(row[0]) for row in await db.execute_fetchall(query, values)]


async def _asked(db: Connection, turns: Sequence[int]) -> list[str]:
    query = "SELECT asked FROM turn WHERE id IN (SELECT value FROM json_each(?))"
    return [str(asked) for (asked,) in await db.execute_fetchall(query, (json.dumps(list(turns)),))]


async def _kept_by_tools(db: Connection, turns: Sequence[int]) -> list[str]:
    """What was written to memory in these turns, in the words of the call."""
    query = "SELECT name, arguments FROM tool_use WHERE turn IN (SELECT value FROM json_each(?))"
    calls = await db.execute_fetchall(query, (json.dumps(list(turns)),))
    given = [json.loads(arguments) for name, arguments in calls if name.startswith(_SOURCES)]
    names = ("content", "new_string", "new_memory", "new", "text")
    return [str(arguments[name]) for arguments in given for name in names if arguments.get(name)]


async def _clear_blocks(db: Connection, gone: Gone) -> int:
    """How many lines went. No step of the history leads back to them: each that holds them goes too."""
    went = 0
    for label, text in list(await db.execute_fetchall("SELECT label, text FROM block WHERE NOT read_only")):
        left = gone.without(text, label)
        if left != text:
            went += len(text.split("\n")) - len(left.split("\n")) + (not left)
            await db.execute("UPDATE block SET text = ?, version = version + 1 WHERE label = ?", (left, label))
    return went


async def _clear(db: Connection, table: str, gone: Gone) -> int:
    """The rows of a table that hold it, whole; how many."""
    key, about, columns = _TEXT_OF[table]
    query = f"SELECT {key}, {about}, {', '.join(columns)} FROM {table}"
    if table in _LONG:
        text = " || ' ' || ".join(columns)
        query += f" WHERE EXISTS (SELECT 1 FROM json_each(?) WHERE {text} LIKE '%' || json_each.value || '%')"
    rows = await db.execute_fetchall(query, (json.dumps(gone.clues),) if table in _LONG else ())
    going = [(id,) for id, whom, *texts in rows if any(gone.holds(text, whom) for text in texts)]
    await db.executemany(f"DELETE FROM {table} WHERE {key} = ?", going)
    return len(going)


async def _clear_retold(db: Connection, turns: Sequence[int]) -> int:
    """What was made of these turns in other words: the summaries that stand for them, the diary pages of their days."""
    ids = json.dumps(list(turns))
    summary = """DELETE FROM summary WHERE EXISTS (SELECT 1 FROM turn
        WHERE turn.conversation = summary.conversation AND turn.id <= upto AND turn.id IN (SELECT value FROM json_each(?)))"""
    diary = "DELETE FROM diary WHERE day IN (SELECT substr(at, 1, 10) FROM turn WHERE id IN (SELECT value FROM json_each(?)))"
    return (await db.execute(summary, (ids,))).rowcount + (await db.execute(diary, (ids,))).rowcount


async def _erase(database: Database, db: Connection, found: _Found) -> None:
    """Rows with their words and vectors, those of an embedder that is switched off by now too."""
    indexes: dict[Kind, Index] = {}
    kinds: tuple[Kind, ...] = ("turn", "passage")
    for kind in kinds:
        there = await db.execute_fetchall("SELECT 1 FROM sqlite_master WHERE name = ?", (f"{kind}_vector",))
        indexes[kind] = Index(kind, database, VectorStore(kind, 1, database) if list(there) else None)  # nothing is added: any dimension
    await _unlink(db, indexes["turn"], found.turns)
    await indexes["passage"].remove(db, found.passages)
    await indexes["turn"].remove(db, [2 * id + role for id in found.turns for role in (0, 1)])
    await db.executemany("DELETE FROM passage WHERE id = ?", [(id,) for id in found.passages])
    await db.executemany("DELETE FROM turn WHERE id = ?", [(id,) for id in found.turns])


async def _unlink(db: Connection, index: Index, turns: Sequence[int]) -> None:
    """The utterances before and after are found by these turns' words too: no longer."""
    beside = """SELECT {row} FROM turn AS t JOIN turn AS o ON o.conversation = t.conversation
        WHERE t.id IN (SELECT value FROM json_each(?1)) AND o.id = (SELECT {nearest}(id) FROM turn
            WHERE conversation = t.conversation AND id {side} t.id AND id NOT IN (SELECT value FROM json_each(?1)))"""
    ids = json.dumps(list(turns))
    before = await _column(db, beside.format(row="2 * o.id + (o.answered <> '')", nearest="max", side="<"), ids)
    after = await _column(db, beside.format(row="2 * o.id", nearest="min", side=">"), ids)
    await db.executemany("UPDATE turn_words SET after = '' WHERE rowid = ?", [(row,) for row in before])
    await db.executemany("UPDATE turn_words SET context = '' WHERE rowid = ?", [(row,) for row in after])
    if index.vectors is not None:
        await index.vectors.remove(db, [*before, *after])
        await db.executemany("INSERT OR IGNORE INTO unembedded (kind, row) VALUES ('turn', ?)", [(row,) for row in (*before, *after)])


def _clear_lines(path: Path, gone: Gone) -> None:
    """Of a file of lines, as it is written on."""
    if not path.exists():
        return
    text = path.read_text(encoding="utf-8", errors="replace")
    left = gone.without(text)
    if left != text:
        part = path.with_name(f"{path.name}.part")
        part.write_text(left, encoding="utf-8")
        part.replace(path)


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
