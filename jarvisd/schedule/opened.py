"""The appointments of a house, opened: their tables, the clock they go by, what rings, what wakes it."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Sequence
from dataclasses import dataclass
from datetime import tzinfo
from typing import Any

from jarvisd.database import Database
from jarvisd.schedule import Ring, Voice
from jarvisd.schedule.bell import Bell
from jarvisd.schedule.clock import Clock
from jarvisd.schedule.ringing import Ringing
from jarvisd.schedule.store import Reminders
from jarvisd.when.coming import named


@dataclass(frozen=True, slots=True)
class Schedule:
    """changed: told after every change of what is due. run: rings until it is cancelled."""

    reminders: Reminders
    clock: Clock
    ringing: Ringing
    changed: Callable[[], None]
    run: Callable[[], Coroutine[Any, Any, None]]


async def nobody(rings: Sequence[Ring]) -> bool:
    """The Voice of a house without a speaker: what rings waits as missed."""
    return False


async def open_schedule(database: Database, clock: Clock, zone: tzinfo, voice: Voice = nobody) -> Schedule:
    """zone: the household's; what was set for a time of day rings at that time of day there."""
    reminders = Reminders(database, zone)
    if named(zone):
        await reminders.rezone(named(zone), clock.now())
    ringing = Ringing(reminders, clock, voice)
    bell = Bell(ringing)
    return Schedule(reminders, clock, ringing, bell.ring, bell.run)
