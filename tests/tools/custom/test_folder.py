"""A folder of somebody's files: they become tools while the house runs, and none of them can hold it up or end it."""

from __future__ import annotations

import asyncio
import json
import os
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from jarvisd.messages import Caller, ToolCall, ToolResult
from jarvisd.tools import Asked
from jarvisd.tools.bus import Bus
from jarvisd.tools.custom.folder import Folder

pytestmark = [pytest.mark.system, pytest.mark.real_time]

CAT = '''
import os, sys, time
from typing import Annotated, Literal
from pydantic import Field
from jarvisd.tools.custom import risk

TIMEOUT = 2
print("loud while it is read")

@risk("reversible", trusted=True)
def feed_cat(grams: Annotated[int, Field(ge=1, le=200, description="how much")] = 30, bowl: Literal["kitchen", "厨房"] = "kitchen") -> dict:
    """Feeds the cat."""
    print("loud" * 100_000)
    return {"grams": grams, "bowl": bowl}

@risk("dangerous")
async def open_flap() -> bool:
    """Opens the cat flap."""
    return True

def raises(): raise ValueError("no\\u202e cat")
def blocks(): time.sleep(1000)
def spins():
    while True: pass
def exits(): sys.exit(3)
def dies(): os._exit(3)
def reads(): return input()
def floods(): return "x" * 10_000_000
def strange(): return object
def untyped(x): ...
def _private(): ...
'''
ASKED = Asked(Caller(), "c", "en", datetime(2026, 11, 23, tzinfo=UTC))


@asynccontextmanager
async def house(path: Path) -> AsyncIterator[tuple[Folder, Bus]]:
    folder = Folder(path)
    bus = Bus([folder])
    async with folder.running():
        await folder.settled(60)
        yield folder, bus


def states(folder: Folder) -> dict[str, str]:
    return {row.name: row.state for row in folder.listed()}


async def do(bus: Bus, name: str, **arguments: Any) -> ToolResult:
    return await bus.call(ToolCall("1", name, arguments), ASKED)


async def until(done: Any) -> None:
    async with asyncio.timeout(30):
        while not done():  # noqa: ASYNC110  # a file is looked at now and then
            await asyncio.sleep(0.05)


async def test_typed_functions_are_tools_with_their_schema_risk_and_words(tmp_path: Path) -> None:
    (tmp_path / "cat.py").write_text(CAT, encoding="utf-8")
    async with house(tmp_path) as (folder, bus):
        rows = {row.name: row for row in folder.listed()}
        assert (rows["feed_cat"].risk, rows["feed_cat"].source, rows["feed_cat"].description) == (
            "reversible",
            "file cat.py",
            "Feeds the cat.",
        )
        assert (rows["open_flap"].risk, rows["raises"].risk) == ("dangerous", "sensitive")
        assert "write x: str" in rows["untyped"].why
        assert "_private" not in rows
        tools = {tool.name: tool for tool in folder.tools()}
        assert tools["feed_cat"].parameters["properties"]["grams"] == {
            "default": 30, "description": "how much", "maximum": 200, "minimum": 1, "type": "integer",
        }  # fmt: skip
        assert (tools["feed_cat"].untrusted, tools["raises"].untrusted, tools["raises"].deadline) == (False, True, 2.0)
        assert (await do(bus, "feed_cat", grams=50, bowl="厨房")).content == {"grams": 50, "bowl": "厨房"}
        assert "maximum of 200" in (await do(bus, "feed_cat", grams=500)).error
        assert (await do(bus, "open_flap")).question


async def test_a_function_that_raises_blocks_prints_exits_or_dies_harms_only_its_own_call(tmp_path: Path) -> None:
    (tmp_path / "cat.py").write_text(CAT, encoding="utf-8")
    (tmp_path / "dog.py").write_text('def walk(far: int) -> int:\n    "走一走。"\n    return far + 1\n', encoding="utf-8")
    async with house(tmp_path) as (_, bus):
        assert (await do(bus, "raises")).error == "raises failed: ValueError: no cat."
        assert (await do(bus, "exits")).error == "exits failed: it tried to end the program."
        assert "EOFError" in (await do(bus, "reads")).error
        assert (await do(bus, "floods")).error == "floods failed: it brought more than 256 KB."
        assert (await do(bus, "strange")).content == {"result": "<class 'object'>"}
        for name in ("blocks", "spins"):
            began = time.monotonic()
            stuck = asyncio.create_task(do(bus, name))
            assert (await do(bus, "walk", far=1)).content == {"result": 2}  # another file, meanwhile
            result = await stuck
            assert (result.unsure, time.monotonic() - began < 4) == (True, True)
        died = await do(bus, "dies")
        assert "cat.py ended during the call" in died.error or "did not finish" in died.error
        for _ in range(5):  # it is started again, with back-off
            result = await do(bus, "feed_cat")
            if not result.error:
                break
        assert result.content == {"grams": 30, "bowl": "kitchen"}


