"""Sleeptime killed at any moment: what was found is there once, and what was not looked at is looked at."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.agent.test_sleeptime import Eager, home

pytestmark = [pytest.mark.system, pytest.mark.real_time]

KILLS = 8


def life(state: Path, seconds: float) -> bool:
    """Whether it came to its end before it was killed."""
    with subprocess.Popen([sys.executable, "-m", "tests.agent.sleeping", str(state)], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        assert process.stdout.readline() == "asleep\n"
        time.sleep(seconds)  # the moment of the kill is what is tested
        os.kill(process.pid, signal.SIGKILL)
        return process.stdout.read() == "awake\n"


async def test_a_night_that_is_killed_again_and_again_finds_everything_once(tmp_path: Path) -> None:
    facts = [f"Guest number {n} likes the room with {color} walls" for n, color in enumerate(["red", "blue", "white"] * 40, 10)]
    async with home(tmp_path) as house:
        for at, fact in enumerate(facts):
            await house.said(fact, days=-1 - at / 1000)
        await house.said("从现在起每天七点叫我起床", days=-1)
    chance = random.Random(11)
    ended = [life(tmp_path, chance.uniform(0.0, 0.35)) for _ in range(KILLS)]
    assert not all(ended)
    async with home(tmp_path, Eager()) as house:
        await house.sleeptime.run()
        assert sorted(await house.known()) == sorted(facts)
        assert len(await house.offers()) == 1
