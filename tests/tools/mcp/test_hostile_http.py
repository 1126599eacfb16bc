"""Servers that speak MCP badly over HTTP: real sockets; each costs its own tools at most, never the house."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from jarvisd.database import open_database
from jarvisd.messages import ToolCall, ToolResult
from jarvisd.tools.bus import Bus
from jarvisd.tools.mcp import Mcp
from jarvisd.tools.mcp.pins import Pins
from jarvisd.tools.mcp.servers import read
from tests.tools.mcp.test_hostile import ASKED, _memory

pytestmark = pytest.mark.real_time

TOOL = {"name": "echo", "description": "Says it back.", "inputSchema": {"type": "object", "properties": {"text": {"type": "string"}}}}
# To whatever it is asked: status, type, body.
WRONG = {
    "locked": (401, "text/html", b"<html>log in"),
    "html": (200, "text/html", b"<html>Welcome to the hotel's network"),
    "fails": (500, "text/plain", b"no"),
    "nonsense": (200, "application/json", b'{"jsonrpc": "2.0", "id": ['),
}


class Stranger:
    """manner: one of WRONG, "mute", or what it does with calls: big, endless, silent, dies."""

    def __init__(self, manner: str) -> None:
        self.manner = manner

    async def talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while True:
                await self._answer(reader, writer)
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode().lower()
        length = next((int(line.split(":")[1]) for line in head.split("\r\n") if line.startswith("content-length:")), 0)
        asked = json.loads(await reader.readexactly(length) or b"{}")
        if self.manner == "mute":
            await reader.read()
            raise ConnectionError
        if (wrong := WRONG.get(self.manner)) is not None:
            await _send(writer, *wrong)
        elif head.startswith("get "):
            await _send(writer, 405, "text/plain", b"")
        elif "id" not in asked:
            await _send(writer, 202, "text/plain", b"")
        elif asked["method"] == "tools/call":
            await self._called(reader, writer, asked)
        else:
            told = {"jsonrpc": "2.0", "id": asked["id"], **_result(asked["method"], asked.get("params", {}))}
            await _send(writer, 200, "application/json", json.dumps(told).encode())

    async def _called(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, asked: dict[str, Any]) -> None:
        """Raises where nothing more is to be answered."""
        match self.manner:
            case "big":
                content = {"content": [{"type": "text", "text": "big " * (10 * 1024 * 256)}]}
                told = {"jsonrpc": "2.0", "id": asked["id"], "result": content}
                await _send(writer, 200, "application/json", json.dumps(told).encode())
            case "endless":
                writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\ndata: ")
                while True:
                    writer.write(b"x" * 65_536)
                    await writer.drain()
            case "silent":
                await reader.read()  # until nobody waits any more
        raise ConnectionError  # it dies in mid-call


def _result(method: str, params: dict[str, Any]) -> dict[str, Any]:
    match method:
        case "initialize":
            server = {"name": "stranger", "version": "1"}
            return {"result": {"protocolVersion": params["protocolVersion"], "capabilities": {"tools": {}}, "serverInfo": server}}
        case "tools/list":
            return {"result": {"tools": [TOOL]}}
    return {"error": {"code": -32601, "message": "no such method"}}


async def _send(writer: asyncio.StreamWriter, status: int, kind: str, body: bytes) -> None:
    writer.write(f"HTTP/1.1 {status} No\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body)
    await writer.drain()


@asynccontextmanager
async def house(folder: Path, manner: str, **more: Any) -> AsyncIterator[tuple[Mcp, Bus]]:
    stranger = Stranger(manner)
    listener = await asyncio.start_server(stranger.talk, "127.0.0.1", 0)
    table = {"url": f"http://127.0.0.1:{listener.sockets[0].getsockname()[1]}/mcp", "timeout": 3, "start": 4, **more}
    async with open_database(folder / "x.db") as database:
        mcp = Mcp(read({"far": table}, {}), Pins(database))
        async with mcp.running():
            await mcp.settled(20)
            yield mcp, Bus([mcp])
    listener.close()


async def say(bus: Bus) -> ToolResult:
    return await bus.call(ToolCall("1", "far_echo", {"text": "你好"}), ASKED)


@pytest.mark.parametrize(
    ("manner", "why"),
    [
        ("locked", "Server returned an error response (it answered 401: it does not take our headers, or there is no token among them)"),
        ("html", "Unexpected content type: text/html"),
        ("fails", "Server returned an error response (it answered 500)"),
        ("nonsense", "Failed to parse JSON response"),
        ("mute", "it did not answer in time"),
    ],
)
async def test_what_is_no_server_is_unavailable_with_a_reason(tmp_path: Path, manner: str, why: str) -> None:
    began = time.monotonic()
    async with house(tmp_path, manner) as (mcp, bus):
        (row,) = mcp.listed()
        assert (row.name, row.state, row.why) == ("far", "unavailable", why)
        assert "no tool called" in (await say(bus)).error
    assert time.monotonic() - began < 12


async def test_ten_megabytes_over_http_are_refused(tmp_path: Path) -> None:
    async with house(tmp_path, "big") as (_, bus):
        before, began = _memory(), time.monotonic()
        result = await say(bus)
        assert "the answer is longer than 2 MB" in result.error
        assert time.monotonic() - began < 4
        assert _memory() - before < 64


async def test_an_event_without_end_does_not_fill_the_memory(tmp_path: Path) -> None:
    async with house(tmp_path, "endless") as (_, bus):
        before, began = _memory(), time.monotonic()
        assert (await say(bus)).unsure
        assert time.monotonic() - began < 4
        assert _memory() - before < 64


@pytest.mark.parametrize("manner", ["silent", "dies"])
async def test_a_call_that_is_not_answered_leaves_it_unknown_within_its_time(tmp_path: Path, manner: str) -> None:
    async with house(tmp_path, manner) as (_, bus):
        began = time.monotonic()
        result = await say(bus)
        assert (result.unsure, time.monotonic() - began < 4) == (True, True), result
