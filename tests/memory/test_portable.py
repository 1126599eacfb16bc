"""Memory carried from one house to another: nothing lost, nothing doubled, nothing half."""

from __future__ import annotations

import json
import stat
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from jarvisd.database import Database, open_database
from jarvisd.errors import MemoryRefused, StorageError
from jarvisd.memory import Passage, ToolUse, Turn, Within
from jarvisd.memory.blocks import CoreBlocks, open_blocks
from jarvisd.memory.library import Library, open_library
from jarvisd.memory.portable import KINDS, export, load

pytestmark = pytest.mark.slow

NOW = datetime(2026, 3, 8, 21, 30, tzinfo=UTC)


@dataclass
class Home:
    database: Database
    library: Library
    blocks: CoreBlocks

    async def export(self, path: Path) -> list[dict[str, Any]]:
        """Its rows."""
        await export(self.database, path, NOW)
        return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


@asynccontextmanager
async def home(state: Path) -> AsyncIterator[Home]:
    async with open_database(state / "jarvisd.db") as database:
        yield Home(database, await open_library(database, None), await open_blocks(database, lambda: NOW))


async def fill(house: Home, who: str = "Anna") -> None:
    use = ToolUse("archival_memory_insert", {"content": "喜欢红茶", "n": [1, {"a": None}]}, {"how": "new"}, "", untrusted=True)
    turns = [
        Turn(
            NOW, "kitchen", who, "kitchen", "en", f'Remember that {who} likes green tea\n"so"', "I will.", "chat", (use, use), tainted=True
        ),
        Turn(NOW + timedelta(minutes=1), "kitchen", "", "", "zh", f"{who}喜欢什么？🫖", "", "intents"),
    ]
    ids = [await house.library.recall.keep(turn) for turn in turns]
    old = await house.library.archive.insert(Passage(f"{who} drinks green tea", NOW, "user", who, frozenset({"food", "茶"}), 0.8, ids[0]))
    await house.library.archive.update(old.passage.id, f"{who} drinks black tea", NOW + timedelta(days=1))
    await house.blocks.append("household", f"{who} likes tea.", "user")
    await house.blocks.append("household", f"{who}住在北京。", "agent", cause="core_memory_append")
    await house.blocks.append(f"person:{who.lower()}", "Gets up at six.", "sleeptime")
    await house.blocks.undo("household")
    async with house.database.transaction() as db:
        await db.execute("INSERT INTO document (path, title, sha256, at) VALUES ('manual.md', 'Manual', 'ab', ?)", (NOW.isoformat(),))
        await db.execute("INSERT INTO summary VALUES ('kitchen', 'Tea.', ?, ?, ?, 0)", (ids[1], ids[1], NOW.isoformat()))
        await db.execute("INSERT INTO diary VALUES ('2026-03-08', '说到了茶。')")
        insert = "INSERT INTO proposal (at, kind, subject, language, text, deed, state) VALUES (?, 'habit', ?, 'en', '?', '{}', 'open')"
        await db.execute(insert, (NOW.isoformat(), f"light of {who}"))
        ring = "INSERT INTO reminder VALUES ({id}, 'reminder', ?, 1773000000.5, '2026-03-09T07:00:00', 'UTC', {rule}, 0, 0, ?, '', 'zh', {state}, 0, 0, 0, {series}, '{{}}', 1, 2)"  # noqa: E501 a row as long as the table
        await db.execute(ring.format(id="NULL", rule="'FREQ=DAILY'", state="'scheduled'", series=0), ("吃药", who))
        await db.execute(ring.format(id="NULL", rule="''", state="'missed'", series="(SELECT max(id) FROM reminder)"), ("吃药", who))
        await db.execute("INSERT INTO list_item (list, text, done, made) VALUES ('shopping', 'milk', 0, 1.5), ('shopping', '茶', 1, 2)")
        await db.execute("INSERT INTO parked VALUES ('kitchen', '1', '{}', '{}', '?', '')")
        await db.execute("INSERT INTO audit (at, kind, subject, detail) VALUES ('', 'done', 'tool', '{}')")
    piece = Passage("Do not put it into water.", NOW, "document", document="manual.md")
    await house.library.archive.insert_all([piece, piece])  # a sentence that stands in it twice


