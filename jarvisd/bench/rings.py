"""How late reminders ring with a thousand of them pending, and what a hundred thousand on file cost at the start."""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from jarvisd.database import Database, open_database
from jarvisd.schedule import Reminder, Ring
from jarvisd.schedule.clock import Clock
from jarvisd.schedule.opened import open_schedule

_ZONE = ZoneInfo("UTC")
_SOON = 200  # of those pending fall due while we look
_SPAN = 20.0  # seconds in which they do


def accuracy(folder: Path, pending: int = 1000, seed: int = 5) -> float:
    """The 99th percentile of how late they ring, in ms."""
    late = sorted(asyncio.run(_late(folder, pending, random.Random(seed))))
    return 1000 * late[round(0.99 * (len(late) - 1))]


async def _late(folder: Path, pending: int, dice: random.Random) -> Sequence[float]:
    folder.mkdir(parents=True, exist_ok=True)
    late: list[float] = []

    async def sound(rings: Sequence[Ring]) -> bool:
        now = _now().timestamp()
        late.extend(now - ring.reminder.due.timestamp() for ring in rings if ring.cycle == 0 and ring.reminder.rang == 1)
        return False

    async with open_database(folder / "jarvisd.db") as database:
        schedule = await open_schedule(database, Clock(_now), _ZONE, sound)
        begin = _now() + timedelta(seconds=10)
        for number in range(pending):
            seconds = dice.uniform(0, _SPAN) if number < _SOON else dice.uniform(3600, 360_000)
            kind = "timer" if number % 2 else "reminder"
            await schedule.reminders.add(Reminder(kind, "x", begin + timedelta(seconds=seconds), zone="UTC"), _now())  # type: ignore[arg-type]  # one of two kinds
        with suppress(TimeoutError):
            async with asyncio.timeout((begin - _now()).total_seconds() + _SPAN + 1):
                await schedule.run()
    return late


def weight(folder: Path, on_file: int = 100_000) -> tuple[float, float]:
    """(seconds, MB) that so many reminders on file add until the next one is planned."""
    return asyncio.run(_weight(folder, on_file))


async def _weight(folder: Path, on_file: int) -> tuple[float, float]:
    empty, _ = await _opened(folder / "empty.db")
    async with open_database(folder / "full.db") as database:
        await fill(database, on_file, _now().timestamp())
    full, grown = await _opened(folder / "full.db")
    return full - empty, grown


async def fill(database: Database, n: int, now: float) -> None:
    """So many reminders, one a minute, the first in an hour."""
    row = {
        "kind": "reminder", "wall": "", "zone": "UTC", "rule": "", "workdays": 0, "duration": 0, "person": "", "room": "", "language": "en",
        "state": "scheduled", "rang": 0, "late": 0, "told": 0, "series": 0, "deed": "{}", "made": 0, "changed": 0,
    }  # fmt: skip
    base = now + 3600
    marks = ", ".join(f":{name}" for name in (*row, "text", "due"))
    async with database.transaction() as db:
        rows = ({**row, "text": f"thing number {number}", "due": base + 60 * number} for number in range(n))
        await db.executemany(f"INSERT INTO reminder ({', '.join((*row, 'text', 'due'))}) VALUES ({marks})", rows)


async def _opened(path: Path) -> tuple[float, float]:
    async with open_database(path) as database:
        before, began = _resident(), time.perf_counter()
        schedule = await open_schedule(database, Clock(_now), _ZONE)
        with suppress(TimeoutError):
            async with asyncio.timeout(0.01):
                await schedule.run()
        await schedule.ringing.look()
        await schedule.reminders.next_due()
        return time.perf_counter() - began, _resident() - before


def _resident() -> float:
    """MB of this process."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4096 / 1e6


def _now() -> datetime:
    return datetime.now(_ZONE)
