"""Hands freed memory back to the system: loading an engine frees a hundred MB that the C library would keep for later."""

from __future__ import annotations

import ctypes
import ctypes.util


def trim() -> None:
    """malloc_trim(3) where the C library has it; elsewhere nothing."""
    name = ctypes.util.find_library("c")
    give_back = getattr(ctypes.CDLL(name), "malloc_trim", None) if name else None
    if give_back is not None:
        give_back(0)