async def test_an_empty_memory_becomes_the_same_and_finds_the_same(tmp_path: Path) -> None:
    seen: list[tuple[int, int]] = []
    async with home(tmp_path / "a") as old, home(tmp_path / "b") as new:
        await fill(old)
        rows = await old.export(tmp_path / "file")
        assert {row.get("row") for row in rows[1:]} == set(KINDS)
        assert await load(new.database, tmp_path / "file", NOW, lambda done, all: seen.append((done, all))) > 10
        assert seen[-1] == (len(rows) - 1, len(rows) - 1)
        assert await new.export(tmp_path / "again") == rows
        for query in ("green tea", "喜欢什么", "water"):
            for one, other in ((old.library.recall, new.library.recall), (old.library.archive, new.library.archive)):
                found = [each.item for each in await one.search(query, Within(superseded=True))]
                assert found == [each.item for each in await other.search(query, Within(superseded=True))]
        assert await new.database.read("SELECT count(*) FROM audit") == [(0,)]
        assert await new.database.read("SELECT count(*) FROM parked") == [(0,)]
        assert (await new.blocks.redo("household")).after == (await old.blocks.redo("household")).after
        assert "北京" in (await new.blocks.get("household")).text
        assert (await new.blocks.history("person:anna"))[0].author == "sleeptime"
        waiting = await new.database.read("SELECT kind, count(*) FROM unembedded GROUP BY kind ORDER BY kind")
        assert waiting == [("passage", 4), ("turn", 3)]


async def test_what_is_read_twice_is_there_once(tmp_path: Path) -> None:
    async with home(tmp_path / "a") as house:
        await fill(house)
        rows = await house.export(tmp_path / "file")
        assert await load(house.database, tmp_path / "file", NOW) == 0
        assert await house.export(tmp_path / "again") == rows


async def test_two_memories_become_one(tmp_path: Path) -> None:
    async with home(tmp_path / "a") as anna, home(tmp_path / "b") as bob:
        await fill(anna, "Anna")
        await fill(bob, "Bob")
        await bob.blocks.append("scratch", "x" * 1990, "user")
        await anna.blocks.append("scratch", "Buy milk and bread.", "user")
        await anna.export(tmp_path / "file")
        assert await load(bob.database, tmp_path / "file", NOW) > 0
        merged = await bob.export(tmp_path / "merged")
        assert await load(bob.database, tmp_path / "file", NOW) == 0
        assert await bob.export(tmp_path / "again") == merged
        assert (await bob.blocks.get("household")).text == "Bob likes tea.\nAnna likes tea."
        await bob.blocks.undo("household")
        assert (await bob.blocks.get("household")).text == "Bob likes tea."
        for who in ("Anna", "Bob"):
            (passage,) = [each.item for each in await bob.library.archive.search(f"{who} black tea") if who in str(each.item)]
            assert isinstance(passage, Passage)
            assert passage.person == who
            query = "SELECT turn, superseded_by FROM passage WHERE text = ?"
            (old,) = await bob.database.read(query, (f"{who} drinks green tea",))
            assert old[1] == passage.id
            assert await bob.database.read("SELECT person FROM turn WHERE id = ?", (old[0],)) == [(who,)]
        assert [each.item for each in await bob.library.archive.search("milk")]  # what the block had no room for


async def test_what_is_on_a_list_in_both_houses_is_on_it_once(tmp_path: Path) -> None:
    async with home(tmp_path / "a") as anna, home(tmp_path / "b") as bob:
        await fill(bob, "Bob")
        await fill(anna, "Anna")
        async with anna.database.transaction() as db:
            await db.execute("INSERT INTO list_item (list, text, done, made) VALUES ('todo', '修灯', 0, 3)")
        await anna.export(tmp_path / "file")
        await load(bob.database, tmp_path / "file", NOW)
        assert await bob.database.read("SELECT list, text, done FROM list_item") == [
            ("shopping", "milk", 0), ("shopping", "茶", 1), ("todo", "修灯", 0),
        ]  # fmt: skip


async def test_the_rings_of_a_series_follow_it_into_another_house(tmp_path: Path) -> None:
    async with home(tmp_path / "a") as anna, home(tmp_path / "b") as bob:
        await fill(bob, "Bob")
        await fill(anna, "Anna")
        async with anna.database.transaction() as db:
            await db.execute("UPDATE reminder SET text = '喝水'")
        await anna.export(tmp_path / "file")
        await load(bob.database, tmp_path / "file", NOW)
        query = "SELECT ring.text, series.text FROM reminder ring JOIN reminder series ON ring.series = series.id ORDER BY ring.id"
        assert await bob.database.read(query) == [("吃药", "吃药"), ("喝水", "喝水")]


