"""Teaches a network a word: windows with it against all others, and more and more against those it takes for the word."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence, Sized

import numpy as np

from jarvisd.speech.wake.features import HISTORY, STEP
from jarvisd.speech.wake.training.lessons import UNSURE, Lessons
from jarvisd.speech.wake.training.network import Floats, Network, Scorer, Trainer
from jarvisd.speech.wake.training.one_core import one_core

_BATCH = 256  # windows with the word in a step; twice as many without
_ROUNDS = 6  # looks at what it takes for the word
_STEPS = 800  # steps in a round
_HARDEST = 12000  # windows without the word that most resemble it: half of those in a step
_SMOOTH = 0.006  # how unsure an answer may stay
_LOOK = 20000  # windows looked at in one go


@one_core()
def learn(
    lessons: Lessons, seed: int, tell: Callable[[int, int], None] = lambda done, of: None, rounds: int = _ROUNDS, steps: int = _STEPS
) -> Network:
    """Some minutes on one core; the same network for the same lessons and seed on the same machine."""
    rng = np.random.default_rng(seed)
    some = lessons.rows[rng.integers(0, len(lessons.rows), 50_000)]
    trainer = Trainer(rng, some.mean(0), some.std(0) + np.float32(1e-3))
    hard = lessons.no
    wanted = np.concatenate([np.full(_BATCH, 1 - _SMOOTH, np.float32), np.full(2 * _BATCH, _SMOOTH / 4, np.float32)])
    weights = np.ones(3 * _BATCH, np.float32)
    for number in range(rounds):
        for step in range(steps):
            far = (number * steps + step) / (rounds * steps)
            ends = np.concatenate([rng.choice(lessons.yes, _BATCH), rng.choice(lessons.no, _BATCH), rng.choice(hard, _BATCH)])
            trainer.step(lessons.windows(ends), wanted, weights, 0.5 * (1 + np.cos(np.pi * far)))
        tell(number + 1, rounds)
        if number + 1 < rounds:
            scores = logits(trainer.network, lessons, lessons.no)
            hard = lessons.no[np.argsort(scores)[-_HARDEST:]]
    return trainer.network


def logits(network: Scorer, lessons: Lessons, ends: np.ndarray[tuple[int, ...], np.dtype[np.int64]]) -> Floats:
    """Of the windows that end at these rows."""
    parts = [network.logits(lessons.windows(ends[first : first + _LOOK])) for first in range(0, len(ends), _LOOK)]
    return np.concatenate(parts) if parts else np.empty(0, np.float32)


def found(network: Scorer, part: Lessons, sounds: Sequence[Sized]) -> Iterator[Floats]:
    """The logits of every step of these sounds, of which these lessons were made, in this order."""
    first = 0
    for sound in sounds:
        first += HISTORY
        steps = len(sound) // STEP
        scores = logits(network, part, np.arange(first, first + steps))
        scores[:UNSURE] = -99
        yield scores
        first += steps
