"""The turns: kept as they were, given back per conversation in order."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from jarvisd.database import open_database
from jarvisd.memory import Turn
from jarvisd.memory.library import open_library

ONE = Turn(
    datetime(2026, 11, 22, 15, 10, tzinfo=ZoneInfo("Asia/Shanghai")),
    "c",
    "anna",
    "厨房",
    "zh",
    "现在几点",
    "现在是下午三点十分。",
    "intents",
)


async def test_a_turn_comes_back_as_it_was_kept_in_another_run_too(tmp_path: Path) -> None:
    async with open_database(tmp_path / "db") as database:
        await (await open_library(database, None)).recall.keep(ONE)
    async with open_database(tmp_path / "db") as database:
        (kept,) = await (await open_library(database, None)).recall.last("c", 5)
    assert kept == replace(ONE, id=kept.id)
    assert kept.at.utcoffset() == ONE.at.utcoffset()


async def test_the_newest_turns_of_one_conversation_come_oldest_first(tmp_path: Path) -> None:
    async with open_database(tmp_path / "db") as database:
        recall = (await open_library(database, None)).recall
        for n in range(5):
            await recall.keep(replace(ONE, asked=str(n)))
            await recall.keep(replace(ONE, conversation="other", asked="other"))
        assert [turn.asked for turn in await recall.last("c", 3)] == ["2", "3", "4"]
        assert await recall.last("never", 3) == []
