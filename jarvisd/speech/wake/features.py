"""Sound as speech embeddings, by openWakeWord's two feature models run directly.

Every 80 ms: 1,280 samples -> 8 frames of 32 mel bands -> one embedding of 96 numbers over the last 76 frames (0.76 s).

The embedding model is made of convolutions alone, but its file fixes one window at a time. Opened with these sizes left free, a long
piece of sound costs 0.2 ms an embedding instead of 1.1 ms, and every number is the same.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import onnxruntime

from jarvisd.audio import RATE
from jarvisd.speech.onnx import open_model

Floats = npt.NDArray[np.float32]

STEP = 1280  # samples between two embeddings: 80 ms
HISTORY = 16  # embeddings that a word's model looks at: 1.28 s
EMBEDDING = 96  # numbers in one
_OVERLAP = 480  # samples of the step before that the mel frames of this one need
_BANDS = 32
_WINDOW = 76  # mel frames under one embedding
_HOP = 8  # mel frames from one embedding to the next
_AT_ONCE = 400  # embeddings of a long sound in one run: memory
_FIXED = (bytes((0x0A, 2, 0x08, _WINDOW)), bytes((0x0A, 2, 0x78, _WINDOW)))  # the input's length; under an unknown key it is left open
_SHAPED = (struct.pack("<4q", -1, 1, _WINDOW, _BANDS), struct.pack("<4q", 1, 1, -1, _BANDS))  # what the input is first reshaped to


@dataclass(frozen=True, slots=True)
class Models:
    """Opened once, shared by all devices."""

    mel: onnxruntime.InferenceSession
    embedding: onnxruntime.InferenceSession
    free: bool  # the embedding model takes any length

    def spectrum(self, samples: Floats) -> Floats:
        """Frames of 32 bands, one for 10 ms, of samples scaled as 16 bit integers."""
        found: Floats = self.mel.run(None, {"input": samples[None]})[0].reshape(-1, _BANDS) / 10 + 2
        return found

    def embeddings(self, frames: Floats) -> Floats:
        """(n, 96): one for the first 76 frames, one more for every further 8."""
        if self.free:
            found = self.embedding.run(None, {"input_1": frames[None, ..., None]})[0]
            return np.ascontiguousarray(found.reshape(EMBEDDING, -1).T)
        starts = range(0, len(frames) - _WINDOW + 1, _HOP)
        windows = np.stack([frames[start : start + _WINDOW] for start in starts])
        return np.asarray(self.embedding.run(None, {"input_1": windows[..., None]})[0], np.float32).reshape(-1, EMBEDDING)


def open_features(folder: Path) -> Models:
    """ModelBroken if one of the two files is none."""
    mel = open_model(folder / "melspectrogram.onnx")
    path = folder / "embedding_model.onnx"
    content = path.read_bytes() if path.is_file() else b""
    free = content.count(_FIXED[0]) == 1 and content.count(_SHAPED[0]) == 1
    if not free:
        return Models(mel, open_model(path), False)
    return Models(mel, open_model(path, content=content.replace(*_FIXED).replace(*_SHAPED)), True)


class Features:
    """The sound of one device as embeddings."""

    _tail: Floats
    _frames: Floats
    _history: Floats
    _due: int

    def __init__(self, models: Models, start: Floats) -> None:
        """start: what the history is filled with, (16, 96)."""
        self._models, self._start = models, start
        self.reset()

    def feed(self, step: Floats) -> None:
        """The next 1,280 samples, scaled as 16 bit integers."""
        heard = np.concatenate([self._tail, step])
        self._tail = heard[-_OVERLAP:]
        self._frames = np.concatenate([self._frames, self._models.spectrum(heard)])[-_WINDOW - _HOP * (HISTORY - 1) :]
        self._due = min(HISTORY, self._due + 1)

    def history(self) -> Floats:
        """The last 16 embeddings, shape (1, 16, 96). Those that are due are made only here: nine tenths of the work."""
        if self._due:
            found = self._models.embeddings(self._frames[-_WINDOW - _HOP * (self._due - 1) :])
            self._history = np.concatenate([self._history, found])[-HISTORY:]
            self._due = 0
        return self._history[None]

    def known(self, samples: Floats) -> Known:
        return Known(self._models, self._start, samples)

    def reset(self) -> None:
        self._tail = np.empty(0, dtype=np.float32)
        self._frames = np.ones((_WINDOW, _BANDS), dtype=np.float32)
        self._history = self._start
        self._due = 0


class Known:
    """Features of a sound that is there to its end, made at once: what a stream's are, in a third of the time."""

    def __init__(self, models: Models, start: Floats, samples: Floats) -> None:
        """samples: scaled as 16 bit integers."""
        self._rows = np.concatenate([start, whole(models, samples)])
        self._steps = 0

    def feed(self, step: Floats) -> None:
        self._steps += 1

    def history(self) -> Floats:
        return self._rows[None, self._steps : self._steps + HISTORY]

    def reset(self) -> None:
        self._steps = 0


def whole(models: Models, samples: Floats) -> Floats:
    """(steps, 96) of a sound at once: what a stream's embeddings are, step by step. samples: scaled as 16 bit integers."""
    steps = len(samples) // STEP
    parts = [np.ones((_WINDOW, _BANDS), dtype=np.float32)]
    for step in range(steps):  # one by one: a spectrum's floor lies 80 dB below the loudest of what is given at once
        parts.append(models.spectrum(samples[max(0, step * STEP - _OVERLAP) : (step + 1) * STEP]))
    frames = np.concatenate(parts)
    ends = len(frames) - _HOP * np.arange(steps)[::-1]  # of each step's window
    found = []
    for first in range(0, steps, _AT_ONCE):
        last = min(steps, first + _AT_ONCE) - 1
        found.append(models.embeddings(frames[ends[first] - _WINDOW : ends[last]]))
    return np.concatenate(found) if found else np.empty((0, EMBEDDING), dtype=np.float32)


def noise(models: Models) -> Floats:
    """What a history is filled with at the start, (16, 96): embeddings of noise, as in the package, but the same noise each time."""
    hiss = np.random.default_rng(0).integers(-1000, 1000, RATE * 4).astype(np.float32)
    return whole(models, hiss)[-HISTORY:]
