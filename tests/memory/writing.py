"""Writes memories until it is killed, telling of each once it is kept: python -m tests.memory.writing STATE, a line on stdin for each life.

One process imports everything and forks the writers, so that a hundred of them take no minute.
"""

from __future__ import annotations

import asyncio
import os
import sys
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from jarvisd.database import backup, open_database
from jarvisd.memory import Passage, ToolUse, Turn, Vectors
from jarvisd.memory.blocks import CoreBlocks, open_blocks
from jarvisd.memory.library import Library, open_library

LABELS = ("household", "routines", "scratch")
NOW = datetime(2026, 3, 8, 21, 30, tzinfo=UTC)


class Flat:
    """An Embedder that costs nothing."""

    id = "flat"
    dimension = 16

    async def queries(self, texts: Sequence[str]) -> Vectors:
        return await self.passages(texts)

    async def passages(self, texts: Sequence[str]) -> Vectors:
        made = np.array([[float(b % 7) + 1 for b in text.encode()[:16].ljust(16)] for text in texts], np.float32)
        return np.asarray(made / np.linalg.norm(made, axis=1, keepdims=True), np.float32)


def kept(what: str, key: str) -> None:
    os.write(1, f"{what} {key}\n".encode())


async def turns(library: Library, life: str) -> None:
    for n in range(1_000_000):
        key = f"turn{life}x{n}"
        use = ToolUse("tool", {"n": n}, {"key": key})
        await library.recall.keep(Turn(NOW, f"talk{n % 3}", "", "", "en", f"asked {key}", f"答复 {key}", "chat", (use, use)))
        kept("turn", key)


async def passages(library: Library, life: str) -> None:
    for n in range(1_000_000):
        key = f"passage{life}x{n}"
        await library.archive.insert(Passage(f"{key} {key}a {key}b {key}c", NOW, tags=frozenset({"one", key})))
        kept("passage", key)
        if n % 5 == 4:
            await library.embed_pending()


async def edits(blocks: CoreBlocks, life: str) -> None:
    for n in range(1_000_000):
        key = f"edit{life}x{n}"
        await blocks.rewrite(LABELS[n % 3], key, "user")
        kept("edit", key)


async def write(state: Path, life: str) -> None:
    async with open_database(state / "jarvisd.db") as database, asyncio.TaskGroup() as group:
        blocks = await open_blocks(database, lambda: NOW)
        library = await open_library(database, Flat())
        for writing in (turns(library, life), passages(library, life), edits(blocks, life)):
            group.create_task(writing)
        while True:
            await backup(database, state / "backups")


def main(state: Path) -> None:
    for line in sys.stdin:
        pid = os.fork()
        if pid == 0:
            os.write(1, f"life {os.getpid()}\n".encode())
            asyncio.run(write(state, line.strip()))
        os.waitpid(pid, 0)
        os.write(1, f"ended {time.monotonic():.0f}\n".encode())


if __name__ == "__main__":
    main(Path(sys.argv[1]))
