"""True implementations of the protocols that need no models: the loudness of a sound says what it means."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Sequence
from dataclasses import dataclass, field
from itertools import groupby

import numpy as np

from jarvisd.agent import Answer
from jarvisd.audio import RATE, Audio, join, silence
from jarvisd.errors import EngineError
from jarvisd.memory import Turn
from jarvisd.messages import Asks, Ear, Language, Part, Request, Text
from jarvisd.speech import Transcript, Wakeup

_NAME = 3000  # amplitude of the wake word
_STOP = 3500  # of a bare "stop" as the wake word detector hears it, and nobody else
_FIRST = 4000  # amplitude of the first sentence; each other is 50 louder


def _tone(amplitude: int, seconds: float) -> Audio:
    """Syllables of 100 ms, loud and soft in turn: what does not vary is taken for a machine."""
    samples = np.full(round(seconds * RATE), amplitude, dtype="<i2")
    samples[1::2] *= -1
    at = np.arange(len(samples))
    samples[(at // (RATE // 10) % 2 == 1) & (at % 8 != 0)] = 0
    return Audio(samples.tobytes())


class Room:
    """Makes sound on a time line: name(), say(text), quiet(seconds); the fakes below read it back."""

    def __init__(self) -> None:
        self.sentences: list[str] = []

    def name(self, seconds: float = 0.6) -> Audio:
        return _tone(_NAME, seconds)

    def stop(self, seconds: float = 0.3) -> Audio:
        return _tone(_STOP, seconds)

    def say(self, text: str, seconds: float = 0.8) -> Audio:
        if text not in self.sentences:
            self.sentences.append(text)
        return _tone(_FIRST + 50 * self.sentences.index(text), seconds)

    def line(self, *pieces: Audio | float) -> Audio:
        """Sounds and seconds of silence, one after another."""
        return join(silence(piece) if isinstance(piece, float) else piece for piece in pieces)


class FakeWake:
    """Fires once the name has ended, over what the house says at a "stop" as well."""

    def __init__(self) -> None:
        self._fed = 0
        self._within = False

    def detect(self, chunk: Audio, over: bool = False) -> Wakeup | None:
        named = np.abs(chunk.samples.astype(np.int32)) == _NAME
        began, self._fed = self._fed, self._fed + len(chunk.samples)
        before, self._within = self._within, bool(named[-9:].any())  # its soft parts have one loud sample in eight
        if (before or named.any()) and not self._within:
            last = int(np.flatnonzero(named)[-1]) + 1 if named.any() else 0
            return Wakeup("jarvis", 0.99, self._fed / RATE, (began + last) / RATE, chunk.level)
        if over and (np.abs(chunk.samples.astype(np.int32)) == _STOP).any():
            return Wakeup("stop", 0.99, self._fed / RATE, self._fed / RATE, chunk.level, stops=True)
        return None

    def reset(self) -> None:
        self._within = False


class FakeVad:
    def probability(self, chunk: Audio) -> float:
        return 1.0 if np.abs(chunk.samples.astype(np.int32)).max(initial=0) >= _NAME else 0.0

    def reset(self) -> None:
        """Keeps nothing."""


@dataclass
class FakeTranscriber:
    """Reads a room's sentences back; fails or dawdles on request."""

    room: Room
    seconds: float = 0.1
    fails: int = 0  # the next n utterances
    asked: int = 0
    heard: list[Audio] = field(default_factory=list)
    others: tuple[str, ...] = ()  # what it may have heard instead
    ear: Ear | None = None  # hears it once more

    async def transcribe(self, audio: Audio) -> Transcript:
        self.asked += 1
        self.heard.append(audio)
        await asyncio.sleep(self.seconds)
        if self.fails:
            self.fails -= 1
            raise EngineError("the fake transcriber was told to fail")
        loud = np.abs(audio.samples.astype(np.int32))
        codes = [code for code, _ in groupby(loud[loud >= _FIRST])]
        text = " ".join(self.room.sentences[(int(code) - _FIRST) // 50] for code in codes)
        return Transcript(text, "zh" if any("一" <= letter <= "鿿" for letter in text) else "en", 0.9, self.others, self.ear)


@dataclass
class FakeSynthesizer:
    """Tone, 60 ms of it for every character."""

    seconds: float = 0.05
    said: list[tuple[str, Language]] = field(default_factory=list)
    fails: bool = False

    async def synthesize(self, text: str, language: Language) -> AsyncGenerator[Audio, None]:
        await asyncio.sleep(self.seconds)
        if self.fails:
            raise EngineError("the fake voice was told to fail")
        self.said.append((text, language))
        yield _tone(1000, 0.06 * len(text))


class FakeRecall:
    def __init__(self) -> None:
        self.turns: list[Turn] = []

    async def keep(self, turn: Turn) -> int:
        self.turns.append(turn)
        return len(self.turns)

    async def last(self, conversation: str, n: int) -> Sequence[Turn]:
        return [turn for turn in self.turns if turn.conversation == conversation][-n:]

    async def since(self, conversation: str, id: int) -> Sequence[Turn]:
        return [turn for turn in self.turns[id:] if turn.conversation == conversation]


@dataclass
class Line:
    """A scripted answer; `acted` counts how often it was taken."""

    text: str
    asks: bool = False
    exact: bool = True
    stops: bool = False
    preview: str | None = None
    pauses: float = 0.0  # seconds before each sentence
    by: str = "script"
    language: Language = "en"
    acted: int = 0

    async def parts(self) -> AsyncGenerator[Part, None]:
        self.acted += 1
        for sentence in self.text.split("|"):
            if self.pauses:
                await asyncio.sleep(self.pauses)
            yield Text(sentence)
        if self.asks:
            yield Asks()


class Script:
    """A responder that knows these sentences and no others."""

    name = "script"

    def __init__(self, lines: dict[str, Line]) -> None:
        self.lines = lines
        self.considered: list[str] = []
        self.others: list[tuple[str, ...]] = []  # what may have been said instead, of each
        self.ears: list[Ear | None] = []

    def fixed(self) -> Sequence[tuple[str, Language]]:
        return [(line.text, line.language) for line in self.lines.values()]

    async def consider(self, request: Request) -> Answer | None:
        self.considered.append(request.text)
        self.others.append(request.others)
        self.ears.append(request.ear)
        return self.lines.get(request.text)
