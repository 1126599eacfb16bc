"""Which tools a model with a large window is shown where there are very many: those every household needs, and those that fit the talk.

What a prompt begins with must stay as it was from turn to turn, or the model reads everything anew. So a conversation begins with the same
tools as any other, and keeps those it has: only where one of the best fitting for what was said is not among them is it taken in, for the
one that has fitted no more for the longest time.
"""

from __future__ import annotations

import re
from collections import OrderedDict
from collections.abc import Sequence
from typing import Protocol

import numpy as np

from jarvisd.errors import EngineError, LanguageModelError
from jarvisd.memory import Embedder, Vectors
from jarvisd.memory.words import content_words
from jarvisd.messages import Request, ToolSpec

MOST = 20  # tools of which all are shown
BEST = 3  # of every message: of those measured, in two languages, the right one was nearly always among them
_FITS = 1.5  # standard deviations above the mean of all: with less it fits no better than any other
_TALKS = 256  # conversations whose tools are known
_PIECES = re.compile(r"(?<=[a-z])(?=[A-Z])|[_.-]+")


class Offer(Protocol):
    async def choose(self, request: Request, specs: Sequence[ToolSpec]) -> Sequence[ToolSpec]:
        """Of these, in their order; the same for the same conversation wherever that can be."""


class Everything:
    """An Offer that keeps nothing back."""

    async def choose(self, request: Request, specs: Sequence[ToolSpec]) -> Sequence[ToolSpec]:
        return specs


class Fitting:
    """An Offer. first: names of tools that always stay. embedder: None finds by words alone."""

    def __init__(self, first: Sequence[str], embedder: Embedder | None, most: int = MOST) -> None:
        self._first = tuple(first)
        self._embedder = embedder
        self._most = most
        self._vectors: dict[str, Vectors] = {}  # by what is said of a tool
        self._shown: OrderedDict[str, tuple[str, ...]] = OrderedDict()  # by conversation: names beside the first, last fitted last

    async def choose(self, request: Request, specs: Sequence[ToolSpec]) -> Sequence[ToolSpec]:
        if len(specs) <= self._most:
            return specs
        there = {spec.name: spec for spec in specs}
        first = [name for name in self._first if name in there][: self._most - BEST]
        others = [name for name in there if name not in first]
        shown = [name for name in self._shown.get(request.conversation, ()) if name in there and name not in first]
        room = self._most - len(first)
        shown += [name for name in others if name not in shown][: max(0, room - len(shown))]
        for name in reversed(await self._fitting(request.text, [there[name] for name in others])):
            if name in shown:
                shown.remove(name)
            shown.append(name)
        shown = shown[-room:]
        if request.text:  # reading ahead changes nothing
            self._keep(request.conversation, tuple(shown))
        return [spec for spec in specs if spec.name in first or spec.name in shown]

    async def _fitting(self, text: str, specs: Sequence[ToolSpec]) -> Sequence[str]:
        """Names of those that fit best, the best first; none where none stands out."""
        if not text.strip():
            return ()
        scores = await self._near(text, specs)
        spread = float(scores.std())
        if spread == 0:
            return ()
        best = np.argsort(-scores, kind="stable")[:BEST]
        return [specs[at].name for at in best if (scores[at] - scores.mean()) / spread >= _FITS]

    async def _near(self, text: str, specs: Sequence[ToolSpec]) -> Vectors:
        """How near each is to what was said."""
        said = [_said(spec) for spec in specs]
        if self._embedder is not None:
            try:
                new = [words for words in dict.fromkeys(said) if words not in self._vectors]
                self._vectors.update(zip(new, await self._embedder.passages(new), strict=True))
                known = np.stack([self._vectors[words] for words in said])
                (wanted,) = await self._embedder.queries([text])
            except (EngineError, LanguageModelError):
                pass  # one that is elsewhere and cannot be reached; words are always there
            else:
                known = known - known.mean(axis=0)  # what all tools have in common tells none from the others
                return np.asarray(known / np.maximum(np.linalg.norm(known, axis=1, keepdims=True), 1e-9) @ wanted)
        wanted_words = content_words(text)
        return np.array([len(wanted_words & content_words(words)) / (1 + len(content_words(words))) ** 0.5 for words in said])

    def _keep(self, conversation: str, shown: tuple[str, ...]) -> None:
        self._shown[conversation] = shown
        self._shown.move_to_end(conversation)
        while len(self._shown) > _TALKS:
            self._shown.popitem(last=False)


def _said(spec: ToolSpec) -> str:
    """By which a tool is found."""
    return f"{' '.join(_PIECES.split(spec.name))}: {spec.description}"[:1000]
