"""Making the wake word that ships: what is kept of it when it is interrupted, and how its threshold is chosen."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "scripts"))
import wake_steps
from wake_steps import Heard, Steps


def test_what_is_made_already_is_not_made_again(tmp_path: Path) -> None:
    def never() -> list[np.ndarray]:
        raise AssertionError("made again")

    made = Steps(tmp_path / "work").arrays("rows", lambda: [np.arange(3), np.ones((2, 2), np.float32)])
    kept = Steps(tmp_path / "work").arrays("rows", never)
    assert [each.tolist() for each in kept] == [each.tolist() for each in made] == [[0, 1, 2], [[1.0, 1.0], [1.0, 1.0]]]


def test_what_was_interrupted_is_made_anew(tmp_path: Path) -> None:
    def interrupted() -> np.ndarray:
        raise KeyboardInterrupt

    steps = Steps(tmp_path)
    with pytest.raises(KeyboardInterrupt):
        steps.array("rows", interrupted)
    assert steps.array("rows", lambda: np.arange(2)).tolist() == [0, 1]
    assert not list(tmp_path.glob("*.part"))


def tape(hours: float, *logits: float) -> np.ndarray:
    """Steps of 80 ms in which these logits come a minute apart."""
    made = np.full(round(hours * 45_000), -99, np.float32)
    made[750 * np.arange(1, len(logits) + 1)] = logits
    return made


def test_the_threshold_is_the_lowest_with_so_few_false_alarms() -> None:
    """Of 10 hours one alarm may be left: the one of the two highest that is higher."""
    heard = Heard([tape(6, 2.04, 5.0), tape(4, 3.52)])
    assert heard.hours == pytest.approx(10)
    assert heard.quietest(0.1) == 3.6
    assert heard.quietest(0.2) == 2.1
    assert heard.quietest(1.0) == wake_steps.logits_looked_at()[0]


def test_of_the_other_half_it_is_told_as_well() -> None:
    chose, other = Heard([tape(5, 2.0)]), Heard([tape(5, 4.0, 3.1)])
    text = wake_steps.told((chose, other), 2.5, 1.0)
    assert "0 / 0 / 1 in 5.00 h that the thresholds were chosen by" in text
    assert "1 / 2 / 2 in 5.00 h that they were not" in text
