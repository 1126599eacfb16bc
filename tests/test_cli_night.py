"""`jarvisd memory sleep`, `proposals` and `diary` as a person and a program meet them, with no language model."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, TypeAlias

import pytest

from jarvisd import cli
from jarvisd.database import open_database
from jarvisd.memory import ToolUse, Turn
from jarvisd.memory.library import open_library

Say: TypeAlias = Callable[..., str]


@pytest.fixture(autouse=True)
def _own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither this machine's settings nor its daemon."""
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("JARVISD_STATE", str(tmp_path / "state"))
    for name in ("XDG_CONFIG_HOME", "XDG_STATE_HOME", "JARVISD_CONFIG"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def said(capsys: pytest.CaptureFixture[str]) -> Say:
    """What `jarvisd memory WORDS` prints; where it fails, the sentence on stderr."""

    def call(*words: str, status: int = 0) -> str:
        with pytest.raises(SystemExit) as ended:
            cli.main(["memory", *words])
        printed = capsys.readouterr()
        assert bool(ended.value.code) == bool(status), printed
        return (printed.err or str(ended.value.code)) if status else printed.out

    return call


@pytest.fixture
def told(said: Say) -> Callable[..., Any]:
    return lambda *words: json.loads(said(*words, "--json"))


def talked(state: Path) -> None:
    """A week in which the volume was put down every evening."""

    async def keep() -> None:
        async with open_database(state / "jarvisd.db") as database:
            recall = (await open_library(database, None)).recall
            yesterday = datetime.now().astimezone().replace(hour=21, minute=40) - timedelta(days=1)
            for back in range(6):
                quiet = ToolUse("volume", {"level": 20}, {"volume": 20})
                at = yesterday - timedelta(days=back)
                await recall.keep(Turn(at, "kitchen", "tom", "", "zh", "把音量调到百分之二十", "好的。", "intents", (quiet,)))
            await recall.keep(Turn(yesterday, "kitchen", "tom", "", "en", "From now on, always whisper at night.", "", "house"))

    asyncio.run(keep())


@pytest.mark.slow
def test_the_night_is_done_at_once_answered_and_read(tmp_path: Path, said: Say, told: Callable[..., Any]) -> None:
    talked(tmp_path / "state")
    assert said("proposals") == "none\n"
    assert told("sleep") == {
        "turns": 7, "facts": 0, "known": 0, "proposals": 2, "merged": 0, "decayed": 0, "pages": 6, "woken": False
    }  # fmt: skip
    rule, habit = told("proposals")["proposals"]
    assert (rule["kind"], rule["line"], rule["state"]) == ("rule", "From now on, always whisper at night", "open")
    assert habit["text"] == "最近7个晚上有6个晚上，你在21:40左右说：“把音量调到百分之二十”。以后要我自己来做吗？"
    assert told("proposals", "accept", str(habit["id"]))["state"] == "accepted"
    assert "declined" in said("proposals", "decline", str(rule["id"]))
    assert said("show", "routines").endswith("每天21:40左右：把音量调到百分之二十\n")
    assert told("history", "routines")["edits"][0]["author"] == "sleeptime"
    assert told("proposals")["proposals"] == []
    assert len(told("proposals", "--all")["proposals"]) == 2
    pages = told("diary")["pages"]
    assert len(pages) == 6
    assert pages[0]["text"] == "这天和家里说了2次话（Tom）；做了：volume（1次）。"
    assert said("diary", pages[-1]["day"]).startswith(pages[-1]["day"])
    assert "0 turns looked at" in said("sleep")
    week = told("stats")["week"]
    assert (week["turns"], week["tools"], week["by"]) == (7, {"volume": 6}, {"intents": 6, "house": 1})
    assert "7 days     7 turns, 6 tool calls, 0 of them failed, until" in said("stats")
    assert told("sleep")["proposals"] == 0


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("proposals", "accept", "7"), "no proposal 7 waits"),
        (("proposals", "decline"), "give the number"),
        (("diary", "2026-02-30"), "no such day"),
        (("diary", "2020-01-01"), "no page for 2020-01-01"),
        (("diary", "--limit", "0"), "between 1 and"),
    ],
)
def test_what_is_not_there_is_said(said: Say, words: tuple[str, ...], why: str) -> None:
    assert why in said(*words, status=1)
