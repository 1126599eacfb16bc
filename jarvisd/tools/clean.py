"""What a tool brought, made fit to be read: no sign that cannot be seen, and no more than a model can take in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from jarvisd.memory.clean import visible

LONGEST = 12_000  # characters of one result, keys and values: some 3,000 tokens
_DEEPEST = 12  # levels of lists and tables
_LINE = 500  # characters of an error
_CUT = "…"


def line(words: str, longest: int = _LINE) -> str:
    """The same on one line, cut."""
    words = " ".join(visible(words[: 4 * longest]).split())
    return words if len(words) <= longest else words[: longest - 1] + _CUT


def content(told: object, longest: int = LONGEST) -> Mapping[str, Any]:
    """JSON's kinds of value only; what is too much is cut, and "…" stands where it was."""
    if not isinstance(told, Mapping):
        told = {} if told is None else {"result": told}
    kept: Mapping[str, Any] = _Room(longest).value(told, 0)
    return kept


class _Room:
    """How many characters may still come."""

    def __init__(self, left: int) -> None:
        self._left = left

    def value(self, told: object, depth: int) -> Any:
        match told:
            case None | bool():
                return told
            case int() if abs(told) < 10**15:
                return told
            case float():
                return told if abs(told) < 1e15 else None  # neither endless nor no number: JSON has none of them
            case Mapping() if depth < _DEEPEST:
                return dict(self._pairs(told.items(), depth))
            case str() | int():
                return self._words(str(told))
            case Sequence() | set() | frozenset() if depth < _DEEPEST and not isinstance(told, bytes | bytearray):
                return list(self._items(told, depth))
        return self._words(str(told)) if depth < _DEEPEST else _CUT

    def _pairs(self, told: Iterable[tuple[object, object]], depth: int) -> Iterator[tuple[str, Any]]:
        for key, value in told:
            if self._left <= 0:
                yield _CUT, _CUT
                return
            self._left -= 4  # quotes, colon, comma
            yield self._words(str(key)), self.value(value, depth + 1)

    def _items(self, told: Iterable[object], depth: int) -> Iterator[Any]:
        for value in told:
            if self._left <= 0:
                yield _CUT
                return
            self._left -= 2
            yield self.value(value, depth + 1)

    def _words(self, words: str) -> str:
        if not words:
            return words
        seen = visible(words[: max(0, 2 * self._left)])
        cut = len(words) > 2 * self._left or len(seen) > self._left
        seen = seen[: max(0, self._left)]
        self._left -= len(seen)
        return seen + _CUT if cut else seen
