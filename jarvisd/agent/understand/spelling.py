"""Words that were misheard: which of the known ones was meant."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

_KEPT = 10_000  # words whose answers are kept


class Spelled:
    """Known words, found again with a letter or two wrong.

    Every word is kept under itself with one letter left out, and long ones with two: what is asked for is looked up in the same way,
    so that a thousand words cost no more than ten.
    """

    def __init__(self, words: Iterable[str]) -> None:
        self._words = frozenset(words)
        self._asked: dict[str, tuple[str, int] | None] = {}  # people say the same words again and again
        lengths = {len(word) for word in self._words}
        self._lengths = {length + wrong for length in lengths for wrong in range(-2, 3)}  # nothing longer or shorter can be near
        self._without: dict[str, list[str]] = defaultdict(list)
        for word in sorted(self._words):
            if allowed(word):
                for short in _shorter(word):
                    self._without[short].append(word)

    def nearest(self, said: str) -> tuple[str, int] | None:
        """The nearest known word and its distance; None where none is near enough, or two are as near."""
        if said not in self._asked:
            if len(self._asked) > _KEPT:
                self._asked.clear()
            self._asked[said] = self._nearest(said)
        return self._asked[said]

    def _nearest(self, said: str) -> tuple[str, int] | None:
        if said in self._words:
            return said, 0
        if not allowed(said) or len(said) not in self._lengths:
            return None
        near = {word for short in _shorter(said) for word in self._without.get(short, ())}
        ranked = sorted((distance(said, word), word) for word in near if _digits(word) == _digits(said))
        ranked = [(far, word) for far, word in ranked if far <= min(allowed(word), allowed(said))]
        if not ranked or (len(ranked) > 1 and ranked[0][0] == ranked[1][0]):
            return None
        return ranked[0][1], ranked[0][0]


def allowed(word: str) -> int:
    """Letters that may be wrong."""
    return 0 if len(word) < 5 else 1 if len(word) < 10 else 2


def distance(one: str, other: str) -> int:
    """Letters to change, add, leave out or swap with their neighbour (optimal string alignment)."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for at, a in enumerate(one):
        above, row = row, [at + 1]
        for to, b in enumerate(other):
            best = min(above[to + 1] + 1, row[to] + 1, above[to] + (a != b))
            if at and to and a == other[to - 1] and one[at - 1] == b:
                best = min(best, before[to - 1] + 1)
            row.append(best)
        before = above
    return row[-1]


def _shorter(word: str) -> set[str]:
    once = {word[:at] + word[at + 1 :] for at in range(len(word))}
    return once | {word} | ({short[:at] + short[at + 1 :] for short in once for at in range(len(short))} if allowed(word) > 1 else set())


def _digits(word: str) -> str:
    return "".join(letter for letter in word if letter.isdigit())
