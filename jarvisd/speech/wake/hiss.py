"""Where a word that ends in a hiss (Jarvis) ended, found in the sound itself.

The score that wakes comes between 0.3 s after the word's end and 0.2 s before it, depending on the voice and on what follows. The s gives
the end away; but the J hisses too, and so may the next words (what's, set). Which is meant shows in when it came, and in how much was
voiced before it. What follows the cut is transcribed, so a cut that comes too early costs a bit of hiss, one too late a word:
of 107 commands in one breath by 14 synthetic voices 80 were heard from their first word on when the last hiss was taken, 90 as it is
done here, 102 since the listener lets what follows the cut fade in.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from jarvisd.audio import RATE

SECONDS = 1.0  # of sound before the score that are looked at
_NEAR = 0.5  # seconds of it in which the loudest hiss is the measure
_FRAME, _HOP, _BINS = 400, 160, 512  # samples: 25 ms every 10 ms
_STEP = _HOP / RATE
_HIGH, _LOW = 3500, 100  # Hz: a hiss is stronger above the one than between them
_STRONGER = 2.0  # power, 3 dB
_FADED = 0.04  # power of the strongest, -14 dB: the hiss is over
_AUDIBLE = 0.01  # power of the strongest, -20 dB: a voice
_GAP = 2  # frames that do not end a hiss
_TAIL = 0.03  # seconds from the middle of its last frame to its end
_GOING_ON = 0.02  # seconds that a hiss which is still heard goes on
_TO_COME = 0.06  # seconds until the end where the hiss was not heard yet
_OLDEST = 0.34  # seconds: a hiss that began longer ago is the J
_DOUBTFUL = 0.2  # seconds: one that began longer ago may be
_BEFORE = 0.55  # seconds before a doubtful one that are looked at:
_VOICED = 0.22  # of which so many are voiced before an s ("hey jarvi"), fewer before a J ("hey")
_FIRST = 0.06  # seconds from there to the cut between two: the second one is the next word's
_LONGEST = 0.09  # seconds from where an s begins to the cut behind it; what is longer is two ("jarvis, set"), or hisses on without harm


def word_end(samples: npt.NDArray[np.float32]) -> float:
    """Seconds from the last sample to the end of the word: below 0 where it is over. At least 25 ms of samples."""
    starts = np.arange(0, len(samples) - _FRAME + 1, _HOP)
    frames = np.stack([samples[start : start + _FRAME] for start in starts]) * np.hanning(_FRAME)
    power = np.square(np.abs(np.fft.rfft(frames, _BINS)))
    hertz = np.arange(power.shape[1]) * RATE / _BINS
    high = power[:, hertz >= _HIGH].sum(axis=1)
    low = power[:, (hertz > _LOW) & (hertz < _HIGH)].sum(axis=1)
    hissing = np.flatnonzero((high > _STRONGER * low) & (high > _FADED * high[-round(_NEAR / _STEP) :].max()))
    voiced = low > _AUDIBLE * low.max()
    runs = _runs(hissing)
    for at, (first, last) in enumerate(runs):
        ago = len(starts) - 1 - first  # frames
        if ago > _OLDEST / _STEP:
            continue
        if last == first and at + 1 < len(runs):  # a crack before the hiss
            continue
        if ago > _DOUBTFUL / _STEP and voiced[max(0, first - round(_BEFORE / _STEP)) : first].sum() < _VOICED / _STEP:
            continue
        began = (int(starts[first]) + _FRAME // 2 - len(samples)) / RATE
        ended = _GOING_ON if last >= len(starts) - 3 else began + (last - first) * _STEP + _TAIL
        return ended if ended <= began + _LONGEST else began + _FIRST
    return _TO_COME


def _runs(frames: npt.NDArray[np.int64]) -> list[tuple[int, int]]:
    """First and last frame of each hiss, in order."""
    cuts = np.flatnonzero(np.diff(frames) > _GAP)
    firsts, lasts = [0, *(cuts + 1)], [*cuts, len(frames) - 1]
    return [(int(frames[first]), int(frames[last])) for first, last in zip(firsts, lasts, strict=True)] if len(frames) else []
