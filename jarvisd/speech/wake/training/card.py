"""A word on disk: the model beside its card, both whole or not at all."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jarvisd.errors import StorageError
from jarvisd.speech.wake.training.examine import Held


@dataclass(frozen=True, slots=True)
class Card:
    """What a household should know of a word it listens for."""

    name: str
    made: str  # date
    seed: int
    recordings: int
    voices: int  # calls by synthetic voices
    others: int  # recordings of other speech
    digest: str  # sha256 over the checksums of all recordings, in order
    threshold: float  # logit of the network that became the score 0.5
    held: Held | None  # None where too little was there to keep some back
    notes: tuple[str, ...] = ()

    def encoded(self) -> dict[str, Any]:
        known = self.held is not None and self.held.calls > 0
        curve = [
            {
                "logit": point.logit,
                "miss_percent": round(100 * point.missed, 1) if known else None,
                "miss_percent_in_noise": round(100 * point.missed_in_noise, 1) if known else None,
                "alarms": point.alarms,
            }
            for point in (self.held.curve if self.held else ())
        ]
        measured = {"calls": self.held.calls, "hours": round(self.held.hours, 2), "curve": curve} if self.held else None
        return {
            "name": self.name,
            "made": self.made,
            "seed": self.seed,
            "recordings": self.recordings,
            "voices": self.voices,
            "others": self.others,
            "data_sha256": self.digest,
            "threshold": self.threshold,
            "held_back": measured,
            "notes": list(self.notes),
        }


def digest(paths: Iterable[Path]) -> str:
    whole = hashlib.sha256()
    for path in paths:
        whole.update(hashlib.sha256(path.read_bytes()).digest())
    return whole.hexdigest()


def write(folder: Path, file_name: str, model: bytes, card: Card, head: bytes | None = None) -> Path:
    """The model's path. StorageError where it cannot be written; then what was there before is still whole. head: of a second look."""
    target = folder / f"{file_name}.onnx"
    text = json.dumps(card.encoded(), ensure_ascii=False, indent=1) + "\n"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        files = [(target.with_suffix(".json"), text.encode()), (target, model)]
        if head is not None:
            files.append((target.with_suffix(".npz"), head))
        parts = [(path.with_name(path.name + ".part"), path) for path, _ in files]
        for (part, _), (_, content) in zip(parts, files, strict=True):
            with part.open("wb") as stream:
                stream.write(content)
                stream.flush()
                os.fsync(stream.fileno())
        target.with_suffix(".npz").unlink(missing_ok=True)  # one that was there would judge another network's moments
        for part, path in parts:
            part.replace(path)
    except OSError as error:
        raise StorageError(
            f"{error.filename or folder}: {error.strerror or error}; the word was not saved, the old one is as it was"
        ) from error
    return target


def read(model: Path) -> dict[str, Any]:
    """The card beside a model; empty where there is none that can be read."""
    try:
        found = json.loads(model.with_suffix(".json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}
