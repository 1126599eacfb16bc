"""The one search: words and meaning, fused; what was asked for is found by both, and each result says how sure it is."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import TypeAlias

from jarvisd.errors import JarvisError
from jarvisd.memory import Embedder, Vectors
from jarvisd.memory.calibration import Calibration
from jarvisd.memory.days import named
from jarvisd.memory.fusion import Place, best, fused, placed
from jarvisd.memory.index import Index, Only
from jarvisd.memory.known import KNOWN, Asked
from jarvisd.memory.words import QUERY, clean, index_tokens, query_tokens
from jarvisd.messages import Language
from jarvisd.text import language_of

log = logging.getLogger(__name__)

__all__ = ["KNOWN", "Hit", "Search"]

Places: TypeAlias = Callable[[Sequence[int]], Awaitable[Mapping[int, Place]]]

_CANDIDATES = 100  # of each ranking
_WORDS, _MEANING = 1.0, 0.8  # weight of each ranking


@dataclass(frozen=True, slots=True)
class Hit:
    row: int
    score: float
    similarity: float


async def _none(rows: Sequence[int]) -> Mapping[int, Place]:
    return {}


class Search:
    """Over one index. `texts` gives what stands in rows, `places` where in a talk, of those that were said in one."""

    def __init__(
        self,
        index: Index,
        embedder: Embedder | None,
        calibration: Calibration | None,
        texts: Callable[[Sequence[int]], Awaitable[Mapping[int, str]]],
        places: Places = _none,
    ) -> None:
        self._index = index
        self._embedder = embedder if index.vectors is not None else None
        self._calibration = calibration
        self._texts = texts
        self._places = places

    async def find(self, query: str, only: Only | None, n: int) -> list[Hit]:
        """The n best rows that meet the condition. The query must have something in it."""
        return await self.find_by(query, await self._vector(query), only, n)

    async def _vector(self, query: str) -> Vectors | None:
        if self._embedder is None:
            return None
        try:
            made: Vectors = (await self._embedder.queries([query]))[0]
        except JarvisError as error:
            log.warning("found by words alone: %s", error)
            return None
        return made

    async def find_by(self, query: str, vector: Vectors | None, only: Only | None, n: int) -> list[Hit]:
        """With the query's vector made already."""
        words, near = await asyncio.gather(self._by_words(query, only, n), self._by_meaning(vector, only, n))
        scores = fused([(_WORDS, words), (_MEANING, [row for row, _ in near])])
        scores = placed(scores, await self._places(list(scores)), _named(query), _then(query))
        rows = best(scores, n)
        cosines = dict(near)
        missing, texts = await asyncio.gather(self._cosines([row for row in rows if row not in cosines], vector), self._texts(rows))
        cosines |= missing
        asked = Asked(query)
        common = await self._common(texts, asked.language)
        sure = {row: asked.similarity(text, cosines.get(row), self._calibration, vector, common.get(row)) for row, text in texts.items()}
        return [Hit(row, scores[row], sure[row]) for row in rows if row in sure]

    async def _common(self, texts: Mapping[int, str], language: Language) -> Mapping[int, float]:
        """Of the texts in the other language: how near each lies to whatever is asked."""
        if self._calibration is None:
            return {}
        others = [row for row, text in texts.items() if language_of(text, language) != language]
        return await self._cosines(others, self._calibration.questions[language])

    async def _cosines(self, rows: Sequence[int], vector: Vectors | None) -> Mapping[int, float]:
        if vector is None or self._index.vectors is None or not rows:
            return {}
        return await self._index.vectors.of(rows, vector)

    async def _by_words(self, query: str, only: Only | None, n: int) -> list[int]:
        return await self._index.by_words(query_tokens(query), only, max(n, _CANDIDATES))

    async def _by_meaning(self, vector: Vectors | None, only: Only | None, n: int) -> list[tuple[int, float]]:
        if vector is None or self._index.vectors is None:
            return []
        wanted = max(n, _CANDIDATES)
        allowed = None if only is None else await self._index.allowed(only)
        return await self._index.vectors.nearest(vector, wanted, allowed)


def _then(query: str) -> Callable[[date], bool]:
    """Whether that day is about one which the question names."""
    days = named(clean(query[:QUERY]).lower())
    return cache(lambda said: any(day.about(said) for day in days))


def _named(query: str) -> Callable[[str], bool]:
    """Whether the question has that name in it."""
    there = frozenset(index_tokens(query))

    @cache
    def is_named(name: str) -> bool:
        tokens = index_tokens(name)
        return bool(tokens) and there.issuperset(tokens)

    return is_named
