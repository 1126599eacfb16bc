"""Freed memory goes back to the system."""

from __future__ import annotations

import subprocess
import sys

SCRIPT = """
from pathlib import Path
from jarvisd import heap
def resident():
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4 // 1024
kept = [bytearray(64_000) for _ in range(3000)]  # below the size at which malloc maps memory of its own
last = bytearray(64_000)  # holds the top of the heap in its place
del kept
before = resident()
heap.trim()
print(before - resident())
"""


def test_what_was_freed_is_handed_back() -> None:
    done = subprocess.run([sys.executable, "-c", SCRIPT], capture_output=True, text=True, check=True, timeout=60)
    assert int(done.stdout) > 100, "MB"
