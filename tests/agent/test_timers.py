"""Several timers are set by one sentence, in English and Chinese."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.agent.test_reminding import room


@pytest.mark.parametrize(
    ("text", "minutes", "names"),
    [
        ("set two timers, one for 5 minutes and one for 10", [5, 10], ["", ""]),
        ("set a 5 minute timer and a 10 minute timer please", [5, 10], ["", ""]),
        ("can you set a timer for five minutes and another for ten", [5, 10], ["", ""]),
        ("set a pasta timer for eight minutes and an egg timer for four minutes", [8, 4], ["pasta", "egg"]),
        ("set a timer called tea for three minutes and one called rice for twelve", [3, 12], ["tea", "rice"]),
        ("start three timers one for five minutes one for ten minutes and one for an hour", [5, 10, 60], ["", "", ""]),
        ("设两个计时器，一个五分钟一个十分钟", [5, 10], ["", ""]),
        ("帮我设一个五分钟的计时器和一个十分钟的计时器", [5, 10], ["", ""]),
        ("定一个五分钟的计时器，再定一个十分钟的", [5, 10], ["", ""]),
        ("设三个计时器，一个煮面八分钟，一个煮蛋五分钟，一个一小时", [8, 5, 60], ["煮面", "煮蛋", ""]),
    ],
)
async def test_each_is_set_and_told_of(tmp_path: Path, text: str, minutes: list[int], names: list[str]) -> None:
    async with room(tmp_path) as talk:
        answer = await talk.ask(text)
        made = sorted(await talk.home.reminders.waiting(), key=lambda one: one.id)
        assert [one.duration / 60 for one in made if one.duration] == minutes, answer
        assert [one.text for one in made] == names
        assert answer.count("starting now" if text.isascii() else "现在开始") == len(minutes)
        assert ".  " not in answer


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("set a timer for an hour and a half", 5400),
        ("set a timer for one minute and thirty seconds", 90),
        ("定一个一个小时的计时器", 3600),
        ("设一个一个半小时的计时器", 5400),
        ("设一个煮面的计时器八分钟", 480),
    ],
)
async def test_one_stays_one(tmp_path: Path, text: str, seconds: float) -> None:
    async with room(tmp_path) as talk:
        await talk.ask(text)
        assert [one.duration for one in await talk.home.reminders.waiting() if one.duration] == [seconds]


@pytest.mark.parametrize("text", ["set two timers", "set two timers one for five minutes and one for the kids", "设两个计时器"])
async def test_half_of_it_is_not_set(tmp_path: Path, text: str) -> None:
    async with room(tmp_path) as talk:
        await talk.ask(text)
        assert await talk.home.reminders.waiting() == []
