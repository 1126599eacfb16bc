"""What was understood of what people read out, ours beside stock faster-whisper on the same weights and threads."""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path

from jarvisd.audio import Audio
from jarvisd.bench.prompts import Prompt, prompts
from jarvisd.bench.report import Report, cell, median, p95, tenth
from jarvisd.bench.words import errors, words
from jarvisd.config import Config, Paths
from jarvisd.model_store import Store
from jarvisd.speech import stt

Hear = Callable[[Audio], Awaitable[str]]


class Ear:
    """One way to transcribe, with what it made of the prompts so far."""

    def __init__(self, name: str, hear: Hear) -> None:
        self.name = name
        self.hear = hear
        self.wrong = 0  # words
        self.times: list[float] = []  # ms

    async def take(self, prompt: Prompt) -> None:
        began = time.perf_counter()
        heard = await self.hear(prompt.audio)
        self.times.append((time.perf_counter() - began) * 1000)
        self.wrong += errors(words(prompt.text), words(heard))


def measure(config: Config, paths: Paths, data: Path, cache: Path) -> Report:
    return asyncio.run(_measure(config, paths, prompts(data / "speech", cache / "prompts")))


async def _measure(config: Config, paths: Paths, said: Sequence[Prompt]) -> Report:
    store = Store(paths.models)
    transcriber = stt.load(config.stt, config.house.languages, store.path)

    async def ours(audio: Audio) -> str:
        return (await transcriber.transcribe(audio)).text

    ears = (Ear("ours", ours), Ear("stock", _stock(store.path(config.stt.model), config.stt.threads)))
    try:
        return await compare(ears, said, config)
    finally:
        transcriber.close()


def _stock(folder: Path, threads: int) -> Hear:
    """faster-whisper as its own README uses it: defaults throughout (beam 5, the 30 s window, any language)."""
    from faster_whisper import WhisperModel

    model = WhisperModel(str(folder), device="cpu", compute_type="int8", cpu_threads=threads)

    async def hear(audio: Audio) -> str:
        segments, _ = await asyncio.to_thread(model.transcribe, audio.floats)
        return await asyncio.to_thread(lambda: " ".join(segment.text for segment in segments))  # the work is done while they are read

    return hear


async def compare(ears: tuple[Ear, Ear], said: Sequence[Prompt], config: Config) -> Report:
    """Prompt by prompt, one ear after the other and never both, each as often first as second."""
    for ear in ears:
        await ear.hear(said[0].audio)  # warm
    for number, prompt in enumerate(said):
        for ear in ears if number % 2 else reversed(ears):
            await ear.take(prompt)
    total = sum(len(words(prompt.text)) for prompt in said)
    figures = {ear.name: {"wer": round(ear.wrong / total, 4), "median_ms": tenth(median(ear.times))} for ear in ears}
    rows = [(ear.name, f"{100 * ear.wrong / total:.1f} %", cell(median(ear.times)), cell(p95(ear.times))) for ear in ears]
    seconds = sum(prompt.audio.seconds for prompt in said)
    notes = (
        f"{len(said)} prompts of people, {total} words, {seconds / 60:.1f} minutes; wer is a share, 0.04 for 4 %",
        f"{config.stt.model}, int8, {config.stt.threads} threads of {os.cpu_count()} cores; times in ms",
        f"ours takes {median(ears[0].times) / median(ears[1].times):.2f} of the time of stock",
    )
    return Report(figures, ("", "WER", "median", "p95"), tuple(rows), notes)
