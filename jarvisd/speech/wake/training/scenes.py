"""A word as a house hears it: nearer or further, in rooms, over noise, with other talk before and behind."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from jarvisd.audio import RATE, Audio, from_floats
from jarvisd.speech.wake.training import noises
from jarvisd.speech.wake.training.takes import Take

Floats = npt.NDArray[np.float32]

_BEFORE = 2.0  # seconds in front of a word: as much as a model looks at
_BEHIND = 1.0  # seconds behind it
_COLD = 0.2  # share of scenes that begin with the word, as a file does


@dataclass(frozen=True, slots=True)
class Scene:
    samples: Floats  # [-1, 1]
    end: float  # seconds at which the word ends; below 0 where there is none


def scene(rng: np.random.Generator, take: Take, others: Sequence[Floats], plain: bool = False) -> Scene:
    """The word of a take among other sounds. plain: as it was recorded, with quiet around it."""
    word, end = take.samples, take.end
    speed = 1.0 if plain or rng.random() < 0.5 else float(rng.uniform(0.87, 1.15))
    first = max(0, int((take.start - rng.uniform(0.05, 0.4)) * RATE))
    last = min(len(word), int((end + rng.uniform(0.1, 0.4)) * RATE))
    word, end = word[first:last], end - first / RATE
    if speed != 1.0:
        word, end = paced(word, speed), end / speed
    if not plain and rng.random() < 0.1:  # said with other weight on high and low
        word = _tilted(rng, word)
    before = rng.uniform(0.05, 0.6) if rng.random() < _COLD else _BEFORE
    samples = np.zeros(int((before + _BEHIND) * RATE) + len(word), np.float32)
    at = int(before * RATE)
    samples[at : at + len(word)] = word
    end += before
    loud = float(np.sqrt(np.mean(np.square(word)))) + 1e-6
    if not plain and others:
        if rng.random() < 0.35:
            _put(rng, samples, others, loud, last=at - int(rng.uniform(0, 0.3) * RATE))
        if rng.random() < 0.4:
            _put(rng, samples, others, loud, first=int((end + rng.uniform(0.02, 0.25)) * RATE))
    return Scene(finished(rng, samples, loud, others, plain), end)


def paced(samples: Floats, speed: float) -> Floats:
    """So much quicker, and higher."""
    return Audio(from_floats(samples).pcm, round(RATE * speed)).at(RATE).floats


def finished(rng: np.random.Generator, samples: Floats, loud: float, others: Sequence[Floats], plain: bool = False) -> Floats:
    """In a room, over noise, at some level. loud: root mean square of what is to be heard."""
    if not plain and rng.random() < 0.45:
        samples = noises.in_room(samples, noises.room(rng, float(rng.uniform(0.12, 0.7))))
    if not plain and rng.random() < 0.75:
        if others and rng.random() < 0.25:  # somebody else talks, or a television
            noise = np.resize(np.roll(_any(rng, others), int(rng.integers(0, RATE))), len(samples))
            noise = noise / np.float32(np.sqrt(np.mean(np.square(noise))) + 1e-6)
            snr = rng.uniform(6, 25)
        else:
            noise, snr = noises.any_noise(rng, len(samples)), rng.uniform(2, 28)
        samples = samples + noise * np.float32(loud * 10 ** (-snr / 20))
    samples = samples + rng.standard_normal(len(samples)).astype(np.float32) * np.float32(10 ** (rng.uniform(-90, -62) / 20))
    peak = float(np.abs(samples).max()) + 1e-6
    return np.asarray(np.clip(samples * np.float32(10 ** (rng.uniform(-28, 1.5) / 20) / peak), -1, 1), np.float32)


def _put(rng: np.random.Generator, samples: Floats, others: Sequence[Floats], loud: float, first: int = 0, last: int = 0) -> None:
    """Other talk up to a sample, or from one on."""
    talk = _any(rng, others)
    talk = talk * np.float32(loud / (float(np.sqrt(np.mean(np.square(talk)))) + 1e-6) * 10 ** (rng.uniform(-8, 3) / 20))
    if last > 0:
        length = min(last, len(talk))
        samples[last - length : last] += talk[len(talk) - length :]
    elif first > 0:
        length = max(0, min(len(samples) - first, len(talk)))
        samples[first : first + length] += talk[:length]


def _any(rng: np.random.Generator, others: Sequence[Floats]) -> Floats:
    return others[int(rng.integers(len(others)))]


def _tilted(rng: np.random.Generator, samples: Floats) -> Floats:
    spectrum = np.fft.rfft(samples)
    tilt = np.linspace(0, rng.uniform(-12, 9), len(spectrum))
    return np.asarray(np.fft.irfft(spectrum * 10 ** (tilt / 20), len(samples)), np.float32)
