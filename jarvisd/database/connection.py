"""A connection to the SQLite that comes with the program, and its failures in words that say what to do.

The SQLite is bundled, so that its features do not depend on the distribution; aiosqlite gives each connection its thread, in which
what was asked for is done in the order of asking.
"""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any, Literal, TypeAlias

import sqlean
import sqlite_vec
from aiosqlite import Connection

from jarvisd import clock
from jarvisd.errors import StorageError

Row: TypeAlias = tuple[Any, ...]
Failure: tuple[type[Exception], ...] = (OSError, sqlean.Error)

_BUSY = 5.0  # seconds that a lock of another process is waited for
_CHUNK = 64  # rows that a cursor fetches at once

_FULL = "the disk is full: make room on it. What was kept before is whole"
_CLOSED = "it cannot be written to: may this user write there, and is the disk mounted for writing? Nothing in it was changed"
_BROKEN = "the disk fails or is full: make room on it, look at the system's log. What was kept before is whole"
_BUSY_WITH = f"another program holds it for more than {_BUSY:.0f} s: close that program, then try again. Nothing was lost"
_DAMAGED = "it is damaged or no database: restart jarvisd, which looks through it and takes the newest backup if it must"

# What SQLite's primary result codes, and the system's own errors, come to.
_CODES = {
    sqlite3.SQLITE_BUSY: _BUSY_WITH,
    sqlite3.SQLITE_LOCKED: _BUSY_WITH,
    sqlite3.SQLITE_READONLY: _CLOSED,
    sqlite3.SQLITE_CANTOPEN: _CLOSED,
    sqlite3.SQLITE_PERM: _CLOSED,
    sqlite3.SQLITE_FULL: _FULL,
    sqlite3.SQLITE_IOERR: _BROKEN,
    sqlite3.SQLITE_CORRUPT: _DAMAGED,
    sqlite3.SQLITE_NOTADB: _DAMAGED,
}
_ERRNOS = {errno.EACCES: _CLOSED, errno.EPERM: _CLOSED, errno.EROFS: _CLOSED, errno.ENOSPC: _FULL, errno.EDQUOT: _FULL}
_ELSE = "is there room on the disk, and may this user write there?"


class Damaged(sqlean.DatabaseError):  # type: ignore[misc]  # sqlean has no types
    """Damage that was seen where SQLite itself did not stumble over it."""

    sqlite_errorcode = sqlite3.SQLITE_CORRUPT


@asynccontextmanager
async def connected(path: Path, mode: Literal["ro", "rw"] = "rw") -> AsyncIterator[Connection]:
    """With the extension for vectors; sqlean.Error where the file cannot be opened."""
    place = f"{path.absolute().as_uri()}?mode={mode}"
    opened = sqlean.connect(place, uri=True, timeout=_BUSY, isolation_level=None, check_same_thread=False)  # fails before there is a thread
    opened.enable_load_extension(True)
    opened.load_extension(sqlite_vec.loadable_path())
    opened.enable_load_extension(False)
    connection = await Connection(lambda: opened, _CHUNK)
    try:
        yield connection
    finally:
        with clock.working():
            await connection.close()


async def rows(db: Connection, query: str, parameters: Sequence[object] = ()) -> list[Row]:
    return [tuple(row) for row in await db.execute_fetchall(query, parameters)]


async def set_up(db: Connection, *settings: str) -> None:
    for setting in settings:
        await rows(db, f"PRAGMA {setting}")


@asynccontextmanager
async def transaction(db: Connection) -> AsyncIterator[None]:
    try:
        await db.execute("BEGIN IMMEDIATE")
        yield
        await db.execute("COMMIT")
    except BaseException:  # only to undo what was begun
        await db.rollback()  # comes after whatever a cancelled caller has still under way, a COMMIT too: then there is nothing to undo
        raise


def damaged(error: BaseException) -> bool:
    return _code(error) in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)


@contextmanager
def worded(path: Path, *kinds: type[Exception]) -> Iterator[None]:
    """These kinds of errors become a StorageError that says what to do."""
    try:
        yield
    except kinds as error:
        advice = _ERRNOS.get(error.errno or 0, _ELSE) if isinstance(error, OSError) else _CODES.get(_code(error), _ELSE)
        raise StorageError(f"{path} cannot be used ({error}); {advice}") from error


def _code(error: BaseException) -> int:
    return int(getattr(error, "sqlite_errorcode", 0)) & 0xFF  # the primary code: the rest says where it happened
