"""What is counted as found: evidence that stands in the talk, parts of it among the first, sessions by their best turn."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from jarvisd.bench import locomo, memory, memorybank
from jarvisd.bench.locomo import Asked, Said, Talk
from jarvisd.bench.memory import Known, Score, score, summed
from jarvisd.database import open_database
from jarvisd.errors import DataMissing
from jarvisd.memory import Turn
from tests.memory.vectors import Bag

AT = datetime(2023, 5, 8, 13, 56, tzinfo=UTC)


def said(session: int, number: int, text: str) -> Said:
    at = AT + timedelta(days=session, seconds=number)
    return Said(f"D{session}:{number}", session, Turn(at, "0", "Ann" if number % 2 else "Ben", "", "en", text, "", ""))


def file(folder: Path, questions: Sequence[dict[str, Any]]) -> Path:
    conversation = {
        "speaker_a": "Ann",
        "session_2_date_time": "12:09 am on 13 June, 2023",
        "session_2": [{"speaker": "Ben", "dia_id": "D2:1", "text": "Look!", "blip_caption": "a red boat", "query": "secret answer"}],
        "session_1_date_time": "1:56 pm on 8 May, 2023",
        "session_1": [
            {"speaker": "Ann", "dia_id": "D1:1", "text": "Hello"},
            {"speaker": "Ben", "dia_id": "D1:2", "text": "Hi"},
        ],
    }
    (folder / "locomo10.json").write_text(json.dumps([{"conversation": conversation, "qa": list(questions)}]), encoding="utf-8")
    return folder


def question(category: int, *evidence: str) -> dict[str, Any]:
    return {"question": "?", "category": category, "evidence": list(evidence)}


@pytest.mark.parametrize(
    ("evidence", "found"),
    [
        (["D1:2"], {"D1:2"}),
        (["D1:1; D2:1"], {"D1:1", "D2:1"}),
        (["D:1:2"], {"D1:2"}),
        (["D01:02"], {"D1:2"}),
        (["D1:1", "D9:9", "D"], {"D1:1"}),
    ],
    ids=["one", "two in one", "a colon too many", "zeros", "unknown ones"],
)
def test_evidence_is_read_however_it_is_written(tmp_path: Path, evidence: list[str], found: set[str]) -> None:
    (talk,) = locomo.talks(file(tmp_path, [question(1, *evidence)]))
    assert [asked.evidence for asked in talk.asked] == [found]


def test_questions_without_evidence_or_of_what_was_never_said_do_not_count(tmp_path: Path) -> None:
    questions = [question(1), question(2, "D9:9"), question(5, "D1:1"), {"question": "?", "category": 3}, question(4, "D1:1")]
    (talk,) = locomo.talks(file(tmp_path, questions))
    assert [asked.category for asked in talk.asked] == [4]


def test_turns_come_in_the_order_of_their_days_with_captions_but_not_with_what_knows_the_answer(tmp_path: Path) -> None:
    (talk,) = locomo.talks(file(tmp_path, []))
    assert [one.name for one in talk.said] == ["D1:1", "D1:2", "D2:1"]
    assert [one.session for one in talk.said] == [1, 1, 2]
    assert talk.said[0].turn.at == AT
    assert talk.said[2].turn.at == datetime(2023, 6, 13, 0, 9, tzinfo=UTC)
    assert talk.said[2].turn.asked == "Look! [photo: a red boat]"
    assert "secret" not in repr(talk)


def test_where_the_files_are_not_there_it_says_which(tmp_path: Path) -> None:
    with pytest.raises(DataMissing, match=r"locomo10\.json"):
        locomo.talks(tmp_path)
    with pytest.raises(DataMissing, match="memory_bank_cn"):
        memorybank.people(tmp_path)


async def test_recall_is_the_part_of_the_evidence_that_is_found() -> None:
    texts = ("plum jam", *(f"grape juice {number}" for number in range(40)), "melon soup")
    talk = Talk(
        "0",
        tuple(said(session, 1, text) for session, text in enumerate(texts, 1)),
        (
            Asked("Who made plum jam?", 4, frozenset({"D1:1"})),
            Asked("Who made plum jam?", 1, frozenset({"D1:1", "D42:1"})),  # one of its two is not asked for
            Asked("An elephant?", 4, frozenset({"D42:1"})),
        ),
    )
    first, second, third = await score(talk, NoMeaning())
    assert first.part == {1: 1.0, 5: 1.0, 10: 1.0, 20: 1.0}
    assert (first.hit, first.all, first.session, first.category) == (True, True, True, 4)
    assert second.part == {1: 0.5, 5: 0.5, 10: 0.5, 20: 0.5}
    assert (second.hit, second.all, second.session, second.category) == (True, False, True, 1)
    assert third.part == {1: 0.0, 5: 0.0, 10: 0.0, 20: 0.0}
    assert (third.hit, third.all, third.session) == (False, False, False)


class NoMeaning(Bag):
    """Every text is as near as any other, the oldest come first: words decide."""

    async def passages(self, texts: Sequence[str]) -> Any:
        return 0 * await super().passages(texts)


async def test_a_session_counts_among_the_first_five_by_its_best_turn() -> None:
    alike = [said(session, number, "tea" * (session == 7 and number == 1) or "green tea") for session in range(1, 8) for number in (1, 3)]
    talk = Talk("0", tuple(alike), tuple(Asked("green tea", 4, frozenset({f"D{session}:1"})) for session in range(1, 8)))
    found = [one.session for one in await score(talk, NoMeaning())]
    assert sum(found) == 5  # fourteen turns are found, of seven sessions


def test_percentages_are_means_over_questions() -> None:
    whole = Score({1: 1.0, 5: 1.0, 10: 1.0, 20: 1.0}, True, True, True, 4)
    half = Score({1: 0.0, 5: 0.0, 10: 0.5, 20: 1.0}, True, False, False, 1)
    none = Score({1: 0.0, 5: 0.0, 10: 0.0, 20: 0.0}, False, False, True, 2)
    figures = {"r1": 33.3, "r5": 33.3, "r10": 50.0, "r20": 66.7, "hit10": 66.7, "all10": 33.3, "session_hit5": 66.7}
    assert summed([whole, half, none]) == figures


async def test_a_text_s_vector_is_made_once() -> None:
    bag = Bag()
    known = Known(bag)
    assert (await known.passages(["a", "b", "a"])).shape == (3, 64)
    await known.passages(["b", "c"])
    assert bag.made == 3


async def test_chinese_questions_are_found_by_words_and_scored_on_those_that_have_an_answer() -> None:
    turns = tuple(
        Turn(AT + timedelta(minutes=n), "c", "", "", "zh", text, "好的。", "") for n, text in enumerate(("猫是灰色的", "我喜欢喝茶"))
    )
    asked = (memorybank.Asked("猫是什么颜色？", frozenset({0})), memorybank.Asked("谁会飞？", frozenset()))
    assert await memory.chinese([memorybank.Person(turns, asked)], Bag()) == {"with_hit": 1, "r5": 100.0}


async def test_the_many_rows_are_made_once_and_asked_again(tmp_path: Path) -> None:
    talk = Talk("0", tuple(said(1, number, f"tea {number}") for number in range(5)), (Asked("tea", 4, frozenset({"D1:1"})),))
    bag = Bag()
    path = tmp_path / "many.db"
    for _ in range(2):
        figures = await memory.crowded([talk], Known(bag), 40, path)
        assert set(figures) == {"p95_ms", "rss_mb"}
        async with open_database(path) as database:
            assert await database.read("SELECT (SELECT count(*) FROM turn), (SELECT count(*) FROM turn_vector)") == [(40, 40)]
    with pytest.raises(DataMissing, match="another version"):
        await memory.crowded([talk], Known(Bag(32, "other")), 40, path)
