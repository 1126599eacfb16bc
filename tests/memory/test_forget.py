"""Forgetting: nothing of it stays in any byte under the state folder, nothing brings it back, all else stays."""

from __future__ import annotations

import hashlib
import json
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest

from jarvisd.database import Database, backup, open_database
from jarvisd.errors import MemoryRefused, NotKnown, StorageError
from jarvisd.memory import Passage, ToolUse, Turn, Vectors
from jarvisd.memory.blocks import CoreBlocks, open_blocks
from jarvisd.memory.forget import Forget, Forgotten
from jarvisd.memory.library import Library, open_library

pytestmark = pytest.mark.slow

NOW = datetime(2026, 3, 8, 21, 30, tzinfo=UTC)
EN = "Anna is allergic to zanthoxylum"
ZH = "安娜最怕紫藤萝瀑布"
NEEDLES = ["zanthoxylum", "紫藤萝瀑布", "紫藤", "藤萝", "萝瀑", "瀑布"]


class Hashed:
    """An Embedder: the same text has the same vector, and no other has."""

    id = "hashed"
    dimension = 32

    async def queries(self, texts: Sequence[str]) -> Vectors:
        return await self.passages(texts)

    async def passages(self, texts: Sequence[str]) -> Vectors:
        made = np.array([np.frombuffer(hashlib.sha256(text.encode()).digest(), np.uint8) for text in texts], np.float32) - 127.5
        return np.asarray(made / np.linalg.norm(made, axis=1, keepdims=True), np.float32)


@dataclass
class Home:
    state: Path
    database: Database
    library: Library
    blocks: CoreBlocks
    forget: Forget
    told: list[str] = field(default_factory=list)

    async def say(self, asked: str, answered: str, *uses: ToolUse, minutes: float = 0, conversation: str = "kitchen") -> int:
        at = NOW + timedelta(minutes=minutes)
        return await self.library.recall.keep(Turn(at, conversation, "Anna", "kitchen", "en", asked, answered, "chat", uses))

    async def count(self, table: str) -> int:
        ((n,),) = await self.database.read(f"SELECT count(*) FROM {table}")
        return int(n)


@asynccontextmanager
async def home(state: Path) -> AsyncIterator[Home]:
    async with open_database(state / "jarvisd.db") as database:
        blocks = await open_blocks(database, lambda: NOW)
        library = await open_library(database, Hashed())
        told: list[str] = []
        forget = Forget(database, state, lambda: NOW, [lambda: told.append("gone")])
        yield Home(state, database, library, blocks, forget, told)


def found(state: Path, needles: Sequence[bytes | str] = NEEDLES) -> list[tuple[str, bytes | str]]:
    """Which of them stand in the bytes of which file."""
    files = sorted(file for file in state.rglob("*") if file.is_file())
    return [
        (file.name, needle)
        for file in files
        for needle in needles
        if (needle.encode() if isinstance(needle, str) else needle) in file.read_bytes().lower()
    ]


async def vectors(house: Home) -> list[bytes]:
    """As they stand in the file: not for the eye, but words can be guessed from them."""
    return [
        bytes(vector).lower()
        for table in ("turn_vector", "passage_vector")
        for (vector,) in await house.database.read(f"SELECT vector FROM {table}")
    ]


