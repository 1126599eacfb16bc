"""What was said: one utterance in, its words out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol, runtime_checkable

import numpy as np
import numpy.typing as npt

from jarvisd.config import SttConfig
from jarvisd.errors import ConfigError
from jarvisd.messages import Language
from jarvisd.speech import Transcriber


class TimedTranscriber(Transcriber, Protocol):
    """A transcriber that knows its speed on this machine."""

    @property
    def seconds(self) -> float:
        """What one warm transcription of a short utterance takes."""

    def measure(self) -> float:
        """Times it anew, for when other work disturbed the first time; sets seconds. Blocks for about a second."""

    def hint(self, names: Sequence[str]) -> None:
        """Names that are likely from now on, besides those of the configuration; an empty one takes them back."""

    def close(self) -> None:
        """Ends its thread; what is still to be transcribed raises EngineError."""


@runtime_checkable
class Encoder(Protocol):
    """A transcriber whose first half can be asked alone."""

    def encode(self, samples: npt.NDArray[np.float32], frames: int) -> npt.NDArray[np.float32]:
        """What it makes of samples [-1, 1] in a window of so many frames of 10 ms, (frames / 2, width). Blocks: call it in a thread."""


def load(config: SttConfig, languages: tuple[Language, ...], find: Callable[[str], Path]) -> TimedTranscriber:
    """A warm transcriber, shared by all devices. Blocks for seconds: call it in a thread. ConfigError for an unknown engine."""
    match config.engine:
        case "whisper":
            from jarvisd.speech.stt import whisper

            return whisper.load(config, languages, find(config.model))
        case other:
            raise ConfigError(f"[stt] engine = {other!r} is not known; known: whisper")
