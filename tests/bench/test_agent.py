"""What bench agent reads and counts."""

from __future__ import annotations

from pathlib import Path

import pytest

from jarvisd.bench.agent import CASES, Case, Outcome, read, report
from jarvisd.bench.agent_tools import TOOLS
from jarvisd.errors import DataMissing
from jarvisd.messages import ToolCall


@pytest.mark.parametrize("language", ["en", "zh"])
def test_our_own_requests_try_every_tool_in_both_languages_and_hold_a_third_back(language: str) -> None:
    mine = [case for case in read(CASES) if case.language == language]
    assert len(mine) >= 60
    assert {case.tool for case in mine} == {tool.name for tool in TOOLS} | {""}
    assert sum(case.held for case in mine) * 3 >= len(mine)
    assert len({case.text for case in mine}) == len(mine)


def test_the_expected_arguments_are_ones_the_tool_has() -> None:
    known = {tool.name: tool.parameters["properties"] for tool in TOOLS}
    assert [case.text for case in read(CASES) if case.tool and not case.args.keys() <= known[case.tool].keys()] == []


@pytest.mark.parametrize(
    "line",
    [
        "no json",
        '{"text": "Hello"}',
        '{"text": "Hello", "language": "fr", "expect": null}',
        '{"text": "Fly", "language": "en", "expect": {"tool": "fly", "args": {}}}',
        '{"text": "Fly", "language": "en", "expect": 3}',
    ],
)
def test_a_line_that_is_no_case_is_named(tmp_path: Path, line: str) -> None:
    path = tmp_path / "cases.jsonl"
    path.write_text('{"text": "谢谢", "language": "zh", "expect": null}\n' + line)
    with pytest.raises(DataMissing, match=r"cases\.jsonl:2"):
        read(path)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(DataMissing, match="none"):
        read(tmp_path / "none.jsonl")


def test_right_tool_right_arguments_and_the_first_word_are_counted_by_language() -> None:
    lit = Case("Light", "en", "light", {"room": "kitchen"}, False)
    talk = Case("谢谢", "zh", "", {}, True)
    made = report(
        [
            Outcome(lit, (ToolCall("1", "light", {"room": "Kitchen"}),), 1000.0),
            Outcome(lit, (ToolCall("1", "light", {"room": "bedroom"}),), 3000.0),
            Outcome(lit, (), 500.0),
            Outcome(lit, (ToolCall("1", "volume", {"percent": 5}),), 2000.0),
            Outcome(talk, (), 700.0),
            Outcome(talk, (ToolCall("1", "volume", {"percent": 5}),), float("nan")),
        ],
        "embedded/tiny",
    )
    assert made.figures == {
        "en": {"tool": 50.0, "args": 25.0, "first_word_ms": 1500},
        "zh": {"tool": 50.0, "args": 50.0, "first_word_ms": 700},
    }
    assert [row[0] for row in made.rows] == ["en all", "en tuned", "zh all", "zh held"]
    assert not any("谢谢" in note for note in made.notes)
