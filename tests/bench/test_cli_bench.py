"""`jarvisd bench` as a person or a program calls it."""

import json
from pathlib import Path

import pytest

from jarvisd import cli


def called(*arguments: str) -> object:
    with pytest.raises(SystemExit) as ended:
        cli.main(["bench", *arguments])
    return ended.value.code


def test_without_its_data_a_bench_ends_with_2_and_a_word(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert called("stt", "--json", "--data", str(tmp_path / "none")) == 2
    said = capsys.readouterr()
    assert not said.out
    assert "--data DIR" in said.err


def test_without_turns_bench_turns_ends_with_2(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert called("turns", "--state", str(tmp_path)) == 2
    assert "no turn was traced yet" in capsys.readouterr().err


def test_json_is_one_object_and_the_notes_stay_out_of_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    row = {"turn": "1", "at": "2026-11-22T12:00:00+00:00", "outcome": "answered", "timings": {"first_audio": 480.0}}
    (tmp_path / "traces.jsonl").write_text(json.dumps(row) + "\n")
    assert called("turns", "--state", str(tmp_path), "--json") == 0
    said = capsys.readouterr()
    assert json.loads(said.out)["median_ms"]["first_audio"] == 480
    assert "end of speech" in said.err


def test_for_people_it_is_a_table(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    row = {"turn": "1", "at": "2026-11-22T12:00:00+00:00", "outcome": "answered", "timings": {"first_audio": 480.0}}
    (tmp_path / "traces.jsonl").write_text(json.dumps(row) + "\n")
    assert called("turns", "--state", str(tmp_path)) == 0
    said = capsys.readouterr().out
    assert "first_audio" in said
    assert "480" in said


def test_a_bench_that_is_not_known_is_a_wrong_call(capsys: pytest.CaptureFixture[str]) -> None:
    assert called("everything") == 2
    assert "latency" in capsys.readouterr().err
