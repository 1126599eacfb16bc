"""What happens to the database file: damage, locks, disks that are full or cannot be written to, copies of it."""

from __future__ import annotations

import logging
import os
import re
import sqlite3
import stat
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from aiosqlite import Connection

from jarvisd.database import Database, backup, backups, open_database, vacuum
from jarvisd.errors import StorageError
from jarvisd.migrations import MIGRATIONS

pytestmark = pytest.mark.slow

DAY = date(2026, 3, 1)
PAGE = 4096


async def first(db: Connection) -> None:
    await db.execute("CREATE TABLE first (n INTEGER, text TEXT)")


async def second(db: Connection) -> None:
    await db.execute("CREATE TABLE second (n INTEGER)")


async def write(database: Database, *numbers: int, text: str = "") -> None:
    async with database.transaction() as db:
        for n in numbers:
            await db.execute("INSERT INTO first VALUES (?, ?)", (n, text))


async def written(database: Database) -> list[int]:
    return [n for (n,) in await database.read("SELECT n FROM first ORDER BY rowid")]


async def make(path: Path, *, rows: int = 2000) -> None:
    """Numbers from 0 on, with a backup of them; then -1, which came after the backup."""
    async with open_database(path, (first,)) as database:
        await write(database, *range(rows), text="tea at five")
        await backup(database, path.parent / "backups", day=DAY)
        await write(database, -1)


def overwrite(path: Path, start: int, length: int) -> None:
    with path.open("r+b") as file:
        file.seek(start)
        file.write(b"\x5a" * length)


