"""Where the time of the last turns went, from the traces that every turn leaves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from jarvisd import observe
from jarvisd.bench.latency import STAGES
from jarvisd.bench.report import Report, cell, median, p95, tenth
from jarvisd.errors import DataMissing

SHOWN = 20  # turns in the table; the medians are over all that were kept


def measure(state: Path) -> Report:
    path = state / "traces.jsonl"
    turns = observe.read(path)
    if not turns:
        raise DataMissing(f"{path}: no turn was traced yet; speak to the house, or: jarvisd hear QUESTION.wav --state {state}")
    return report(turns)


def report(turns: Sequence[Mapping[str, Any]]) -> Report:
    def of(stage: str) -> list[float]:
        return [turn["timings"][stage] for turn in turns if stage in turn["timings"]]

    rows = [_row(turn["at"], turn["outcome"], [turn["timings"].get(stage) for stage in STAGES]) for turn in turns[-SHOWN:]]
    rows.append(_row("median", f"of {len(turns)}", [median(of(stage)) for stage in STAGES]))
    rows.append(_row("p95", "", [p95(of(stage)) for stage in STAGES]))
    figures = {
        "turns": len(turns),
        "median_ms": {stage: tenth(median(of(stage))) for stage in STAGES},
        "p95_ms": {stage: tenth(p95(of(stage))) for stage in STAGES},
    }
    return Report(figures, ("at", "outcome", *STAGES), tuple(rows), ("ms from the end of speech as the voice detector saw it",))


def _row(at: str, outcome: str, times: Sequence[float | None]) -> tuple[str, ...]:
    return (at, outcome, *(cell(time) for time in times))
