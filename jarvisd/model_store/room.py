"""Whether this machine has the memory for a language model."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

_HELD = 1.8  # times the size of the file: its weights are kept a second time, ordered for the processor (measured: 2.1 GB for 1.1 GB)
_AROUND = 300_000_000  # bytes for the prompt that was read and for the work
_DAEMON = 1_000_000_000  # bytes for ears and voice in two languages


@dataclass(frozen=True, slots=True)
class Room:
    needed: int  # bytes
    there: int  # bytes

    @property
    def enough(self) -> bool:
        return self.there >= self.needed

    def __str__(self) -> str:
        return f"{self.needed / 1e9:.1f} GB of memory needed, {self.there / 1e9:.1f} GB there"


def now(size: int) -> Room:
    """For weights of that many bytes, beside everything that runs at this moment."""
    return Room(_need(size), available())


def ever(size: int) -> Room:
    """For weights of that many bytes on this machine, beside the daemon."""
    return Room(_need(size) + _DAEMON, os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES"))


def available() -> int:
    """Bytes that may be taken without swapping: what the kernel says, or less where this process is fenced in (a service, a container)."""
    lines = Path("/proc/meminfo").read_text(encoding="ascii").splitlines()
    free = next(int(line.split()[1]) * 1024 for line in lines if line.startswith("MemAvailable"))
    return min([free, *_fences()])


def _fences() -> list[int]:
    """What the control groups of this process leave it."""
    found = []
    try:
        path = Path("/proc/self/cgroup").read_text(encoding="ascii").strip().rpartition("::")[2]
        for group in (Path("/sys/fs/cgroup") / path.lstrip("/"), *(Path("/sys/fs/cgroup") / path.lstrip("/")).parents):
            limit = group / "memory.max"
            if limit.is_file() and (text := limit.read_text(encoding="ascii").strip()) != "max":
                found.append(max(0, int(text) - int((group / "memory.current").read_text(encoding="ascii"))))
    except (OSError, ValueError):
        return found
    return found


def _need(size: int) -> int:
    return int(_HELD * size) + _AROUND
