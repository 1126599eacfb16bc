"""How long from the end of a spoken question to the first sound of the answer."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from jarvisd.bench.asking import Answer, ask, missed
from jarvisd.bench.questions import questions
from jarvisd.bench.report import Report, cell, median, p95, tenth
from jarvisd.messages import LANGUAGES

STAGES = ("endpoint", "transcribed", "first_text", "first_audio", "done")


def measure(options: Sequence[str] = ()) -> Report:
    """Twenty questions in each language, in real time; options go to `jarvisd hear` (--config FILE)."""
    answers: dict[str, list[Answer]] = {}
    with tempfile.TemporaryDirectory() as folder:
        for language in LANGUAGES:
            answers[language] = ask(questions(language), Path(folder) / language, options)
    return report(answers)


def report(answers: dict[str, list[Answer]]) -> Report:
    figures: dict[str, Any] = {}
    rows: list[tuple[str, ...]] = []
    notes: list[str] = []
    for language, given in answers.items():
        timed = [answer for answer in given if answer.timed]
        first = [answer.timings["first_audio"] for answer in timed]
        stages = {stage: median([a.timings[stage] for a in timed if stage in a.timings]) for stage in STAGES}
        stages["lag"] = median([answer.lag for answer in timed])
        stages["heard"] = median([answer.heard for answer in timed if answer.heard is not None])
        figures[language] = {
            "median_ms": tenth(median(first)),
            "p95_ms": tenth(p95(first)),
            "stages": {stage: tenth(value) for stage, value in stages.items()},
        }
        rows.append((language, f"{len(timed)}/{len(given)}", cell(median(first)), cell(p95(first)), *map(cell, stages.values())))
        notes += missed(given)
    notes.append("ms from the end of speech as the voice detector saw it; lag: how much later than the true end that was")
    notes.append("heard: the answer's first sound in the room's recording, from the true end of speech (a voice begins with some silence)")
    return Report(figures, ("", "answered", "median", "p95", *STAGES, "lag", "heard"), tuple(rows), tuple(notes))
