"""The understanding of a house, its layers loaded: the sentences that it knows, then what comes near to examples."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path

from jarvisd.agent.understand import Layer
from jarvisd.agent.understand.order import Understanding
from jarvisd.config import shipped
from jarvisd.memory import Embedder
from jarvisd.messages import Language


async def load(languages: Sequence[Language], embedder: Embedder | None = None, cache: Path | None = None) -> Understanding:
    """Takes a second, so it is done before the house is ready; without an embedder only whole sentences are known.

    cache: the folder in which the examples' vectors are kept; without them half a minute more. ConfigError where a file is none.
    """
    from jarvisd.agent.understand import router, sentences  # hassil and what belongs to it

    folder = shipped("config/understanding")
    layers: list[tuple[str, Layer]] = [("exact", await asyncio.to_thread(sentences.load, languages, folder / "sentences"))]
    if embedder is not None:
        layers.append(("router", await router.load(embedder, folder / "examples", languages, cache)))
    return Understanding(layers)
