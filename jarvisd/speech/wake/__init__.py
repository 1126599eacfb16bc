"""Was the house called: one chunk in, a Wakeup out when its name was said."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from jarvisd.config import WakeConfig
from jarvisd.errors import ConfigError
from jarvisd.speech import WakeWord
from jarvisd.speech.wake.clips import Clips
from jarvisd.speech.wake.look import Looks


class Maker(Protocol):
    """Makes the detector of one device; without looks it goes by the words' own models alone, without clips it keeps no near misses."""

    def __call__(self, looks: Looks | None = None, clips: Clips | None = None) -> WakeWord: ...


def load(config: WakeConfig, find: Callable[[str], Path]) -> Maker:
    """A maker of wake word detectors: models are loaded once, each device has its own state. ConfigError for an unknown engine."""
    match config.engine:
        case "openwakeword":
            from jarvisd.speech.wake import openwakeword

            return openwakeword.load(config, find)
        case other:
            raise ConfigError(f"[wake] engine = {other!r} is not known; known: openwakeword")
