"""What it costs to listen in a quiet room: share of one core, memory, and whether memory grows."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from jarvisd import audio
from jarvisd.audio import RATE, Audio, from_floats
from jarvisd.bench.household import Household, cpu_seconds, household, resident, sound_card
from jarvisd.bench.report import Report

ROOM = -60.0  # dB of full scale: a quiet room through a real microphone is never digital silence
_SETTLE = 3.0  # seconds after READY that belong to the start


def measure(seconds: float, options: Sequence[str] = ()) -> Report:
    """options go to `jarvisd run` (--config FILE)."""
    with tempfile.TemporaryDirectory() as folder:
        noise = Path(folder) / "room.wav"
        audio.write(noise, room_noise(seconds + 120))
        with sound_card(Path(folder) / "card") as card:
            card.say(noise)
            with household(Path(folder) / "house", card, options) as house:
                time.sleep(_SETTLE)
                return watch(house, seconds)


def room_noise(seconds: float) -> Audio:
    """The same noise every time."""
    samples = np.random.default_rng(1).normal(0, 10 ** (ROOM / 20), round(seconds * RATE))
    return from_floats(samples)


def watch(house: Household, seconds: float) -> Report:
    began, used = time.perf_counter(), cpu_seconds(house.pid)
    memory = [(0.0, resident(house.pid))]
    while (passed := time.perf_counter() - began) < seconds:
        time.sleep(min(1.0, seconds - passed))
        memory.append((time.perf_counter() - began, resident(house.pid)))
    share = 100 * (cpu_seconds(house.pid) - used) / (time.perf_counter() - began)
    first, last = memory[0][1], memory[-1][1]
    rows = ((f"{share:.1f} %", f"{last:.0f} MB", f"{slope(memory):+.2f} MB", f"{max(mb for _, mb in memory):.0f} MB"),)
    notes = (
        f"over {seconds:.0f} s of a quiet room ({ROOM:.0f} dB of full scale); memory {first:.1f} MB at first, {last:.1f} MB at last, "
        f"{slope(memory):+.2f} MB a minute over the second half",
    )
    figures = {"cpu_percent": round(share, 2), "rss_mb": round(last, 1)}
    return Report(figures, ("of one core", "RSS", "growth/min", "highest"), rows, notes)


def slope(memory: Sequence[tuple[float, float]]) -> float:
    """MB a minute, by least squares through the second half: what a start leaves behind is over by then."""
    half = memory[len(memory) // 2 :]
    if len(half) < 2:
        return 0.0
    at, held = np.array(half).T
    return float(np.polyfit(at, held, 1)[0] * 60)
