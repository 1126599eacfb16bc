"""Sound that a sound card's callback takes, block by block."""

from __future__ import annotations

import threading

import numpy as np

from jarvisd.audio import Samples


class Playout:
    """One sound at a time, silence behind it. give and clear are called by the loop, take by the card's thread."""

    def __init__(self, rate: int, channels: int) -> None:
        self.rate = rate  # Hz
        self._channels = channels
        self._left = np.zeros(0, np.int16)
        self._lock = threading.Lock()

    def give(self, samples: Samples) -> None:
        """Mono samples at the card's rate."""
        with self._lock:
            self._left = samples

    def clear(self) -> None:
        self.give(np.zeros(0, np.int16))

    def take(self, frames: int) -> tuple[bytes, float | None]:
        """The next frames, interleaved; with the block that holds the sound's end, the seconds of the block until that end."""
        with self._lock:
            part, self._left = self._left[:frames], self._left[frames:]
            ended = len(part) / self.rate if len(part) and not len(self._left) else None
        mono = np.zeros(frames, np.int16)
        mono[: len(part)] = part
        return np.repeat(mono, self._channels).tobytes(), ended
