"""Sound of words: one speakable sentence in, its sound out, piece by piece."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Protocol

from jarvisd.audio import Audio
from jarvisd.config import TtsConfig
from jarvisd.errors import ConfigError
from jarvisd.messages import Language
from jarvisd.speech.slot import Slot
from jarvisd.speech.tts.phrases import OPENERS, Phrases


class Engine(Protocol):
    """A voice that works in pieces; blocking."""

    @property
    def name(self) -> str:
        """Voice and speed: what else makes the same text sound different."""

    def cut(self, text: str) -> Iterator[str]:
        """The pieces of a sentence, the first a short one."""

    def sound(self, piece: str) -> Audio:
        """Always of the same rate; empty where nothing can be said."""


@dataclass(frozen=True, slots=True)
class Voice:
    """An engine beside the slot it works in; two languages on one model share slot and turn."""

    engine: Engine
    slot: Slot
    turn: asyncio.Lock = field(default_factory=asyncio.Lock)  # rooms that speak at once take turns, piece by piece; none is dropped


class Voices:
    """A voice for each language, and the phrases they said before. Shared by all devices."""

    def __init__(self, voices: Mapping[Language, Voice], phrases: Phrases) -> None:
        self._voices = voices
        self._phrases = phrases

    async def synthesize(self, text: str, language: Language) -> AsyncGenerator[Audio, None]:
        """Sound of one speakable sentence, in pieces of one rate. EngineError if the engine failed. The caller closes the iterator."""
        voice = self._voices.get(language) or next(iter(self._voices.values()))
        for piece in voice.engine.cut(text):
            audio = self._phrases.find(voice.engine.name, language, piece)
            if audio is None:
                async with voice.turn:
                    audio = await voice.slot.run(self._make, voice, language, piece)
            if audio.pcm:
                yield audio

    def _make(self, voice: Voice, language: Language, piece: str) -> Audio:
        audio = voice.engine.sound(piece)
        self._phrases.keep(audio, voice.engine.name, language, piece)
        return audio

    def know(self, sentences: Iterable[tuple[str, Language]]) -> None:
        """Speakable sentences that every house says, never anybody's own: each is made once on this machine. Blocks for a moment."""
        for text, language in sentences:
            voice = self._voices.get(language)
            if voice is not None:
                for piece in voice.engine.cut(text):
                    self._phrases.know(voice.engine.name, language, piece)

    def forget(self) -> None:
        """Lets go of the phrases it said lately; they may hold what somebody wants forgotten."""
        self._phrases.forget()

    def warm(self) -> None:
        """The openers of answers are made, or found where they were made before. Blocks."""
        for language, voice in self._voices.items():
            for text in OPENERS[language]:
                self._phrases.open_with(partial(voice.engine.sound, text), voice.engine.name, language, text)

    def close(self) -> None:
        """Ends the threads; what is still to be said raises EngineError."""
        for voice in self._voices.values():
            voice.slot.close()


def load(config: TtsConfig, languages: tuple[Language, ...], find: Callable[[str], Path], openers: Path | None = None) -> Voices:
    """A warm voice for each of these languages, the sound of its openers kept in a folder of this machine.

    Blocks for seconds: call it in a thread. ConfigError or ModelError if one cannot be had.
    """
    named = {language: {"en": config.en, "zh": config.zh}[language] for language in languages}
    voices: dict[Language, Voice] = {}
    for engine in dict.fromkeys(named.values()):
        theirs = tuple(language for language in languages if named[language] == engine)
        slot, turn = Slot(f"{engine} voice"), asyncio.Lock()
        match engine:
            case "piper":
                from jarvisd.speech.tts import piper

                voices |= {language: Voice(piper.load(config, find(config.piper_voice)), slot, turn) for language in theirs}
            case "kokoro":
                from jarvisd.speech.tts import kokoro

                voices |= {language: Voice(voice, slot, turn) for language, voice in kokoro.load(config, theirs, find).items()}
            case other:
                raise ConfigError(f"[tts] engine {other!r} is not known; known: piper, kokoro")
    spoken = Voices(voices, Phrases(config.phrases, openers))
    spoken.warm()
    return spoken
