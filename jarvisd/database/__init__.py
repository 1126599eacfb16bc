"""One SQLite file: a writer, a few readers, a numbered history of its tables, its backups."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager, suppress
from datetime import date
from pathlib import Path

import sqlean
from aiosqlite import Connection

from jarvisd import clock
from jarvisd.database.connection import Damaged, Failure, Row, connected, damaged, rows, set_up, transaction, worded
from jarvisd.database.copies import back_up, check, copies, finish_restoring, remains, restore
from jarvisd.errors import StorageError
from jarvisd.migrations import MIGRATIONS, Migration

__all__ = ["Database", "Row", "backup", "backups", "leftovers", "open_database", "vacuum"]

KEEP = 7  # backups

_READERS = 3
_SETTINGS = ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "secure_delete=ON")


class Database:
    """Opened by `open_database`."""

    def __init__(self, path: Path, writer: Connection, readers: Sequence[Connection]) -> None:
        self.path = path
        self._writer = writer
        self._free: asyncio.Queue[Connection] = asyncio.Queue()
        self._writing = asyncio.Lock()
        for reader in readers:
            self._free.put_nowait(reader)

    async def read(self, query: str, parameters: Sequence[object] = ()) -> list[Row]:
        """Everything committed when it begins. StorageError where the file cannot be read."""
        with self._working():
            reader = await self._free.get()
            try:
                return await rows(reader, query, parameters)
            except asyncio.CancelledError:
                await reader.interrupt()  # nobody wants its rows; the next reader would wait for them
                raise
            finally:
                self._free.put_nowait(reader)

    @asynccontextmanager
    async def snapshot(self) -> AsyncIterator[Connection]:
        """For several reads of one moment, while others go on writing."""
        with self._working():
            reader = await self._free.get()
            try:
                await reader.execute("BEGIN")
                yield reader
            finally:
                try:
                    await reader.rollback()
                finally:  # cancelled once more: the rollback is done all the same, before whatever is asked of it next
                    self._free.put_nowait(reader)

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Connection]:
        """On disk once it is left, whole; nothing of it where its body fails or is cancelled. StorageError where SQLite fails."""
        with self._working():
            async with self._writing, transaction(self._writer):
                yield self._writer

    async def vacuum(self) -> None:
        """Writes the file anew: no gap in it, and no byte of what was deleted, here or in the log beside it."""
        with self._working():
            async with self._writing:
                await self._writer.execute("VACUUM")
                ((busy, *_),) = await rows(self._writer, "PRAGMA wal_checkpoint(TRUNCATE)")
        if busy:
            raise StorageError(
                f"{self.path}: another program reads it, so deleted words may still be in it; close that one, then try again"
            )

    @contextmanager
    def _working(self) -> Iterator[None]:
        """Damage that is met is written down beside the file, so that the next start looks through all of it."""
        with clock.working(), worded(self.path, sqlean.Error):
            try:
                yield
            except sqlean.Error as error:
                if damaged(error):
                    with suppress(OSError):
                        _suspect(self.path).touch(mode=0o600)
                raise


async def backup(database: Database, folder: Path, keep: int = KEEP, day: date | None = None) -> Path:
    """A copy of what is committed, by its day (today), one a day, the newest `keep` of them. StorageError where there is no room."""
    with clock.working(), worded(folder, *Failure):
        return await back_up(database.path, folder, keep, day or date.today())


async def vacuum(database: Database) -> None:
    """Gives the disk back what was deleted; writers wait for it."""
    await database.vacuum()


def backups(database: Database, folder: Path) -> Sequence[Path]:
    """Oldest first."""
    return copies(database.path, folder)


def leftovers(database: Database, folder: Path) -> Sequence[Path]:
    """Files other than the database and its backups that hold what was said."""
    return remains(database.path, folder)


@asynccontextmanager
async def open_database(path: Path, migrations: tuple[Migration, ...] = MIGRATIONS) -> AsyncIterator[Database]:
    """The file, made or brought to this program's version; a copy goes to `backups` beside it before it is changed.

    A damaged file gives way to the newest whole backup, which the log says. StorageError where there is none, or where the file
    is locked, cannot be written to, or was written by a newer program.
    """
    logging.getLogger("aiosqlite").setLevel(logging.INFO)  # below, it logs every parameter, so whatever was said
    folder = path.parent / "backups"
    async with AsyncExitStack() as stack:
        with clock.working(), worded(path, *Failure):
            try:
                database = await _opened(stack, path, folder, migrations)
            except sqlean.Error as error:
                if not damaged(error):
                    raise
                await stack.aclose()
                await restore(path, folder, error)
                database = await _opened(stack, path, folder, migrations)
        yield database


async def _opened(stack: AsyncExitStack, path: Path, folder: Path, migrations: tuple[Migration, ...]) -> Database:
    path.parent.mkdir(parents=True, exist_ok=True)
    finish_restoring(path)
    if path.exists():
        await _look(path, folder)
    else:
        path.touch(mode=0o600)  # what was said at home is the household's alone; the files beside it take over its mode
    writer = await stack.enter_async_context(connected(path))
    await _migrate(writer, path, folder, migrations)
    async with transaction(writer):
        pass  # a file that is locked or cannot be written to is found now, not at the first word to be kept
    readers = [await stack.enter_async_context(connected(path)) for _ in range(_READERS)]
    for reader in readers:
        await set_up(reader, *_SETTINGS, "query_only=ON")
    return Database(path, writer, readers)


async def _look(path: Path, folder: Path) -> None:
    """Damaged where it is; an empty file is one that was never written, unless there are backups of it."""
    try:
        await check(path, thorough=_suspect(path).exists())
    except Damaged:
        if path.stat().st_size or copies(path, folder):
            raise
    _suspect(path).unlink(missing_ok=True)


def _suspect(path: Path) -> Path:
    return path.with_name(f"{path.name}.suspect")


async def _migrate(db: Connection, path: Path, folder: Path, migrations: tuple[Migration, ...]) -> None:
    ((version,),) = await rows(db, "PRAGMA user_version")
    if version > len(migrations):
        raise StorageError(f"{path} was written by a newer jarvisd (version {version}, this one knows {len(migrations)}); update jarvisd")
    await set_up(db, *_SETTINGS)
    if 0 < version < len(migrations):
        await back_up(path, folder, KEEP, date.today(), f"-version-{version}")
    for number, migration in enumerate(migrations[version:], version + 1):
        async with transaction(db):
            await migration(db)
            await set_up(db, f"user_version={number}")
