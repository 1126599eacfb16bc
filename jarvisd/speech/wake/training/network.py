"""A small network on sixteen embeddings: every embedding through one narrow layer, then a hidden layer over all of them, then a score.

The first layer is shared by the sixteen, so that the whole has some fifteen thousand weights and a word's model is a file of sixty kB.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

from jarvisd.speech.wake.features import EMBEDDING, HISTORY

Floats = npt.NDArray[np.float32]
NARROW, HIDDEN = 24, 32  # units

_RATE, _DECAY = 1e-3, 0.02  # of Adam's steps; of the weights
_BETA, _GAMMA, _TINY = 0.9, 0.999, 1e-8  # Adam's, as its authors give them
_DROP = 0.2  # share of hidden units that are left out of a step


@dataclass(frozen=True, slots=True)
class Network:
    """Weights as the ONNX file holds them; the input is not scaled beforehand."""

    weights: tuple[Floats, ...]  # (96, 24) (24) (384, 32) (32) (32, 1) (1)

    def logits(self, windows: Floats) -> Floats:
        """(n, 16, 96) -> (n)."""
        a, b, c, d, e, f = self.weights
        narrow = np.maximum(windows.reshape(-1, EMBEDDING) @ a + b, 0).reshape(-1, HISTORY * NARROW)
        return np.asarray(np.maximum(narrow @ c + d, 0) @ e + f)[:, 0]

    def moved(self, scale: float, shift: float) -> Network:
        """Logits become scale * logit + shift."""
        *rest, e, f = self.weights
        return Network((*rest, (e * scale).astype(np.float32), (f * scale + shift).astype(np.float32)))


@dataclass(frozen=True, slots=True)
class Networks:
    """Several that learned the same by other seeds: the mean of their logits, which errs less often than each of them."""

    members: tuple[Network, ...]

    def logits(self, windows: Floats) -> Floats:
        return np.asarray(np.mean([each.logits(windows) for each in self.members], axis=0), np.float32)

    def moved(self, scale: float, shift: float) -> Networks:
        return Networks(tuple(each.moved(scale, shift) for each in self.members))


class Scorer(Protocol):
    """One network, or several."""

    def logits(self, windows: Floats) -> Floats: ...


class Trainer:
    """Adam on the cross entropy of windows that are brought to mean 0 and deviation 1."""

    def __init__(self, rng: np.random.Generator, mean: Floats, deviation: Floats) -> None:
        """mean, deviation: (96) of the embeddings."""
        self._rng, self._mean, self._deviation = rng, mean, deviation
        self._weights: list[Floats] = []
        for ins, outs in ((EMBEDDING, NARROW), (HISTORY * NARROW, HIDDEN), (HIDDEN, 1)):
            self._weights += [(rng.standard_normal((ins, outs)) * np.sqrt(2 / ins)).astype(np.float32), np.zeros(outs, np.float32)]
        self._first = [np.zeros_like(weight) for weight in self._weights]
        self._second = [np.zeros_like(weight) for weight in self._weights]
        self._steps = 0

    @property
    def network(self) -> Network:
        """As it is now, the scaling folded into its first layer."""
        first = (self._weights[0] / self._deviation[:, None]).astype(np.float32)
        return Network((first, (self._weights[1] - self._mean @ first).astype(np.float32), *(each.copy() for each in self._weights[2:])))

    def step(self, windows: Floats, wanted: Floats, weights: Floats, speed: float) -> None:
        """windows (n, 16, 96); wanted 0..1; weights of each; speed: share of the full rate."""
        a, b, c, d, e, f = self._weights
        flat = ((windows - self._mean) / self._deviation).reshape(-1, EMBEDDING)
        narrow = np.maximum(flat @ a + b, 0).reshape(-1, HISTORY * NARROW)
        kept = (self._rng.random(narrow.shape, np.float32) > _DROP / 2).astype(np.float32) / np.float32(1 - _DROP / 2)
        seen = narrow * kept
        hidden = np.maximum(seen @ c + d, 0)
        left = (self._rng.random(hidden.shape, np.float32) > _DROP).astype(np.float32) / np.float32(1 - _DROP)
        used = hidden * left
        logit = (used @ e + f)[:, 0]
        error = ((1 / (1 + np.exp(-np.clip(logit, -30, 30))) - wanted) * weights / weights.sum()).astype(np.float32)[:, None]
        back = (error @ e.T) * left * (hidden > 0)
        down = ((back @ c.T) * kept * (narrow > 0)).reshape(-1, NARROW)
        self._move([flat.T @ down, down.sum(0), seen.T @ back, back.sum(0), used.T @ error, error.sum(0)], speed)

    def _move(self, slopes: list[Floats], speed: float) -> None:
        self._steps += 1
        for number, slope in enumerate(slopes):
            self._first[number] = np.asarray(_BETA * self._first[number] + (1 - _BETA) * slope, np.float32)
            self._second[number] = np.asarray(_GAMMA * self._second[number] + (1 - _GAMMA) * np.square(slope), np.float32)
            mean = self._first[number] / (1 - _BETA**self._steps)
            power = self._second[number] / (1 - _GAMMA**self._steps)
            shrunk = self._weights[number] * (_DECAY if number % 2 == 0 else 0.0)
            self._weights[number] = (self._weights[number] - _RATE * speed * (mean / (np.sqrt(power) + _TINY) + shrunk)).astype(np.float32)