async def test_only_its_owner_reads_the_file(tmp_path: Path) -> None:
    async with home(tmp_path / "a") as house:
        await house.export(tmp_path / "file")
    assert stat.S_IMODE((tmp_path / "file").stat().st_mode) == 0o600
    assert sorted(file.name for file in tmp_path.iterdir()) == ["a", "file"]


HARM: dict[str, Callable[[list[str]], list[str]]] = {
    "not JSON": lambda lines: [*lines[:3], "{oops", *lines[4:]],
    "cut off": lambda lines: lines[:-2],
    "cut within a line": lambda lines: [*lines[:-1], lines[-1][:20]],
    "another file": lambda lines: ['{"hello": 1}', *lines],
    "written by another jarvisd": lambda lines: [lines[0].replace('"version": 1', '"version": 2'), *lines[1:]],
    "not a row": lambda lines: [*lines, '{"row": "audit"}'],
    "a list": lambda lines: [*lines, "[1]"],
    "a field missing": lambda lines: [line.replace('"asked"', '"aksed"') for line in lines],
    "a wrong type": lambda lines: [line.replace('"confidence": 0.8', '"confidence": "high"') for line in lines],
    "no number": lambda lines: [line.replace('"confidence": 0.8', '"confidence": NaN') for line in lines],
    "too large": lambda lines: [line.replace('"undone": 0', f'"undone": {2**70}') for line in lines],
    "half a character": lambda lines: [line.replace("Gets up", "\\ud83d") for line in lines],
    "no time": lambda lines: [line.replace("2026-03-08T21:30:00", "2026-02-30T21:30:00") for line in lines],
    "twice the same id": lambda lines: [*lines, next(line for line in lines if '"row": "turn"' in line)],
    "a use that is none": lambda lines: [line.replace('"error": ""', '"error": null') for line in lines],
    "deep": lambda lines: [*lines, "[" * 200_000],
    "empty": lambda lines: [],
}


@pytest.mark.parametrize("harm", HARM)
async def test_a_file_that_is_wrong_is_named_with_its_line_and_changes_nothing(tmp_path: Path, harm: str) -> None:
    async with home(tmp_path / "a") as old, home(tmp_path / "b") as new:
        await fill(old)
        await fill(new, "Bob")
        before = await new.export(tmp_path / "before")
        await old.export(tmp_path / "file")
        lines = (tmp_path / "file").read_text(encoding="utf-8").splitlines()
        harmed = HARM[harm](lines)
        assert harmed != lines
        (tmp_path / "file").write_text("\n".join(harmed) + "\n" * bool(harmed), encoding="utf-8")
        with pytest.raises(MemoryRefused, match=r"file, line \d+: .*nothing was imported"):
            await load(new.database, tmp_path / "file", NOW)
        assert await new.export(tmp_path / "after") == before


async def test_a_file_that_is_no_text_or_not_there_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"\x89PNG\xff\xfe\x00" * 100)
    async with home(tmp_path / "a") as house:
        with pytest.raises(MemoryRefused, match="not JSON"):
            await load(house.database, tmp_path / "file", NOW)
        for absent in (tmp_path / "absent", tmp_path):
            with pytest.raises(MemoryRefused, match="cannot be read"):
                await load(house.database, absent, NOW)
        with pytest.raises(StorageError, match="cannot be written"):
            await export(house.database, tmp_path / "nowhere" / "file", NOW)


async def test_a_file_from_before_taint_was_kept_with_turns_is_read(tmp_path: Path) -> None:
    async with home(tmp_path / "a") as old, home(tmp_path / "b") as new:
        await fill(old)
        rows = await old.export(tmp_path / "old.jsonl")
        assert [row.pop("tainted") for row in rows if row.get("row") == "turn"] == [1, 0]
        (tmp_path / "old.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
        await load(new.database, tmp_path / "old.jsonl", NOW)
        assert [turn.tainted for turn in await new.library.recall.last("kitchen", 9)] == [False, False]