async def fill(house: Home) -> tuple[list[int], list[int]]:
    """Both facts wherever a fact can stand; the turns and passages that hold them."""
    call = ToolUse("core_memory_append", {"label": "household", "content": EN}, {"value": EN})
    turns = [await house.say(f"Remember that {EN}", f"I will remember: {EN}.", call), await house.say(f"记住{ZH}", "记住了。", minutes=1)]
    after = await house.say("What a day it was", "It was.", minutes=2)  # found by the words before it, too
    kept = [
        await house.library.archive.insert(Passage(text, NOW, turn=turn, tags=frozenset({"health"})))
        for text, turn in zip([EN, ZH], turns, strict=True)
    ]
    await house.library.embed_pending()
    await house.blocks.append("household", "The spare key is with Eva.", "user")
    await house.blocks.append("household", EN, "agent", cause=f"append {EN}")
    await house.blocks.append("person:anna", "allergic to zanthoxylum", "sleeptime")
    await house.blocks.append("routines", f"{ZH}。", "user")
    await house.blocks.rewrite("scratch", f"note: {ZH}", "agent")
    await house.blocks.undo("scratch")
    async with house.database.transaction() as db:
        await db.execute(
            "INSERT INTO summary VALUES ('kitchen', 'Something about a spice: zanthoxylum.', ?, ?, '2026-03-08', 0)", (after, after)
        )
        await db.execute("INSERT INTO diary VALUES ('2026-03-08', '说到了紫藤萝瀑布。'), ('2026-03-07', 'It rained.')")
        insert = "INSERT INTO proposal (at, kind, subject, language, text, deed, state) VALUES ('', 'rule', ?, 'en', ?, '{}', 'open')"
        await db.executemany(insert, [(EN, f"Shall I keep to this: {EN}"), ("light", "Shall I switch the light off?")])
        await db.execute(
            "INSERT INTO parked VALUES ('kitchen', '1', ?, '{}', '要我记住吗', '')", (json.dumps({"text": ZH}, ensure_ascii=False),)
        )
        reminder = """INSERT INTO reminder (kind, text, due, wall, zone, rule, workdays, duration, person, room, language, state, rang,
            late, told, series, deed, made, changed)
            VALUES ('reminder', ?, 0, '', '', '', 0, 0, '', '', 'en', 'done', 3, 0, 0, 0, '', 0, 0)"""
        await db.executemany(reminder, [(f"Tell the cook: {EN}",), (f"告诉厨师：{ZH}",), ("Feed the cat",)])
        things = [("shopping", f"gift: {EN}"), (f"{ZH}", "tickets"), ("shopping", "milk"), ("zoo", "tickets")]
        await db.executemany("INSERT INTO list_item (list, text, done, made) VALUES (?, ?, 0, 0)", things)
        about = json.dumps({"tool": "set_reminder", "arguments": {"text": f"{EN}. {ZH}"}}, ensure_ascii=False)
        await db.execute("INSERT INTO unanswered VALUES ('reminding', 'kitchen', ?, 0)", (about,))
        await db.execute("INSERT INTO run VALUES ('r1', 'job', 'done', ?, '{}', '', '', 1)", (json.dumps({"text": EN}),))
        await db.execute("INSERT INTO run VALUES ('r2', 'job', 'done', '{}', '{}', '', '', 1)")
        await db.execute("INSERT INTO step VALUES ('r2', 1, 'tool', 'k', 'done', ?)", (json.dumps({"text": EN}),))
    (house.state / "traces.jsonl").write_text(f'{{"turn": 1}}\n{{"turn": 2, "text": "{EN}"}}\n', encoding="utf-8")
    for day in (5, 6):
        await backup(house.database, house.state / "backups", day=date(2026, 3, day))
    (house.state / "backups" / "jarvisd-2026-03-07.db.part").write_text(EN)
    (house.state / "backups" / "jarvisd-2026-03-04-version-1.db").write_text(EN)
    (house.state / "jarvisd.db.damaged-2026-03-01T120000").write_text(ZH)
    return turns, [each.passage.id for each in kept]


async def fill_with_others(house: Home) -> None:
    for n in range(60):
        await house.say(f"Bob is allergic to nuts number {n}", f"鲍勃喜欢紫色{n}", minutes=n, conversation="bedroom")
    await house.library.archive.insert(Passage("Bob is allergic to nuts", NOW))
    await house.library.archive.insert(Passage("安娜喜欢红茶", NOW))
    await house.blocks.append("household", "Bob is allergic to nuts", "user")


@pytest.mark.parametrize("by", ["ids", "passages", "words"])
async def test_nothing_of_it_stays_in_any_byte_under_the_state_folder(tmp_path: Path, by: str) -> None:
    async with home(tmp_path) as house:
        await fill_with_others(house)
        turns, passages = await fill(house)
        known = {needle for _, needle in found(tmp_path)}
        assert known == set(NEEDLES)
        before = await vectors(house)
        gone = {
            "ids": lambda: house.forget.forget(turns=turns, passages=passages),
            "passages": lambda: house.forget.forget(passages=passages),
            "words": lambda: house.forget.forget(words=["zanthoxylum", "紫藤萝瀑布"]),
        }
        await gone[by]()
        assert house.told == ["gone"]
        assert found(tmp_path) == []
        left = set(await vectors(house))
        lost = [vector for vector in before if vector not in left]
        assert len(lost) >= 5  # of three utterances at least, and both passages
        assert found(tmp_path, lost) == []
    assert found(tmp_path) == []
    assert sorted(file.name for file in (tmp_path / "backups").iterdir()) == ["jarvisd-2026-03-08.db"]


