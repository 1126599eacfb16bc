"""Teaches the head of a second look: calls against all that a word's networks took for them, as the transcriber's encoder hears both."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import numpy as np
import numpy.typing as npt

from jarvisd.audio import RATE
from jarvisd.speech.wake.features import STEP
from jarvisd.speech.wake.look import FRAMES, SECONDS, Encode, Head, pooled
from jarvisd.speech.wake.training.network import Floats
from jarvisd.speech.wake.training.one_core import one_core
from jarvisd.speech.wake.training.scenes import Scene

Samples = npt.NDArray[np.floating]  # of any width

_EARLY, _LATE = -0.04, 0.24  # seconds behind the word's end at which a call is looked at again
_APART = 12  # steps between two moments of one sound
_ROUNDS, _RATE, _DECAY = 300, 0.01, 3e-3  # of the regression
_BETA, _GAMMA, _TINY = 0.9, 0.99, 1e-8  # Adam's
FIRST = 0.5  # what a logit of the word's own network counts beside the head's
_WINDOW = round(SECONDS * RATE)


def before(samples: Samples, end: int) -> Floats:
    """The sound that a second look at this sample hears."""
    part = samples[max(0, end - _WINDOW) : end]
    return np.concatenate([np.zeros(_WINDOW - len(part), np.float32), part.astype(np.float32)])


def calls(rng: np.random.Generator, scenes: Sequence[Scene]) -> Iterator[Floats]:
    for scene in scenes:
        yield before(scene.samples, round((scene.end + rng.uniform(_EARLY, _LATE)) * RATE))


def mistakes(sounds: Sequence[Samples], found: Iterable[Floats], most: int) -> Iterator[Floats]:
    """The moments that look most like the word, in sounds without it. found: the logits of every step of each sound."""
    moments: list[tuple[float, int, int]] = []
    for number, logits in enumerate(found):
        left = logits.copy()
        for _ in range(max(1, len(left) // (2 * _APART))):
            step = int(left.argmax()) if len(left) else 0
            if not len(left) or left[step] < -50:
                break
            moments.append((float(left[step]), number, step))
            left[max(0, step - _APART) : step + _APART + 1] = -99
    for _, number, step in sorted(moments, reverse=True)[:most]:
        yield before(sounds[number], (step + 1) * STEP)


@one_core()
def regression(yes: Floats, no: Floats) -> tuple[Floats, float]:
    """Weights and shift of a logit, both kinds counting the same; the same for the same numbers."""
    both = np.concatenate([yes, no])
    mean, deviation = both.mean(0), both.std(0) + np.float32(1e-3)
    seen = (both - mean) / deviation
    wanted = np.concatenate([np.ones(len(yes)), np.zeros(len(no))])
    share = np.concatenate([np.full(len(yes), 0.5 / len(yes)), np.full(len(no), 0.5 / len(no))])
    weights, first, second = (np.zeros(both.shape[1], np.float32) for _ in range(3))
    shift = pull = 0.0
    for round_ in range(1, _ROUNDS + 1):
        sure = 1 / (1 + np.exp(-np.clip(seen @ weights + shift, -30, 30)))
        error = ((sure - wanted) * share).astype(np.float32)
        slope = seen.T @ error + np.float32(_DECAY) * weights
        first = (_BETA * first + (1 - _BETA) * slope).astype(np.float32)
        second = (_GAMMA * second + (1 - _GAMMA) * np.square(slope)).astype(np.float32)
        size = np.sqrt(second / (1 - _GAMMA**round_)) + _TINY
        weights = (weights - _RATE * (first / (1 - _BETA**round_)) / size).astype(np.float32)
        pull = _BETA * pull + (1 - _BETA) * float(error.sum())
        shift -= 5 * _RATE * pull
    scaled = (weights / deviation).astype(np.float32)
    return scaled, float(shift - mean @ scaled)


def heard(encode: Encode, moments: Iterable[Floats]) -> Floats:
    """(moments, BINS * width): what is judged of each."""
    return np.stack([pooled(encode(sound, FRAMES)) for sound in moments])


def taught(model: str, yes: Floats, no: Floats) -> Head:
    """A head whose logit is not calibrated yet. yes, no: what was heard with the word, and of mistakes; model: by whose encoder."""
    weights, shift = regression(yes, no)
    return Head(model, weights, FIRST, shift, 0.0)


def calibrated(head: Head, normal: float, low: float, start: float) -> Head:
    """Its logits at these points become the scores 0.5 and 0.7; a logit of the calibrated network from which it looks."""
    scale = float(np.log(0.7 / 0.3)) / (low - normal)
    return Head(head.model, (head.weights * scale).astype(np.float32), head.first * scale, (head.shift - normal) * scale, start)


def relative(head: Head, alone: tuple[float, float]) -> Head:
    """The same head, told the logits of the calibrated network instead of those it was taught with."""
    normal, low = alone
    scale = float(np.log(0.7 / 0.3)) / (low - normal)
    return Head(head.model, head.weights, head.first / scale, head.shift + head.first * normal, (head.start - normal) * scale)


def looked(first: Floats, head: Head, encode: Encode, start: float, sound: Floats, most: int) -> Floats:
    """The logit of every step after a second look at the surest of them, so many at most; -99 where there is none."""
    found = np.full(len(first), -99, np.float32)
    for step in np.argsort(-first, kind="stable")[:most]:
        if first[step] >= start:
            found[step] = head.logit(float(first[step]), encode(before(sound, (int(step) + 1) * STEP), FRAMES))
    return found
