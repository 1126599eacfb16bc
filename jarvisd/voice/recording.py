"""A recording of any length, of which a transcriber is given what somebody says in it, and nothing of the silence."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Sequence

from jarvisd.audio import CHUNK, RATE, Audio
from jarvisd.speech import Transcriber, Transcript, Vad

_AROUND = 0.5  # seconds kept on both sides: the detector notices a word late; pauses up to twice as long stay in
_STEP = CHUNK / RATE


async def transcribed(sound: Audio, vad: Vad, threshold: float, transcriber: Transcriber) -> AsyncGenerator[Transcript, None]:
    """What is said in each stretch of it; of all of it at once where the detector (from threshold on) finds no voice. EngineError."""
    sound = sound.at(RATE)
    for start, end in await asyncio.to_thread(_spoken, sound, vad, threshold) or [(0.0, sound.seconds)]:
        yield await transcriber.transcribe(sound.cut(start, end))


def _spoken(sound: Audio, vad: Vad, threshold: float) -> Sequence[tuple[float, float]]:
    """Seconds at which each stretch begins and ends."""
    stretches: list[tuple[float, float]] = []
    for number in range(int(sound.seconds / _STEP)):
        at = number * _STEP
        if vad.probability(Audio(sound.pcm[2 * CHUNK * number : 2 * CHUNK * (number + 1)])) < threshold:
            continue
        start, end = max(0.0, at - _AROUND), min(sound.seconds, at + _STEP + _AROUND)
        if stretches and start <= stretches[-1][1]:
            start, _ = stretches.pop()
        stretches.append((start, end))
    return stretches
