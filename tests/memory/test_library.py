"""Turns are found by what was said; their vectors are made behind, after a restart too, and anew for another embedder."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from jarvisd.database import Database, open_database
from jarvisd.errors import LanguageModelError
from jarvisd.memory import Passage, ToolUse, Turn, Vectors, Within
from jarvisd.memory.library import Library, open_library
from jarvisd.memory.search import KNOWN
from jarvisd.memory.vectors import VectorStore
from tests.memory.vectors import Bag

ZONE = ZoneInfo("Europe/Vienna")
AT = datetime(2026, 5, 8, 23, 59, tzinfo=ZONE)
TURN = Turn(AT, "kitchen", "anna", "kitchen", "en", "My sister lives in Graz", "Graz, noted.", "loop")


def asked(found: Sequence[object]) -> list[str]:
    return [getattr(getattr(one, "item", None), "asked", "") for one in found]


async def test_a_turn_is_found_with_its_uses_by_both_sides_and_by_the_one_before(tmp_path: Path) -> None:
    async with open_database(tmp_path / "db") as database:
        recall = (await open_library(database, None)).recall
        use = ToolUse("timer", {"minutes": 5, "名": "茶"}, {"id": 1}, "late")
        first = await recall.keep(replace(TURN, uses=(use,)))
        second = await recall.keep(replace(TURN, at=AT + timedelta(minutes=1), asked="And what is her name?", answered="Clara."))
        third = await recall.keep(replace(TURN, at=AT + timedelta(hours=9), asked="现在几点", answered="三点。"))
        (best, *_) = await recall.search("Where does my sister live?")
        assert best.item == replace(TURN, uses=(use,), id=first)
        assert best.similarity >= KNOWN
        assert {found.item.id for found in await recall.search("Graz")} == {first, second}  # the second was said right after it
        assert [found.item.id for found in await recall.search("几点了", limit=1)] == [third]
        assert await recall.search("elephant") == []


async def test_roles_conversations_people_and_days_are_filtered_before_the_limit(tmp_path: Path) -> None:
    async with open_database(tmp_path / "db") as database:
        recall = (await open_library(database, Bag())).recall
        for n in range(40):
            answered = "The tea is ready." if n == 7 else "Yes."
            await recall.keep(replace(TURN, at=AT + timedelta(days=n), conversation=f"c{n % 4}", asked=f"tea {n}", answered=answered))
        assert asked(await recall.search("tea", Within(roles=frozenset({"assistant"})), 1)) == ["tea 7"]
        assert len(await recall.search("tea", Within(roles=frozenset({"user", "assistant"})), 50)) == 40
        day = date(2026, 5, 10)
        assert asked(await recall.search("tea", Within.days(day, day, ZONE), 5)) == ["tea 2"]  # a minute before midnight is that day
        assert asked(await recall.search("", Within.days(None, day, ZONE), 5)) == ["tea 2", "tea 1", "tea 0"]
        assert len(await recall.search("tea", Within(conversation="c3"), 50)) == 10
        assert await recall.search("tea", Within(person="bob")) == []
        assert asked(await recall.search("what was on May 11?", limit=1)) == ["tea 3"]
        assert asked(await recall.search("5月11号说了什么", limit=1)) == ["tea 3"]
        assert [turn.asked for turn in await recall.since("c1", 70 // 2)] == ["tea 37"]


async def test_of_equals_the_newest_comes_first(tmp_path: Path) -> None:
    async with open_database(tmp_path / "db") as database:
        recall = (await open_library(database, None)).recall
        ids = [await recall.keep(replace(TURN, conversation=str(n))) for n in range(3)]
        assert {found.item.id for found in await recall.search("sister Graz")} == set(ids)


@pytest.mark.parametrize("text", ["", "\0\u202e\ud7ff", "x " * 500_000, "好" * 1_000_000], ids=["empty", "controls", "megabyte", "兆"])
@pytest.mark.slow
async def test_any_turn_is_kept_as_it_was(tmp_path: Path, text: str) -> None:
    async with open_database(tmp_path / "db") as database:
        library = await open_library(database, Bag())
        turn = replace(TURN, asked=text, answered=text)
        id = await library.recall.keep(turn)
        await library.embed_pending()
        assert await library.recall.last("kitchen", 1) == [replace(turn, id=id)]


async def test_vectors_come_behind_and_after_a_restart_and_find_what_words_do_not(tmp_path: Path) -> None:
    same = {"automobile": "car", "汽车": "car"}
    async with open_database(tmp_path / "db") as database:
        first = await open_library(database, Bag(same=same))
        await first.recall.keep(replace(TURN, asked="our car is red", answered=""))
        assert await first.recall.search("automobile") == []
        assert await first.waiting() == 1
    async with open_database(tmp_path / "db") as database:
        second = await open_library(database, Bag(same=same))
        assert await second.embed_pending() == 1
        assert await second.waiting() == 0
        for query in ("automobile", "汽车"):
            assert asked(await second.recall.search(query)) == ["our car is red"]
        await second.recall.keep(replace(TURN, asked="the cat sleeps", answered=""))  # seen by the next search, not by an old picture
        await second.embed_pending()
        assert len(await second.recall.search("automobile")) == 2


@pytest.mark.parametrize(
    ("anna", "question", "said"), [("Anna", "What does Anna drink?", "I drink {}"), ("安娜", "安娜喝什么？", "我喝{}")]
)
async def test_of_the_same_words_those_come_first_that_were_said_by_whom_the_question_names(
    tmp_path: Path, anna: str, question: str, said: str
) -> None:
    async with open_database(tmp_path / "db") as database:
        recall = (await open_library(database, None)).recall
        for n, person in enumerate((anna, "Bob", "Bob", "Clara")):
            at = AT + timedelta(days=n)
            await recall.keep(replace(TURN, at=at, conversation=str(n), person=person, asked=said.format(n), answered=""))
        (best, *_) = await recall.search(question)
        assert isinstance(best.item, Turn)
        assert best.item.person == anna  # the oldest: without its name it would come last


@pytest.mark.parametrize("asked_", ["where was the boat in April 2026?", "2026年4月 boat 在哪里？"])
async def test_of_the_same_words_those_come_first_that_were_said_when_the_question_names(tmp_path: Path, asked_: str) -> None:
    async with open_database(tmp_path / "db") as database:
        recall = (await open_library(database, None)).recall
        for days in (-63, -3, 57):
            await recall.keep(replace(TURN, conversation=str(days), at=AT + timedelta(days=days), asked="the boat is out", answered=""))
        (best, *_) = await recall.search(asked_)
        assert best.item.at == AT - timedelta(days=3)  # the fifth of May


async def test_what_was_said_among_other_hits_comes_before_what_was_said_alone(tmp_path: Path) -> None:
    talk = ("the boat needs paint", "blue it was", "we sail on Sunday", "fine", "is the anchor on the boat")
    async with open_database(tmp_path / "db") as database:
        recall = (await open_library(database, None)).recall
        for n, text in enumerate(talk):
            await recall.keep(replace(TURN, at=AT + timedelta(minutes=n), asked=text, answered=""))
        await recall.keep(replace(TURN, at=AT + timedelta(days=9), asked="the boat needs paint", answered=""))
        found = [one.item for one in await recall.search("boat paint", limit=9)]
        assert [one.at for one in found if isinstance(one, Turn) and one.asked == talk[0]] == [AT, AT + timedelta(days=9)]


async def test_an_answer_is_found_by_the_meaning_of_what_it_answers(tmp_path: Path) -> None:
    async with open_database(tmp_path / "db") as database:
        library = await open_library(database, Bag(same={"automobile": "car"}))
        for n, (asked_, answered) in enumerate((("what about the car", "It is ready."), ("what about the cat", "It sleeps."))):
            await library.recall.keep(replace(TURN, at=AT + timedelta(days=n), asked=asked_, answered=answered))
        await library.embed_pending()
        (best, *_) = await library.recall.search("automobile", Within(roles=frozenset({"assistant"})))
        assert isinstance(best.item, Turn)
        assert best.item.answered == "It is ready."


class Tripping(Bag):
    """Fails once it has made so many."""

    def __init__(self, limit: int, name: str) -> None:
        super().__init__(32, name)
        self.limit = limit

    async def passages(self, texts: Sequence[str]) -> Vectors:
        if self.made + len(texts) > self.limit:
            raise asyncio.CancelledError
        return await super().passages(texts)


async def filled(database: Database, library: Library) -> None:
    await library.recall.keep_all([replace(TURN, asked=f"tea {n}", answered="") for n in range(90)])
    for n in range(10):
        await library.archive.insert(Passage(f"cup {n}", AT + timedelta(hours=n)))
    await library.embed_pending()


async def test_only_an_embedder_that_takes_another_s_place_is_told_of(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("INFO")
    for name, told in (("first", 0), ("first", 0), ("second", 1)):
        async with open_database(tmp_path / "db") as database:
            await open_library(database, Bag(64, name))
        assert caplog.text.count("the embedder is new (second 64") == told, name
    assert caplog.text.count("the embedder is new") == 1


@pytest.mark.slow
async def test_another_embedder_has_all_vectors_made_anew_and_goes_on_where_it_was_interrupted(tmp_path: Path) -> None:
    async with open_database(tmp_path / "db") as database:
        await filled(database, await open_library(database, Bag(64, "old")))
    async with open_database(tmp_path / "db") as database:
        tripping = Tripping(50, "new")
        library = await open_library(database, tripping)
        assert await library.waiting() == 100
        assert asked(await library.recall.search("tea 42", limit=1)) == ["tea 42"]  # by its words meanwhile
        with pytest.raises(asyncio.CancelledError):
            await library.embed_pending()
    async with open_database(tmp_path / "db") as database:
        embedder = Bag(32, "new")
        library = await open_library(database, embedder)
        left = await library.waiting()
        assert 0 < left < 100
        begun, seen = embedder.made, list[tuple[int, int]]()
        assert await library.embed_pending(lambda done, all: seen.append((done, all))) == left
        assert embedder.made - begun == left
        assert seen[-1] == (left, left)
        assert sorted(seen) == seen
        ((turns, passages),) = await database.read("SELECT (SELECT count(*) FROM turn_vector), (SELECT count(*) FROM passage_vector)")
        assert (turns, passages) == (90, 10)
        assert await library.reindex() == 100
        assert asked(await library.recall.search("tea 42", limit=1)) == ["tea 42"]


async def test_turns_of_a_file_from_before_there_was_an_index_are_found(tmp_path: Path) -> None:
    async with open_database(tmp_path / "db") as database:
        await (await open_library(database, None)).recall.keep(TURN)
        async with database.transaction() as db:
            await db.execute("DELETE FROM turn_words")
            await db.execute("DELETE FROM fact")
        assert len(await (await open_library(database, None)).recall.search("sister")) == 1


async def test_what_is_erased_is_found_by_nothing_and_stands_beside_nothing(tmp_path: Path) -> None:
    async with open_database(tmp_path / "db") as database:
        library = await open_library(database, Bag())
        ids = [await library.recall.keep(replace(TURN, asked=text, answered="")) for text in ("one apple", "one secret", "one pear")]
        await library.embed_pending()
        async with database.transaction() as db:
            await library.recall.erase(db, [ids[1]])
        assert asked(await library.recall.search("secret", limit=9)) == []  # what meant something beside it waits for another vector
        assert await library.embed_pending() == 2
        assert asked(await library.recall.search("secret", limit=9)) in (["one pear", "one apple"], ["one apple", "one pear"])
        everything = await database.read("SELECT text || context || after FROM turn_words")
        assert everything
        assert not any("secret" in row for (row,) in everything)
        assert await database.read("SELECT count(*) FROM turn_vector") == [(2,)]


async def test_the_signs_in_memory_are_those_on_disk_whatever_is_added_and_removed(tmp_path: Path) -> None:
    chance = np.random.default_rng(0)
    vectors = chance.standard_normal((300, 40)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    async with open_database(tmp_path / "db") as database:
        store = VectorStore("turn", 40, database)
        async with database.transaction() as db:
            await store.make(db)
            await store.add(db, range(200), vectors[:200])
        ((row, cosine), *_) = await store.nearest(vectors[7], 3)
        assert (row, round(cosine, 2)) == (7, 1.0)
        async with database.transaction() as db:
            await store.remove(db, [7])
            await store.add(db, [8, 250], vectors[[251, 250]])
        exact = {row: float(vectors[251 if row == 8 else row] @ vectors[9]) for row in [*range(7), *range(8, 200), 250]}
        found = await store.nearest(vectors[9], 400)
        assert {row for row, _ in found} == set(exact)
        assert all(cosine == pytest.approx(exact[row], abs=0.02) for row, cosine in found)
        assert [row for row, _ in await store.nearest(vectors[251], 1)] == [8]
        assert [row for row, _ in await store.nearest(vectors[9], 5, np.array([3, 250]))] in ([3, 250], [250, 3])
        again = VectorStore("turn", 40, database)
        assert await again.nearest(vectors[9], 20) == await store.nearest(vectors[9], 20)


@pytest.mark.engine
async def test_the_embedder_of_the_house_finds_across_languages_and_knows_what_it_does_not_know(tmp_path: Path) -> None:
    from jarvisd.config import MemoryConfig
    from jarvisd.memory import embed

    embedder = embed.load(MemoryConfig())
    assert embedder is not None
    assert embedder.dimension == 384
    assert (await embedder.passages(["\0", "\ud800", "", "x" * 1_000_000])).shape == (4, 384)
    at = datetime(2026, 3, 1, tzinfo=UTC)
    others = ("Carl milk", "Dora eggs", "Emil wheat", "Fritz soy", "Gina fish", "Hans shrimp", "Ida sesame", "Jan celery", "Kim mustard")
    async with open_database(tmp_path / "db") as database:
        archive = (await open_library(database, embedder)).archive
        for one in ("Anna peanuts", *others):
            await archive.insert(Passage("{} is allergic to {}".format(*one.split()), at))
        for query in ("What is Anna allergic to?", "安娜对什么过敏？"):
            best = (await archive.search(query))[0]
            assert isinstance(best.item, Passage)
            assert best.item.text == "Anna is allergic to peanuts"
            assert best.similarity >= KNOWN
        assert all(found.similarity < KNOWN for found in await archive.search("What is Bob allergic to?", limit=10))
        assert all(found.similarity < KNOWN for found in await archive.search("鲍勃对什么过敏？", limit=10))
        assert all(found.similarity < KNOWN for found in await archive.search("Where did we park the car?", limit=10))


class Choosy(Bag):
    """Takes no request with a certain word in it, and none at all when it is down."""

    down = False

    async def passages(self, texts: Sequence[str]) -> Vectors:
        if self.down or any("forbidden" in text for text in texts):
            raise LanguageModelError("refused (status 400)")
        return await super().passages(texts)


async def test_a_text_that_the_embedder_refuses_holds_up_no_other(tmp_path: Path) -> None:
    async with open_database(tmp_path / "db") as database:
        embedder = Choosy()
        library = await open_library(database, embedder)
        texts = [*(f"tea {n}" for n in range(40)), "the forbidden tea", "cake"]
        await library.recall.keep_all([replace(TURN, conversation=text, asked=text, answered="") for text in texts])
        embedder.down = True
        with pytest.raises(LanguageModelError):
            await library.embed_pending()
        assert await library.waiting() == 42
        embedder.down = False
        assert await library.embed_pending() == 41
        assert await library.embed_pending() == 0
        assert asked(await library.recall.search("forbidden", limit=1)) == ["the forbidden tea"]
        await library.recall.keep(replace(TURN, conversation="later", asked="milk", answered=""))
        assert await library.embed_pending() == 1
