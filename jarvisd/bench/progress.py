"""How far a long bench is, said on stderr: a bar on a terminal, a line now and then in a file."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

from jarvisd.cli import bar

T = TypeVar("T")

_EVERY = 10.0  # seconds between two lines about the same part


class Progress:
    """now: seconds of any clock that does not go back."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._what = ""
        self._at = 0.0  # when a line was last written

    def show(self, what: str, done: int, everything: int, more: str = "") -> None:
        """So much of the part `what` is done; the first word about a part is always said."""
        if sys.stderr.isatty():
            bar.draw(done, everything, more, what)
        elif what != self._what or self._now() - self._at >= _EVERY:
            print(f"{what}: {done:,} of {everything:,}{more}", file=sys.stderr, flush=True)
            self._what, self._at = what, self._now()

    def over(self, what: str, items: Sequence[T]) -> Iterator[T]:
        """The items, one by one, with how far they are."""
        for number, item in enumerate(items):
            self.show(what, number, len(items))
            yield item
        self.end()

    def end(self) -> None:
        """Nothing is going on any more."""
        self._what = ""
        bar.clear()


told = Progress()
