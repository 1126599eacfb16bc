"""One recording of a word: where the word lies in it, and whether it can be learned from."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from jarvisd.audio import RATE, Audio

Floats = npt.NDArray[np.float32]

_FRAME, _HOP = 400, 160  # samples: 25 ms every 10 ms
_RISE = 0.35  # of the way from the room's level to the loudest: the word is above it
_JOINED = 30  # frames of quiet that a word may hold: 0.3 s
_SHORTEST, _LONGEST = 0.15, 1.6  # seconds of one word
_SILENT = -55.0  # dB of full scale of the loudest frame
_CLIPPED = 0.01  # share of samples at full scale


@dataclass(frozen=True, slots=True)
class Take:
    """A word as it was said once."""

    samples: Floats  # [-1, 1], 16 kHz
    start: float  # seconds at which the word begins
    end: float  # seconds at which it ends
    source: str  # the file or the voice
    human: bool


class Unfit(ValueError):
    """This recording cannot be learned from; the text says why."""


def take(sound: Audio, source: str, human: bool = True) -> Take:
    """Finds the word. Unfit: silent, clipped, too long, or two words in one."""
    samples = sound.at(RATE).floats
    if float(np.mean(np.abs(samples) > 0.999)) > _CLIPPED:
        raise Unfit("it is clipped: record it further away or with less gain")
    spans = _spans(samples)
    if not spans:
        raise Unfit("nothing is said in it")
    if len(spans) > 1:
        raise Unfit(f"{len(spans)} words are in it: say the name once in each recording")
    [(start, end)] = spans
    if end - start > _LONGEST:
        raise Unfit(f"what is said lasts {end - start:.1f} s, which is more than a name")
    return Take(samples, start, end, source, human)


def first(sound: Audio, source: str, human: bool = False) -> Take | None:
    """The whole of a synthetic call as one take, ending where its sound ends; None where there is none."""
    samples = sound.at(RATE).floats
    spans = _spans(samples)
    return Take(samples, spans[0][0], spans[-1][1], source, human) if spans else None


def _spans(samples: Floats) -> list[tuple[float, float]]:
    """Beginning and end of what is as loud as the loudest word, in seconds."""
    if len(samples) < _FRAME:
        return []
    starts = np.arange(0, len(samples) - _FRAME + 1, _HOP)
    sharp = np.diff(samples, prepend=samples[:1])  # hisses count as much as vowels
    power = np.stack([np.square(part) for part in (samples, sharp)]).max(axis=0)
    sums = np.concatenate([[0.0], np.cumsum(power, dtype=np.float64)])
    level = 10 * np.log10((sums[starts + _FRAME] - sums[starts]) / _FRAME + 1e-10)
    level = np.convolve(np.pad(level, 2, mode="edge"), np.ones(5) / 5, "valid")
    loudest = float(level.max())
    if loudest < _SILENT:
        return []
    room = max(float(np.percentile(level, 10)), loudest - 50)
    loud = np.flatnonzero(level > room + _RISE * (loudest - room)) if loudest - room > 6 else np.arange(len(level))
    pieces = np.split(loud, np.flatnonzero(np.diff(loud) > _JOINED) + 1)
    spans = [(float(piece[0]) * _HOP / RATE, float(piece[-1]) * _HOP / RATE + 0.025) for piece in pieces]
    return [(start, end) for start, end in spans if end - start >= _SHORTEST]
