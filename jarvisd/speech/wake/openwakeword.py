"""Wake words in openWakeWord's format, several over one pass of features.

Every 80 ms the last 16 embeddings go to every word's own small model, which gives a score. The same arithmetic as the package
openwakeword 0.6, whose scores tests/speech/test_wake.py compares with; that package is not needed to run.
"""

from __future__ import annotations

import asyncio
import math
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import onnxruntime

from jarvisd.audio import RATE, Audio
from jarvisd.config import WakeConfig, shipped
from jarvisd.errors import ConfigError, EngineError
from jarvisd.speech import Wakeup
from jarvisd.speech.onnx import open_model
from jarvisd.speech.wake import hiss, look
from jarvisd.speech.wake.clips import Clips, Near
from jarvisd.speech.wake.features import EMBEDDING, HISTORY, STEP, Features, Known, Models, noise, open_features
from jarvisd.speech.wake.look import Head, Looks

Floats = npt.NDArray[np.float32]

SENSITIVITIES = {"low": 0.7, "normal": 0.5, "high": 0.3}  # score from which a step counts
_UNSURE = 5  # scores after a start that count as 0, as in the package: they look at the noise that fills the history
_LATE = 0.0  # seconds from the end of a word to the score that fires, where its sound does not tell
_HISSING = ("s", "x", "z")  # last letters of words whose end is heard
_ROOM = 125  # steps in which the room's own level is looked for: 10 s
_RISE = 6.0  # dB above the room that a spoken word has somewhere at least
_INAUDIBLE = -70.0  # dB of full scale below which nobody is heard
_NEAR = 0.3  # of the threshold: from there on what did not wake was near
_NEAR_WAIT = RATE  # samples in which a better score makes it no miss
_SPOKEN = 8  # steps that a word lasts: its loudest is the word's level


@dataclass(frozen=True, slots=True)
class Word:
    """One wake word: its model takes embeddings (1, 16, 96) and gives a score (1, 1)."""

    phrase: str
    model: onnxruntime.InferenceSession
    input: str
    head: Head | None = None  # judges a second look

    def score(self, history: Floats) -> float:
        return float(self.model.run(None, {self.input: history})[0].reshape(-1)[0])


@dataclass(frozen=True, slots=True)
class Asked:
    """A second look that is under way."""

    answer: asyncio.Future[float] | Future[float]
    word: int
    ended: float  # seconds of the device's audio at which the word ended
    level: float
    samples: Floats  # that are looked at


def load(config: WakeConfig, find: Callable[[str], Path]) -> Maker:
    """A maker of detectors that share the models. ModelMissing, ModelBroken or ConfigError if one cannot be had."""
    folder = find("openwakeword-features")
    models = open_features(folder)
    words = [word(name, find) for name in config.words]
    return Maker(config, models, noise(models), words, word(config.stop, find) if config.stop else None)


@dataclass(frozen=True, slots=True)
class Maker:
    config: WakeConfig
    models: Models
    start: Floats
    words: list[Word]
    stop: Word | None  # hears a bare "stop" over what the house says

    def __call__(self, looks: Looks | None = None, clips: Clips | None = None) -> OpenWakeWord:
        return OpenWakeWord(self.config, Features(self.models, self.start), self.words, looks, clips, self.stop)


def word(name: str, find: Callable[[str], Path]) -> Word:
    """A file named by its path, a word that comes with the program, or one of the catalogue."""
    own = name.endswith(".onnx")
    ours = shipped(f"models/wake/{name}.onnx")
    path = Path(name).expanduser() if own else ours if ours.is_file() else next(find(name).glob("*.onnx"), Path(name))
    if not path.is_file():
        raise ConfigError(f"[wake] words: {path}: no such file")
    model = open_model(path)
    [entry] = model.get_inputs()
    if list(entry.shape[1:]) != [HISTORY, EMBEDDING]:
        raise ConfigError(f"[wake] words: {path} takes {entry.shape}, not {HISTORY} embeddings of {EMBEDDING} as openWakeWord's models do")
    return Word(path.stem if own else name, model, entry.name, look.head(path.with_suffix(".npz")))


