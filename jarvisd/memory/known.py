"""How sure it is that a text answers a question, 0..1, comparable between questions."""

from __future__ import annotations

import re

from jarvisd.memory.words import clean, content_words, index_tokens
from jarvisd.text import language_of

KNOWN = 0.5  # below it, it is not known

# e5's cosines: unrelated sentences 0.75-0.80, an answer 0.84-0.92; across languages 0.02 less (memory.md: they sit in 0.70-0.89).
_FAR, _NEAR = 0.78, 0.90
_NAME_WEIGHT = 3.0  # who it is about says more than what
_NAME = re.compile(r"(?<![.!?] )(?<!^)\b[A-Z][a-z]+")
_ASKING = "what who when where why how which does did do is are was were can could tell please jarvis"  # may stand in capitals


class Asked:
    """A question, taken apart once."""

    def __init__(self, query: str) -> None:
        query = clean(query)
        self._language = language_of(query, "en")
        self._terms = sorted(term for term in content_words(query) if not term.endswith("*"))
        self._names = frozenset(word.lower() for word in _NAME.findall(query)) - frozenset(_ASKING.split())

    def similarity(self, text: str, cosine: float | None) -> float:
        """By the words they share and, where there is an embedder, by the cosine of their vectors.

        A text in the other language shares no words with the question: there only the cosine counts.
        """
        near = None if cosine is None else min(max((cosine - _FAR) / (_NEAR - _FAR), 0.0), 1.0)
        other = language_of(text, self._language) != self._language
        if near is None:
            return self._shared(text)
        if other or not self._terms:
            return near
        return 0.65 * self._shared(text) + 0.35 * near

    def _shared(self, text: str) -> float:
        """The part of the question's words that stand in the text, names counted more."""
        there = frozenset(index_tokens(text))
        weights = [(_NAME_WEIGHT if term in self._names else 1.0, any(_same(term, word) for word in there)) for term in self._terms]
        total = sum(weight for weight, _ in weights)
        return sum(weight for weight, found in weights if found) / total if total else 0.0


def _same(one: str, other: str) -> bool:
    """Forms of one word: allergic and allergies, drink and drinks; names only as they are."""
    if one == other or one + "s" == other or other + "s" == one:
        return True
    if min(len(one), len(other)) < 5:
        return False
    alike = next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    return alike >= max(len(one), len(other)) - 3
