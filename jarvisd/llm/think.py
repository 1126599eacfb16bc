"""Takes a model's thinking out of its text, as the text comes."""

from __future__ import annotations

_OPEN, _CLOSE = "<think>", "</think>"


class Unthink:
    """Fed pieces of text, it gives back what may be said; a piece that could be half a mark is held until it is known."""

    def __init__(self) -> None:
        self._held = ""
        self._thinking = False

    def feed(self, piece: str) -> str:
        self._held += piece
        said = ""
        while True:
            mark, at = self._first()
            if not mark:
                break
            said += "" if self._thinking else self._held[:at]
            self._held = self._held[at + len(mark) :]
            self._thinking = mark == _OPEN
        keep = _half(self._held)
        sure, self._held = self._held[: len(self._held) - keep], self._held[len(self._held) - keep :]
        return said if self._thinking else said + sure

    def end(self) -> str:
        """What was still held."""
        held, self._held = self._held, ""
        return "" if self._thinking else held

    def _first(self) -> tuple[str, int]:
        """The first whole mark and where it stands; a closing one may come without its opening."""
        found = [(self._held.find(mark), mark) for mark in (_OPEN, _CLOSE) if mark in self._held]
        return (min(found)[1], min(found)[0]) if found else ("", -1)


def _half(text: str) -> int:
    """How many letters at the end could begin a mark."""
    return max((n for n in range(1, len(_CLOSE)) if text.endswith((_OPEN[:n], _CLOSE[:n])) and n <= len(text)), default=0)
