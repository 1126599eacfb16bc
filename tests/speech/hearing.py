"""Sounds and small doors that the tests of the hearing engines share."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from jarvisd.audio import CHUNK, RATE, Audio, from_floats, join, read, silence
from jarvisd.speech import Wakeup, WakeWord
from tests.conftest import AUDIO


def clip(name: str) -> Audio:
    return read(AUDIO / f"{name}.wav")


def chunks(audio: Audio) -> Iterator[Audio]:
    """As a device hands it out, silence behind the last piece."""
    whole = join([audio, silence(CHUNK / RATE)])
    for start in range(0, len(audio.samples), CHUNK):
        yield Audio(whole.pcm[2 * start : 2 * (start + CHUNK)])


def wakeups(wake: WakeWord, audio: Audio) -> list[Wakeup]:
    return [found for chunk in chunks(audio) if (found := wake.detect(chunk)) is not None]


def noise(seconds: float, level: float) -> Audio:
    """White noise at a level in dB of full scale."""
    return from_floats(_random(seconds) * 10 ** (level / 20))


def music(seconds: float) -> Audio:
    """Plucked notes over a chord."""
    time = np.arange(round(seconds * RATE)) / RATE
    beat = time % 0.4
    note = np.array([262.0, 294.0, 330.0, 349.0, 392.0, 440.0, 494.0, 523.0])[(time / 0.4).astype(int) % 8]
    melody = np.sin(2 * np.pi * note * beat) * np.exp(-4 * beat) * 0.3
    chord = sum(np.sin(2 * np.pi * hertz * time) for hertz in (131.0, 165.0, 196.0)) * 0.05
    return from_floats(melody + chord)


def mixed(audio: Audio, background: Audio) -> Audio:
    """Both at once, as long as the first."""
    return from_floats(audio.floats + np.resize(background.floats, len(audio.floats)))


def _random(seconds: float) -> npt.NDArray[np.float64]:
    return np.random.default_rng(7).normal(0.0, 1.0, round(seconds * RATE))
