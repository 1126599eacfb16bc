"""A word said by our own voices: every Kokoro voice that is there, and Piper at several speeds.

A voice made for another language says English with its accent, which is what a household's guests do too.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np

from jarvisd import audio
from jarvisd.audio import RATE, Audio
from jarvisd.config import TtsConfig
from jarvisd.messages import Language
from jarvisd.speech.onnx import open_model
from jarvisd.speech.tts import kokoro, piper

_SPEEDS = (0.85, 1.0, 1.15, 1.3)
CHINESE = ("zf_", "zm_")  # only these say Chinese so that it is understood


@dataclass(frozen=True, slots=True)
class Line:
    """What is to be said."""

    text: str
    language: Language
    share: float = 1.0  # of the Kokoro voices say it, which ones the text decides


@dataclass(frozen=True, slots=True)
class Said:
    line: Line
    voice: str
    sound: Audio


def say(lines: Sequence[Line], find: Callable[[str], Path], cache: Path, styles: Path | None = None, threads: int = 1) -> Iterator[Said]:
    """Every line by every voice that has its language, at a speed that text and voice decide; made once, then read from the cache.

    find: a model's folder by its name; styles: a folder of Kokoro voices, the catalogue's where None. ModelMissing where there are none.
    """
    cache.mkdir(parents=True, exist_ok=True)
    yield from _piper([line for line in lines if line.language == "en"], find, cache, threads)
    model = open_model(find("kokoro") / "kokoro-v1.0.int8.onnx", threads, planned=False)
    for file in sorted((styles or find("kokoro-voices")).glob("*.bin")):
        style = np.fromfile(file, np.float32).reshape(510, 1, 256)
        for line in lines:
            if line.language == "zh" and not file.stem.startswith(CHINESE):
                continue
            if _number(file.stem, line.text) % 1000 >= 1000 * line.share:
                continue
            speed = _SPEEDS[_number(line.text, file.stem) % len(_SPEEDS)]
            voice = kokoro.Kokoro(model, style, line.language, file.stem, speed)
            sound = kept(cache, line, voice.name, partial(voice.sound, line.text))
            if sound.pcm:
                yield Said(line, file.stem, sound)


def _piper(lines: Sequence[Line], find: Callable[[str], Path], cache: Path, threads: int) -> Iterator[Said]:
    if not lines:
        return
    name = TtsConfig().piper_voice
    for speed in _SPEEDS:
        voice = piper.load(TtsConfig(speed=speed, threads=threads), find(name))
        for line in lines:
            sound = kept(cache, line, voice.name, partial(voice.sound, line.text))
            if sound.pcm:
                yield Said(line, f"{name} {speed}", sound)


def kept(cache: Path, line: Line, voice: str, make: Callable[[], Audio]) -> Audio:
    """What the cache holds, else what is made now."""
    path = cache / f"{hashlib.sha256(f'{voice} {line.language} {line.text}'.encode()).hexdigest()[:24]}.wav"
    if not path.exists():
        audio.write(path, make().at(RATE))
    if path.stat().st_size <= 44:  # nothing but a header: this voice cannot say it
        return Audio(b"")
    return audio.read(path)


def _number(*parts: str) -> int:
    return int.from_bytes(hashlib.sha256(" ".join(parts).encode()).digest()[:4], "big")
