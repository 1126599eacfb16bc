"""The Wyoming protocol as far as the comparison speaks it: a line of JSON, then data and payload of the lengths it names."""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from jarvisd.audio import RATE
from jarvisd.errors import JarvisError

FORMAT = {"rate": RATE, "width": 2, "channels": 1}
PATIENCE = 30.0  # seconds for one answer of a warm engine


@dataclass(frozen=True, slots=True)
class Word:
    """One message, either way."""

    kind: str
    content: Mapping[str, Any] = field(default_factory=dict)
    payload: bytes = b""


@dataclass(frozen=True, slots=True)
class Line:
    """A connection to one server."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter

    async def say(self, word: Word) -> None:
        content = json.dumps(word.content).encode()
        head = {"type": word.kind, "data_length": len(content), "payload_length": len(word.payload)}
        self.writer.write(json.dumps(head).encode() + b"\n" + content + word.payload)
        await self.writer.drain()

    async def hear(self, *kinds: str) -> Word:
        """The next message of one of these kinds; others are passed over."""
        async with asyncio.timeout(PATIENCE):
            while True:
                head = json.loads(await self.reader.readline() or "{}")
                if not head:
                    raise JarvisError(f"the server hung up before it said {' or '.join(kinds)}; its log is in the peers' folder")
                content = json.loads(await self.reader.readexactly(head.get("data_length") or 0) or "{}")
                payload = await self.reader.readexactly(head.get("payload_length") or 0)
                if head["type"] in kinds:
                    return Word(head["type"], {**head.get("data", {}), **content}, payload)


@asynccontextmanager
async def line(port: int) -> AsyncIterator[Line]:
    """A new connection, as Home Assistant opens one for every stage."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        yield Line(reader, writer)
    finally:
        writer.close()
        with contextlib.suppress(ConnectionError):
            await writer.wait_closed()


def chunk(pcm: bytes, milliseconds: int) -> Word:
    return Word("audio-chunk", {**FORMAT, "timestamp": milliseconds}, pcm)
