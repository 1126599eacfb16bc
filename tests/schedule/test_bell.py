"""The bell on the real clock: it rings in time, sees a clock that is set, and does not mind how many are on file."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from jarvisd.bench import rings
from jarvisd.database import open_database
from jarvisd.schedule import Reminder, Ring
from jarvisd.schedule.clock import Clock
from jarvisd.schedule.opened import open_schedule
from tests.schedule.home import ZONE

pytestmark = pytest.mark.real_time


@pytest.mark.slow
async def test_what_is_added_while_it_waits_rings_in_time_and_a_moved_one_at_its_new_time(tmp_path: Path) -> None:
    rung: list[tuple[str, float]] = []
    both = asyncio.Event()

    def now() -> datetime:
        return datetime.now(ZONE)

    async def sound(given: Sequence[Ring]) -> bool:
        rung.extend((ring.reminder.text, (now() - ring.reminder.due).total_seconds()) for ring in given if not ring.cycle)
        if len(rung) == 2:
            both.set()
        return False

    async with open_database(tmp_path / "jarvisd.db") as database:
        schedule = await open_schedule(database, Clock(now), ZONE, sound)
        async with asyncio.TaskGroup() as group:
            runs = group.create_task(schedule.run())
            await schedule.reminders.add(Reminder("timer", "later", now() + timedelta(hours=1)), now())
            moved = await schedule.reminders.add(Reminder("timer", "moved", now() + timedelta(seconds=0.3)), now())
            schedule.changed()
            await asyncio.sleep(0.1)
            await schedule.reminders.add(Reminder("timer", "soon", now() + timedelta(seconds=0.5)), now())
            await schedule.reminders.change(Reminder("timer", "moved", now() + timedelta(seconds=0.9), id=moved.id), now())
            schedule.changed()
            async with asyncio.timeout(10):
                await both.wait()
            runs.cancel()
    assert [text for text, _ in rung] == ["soon", "moved"]
    assert all(0 <= late < 1 for _, late in rung)


@pytest.mark.slow
@pytest.mark.parametrize("by", [-3600.0, 3600.0])
async def test_a_clock_that_is_set_is_noticed_within_seconds(tmp_path: Path, by: float) -> None:
    rung: list[str] = []
    both = asyncio.Event()
    offset = timedelta()

    def now() -> datetime:
        return datetime.now(ZONE) + offset

    async def sound(given: Sequence[Ring]) -> bool:
        rung.extend(ring.reminder.text for ring in given if not ring.cycle)
        if len(rung) == 2:
            both.set()
        return False

    async with open_database(tmp_path / "jarvisd.db") as database:
        schedule = await open_schedule(database, Clock(now), ZONE, sound)
        begin = now()
        await schedule.reminders.add(Reminder("timer", "timer", begin + timedelta(seconds=4)), begin)
        at_wall = begin + timedelta(minutes=30)
        await schedule.reminders.add(Reminder("alarm", "alarm", at_wall, at_wall.replace(tzinfo=None).isoformat()), begin)
        async with asyncio.TaskGroup() as group:
            runs = group.create_task(schedule.run())
            await asyncio.sleep(0.2)
            offset = timedelta(seconds=by)
            with suppress(TimeoutError):
                async with asyncio.timeout(8):
                    await both.wait()
            runs.cancel()
    assert rung == (["alarm", "timer"] if by > 0 else ["timer"])


@pytest.mark.slow
def test_a_hundred_thousand_on_file_cost_no_half_second_and_no_20_mb(tmp_path: Path) -> None:
    seconds, megabytes = rings.weight(tmp_path)
    assert seconds <= 0.5
    assert megabytes <= 20
