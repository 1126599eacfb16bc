"""The work of the night: once a day at its hour, made up where it was missed, never while somebody talks."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from pathlib import Path

from jarvisd.database import open_database
from jarvisd.errors import StorageError
from jarvisd.schedule.jobs import Job, Jobs, note
from tests.schedule.home import NOON, ZONE


@dataclass
class Work:
    now: datetime = NOON
    busy: bool = False
    fails: bool = False
    ran: list[datetime] = field(default_factory=list)

    async def run(self) -> None:
        self.ran.append(self.now)
        if self.fails:
            raise StorageError("the disk is full")


async def test_a_missed_night_is_made_up_once_and_the_next_comes_at_its_hour(tmp_path: Path) -> None:
    work = Work()
    async with open_database(tmp_path / "jarvisd.db") as database:
        jobs = Jobs(database, [Job("backup", time(4), work.run)], lambda: work.now, lambda: work.busy)
        for _ in range(3):
            await jobs.look()
        assert work.ran == [NOON]
        work.now = datetime(2026, 11, 24, 3, 59, tzinfo=ZONE)
        await jobs.look()
        assert len(work.ran) == 1
        work.now = datetime(2026, 11, 24, 4, 0, tzinfo=ZONE)
        await jobs.look()
        assert len(work.ran) == 2
        (ran,) = await jobs.all()
        assert (ran.last, ran.next, ran.outcome) == (work.now, datetime(2026, 11, 25, 4, tzinfo=ZONE), "done")
        work.now += timedelta(days=9)
        await jobs.look()
        await jobs.look()
        assert len(work.ran) == 3


async def test_none_runs_while_somebody_talks(tmp_path: Path) -> None:
    work = Work(busy=True)
    async with open_database(tmp_path / "jarvisd.db") as database:
        jobs = Jobs(database, [Job("backup", time(4), work.run)], lambda: work.now, lambda: work.busy)
        await jobs.look()
        assert work.ran == []
        work.busy = False
        await jobs.look()
        assert work.ran == [NOON]


async def test_what_failed_says_why_and_is_tried_again_an_hour_later(tmp_path: Path) -> None:
    work = Work(fails=True)
    async with open_database(tmp_path / "jarvisd.db") as database:
        jobs = Jobs(database, [Job("backup", time(4), work.run)], lambda: work.now, lambda: work.busy)
        await jobs.look()
        (ran,) = await jobs.all()
        assert (ran.outcome, ran.next) == ("the disk is full", NOON + timedelta(hours=1))
        work.now, work.fails = NOON + timedelta(hours=1), False
        await jobs.look()
        (ran,) = await jobs.all()
        assert ran.outcome == "done"


async def test_what_runs_every_few_minutes_says_when_it_comes_next(tmp_path: Path) -> None:
    now = NOON
    async with open_database(tmp_path / "jarvisd.db") as database:
        jobs = Jobs(database, [Job("calendar", time(4), None, timedelta(minutes=5))], lambda: now, lambda: False)
        (ran,) = await jobs.all()
        assert (ran.last, ran.next) == (None, NOON)
        await note(database, "calendar", NOON, 0.4, "the calendar at cloud.example.org took too long")
        now += timedelta(minutes=2)
        (ran,) = await jobs.all()
        assert (ran.last, ran.next) == (NOON, NOON + timedelta(minutes=5))
        assert ran.outcome == "the calendar at cloud.example.org took too long"


async def test_what_somebody_else_runs_is_told_of_and_never_run_here(tmp_path: Path) -> None:
    work = Work()
    async with open_database(tmp_path / "jarvisd.db") as database:
        jobs = Jobs(database, [Job("memory", time(3, 30), None), Job("backup", time(4), work.run)], lambda: work.now, lambda: work.busy)
        await jobs.look()
        await note(database, "memory", NOON - timedelta(hours=8), 12.5, "the language model did not answer")
        memory, backup = await jobs.all()
        assert (memory.last, memory.seconds, memory.outcome) == (NOON - timedelta(hours=8), 12.5, "the language model did not answer")
        assert backup.outcome == "done"
