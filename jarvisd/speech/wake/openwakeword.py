"""Wake words in openWakeWord's format, several over one pass of features.

Every 80 ms the last 16 embeddings go to every word's own small model, which gives a score. The same arithmetic as the package
openwakeword 0.6, whose scores tests/speech/test_wake.py compares with; that package is not needed to run.
"""

from __future__ import annotations

from collections.abc import Callable
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
from jarvisd.speech.wake import hiss
from jarvisd.speech.wake.features import EMBEDDING, HISTORY, STEP, Features, noise, open_features

Floats = npt.NDArray[np.float32]

SENSITIVITIES = {"low": 0.7, "normal": 0.5, "high": 0.3}  # score from which a step counts
_UNSURE = 5  # scores after a start that count as 0, as in the package: they look at the noise that fills the history
_LATE = 0.0  # seconds from the end of a word to the score that fires, where its sound does not tell
_HISSING = ("s", "x", "z")  # last letters of words whose end is heard
_ROOM = 125  # steps in which the room's own level is looked for: 10 s
_RISE = 6.0  # dB above the room that a spoken word has somewhere at least
_INAUDIBLE = -70.0  # dB of full scale below which nobody is heard
_SPOKEN = 8  # steps that a word lasts: its loudest is the word's level


@dataclass(frozen=True, slots=True)
class Word:
    """One wake word: its model takes embeddings (1, 16, 96) and gives a score (1, 1)."""

    phrase: str
    model: onnxruntime.InferenceSession
    input: str

    def score(self, history: Floats) -> float:
        return float(self.model.run(None, {self.input: history})[0].reshape(-1)[0])


def load(config: WakeConfig, find: Callable[[str], Path]) -> Callable[[], OpenWakeWord]:
    """A maker of detectors that share the models. ModelMissing, ModelBroken or ConfigError if one cannot be had."""
    folder = find("openwakeword-features")
    models = open_features(folder)
    words = [word(name, find) for name in config.words]
    start = noise(models)
    return lambda: OpenWakeWord(config, Features(models, start), words)


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
    return Word(path.stem if own else name, model, entry.name)


class OpenWakeWord:
    """The state of one device."""

    _pending: Floats
    _recent: Floats
    _levels: Floats

    def __init__(self, config: WakeConfig, features: Features, words: list[Word]) -> None:
        self._config, self._features, self._words = config, features, words
        self._threshold = config.threshold or SENSITIVITIES[config.sensitivity]
        self.scores: tuple[float, ...] = ()  # of every word, in the last step
        self._fed = 0  # samples of the device's audio
        self._quiet_until = 0  # sample before which it does not fire again
        self.reset()

    def detect(self, chunk: Audio) -> Wakeup | None:
        if chunk.rate != RATE:
            raise EngineError(f"the wake word detector takes sound at {RATE} Hz, not {chunk.rate} Hz")
        self._fed += len(chunk.samples)
        self._pending = np.concatenate([self._pending, chunk.samples.astype(np.float32)])
        found: Wakeup | None = None
        while len(self._pending) >= STEP:
            step, self._pending = self._pending[:STEP], self._pending[STEP:]
            found = self._step(step, self._fed - len(self._pending)) or found
        return found

    def reset(self) -> None:
        self._features.reset()
        self._pending = np.empty(0, dtype=np.float32)
        self._recent = np.empty(0, dtype=np.float32)
        self._levels = np.empty(0, dtype=np.float32)
        self._steps = 0
        self._above = [0] * len(self._words)

    def _step(self, step: Floats, position: int) -> Wakeup | None:
        """One score per word at a sample position of the device's audio; the surest word wakes."""
        self._features.feed(step)
        self._recent = np.concatenate([self._recent, step])[-2 * RATE :]
        self._levels = np.append(self._levels, np.float32(_level(step)))[-_ROOM:]
        self._steps += 1
        if self._quiet():
            self._above = [0] * len(self._words)
            self.scores = tuple(0.0 for _ in self._words)
            return None
        history = self._features.history()
        surest: tuple[float, str] = (0.0, "")
        self.scores = tuple(word.score(history) if self._steps > _UNSURE else 0.0 for word in self._words)
        for number, (word, score) in enumerate(zip(self._words, self.scores, strict=True)):
            self._above[number] = self._above[number] + 1 if score >= self._threshold else 0
            if self._above[number] >= self._config.trigger_level:
                surest = max(surest, (score, word.phrase))
        if not surest[1] or position < self._quiet_until:
            return None
        self._quiet_until = position + round(self._config.refractory * RATE)
        at = position / RATE
        return Wakeup(surest[1], surest[0], at, at + self._end(surest[1]), float(self._levels[-_SPOKEN:].max()))

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


def _level(step: Floats) -> float:
    """dB of full scale."""
    return max(-100.0, 10 * float(np.log10(np.mean(np.square(step)) / 32768**2 + 1e-12)))
