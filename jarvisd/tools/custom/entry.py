"""A file of the folder that gives tools, whatever kind of file it is."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from jarvisd.tools import Tool
from jarvisd.tools.listing import Listed


class Entry(Protocol):
    @property
    def path(self) -> Path: ...

    def tools(self) -> Sequence[Tool]: ...

    def listed(self) -> Sequence[Listed]: ...

    async def run(self) -> None:
        """Keeps it, until it is cancelled."""

    async def settled(self) -> None:
        """Returns when it is known what it gives."""


class Broken:
    """An Entry that gives nothing."""

    def __init__(self, path: Path, why: str) -> None:
        self.path = path
        self._why = why

    def tools(self) -> Sequence[Tool]:
        return ()

    def listed(self) -> Sequence[Listed]:
        return (Listed(self.path.name, source(self.path), "", "broken", self._why),)

    async def run(self) -> None: ...

    async def settled(self) -> None: ...


def source(path: Path) -> str:
    return f"file {path.name}"
