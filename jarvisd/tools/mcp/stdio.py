"""Speaks with an MCP server by its standard input and output, whatever it writes and however much."""

from __future__ import annotations

import json
import re
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from typing import Any

import anyio
from mcp.shared.message import SessionMessage
from mcp_types import jsonrpc_message_adapter

from jarvisd.tools import foreign
from jarvisd.tools.mcp.servers import Server

_ID = re.compile(rb'"id"\s*:\s*(\d+)')
_GONE = (anyio.ClosedResourceError, anyio.BrokenResourceError)


@asynccontextmanager
async def stdio(server: Server, complaints: foreign.Complaints, over: Callable[[], None]) -> AsyncIterator[tuple[Any, Any]]:
    """A transport of the client; over() is told when nothing more will come. ToolError where the program cannot be started.

    Not the client's own: that one reads lines of any length and logs what it cannot read.
    """
    incoming, read = anyio.create_memory_object_stream[SessionMessage | Exception](0)
    write, outgoing = anyio.create_memory_object_stream[SessionMessage](0)
    async with foreign.started((server.command, *server.args), complaints, server.env, server.folder) as process:
        stdin, stdout = process.stdin, process.stdout
        assert stdin is not None
        assert stdout is not None

        async def hear() -> None:
            async with incoming:
                with suppress(*_GONE):
                    lines = foreign.Lines(stdout)
                    while (line := await lines.next()) is not None:
                        if (message := _message(*line)) is not None:
                            await incoming.send(message)
            over()

        async def tell() -> None:
            with suppress(ConnectionError, *_GONE):
                async with outgoing:
                    async for message in outgoing:
                        stdin.write(message.message.model_dump_json(by_alias=True, exclude_unset=True).encode() + b"\n")
                        await stdin.drain()
            await incoming.aclose()  # it hears nothing any more: whoever waits for an answer need not

        async with anyio.create_task_group() as group:
            group.start_soon(hear)
            group.start_soon(tell)
            try:
                yield read, write
            finally:
                read.close()
                write.close()
                group.cancel_scope.cancel()


def _message(line: bytes, whole: bool) -> SessionMessage | None:
    """None for what is no message: some servers print what they are about to do."""
    if not line.strip():
        return None
    if not whole:
        return _too_long(line)
    try:
        return SessionMessage(jsonrpc_message_adapter.validate_json(line, by_name=False))
    except ValueError:
        return None


def _too_long(ends: bytes) -> SessionMessage | None:
    """An answer in the place of the one that was too long to be read."""
    id = _ID.search(ends)
    if id is None:
        return None
    error: dict[str, Any] = {"code": -32603, "message": f"its answer is longer than {foreign.LINE // 1024 // 1024} MB"}
    answer = {"jsonrpc": "2.0", "id": int(id[1]), "error": error}
    return SessionMessage(jsonrpc_message_adapter.validate_json(json.dumps(answer), by_name=False))
