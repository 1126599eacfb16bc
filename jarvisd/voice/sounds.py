"""The two sounds that are no speech: "I am listening", "I heard nothing I understand"."""

from __future__ import annotations

from functools import cache

import numpy as np

from jarvisd.audio import Audio, from_floats

_RATE = 24_000
_RING = 0.5  # of full scale, where a ring is as loud as it gets
_LEVEL = 0.12  # of full scale: audible across a kitchen, not startling


@cache
def chime() -> Audio:
    """Two rising notes, 130 ms."""
    return _notes((660.0, 0.05), (990.0, 0.08))


@cache
def miss() -> Audio:
    """Two falling notes, 240 ms."""
    return _notes((392.0, 0.1), (294.0, 0.14))


@cache
def ring(level: float) -> Audio:
    """Three pairs of notes, two seconds. level: 0 to 1, of what startles."""
    pair = ((784.0, 0.16), (1047.0, 0.22), (0.0, 0.28))
    return _notes(*pair, *pair, *pair, level=max(0.05, level) * _RING)


def _notes(*notes: tuple[float, float], level: float = _LEVEL) -> Audio:
    """Sine tones of (Hz, seconds) one after another, each with soft edges so that nothing clicks; 0 Hz is a rest."""
    made = []
    for pitch, seconds in notes:
        time = np.arange(round(seconds * _RATE)) / _RATE
        edge = np.minimum(1.0, np.minimum(time, seconds - time) / 0.01)
        made.append(level * edge * np.sin(2 * np.pi * pitch * time))
    return from_floats(np.concatenate(made), _RATE)
