"""How long from starting the daemon to READY, models fetched and the files warm in memory."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path

from jarvisd.bench.household import household, sound_card
from jarvisd.bench.report import Report, median

STARTS = 5


def measure(options: Sequence[str] = ()) -> Report:
    """The median of five starts after one that is not counted; options go to `jarvisd run` (--config FILE)."""
    times: list[float] = []
    with tempfile.TemporaryDirectory() as folder, sound_card(Path(folder) / "card") as card:
        for _ in range(STARTS + 1):
            with household(Path(folder) / "house", card, options) as house:
                times.append(house.ready)
    return report(times[0], times[1:])


def report(first: float, times: Sequence[float]) -> Report:
    rows = (("warm", *(f"{seconds:.2f} s" for seconds in (median(times), min(times), max(times)))),)
    notes = (f"from the start of the process to READY=1, {len(times)} starts; the one before them took {first:.2f} s",)
    return Report({"warm_s": round(median(times), 2)}, ("start", "median", "quickest", "slowest"), rows, notes)
