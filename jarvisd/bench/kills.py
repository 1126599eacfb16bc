"""Kills a daemon with appointments again and again, and counts what was lost and what rang though it was over."""

from __future__ import annotations

import asyncio
import os
import random
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from jarvisd.web import control
from jarvisd.web.control import Row

_ALONE = {"JARVISD_LLM__PROVIDER": "", "JARVISD_MEMORY__EMBEDDER": "", "JARVISD_HOUSE__TIMEZONE": "UTC", "JARVISD_SCHEDULE__NIGHT": ""}
_KINDS = ("timer", "reminder", "alarm")
_PATIENCE = 60.0  # seconds for any answer
_SAID = 3  # times a reminder may be said before it waits as missed
_STEP = 3.0  # seconds that pass at once
_END = 4000.0  # seconds after the last kill by which everything must have rung
_RINGS = re.compile(r"(timer|alarm|reminder) (\d+) rings, due \S+?(, late)?(, again: it was cut off)?$")


@dataclass
class Fate:
    """What is known of one reminder."""

    kind: str = ""
    rings: int = 0  # times it began to sound without having been cut off before
    again: int = 0
    late: int = 0
    stopped: bool = False
    after: int = 0  # rings after its stop was committed


@dataclass(frozen=True, slots=True)
class Kills:
    runs: int
    lost: int
    doubled: int
    rings: int  # those after a cut too
    added: int
    late: int
    again: int


@dataclass
class Story:
    """All that was said, in order: lines of the daemon's log, and "stopped ID" where a stop came back."""

    lines: list[str] = field(default_factory=list)
    added: set[int] = field(default_factory=set)


def judged(runs: int, story: Iterable[str], added: Iterable[int], kept: Iterable[Mapping[str, Any]]) -> Kills:
    """kept: the rows of `jarvisd reminders export` at the end, when all of them were due.

    lost: added and not on file, or on file and never rang. doubled: rang after its stop; a timer or an alarm began to sound twice without
    saying that it was cut off, a reminder more than three times; came late twice.
    """
    fates: dict[int, Fate] = {}
    for line in story:
        if found := _RINGS.search(line):
            fate = fates.setdefault(int(found[2]), Fate())
            fate.kind = found[1]
            fate.after += fate.stopped
            fate.rings += not found[4]
            fate.again += bool(found[4])
            fate.late += bool(found[3]) and not found[4]
        elif line.startswith("stopped "):
            fates.setdefault(int(line.split()[1]), Fate()).stopped = True
    on_file = {int(row["id"]) for row in kept}
    silent = {int(row["id"]) for row in kept} - {id for id, fate in fates.items() if fate.rings}
    lost = len(set(added) - on_file) + len(silent)
    doubled = sum(one.after > 0 or one.late > 1 or one.rings > (_SAID if one.kind == "reminder" else 1) for one in fates.values())
    rings = sum(one.rings + one.again for one in fates.values())
    late, again = sum(one.late for one in fates.values()), sum(one.again for one in fates.values())
    return Kills(runs, lost, doubled, rings, len(on_file | set(added)), late, again)


class Daemon:
    """`jarvisd run --no-voice` on a clock that we put ahead."""

    def __init__(self, folder: Path) -> None:
        self.story = Story()
        self._folder = folder
        self._state = folder / "state"
        self._ahead, self._offset = folder / "ahead", 0.0
        self._log = folder / "run.log"
        self._read = 0
        self._process: subprocess.Popen[bytes] | None = None

    def begin(self) -> None:
        left_out = ("JARVISD_", "NOTIFY_SOCKET")
        env = {name: value for name, value in os.environ.items() if not name.startswith(left_out)} | _ALONE
        env |= {"JARVISD_CLOCK": str(self._ahead), "JARVISD_CONFIG": str(self._folder / "none.toml")}
        (self._folder / "none.toml").touch()
        command = [sys.executable, "-m", "jarvisd", "run", "--no-voice", "--state", str(self._state)]
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(command, env=env, stdin=subprocess.DEVNULL, stdout=log, stderr=log)

    def ready(self) -> None:
        end, before = time.monotonic() + _PATIENCE, len(self.story.lines)
        while not any(" ready after " in line for line in self.story.lines[before:]):
            assert self._process is not None
            if self._process.poll() is not None or time.monotonic() > end:
                raise RuntimeError(f"the daemon did not start; its log: {self._log.read_text()[-2000:]}")
            time.sleep(0.02)
            self.listen()

    def listen(self) -> None:
        """Takes the lines that its log holds by now."""
        with self._log.open("rb") as log:
            log.seek(self._read)
            whole, _, _ = log.read().rpartition(b"\n")
        if whole:
            self._read += len(whole) + 1
            self.story.lines += whole.decode(errors="replace").split("\n")

    def pass_(self, seconds: float) -> None:
        self._offset += seconds
        fresh = self._ahead.with_suffix(".new")
        fresh.write_text(str(self._offset))
        fresh.replace(self._ahead)

    @property
    def now(self) -> datetime:
        return datetime.now().astimezone() + timedelta(seconds=self._offset)

    def give(self, name: str, **wanted: Any) -> list[Row]:
        async def rows() -> list[Row]:
            given = {"do": f"reminders.{name}", "now": self.now.isoformat(), **wanted}
            async with asyncio.timeout(_PATIENCE):
                return [row async for row in control.call(self._state / "control.sock", given)]

        return asyncio.run(rows())

    def add(self, kind: str, seconds: float) -> None:
        words = f"{seconds:.0f} seconds" if kind == "timer" else f"in {seconds:.0f} seconds"
        (row,) = self.give("add", when=words, kind=kind, text=kind)
        self.story.added.add(int(row["reminder"]["id"]))

    def stop(self) -> None:
        (row,) = self.give("stop")
        self.listen()
        self.story.lines += [f"stopped {id}" for id in row["ids"]]

    def kill(self) -> None:
        assert self._process is not None
        self._process.send_signal(signal.SIGKILL)
        self._process.wait(_PATIENCE)
        self.listen()


def measure(folder: Path, runs: int = 100, seed: int = 5) -> Kills:
    """folder: empty, for the daemon's state, its log and its clock."""
    folder.mkdir(parents=True, exist_ok=True)
    dice, daemon = random.Random(seed), Daemon(folder)
    try:
        for run in range(runs):
            daemon.begin()
            if run and dice.random() < 0.2:  # while it starts
                time.sleep(dice.uniform(0, 1.2))
            else:
                daemon.ready()
                _life(daemon, dice, 10 if run == 0 else dice.choice((0, 1, 2)))
            daemon.kill()
            daemon.pass_(dice.choice((0.0, 0.0, 5.0, 120.0, 3600.0)))  # so long it was off
        daemon.begin()
        daemon.ready()
        daemon.pass_(_END)
        time.sleep(2.0)
        daemon.listen()
        kept = daemon.give("export")
    finally:
        daemon.kill()
    return judged(runs, daemon.story.lines, daemon.story.added, kept)


def _life(daemon: Daemon, dice: random.Random, wanted: int) -> None:
    """Some things are added, time goes by, what rings is stopped or not."""
    for _ in range(wanted):
        daemon.add(dice.choice(_KINDS), dice.uniform(2, 240))
    for _ in range(dice.randrange(1, 6)):
        for _ in range(dice.randrange(1, 12)):  # as a clock goes: one that leaps makes everything late
            daemon.pass_(_STEP)
            time.sleep(dice.uniform(0.05, 0.1))
        if dice.random() < 0.4:
            daemon.stop()
    time.sleep(dice.uniform(0, 0.1))
