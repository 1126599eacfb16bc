"""Whisper by CTranslate2, with an encoder window as short as the utterance allows.

Whisper was trained on 30 s windows, and everybody pads to them; CTranslate2's encoder takes less, and 10 s cost a seventh of
30 s at the same word error rate (BENCHMARKS.md). Below 10 s the decoder begins to loop.
"""

from __future__ import annotations

import difflib
import math
import re
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from ctranslate2 import StorageView
from ctranslate2.models import WhisperGenerationResult
from faster_whisper import WhisperModel
from faster_whisper.tokenizer import Tokenizer

from jarvisd.audio import RATE, Audio
from jarvisd.config import SttConfig
from jarvisd.errors import ConfigError, EngineError, ModelBroken
from jarvisd.messages import Language
from jarvisd.speech import Transcript
from jarvisd.speech.slot import Slot
from jarvisd.speech.stt.clean import believable, said_in, said_once, simplified, without_repeats, without_wake_word

Floats = npt.NDArray[np.float32]

_HOP = 160  # samples in a frame: 10 ms
_SHORTEST = 1000  # frames of the encoder's window: 10 s
_LONGEST = 3000  # what Whisper was trained on: 30 s
_MARGIN = 50  # frames of silence behind the speech
_PIECE = 25 * RATE  # samples of a longer recording that are transcribed at a time
_BEAM = 5  # ways that are followed at once: a twelfth more time than one, and fewer words of the same sound mistaken
_LESS_LIKELY = 0.4  # how much less the logarithm of the probability of a token may be, on average, in another way to hear it
_TOKENS = 60  # an utterance of 10 s has about 40
_ONCE = 10  # seconds: what is longer is no order, and is heard only once
_REPEATED = 4  # tokens that may not come twice in the same order: the guard against loops
_FAINT = -70.0  # dB of full scale: below it nobody spoke
_ZH_STYLE = "以下是普通话的句子。"  # a preceding sentence in simplified characters keeps what follows simplified, with punctuation
# Behind it what is said to a house: with it a third fewer characters are mistaken in orders and times (BENCHMARKS.md), as many in talk.
_ZH_LIKE = "打开客厅的灯，关上窗帘，空调调到二十六度，定十分钟的计时器，明天早上七点叫我起床。"
_EN_NEXT = ", turn off the "  # names in orders are heard again more often than names alone
_ODD = str.maketrans(
    "﹐﹑", "，、", "".join(map(chr, (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))))
)  # wide, between Chinese words
_MARKS = re.compile(r"[\W_]+")
_NUMBERS = re.compile(r"[\d零一二两三四五六七八九十百半]+")
_SAME = 0.8
_BORROWED = 5  # characters in a row
_SPOKEN = 12  # tokens of an utterance of 2 s: of noise the decoder would make as many as it may
_WARM = 4  # transcriptions at the start; the quickest counts, since other engines load at the same time


def load(config: SttConfig, languages: tuple[Language, ...], folder: Path) -> Whisper:
    """Loads, warms up and times it: a second or two. ModelBroken if the files are not a model, ConfigError if it lacks a language."""
    try:
        model = WhisperModel(str(folder), device="cpu", compute_type="int8", cpu_threads=config.threads, local_files_only=True)
    except (RuntimeError, ValueError, OSError) as error:
        raise ModelBroken(f"{folder}: not a Whisper model that can be loaded; run: jarvisd models verify") from error
    if not model.model.is_multilingual and set(languages) != {"en"}:
        raise ConfigError(f'[stt] model = "{config.model}" hears only English; set [house] languages = ["en"], or take whisper-base')
    return Whisper(model, languages, config.hints)


@dataclass(frozen=True, slots=True)
class _Again:
    """An utterance that is kept as it was encoded: decoding it once more takes a third of the time."""

    engine: Whisper
    encoded: StorageView
    language: Language
    seconds: float
    text: str

    async def again(self, names: Sequence[str]) -> tuple[str, ...]:
        if self.seconds > _ONCE or not names:
            return ()
        found = await self.engine.again(self.encoded, self.language, names)
        return tuple(dict.fromkeys(said_once(said_in(each, self.seconds, self.language), self.text) for each in found))


