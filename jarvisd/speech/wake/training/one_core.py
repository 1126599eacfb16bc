"""Keeps numpy's products on one core: theirs are too small for two, which then wait for each other five times as long as they work.

numpy has no door to the threads of the OpenBLAS that its wheels carry, so the library itself is asked. With one thread the sums are also
added up in one order, whatever the number of cores: the same seed makes the same word.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np

_LIBRARIES = ("numpy.libs/*openblas*", "numpy/.dylibs/*openblas*")
_GET, _SET = "scipy_openblas_get_num_threads64_", "scipy_openblas_set_num_threads64_"


@contextmanager
def one_core() -> Iterator[None]:
    """Where numpy comes with another library than OpenBLAS, nothing changes."""
    beside = Path(np.__file__).parent.parent
    found = [ctypes.CDLL(str(path)) for pattern in _LIBRARIES for path in beside.glob(pattern)]
    blas = [library for library in found if hasattr(library, _GET) and hasattr(library, _SET)]
    before = [getattr(library, _GET)() for library in blas]
    try:
        for library in blas:
            getattr(library, _SET)(1)
        yield
    finally:
        for library, threads in zip(blas, before, strict=True):
            getattr(library, _SET)(threads)