async def test_a_broken_file_is_named_with_its_error_and_the_others_work(tmp_path: Path) -> None:
    (tmp_path / "bad.py").write_text("def broken(:\n")
    (tmp_path / "crash.py").write_text("raise RuntimeError('no')\n")
    (tmp_path / "leaves.py").write_text("import os\nos._exit(1)\n")
    (tmp_path / "empty.py").write_text("x = 1\n")
    (tmp_path / "risky.py").write_text('RISK = "none"\ndef a(): ...\n')
    (tmp_path / "good.py").write_text('RISK = "read"\ndef good() -> str:\n    return "好"\n', encoding="utf-8")
    (tmp_path / "worse.json").write_text("{")
    async with house(tmp_path) as (folder, bus):
        why = {row.name: row.why for row in folder.listed() if row.state == "broken"}
        assert why["bad.py"] == "line 1: invalid syntax"
        assert why["crash.py"] == "RuntimeError: no"
        assert "ended while it was read" in why["leaves.py"]
        assert "no function" in why["empty.py"]
        assert "'none' is not known" in why["a"]
        assert "worse.json" in why
        assert (await do(bus, "good")).content == {"result": "好"}


async def test_files_come_change_and_go_while_the_house_runs(tmp_path: Path) -> None:
    folder_path = tmp_path / "tools"
    async with house(folder_path) as (folder, bus):
        assert folder.tools() == []
        folder_path.mkdir()
        file = folder_path / "one.py"
        file.write_text('RISK = "read"\ndef one() -> int:\n    return 1\n')
        (folder_path / "two.json").write_text(json.dumps({"command": ["echo", "二"], "risk": "read"}), encoding="utf-8")
        await until(lambda: states(folder) == {"one": "ready", "two": "ready"})
        assert (await do(bus, "one")).content == {"result": 1}
        assert (await do(bus, "two")).content == {"text": "二"}
        file.write_text('RISK = "read"\ndef uno() -> int:\n    return 100\n')
        await until(lambda: states(folder) == {"uno": "ready", "two": "ready"})
        assert (await do(bus, "uno")).content == {"result": 100}
        file.unlink()
        await until(lambda: states(folder) == {"two": "ready"})


async def test_a_command_is_bounded_in_time_and_output_and_its_failure_is_told(tmp_path: Path) -> None:
    def command(name: str, *words: str, **more: Any) -> None:
        (tmp_path / f"{name}.json").write_text(json.dumps({"command": list(words), "risk": "read", **more}))

    command("hangs", "sleep", "100", timeout=1)
    command("floods", "sh", "-c", "yes | head -c 10000000")
    command("fails", "sh", "-c", "echo no luck >&2; exit 3")
    command("missing", "/no/such/program")
    command("echoes", "cat", parameters={"properties": {"text": {"type": "string"}}})
    command("counts", "sh", "-c", "env | cut -d= -f1 | sort | tr '\\n' ' '")
    os.environ["JARVISD_SECRET"] = "x"
    async with house(tmp_path) as (_, bus):
        began = time.monotonic()
        assert (await do(bus, "hangs")).unsure
        assert time.monotonic() - began < 3
        assert len((await do(bus, "floods")).content["text"]) < 20_000
        assert (await do(bus, "fails")).error == "fails failed: no luck."
        assert "cannot be started" in (await do(bus, "missing")).error
        assert (await do(bus, "echoes", text="你好")).content == {"text": "你好"}
        assert "JARVISD_SECRET" not in (await do(bus, "counts")).content["text"]
    del os.environ["JARVISD_SECRET"]


async def test_a_file_that_everybody_may_write_to_is_not_run(tmp_path: Path) -> None:
    file = tmp_path / "open.py"
    file.write_text("def a(): ...\n")
    file.chmod(0o666)
    async with house(tmp_path) as (folder, _):
        (row,) = folder.listed()
        assert (row.state, "chmod o-w" in row.why) == ("broken", True)
