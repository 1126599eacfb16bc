"""The daemon itself, killed with SIGKILL at random on a clock that the test advances: nothing is lost, nothing rings that is over."""

from __future__ import annotations

from pathlib import Path

import pytest

from jarvisd.bench import kills
from jarvisd.bench.kills import judged

RUNS = 12  # `jarvisd bench time` kills it a hundred times


@pytest.mark.system
def test_nothing_is_lost_and_nothing_doubled_however_often_the_daemon_is_killed(tmp_path: Path) -> None:
    found = kills.measure(tmp_path, RUNS)
    assert (found.lost, found.doubled) == (0, 0)
    assert found.added >= 10
    assert found.rings >= found.added
    assert found.late > 0  # what came due while it was down
    assert found.again > 0  # what it was killed over


RINGS = "12:00 INFO timer 1 rings, due 2026-11-23T12:00:00+00:00"
SAID = RINGS.replace("timer", "reminder")


@pytest.mark.parametrize(
    ("story", "lost", "doubled"),
    [
        ([RINGS, "stopped 1"], 0, 0),
        ([], 1, 0),
        ([RINGS, "stopped 1", RINGS + ", again: it was cut off"], 0, 1),  # stopped, and rang
        ([RINGS, RINGS], 0, 1),
        ([RINGS, RINGS + ", again: it was cut off"], 0, 0),  # it says so
        ([RINGS + ", late", RINGS + ", late"], 0, 1),
        ([SAID, SAID, SAID], 0, 0),  # a reminder is said three times
        ([SAID, SAID, SAID, SAID], 0, 1),
    ],
)
def test_the_judge_sees_what_was_lost_and_what_was_doubled(story: list[str], lost: int, doubled: int) -> None:
    found = judged(1, story, {1}, [{"id": 1}])
    assert (found.lost, found.doubled) == (lost, doubled)
    assert judged(1, [RINGS, *story], {1, 2}, [{"id": 1}]).lost == 1  # the second is not on file