HARM: dict[str, Callable[[Path], object]] = {
    "text": lambda path: path.write_text("these are somebody's notes " * 500),
    "header": lambda path: overwrite(path, 0, 100),
    "schema": lambda path: overwrite(path, 100, 200),
    "first pages": lambda path: overwrite(path, 0, 3 * PAGE),
    "middle": lambda path: overwrite(path, path.stat().st_size // 2 // PAGE * PAGE, 2 * PAGE),
    "half of it": lambda path: os.truncate(path, path.stat().st_size // 2 // PAGE * PAGE),
    "cut within a page": lambda path: os.truncate(path, path.stat().st_size // 2 + 100),
    "nothing left": lambda path: os.truncate(path, 0),
}


@pytest.mark.parametrize("harm", HARM)
async def test_a_damaged_file_gives_way_to_its_backup_and_is_put_aside(tmp_path: Path, caplog: pytest.LogCaptureFixture, harm: str) -> None:
    path = tmp_path / "jarvisd.db"
    await make(path)
    HARM[harm](path)
    broken = path.read_bytes()
    async with open_database(path, (first,)) as database:
        assert await written(database) == list(range(2000))
        await write(database, 1)
    (aside,) = tmp_path.glob("jarvisd.db.damaged-*")
    assert aside.read_bytes() == broken
    assert re.fullmatch(r"jarvisd\.db\.damaged-\d{4}-\d\d-\d\dT\d{6}", aside.name)
    (said,) = [record.getMessage() for record in caplog.records if record.levelno == logging.WARNING]
    assert str(path) in said
    assert str(aside) in said
    assert "jarvisd-2026-03-01.db" in said
    async with open_database(path, (first,)) as database:
        assert (await written(database))[-1] == 1
    assert len(list(tmp_path.glob("*damaged*"))) == 1


async def test_a_damaged_backup_is_passed_over_for_an_older_one(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    path, folder = tmp_path / "jarvisd.db", tmp_path / "backups"
    await make(path)
    async with open_database(path, (first,)) as database:
        overwrite(await backup(database, folder, day=DAY + timedelta(1)), 2 * PAGE, PAGE)
    overwrite(path, 0, 3 * PAGE)
    async with open_database(path, (first,)) as database:
        assert len(await written(database)) == 2000
    assert "jarvisd-2026-03-02.db is damaged too" in caplog.text


async def test_without_a_backup_it_is_left_as_it_is_and_named(tmp_path: Path) -> None:
    path = tmp_path / "jarvisd.db"
    await make(path)
    (tmp_path / "backups" / "jarvisd-2026-03-01.db").unlink()
    overwrite(path, 0, 3 * PAGE)
    broken = path.read_bytes()
    with pytest.raises(StorageError, match=r"not a database that can be read .* no backup in .*backups; move it away"):
        async with open_database(path, (first,)):
            pass
    assert path.read_bytes() == broken


async def test_a_backup_of_an_older_version_is_brought_up_to_date(tmp_path: Path) -> None:
    path = tmp_path / "jarvisd.db"
    await make(path)
    overwrite(path, 0, 3 * PAGE)
    async with open_database(path, (first, second)) as database:
        assert len(await written(database)) == 2000
        assert await database.read("SELECT count(*) FROM second") == [(0,)]


async def test_the_log_of_a_damaged_file_is_not_taken_for_the_backups(tmp_path: Path) -> None:
    path = tmp_path / "jarvisd.db"
    await make(path)
    overwrite(path, 0, 3 * PAGE)
    log = path.with_name("jarvisd.db-wal")
    log.write_bytes(b"\x37\x7f\x06\x82" + b"\x11" * 5000)
    async with open_database(path, (first,)) as database:
        assert len(await written(database)) == 2000
    (kept,) = tmp_path.glob("*damaged*-wal")
    assert kept.stat().st_size == 5004


async def test_a_power_cut_while_restoring_loses_nothing(tmp_path: Path) -> None:
    path = tmp_path / "jarvisd.db"
    await make(path)
    path.replace(path.with_name("jarvisd.db.restoring"))  # as it stands between the two renames
    async with open_database(path, (first,)) as database:
        assert len(await written(database)) == 2001


async def test_damage_met_at_work_has_the_next_start_look_through_everything(tmp_path: Path) -> None:
    path = tmp_path / "jarvisd.db"
    await make(path, rows=20)
    async with open_database(path, (first,)) as database:
        await write(database, *range(10_000), text="words " * 500)  # 30 MB: too large to be looked through at every start
    overwrite(path, 10_000_000 // PAGE * PAGE, PAGE)
    async with open_database(path, (first,)) as database:
        with pytest.raises(StorageError, match="restart jarvisd"):
            await database.read("SELECT sum(length(text)) FROM first")
    async with open_database(path, (first,)) as database:
        assert await written(database) == list(range(20))
    assert not path.with_name("jarvisd.db.suspect").exists()


async def test_a_suspicion_that_was_wrong_is_dropped(tmp_path: Path) -> None:
    path = tmp_path / "jarvisd.db"
    await make(path, rows=3)
    path.with_name("jarvisd.db.suspect").touch()
    async with open_database(path, (first,)) as database:
        assert await written(database) == [0, 1, 2, -1]
    assert not path.with_name("jarvisd.db.suspect").exists()


async def test_a_backup_is_private_whole_and_one_of_seven(tmp_path: Path) -> None:
    path, folder = tmp_path / "jarvisd.db", tmp_path / "state" / "backups"
    async with open_database(path, (first,)) as database:
        for day in range(9):
            await write(database, day)
            await backup(database, folder, day=DAY + timedelta(day))
            await backup(database, folder, day=DAY + timedelta(day))
        assert [file.name for file in backups(database, folder)] == [f"jarvisd-2026-03-0{day}.db" for day in range(3, 10)]
    assert {stat.S_IMODE(file.stat().st_mode) for file in folder.iterdir()} == {0o600}
    with sqlite3.connect(folder / "jarvisd-2026-03-04.db") as copy:
        assert [n for (n,) in copy.execute("SELECT n FROM first")] == [0, 1, 2, 3]
    copy.close()


async def test_a_backup_does_not_wait_for_a_write_nor_hold_one_up(tmp_path: Path) -> None:
    async with open_database(tmp_path / "jarvisd.db", (first,)) as database:
        await write(database, 1)
        async with database.transaction() as db:
            await db.execute("INSERT INTO first VALUES (2, '')")
            copy = await backup(database, tmp_path / "backups")
    async with open_database(copy, (first,)) as database:
        assert await written(database) == [1]


async def test_vacuum_gives_the_disk_back_what_was_deleted(tmp_path: Path) -> None:
    path = tmp_path / "jarvisd.db"
    async with open_database(path, (first,)) as database:
        await write(database, *range(5000), text="words " * 50)
        async with database.transaction() as db:
            await db.execute("DELETE FROM first WHERE n > 5")
        before = path.with_name("jarvisd.db-wal").stat().st_size
        await vacuum(database)
        assert path.stat().st_size < before / 10
        assert path.with_name("jarvisd.db-wal").stat().st_size == 0
        assert await written(database) == list(range(6))


@pytest.mark.parametrize("version", range(1, len(MIGRATIONS)))
async def test_rows_of_every_earlier_version_come_along(tmp_path: Path, version: int) -> None:
    path = tmp_path / "jarvisd.db"
    row = ("2026-03-08T21:30:00+08:00", "kitchen", "Anna", "kitchen", "zh", "安娜对什么过敏？", "花生。", "chat")
    async with open_database(path, MIGRATIONS[:version]) as database, database.transaction() as db:
        time = {"time": 1772976600.0} if version > 1 else {}  # made from `at` on the way to version 2
        columns = ", ".join(("id, at, conversation, person, room, language, asked, answered, responder", *time))
        marks = ", ".join("?" * (1 + len(row) + len(time)))
        await db.executemany(f"INSERT INTO turn ({columns}) VALUES ({marks})", [(n + 1, *row, *time.values()) for n in range(200)])
    async with open_database(path) as database:
        found = await database.read("SELECT at, conversation, person, room, language, asked, answered, responder, time FROM turn")
        assert found == [(*row, 1772976600.0)] * 200
        (copy,) = backups(database, tmp_path / "backups")
    async with open_database(copy, MIGRATIONS[:version]) as database:
        assert await database.read("SELECT count(*), min(asked) FROM turn") == [(200, "安娜对什么过敏？")]


async def plain_tables(database: Database) -> dict[str, list[str]]:
    """Every table that is no index, with its columns."""
    tables = await database.read("SELECT name, sql FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite!_%' ESCAPE '!'")
    indexes = [name for name, sql in tables if sql.startswith("CREATE VIRTUAL")]
    names = [name for name, _ in tables if name not in indexes and not any(name.startswith(f"{index}_") for index in indexes)]
    return {name: [column for _, column, *_ in await database.read(f"PRAGMA table_info({name})")] for name in names}


async def rows(database: Database, tables: dict[str, list[str]]) -> dict[str, list[Any]]:
    return {name: await database.read(f"SELECT {', '.join(columns)} FROM {name}") for name, columns in tables.items()}


@pytest.mark.parametrize("version", range(2, len(MIGRATIONS)))
async def test_what_stands_in_any_table_of_an_earlier_version_comes_along(tmp_path: Path, version: int) -> None:
    values = {"TEXT": "2026-03-08T21:30:00+08:00", "INTEGER": 1, "REAL": 1.0, "BLOB": b"\1"}
    path = tmp_path / "jarvisd.db"
    async with open_database(path, MIGRATIONS[:version]) as database:
        tables = await plain_tables(database)
        assert {"turn", "tool_use", "passage", "block", "edit", "summary", "step"} <= set(tables)
        async with database.transaction() as db:
            for name, columns in tables.items():
                row = [values[kind] for _, _, kind, *_ in await db.execute_fetchall(f"PRAGMA table_info({name})")]
                marks = ", ".join("?" * len(row))
                await db.execute(f"INSERT OR IGNORE INTO {name} ({', '.join(columns)}) VALUES ({marks})", row)
        before = await rows(database, tables)
        assert all(before.values())
    async with open_database(path) as database:
        assert await rows(database, tables) == before


async def test_answers_that_others_words_stood_behind_are_known_from_before_it_was_kept(tmp_path: Path) -> None:
    path = tmp_path / "jarvisd.db"
    async with open_database(path, MIGRATIONS[:6]) as database, database.transaction() as db:
        turns = [
            ("kitchen", 0, "llm"),
            ("kitchen", 600, "llm"),
            ("kitchen", 900, "intents"),
            ("kitchen", 9000, "llm"),
            ("hall", 600, "llm"),
        ]
        columns = "at, conversation, person, room, language, asked, answered, time, responder"
        rows = [("2026-03-08T21:30:00+08:00", talk, "", "", "en", "a", "b", time, by) for talk, time, by in turns]
        await db.executemany(f"INSERT INTO turn ({columns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", rows)
        await db.execute("INSERT INTO tool_use (turn, name, arguments, content, error, untrusted) VALUES (1, 'mail', '{}', '{}', '', 1)")
    async with open_database(path) as database:
        assert await database.read("SELECT tainted FROM turn ORDER BY id") == [(1,), (1,), (0,), (0,), (0,)]
