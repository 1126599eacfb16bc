"""Where somebody's turn to speak begins and ends, counted in audio alone.

Voice is what the detector calls voice, unless it is much fainter than the speaker (a television, somebody in the next room) or does
not vary at all (a fan, a hum). So a noise that goes on does not hold the turn open, and a short word needs no more than a long one.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import TypeAlias

from jarvisd.config import EndpointConfig

_RELEASE = 0.15  # how far below the threshold the probability must fall for voice to be over
_START_FAINTER = 13.0  # dB below the wake word, throughout: somebody else
_CLEAR = 14.0  # dB below the speaker's loudest: every syllable or two of a speaker is within it
_FAINTER = 20.0  # dB below it: a last syllable may fade this far
_FALL = 0.3  # seconds that a fading syllable lasts
_FORGET = 2.0  # dB per second by which the loudest is forgotten: voices fall towards the end of a sentence
_ABOVE_NOISE = 3.0  # dB above the background that a voice must have
_NEAR = 8.0  # dB below the loudest within which a voice is always the speaker's, whatever the background
_ONSET = 0.3  # seconds that a word may begin before it is loud
_STEADY = 5.0  # dB: what varies less over a window is a machine; syllables vary by 10 and more
_STEADY_WINDOW = 0.65  # seconds
_BACKGROUND_WINDOW = 3.0  # seconds
_BLIP = 0.05  # seconds: shorter sounds do not break a silence
_HALF_CHUNK = 0.016  # seconds: times come in whole chunks


@dataclass(frozen=True, slots=True)
class Began:
    """Somebody speaks."""

    at: float  # seconds of the device's audio


@dataclass(frozen=True, slots=True)
class Drafted:
    """It may be over: the silence is as long as config.draft."""

    ended: float  # seconds of the device's audio at which the voice ended


@dataclass(frozen=True, slots=True)
class Resumed:
    """It was not over: the draft is void."""


@dataclass(frozen=True, slots=True)
class Ended:
    """It is over."""

    ended: float  # seconds of the device's audio at which the voice ended
    cut: bool = False  # it was the longest that is listened to


@dataclass(frozen=True, slots=True)
class Unspoken:
    """Nobody spoke for config.no_speech."""


Step: TypeAlias = Began | Drafted | Resumed | Ended | Unspoken


class Endpointer:
    """Fed every chunk of one turn from its first; good for one turn."""

    def __init__(self, config: EndpointConfig, threshold: float, wake_level: float | None = None, at: float = 0.0) -> None:
        """threshold: of the voice detector; wake_level: dB of the wake word, if there was one; at: when the first chunk begins."""
        self.patience = config.silence  # seconds of silence that end it; may be lowered at any time, and counts from the next chunk
        self._config, self._threshold = config, threshold
        self._from = self._now = at
        self._start_gate = -100.0 if wake_level is None else wake_level - _START_FAINTER
        self._loudest = -100.0  # dB of the speaker, slowly forgotten
        self._levels: deque[float] = deque()
        self._on = False  # the detector's voice, with hysteresis
        self._run = 0.0  # seconds of voice in a row
        self._loud = 0.0  # of them, seconds that are loud enough to be the speaker
        self._first = at  # where the run began
        self._other = -100.0  # dB of voices that were too faint to be the speaker
        self._cleared = at  # when the voice was last clear
        self._begun: float | None = None
        self._voiced = at  # when the voice was last heard
        self._drafted = False
        self._over = False

    @property
    def silence(self) -> float:
        """Seconds since the voice was last heard."""
        return self._now - self._voiced

    def feed(self, seconds: float, probability: float, level: float) -> Step | None:
        """One chunk: its length, the detector's probability, its level in dB. None where nothing changed; nothing after the end."""
        if self._over:
            return None
        self._now += seconds
        self._on = probability >= self._threshold - (_RELEASE if self._on else 0.0)
        self._loudest -= _FORGET * seconds
        self._levels.append(level)
        if len(self._levels) * seconds > _BACKGROUND_WINDOW:
            self._levels.popleft()
        voice = self._on and not self._steady(seconds)
        step = self._waiting(seconds, voice, level) if self._begun is None else self._speaking(seconds, voice, level)
        self._over = isinstance(step, Ended | Unspoken)
        return step

    def _waiting(self, seconds: float, voice: bool, level: float) -> Step | None:
        """Before the first word. Short gaps within it shorten what was counted, they do not annul it."""
        if voice:
            if self._run == 0:
                self._first, self._loud = self._now - seconds, 0.0
            self._run += seconds
            if level >= self._start_gate:
                if self._loud == 0:
                    self._first = max(self._first, self._now - seconds - _ONSET)
                self._loud += seconds
                self._loudest = max(self._loudest, level)
            else:
                self._other = max(self._other, level)
        else:
            self._run = max(0.0, self._run - seconds)
        if self._run + _HALF_CHUNK >= self._config.start and self._loud > _BLIP:
            self._begun, self._voiced = self._first, self._now
            return Began(self._begun)
        if self._now - self._from >= self._config.no_speech and self._loud * self._run == 0:
            return Unspoken()
        return None

    def _speaking(self, seconds: float, voice: bool, level: float) -> Step | None:
        voice = voice and level >= self._gate()
        self._run = self._run + seconds if voice else 0.0
        if voice and level >= self._loudest - _CLEAR:
            self._cleared = self._now
            self._loudest = max(self._loudest, level)
        if self._run > _BLIP:
            self._voiced = self._now
        assert self._begun is not None
        if self._now - self._begun >= self._config.longest:
            return Ended(self._voiced, cut=True)
        if voice:
            if self._drafted and self._run > _BLIP:
                self._drafted = False
                return Resumed()
            return None  # a sound that may yet become voice: nothing ends under it
        if self.silence + _HALF_CHUNK >= self.patience:
            return Ended(self._voiced)
        if not self._drafted and 0 < self._config.draft <= self.silence + _HALF_CHUNK:
            self._drafted = True
            return Drafted(self._voiced)
        return None

    def _gate(self) -> float:
        """dB below which a voice is not the speaker's: right behind a clear sound the voice may fall, later it must be clear again."""
        clear = max(self._loudest - _CLEAR, min(max(self._other, self._background()) + _ABOVE_NOISE, self._loudest - _NEAR))
        return clear if self._now - self._cleared > _FALL else min(clear, self._loudest - _FAINTER)

    def _background(self) -> float:
        """dB that a tenth of the last seconds stay under: what is heard between syllables."""
        return sorted(self._levels)[len(self._levels) // 10]

    def _steady(self, seconds: float) -> bool:
        """The level did not move for a while: nobody speaks like that."""
        count = round(_STEADY_WINDOW / seconds)
        if len(self._levels) < count:
            return False
        recent = list(self._levels)[-count:]
        return max(recent) - min(recent) < _STEADY
