"""Talk by our own voices: every sentence said once, by one of several voices, each of them made into more by its pitch.

Piper says an hour in three minutes, Kokoro in more than twenty; so most is Piper's, and of Chinese there is less. Some voices, and some
pitches of Piper's one, are never learned from: what they say is what a word is measured with.
"""

from __future__ import annotations

import os
import random
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
import numpy.typing as npt
import onnxruntime

from jarvisd.audio import Audio
from jarvisd.config import TtsConfig
from jarvisd.messages import Language
from jarvisd.speech.onnx import open_model
from jarvisd.speech.tts import kokoro, piper
from jarvisd.speech.wake.training import scenes, sentences
from jarvisd.speech.wake.training.voices import CHINESE, Line, kept

Floats = npt.NDArray[np.float32]

_PACES = (0.8, 0.86, 0.93, 1.0, 1.08, 1.16, 1.25, 1.34)  # so much quicker and higher a sentence is played that was said so much slower
_HELD_PACES = (0.93, 1.16)  # of Piper's
_NARROW = (0.9, 1.0, 1.1)  # of Kokoro's: it has voices of its own

# Sentences for a name in this language: by Piper, by Kokoro in English and in Chinese; near misses of the name by each that speaks it.
_SENTENCES: dict[Language, tuple[int, int, int]] = {"en": (1200, 150, 40), "zh": (500, 30, 300)}
_NEAR: dict[Language, tuple[int, int]] = {"en": (240, 90), "zh": (0, 160)}


@dataclass(frozen=True, slots=True)
class Spoken:
    source: str  # voice and text
    sound: Floats
    held: bool  # nothing may be learned from it


@dataclass(frozen=True, slots=True)
class _Part:
    """What one voice says, all at one pitch."""

    voice: str
    language: Language
    pace: float
    held: bool
    lines: Sequence[str]
    own: bool = False  # made of the name


def said(
    name: str, language: Language, find: Callable[[str], Path], cache: Path, own: Path, tell: Callable[[int, int], None]
) -> Iterator[Spoken]:
    """The same for the same name; sentences are made once, then read from the cache. tell: how many of how many are said.

    own: where what nearly is the name lies, since the name may be somebody's; whoever made the folder removes it.
    """
    for folder in (cache, own):
        folder.mkdir(parents=True, exist_ok=True)
    parts = list(_parts(name, language, find))
    whole, done = sum(len(part.lines) for part in parts), 0
    model = open_model(
        find("kokoro") / "kokoro-v1.0.int8.onnx", 1, arena=False, planned=False
    )  # an arena would grow with every length of a sentence
    with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
        for part in parts:
            voice = _voice(part, find, model)
            try:
                for text, sound in zip(
                    part.lines, pool.map(partial(_sound, voice, part, own if part.own else cache), part.lines), strict=True
                ):
                    done += 1
                    tell(done, whole)
                    if sound.pcm:
                        yield Spoken(f"{part.voice} {part.pace} {text}", scenes.paced(sound.floats, part.pace), part.held)
            except BaseException:  # only to leave nothing queued behind it
                pool.shutdown(cancel_futures=True)
                raise


def _parts(name: str, language: Language, find: Callable[[str], Path]) -> Iterator[_Part]:
    rng = random.Random(name)
    by_piper, english, chinese = _SENTENCES[language]
    near_piper, near_kokoro = _NEAR[language]
    near = [_ended(word, language) for word in sentences.near(name, language, near_piper + near_kokoro, rng)]
    joe = [_ended(text, "en") for text in sentences.talk(name, "en", by_piper + english, rng)]
    every = [(TtsConfig().piper_voice, pace, pace in _HELD_PACES) for pace in _PACES]
    learned = [each for each in every if not each[2]]
    yield from _shared(every, "en", joe[:by_piper])
    yield from _shared(learned, "en", near[:near_piper], own=True)
    files = sorted(path.stem for path in find("kokoro-voices").glob("*.bin"))
    for spoken, texts in (("en", joe[by_piper:]), ("zh", [_ended(text, "zh") for text in sentences.talk(name, "zh", chinese, rng)])):
        own = [file for file in files if file.startswith(CHINESE) is (spoken == "zh")]
        every = [(file, pace, file == own[-1]) for file in own for pace in _NARROW]
        yield from _shared(every, "zh" if spoken == "zh" else "en", texts)
        if spoken == language:
            yield from _shared([each for each in every if not each[2]], language, near[near_piper:], own=True)


def _shared(voices: Sequence[tuple[str, float, bool]], language: Language, lines: Sequence[str], own: bool = False) -> Iterator[_Part]:
    """Each line to one of them."""
    for number, (voice, pace, held) in enumerate(voices):
        yield _Part(voice, language, pace, held, lines[number :: len(voices)], own)


def _ended(text: str, language: Language) -> str:
    return f"{text[:1].upper()}{text[1:]}." if language == "en" else f"{text}。"


def _voice(part: _Part, find: Callable[[str], Path], model: onnxruntime.InferenceSession) -> piper.Piper | kokoro.Kokoro:
    speed = round(1 / part.pace, 3)
    if part.voice == TtsConfig().piper_voice:
        return piper.load(TtsConfig(speed=speed, threads=1), find(part.voice))
    return kokoro.voice(model, find("kokoro-voices"), part.voice, part.language, speed)


def _sound(voice: piper.Piper | kokoro.Kokoro, part: _Part, cache: Path, text: str) -> Audio:
    return kept(cache, Line(text, part.language), voice.name, partial(voice.sound, text))
