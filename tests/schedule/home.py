"""Appointments over a real database, with a clock that the test advances and a voice that writes down what it was given."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from jarvisd.database import open_database
from jarvisd.schedule import Reminder, Ring
from jarvisd.schedule.clock import Clock
from jarvisd.schedule.ringing import Ringing
from jarvisd.schedule.store import Reminders

ZONE = ZoneInfo("Europe/Vienna")
NOON = datetime(2026, 11, 23, 12, tzinfo=ZONE)


@dataclass
class Time:
    """The machine's clock and the one that nobody can set."""

    at: datetime = NOON
    boot: float = 0.0
    heard: bool = False  # a time server was

    def pass_(self, **by: float) -> None:
        self.at += timedelta(**by)
        self.boot += timedelta(**by).total_seconds()


@dataclass
class Ears:
    """A Voice: what sounded, in order."""

    there: bool = True  # somebody could hear it
    sounded: list[Ring] = field(default_factory=list)
    meanwhile: Callable[[Sequence[Ring]], object] | None = None

    async def __call__(self, rings: Sequence[Ring]) -> bool:
        self.sounded += rings
        if self.meanwhile:
            answer = self.meanwhile(rings)
            if hasattr(answer, "__await__"):
                await answer
        return self.there


@dataclass
class Home:
    time: Time
    ears: Ears
    clock: Clock
    reminders: Reminders
    ringing: Ringing

    async def add(self, kind: str, text: str = "", after: float = 0.0, **more: object) -> Reminder:
        """after: seconds from now."""
        due = self.time.at + timedelta(seconds=after)
        one = Reminder(kind, text, due, zone=ZONE.key, duration=after if kind == "timer" else 0.0, **more)  # type: ignore[arg-type]  # a test's short hand
        return await self.reminders.add(one, self.time.at)

    async def pass_(self, **by: float) -> list[Ring]:
        """Time goes by, and what is due rings once; what sounded."""
        self.time.pass_(**by)
        before = len(self.ears.sounded)
        await self.ringing.look()
        if self.ringing.rings:
            await self.ringing.once()
        return self.ears.sounded[before:]

    async def state(self, id: int) -> str:
        one = await self.reminders.get(id)
        assert one is not None
        return one.state


@asynccontextmanager
async def home(folder: Path, time: Time | None = None, ears: Ears | None = None, zone: ZoneInfo = ZONE) -> AsyncIterator[Home]:
    time, ears = time or Time(), ears or Ears()
    async with open_database(folder / "jarvisd.db") as database:
        clock = Clock(lambda: time.at, lambda: time.boot, lambda: time.heard)
        reminders = Reminders(database, zone)
        yield Home(time, ears, clock, reminders, Ringing(reminders, clock, ears))
