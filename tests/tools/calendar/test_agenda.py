"""All calendars as one, looked at by several at once."""

from __future__ import annotations

import asyncio
import threading
from datetime import datetime, timedelta, tzinfo
from pathlib import Path

from tests.tools.calendar.home import House, event, ics

TUESDAY = "2026-11-24"


class Held(tzinfo):
    """A zone that lets nobody reckon with it until it is told to go."""

    def __init__(self) -> None:
        self.asked, self.go = threading.Event(), threading.Event()

    def utcoffset(self, at: datetime | None) -> timedelta:
        self.asked.set()
        assert self.go.wait(20)
        return timedelta()

    dst = utcoffset

    def tzname(self, at: datetime | None) -> str:
        return "held"


async def test_two_may_look_at_once_while_the_calendar_changes(tmp_path: Path) -> None:
    house, zone = House(tmp_path), Held()
    for n in range(3):
        house.put(f"{n}.ics", ics(event("DTSTART:20261124T090000Z", "RRULE:FREQ=DAILY", f"SUMMARY:again {n}", uid=str(n))))
    day = datetime(2026, 11, 24, tzinfo=zone)
    first = asyncio.create_task(house.agenda.between(day, day + timedelta(days=1)))
    assert await asyncio.to_thread(zone.asked.wait, 20)
    house.put("new.ics", ics(event("DTSTART:20261124T100000Z", "SUMMARY:new", uid="new")))
    second = await house.on(TUESDAY)
    zone.go.set()
    assert (len(await first), len(second)) == (3, 4)
