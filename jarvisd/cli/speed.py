"""How quick this machine is, measured by the engines themselves on a sentence they say and hear."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import aclosing
from dataclasses import dataclass, field
from statistics import median

from jarvisd.audio import CHUNK, Audio, join, silence
from jarvisd.config import Config, Paths
from jarvisd.messages import Language
from jarvisd.speech import Synthesizer, Transcriber

SENTENCES: dict[Language, str] = {"en": "The lights in the kitchen are on now.", "zh": "厨房的灯现在已经打开了。"}
_CHUNKS = 250  # 8 s of audio for the engines that hear all the time


@dataclass(frozen=True, slots=True)
class Spoken:
    """One sentence said, then heard again."""

    first_ms: float  # to its first sound
    per_second: float  # seconds of work for a second of sound
    transcribed_ms: float
    heard: str  # what the transcriber made of it


@dataclass(frozen=True, slots=True)
class Speed:
    load_s: float  # all engines, at once
    transcribe_s: float  # one warm transcription, as the daemon measures it to decide on drafts
    listening_percent: float  # of one core, for wake word and voice detector on a quiet room
    spoken: dict[Language, Spoken] = field(default_factory=dict)


async def measure(config: Config, paths: Paths) -> Speed:
    """Loads every engine that is configured. JarvisError if one cannot be loaded."""
    from jarvisd.engines import Shelf, load_engines
    from jarvisd.house import TALK

    began = time.perf_counter()
    engines = await load_engines(config, paths, TALK, Shelf())
    took = time.perf_counter() - began
    assert engines.wake
    assert engines.vad
    assert engines.transcriber
    assert engines.synthesizer
    listening = _per_chunk(engines.wake().detect) + _per_chunk(engines.vad().probability)
    said = {language: await _spoken(engines.synthesizer, engines.transcriber, language) for language in config.house.languages}
    return Speed(took, engines.transcriber.seconds, 100 * listening / (CHUNK / 16_000), said)


async def _spoken(voice: Synthesizer, ear: Transcriber, language: Language) -> Spoken:
    began, first, pieces = time.perf_counter(), 0.0, []
    async with aclosing(voice.synthesize(SENTENCES[language], language)) as sounds:
        async for sound in sounds:
            first = first or time.perf_counter() - began
            pieces.append(sound)
    spoken = join(pieces)
    worked = time.perf_counter() - began
    heard = spoken.at(16_000)
    began = time.perf_counter()
    text = (await ear.transcribe(heard)).text
    return Spoken(1000 * first, worked / spoken.seconds, 1000 * (time.perf_counter() - began), text)


def _per_chunk(hear: Callable[[Audio], object]) -> float:
    """Seconds of work for one chunk, averaged: some engines work on every third chunk only."""
    chunk = silence(CHUNK / 16_000)
    rounds = []
    for _ in range(5):
        began = time.perf_counter()
        for _ in range(_CHUNKS // 5):
            hear(chunk)
        rounds.append((time.perf_counter() - began) / (_CHUNKS // 5))
    return median(rounds)
