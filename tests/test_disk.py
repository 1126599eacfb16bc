"""The database where others hold it, where the disk is full or may not be written to, where several read at once."""

from __future__ import annotations

import asyncio
import ctypes
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import sqlean
from aiosqlite import Connection

from jarvisd.database import Database, open_database
from jarvisd.errors import StorageError


async def first(db: Connection) -> None:
    await db.execute("CREATE TABLE first (n INTEGER, text TEXT)")


async def write(database: Database, *numbers: int, text: str = "") -> None:
    async with database.transaction() as db:
        for n in numbers:
            await db.execute("INSERT INTO first VALUES (?, ?)", (n, text))


async def written(database: Database) -> list[int]:
    return [n for (n,) in await database.read("SELECT n FROM first ORDER BY rowid")]


HOLD = "import sqlite3, sys; db = sqlite3.connect(sys.argv[1]); db.execute('BEGIN EXCLUSIVE'); print('held', flush=True); sys.stdin.read()"


@contextmanager
def held(path: Path) -> Iterator[None]:
    """Another process writes to it and does not come to an end."""
    with subprocess.Popen([sys.executable, "-c", HOLD, path], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        assert other.stdin is not None
        assert other.stdout is not None
        other.stdout.readline()
        yield
        other.stdin.close()


@pytest.mark.system
async def test_a_file_that_another_program_holds_is_named_and_whole_afterwards(tmp_path: Path) -> None:
    path = tmp_path / "jarvisd.db"
    async with open_database(path, (first,)) as database:
        await write(database, 0, 1, 2, -1)
    with held(path), pytest.raises(StorageError, match=r"another program holds it .* close that program"):
        async with open_database(path, (first,)):
            pass
    async with open_database(path, (first,)) as database:
        with held(path), pytest.raises(StorageError, match="close that program"):
            await write(database, 4)
        await write(database, 5)
        assert await written(database) == [0, 1, 2, -1, 5]


@contextmanager
def no_more_than_others() -> Iterator[None]:
    """Without root's leave to write what is not writable; of this thread and those it starts. Nothing to do for anybody else."""
    libc = ctypes.CDLL(None)
    header, kept, less = (ctypes.c_uint32 * 2)(0x20080522, 0), (ctypes.c_uint32 * 6)(), (ctypes.c_uint32 * 6)()  # version 3, this thread
    assert libc.capget(header, kept) == 0
    ctypes.memmove(less, kept, ctypes.sizeof(kept))
    less[0] &= ~0b1110  # CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH, CAP_FOWNER: of the effective ones only
    assert libc.capset(header, less) == 0
    try:
        yield
    finally:
        assert libc.capset(header, kept) == 0


async def test_a_file_that_cannot_be_written_to_is_named_and_whole_afterwards(tmp_path: Path) -> None:
    path = tmp_path / "jarvisd.db"
    async with open_database(path, (first,)) as database:
        await write(database, 0, 1, 2, -1)
    path.chmod(0o400)
    tmp_path.chmod(0o500)
    with no_more_than_others(), pytest.raises(StorageError, match="may this user write there"):
        async with open_database(path, (first,)):
            pass
    tmp_path.chmod(0o700)
    path.chmod(0o600)
    async with open_database(path, (first,)) as database:
        assert await written(database) == [0, 1, 2, -1]


async def test_a_full_disk_is_named_and_what_was_kept_stays(tmp_path: Path) -> None:
    async with open_database(tmp_path / "jarvisd.db", (first,)) as database:
        await write(database, 1)
        async with database.transaction() as db:
            ((pages,),) = await db.execute_fetchall("PRAGMA page_count")
            await db.execute(f"PRAGMA max_page_count={pages + 1}")
        with pytest.raises(StorageError, match="the disk is full: make room"):
            await write(database, *range(1000), text="words " * 50)
        assert await written(database) == [1]


async def test_a_file_that_may_not_grow_is_named_and_what_was_kept_stays(tmp_path: Path) -> None:
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    ignored = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    path = tmp_path / "jarvisd.db"
    async with open_database(path, (first,)) as database:
        await write(database, 1)
        resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, limits[1]))
        try:
            with pytest.raises(StorageError, match="make room"):
                await write(database, *range(2000), text="words " * 50)
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, limits)
            signal.signal(signal.SIGXFSZ, ignored)
        assert await written(database) == [1]
        await write(database, 2)
    async with open_database(path, (first,)) as database:
        assert await written(database) == [1, 2]


async def test_a_search_that_nobody_waits_for_any_more_ends(tmp_path: Path) -> None:
    forever = "WITH RECURSIVE up(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM up) SELECT count(*) FROM up"
    async with open_database(tmp_path / "jarvisd.db", (first,)) as database:
        searches = [asyncio.create_task(database.read(forever)) for _ in range(3)]
        began = time.monotonic()
        while time.monotonic() - began < 0.2:  # real time, so that the threads have begun
            await asyncio.to_thread(time.sleep, 0.02)
        for search in searches:
            search.cancel()
        await asyncio.wait(searches)
        assert await database.read("SELECT 1") == [(1,)]


@pytest.mark.slow
async def test_a_long_read_does_not_hold_up_a_short_one(tmp_path: Path) -> None:
    slow = "WITH RECURSIVE up(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM up WHERE n < 3000000) SELECT count(*) FROM up"
    async with open_database(tmp_path / "jarvisd.db", (first,)) as database:
        long = asyncio.create_task(database.read(slow))
        await asyncio.sleep(0)
        assert await database.read("SELECT 1") == [(1,)]
        assert not long.done()
        assert await long == [(3_000_000,)]


async def test_vectors_are_found_on_every_connection_and_nothing_more_can_be_loaded(tmp_path: Path) -> None:
    async with open_database(tmp_path / "jarvisd.db", (first,)) as database:
        assert await asyncio.gather(*(database.read("SELECT vec_length('[1, 2]')") for _ in range(3))) == [[(2,)]] * 3
        async with database.transaction() as db:
            assert [tuple(row) for row in await db.execute_fetchall("SELECT vec_length('[1, 2]')")] == [(2,)]
        with pytest.raises(StorageError, match="not authorized"):
            await database.read("SELECT load_extension('vec0')")
    assert sqlean.sqlite_version_info >= (3, 42)
