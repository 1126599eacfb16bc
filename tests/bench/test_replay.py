"""The made-up week, lived twice."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from jarvisd.agent.sleeptime import TAG
from jarvisd.bench.replay import Extractor, growth, growth_percent
from jarvisd.bench.week import week
from jarvisd.database import open_database
from tests.memory.vectors import Bag


def test_the_week_is_long_enough_and_in_both_languages() -> None:
    said = [one for day in week() for one in day]
    assert len(said) >= 120
    assert min(Counter(one.language for one in said).values()) >= 60
    assert sorted(said, key=lambda one: one.at) == said


@pytest.mark.slow
@pytest.mark.parametrize("embedder", [None, Bag()], ids=["words", "vectors"])
async def test_a_week_that_is_lived_twice_is_learned_once(tmp_path: Path, embedder: Bag | None) -> None:
    first, second = await growth(tmp_path, Extractor(), embedder)
    assert first >= 30  # it does learn
    assert second - first <= 0.01 * first
    async with open_database(tmp_path / "jarvisd.db") as database:
        held = await database.read("SELECT text FROM passage WHERE superseded_by IS NULL")
        texts = [text for (text,) in held]
        assert {"Tom lives in Linz now", "妈妈现在喝红茶"} <= set(texts)
        assert not {"Tom lives in Graz", "妈妈喝绿茶"} & set(texts)
        assert not any("jazz" in text or "Oslo" in text or "爵士" in text for text in texts)
        ((tagged,),) = await database.read("SELECT count(*) FROM tag WHERE tag = ?", (TAG,))
        assert tagged >= 30


@pytest.mark.slow
async def test_the_figure_is_the_larger_of_the_two_houses(tmp_path: Path) -> None:
    assert await growth_percent(tmp_path, None) <= 1
