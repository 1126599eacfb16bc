"""What was entered, moved or told of just now is moved by "it" or by the time alone, in English and Chinese."""

from __future__ import annotations

from pathlib import Path

import pytest

from jarvisd.agent.understand.order import Understanding
from tests.agent.test_undoing import room

ADDS = {"en": "add dentist on Friday at three pm", "zh": "周五下午三点加一个看牙医"}
ASKS = {"en": "what's on on Friday", "zh": "周五有什么安排"}


@pytest.mark.parametrize(
    ("language", "then", "said"),
    [
        ("en", ("move it to four",), "Friday, November 27, at 4:00 PM"),
        ("en", ("no, make it four",), "Friday, November 27, at 4:00 PM"),
        ("en", ("no, half past four",), "Friday, November 27, at 4:30 PM"),
        ("en", ("make it half past",), "Friday, November 27, at 3:30 PM"),
        ("en", ("sorry, i meant ten am",), "Friday, November 27, at 10:00 AM"),
        ("en", ("move that to saturday",), "Saturday, November 28, at 3:00 PM"),
        ("en", ("push it back an hour",), "Friday, November 27, at 4:00 PM"),
        ("en", ("push it back by half an hour", "another half an hour later"), ""),
        ("en", ("bring it forward by thirty minutes",), "Friday, November 27, at 2:30 PM"),
        ("en", ("actually an hour earlier",), "Friday, November 27, at 2:00 PM"),
        ("en", ("make it four", "no, five"), "Friday, November 27, at 5:00 PM"),
        ("en", ("when is the dentist", "can you move it to four"), "Friday, November 27, at 4:00 PM"),
        ("en", ("what time is it", "move the dentist to four"), "Friday, November 27, at 4:00 PM"),
        ("zh", ("现在几点", "看牙医改到四点"), "11月27日，星期五，下午四点整"),
        ("zh", ("改到四点",), "11月27日，星期五，下午四点整"),
        ("zh", ("不对，四点半",), "11月27日，星期五，下午四点三十分"),
        ("zh", ("还是改成上午十点吧",), "11月27日，星期五，上午十点整"),
        ("zh", ("把它挪到周六",), "11月28日，星期六，下午三点整"),
        ("zh", ("推迟一小时",), "11月27日，星期五，下午四点整"),
        ("zh", ("提前半个小时吧",), "11月27日，星期五，下午两点三十分"),
        ("zh", ("改到四点", "再晚一个小时"), "11月27日，星期五，下午五点整"),
        ("zh", ("看牙医是什么时候", "把它改到四点"), "11月27日，星期五，下午四点整"),
    ],
)  # fmt: skip
async def test_it_is_moved(understanding: Understanding, tmp_path: Path, language: str, then: tuple[str, ...], said: str) -> None:
    async with room(understanding, tmp_path) as talk:
        await talk.ask(ADDS[language])
        answers = [await talk.ask(each) for each in then]
        assert said in answers[-1], answers


@pytest.mark.parametrize(
    ("before", "said"),
    [
        ("turn on the bed light", "move it to four"),
        ("what's on on Friday", "no, at four"),  # told of, and no verb: nothing says what is meant
        ("打开卧室灯", "推迟一小时"),
    ],
)  # fmt: skip
async def test_nothing_is_moved_that_was_not_spoken_of(understanding: Understanding, tmp_path: Path, before: str, said: str) -> None:
    async with room(understanding, tmp_path) as talk:
        await talk.ask(ADDS["en"])
        await talk.ask(before)
        await talk.ask(said)
        assert "3:00 PM" in await talk.ask(ASKS["en"])


async def test_another_room_s_talk_moves_nothing(understanding: Understanding, tmp_path: Path) -> None:
    async with room(understanding, tmp_path) as talk:
        await talk.ask(ADDS["en"])
        await talk.ask("move it to four", conversation="hall")
        assert "3:00 PM" in await talk.ask(ASKS["en"])


async def test_a_series_is_moved_as_it_was_entered(understanding: Understanding, tmp_path: Path) -> None:
    async with room(understanding, tmp_path) as talk:
        await talk.ask("add piano lesson every Monday at 5 pm")
        await talk.ask("make it six")
        assert "6:00 PM" in await talk.ask("what's on next Monday")
