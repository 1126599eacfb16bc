"""A language model's server on loopback that answers by script and notes what it was asked."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

HANG = object()  # nothing more comes, the line stays open
BREAK = object()  # the line is cut


@dataclass
class Asked:
    path: str
    headers: dict[str, str]
    body: dict[str, Any]
    raw: bytes = b""  # the body as it came


@dataclass
class Script:
    """One answer: pieces are texts, whole chunks, raw bytes, seconds of silence, HANG or BREAK.

    whole: not a stream but one JSON object. begins=False with HANG as the first piece: not even headers come.
    """

    pieces: Sequence[Any] = ()
    status: int = 200
    error: str = ""
    end: bool = True  # finish_reason and [DONE]
    reason: str = "stop"
    whole: Any = None
    begins: bool = True


@dataclass
class Server:
    port: int
    scripts: list[Script]
    asked: list[Asked] = field(default_factory=list)
    hung_up: asyncio.Event = field(default_factory=asyncio.Event)  # a caller left while nothing more came

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/v1"


def call(index: int | None, id: str | None = None, name: str | None = None, arguments: Any = None) -> dict[str, Any]:
    """A chunk with a piece of a call."""
    piece = {"id": id, "type": "function", "function": {"name": name, "arguments": arguments}}
    return chunk(None, tool_calls=[piece if index is None else {"index": index, **piece}])


def chunk(text: str | None = None, reason: str | None = None, **delta: Any) -> dict[str, Any]:
    choice = {"index": 0, "delta": {"content": text, **delta}, "finish_reason": reason}
    return {"id": "1", "object": "chat.completion.chunk", "created": 0, "model": "fake", "choices": [choice]}


@asynccontextmanager
async def serve(*scripts: Script) -> AsyncIterator[Server]:
    """Fails at the end if a script was not asked for."""
    talks: set[asyncio.Task[None]] = set()
    server = Server(0, list(scripts))

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task
        talks.add(task)
        try:
            await _answer(server, reader, writer)
        except (ConnectionError, asyncio.IncompleteReadError):
            pass  # the caller hung up, as some tests want
        finally:
            writer.close()
            talks.discard(task)

    listener = await asyncio.start_server(talk, "127.0.0.1", 0)
    server.port = listener.sockets[0].getsockname()[1]
    try:
        yield server
    finally:
        listener.close()
        await asyncio.gather(*talks)
    assert not server.scripts, f"{len(server.scripts)} answers were never asked for"


async def _answer(server: Server, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    head = (await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
    headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in head[1:] if line)}
    raw = await reader.readexactly(int(headers.get("content-length", 0)))
    server.asked.append(Asked(head[0].split()[1], headers, json.loads(raw or b"{}"), raw))
    script = server.scripts.pop(0)
    if script.whole is not None:
        told = json.dumps(script.whole).encode()
        writer.write(
            f"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\nContent-Length: {len(told)}\r\n\r\n".encode()
        )
        writer.write(told)
        await writer.drain()
        return
    if script.status != 200:
        told = json.dumps({"error": {"message": script.error, "type": "error", "code": None}}).encode()
        head_line = f"HTTP/1.1 {script.status} No\r\nContent-Type: application/json\r\nConnection: close\r\n"
        writer.write(f"{head_line}Content-Length: {len(told)}\r\n\r\n".encode())
        writer.write(told)
        await writer.drain()
        return
    if script.begins:
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n")
    ending = [chunk(reason=script.reason), b"data: [DONE]\n\n"] if script.end else []
    for piece in [*script.pieces, *ending]:
        match piece:
            case float():
                await asyncio.sleep(piece)
                continue
            case _ if piece is HANG:
                if not await reader.read(1):
                    server.hung_up.set()
                return
            case _ if piece is BREAK:
                return
            case bytes():
                line = piece
            case str():
                line = f"data: {json.dumps(chunk(piece))}\n\n".encode()
            case _:
                line = f"data: {json.dumps(piece)}\n\n".encode()
        writer.write(f"{len(line):x}\r\n".encode() + line + b"\r\n")
        await writer.drain()
    writer.write(b"0\r\n\r\n")
    await writer.drain()
