"""Whether a text holds what is to be forgotten: pure, by words, in English and Chinese."""

from __future__ import annotations

import re
from collections.abc import Sequence

from jarvisd.memory.words import STOP_EN, index_tokens

_ENDING = re.compile(r"(?<=[a-z]{3})(?:ies|es|s|ed|ing|y)$")  # peanut, peanuts; the index has its own, finer rule
_TERMS = 64  # of a long text: enough to know it by
_TELLING = 2  # words a line must have, to be known as a part of a longer text


def signs(text: str) -> frozenset[str]:
    """The words that tell it from other texts; all of them where it has only small words."""
    tokens = index_tokens(text)
    telling = [token for token in tokens if token not in STOP_EN] or tokens
    return frozenset(_ENDING.sub("", token) for token in telling)


def match(text: str) -> str:
    """For FTS5: the rows whose own text has every word of it. Empty where it has no words."""
    tokens = list(dict.fromkeys(index_tokens(text)))
    telling = [token for token in tokens if token not in STOP_EN] or tokens
    return f"text : ({' AND '.join(_quoted(token) for token in telling[:_TERMS])})" if telling else ""


class Gone:
    """What is to be forgotten. pieces: a line that has all words of one of them goes; sources: a line that has no other words goes."""

    def __init__(self, pieces: Sequence[str], sources: Sequence[str] = ()) -> None:
        self._pieces = [words for words in map(signs, pieces) if words]
        self._sources = [signs(source) for source in sources]
        self._known: dict[tuple[str, str], bool] = {}  # a block's history repeats its lines hundreds of times

    @property
    def clues(self) -> Sequence[str]:
        """One of them stands in whatever holds a piece, so that a long table is not read whole."""
        return [max(words, key=len) for words in self._pieces]

    def holds(self, text: str, about: str = "") -> bool:
        """In one of its lines. about: whom or what all of it is about, so that its lines need not say it."""
        return any(self._line(line, about) for line in text.split("\n"))

    def without(self, text: str, about: str = "") -> str:
        """The lines that stay."""
        return "\n".join(line for line in text.split("\n") if not self._line(line, about))

    def _line(self, line: str, about: str) -> bool:
        known = self._known.get((line, about))
        if known is None:
            own = signs(line)
            told = len(own) >= _TELLING and any(own <= source for source in self._sources)
            known = told or (bool(own) and any(words <= own | signs(about) for words in self._pieces))
            self._known[line, about] = known
        return known


def _quoted(token: str) -> str:
    return '"' + token.replace('"', '""') + '"'
