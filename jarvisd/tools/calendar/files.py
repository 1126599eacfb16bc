"""A calendar that is a folder of .ics files on this machine."""

from __future__ import annotations

import asyncio
import os
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from jarvisd.errors import CalendarError
from jarvisd.tools.calendar.lines import LARGEST

_MOST = 20_000  # files


class Files:
    """Other programs may write there too; links that lead out of the folder are not followed."""

    def __init__(self, folder: Path, name: str) -> None:
        self._folder = folder
        self.name = name

    async def entries(self) -> Mapping[str, str]:
        return await asyncio.to_thread(self._entries)

    async def read(self, entry: str) -> str:
        return await asyncio.to_thread(self._read, entry)

    async def write(self, entry: str, text: str, version: str) -> None:
        await asyncio.to_thread(self._write, entry, text, version)

    async def remove(self, entry: str, version: str) -> None:
        await asyncio.to_thread(self._remove, entry, version)

    def _entries(self) -> Mapping[str, str]:
        if not self._folder.exists():
            return {}
        found: dict[str, str] = {}
        try:
            for path in self._folder.glob("*.ics"):
                if not path.is_symlink() and path.is_file() and len(found) < _MOST:
                    found[path.name] = _version(path)
        except OSError as error:
            raise CalendarError(f"the folder {self._folder} cannot be read ({error.strerror})") from error
        return found

    def _read(self, entry: str) -> str:
        path = self._folder / entry
        try:
            size = path.stat().st_size
            if size > LARGEST:
                raise CalendarError(f"it is {size / 1e6:.0f} MB large; calendars are read up to {LARGEST / 1e6:.0f} MB")
            return path.read_bytes().decode("utf-8", "surrogateescape")
        except OSError as error:
            raise CalendarError(f"it cannot be read ({error.strerror})") from error

    def _write(self, entry: str, text: str, version: str) -> None:
        """On disk whole, or not at all."""
        path = self._folder / entry
        self._unchanged(path, version)
        made: Path | None = None
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            with tempfile.NamedTemporaryFile(dir=self._folder, prefix=".", suffix=".new", delete=False) as file:
                made = Path(file.name)
                file.write(text.encode("utf-8", "surrogateescape"))
                file.flush()
                os.fsync(file.fileno())
            if version:
                made.chmod(path.stat().st_mode & 0o777)
            self._unchanged(path, version)
            made.replace(path)
            _settle(self._folder)
        except OSError as error:
            raise CalendarError(f"{path} cannot be written ({error.strerror})") from error
        finally:
            if made is not None:
                with suppress(OSError):
                    made.unlink()

    def _remove(self, entry: str, version: str) -> None:
        path = self._folder / entry
        self._unchanged(path, version)
        try:
            path.unlink()
            _settle(self._folder)
        except OSError as error:
            raise CalendarError(f"{path} cannot be removed ({error.strerror})") from error

    def _unchanged(self, path: Path, version: str) -> None:
        try:
            there = _version(path)
        except OSError:
            there = ""
        if there != version:
            raise CalendarError(f"{path.name} was changed by another program just now; please try again")


def _version(path: Path) -> str:
    stat = path.stat()
    return f"{stat.st_mtime_ns}-{stat.st_size}-{stat.st_ino}"


def _settle(folder: Path) -> None:
    """The new name is on disk too."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
