"""The Unix socket through which the command line speaks to the daemon: one command a connection, JSON lines back."""

from __future__ import annotations

import asyncio
import json
import logging
import shutil
from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping
from contextlib import aclosing, asynccontextmanager, suppress
from pathlib import Path
from typing import Any, TypeAlias

from jarvisd.errors import ControlError, JarvisError, StorageError

log = logging.getLogger(__name__)

Row: TypeAlias = dict[str, Any]
Command: TypeAlias = Callable[[Mapping[str, Any]], AsyncGenerator[Row, None]]
Finish: TypeAlias = Callable[[float], Awaitable[None]]

_LONGEST_LINE = 256 * 1024 * 1024  # bytes; a sound file travels as one line
_TOO_LONG = f"more than {_LONGEST_LINE >> 20} MB do not go through the control socket at once; take a shorter sound"
_BROKEN_OFF = "the daemon ended in mid-answer; look at its log"
_REQUEST_DEADLINE = 10.0  # seconds for a caller to say what it wants
_CONNECT_DEADLINE = 3.0
_LAST = 1.0  # seconds in which a cancelled command ends


@asynccontextmanager
async def serve(path: Path, commands: Mapping[str, Command], group: str = "") -> AsyncGenerator[Finish, None]:
    """Answers at `path`: the owner and, if named, a group of the system may use it. No command outlives it.

    What it gives lets the commands under way finish, for so many seconds at most.
    """
    under_way: set[asyncio.Task[None]] = set()

    async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        under_way.add(task)
        try:
            with suppress(ConnectionError, asyncio.CancelledError):  # cancelled it ends here, and asyncio would call that an error
                try:
                    await _answer(reader, writer, commands)
                finally:
                    writer.close()
                    await writer.wait_closed()
        finally:
            under_way.discard(task)

    async def finish(seconds: float) -> None:
        if under_way:
            await asyncio.wait(under_way.copy(), timeout=seconds)

    try:
        path.unlink(missing_ok=True)
        server = await asyncio.start_unix_server(connected, path, limit=_LONGEST_LINE)
    except OSError as error:
        raise StorageError(
            f"{path}: the control socket cannot be opened ({error.strerror or error}); choose another folder with --state"
        ) from error
    path.chmod(0o600)
    if group:
        try:
            shutil.chown(path, group=group)
            path.chmod(0o660)
        except (LookupError, OSError) as error:
            log.warning("the group %s may not use the control socket: %s", group, error)
    async with server:
        try:
            yield finish
        finally:
            path.unlink(missing_ok=True)
            server.close()
            for task in under_way:
                task.cancel()
            await finish(_LAST)


async def _answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, commands: Mapping[str, Command]) -> None:
    """One command; it is cancelled when its caller hangs up."""

    async def send(row: Row) -> None:
        writer.write(json.dumps(row, ensure_ascii=False).encode() + b"\n")
        await writer.drain()

    async def work() -> None:
        try:
            async with asyncio.timeout(_REQUEST_DEADLINE):
                wanted = json.loads(await _line(reader) or b"{}")
            if not isinstance(wanted, dict) or not isinstance(wanted.get("do", ""), str):
                raise ControlError('a command is one line of JSON: {"do": its name, ...}')
            command = commands.get(wanted.get("do", ""))
            if command is None:
                raise ControlError(f"the daemon knows no command {wanted.get('do')!r}; it may be older than this program: restart it")
            begun.set()
            async with aclosing(command(wanted)) as rows:
                async for row in rows:
                    await send(row)
            await send({"end": True})
        except (JarvisError, TimeoutError, ValueError, KeyError) as error:
            await send({"error": str(error) or "the command took too long"})
        except ConnectionError:  # whoever asked is gone
            raise
        except Exception as error:  # a request: one of the three places that may catch everything
            log.exception("a command failed")
            await send({"error": f"the daemon failed at this command ({type(error).__name__}); its log says where"})

    async def hung_up() -> None:
        await begun.wait()
        while await reader.read(1024):
            pass

    begun = asyncio.Event()
    async with asyncio.TaskGroup() as group:
        both = {group.create_task(work()), group.create_task(hung_up())}
        await asyncio.wait(both, return_when=asyncio.FIRST_COMPLETED)
        for task in both:
            task.cancel()


async def call(path: Path, wanted: Mapping[str, Any]) -> AsyncGenerator[Row, None]:
    """What the daemon answers, row by row. ControlError with its sentence, or when none answers."""
    try:
        async with asyncio.timeout(_CONNECT_DEADLINE):
            reader, writer = await asyncio.open_unix_connection(path, limit=_LONGEST_LINE)
    except PermissionError as error:
        raise ControlError(f"{path}: you may not speak to this daemon; name a group you are in as [control] group") from error
    except (OSError, TimeoutError) as error:
        raise ControlError(f"{path}: no daemon answers there") from error
    try:
        request = json.dumps(wanted, ensure_ascii=False).encode() + b"\n"
        if len(request) > _LONGEST_LINE:
            raise ControlError(_TOO_LONG)
        writer.write(request)
        await writer.drain()
        while line := await _line(reader):
            row = json.loads(line)
            if "error" in row:
                raise ControlError(row["error"])
            if row.get("end") is True:
                return
            yield row
        raise ControlError(_BROKEN_OFF)
    except ConnectionError as error:
        raise ControlError(_BROKEN_OFF) from error
    finally:
        writer.close()
        with suppress(ConnectionError):
            await writer.wait_closed()


async def _line(reader: asyncio.StreamReader) -> bytes:
    try:
        return await reader.readline()
    except ValueError as error:  # asyncio's, for a line above the limit
        raise ControlError(
            f"more than {_LONGEST_LINE >> 20} MB at once do not go through the control socket; take a shorter sound"
        ) from error


def listening(path: Path) -> bool:
    """A socket is there; whether somebody answers shows when it is called."""
    return path.is_socket()