class Whisper:
    """One model, one worker thread."""

    def __init__(self, model: WhisperModel, languages: tuple[Language, ...], hints: Sequence[str] = ()) -> None:
        self._model, self._languages, self._slot = model, languages, Slot("whisper")
        multilingual = model.model.is_multilingual
        self._tokenizers = {each: Tokenizer(model.hf_tokenizer, multilingual, task="transcribe", language=each) for each in languages}
        self._hints = tuple(hints)
        self.hint(())
        self.seconds = math.inf
        self.measure()

    async def transcribe(self, audio: Audio) -> Transcript:
        try:
            return await self._slot.run(self._transcribe, audio)
        except RuntimeError as error:
            raise EngineError("the transcriber failed on this utterance; if it happens again, run: jarvisd doctor") from error

    def hint(self, names: Sequence[str]) -> None:
        """Only English gains by many: with sixteen names before it, Chinese is heard worse, so there it is left to the configuration."""
        latin = [name for name in names if name.isascii()]
        self._before = {each: _before(each, (*self._hints, *(latin if each == "en" else ()))) for each in self._languages}

    async def again(self, encoded: StorageView, language: Language, names: Sequence[str]) -> tuple[str, ...]:
        """() where newer work came before it, or the engine failed: what was heard first stands."""
        try:
            return await self._slot.run(self._again, encoded, language, names)
        except (EngineError, RuntimeError):
            return ()

    def close(self) -> None:
        self._slot.close()

    def _again(self, encoded: StorageView, language: Language, names: Sequence[str]) -> tuple[str, ...]:
        before = _ZH_STYLE + "，".join(names) + "。" if language == "zh" else f"Turn on the {_EN_NEXT.join(names)}."
        text, result = self._decode(encoded, language, before, _TOKENS)
        found: Sequence[str] = (text, *self._others(text, result, language))
        if language == "zh":
            found = [each for each in found if not _repeats(each, before)]
        return tuple(without_wake_word(each) for each in found if each)

    def _transcribe(self, audio: Audio) -> Transcript:
        samples = audio.at(RATE).floats
        parts = [self._piece(piece) for piece in pieces(samples)]
        said = [part for part in parts if part.text]
        if not said:
            return Transcript("", parts[0].language if parts else self._languages[0], 0.0)
        longest = max(said, key=lambda part: len(part.text))
        gap = "" if longest.language == "zh" else " "
        if len(parts) == 1:
            return parts[0]
        return Transcript(gap.join(part.text for part in said), longest.language, min(part.confidence for part in said))

    def _piece(self, samples: Floats, most: int = _TOKENS) -> Transcript:
        if _level(samples) < _FAINT:
            return Transcript("", self._languages[0], 0.0)
        encoded = self._encode(samples)
        language = self._language(encoded)
        before = self._before[language]
        most *= max(1, math.ceil(len(samples) / RATE / 10))
        text, result = self._decode(encoded, language, before, most)
        if language == "zh" and _borrows(text, _ZH_LIKE):  # said, or only what stands before it: without it, it must be heard too
            again, other = self._decode(encoded, language, _ZH_STYLE, most)
            text, result = (text, result) if _alike(text, again) else (again, other)
        if language == "zh" and _repeats(text, _ZH_STYLE):  # so it answers what is too faint; nobody says it
            text, result = self._decode(encoded, language, "", most)
        confidence = math.exp(min(0.0, result.scores[0] * len(result.sequences_ids[0]) / (len(result.sequences_ids[0]) + 1)))
        seconds = len(samples) / RATE
        text = said_in(believable(text, result.no_speech_prob, confidence), seconds, language)
        if not text:
            return Transcript("", language, confidence)
        others = dict.fromkeys(said_in(other, seconds, language) for other in self._others(text, result, language))
        kept = _Again(self, encoded, language, seconds, text)
        return Transcript(text, language, confidence, tuple(other for other in others if other != text), kept)

    def _others(self, text: str, result: WhisperGenerationResult, language: Language) -> tuple[str, ...]:
        """What the other ways came to that were followed to the end: they cost nothing. Nothing of what was told before stands in them."""
        found = {_MARKS.sub("", text).lower(): ""}
        for tokens, score in zip(result.sequences_ids[1:], result.scores[1:], strict=True):
            other = self._text(tokens, language)
            if score < result.scores[0] - _LESS_LIKELY or (language == "zh" and _borrows(other, _ZH_LIKE)):
                continue
            other = believable(other, result.no_speech_prob, math.exp(min(0.0, score)))
            found.setdefault(_MARKS.sub("", other).lower(), other)
        return tuple(filter(None, found.values()))

    def _decode(self, encoded: StorageView, language: Language, before: str, most: int) -> tuple[str, WhisperGenerationResult]:
        """The text that follows `before`. Time stamps are asked for, though nobody reads them: Whisper learned with them, and mistakes a
        seventh fewer words."""
        tokenizer = self._tokenizers[language]
        prompt: list[int] = self._model.get_prompt(tokenizer, tokenizer.encode(" " + before) if before else [])
        [result] = self._model.model.generate(
            encoded,
            [prompt],
            beam_size=_BEAM,
            num_hypotheses=_BEAM,
            max_length=len(prompt) + most,
            suppress_blank=True,
            no_repeat_ngram_size=_REPEATED,
            return_scores=True,
            return_no_speech_prob=True,
        )
        return self._text(result.sequences_ids[0], language), result

    def _text(self, tokens: Sequence[int], language: Language) -> str:
        text = self._tokenizers[language].decode(tokens).replace("\ufffd", "").strip()  # half a character, where it was cut short
        return without_repeats(simplified(text.translate(_ODD) if language == "zh" else text, language))

    def encode(self, samples: Floats, frames: int) -> Floats:
        """What the encoder makes of a window of so many frames of 10 ms, (frames / 2, width). Blocks; RuntimeError if it fails."""
        found: Floats = np.asarray(self._encoded(samples, frames), np.float32)[0]
        return found

    def _encode(self, samples: Floats) -> StorageView:
        return self._encoded(samples, min(_LONGEST, max(_SHORTEST, len(samples) // _HOP + _MARGIN)))

    def _encoded(self, samples: Floats, frames: int) -> StorageView:
        padded = np.zeros(frames * _HOP, dtype=np.float32)
        padded[: len(samples)] = samples[: len(padded)]
        features = self._model.feature_extractor(padded, padding=0)[:, :frames]
        return self._model.model.encode(StorageView.from_array(np.ascontiguousarray(features[None])))

    def _language(self, encoded: StorageView) -> Language:
        """The likeliest of the languages that are spoken here, from the encoding that is decoded next."""
        if len(self._languages) == 1:
            return self._languages[0]
        [found] = self._model.model.detect_language(encoded)
        known = (str(token)[2:-2] for token, _ in found)  # "<|en|>", the likeliest first
        return next(each for each in known if each in self._languages)

    def measure(self) -> float:
        """Seconds that one transcription of 2 s takes once everything is in memory: the best of all that were measured."""
        noise = np.random.default_rng(0).normal(0, 0.01, 2 * RATE).astype(np.float32)
        self.seconds = min(self.seconds, *(self._timed(noise) for _ in range(_WARM)))
        return self.seconds

    def _timed(self, samples: Floats) -> float:
        began = time.perf_counter()
        self._piece(samples, _SPOKEN)
        return time.perf_counter() - began


def _before(language: Language, hints: Sequence[str]) -> str:
    """What Whisper is told was said just before."""
    if language == "zh":
        return _ZH_STYLE + _ZH_LIKE + ("，".join(hints) + "。" if hints else "")
    return ", ".join(hints) + "." if hints else ""


def _repeats(text: str, before: str) -> bool:
    """It is a part of what it was told before."""
    said = _MARKS.sub("", text)
    return len(said) > 1 and said in _MARKS.sub("", before)


def _borrows(text: str, before: str) -> bool:
    """So much of it stands in what it was told before that it may have been taken from there: of noise and faint pieces whole orders."""
    said, told = _MARKS.sub("", text), _MARKS.sub("", before)
    run = difflib.SequenceMatcher(None, said, told, autojunk=False).find_longest_match().size
    return run >= _BORROWED or 1 < run == len(said)


def _alike(text: str, again: str) -> bool:
    """The same but for a character in six, and with the same numbers."""
    one, other = _MARKS.sub("", text), _MARKS.sub("", again)
    return _NUMBERS.findall(one) == _NUMBERS.findall(other) and difflib.SequenceMatcher(None, one, other).ratio() > _SAME


def pieces(samples: Floats) -> list[Floats]:
    """A recording of any length in pieces of at most 25 s, cut where it is quietest in the last 5 s of each."""
    pieces = []
    while len(samples) > _PIECE:
        tail = samples[_PIECE - 5 * RATE : _PIECE].reshape(-1, RATE // 10)
        cut = _PIECE - 5 * RATE + (int(np.argmin(np.square(tail).mean(axis=1))) * 2 + 1) * RATE // 20
        pieces.append(samples[:cut])
        samples = samples[cut:]
    return [*pieces, samples] if len(samples) else pieces


def _level(samples: Floats) -> float:
    """dB of full scale of the loudest tenth of a second."""
    whole = len(samples) - len(samples) % (RATE // 10)
    if not whole:
        return -100.0
    return 10 * math.log10(float(np.square(samples[:whole].reshape(-1, RATE // 10)).mean(axis=1).max()) + 1e-10)
