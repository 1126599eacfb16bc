"""Silero's voice detector as ONNX, in either layout that its versions 5 and 6 are published in."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import numpy.typing as npt
import onnxruntime

from jarvisd.audio import CHUNK, RATE, Audio
from jarvisd.errors import EngineError
from jarvisd.speech.onnx import open_model

_CONTEXT = 64  # samples from the end of the chunk before, which the model wants to see again
_UNITS = 128  # of its recurrent state


def load(path: Path) -> Callable[[], Silero]:
    session = open_model(path)
    return lambda: Silero(session)


class Silero:
    """What one device said so far, as the model's state."""

    _values: list[npt.NDArray[np.float32]]
    _context: npt.NDArray[np.float32]

    def __init__(self, session: onnxruntime.InferenceSession) -> None:
        self._session = session
        names = {entry.name for entry in session.get_inputs()}
        self._fixed = {"sr": np.array(RATE, dtype=np.int64)} if "sr" in names else {}
        self._states = ("h", "c") if "h" in names else ("state",)  # faster-whisper's copy splits the state in two
        self.reset()

    def probability(self, chunk: Audio) -> float:
        samples = chunk.floats
        if samples.shape != (CHUNK,) or chunk.rate != RATE:
            raise EngineError(f"the voice detector takes {CHUNK} samples at {RATE} Hz, not {len(samples)} at {chunk.rate} Hz")
        heard = np.concatenate([self._context, samples])
        inputs = {"input": heard[None], **self._fixed, **dict(zip(self._states, self._values, strict=True))}
        found, *self._values = self._session.run(None, inputs)
        self._context = heard[-_CONTEXT:]
        return float(found.reshape(-1)[0])

    def reset(self) -> None:
        shape = (2 // len(self._states), 1, _UNITS)
        self._values = [np.zeros(shape, dtype=np.float32) for _ in self._states]
        self._context = np.zeros(_CONTEXT, dtype=np.float32)
