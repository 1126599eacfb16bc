"""The whole memory as one file of JSON lines that another jarvisd reads, whatever its version of the tables."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, TextIO, TypeAlias

from aiosqlite import Connection

from jarvisd.database import Database
from jarvisd.errors import MemoryRefused, StorageError
from jarvisd.memory.merging import Merge

Progress: TypeAlias = Callable[[int, int], None]  # rows done, rows in all

VERSION = 1  # of the file; one with a higher number is refused

_BATCH = 500  # rows read and written at once


@dataclass(frozen=True, slots=True)
class _Kind:
    """A line of the file: the query that makes it (its first column ascends), its fields with their types."""

    query: str
    fields: Mapping[str, type]


_USES = """(SELECT json_group_array(json_object('name', name, 'arguments', json(arguments), 'content', json(content), 'error', error,
    'untrusted', untrusted))
    FROM (SELECT * FROM tool_use WHERE turn = turn.id ORDER BY id))"""
_TAGS = "(SELECT json_group_array(tag) FROM (SELECT tag FROM tag WHERE passage = passage.id ORDER BY tag))"
_DOCUMENT = "coalesce((SELECT path FROM document WHERE document.id = passage.document), '')"

# In the order of the file: what is named by others comes before them.
KINDS: dict[str, _Kind] = {
    "document": _Kind("SELECT path, title, sha256, at FROM document", {"path": str, "title": str, "sha256": str, "at": str}),
    "block": _Kind(
        "SELECT label, text, description, longest, read_only, version, position FROM block",
        {"label": str, "text": str, "description": str, "longest": int, "read_only": int, "version": int, "position": int},
    ),
    "edit": _Kind(
        "SELECT id, label, before, after, author, cause, at, undone FROM edit",
        {"id": int, "label": str, "before": str, "after": str, "author": str, "cause": str, "at": str, "undone": int},
    ),
    "turn": _Kind(
        f"SELECT id, at, conversation, person, room, language, asked, answered, responder, {_USES} AS uses, tainted FROM turn",
        {
            **{"id": int, "at": str, "conversation": str, "person": str, "room": str, "language": str},
            **{"asked": str, "answered": str, "responder": str, "uses": list, "tainted": int},
        },
    ),
    "passage": _Kind(
        f"""SELECT id, text, at, source, person, confidence, turn, {_DOCUMENT} AS document, superseded_by, {_TAGS} AS tags
            FROM passage""",
        {
            **{"id": int, "text": str, "at": str, "source": str, "person": str, "confidence": float},
            **{"turn": int, "document": str, "superseded_by": int, "tags": list},
        },
    ),
    "summary": _Kind(
        "SELECT conversation, text, upto, newest, at, tainted FROM summary",
        {"conversation": str, "text": str, "upto": int, "newest": int, "at": str, "tainted": int},
    ),
    "diary": _Kind("SELECT day, text FROM diary", {"day": str, "text": str}),
    "proposal": _Kind(
        "SELECT id, at, kind, subject, language, text, deed, state FROM proposal",
        {"id": int, "at": str, "kind": str, "subject": str, "language": str, "text": str, "deed": str, "state": str},
    ),
    "reminder": _Kind(
        """SELECT id, kind, text, due, wall, zone, rule, workdays, duration, person, room, language, state, rang, late, told, series, deed,
            made, changed FROM reminder""",
        {
            **{"id": int, "kind": str, "text": str, "due": float, "wall": str, "zone": str, "rule": str, "workdays": int},
            **{"duration": float, "person": str, "room": str, "language": str, "state": str, "rang": int, "late": int, "told": int},
            **{"series": int, "deed": str, "made": float, "changed": float},
        },
    ),
    "list_item": _Kind(
        "SELECT id, list, text, done, made FROM list_item", {"id": int, "list": str, "text": str, "done": int, "made": float}
    ),
}
_MAYBE_NONE = ("turn", "superseded_by")
_LISTS = ("uses", "tags")
_SINCE: Mapping[str, Mapping[str, Any]] = {"turn": {"tainted": 0}}  # what files of earlier versions do not say


async def export(database: Database, path: Path, at: datetime, progress: Progress = lambda done, all: None) -> int:
    """All rows of one moment; how many. Only its owner reads the file. StorageError where it cannot be written."""
    part = path.with_name(f"{path.name}.part")
    try:
        file = await asyncio.to_thread(_private, part)
        with closing(file):
            done = await _write_all(database, file, at, progress)
        part.replace(path)
    except OSError as error:
        raise StorageError(
            f"{path} cannot be written ({error.strerror}); is there room on the disk, and may this user write there?"
        ) from error
    finally:
        part.unlink(missing_ok=True)
    return done


async def _write_all(database: Database, file: TextIO, at: datetime, progress: Progress) -> int:
    async with database.snapshot() as db:
        counts = {}
        for kind in KINDS:
            ((counts[kind],),) = await db.execute_fetchall(f"SELECT count(*) FROM {kind}")
        file.write(_line({"jarvisd": "memory", "version": VERSION, "at": at.isoformat(), "rows": counts}))
        done, everything = 0, sum(counts.values())
        for kind, wanted in KINDS.items():
            cursor = await db.execute(f"{wanted.query} ORDER BY 1")
            while rows := list(await cursor.fetchmany(_BATCH)):
                lines = [_line({"row": kind, **_row(wanted, tuple(row))}) for row in rows]
                await asyncio.to_thread(file.write, "".join(lines))
                done += len(rows)
                progress(done, everything)
            await cursor.close()
        await asyncio.to_thread(file.flush)
    return done


def _row(kind: _Kind, row: Sequence[Any]) -> dict[str, Any]:
    return {name: json.loads(value) if name in _LISTS else value for name, value in zip(kind.fields, row, strict=True)}


def _line(value: Mapping[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False) + "\n"


def _private(path: Path) -> TextIO:
    path.unlink(missing_ok=True)
    path.touch(mode=0o600)
    return path.open("w", encoding="utf-8")


async def load(database: Database, path: Path, now: datetime, progress: Progress = lambda done, all: None) -> int:
    """Into an empty memory as it was; else what is not there yet is added. How many rows are new; their vectors come by and by.

    MemoryRefused names the line that is wrong; then nothing is imported.
    """
    try:
        file = await asyncio.to_thread(path.open, encoding="utf-8")
    except OSError as error:
        raise MemoryRefused(f"{path} cannot be read ({error.strerror}); name a file that jarvisd memory export wrote") from error
    with closing(file):
        lines = _Lines(path, file)
        everything = sum(lines.head().values())
        async with database.transaction() as db:
            new = await _load(db, Merge(database, db, now), lines, lambda done: progress(done, everything))
    return new


async def _load(db: Connection, merge: Merge, lines: _Lines, progress: Callable[[int], None]) -> int:
    done = new = 0
    await merge.begin()
    for kind, row in lines.rows():
        new += await merge.add(kind, row)
        done += 1
        if done % _BATCH == 0:
            progress(done)
    await merge.end()
    progress(done)
    return new


class _Lines:
    """A file as it was written, checked line by line."""

    def __init__(self, path: Path, file: TextIO) -> None:
        self._path = path
        self._file = file
        self._number = 0
        self._expected: dict[str, int] = {}
        self._seen: set[tuple[str, int]] = set()

    def head(self) -> Mapping[str, int]:
        """How many rows of each kind are to come."""
        head = self._next()
        if not isinstance(head, dict) or head.get("jarvisd") != "memory" or not isinstance(head.get("rows"), dict):
            raise self._wrong("this is no file that jarvisd memory export wrote")
        if head.get("version") != VERSION:
            raise self._wrong(f"written by another jarvisd (version {head.get('version')}, this one reads {VERSION}); update jarvisd")
        if not all(_fits(count, int, "rows") for count in head["rows"].values()):
            raise self._wrong("its rows are not counted")
        self._expected = head["rows"]
        return self._expected

    def rows(self) -> Iterator[tuple[str, dict[str, Any]]]:
        there = dict.fromkeys(self._expected, 0)
        while (row := self._next()) is not None:
            kind = row.pop("row", "") if isinstance(row, dict) else ""
            if not isinstance(kind, str) or kind not in KINDS:
                raise self._wrong("not a row of memory")
            there[kind] = there.get(kind, 0) + 1
            yield kind, self._checked(kind, row)
        if there != self._expected:
            raise self._wrong("the file was cut off or changed: its rows are not those that its first line counts")

    def _checked(self, kind: str, row: dict[str, Any]) -> dict[str, Any]:
        fields = KINDS[kind].fields
        row = {**_SINCE.get(kind, {}), **row}
        for name, wanted in fields.items():
            if not (_fits(row.get(name), wanted, name) or (name in row and row[name] is None and name in _MAYBE_NONE)):
                raise self._wrong(f"{kind}: {name} is missing or of the wrong kind")
        if "id" in row and (kind, row["id"]) in self._seen:
            raise self._wrong(f"{kind} {row['id']} came before")
        self._seen.add((kind, row.get("id", 0)))
        if "at" in row:
            try:
                datetime.fromisoformat(row["at"]).timestamp()
            except (ValueError, OverflowError) as error:
                raise self._wrong(f"{kind}: at is no time") from error
        return {name: row[name] for name in fields}

    def _next(self) -> Any:
        self._number += 1
        try:
            line = self._file.readline()
            return json.loads(line) if line else None
        except (UnicodeDecodeError, json.JSONDecodeError, RecursionError) as error:
            raise self._wrong("not JSON") from error

    def _wrong(self, reason: str) -> MemoryRefused:
        return MemoryRefused(f"{self._path}, line {self._number}: {reason}; nothing was imported")


def _fits(value: object, wanted: type, name: str) -> bool:
    """As a column of the tables takes it."""
    match value:
        case bool() | None:
            return False
        case int() | float():
            return wanted in (int, float) and isinstance(value, (wanted, int)) and abs(value) < 2**63  # NaN is not
        case str():
            return wanted is str and not any("\ud800" <= letter <= "\udfff" for letter in value)  # halves of characters
        case list() if name == "tags":
            return all(_fits(tag, str, "") for tag in value)
        case list() if name == "uses":
            return all(_is_use(use) for use in value)
    return False


def _is_use(use: object) -> bool:
    return (
        isinstance(use, dict)
        and all(_fits(use.get(name), str, "") for name in ("name", "error"))
        and all(isinstance(use.get(name), dict) for name in ("arguments", "content"))
        and use.get("untrusted", 0) in (0, 1)  # not there in files of earlier versions
    )
