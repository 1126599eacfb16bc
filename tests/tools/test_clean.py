"""What a tool brought is made fit to be read."""

from __future__ import annotations

import json
import math
from datetime import datetime
from typing import Any

import pytest

from jarvisd.memory.clean import visible
from jarvisd.tools import clean


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("a\x00b\x1b[31mc", "ab[31mc"),
        ("\u202eevil\u202c", "evil"),
        ("\u2066门\u2069\u200b", "门"),
        ("ok\U000e0041\U000e0042", "ok"),
        ("a\ufe0fb\U000e0100", "a\ufe0fb"),
        ("half \ud800 sign", "half  sign"),
        ("two\nlines\tand a tab", "two\nlines\tand a tab"),
        ("new line\r\nand another\u2028", "new line\nand another\n"),
        ("🫨 \u061c好", "🫨 好"),
        ("👨\u200d👩\u200d👧 家", "👨\u200d👩\u200d👧 家"),
    ],
)
def test_only_what_can_be_seen_is_left(words: str, shown: str) -> None:
    assert visible(words) == shown
    assert clean.content({words: [words]}) == {shown: [shown]}


def test_an_error_is_one_short_line() -> None:
    assert clean.line("no\n\n  such\r\nlamp") == "no such lamp"
    assert len(clean.line("x" * 1_000_000)) == 500


def test_json_is_what_is_left_of_anything() -> None:
    class Odd:
        def __str__(self) -> str:
            return "odd"

    told = {
        "at": datetime(2026, 11, 22),
        3: Odd(),
        "none": None,
        "nan": math.nan,
        "inf": -math.inf,
        "big": 10**400,
        "set": {1},
        "raw": b"\x00",
    }
    kept = clean.content(told)
    assert kept["3"] == "odd"
    assert (kept["none"], kept["nan"], kept["inf"], kept["set"]) == (None, None, None, [1])
    assert json.loads(json.dumps(kept, allow_nan=False)) == kept


@pytest.mark.parametrize("told", [["a"], "a", 3])
def test_what_is_no_table_becomes_one(told: Any) -> None:
    assert clean.content(told) == {"result": told}
    assert clean.content(None) == {}


@pytest.mark.parametrize(
    "told",
    [
        {"page": "字" * 10_000_000},
        {"rows": ["x" * 50] * 100_000},
        {"rows": [[]] * 1_000_000},
        {str(number): number for number in range(100_000)},
        {"k" * 1_000_000: 1},
        {"numbers": list(range(1_000_000))},
    ],
)
def test_too_much_is_cut_and_says_so(told: dict[str, Any]) -> None:
    kept = json.dumps(clean.content(told), ensure_ascii=False)
    assert len(kept) < 3 * clean.LONGEST
    assert "…" in kept


def test_what_never_ends_is_cut() -> None:
    endless: dict[str, Any] = {}
    endless["again"] = endless
    deep: Any = "end"
    for _ in range(100_000):
        deep = [deep]
    assert "…" in json.dumps(clean.content(endless), ensure_ascii=False)
    assert "…" in json.dumps(clean.content({"deep": deep}), ensure_ascii=False)
