"""What a word is learned from, made of recordings and voices: scenes with it, pieces of it, talk, what sounds like it, noises."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from jarvisd.audio import RATE
from jarvisd.speech.wake.features import Models
from jarvisd.speech.wake.training import noises, scenes
from jarvisd.speech.wake.training.lessons import Lessons, lessons
from jarvisd.speech.wake.training.scenes import Scene
from jarvisd.speech.wake.training.takes import Take

Floats = npt.NDArray[np.float32]
Halves = npt.NDArray[np.float16]
Sounds = Sequence[tuple[str, Floats]]  # source, samples

MOST = 60  # scenes of one take
_JOIN = 0.02  # seconds in which one sound gives way to the next


@dataclass(frozen=True, slots=True)
class Kind:
    """Sounds without the word, kept at half the width, and what was made of them."""

    sounds: Sequence[Halves]
    lessons: Lessons


def kind(models: Models, made: Iterable[Floats]) -> Kind:
    kept: list[Halves] = []

    def each() -> Iterator[Scene]:
        for sound in made:
            kept.append(sound.astype(np.float16))
            yield Scene(sound, -1.0)

    return Kind(kept, lessons(models, each()))


def calls(rng: np.random.Generator, takes: Sequence[Take], talk: Sequence[Floats], wanted: float) -> Iterator[Scene]:
    """About so many scenes, as many of each take."""
    times = max(1, min(MOST, round(wanted / max(1, len(takes)))))
    for take in takes:
        for _ in range(times):
            yield scenes.scene(rng, take, talk)


def others(rng: np.random.Generator, sounds: Sequence[Floats], talk: Sequence[Floats], times: int) -> Iterator[Floats]:
    """Each as it is, then at other speeds and in rooms."""
    for sound in sounds:
        loud = _loud(sound)
        for number in range(times):
            made = np.concatenate([np.zeros(int(rng.uniform(0.1, 1.0) * RATE), np.float32), sound, np.zeros(RATE // 3, np.float32)])
            if number:
                made = scenes.paced(made, float(rng.uniform(0.86, 1.16)))
            yield scenes.finished(rng, made, loud, talk, plain=number == 0)


def pieces(rng: np.random.Generator, takes: Sequence[Take], talk: Sequence[Floats], times: int) -> Iterator[Floats]:
    """The word backwards, its beginning alone, and so many times: its beginning that goes on as something else, its end behind something
    else."""
    for take in takes:
        word = take.samples[int(take.start * RATE) : int(take.end * RATE)]
        loud = _loud(word)
        quiet = np.zeros(RATE // 2, np.float32)
        begun = word[: int(len(word) * rng.uniform(0.3, 0.55))]
        yield scenes.finished(rng, np.concatenate([quiet, word[::-1], quiet]), loud, talk)
        yield scenes.finished(rng, np.concatenate([quiet, begun, quiet]), loud, talk)
        for number in range(times if talk else 0):
            other = _part(rng, talk, loud)
            if number % 2:
                joined = _joined(other, word[int(len(word) * rng.uniform(0.45, 0.7)) :])
            else:
                joined = _joined(word[: int(len(word) * rng.uniform(0.3, 0.55))], other)
            yield scenes.finished(rng, np.concatenate([quiet, joined, quiet]), loud, talk)


def household(rng: np.random.Generator, count: int) -> Iterator[Floats]:
    """Pieces of ten seconds."""
    made = noises.household(rng)
    return (next(made) for _ in range(count))


def _part(rng: np.random.Generator, talk: Sequence[Floats], loud: float) -> Floats:
    """A stretch of other talk, as loud."""
    sound = talk[int(rng.integers(len(talk)))]
    length = min(len(sound), int(rng.uniform(0.25, 0.9) * RATE))
    first = int(rng.integers(0, len(sound) - length + 1))
    part = sound[first : first + length]
    return np.asarray(part * np.float32(loud / _loud(part)), np.float32)


def _joined(first: Floats, second: Floats) -> Floats:
    count = min(int(_JOIN * RATE), len(first), len(second))
    fade = np.linspace(0, 1, count, dtype=np.float32)
    middle = first[len(first) - count :] * (1 - fade) + second[:count] * fade
    return np.concatenate([first[: len(first) - count], middle, second[count:]])


def _loud(sound: Floats) -> float:
    return float(np.sqrt(np.mean(np.square(sound)))) + 1e-6
