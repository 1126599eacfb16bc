"""The folder of the household's own tools, watched: files that come, change and go give and take tools while the house runs."""

from __future__ import annotations

import asyncio
import logging
import stat
from collections.abc import AsyncIterator, Coroutine, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any, TypeAlias

from jarvisd.tools import Tool
from jarvisd.tools.custom import command
from jarvisd.tools.custom.entry import Broken, Entry
from jarvisd.tools.custom.python import PythonFile
from jarvisd.tools.listing import Listed

log = logging.getLogger(__name__)

_LOOK = 2.0  # seconds between two looks
_MOST = 100  # files

State: TypeAlias = tuple[int, int, int]  # of a file: when it was changed, how long it is, which one it is


class Folder:
    """A toolset and a Source. `running` keeps it up to date."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._seen: Mapping[Path, State] = {}
        self._entries: dict[Path, Entry] = {}
        self._keeping: dict[Path, asyncio.Task[None]] = {}
        self._looked = asyncio.Event()

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Its files are read, and looked at again every two seconds; their processes are ended when this is left."""
        watching = asyncio.create_task(_kept(self._watch()))  # no group: it would wrap what the house itself raises
        try:
            yield
        finally:
            tasks = (watching, *self._keeping.values())
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def settled(self, patience: float) -> None:
        """Returns when every file there is has been read, or after so many seconds."""
        with suppress(TimeoutError):
            async with asyncio.timeout(patience):
                await self._looked.wait()
                for entry in tuple(self._entries.values()):
                    await entry.settled()

    def tools(self) -> Sequence[Tool]:
        return list({tool.name: tool for entry in reversed(self._in_order()) for tool in reversed(entry.tools())}.values())[::-1]

    def listed(self) -> Sequence[Listed]:
        return [row for entry in self._in_order() for row in entry.listed()]

    async def accept(self, name: str) -> bool:
        """They are the household's own: nothing waits to be accepted."""
        return False

    def _in_order(self) -> list[Entry]:
        return [self._entries[path] for path in sorted(self._entries)]

    async def _watch(self) -> None:
        while True:
            found = await asyncio.to_thread(look, self._path)
            for path in self._seen.keys() - found.keys():
                await self._drop(path)
            for path, state in found.items():
                if self._seen.get(path) != state:
                    await self._drop(path)
                    self._entries[path] = entry = await asyncio.to_thread(_entry, path)
                    self._keeping[path] = asyncio.create_task(_kept(entry.run()))
            if found != self._seen and self._looked.is_set():
                log.info("the folder of your tools has changed: %d files", len(found))
            self._seen = found
            self._looked.set()
            await asyncio.sleep(_LOOK)

    async def _drop(self, path: Path) -> None:
        self._entries.pop(path, None)
        if (keeping := self._keeping.pop(path, None)) is not None:
            keeping.cancel()
            await asyncio.gather(keeping, return_exceptions=True)


async def _kept(work: Coroutine[Any, Any, None]) -> None:
    """What goes wrong with somebody's file ends with it; else it would end the house."""
    try:
        await work
    except Exception:  # whatever a stranger's file brings about
        log.exception("the folder of your tools is no longer looked after as it should be; restart the daemon")


def look(folder: Path) -> Mapping[Path, State]:
    """The files that may give tools; none where there is no folder. Names with _ or . before them are left alone."""
    found: dict[Path, State] = {}
    with suppress(OSError):
        for path in sorted(folder.iterdir()):
            if path.suffix in (".py", ".json", ".toml") and not path.name.startswith(("_", ".")):
                with suppress(OSError):
                    now = path.stat()
                    found[path] = (now.st_mtime_ns, now.st_size, now.st_ino)
    return dict(list(found.items())[:_MOST])


def _entry(path: Path) -> Entry:
    try:
        mode = path.stat().st_mode | path.parent.stat().st_mode
    except OSError as error:
        return Broken(path, f"it cannot be read ({error.strerror})")
    if mode & stat.S_IWOTH:
        return Broken(path, "everybody on this machine may write to it; take that right away: chmod o-w")
    return PythonFile(path) if path.suffix == ".py" else command.read(path)
