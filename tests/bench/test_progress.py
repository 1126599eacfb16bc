"""How far a bench is: a bar on a terminal, now and then a line where its output goes into a file."""

from __future__ import annotations

import sys

import pytest

from jarvisd.bench.progress import Progress


def test_in_a_file_every_part_is_named_at_once_and_again_every_ten_seconds(capsys: pytest.CaptureFixture[str]) -> None:
    at = [100.0]
    progress = Progress(lambda: at[0])
    for number in range(1250):
        progress.show("rows", number, 1250, " so far" * (number == 640))
        at[0] += 0.015625
    progress.show("questions", 0, 7)
    assert capsys.readouterr().err.splitlines() == ["rows: 0 of 1,250", "rows: 640 of 1,250 so far", "questions: 0 of 7"]


def test_on_a_terminal_it_is_one_line_that_is_cleared_in_the_end(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    assert list(Progress().over("people", ["Ann", "Ben"])) == ["Ann", "Ben"]
    said = capsys.readouterr()
    assert not said.out
    assert said.err.split("\r\x1b[K") == ["", f"people  [{'.' * 24}]  0 of 2", f"people  [{'#' * 12}{'.' * 12}]  1 of 2", ""]


def test_the_same_part_begun_again_is_named_again(capsys: pytest.CaptureFixture[str]) -> None:
    progress = Progress(lambda: 0.0)
    for _ in range(2):
        list(progress.over("people", ["Ann"]))
    assert capsys.readouterr().err.splitlines() == ["people: 0 of 1"] * 2
