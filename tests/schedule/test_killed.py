"""Killed with SIGKILL at random, a hundred times, on a clock that the test advances: nothing is lost, nothing rings that is over."""

from __future__ import annotations

from pathlib import Path

import pytest

from jarvisd.bench import kills
from jarvisd.bench.kills import judged


@pytest.mark.system
def test_nothing_is_lost_and_nothing_doubled_in_a_hundred_kills(tmp_path: Path) -> None:
    found = kills.measure(tmp_path, 100)
    assert (found.lost, found.doubled) == (0, 0)
    assert found.rings > 50


@pytest.mark.parametrize(
    ("lines", "lost", "doubled"),
    [
        (["added 1 100", "ring 1 1 0 0 0", "ring 1 1 1 0 0", "stopped 1"], 0, 0),
        (["added 1 100"], 1, 0),
        (["added 1 9999"], 0, 0),  # not due yet
        (["added 1 100", "ring 1 1 0 0 0", "stopped 1", "ring 1 2 0 0 1"], 0, 1),  # stopped, and rang
        (["added 1 100", "ring 1 1 0 0 0", "ring 1 1 0 0 0"], 0, 1),  # twice under one count
        (["added 1 100", "ring 1 1 0 0 0", "ring 1 2 0 0 1"], 0, 0),  # it was cut off, and says so
        (["added 1 100", "ring 1 1 0 1 0", "ring 1 2 0 1 0"], 0, 1),  # late, and late again
        (["added 1 100", "ring 1 1 0 0 0", "ring 1 2 0 0 0", "ring 1 3 0 0 0"], 0, 0),  # a reminder is said three times
    ],
)
def test_the_judge_sees_what_was_lost_and_what_was_doubled(lines: list[str], lost: int, doubled: int) -> None:
    found = judged(1, lines, 1000)
    assert (found.lost, found.doubled) == (lost, doubled)
