"""The database: whole or not at all, private, never older than its program."""

from __future__ import annotations

import asyncio
import logging
import re
import sqlite3
import stat
import threading
from contextlib import suppress
from pathlib import Path

import pytest
import sqlean
from aiosqlite import Connection

from jarvisd.database import Database, open_database
from jarvisd.errors import StorageError
from jarvisd.migrations import MIGRATIONS, Migration

SLOW = "INSERT INTO first WITH RECURSIVE up(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM up WHERE n < 50000) SELECT n FROM up"


async def first(db: Connection) -> None:
    await db.execute("CREATE TABLE first (n INTEGER)")


async def second(db: Connection) -> None:
    await db.execute("CREATE TABLE second (n INTEGER)")


async def half(db: Connection) -> None:
    await db.execute("CREATE TABLE half (n INTEGER)")
    await db.execute("SELECT nonsense")


async def tables(database: Database) -> list[str]:
    return [name for (name,) in await database.read("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")]


async def write(database: Database, *numbers: int) -> None:
    async with database.transaction() as db:
        for n in numbers:
            await db.execute("INSERT INTO first VALUES (?)", (n,))


async def written(database: Database) -> list[int]:
    return [n for (n,) in await database.read("SELECT n FROM first ORDER BY rowid")]


async def test_a_new_file_has_every_table_and_only_its_owner_reads_it(tmp_path: Path) -> None:
    path = tmp_path / "state" / "jarvisd.sqlite"
    async with open_database(path) as database:
        assert "turn" in await tables(database)
        assert await database.read("PRAGMA user_version") == [(len(MIGRATIONS),)]
        modes = {stat.S_IMODE(file.stat().st_mode) for file in path.parent.iterdir()}
    assert modes == {0o600}


async def test_what_is_written_is_there_for_the_reader_and_after_reopening(tmp_path: Path) -> None:
    path = tmp_path / "db"
    async with open_database(path, (first,)) as database:
        await write(database, 1)
        assert await written(database) == [1]
    async with open_database(path, (first,)) as database:
        assert await written(database) == [1]
        assert await database.read("SELECT n FROM first WHERE n > ?", (1,)) == []


async def test_writes_wait_for_the_disk_and_deleted_words_are_overwritten(tmp_path: Path) -> None:
    wanted = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "secure_delete": 1, "busy_timeout": 5000}
    async with open_database(tmp_path / "db") as database, database.transaction() as db:
        found = {name: [row[0] for row in await db.execute_fetchall(f"PRAGMA {name}")] for name in wanted}
    assert found == {name: [value] for name, value in wanted.items()}


async def test_the_sqlite_is_the_one_that_comes_with_the_program(tmp_path: Path) -> None:
    async with open_database(tmp_path / "db") as database:
        assert await database.read("SELECT sqlite_version()") == [(sqlean.sqlite_version,)]


async def test_a_write_that_fails_leaves_nothing(tmp_path: Path) -> None:
    async def fail() -> None:
        async with database.transaction() as db:
            await db.execute("INSERT INTO first VALUES (1)")
            await db.execute("INSERT INTO nowhere VALUES (1)")

    async with open_database(tmp_path / "db", (first,)) as database:
        with pytest.raises(StorageError, match="no such table"):
            await fail()
        assert await written(database) == []
        await write(database, 2)
        assert await written(database) == [2]


async def test_an_error_of_the_caller_undoes_the_write_and_stays_what_it_was(tmp_path: Path) -> None:
    async def fail() -> None:
        async with database.transaction() as db:
            await db.execute("INSERT INTO first VALUES (1)")
            (tmp_path / "absent").read_text()

    async with open_database(tmp_path / "db", (first,)) as database:
        with pytest.raises(FileNotFoundError):
            await fail()
        assert await written(database) == []


@pytest.mark.parametrize("done", [0, 1, 2, 3])
@pytest.mark.parametrize("times", [1, 2, 5])
async def test_a_cancelled_write_is_whole_or_not_at_all(tmp_path: Path, done: int, times: int) -> None:
    """Cancelled while its next statement runs, the COMMIT after the third; and again while that is being undone."""

    async def working() -> None:
        async with database.transaction() as db:
            for n in range(3):
                reached.set() if n == done else None
                await db.execute(SLOW)
            reached.set()

    async with open_database(tmp_path / "db", (first,)) as database:
        reached = asyncio.Event()
        task = asyncio.create_task(working())
        await reached.wait()
        for _ in range(times):
            task.cancel()
            await asyncio.sleep(0)
        await asyncio.wait({task})
        assert task.cancelled()
        await write(database, -1)
        *before, last = await written(database)
    assert len(before) == (0 if done < 3 else 150_000)
    assert last == -1


async def test_a_write_cancelled_before_it_begins_leaves_the_database_free(tmp_path: Path) -> None:
    async with open_database(tmp_path / "db", (first,)) as database:
        beginning = asyncio.create_task(write(database, 1))
        waiting = asyncio.create_task(write(database, 2))
        await asyncio.sleep(0)  # one has asked for its BEGIN, the other waits for it
        beginning.cancel()
        waiting.cancel()
        await asyncio.wait({beginning, waiting})
        await write(database, 3)
        assert await written(database) == [3]


