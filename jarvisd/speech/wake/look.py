"""A second look at what may have been the name: the transcriber's encoder hears the last moment again, and a small head judges it.

The sixteen embeddings of a word's own model cost next to nothing and know little. Where they say "perhaps", the encoder of the model that
writes down speech anyhow is asked about the same moment: some 50 ms in a thread, none while nobody says anything like the name.
"""

from __future__ import annotations

import asyncio
import io
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from jarvisd.audio import RATE
from jarvisd.errors import EngineError, ModelBroken

Floats = npt.NDArray[np.float32]
Encode = Callable[[Floats, int], Floats]  # samples [-1, 1] and frames of 10 ms -> (frames / 2, width)

SECONDS = 1.6  # of sound that are heard again
FRAMES = 200  # of the encoder's window: what is left is silence
PLACES = 80  # of 20 ms that hold the sound
LAST = 60  # of them that are judged: 1.2 s
BINS = 12  # means over so many pieces of them


@dataclass(frozen=True, slots=True)
class Head:
    """Judges one word. Its file says for which transcriber's encoder it was made."""

    model: str
    weights: Floats  # (BINS * width)
    first: float  # what a logit of the word's own model adds
    shift: float
    start: float  # logit of the word's own model from which a second look is worth it

    def logit(self, first: float, encoded: Floats) -> float:
        """Of both together: 0 is the score 0.5."""
        return float(pooled(encoded) @ self.weights) + self.first * first + self.shift

    def encoded(self) -> bytes:
        """As a file of some tens of kB; the same bytes for the same head."""
        stream = io.BytesIO()
        numbers = np.array([self.first, self.shift, self.start], np.float32)
        np.savez(stream, model=np.array(self.model), weights=self.weights.astype(np.float32), numbers=numbers)
        return stream.getvalue()


def pooled(encoded: Floats) -> Floats:
    """(BINS * width): what of the encoder's places is judged."""
    last = encoded[PLACES - LAST : PLACES]
    return np.asarray(last.reshape(BINS, LAST // BINS, -1).mean(axis=1).reshape(-1), np.float32)


def head(path: Path) -> Head | None:
    """The head beside a word's model; None where it has none. ModelBroken where it cannot be read."""
    if not path.is_file():
        return None
    try:
        with np.load(path, allow_pickle=False) as content:
            first, shift, start = (float(number) for number in content["numbers"])
            return Head(str(content["model"]), content["weights"], first, shift, start)
    except (OSError, ValueError, KeyError) as error:
        raise ModelBroken(f"{path}: not what a second look at a wake word is judged by") from error


@dataclass(frozen=True, slots=True)
class Ears:
    """The transcriber as far as a second look needs it."""

    model: str  # as the configuration names it
    encode: Encode


class Looks:
    """One thread in which all devices look again; on no event loop it is done at once, so that a bench hears what a house hears."""

    def __init__(self, ears: Ears) -> None:
        self.model = ears.model
        self._encode = ears.encode
        self._executor = ThreadPoolExecutor(1, thread_name_prefix="second-look")

    def ask(self, head: Head, first: float, samples: Floats) -> asyncio.Future[float] | Future[float]:
        """samples: the last SECONDS, [-1, 1]; shorter where the device has just begun."""
        padded = np.zeros(round(SECONDS * RATE), np.float32)
        padded[len(padded) - len(samples) :] = samples
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:
            done: Future[float] = Future()
            done.set_result(self._judge(head, first, padded))
            return done
        return loop.run_in_executor(self._executor, self._judge, head, first, padded)

    def _judge(self, head: Head, first: float, samples: Floats) -> float:
        try:
            return head.logit(first, self._encode(samples, FRAMES))
        except RuntimeError as error:
            raise EngineError("the second look at a wake word failed; if it happens again, run: jarvisd doctor") from error
