"""The understanding of a house, its layers loaded: the sentences that it knows, then what comes near to examples."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from jarvisd.agent.understand.order import Understanding
from jarvisd.config import shipped
from jarvisd.memory import Embedder
from jarvisd.messages import Language


async def load(languages: Sequence[Language], embedder: Embedder | None = None) -> Understanding:
    """Takes a second, so it is done before the house is ready; without an embedder it goes by words alone. ConfigError where a file is none."""
    from jarvisd.agent.understand import gate, router, sentences  # hassil and what belongs to it

    folder = shipped("config/understanding")
    exact = await asyncio.to_thread(sentences.load, languages, folder / "sentences")
    files = {language: folder / f"gate_{language}.npz" for language in languages}
    gates = {language: await asyncio.to_thread(gate.kept, path, language) for language, path in files.items() if path.exists()}
    return Understanding([("exact", exact), ("router", await router.load(embedder, folder, languages))], gates)
