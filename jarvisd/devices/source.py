"""Which source a sound server (PulseAudio, PipeWire) really records us from: it moves streams without a word when a device goes."""

from __future__ import annotations

import asyncio
import json
import os
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Any

_PATIENCE = 2.0  # seconds for one answer of the sound server
_SETTLING = 0.5  # seconds until the server surely tells of changes; those of before are looked for once


async def source() -> str | None:
    """The name of the source, None where it cannot be known (no pactl, no sound server, or it does not record us)."""
    streams = await _list("source-outputs")
    ours = [s["source"] for s in streams if s.get("properties", {}).get("application.process.id") == str(os.getpid())]
    names = {s["index"]: s["name"] for s in await _list("sources")} if ours else {}
    return names.get(ours[-1]) if ours else None


async def moves() -> AsyncGenerator[None, None]:
    """One item each time something may have changed about who records from where; ends with the sound server. The caller closes it."""
    async with _pactl("subscribe") as process:
        if process is None or process.stdout is None:
            return
        await asyncio.sleep(_SETTLING)
        yield
        async for line in process.stdout:
            if b"source-output" in line:
                yield


async def _list(kind: str) -> list[dict[str, Any]]:
    async with _pactl("--format=json", "list", kind) as process:
        if process is None:
            return []
        try:
            async with asyncio.timeout(_PATIENCE):
                said, _ = await process.communicate()
            answer = json.loads(said)
        except (TimeoutError, ValueError):  # an old pactl speaks no JSON
            return []
    return answer if isinstance(answer, list) else []


@asynccontextmanager
async def _pactl(*words: str) -> AsyncIterator[Process | None]:
    """The process, None where there is no pactl; it is gone at the end."""
    try:  # LC_ALL: in some languages its JSON has commas in its numbers
        process = await asyncio.create_subprocess_exec("env", "LC_ALL=C", "pactl", *words, stdin=DEVNULL, stdout=PIPE, stderr=DEVNULL)
    except OSError:
        yield None
        return
    try:
        yield process
    finally:
        with suppress(ProcessLookupError):
            process.kill()
        await process.wait()
