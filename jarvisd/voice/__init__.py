"""Talk: what is heard goes to the mind as text, what the mind says leaves as sound."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from jarvisd.agent.assistant import Assistant
from jarvisd.config import EndpointConfig, TalkConfig
from jarvisd.speech import Synthesizer, Transcriber, Vad, WakeWord


@dataclass(frozen=True, slots=True)
class Engines:
    """The speech engines, warm; each device makes its own wake word and voice detector from them."""

    wake: Callable[[], WakeWord]
    vad: Callable[[], Vad]
    transcriber: Transcriber
    synthesizer: Synthesizer
    drafts: bool  # transcription is quick enough to run ahead


@dataclass(frozen=True, slots=True)
class Setting:
    """What every conversation of this house shares."""

    engines: Engines
    assistant: Assistant
    talk: TalkConfig
    endpoint: EndpointConfig
    vad_threshold: float
    turns: Iterator[int]  # numbers every turn of this process
