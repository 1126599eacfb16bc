"""How sure it is that a text answers a question, 0..1, comparable between questions."""

from __future__ import annotations

import re

from jarvisd.memory import Vectors
from jarvisd.memory.calibration import Calibration
from jarvisd.memory.words import clean, content_words, index_tokens
from jarvisd.text import language_of

KNOWN = 0.5  # below it, it is not known

_WORDS, _MEANING = 0.65, 0.35  # what either counts where both can tell
_NAME_WEIGHT = 3.0  # who it is about says more than what
_ALIKE = 2  # letters that forms of a word have in common at least
_NAME = re.compile(r"(?<![.!?] )(?<!^)\b[A-Z][a-z]+")
_ASKING = "what who when where why how which does did do is are was were can could tell please jarvis"  # may stand in capitals


class Asked:
    """A question, taken apart once."""

    def __init__(self, query: str) -> None:
        query = clean(query)
        self.language = language_of(query, "en")
        self._terms = sorted(term for term in content_words(query) if not term.endswith("*"))
        self._names = frozenset(word.lower() for word in _NAME.findall(query)) - frozenset(_ASKING.split())

    def similarity(
        self, text: str, cosine: float | None, calibration: Calibration | None, query: Vectors | None = None, common: float | None = None
    ) -> float:
        """By the words they share and, where there is an embedder, by the cosine of their vectors; query: the question's; common: the
        text's cosine with any question of this language.

        A text in the other language shares no words with the question: there only the cosine counts.
        """
        if cosine is None or calibration is None:
            return self._shared(text)
        near = calibration.place(self.language, text, cosine, query, common)
        if not self._terms or language_of(text, self.language) != self.language:
            return near
        return _WORDS * self._shared(text) + _MEANING * near

    def _shared(self, text: str) -> float:
        """The part of the question's words that stand in the text, names counted more."""
        there = frozenset(index_tokens(text))
        alike: dict[str, list[str]] = {}  # by how they begin: most words of a text begin otherwise, those need no closer look
        for word in there:
            alike.setdefault(word[:_ALIKE], []).append(word)
        weights = [
            (
                _NAME_WEIGHT if term in self._names else 1.0,
                term in there or any(_same(term, word) for word in alike.get(term[:_ALIKE], ())),
            )
            for term in self._terms
        ]
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
