"""The traces that the house leaves are what `bench turns` reads."""

from pathlib import Path

import pytest

from jarvisd.bench import turns
from jarvisd.errors import DataMissing
from jarvisd.events import TurnEnded
from jarvisd.observe import Traces


def test_the_last_turns_are_listed_with_their_medians(tmp_path: Path) -> None:
    traces = Traces(tmp_path / "traces.jsonl", keep=10)
    for number, first in enumerate((400.0, 500.0, 900.0)):
        traces.watch(TurnEnded(str(number), 1.0, "answered", {"endpoint": 300.0, "first_audio": first}, 2.0))
    traces.watch(TurnEnded("3", 1.0, "unheard", {}, 2.0))
    report = turns.measure(tmp_path)
    assert report.figures["turns"] == 4
    assert report.figures["median_ms"]["first_audio"] == 500
    assert report.figures["p95_ms"]["first_audio"] == 900
    assert report.figures["median_ms"]["done"] is None
    assert len(report.rows) == 4 + 2
    assert "unheard" in report.table()


def test_without_a_turn_it_says_how_to_get_one(tmp_path: Path) -> None:
    with pytest.raises(DataMissing, match=r"jarvisd hear QUESTION\.wav"):
        turns.measure(tmp_path)


def test_a_trace_file_that_was_damaged_stops_nobody(tmp_path: Path) -> None:
    (tmp_path / "traces.jsonl").write_bytes(b'\xff\xfe{"turn": "1", "timi\n')
    traces = Traces(tmp_path / "traces.jsonl", keep=10)
    traces.watch(TurnEnded("2", 1.0, "answered", {"endpoint": 300.0}, 2.0))
    assert turns.measure(tmp_path).figures["turns"] == 1
