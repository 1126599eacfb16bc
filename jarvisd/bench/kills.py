"""Kills a process with appointments again and again, and counts what was lost and what rang though it was over."""

from __future__ import annotations

import os
import queue
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

_BEGIN = 1_800_000_000.0  # seconds since 1970
_KINDS = ("timer", "reminder", "alarm")
_PATIENCE = 60.0  # seconds for any answer


@dataclass
class Fate:
    """What is known of one reminder from what its process said."""

    due: float
    rung: set[int] = field(default_factory=set)  # counts under which it began to sound
    stopped: bool = False
    doubled: int = 0


@dataclass(frozen=True, slots=True)
class Kills:
    runs: int
    lost: int
    doubled: int
    rings: int


def judged(runs: int, lines: Iterable[str], end: float) -> Kills:
    """lines: all that was said, in order; end: the time until which everything due must have rung.

    lost: kept, due, and never rang. doubled: rang after its stop was committed; or began to sound under a count once more, or
    without need, and did not say that it was cut off before.
    """
    fates: dict[int, Fate] = {}
    rings = 0
    for line in lines:
        match line.split():
            case ["added", id, due]:
                fates[int(id)] = Fate(float(due))
            case ["stopped", id]:
                fates.setdefault(int(id), Fate(0)).stopped = True
            case ["ring", id, rang, cycle, late, again]:
                fate = fates.setdefault(int(id), Fate(0))  # it was added by a process that was killed before it could say so
                rings += 1
                if cycle == "0":
                    fate.doubled += int(rang) in fate.rung or (again == "0" and late == "1" and bool(fate.rung))
                    fate.rung.add(int(rang))
                fate.doubled += fate.stopped
    lost = sum(not fate.rung and not fate.stopped and fate.due <= end for fate in fates.values())
    return Kills(runs, lost, sum(bool(fate.doubled) for fate in fates.values()), rings)


class Process:
    """jarvisd/bench/killed.py, from outside."""

    def __init__(self, state: Path) -> None:
        self.said: list[str] = []
        self._lines: queue.Queue[str] = queue.Queue()
        self._process = subprocess.Popen(
            [sys.executable, "-m", "jarvisd.bench.killed", str(state)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1
        )
        self._reads = threading.Thread(target=self._read, daemon=True)
        self._reads.start()
        self.life = 0

    def begin(self, now: float) -> None:
        self.give("life", now)
        self.life = int(self.wait("life").split()[1])
        self.wait("ready")

    def give(self, *words: object) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(" ".join(map(str, words)) + "\n")
        self._process.stdin.flush()

    def wait(self, word: str) -> str:
        """The next line that begins so; those before it are kept."""
        end = time.monotonic() + _PATIENCE
        while True:
            line = self._lines.get(timeout=max(0.01, end - time.monotonic()))
            self.said.append(line)
            if line.startswith(word):
                return line

    def drain(self) -> None:
        while not self._lines.empty():
            self.said.append(self._lines.get())

    def kill(self) -> None:
        os.kill(self.life, signal.SIGKILL)
        self.wait("ended")

    def close(self) -> None:
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait(_PATIENCE)
        self._reads.join(_PATIENCE)
        assert self._process.stdout is not None
        self._process.stdout.close()

    def _read(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            self._lines.put(line.rstrip("\n"))


def measure(state: Path, runs: int = 100, seed: int = 5) -> Kills:
    """state: an empty folder for the database."""
    dice = random.Random(seed)
    state.mkdir(parents=True, exist_ok=True)
    process, now = Process(state), _BEGIN
    for run in range(runs):
        process.begin(now)
        wanted = 10 if run == 0 else dice.choice((0, 1, 2))
        for _ in range(wanted):
            process.give("add", dice.choice(_KINDS), round(dice.uniform(1, 240), 1))
        for _ in range(dice.randrange(1, 6)):
            step = round(dice.uniform(1, 40), 1)
            now += step
            process.give("pass", step)
            time.sleep(dice.uniform(0, 0.03))
            process.drain()
            if dice.random() < 0.5 and (id := _ringing(process.said)):
                process.give("stop", id)
        time.sleep(dice.uniform(0, 0.03))
        process.kill()
        now += dice.choice((0.0, 0.0, 5.0, 120.0, 3600.0))  # so long it was off
    process.begin(now + 4000)
    process.give("pass", 1)
    time.sleep(2.0)
    process.kill()
    process.close()
    process.drain()
    return judged(runs, process.said, now + 4000)


def _ringing(said: Sequence[str]) -> str:
    """Something that rang and was not stopped yet; "" for none."""
    over = {line.split()[1] for line in said if line.startswith("stopped")}
    rang = [line.split()[1] for line in said[-200:] if line.startswith("ring")]
    return next((id for id in reversed(rang) if id not in over), "")
