"""Looks through what was said until it is killed: python -m tests.agent.sleeping STATE."""

from __future__ import annotations

import asyncio
import os
import sys
from pathlib import Path

from tests.agent.test_sleeptime import Eager, home


async def main(state: Path) -> None:
    async with home(state, Eager(seconds=0.03)) as house:
        os.write(1, b"asleep\n")
        await house.sleeptime.run()
        os.write(1, b"awake\n")


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1])))