async def test_writes_come_one_after_another(tmp_path: Path) -> None:
    async def count_up() -> None:
        async with database.transaction() as db:
            ((n,),) = await db.execute_fetchall("SELECT count(*) FROM first")
            await db.execute("INSERT INTO first VALUES (?)", (n,))

    async with open_database(tmp_path / "db", (first,)) as database:
        await asyncio.gather(*(count_up() for _ in range(20)))
        assert await written(database) == list(range(20))


async def test_a_reader_sees_what_was_committed_while_a_write_goes_on(tmp_path: Path) -> None:
    async with open_database(tmp_path / "db", (first,)) as database:
        await write(database, 1)
        async with database.transaction() as db:
            await db.execute("INSERT INTO first VALUES (2)")
            assert await written(database) == [1]
        assert await written(database) == [1, 2]


async def test_the_reader_cannot_write(tmp_path: Path) -> None:
    async with open_database(tmp_path / "db", (first,)) as database:
        with pytest.raises(StorageError, match="readonly"):
            await database.read("INSERT INTO first VALUES (1)")


async def test_the_time_that_the_disk_takes_is_not_skipped(tmp_path: Path) -> None:
    async with open_database(tmp_path / "db", (first,)) as database:
        async with asyncio.timeout(3600), database.transaction() as db:
            await db.execute(SLOW)
        async with asyncio.timeout(3600):
            assert len(await written(database)) == 50_000


async def test_what_was_said_is_not_in_the_log(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    async with open_database(tmp_path / "db", (first,)) as database:
        async with database.transaction() as db:
            await db.execute("INSERT INTO first VALUES (?)", ("门锁密码 1234",))
        await database.read("SELECT n FROM first WHERE n = ?", ("the lock's code",))
    assert "1234" not in caplog.text
    assert "code" not in caplog.text


async def test_an_older_file_is_copied_before_it_is_changed(tmp_path: Path) -> None:
    path = tmp_path / "db"
    async with open_database(path, (first,)) as database:
        await write(database, 7)
    async with open_database(path, (first, second)) as database:
        assert await tables(database) == ["first", "second"]
    (copied,) = (tmp_path / "backups").iterdir()
    assert re.fullmatch(r"db-\d{4}-\d\d-\d\d-version-1", copied.name)
    assert stat.S_IMODE(copied.stat().st_mode) == 0o600
    async with open_database(copied, (first,)) as copy:
        assert await tables(copy) == ["first"]
        assert await written(copy) == [7]


async def test_a_migration_that_fails_changes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "db"
    async with open_database(path, (first,)):
        pass
    with pytest.raises(StorageError, match="nonsense"):
        async with open_database(path, (first, half)):
            pass
    async with open_database(path, (first,)) as database:
        assert await tables(database) == ["first"]


async def test_a_file_of_a_newer_program_is_refused_untouched(tmp_path: Path) -> None:
    path = tmp_path / "db"
    async with open_database(path, (first, second)):
        pass
    before = path.read_bytes()
    with pytest.raises(StorageError, match=r"newer jarvisd \(version 2, this one knows 1\); update"):
        async with open_database(path, (first,)):
            pass
    assert path.read_bytes() == before


async def test_what_is_no_database_is_named_not_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "db"
    path.write_text("these are somebody's notes, and long enough to be looked at " * 20)
    with pytest.raises(StorageError, match="move it away"):
        async with open_database(path):
            pass
    assert path.read_text().startswith("these are")


@pytest.mark.parametrize("where", ["file/db", "folder"])
async def test_a_place_that_cannot_hold_it_is_named(tmp_path: Path, where: str) -> None:
    (tmp_path / "file").touch()
    (tmp_path / "folder").mkdir()
    with pytest.raises(StorageError, match=re.escape(str(tmp_path / where))):
        async with open_database(tmp_path / where):
            pass


@pytest.mark.parametrize("migrations", [(first,), (half,)], ids=["opened", "failed"])
async def test_no_thread_outlives_it(tmp_path: Path, migrations: tuple[Migration, ...]) -> None:
    before = set(threading.enumerate())
    with suppress(StorageError):
        async with open_database(tmp_path / "db", migrations) as database:
            await write(database, 1)
    for thread in set(threading.enumerate()) - before:
        thread.join(5)
        assert not thread.is_alive()


async def test_closing_leaves_one_file_that_any_sqlite_reads(tmp_path: Path) -> None:
    path = tmp_path / "db"
    async with open_database(path, (first,)) as database:
        await write(database, 3)
    assert not path.with_name("db-wal").exists()
    other = sqlite3.connect(path)
    assert other.execute("SELECT n FROM first").fetchall() == [(3,)]
    other.close()


async def test_a_reader_is_given_back_however_often_its_user_is_cancelled(tmp_path: Path) -> None:
    async with open_database(tmp_path / "db") as database:
        for _ in range(4):
            held = asyncio.Event()

            async def look(held: asyncio.Event = held) -> None:
                async with database.snapshot():
                    held.set()
                    await asyncio.Event().wait()

            task = asyncio.create_task(look())
            await held.wait()
            task.cancel()
            await asyncio.sleep(0)
            task.cancel()
            await asyncio.wait({task})
        async with asyncio.timeout(5):
            assert await database.read("SELECT 1") == [(1,)]
