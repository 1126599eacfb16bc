"""A process that keeps appointments on a clock that its parent advances, so that it may be killed at any moment (kills.py).

Lines in: "life SECONDS" begins one at that time since 1970; then "add KIND DUE", "pass SECONDS", "stop ID", each in its own line.
Lines out: "added ID DUE", "ring ID RANG CYCLE LATE AGAIN" before it sounds, "stopped ID" once that is committed, "passed".
Every life is a process forked from one that has imported everything.
"""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from jarvisd.database import open_database
from jarvisd.schedule import Reminder, Ring
from jarvisd.schedule.bell import Bell
from jarvisd.schedule.clock import Clock
from jarvisd.schedule.ringing import Ringing
from jarvisd.schedule.store import Reminders

_ZONE = ZoneInfo("UTC")
_SOUND = 0.01  # seconds


class Times:
    def __init__(self, start: float) -> None:
        self.seconds = start

    def now(self) -> datetime:
        return datetime.fromtimestamp(self.seconds, UTC).astimezone(_ZONE)


def tell(*words: object) -> None:
    os.write(1, (" ".join(map(str, words)) + "\n").encode())


async def sound(rings: Sequence[Ring]) -> bool:
    for ring in rings:
        one = ring.reminder
        tell("ring", one.id, one.rang, ring.cycle, int(ring.late), int(ring.again))
    await asyncio.sleep(_SOUND)
    return True


async def live(state: Path, times: Times) -> None:
    loop = asyncio.get_running_loop()
    reader = asyncio.StreamReader()
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
    async with open_database(state / "jarvisd.db") as database, asyncio.TaskGroup() as group:
        clock = Clock(times.now, lambda: times.seconds)
        ringing = Ringing(Reminders(database, _ZONE), clock, sound)
        bell = Bell(ringing)
        group.create_task(bell.run())
        tell("ready")
        while line := (await reader.readline()).decode().split():
            match line:
                case ["add", kind, due]:
                    at = times.now() + timedelta(seconds=float(due))
                    length = float(due) if kind == "timer" else 0.0
                    made = await ringing.reminders.add(Reminder(kind, kind, at, zone="UTC", duration=length), times.now())  # type: ignore[arg-type]  # our own parent names it
                    tell("added", made.id, at.timestamp())
                case ["pass", seconds]:
                    times.seconds += float(seconds)
                    tell("passed", times.seconds)
                case ["stop", id]:
                    for done in await ringing.acknowledge([int(id)]):
                        tell("stopped", done)
            bell.ring()


def main(state: Path) -> None:
    while line := sys.stdin.readline().split():
        if line[0] != "life":
            continue  # said to a life that was killed before it could read it
        pid = os.fork()
        if pid == 0:
            tell("life", os.getpid())
            asyncio.run(live(state, Times(float(line[1]))))
            os._exit(0)
        os.waitpid(pid, 0)
        os.set_blocking(0, True)  # the life that ended had it otherwise
        tell("ended")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
