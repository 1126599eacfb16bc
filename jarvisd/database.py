"""One SQLite file: a writer, a reader, a numbered history of its tables.

The SQLite is the one that comes with the program, so that its features do not depend on the distribution; aiosqlite gives each
connection its thread, in which what was asked for is done in the order of asking.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any, TypeAlias

import sqlean
from aiosqlite import Connection

from jarvisd import clock
from jarvisd.errors import StorageError
from jarvisd.migrations import MIGRATIONS, Migration

Row: TypeAlias = tuple[Any, ...]

_BUSY = 5.0  # seconds that a lock of another process is waited for
_CHUNK = 64  # rows that a cursor fetches at once
_SETTINGS = ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "secure_delete=ON")


class Database:
    """Opened by `open_database`."""

    def __init__(self, path: Path, writer: Connection, reader: Connection) -> None:
        self.path = path
        self._writer = writer
        self._reader = reader
        self._writing = asyncio.Lock()

    async def read(self, query: str, parameters: Sequence[object] = ()) -> list[Row]:
        """StorageError where the file cannot be read."""
        with clock.working(), _worded(self.path, sqlean.Error):
            return await _rows(self._reader, query, parameters)

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Connection]:
        """On disk once it is left, whole; nothing of it where its body fails or is cancelled. StorageError where SQLite fails."""
        with clock.working(), _worded(self.path, sqlean.Error):
            async with self._writing, _transaction(self._writer):
                yield self._writer


@asynccontextmanager
async def open_database(path: Path, migrations: tuple[Migration, ...] = MIGRATIONS) -> AsyncIterator[Database]:
    """The file, made or brought to this program's version; a copy of it is kept beside it before it is changed."""
    logging.getLogger("aiosqlite").setLevel(logging.INFO)  # below, it logs every parameter, so whatever was said
    async with AsyncExitStack() as stack:
        with clock.working(), _worded(path, OSError, sqlean.Error):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.touch(mode=0o600)  # what was said at home is the household's alone; the files beside it take over its mode
            writer = await stack.enter_async_context(_connected(path))
            await _set(writer, *_SETTINGS)
            await _migrate(writer, path, migrations)
            reader = await stack.enter_async_context(_connected(path))
            await _set(reader, *_SETTINGS, "query_only=ON")
        yield Database(path, writer, reader)


@asynccontextmanager
async def _connected(path: Path) -> AsyncIterator[Connection]:
    opened = sqlean.connect(str(path), timeout=_BUSY, isolation_level=None, check_same_thread=False)  # fails before there is a thread
    connection = await Connection(lambda: opened, _CHUNK)
    try:
        yield connection
    finally:
        with clock.working():
            await connection.close()


async def _set(db: Connection, *settings: str) -> None:
    for setting in settings:
        await _rows(db, f"PRAGMA {setting}")


async def _rows(db: Connection, query: str, parameters: Sequence[object] = ()) -> list[Row]:
    return [tuple(row) for row in await db.execute_fetchall(query, parameters)]


async def _migrate(db: Connection, path: Path, migrations: tuple[Migration, ...]) -> None:
    ((version,),) = await _rows(db, "PRAGMA user_version")
    if version > len(migrations):
        raise StorageError(f"{path} was written by a newer jarvisd (version {version}, this one knows {len(migrations)}); update jarvisd")
    if 0 < version < len(migrations):
        await _back_up(db, path.with_name(f"{path.name}.version-{version}"))
    for number, migration in enumerate(migrations[version:], version + 1):
        async with _transaction(db):
            await migration(db)
            await _set(db, f"user_version={number}")


async def _back_up(db: Connection, copy: Path) -> None:
    copy.unlink(missing_ok=True)
    copy.touch(mode=0o600)
    await db.execute("VACUUM INTO ?", (str(copy),))


@asynccontextmanager
async def _transaction(db: Connection) -> AsyncIterator[None]:
    try:
        await db.execute("BEGIN IMMEDIATE")
        yield
        await db.execute("COMMIT")
    except BaseException:  # only to undo what was begun
        await db.rollback()  # comes after whatever a cancelled caller has still under way, a COMMIT too: then there is nothing to undo
        raise


@contextmanager
def _worded(path: Path, *kinds: type[Exception]) -> Iterator[None]:
    try:
        yield
    except kinds as error:
        raise _wrong(path, error) from error


def _wrong(path: Path, error: Exception) -> StorageError:
    if "not a database" in str(error) or "malformed" in str(error):
        return StorageError(f"{path} is not a database that can be read ({error}); move it away, or put a copy of it back")
    return StorageError(f"{path} cannot be used ({error}); is there room on the disk, and may this user write there?")
