"""What a network learns from: embeddings of scenes with the word, and of everything else, kept as long rows of embeddings.

A window is sixteen embeddings up to one step. The word is in it where it ended just now: from half a step ago to a quarter of a second
ago. Steps shortly before and after that are neither the word nor anything else, and teach nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from jarvisd.audio import RATE
from jarvisd.speech.wake.features import EMBEDDING, HISTORY, STEP, Models, noise, whole
from jarvisd.speech.wake.training.scenes import Scene

Floats = npt.NDArray[np.float32]

_EARLY, _LATE = -0.04, 0.25  # seconds behind the word's end within which a window holds it
_BEGUN, _GONE = -0.4, 0.7  # seconds between which a window that does not hold it teaches nothing
UNSURE = 5  # steps after a start that are not looked at
_SCALE = np.float32(32767)


@dataclass(frozen=True, slots=True)
class Lessons:
    rows: Floats  # (n, 96): embeddings of one sound after another, sixteen of noise before each
    yes: npt.NDArray[np.int64]  # rows at which a window with the word ends
    no: npt.NDArray[np.int64]  # rows at which any other window ends
    scenes: npt.NDArray[np.int64]  # of each of yes: the number of its scene

    def windows(self, ends: npt.NDArray[np.int64]) -> Floats:
        """(n, 16, 96)."""
        return np.asarray(self.rows[ends[:, None] + np.arange(1 - HISTORY, 1)])


def lessons(models: Models, scenes: Iterable[Scene]) -> Lessons:
    """Embeds every scene; those without a word (end below 0) are all "no"."""
    start = noise(models)
    rows, yes, no, numbers = [np.empty((0, EMBEDDING), np.float32)], [], [], []
    count = 0
    for number, scene in enumerate(scenes):
        found = whole(models, scene.samples * _SCALE)
        rows += [start, found]
        ends = np.arange(len(found)) + count + len(start)
        count += len(start) + len(found)
        after = (np.arange(len(found)) + 1) * STEP / RATE - scene.end
        sure = np.arange(len(found)) >= UNSURE
        if scene.end < 0:
            no.append(ends[sure])
            continue
        here = ends[(after >= _EARLY) & (after <= _LATE) & sure]
        yes.append(here)
        numbers.append(np.full(len(here), number))
        no.append(ends[((after < _BEGUN) | (after > _GONE)) & sure])
    return Lessons(np.concatenate(rows), _joined(yes), _joined(no), _joined(numbers))


def merged(parts: Iterable[Lessons]) -> Lessons:
    rows, yes, no, scenes = [np.empty((0, EMBEDDING), np.float32)], [], [], []
    count = number = 0
    for part in parts:
        rows.append(part.rows)
        yes.append(part.yes + count)
        no.append(part.no + count)
        scenes.append(part.scenes + number)
        count += len(part.rows)
        number += int(part.scenes.max(initial=-1)) + 1
    return Lessons(np.concatenate(rows), _joined(yes), _joined(no), _joined(scenes))


def _joined(parts: list[npt.NDArray[np.int64]]) -> npt.NDArray[np.int64]:
    return np.concatenate(parts).astype(np.int64) if parts else np.empty(0, np.int64)
