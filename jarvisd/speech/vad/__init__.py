"""Is somebody speaking: one chunk in, a probability out."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from jarvisd.config import VadConfig
from jarvisd.errors import ConfigError
from jarvisd.speech import Vad


def load(config: VadConfig, find: Callable[[str], Path]) -> Callable[[], Vad]:
    """A maker of voice detectors: the model is loaded once, each device has its own state. ConfigError for an unknown engine."""
    match config.engine:
        case "silero":
            from jarvisd.speech.vad import silero

            return silero.load(find("silero-vad") / "silero_vad.onnx")
        case other:
            raise ConfigError(f"[vad] engine = {other!r} is not known; known: silero")
