"""How a fetch tells how far it is."""

from __future__ import annotations

from typing import Protocol


class Progress(Protocol):
    def say(self, line: str) -> None:
        """One thing happened."""

    def moved(self, name: str, done: int, total: int) -> None:
        """So many bytes of this download are there; may come often."""


class Quiet:
    def say(self, line: str) -> None:
        pass

    def moved(self, name: str, done: int, total: int) -> None:
        pass


def megabytes(size: int) -> str:
    return f"{size / 1e6:.1f} MB" if size < 10_000_000 else f"{size / 1e6:.0f} MB"
