"""An embedder for tests: a text's vector is the sum of fixed vectors of its words, so texts that share words lie near each other."""

from __future__ import annotations

import zlib
from collections.abc import Mapping, Sequence

import numpy as np

from jarvisd.memory import Vectors
from jarvisd.memory.words import index_tokens


class Bag:
    """An Embedder. same: words that mean the same, so that it knows more than the letters do."""

    def __init__(self, dimension: int = 64, name: str = "bag", same: Mapping[str, str] = {}) -> None:
        self._dimension = dimension
        self._name = name
        self._same = same
        self.made = 0  # passages

    @property
    def id(self) -> str:
        return self._name

    @property
    def dimension(self) -> int:
        return self._dimension

    async def queries(self, texts: Sequence[str]) -> Vectors:
        return np.stack([self._vector(text) for text in texts])

    async def passages(self, texts: Sequence[str]) -> Vectors:
        self.made += len(texts)
        return np.zeros((0, self._dimension), np.float32) if not texts else np.stack([self._vector(text) for text in texts])

    def _vector(self, text: str) -> Vectors:
        words = [self._same.get(word, word) for word in index_tokens(text)] or [""]
        total = np.sum([np.random.default_rng(zlib.crc32(word.encode())).standard_normal(self._dimension) for word in words], axis=0)
        made: Vectors = (total / np.linalg.norm(total)).astype(np.float32)
        return made
