"""A bar on a terminal for what takes long; nothing where nobody looks."""

from __future__ import annotations

import sys

_WIDTH = 24  # characters


def draw(done: int, everything: int, more: str = "", what: str = "") -> None:
    """what stands before the bar."""
    if sys.stderr.isatty():
        full = _WIDTH * done // max(1, everything)
        line = f"{what}{'  ' if what else ''}[{'#' * full}{'.' * (_WIDTH - full)}]  {done:,} of {everything:,}{more}"
        print(f"\r\x1b[K{line}", end="", file=sys.stderr, flush=True)


def clear() -> None:
    if sys.stderr.isatty():
        print("\r\x1b[K", end="", file=sys.stderr, flush=True)
