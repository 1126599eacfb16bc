"""The spoken questions that the benches ask: sound made by scripts/make_questions.py, with the true end of speech beside it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import jarvisd
from jarvisd import audio
from jarvisd.audio import Audio
from jarvisd.errors import DataMissing
from jarvisd.messages import Language

FOLDER = Path(jarvisd.__file__).parent.parent / "tests/audio/questions"  # in the checkout; the benches are for those who have one


@dataclass(frozen=True, slots=True)
class Question:
    path: Path
    text: str
    voice: str
    ended: float  # seconds into the file at which the last sound of speech ends, known from how it was made


def questions(language: Language, folder: Path = FOLDER) -> list[Question]:
    """In the order of their numbers. DataMissing where the checkout has none."""
    listed = folder / language / "questions.json"
    try:
        rows = json.loads(listed.read_text(encoding="utf-8"))
    except OSError as error:
        raise DataMissing(f"{listed}: no spoken questions here; run this in a checkout, or make them: scripts/make_questions.py") from error
    return [Question(listed.parent / row["file"], row["text"], row["voice"], row["ended"]) for row in rows]


def onset(sound: Audio, after: float, within: float = 10.0, threshold: float = -45.0) -> float | None:
    """Seconds into the sound at which the first 5 ms louder than threshold (dB of full scale) begin; None where it stays quiet."""
    step = 0.005
    for frame in range(int(within / step)):
        start = after + frame * step
        piece = sound.cut(start, start + step)
        if not piece.pcm:
            return None
        if piece.level > threshold:
            return start
    return None


def sound(question: Question) -> Audio:
    return audio.read(question.path)