async def test_all_else_stays_and_is_found(tmp_path: Path) -> None:
    async with home(tmp_path) as house:
        await fill_with_others(house)
        turns, passages = await fill(house)
        assert await house.forget.forget(passages=passages) == Forgotten(turns=2, passages=2, lines=3, others=15)
        assert [row for (row,) in await house.database.read("SELECT text FROM passage ORDER BY id")] == [
            "Bob is allergic to nuts",
            "安娜喜欢红茶",
        ]
        assert await house.count("turn") == 61
        assert (await house.blocks.get("household")).text == "Bob is allergic to nuts\nThe spare key is with Eva."
        assert (await house.blocks.get("person:anna")).text == ""
        assert await house.database.read("SELECT day FROM diary") == [("2026-03-07",)]
        assert await house.database.read("SELECT subject FROM proposal") == [("light",)]
        assert await house.database.read("SELECT text FROM reminder") == [("Feed the cat",)]
        assert await house.database.read("SELECT list, text FROM list_item") == [("shopping", "milk"), ("zoo", "tickets")]
        assert (tmp_path / "traces.jsonl").read_text() == '{"turn": 1}\n'
        await house.library.embed_pending()
        for text in ("allergic nuts", "紫色"):
            assert await house.library.recall.search(text)
        (day,) = [each.item.id for each in await house.library.recall.search("what a day") if each.item.id == turns[1] + 1]
        assert day
        for text in (EN, ZH, "zanthoxylum", "藤萝"):
            items = [each.item for each in [*await house.library.recall.search(text), *await house.library.archive.search(text)]]
            assert not any("zanthoxylum" in str(item) or "藤萝" in str(item) for item in items)
        terms = await house.database.read("SELECT count(*) FROM turn_words WHERE turn_words MATCH 'zanthoxylum OR \"藤萝\"'")
        assert terms == [(0,)]  # nor by the turn that followed


async def test_no_undo_nor_redo_brings_it_back(tmp_path: Path) -> None:
    async with home(tmp_path) as house:
        _, passages = await fill(house)
        await house.forget.forget(passages=passages)
        for label in ("household", "person:anna", "routines", "scratch"):
            for step in (house.blocks.undo, house.blocks.redo):
                try:
                    await step(label)
                except (NotKnown, MemoryRefused):
                    continue
        assert not any(word in block.text for block in await house.blocks.all() for word in NEEDLES)
        assert not any(word in edit.before + edit.after + edit.cause for edit in await house.blocks.history() for word in NEEDLES)


async def test_the_audit_names_it_by_ids_and_hashes_only(tmp_path: Path) -> None:
    async with home(tmp_path) as house:
        turns, passages = await fill(house)
        await house.forget.forget(passages=passages)
        ((kind, detail),) = await house.database.read("SELECT kind, detail FROM audit")
        assert kind == "forgot"
        hashes = [hashlib.sha256(text.encode()).hexdigest() for text in (EN, ZH)]
        assert json.loads(detail) == {"turns": turns, "passages": passages, "sha256": hashes}


async def test_an_older_fact_does_not_come_back_in_its_place(tmp_path: Path) -> None:
    async with home(tmp_path) as house:
        old = await house.library.archive.insert(Passage("Anna drinks coffee in the morning", NOW))
        new = await house.library.archive.update(old.passage.id, "Anna drinks black tea in the morning", NOW + timedelta(days=1))
        await house.forget.forget(passages=[new.id])
        assert await house.count("passage") == 0


async def test_a_question_about_it_does_not_take_what_it_asked_for_along(tmp_path: Path) -> None:
    async with home(tmp_path) as house:
        kept = await house.library.archive.insert(Passage("Bob is allergic to nuts", NOW))
        asked = await house.say("What is Bob allergic to?", "To something.")
        await house.blocks.append("household", "Bob is allergic to nuts", "user")
        await house.forget.forget(turns=[asked])
        assert await house.library.archive.get(kept.passage.id) is not None
        assert (await house.blocks.get("household")).text == "Bob is allergic to nuts"
        assert await house.count("turn") == 0


@pytest.mark.parametrize("words", ["", "   ", "！？", "\0", "x" * 100_000, '" OR *', "不存在的词"])
async def test_words_that_are_nowhere_take_nothing_along(tmp_path: Path, words: str) -> None:
    async with home(tmp_path) as house:
        await fill_with_others(house)
        assert await house.forget.forget(turns=[4711], passages=[-1], words=[words]) == Forgotten(0, 0, 0, 0)
        assert await house.count("turn") == 60


async def test_vectors_of_an_embedder_that_is_switched_off_go_too(tmp_path: Path) -> None:
    async with home(tmp_path) as house:
        _, passages = await fill(house)
        assert await house.count("passage_vector") == 2
    async with open_database(tmp_path / "jarvisd.db") as database:
        await Forget(database, tmp_path, lambda: NOW).forget(passages=passages)
        assert await database.read("SELECT count(*) FROM passage_vector") == [(0,)]
        assert await database.read("SELECT count(*) FROM turn_vector") == [(1,)]  # of what had nothing to do with it


async def test_what_could_not_be_wiped_is_wiped_at_the_next_start(tmp_path: Path) -> None:
    async with home(tmp_path) as house:
        _, passages = await fill(house)
        blocked = tmp_path / "jarvisd.db.damaged-2026-03-01T130000"
        blocked.mkdir()  # cannot be unlinked, whoever asks
        with pytest.raises(StorageError, match="could not be deleted"):
            await house.forget.forget(passages=passages)
        blocked.rmdir()
    (tmp_path / "backups" / "jarvisd-2026-03-01.db").write_text(EN)
    async with home(tmp_path) as house:
        await house.forget.finish()
        assert found(tmp_path) == []
        await house.forget.finish()
        assert house.told == ["gone"]
