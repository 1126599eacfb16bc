"""Engines behind four small protocols: wake words, voice, words, sound."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from dataclasses import dataclass, field
from typing import Protocol

from jarvisd.audio import Audio
from jarvisd.messages import Ear, Language


@dataclass(frozen=True, slots=True)
class Wakeup:
    """Somebody said the name."""

    phrase: str  # the model that fired
    score: float  # 0..1
    at: float  # seconds of the device's audio at which it was noticed
    ended: float  # seconds of the device's audio at which the word is estimated to have ended
    level: float  # dB of full scale of the word
    stops: bool = False  # it was no name but the bare word that ends what the house says


@dataclass(frozen=True, slots=True)
class Utterance:
    """What was said, cut out of the stream: pre-roll, speech, a little of the silence behind it."""

    audio: Audio
    began: float  # seconds of the device's audio at which the speech began
    ended: float  # seconds of the device's audio at which the speech ended: the draft and the final cut of one speech share it
    final: bool  # False: a draft, handed out while the silence is still counted


@dataclass(frozen=True, slots=True)
class Transcript:
    text: str  # "" when there were no words in it
    language: Language
    confidence: float  # 0..1
    others: tuple[str, ...] = ()  # what it may have been instead, the likeliest first
    ear: Ear | None = field(default=None, compare=False, repr=False)  # None: it can be heard only once


class WakeWord(Protocol):
    """Fed every chunk of one device in order; fast enough to be called on the event loop."""

    def detect(self, chunk: Audio, over: bool = False) -> Wakeup | None:
        """over: the house speaks and does not hear itself, so that a bare "stop" is listened for as well."""

    def reset(self) -> None:
        """Forget what was heard; the audio clock goes on."""


class Vad(Protocol):
    """Fed chunks of 512 samples of one device in order; fast enough to be called on the event loop."""

    def probability(self, chunk: Audio) -> float:
        """That this chunk holds speech, 0..1."""

    def reset(self) -> None: ...


class Transcriber(Protocol):
    async def transcribe(self, audio: Audio) -> Transcript:
        """Words of one utterance. EngineError if the engine failed."""


class Synthesizer(Protocol):
    def synthesize(self, text: str, language: Language) -> AsyncGenerator[Audio, None]:
        """Sound of one speakable sentence, in pieces of one rate. EngineError if the engine failed. The caller closes the iterator."""
