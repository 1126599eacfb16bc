"""Goes through one run until it is done or killed: python -m tests.memory.running STATE.

It begins the run or goes on with the one that was interrupted, and tells of what it did in files beside the database: `worked` has a
line for each step that only computes, `acted` one for each effect on the world, `sure` one for each step whose end was acknowledged.
"""

from __future__ import annotations

import asyncio
import os
import sys
from datetime import UTC, datetime
from pathlib import Path

from jarvisd.database import open_database
from jarvisd.errors import NotRepeated
from jarvisd.memory.runs import Kept, Runs

STEPS = 60


def note(file: Path, line: str) -> None:
    """On disk when it returns, as a lamp is on when it is on."""
    with file.open("a") as lines:
        lines.write(f"{line}\n")
        lines.flush()
        os.fsync(lines.fileno())


async def go(state: Path, steps: Kept) -> int:
    """How many effects it did not dare to repeat."""
    unsure = 0

    async def did(file: str, key: str) -> str:
        note(state / file, key)
        await asyncio.sleep(0.001)
        return f"{key} 完了"

    for n in range(STEPS):
        for file, key in (("worked", f"work{n}"), ("acted", f"act{n}")):
            try:
                assert await steps.step(key, lambda file=file, key=key: did(file, key), effect=file == "acted") == f"{key} 完了"  # type: ignore[misc]  # mypy cannot infer a lambda's defaults
            except NotRepeated:
                unsure += 1
            else:
                note(state / "sure", key)
    return unsure


async def main(state: Path) -> None:
    async with open_database(state / "jarvisd.db") as database:
        runs = Runs(database, lambda: datetime(2026, 11, 23, tzinfo=UTC))
        interrupted = await runs.start()
        os.write(1, b"ready\n")
        if await runs.all("done"):  # killed on its way out, with all of it behind it
            return
        async with runs.resume(interrupted[0].id) if interrupted else runs.begin("test", {"steps": STEPS}) as steps:
            steps.output = {"unsure": await go(state, steps)}


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1])))
