"""Real processes that speak MCP badly: each costs its own tools at most, never the house."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from jarvisd.database import open_database
from jarvisd.messages import Caller, ToolCall, ToolResult
from jarvisd.tools import Asked
from jarvisd.tools.bus import Bus
from jarvisd.tools.clean import LONGEST
from jarvisd.tools.mcp import Mcp
from jarvisd.tools.mcp.pins import Pins
from jarvisd.tools.mcp.servers import read

pytestmark = [pytest.mark.system, pytest.mark.real_time]

HOSTILE = str(Path(__file__).with_name("hostile.py"))
ASKED = Asked(Caller(), "c", "en", datetime(2026, 11, 23, tzinfo=UTC))


@asynccontextmanager
async def house(folder: Path, *manners: str, file: Path | None = None, **more: Any) -> AsyncIterator[tuple[Mcp, Bus]]:
    tables = {
        manner: {"command": sys.executable, "args": [HOSTILE, manner, *([str(file)] if file else [])], "timeout": 3, **more}
        for manner in manners
    }
    async with open_database(folder / "x.db") as database:
        mcp = Mcp(read(tables, {}), Pins(database))
        bus = Bus([mcp])
        async with mcp.running():
            await mcp.settled(60)
            yield mcp, bus


async def say(bus: Bus, manner: str, text: str = "你好") -> ToolResult:
    return await bus.call(ToolCall("1", f"{manner}_echo", {"text": text}), ASKED)


def state(mcp: Mcp, name: str) -> str:
    return next(row.state for row in mcp.listed() if row.name == name)


async def becomes(mcp: Mcp, name: str, wanted: str, seconds: float = 30) -> None:
    async with asyncio.timeout(seconds):
        while state(mcp, name) != wanted:  # noqa: ASYNC110  # another process decides
            await asyncio.sleep(0.05)


async def test_a_flood_of_complaints_and_a_child_that_holds_the_output_open_cost_nothing(tmp_path: Path) -> None:
    async with house(tmp_path, "floods", "child") as (_, bus):
        assert (await say(bus, "floods")).content == {"text": "你好"}
        assert (await say(bus, "child")).content == {"text": "你好"}
        began = time.monotonic()
    assert time.monotonic() - began < 3


async def test_one_that_never_answers_is_given_up_and_the_others_work(tmp_path: Path) -> None:
    async with house(tmp_path, "mute", "plain", start=2) as (mcp, bus):
        assert [(row.state, row.why) for row in mcp.listed() if row.source == "mcp mute"] == [("unavailable", "it did not answer in time")]
        assert (await say(bus, "plain")).content == {"text": "你好"}


async def test_a_call_without_an_answer_ends_at_its_deadline(tmp_path: Path) -> None:
    async with house(tmp_path, "silent") as (_, bus):
        began = time.monotonic()
        result = await say(bus, "silent")
        assert time.monotonic() - began < 4
        assert (result.unsure, "within 3 seconds" in result.error) == (True, True)


async def test_ten_megabytes_are_refused_and_what_is_large_is_cut(tmp_path: Path) -> None:
    async with house(tmp_path, "huge", "large") as (_, bus):
        began = time.monotonic()
        assert (await say(bus, "huge")).error == "huge says: its answer is longer than 2 MB"
        assert time.monotonic() - began < 3
        assert len((await say(bus, "large")).content["text"]) <= LONGEST + 1


async def test_a_line_without_end_does_not_fill_the_memory(tmp_path: Path) -> None:
    async with house(tmp_path, "endless", "plain") as (_, bus):
        before = _memory()
        assert (await say(bus, "endless")).unsure
        assert (await say(bus, "plain")).content == {"text": "你好"}
        assert _memory() - before < 64


async def test_an_invalid_schema_disables_only_that_tool(tmp_path: Path) -> None:
    async with house(tmp_path, "invalid") as (mcp, bus):
        assert [row.state for row in mcp.listed()] == ["ready", "broken", "broken", "broken", "broken"]
        assert (await say(bus, "invalid")).content == {"text": "你好"}


async def test_one_that_dies_in_mid_call_leaves_it_unknown_and_is_started_again(tmp_path: Path) -> None:
    async with house(tmp_path, "dies") as (mcp, bus):
        result = await say(bus, "dies")
        assert (result.unsure, "went away during the call" in result.error) == (True, True)
        await becomes(mcp, "dies_echo", "ready")


async def test_sampling_and_elicitation_are_declined(tmp_path: Path) -> None:
    async with house(tmp_path, "asks") as (_, bus):
        assert (await say(bus, "asks")).content == {"text": "Sampling not supported / Elicitation not supported"}


async def test_what_cannot_be_seen_is_taken_out_and_pictures_are_named_only(tmp_path: Path) -> None:
    async with house(tmp_path, "tricky") as (mcp, bus):
        description = mcp.tools()[0].description
        assert description.startswith("Says it back. [31mxxx")
        assert len(description) == 1000
        assert (await say(bus, "tricky", "fail")).error == "echo failed: no way"
        assert (await say(bus, "tricky", "picture")).content == {"text": "picture\n[a picture, image/png, 29 KB: not shown]"}


async def test_a_description_that_changes_under_way_disables_the_tool(tmp_path: Path) -> None:
    file = tmp_path / "description"
    file.write_text("Says it back.")
    async with house(tmp_path, "tells", file=file) as (mcp, bus):
        await say(bus, "tells", str(file))
        await becomes(mcp, "tells_echo", "changed")
        assert "no tool called" in (await say(bus, "tells")).error
        assert await mcp.accept("tells_echo")
        assert state(mcp, "tells_echo") == "ready"


async def test_a_killed_server_comes_back(tmp_path: Path) -> None:
    async with house(tmp_path, "plain") as (mcp, bus):
        for pid in _children():
            os.kill(pid, signal.SIGKILL)
        await becomes(mcp, "plain_echo", "unavailable")
        await becomes(mcp, "plain_echo", "ready")
        assert (await say(bus, "plain")).content == {"text": "你好"}
    assert _children() == []


def _children() -> list[int]:
    """The hostile servers that this process started."""
    found = []
    for task in Path("/proc/self/task").iterdir():
        for pid in map(int, (task / "children").read_text().split()):
            if HOSTILE.encode() in Path(f"/proc/{pid}/cmdline").read_bytes():
                found.append(pid)
    return found


def _memory() -> int:
    """Of this process, in MB."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") // 1024 // 1024
