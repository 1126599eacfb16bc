"""Sound of short phrases, kept once it was made: what was said lately in memory, what every house says on disk."""

from __future__ import annotations

import hashlib
import wave
from collections import OrderedDict
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from jarvisd.audio import Audio

_LONGEST = 48  # characters: longer texts are hardly said twice
_BYTES = 16_000_000  # of sound in all: five minutes at 24 kHz

# Said often, as an answer or as its beginning, and never anybody's own words: made once on this machine, so that they sound at once.
OPENERS = {
    "en": ("Okay.", "It's", "Tomorrow is", "Yesterday was", "The volume is at"),
    "zh": ("好的。", "现在是", "今天是", "明天是", "昨天是", "后天是", "今年是", "音量现在是", "抱歉，"),
}


class Phrases:
    """The latest `most` phrases; none where `most` is 0. What every house says lies in `folder`, if there is one."""

    def __init__(self, most: int, folder: Path | None = None) -> None:
        self._most = most
        self._folder = folder
        self._openers: dict[tuple[str, ...], Audio] = {}
        self._fixed: set[tuple[str, ...]] = set()
        self._kept: OrderedDict[tuple[str, ...], Audio] = OrderedDict()
        self._bytes = 0

    def find(self, *key: str) -> Audio | None:
        """What was kept under this voice, language, text."""
        if key in self._kept:
            self._kept.move_to_end(key)
        return self._openers.get(key) or self._kept.get(key)

    def open_with(self, make: Callable[[], Audio], *key: str) -> None:
        """Keeps an opener for good: as it lies on disk, else as it is made now. Blocks."""
        self.know(*key)
        if key not in self._openers:
            self.keep(make(), *key)

    def know(self, *key: str) -> None:
        """Marks a phrase as one that every house says: kept for good, on disk too, from the first time it is made."""
        self._fixed.add(key)
        audio = _read(self._file(key))
        if audio is not None:
            self._openers[key] = audio

    def _file(self, key: tuple[str, ...]) -> Path | None:
        return self._folder / f"{hashlib.sha256(chr(0).join(key).encode()).hexdigest()[:32]}.wav" if self._folder else None

    def keep(self, audio: Audio, *key: str) -> None:
        """Blocks for a moment where the phrase goes to disk."""
        if key in self._fixed:
            self._openers[key] = audio
            _write(self._file(key), audio)
            return
        if len(key[-1]) > _LONGEST or not self._most:
            return
        self._drop(key)
        self._kept[key] = audio
        self._bytes += len(audio.pcm)
        while len(self._kept) > self._most or self._bytes > _BYTES:
            self._drop(next(iter(self._kept)))

    def forget(self) -> None:
        """Everything but what every house says."""
        self._kept.clear()
        self._bytes = 0

    def _drop(self, key: tuple[str, ...]) -> None:
        gone = self._kept.pop(key, None)
        self._bytes -= len(gone.pcm) if gone else 0


def _read(file: Path | None) -> Audio | None:
    """None where it is not there or not whole."""
    if file is None:
        return None
    try:
        with wave.open(str(file), "rb") as sound:
            pcm = sound.readframes(sound.getnframes())
            return Audio(pcm, sound.getframerate()) if len(pcm) == 2 * sound.getnframes() > 0 else None
    except (OSError, EOFError, wave.Error):
        return None


def _write(file: Path | None, audio: Audio) -> None:
    """Whole or not at all; a disk that is full or not ours only means that it is made again at the next start."""
    if file is None:
        return
    half = file.with_suffix(".part")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with wave.open(str(half), "wb") as sound:
            sound.setnchannels(1)
            sound.setsampwidth(2)
            sound.setframerate(audio.rate)
            sound.writeframes(audio.pcm)
        half.replace(file)
    except OSError:
        with suppress(OSError):
            half.unlink(missing_ok=True)