class OpenWakeWord:
    """The state of one device."""

    _pending: Floats
    _recent: Floats
    _levels: Floats

    def __init__(
        self,
        config: WakeConfig,
        features: Features,
        names: list[Word],
        looks: Looks | None,
        clips: Clips | None = None,
        stop: Word | None = None,
    ) -> None:
        """looks: asked for the words that have a head for its encoder; None: no second looks. clips: where near misses go."""
        self._config, self._looks, self._clips = config, looks, clips
        self._features: Features | Known = features
        self._words = [*names, stop] if stop else names
        self._names = len(names)
        self._heads = [word.head if looks and word.head and word.head.model == looks.model else None for word in self._words]
        self._threshold = config.threshold or SENSITIVITIES[config.sensitivity]
        self.scores: tuple[float, ...] = ()  # of every name, in the last step
        self._fed = 0  # samples of the device's audio
        self._quiet_until = 0  # sample before which it does not fire again
        self.reset()

    def know(self, sound: Audio) -> None:
        """What comes is this sound, which is there to its end, as in a bench: its embeddings are made at once, in a third of the time."""
        if isinstance(self._features, Features):
            self._features = self._features.known(sound.samples.astype(np.float32))

    def detect(self, chunk: Audio, over: bool = False) -> Wakeup | None:
        if chunk.rate != RATE:
            raise EngineError(f"the wake word detector takes sound at {RATE} Hz, not {chunk.rate} Hz")
        self._fed += len(chunk.samples)
        self._pending = np.concatenate([self._pending, chunk.samples.astype(np.float32)])
        found = self._answered()
        if found is not None and found.stops and not over:  # said while it spoke, understood when it had ended by itself
            found = None
        while len(self._pending) >= STEP:
            step, self._pending = self._pending[:STEP], self._pending[STEP:]
            found = self._step(step, self._fed - len(self._pending), len(self._words) if over else self._names) or found
        return found

    def reset(self) -> None:
        self._features.reset()
        self._pending = np.empty(0, dtype=np.float32)
        self._recent = np.empty(0, dtype=np.float32)
        self._levels = np.empty(0, dtype=np.float32)
        self._steps = 0
        self._above = [0] * len(self._words)
        self._asked: Asked | None = None
        self._near: Near | None = None

    def _step(self, step: Floats, position: int, listened: int) -> Wakeup | None:
        """One score for each of so many words at a sample position of the device's audio; the surest word wakes."""
        self._features.feed(step)
        self._recent = np.concatenate([self._recent, step])[-2 * RATE :]
        self._levels = np.append(self._levels, np.float32(_level(step)))[-_ROOM:]
        self._steps += 1
        if self._clips is not None and self._near is not None and position >= self._near.due:
            self._clips.keep(self._near)
            self._near = None
        if self._quiet():
            self._above = [0] * len(self._words)
            self.scores = (0.0,) * self._names
            return None
        history = self._features.history()
        surest: tuple[float, int] = (0.0, -1)
        scores = [word.score(history) if self._steps > _UNSURE else 0.0 for word in self._words[:listened]]
        self._above[listened:] = [0] * (len(self._words) - listened)
        for number, (head, score) in enumerate(zip(self._heads, scores, strict=False)):
            counts = score >= self._threshold if head is None else _logit(score) >= head.start
            self._above[number] = self._above[number] + 1 if counts else 0
            if self._above[number] >= self._config.trigger_level and (position >= self._quiet_until or number >= self._names):
                surest = max(surest, (score, number))
        self.scores = tuple(score if head is None else 0.0 for head, score in zip(self._heads, scores, strict=False))[: self._names]
        self._nearly(max(self.scores, default=0.0), self._recent, position)
        score, number = surest
        if number < 0:
            return None
        at, level = position / RATE, float(self._levels[-_SPOKEN:].max())
        ended = at + self._end(self._words[number].phrase)
        head = self._heads[number]
        if head is None:
            return self._woken(number, score, at, ended, level)
        if self._looks is None or self._asked is not None:
            return None
        samples = self._recent[-round(look.SECONDS * RATE) :] / np.float32(32768)
        self._asked = Asked(self._looks.ask(head, _logit(score), samples), number, ended, level, samples)
        return self._answered()

    def _answered(self) -> Wakeup | None:
        """The second look's word on it, once it is there."""
        asked = self._asked
        if asked is None or not asked.answer.done():
            return None
        self._asked = None
        score = 1 / (1 + math.exp(-max(-30.0, min(30.0, asked.answer.result()))))
        self.scores = tuple(score if number == asked.word else other for number, other in enumerate(self.scores))
        if score < self._threshold:
            if asked.word < self._names:
                self._nearly(score, asked.samples * np.float32(32768), self._fed)
            return None
        return self._woken(asked.word, score, (self._fed - len(self._pending)) / RATE, asked.ended, asked.level)

    def _woken(self, number: int, score: float, at: float, ended: float, level: float) -> Wakeup:
        if number >= self._names:
            return Wakeup(self._words[number].phrase, score, at, ended, level, stops=True)
        self._quiet_until, self._near = round((at + self._config.refractory) * RATE), None
        return Wakeup(self._words[number].phrase, score, at, ended, level)

    def _nearly(self, score: float, samples: Floats, position: int) -> None:
        """Remembers the best of what did not wake, to be kept once no better one followed."""
        if self._clips is None or position < self._quiet_until:
            return
        best = self._near.score if self._near else self._threshold * _NEAR
        if best <= score < self._threshold:
            self._near = Near(score, samples / np.float32(32768), position + _NEAR_WAIT)

    def _quiet(self) -> bool:
        """Nothing rose above the room in all that the models look at: no word can be in it."""
        if len(self._levels) < 2 * HISTORY:
            return False
        return bool(self._levels[-HISTORY:].max() < max(float(self._levels.min()) + _RISE, _INAUDIBLE))

    def _end(self, phrase: str) -> float:
        """Seconds from now to the end of the word, from the moment its score first counted."""
        earlier = (self._config.trigger_level - 1) * STEP
        heard = self._recent[: len(self._recent) - earlier][-round(hiss.SECONDS * RATE) :]
        told = len(heard) >= STEP and phrase.endswith(_HISSING)
        return (hiss.word_end(heard) if told else -_LATE) - earlier / RATE


def _logit(score: float) -> float:
    score = min(max(score, 1e-7), 1 - 1e-7)
    return math.log(score / (1 - score))


def _level(step: Floats) -> float:
    """dB of full scale."""
    return max(-100.0, 10 * float(np.log10(np.mean(np.square(step)) / 32768**2 + 1e-12)))
