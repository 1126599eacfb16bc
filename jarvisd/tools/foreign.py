"""Programs of others: started apart from the house, with little of its environment, ended with all that they started."""

from __future__ import annotations

import asyncio
import os
import signal
from collections import deque
from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from pathlib import Path

from jarvisd.errors import ToolError
from jarvisd.tools import clean

LINE = 2 * 1024 * 1024  # bytes of one line that are read; more is dropped
_ENDS = 128  # bytes of the beginning and of the end that are kept of a line that is longer
_CHUNK = 64 * 1024
_CLOSED = 0.5  # seconds a program has to end by itself once nothing is to be read any more
_ASKED = 0.3  # seconds it has after it was asked to
_TAIL = 2_000  # characters of what it complained about last
_KEPT = ("PATH", "HOME", "USER", "LOGNAME", "SHELL", "LANG", "LC_ALL", "LC_CTYPE", "TZ", "TMPDIR", "SSL_CERT_FILE", "SSL_CERT_DIR")


class Complaints:
    """The last words that a program wrote to its standard error; the others are thrown away."""

    def __init__(self) -> None:
        self._tail = ""

    @property
    def last(self) -> str:
        """The last line with a letter in it, on one line; "" where there was none."""
        lines = [line for line in self._tail.splitlines() if any(map(str.isalpha, line))]
        return clean.line(lines[-1], 200) if lines else ""

    def note(self, line: str) -> None:
        """Something else that is known of it."""
        self._tail = f"{self._tail}\n{line}\n"[-_TAIL:]

    async def drain(self, stream: asyncio.StreamReader) -> None:
        while chunk := await stream.read(_CHUNK):
            self._tail = (self._tail + chunk[-_TAIL:].decode(errors="replace"))[-_TAIL:]


def environment(more: Mapping[str, str] = {}) -> dict[str, str]:
    """What a program of others gets of ours: where things are and which language, no keys and no settings."""
    return {name: os.environ[name] for name in _KEPT if name in os.environ} | dict(more)


@asynccontextmanager
async def started(
    command: Sequence[str], complaints: Complaints, env: Mapping[str, str] = {}, folder: str | Path = "", pass_fds: Iterable[int] = ()
) -> AsyncIterator[asyncio.subprocess.Process]:
    """It runs; left, it and everything it started is ended within a second. ToolError where it cannot be started."""
    pipe = asyncio.subprocess.PIPE
    try:
        process = await asyncio.create_subprocess_exec(
            *command,
            stdin=pipe,
            stdout=pipe,
            stderr=pipe,
            env=environment(env),
            cwd=Path(folder).expanduser() if folder else None,
            start_new_session=True,
            pass_fds=tuple(pass_fds),
            limit=_CHUNK,
        )
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise ToolError(f"{Path(command[0]).name} cannot be started: {reason}") from None
    assert process.stderr is not None
    draining = asyncio.create_task(complaints.drain(process.stderr))
    try:
        yield process
    finally:
        ending = asyncio.create_task(_end(process))
        try:
            await asyncio.shield(ending)
        finally:  # cancelled once more: it is ended all the same
            if not ending.done():
                _signal(process, signal.SIGKILL)
                await asyncio.wait({ending})
            draining.cancel()
            await asyncio.wait({draining})


class Lines:
    """What a program tells, line by line; waiting for the next may be cancelled, and nothing is lost."""

    def __init__(self, stream: asyncio.StreamReader) -> None:
        self._stream = stream
        self._ready: deque[tuple[bytes, bool]] = deque()
        self._parts: list[bytes] = []
        self._size = 0

    async def next(self) -> tuple[bytes, bool] | None:
        """The line without its end, and whether it is whole: of one that is too long only its beginning and its end. None: no more come."""
        while not self._ready:
            chunk = await self._stream.read(_CHUNK)
            if not chunk and not self._size:
                return None
            *whole, rest = chunk.split(b"\n") if chunk else (b"", b"")
            for piece in whole:
                self._add(piece)
                line = b"".join(self._parts)
                self._ready.append((line, True) if self._size <= LINE else (line[:_ENDS] + line[-_ENDS:], False))
                self._parts, self._size = [], 0
            self._add(rest)
        return self._ready.popleft()

    def _add(self, piece: bytes) -> None:
        self._parts.append(piece)
        self._size += len(piece)
        if self._size > LINE:
            line = b"".join(self._parts)
            self._parts = [line[:_ENDS], line[-_ENDS:]]


async def output(stream: asyncio.StreamReader, most: int) -> tuple[bytes, bool]:
    """What it told, at most so many bytes, and whether that is all; the rest is read and dropped."""
    told, whole = bytearray(), True
    while chunk := await stream.read(_CHUNK):
        room = most - len(told)
        told += chunk[:room]
        whole = whole and len(chunk) <= room
    return bytes(told), whole


async def _end(process: asyncio.subprocess.Process) -> None:
    if process.stdin is not None:
        process.stdin.close()
    for patience, sent in ((_CLOSED, signal.SIGTERM), (_ASKED, signal.SIGKILL)):
        with suppress(TimeoutError):
            async with asyncio.timeout(patience):
                await gone(process)
        _signal(process, sent)
    await gone(process)
    transport = getattr(process, "_transport", None)  # a grandchild may hold a pipe open for ever; nothing public lets go of it
    if transport is not None:
        transport.close()


async def gone(process: asyncio.subprocess.Process) -> int:
    """Its status, once it has ended. Not process.wait(), which also waits for the ends of pipes that others hold."""
    while process.returncode is None:  # noqa: ASYNC110  # nothing else tells of it than what others may hold up
        await asyncio.sleep(0.01)
    return process.returncode


def _signal(process: asyncio.subprocess.Process, sent: signal.Signals) -> None:
    """To it and whatever it started."""
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, sent)
