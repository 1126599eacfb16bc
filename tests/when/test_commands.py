"""jarvisd when shows what a phrase means, and jarvisd bench time counts what is understood."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path
from typing import Any

import pytest

from jarvisd.bench import time as bench
from jarvisd.cli import main

MONDAY = ("--now", "2026-11-23T10:00")


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str]:
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    return int(str(ended.value.code)), capsys.readouterr().out


@pytest.mark.parametrize(
    ("phrase", "language", "zone", "expected"),
    [
        ("明天下午三点", "zh", "Asia/Shanghai", {"start": "2026-11-24T15:00:00+08:00"}),
        ("tomorrow at seven", "en", "Europe/Vienna", {"start": "2026-11-24T07:00:00+01:00", "ambiguous": True}),
        ("every last Friday at 5 pm", "en", "America/New_York", {"start": "2026-11-27T17:00:00-05:00", "rule": "FREQ=MONTHLY;BYDAY=-1FR"}),
        ("一个半小时", "zh", "Asia/Shanghai", {"duration": 5400}),
        ("30 February", "en", "Europe/Vienna", {"refused": True}),
        ("", "zh", "Asia/Shanghai", {"refused": True}),
    ],
)
def test_a_phrase_is_shown_for_programs(
    capsys: pytest.CaptureFixture[str], phrase: str, language: str, zone: str, expected: dict[str, Any]
) -> None:
    status, out = run(capsys, "when", phrase, "--language", language, *MONDAY, "--zone", zone, "--json")
    whole = {"start": None, "rule": None, "duration": None, "ambiguous": False, "refused": False}
    assert (status, json.loads(out)) == (0, {**whole, **expected})


def test_now_with_an_offset_is_the_same_moment_in_the_zone(capsys: pytest.CaptureFixture[str]) -> None:
    _, out = run(capsys, "when", "in an hour", "--now", "2026-11-23T10:00+00:00", "--zone", "Asia/Shanghai", "--json")
    assert json.loads(out)["start"] == "2026-11-23T19:00:00+08:00"


@pytest.mark.parametrize(
    ("phrase", "said"),
    [
        ("remind me tomorrow at 3 pm to call mum", ["Tuesday, November 24, 2026", "3:00 PM", "call mum"]),
        ("提醒我明天七点给妈妈打电话", ["2026年11月24日，星期二", "早上七点整", "上午还是下午？", "给妈妈打电话"]),
        ("昨天下午三点", ["这个时间已经过去了"]),
        ("in minus five minutes", ["over already"]),
    ],
)
def test_a_phrase_is_told_to_people_in_its_language(capsys: pytest.CaptureFixture[str], phrase: str, said: list[str]) -> None:
    status, out = run(capsys, "when", phrase, *MONDAY, "--zone", "Europe/Vienna")
    assert status == 0
    for part in said:
        assert part in out


def test_a_text_of_a_megabyte_comes_from_a_pipe_and_is_refused(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO("七点".encode() * 200_000)))
    status, out = run(capsys, "when", "-", *MONDAY, "--zone", "Asia/Shanghai", "--json")
    assert (status, json.loads(out)["refused"]) == (0, True)


@pytest.mark.parametrize("wrong", [("--zone", "Mars/Olympus"), ("--zone", "../etc/passwd"), ("--now", "noon"), ("--language", "de")])
def test_a_wrong_call_is_a_wrong_call(capsys: pytest.CaptureFixture[str], wrong: tuple[str, str]) -> None:
    assert run(capsys, "when", "at noon", *wrong)[0] == 2


def test_the_bench_counts_what_is_right_and_what_is_wrong_without_a_doubt(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    noon = {"start": "2026-11-23T12:00:00+01:00"}
    rows = [
        {"text": "at noon", "expect": noon},
        {"text": "at noon", "expect": {"start": "2026-11-23T13:00:00+01:00"}},  # wrong without a doubt
        {"text": "at seven", "expect": noon},  # wrong, but asked back
        {"text": "banana", "expect": noon},  # wrong, but refused
    ]
    file = tmp_path / "cases.jsonl"
    shared = {"language": "en", "now": "2026-11-23T10:00", "zone": "Europe/Vienna"}
    file.write_text("\n".join(json.dumps({**shared, **row}) for row in rows), encoding="utf-8")
    status, out = run(capsys, "bench", "time", "--quick", "--cases", str(file), "--json")
    assert status == 0
    assert json.loads(out)["phrases"] == {"en": {"right": 25.0, "wrong_silently": 25.0}}


def test_what_nobody_said_is_not_asked_for_and_a_rule_may_be_written_otherwise(tmp_path: Path) -> None:
    file = tmp_path / "cases.jsonl"
    now = {"language": "en", "now": "2026-11-23T10:00", "zone": "Europe/Vienna"}
    rows: tuple[tuple[str, dict[str, Any], bool], ...] = (
        ("every Tuesday", {"rule": "FREQ=WEEKLY;BYDAY=TU"}, True),  # no hour was said: any will do
        ("every day at nine am until Friday", {"start": "2026-11-24T09:00:00+01:00", "rule": "FREQ=DAILY;COUNT=4"}, True),
        ("every day at nine am until Friday", {"start": "2026-11-24T09:00:00+01:00", "rule": "FREQ=DAILY;COUNT=5"}, False),
        ("every day at nine am", {"start": "2026-11-24T10:00:00+01:00", "rule": "FREQ=DAILY"}, False),
        ("every day at nine am", {"start": "2026-11-24T09:00:00+01:00"}, False),
        ("from two till four", {"ambiguous": True}, True),  # how long it lasts need not be said of what is asked back
    )
    for text, expect, right in rows:
        file.write_text(json.dumps({**now, "text": text, "expect": expect}), encoding="utf-8")
        (case,) = bench.read((file,))
        assert bench.outcome(case).right is right, text


@pytest.mark.parametrize(
    "line", ["no json", "[]", '{"text": "at noon"}', '{"text": "x", "language": "de", "now": "2026-11-23", "zone": "UTC", "expect": {}}']
)
def test_a_line_that_is_no_case_is_named(capsys: pytest.CaptureFixture[str], tmp_path: Path, line: str) -> None:
    file = tmp_path / "cases.jsonl"
    file.write_text(line, encoding="utf-8")
    with pytest.raises(SystemExit) as ended:
        main(["bench", "time", "--cases", str(file)])
    assert ended.value.code == 2
    assert f"{file}:1" in capsys.readouterr().err
