"""Blocks of a sound card, of any rate and number of channels, become chunks of 16 kHz mono."""

from __future__ import annotations

import numpy as np
import soxr

from jarvisd.audio import CHUNK, RATE, Audio

# soxr's medium quality: 9 to 13 ms behind, where high quality is 16 to 27 ms behind and no recogniser hears the difference
_QUALITY = "MQ"


class Intake:
    """Fed blocks of interleaved 16-bit samples in order, hands out chunks of 512."""

    def __init__(self, rate: int, channels: int) -> None:
        self._channels = channels
        self._resampler = None if rate == RATE else soxr.ResampleStream(rate, RATE, 1, dtype="int16", quality=_QUALITY)
        self._ready = bytearray()

    def feed(self, block: bytes) -> None:
        samples = np.frombuffer(block, dtype="<i2")
        if self._channels > 1:
            samples = samples.reshape(-1, self._channels).mean(axis=1).astype(np.int16)
        if self._resampler is not None:
            samples = self._resampler.resample_chunk(samples)
        self._ready += samples.tobytes()

    def chunk(self) -> Audio | None:
        """The next 512 samples, None when they are not there yet."""
        if len(self._ready) < 2 * CHUNK:
            return None
        pcm = bytes(self._ready[: 2 * CHUNK])
        del self._ready[: 2 * CHUNK]
        return Audio(pcm)

    def close(self) -> None:
        """Lets go of the resampler, which would complain on stderr if it outlived the program; nothing is fed any more."""
        self._resampler = None
