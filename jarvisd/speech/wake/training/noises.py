"""Rooms and sounds of a household, made from a seed: what a word is mixed with, and what must not wake."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from jarvisd.audio import RATE

Floats = npt.NDArray[np.float32]


def coloured(rng: np.random.Generator, count: int, slope: float) -> Floats:
    """Noise whose power falls by 1/f^slope: 0 white, 1 pink, 2 brown; root mean square 1."""
    spectrum = np.fft.rfft(rng.standard_normal(count))
    hertz = np.fft.rfftfreq(count, 1 / RATE)
    made = np.fft.irfft(spectrum / np.maximum(hertz, 20.0) ** (slope / 2), count)
    return np.asarray(made / (np.sqrt(np.mean(np.square(made))) + 1e-12), np.float32)


def hum(rng: np.random.Generator, count: int) -> Floats:
    """A motor: harmonics of a slowly changing tone over noise."""
    time = np.arange(count) / RATE
    pitch = rng.uniform(45, 220) * (1 + 0.03 * np.sin(2 * np.pi * rng.uniform(0.05, 0.6) * time))
    phase = 2 * np.pi * np.cumsum(pitch) / RATE
    tone = sum(np.sin(number * phase) * rng.uniform(0, 1) / number for number in range(1, 12))
    return _level(np.asarray(tone, np.float32) + coloured(rng, count, 1.0) * np.float32(rng.uniform(0.2, 1.0)))


def clatter(rng: np.random.Generator, count: int) -> Floats:
    """Cutlery, keys and doors: rings of a few inharmonic tones, at random moments."""
    made = np.zeros(count, np.float32)
    for _ in range(max(1, int(count / RATE * rng.uniform(1, 6)))):
        length = int(RATE * rng.uniform(0.03, 0.5))
        time = np.arange(length) / RATE
        fade = np.exp(-time * rng.uniform(8, 60))
        tones = sum(np.sin(2 * np.pi * rng.uniform(200, 6500) * time) * rng.uniform(0.2, 1) for _ in range(int(rng.integers(2, 7))))
        ring = (np.asarray(tones) + rng.standard_normal(length) * rng.uniform(0, 2)) * fade * rng.uniform(0.1, 1)
        at = int(rng.integers(0, max(1, count - length)))
        made[at : at + length] += ring[: count - at].astype(np.float32)
    return _level(made)


def water(rng: np.random.Generator, count: int) -> Floats:
    """A tap, rain, a pan: noise whose strength flutters."""
    flutter = np.abs(np.repeat(rng.standard_normal(count // 400 + 1), 400)[:count]) ** rng.uniform(0.3, 2)
    return _level(coloured(rng, count, rng.uniform(-0.5, 1.0)) * flutter.astype(np.float32))


def music(rng: np.random.Generator, count: int) -> Floats:
    """A tune over chords with a beat."""
    time = np.arange(count) / RATE
    beat = rng.uniform(0.18, 0.6)
    scale = 220.0 * 2 ** (np.array([0, 2, 3, 5, 7, 8, 10, 12]) / 12) * 2 ** rng.uniform(-1, 1)
    notes = scale[rng.integers(0, len(scale), count // int(beat * RATE) + 1)]
    place = np.minimum((time / beat).astype(int), len(notes) - 1)
    since = time - place * beat
    tune = sum(np.sin(2 * np.pi * notes[place] * part * since) / part for part in (1, 2, 3, 4)) * np.exp(-since * rng.uniform(1, 8))
    chord = sum(np.sin(2 * np.pi * tone / 2 * time) for tone in rng.choice(scale, 3)) * rng.uniform(0.05, 0.4)
    drum = rng.standard_normal(count) * np.exp(-since * 40) * (place % 2) * rng.uniform(0, 0.8)
    return _level(np.asarray(tune + chord + drum, np.float32))


KINDS = (hum, clatter, water, music)


def any_noise(rng: np.random.Generator, count: int) -> Floats:
    """One of all kinds, root mean square 1."""
    if rng.random() < 0.5:
        return coloured(rng, count, rng.choice([0.0, 0.5, 1.0, 1.5, 2.0]))
    return KINDS[rng.integers(len(KINDS))](rng, count)


def household(rng: np.random.Generator) -> Iterator[Floats]:
    """Without end: pieces of ten seconds at all levels."""
    while True:
        yield any_noise(rng, 10 * RATE) * np.float32(10 ** (rng.uniform(-50, -14) / 20))


def room(rng: np.random.Generator, seconds: float) -> Floats:
    """An impulse response: the direct sound, some early reflections, a tail that falls by 60 dB in so many seconds; energy 1."""
    length = int(seconds * RATE)
    tail = rng.standard_normal(length) * 10 ** (-3 * np.arange(length) / length)
    made = tail * rng.uniform(0.01, 0.06)
    made[: int(0.002 * RATE)] = 0
    for _ in range(6):
        made[int(rng.uniform(0.002, 0.03) * RATE)] += rng.uniform(-0.5, 0.5)
    made[0] = 1.0
    return np.asarray(made / np.sqrt(np.sum(np.square(made))), np.float32)


def in_room(sound: Floats, response: Floats) -> Floats:
    """As it is heard there; as long as before."""
    size = 1 << (len(sound) + len(response)).bit_length()
    return np.asarray(np.fft.irfft(np.fft.rfft(sound, size) * np.fft.rfft(response, size), size)[: len(sound)], np.float32)


def _level(samples: Floats) -> Floats:
    return samples / np.float32(np.sqrt(np.mean(np.square(samples))) + 1e-9)
