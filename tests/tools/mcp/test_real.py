"""Servers that others wrote: time over stdio, filesystem over stdio, everything over stdio, streamable HTTP and the old SSE."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from jarvisd.database import open_database
from jarvisd.messages import Caller, ToolCall, ToolResult
from jarvisd.tools import Asked
from jarvisd.tools.bus import Bus
from jarvisd.tools.mcp import Mcp
from jarvisd.tools.mcp.pins import Pins
from jarvisd.tools.mcp.servers import read

pytestmark = [pytest.mark.system, pytest.mark.real_time]

TIME = str(Path(sys.executable).with_name("mcp-server-time"))
NPM = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "jarvisd/test-servers/node_modules/.bin"  # scripts/setup test
ASKED = Asked(Caller(), "c", "en", datetime(2026, 11, 23, tzinfo=UTC))


@asynccontextmanager
async def house(folder: Path, tables: dict[str, dict[str, Any]]) -> AsyncIterator[tuple[Mcp, Bus]]:
    async with open_database(folder / "x.db") as database:
        mcp = Mcp(read(tables, {}), Pins(database))
        bus = Bus([mcp])
        async with mcp.running():
            await mcp.settled(90)
            assert {row.state for row in mcp.listed()} == {"ready"}, mcp.listed()
            yield mcp, bus


@contextmanager
def everything(manner: str, port: int) -> Iterator[subprocess.Popen[bytes]]:
    """The npm server over HTTP, on that port, until this is left."""
    env = os.environ | {"PORT": str(port)}
    quiet = subprocess.DEVNULL
    process = subprocess.Popen(["node", str(NPM / "mcp-server-everything"), manner], env=env, stdin=quiet, stdout=quiet, stderr=quiet)
    try:
        for _ in range(600):
            with suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
                break
            process_ended = process.poll()
            assert process_ended is None, "the server has ended"
            signal.sigtimedwait([], 0.1)
        yield process
    finally:
        process.kill()
        process.wait()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


async def do(bus: Bus, name: str, **arguments: Any) -> ToolResult:
    return await bus.call(ToolCall("1", name, arguments), ASKED)


async def becomes(mcp: Mcp, wanted: str, seconds: float = 60) -> None:
    async with asyncio.timeout(seconds):
        while {row.state for row in mcp.listed()} != {wanted}:  # noqa: ASYNC110  # another process decides
            await asyncio.sleep(0.05)


async def test_the_time_server_tells_the_time(tmp_path: Path) -> None:
    async with house(tmp_path, {"time": {"command": TIME, "args": ["--local-timezone", "Asia/Shanghai"]}}) as (mcp, bus):
        assert [tool.name for tool in mcp.tools()] == ["time_get_current_time", "time_convert_time"]
        told = await do(bus, "time_convert_time", source_timezone="Asia/Shanghai", time="16:30", target_timezone="Europe/London")
        assert told.content["result"]["time_difference"] in ("-8.0h", "-7.0h")
        assert "wrong arguments" in (await do(bus, "time_convert_time", time=5)).error
        assert "Nowhere" in (await do(bus, "time_get_current_time", timezone="Nowhere/Land")).error


async def test_the_filesystem_server_reads_within_its_folder_only(tmp_path: Path) -> None:
    shared = tmp_path / "shared"
    shared.mkdir()
    (shared / "note.txt").write_text("喂猫", encoding="utf-8")
    (tmp_path / "secret.txt").write_text("no")
    command = {"command": "node", "args": [str(NPM / "mcp-server-filesystem"), str(shared)]}
    async with house(tmp_path, {"files": command}) as (_, bus):
        assert "喂猫" in str((await do(bus, "files_read_text_file", path=str(shared / "note.txt"))).content)
        assert "denied" in (await do(bus, "files_read_text_file", path=str(tmp_path / "secret.txt"))).error


async def test_the_everything_server_by_stdio(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JARVISD_SECRET", "not for strangers")
    command = {"command": "node", "args": [str(NPM / "mcp-server-everything")], "env": {"HELLO": "你好"}}
    async with house(tmp_path, {"all": command}) as (_, bus):
        assert (await do(bus, "all_echo", message="你好")).content == {"text": "Echo: 你好"}
        assert "[a picture, image/png" in (await do(bus, "all_get-tiny-image")).content["text"]
        environment = str((await do(bus, "all_get-env")).content)
        assert "HELLO" in environment
        assert "not for strangers" not in environment


@pytest.mark.parametrize(("manner", "transport", "path"), [("streamableHttp", "http", "mcp"), ("sse", "sse", "sse")])
async def test_the_everything_server_over_http_is_killed_and_comes_back(tmp_path: Path, manner: str, transport: str, path: str) -> None:
    port = free_port()
    table = {"url": f"http://127.0.0.1:{port}/{path}", "transport": transport, "timeout": 5}
    with everything(manner, port) as process:
        async with house(tmp_path, {"all": table}) as (mcp, bus):
            assert (await do(bus, "all_echo", message="你好")).content == {"text": "Echo: 你好"}
            process.kill()
            process.wait()
            began = asyncio.get_running_loop().time()
            assert (await do(bus, "all_echo", message="你好")).error
            assert asyncio.get_running_loop().time() - began < 6
            await becomes(mcp, "unavailable")
            with everything(manner, port):
                await becomes(mcp, "ready")
                assert (await do(bus, "all_echo", message="再来")).content == {"text": "Echo: 再来"}
