"""What a home that is reached over a line knows of itself: its things as last reported, and why it is away."""

from __future__ import annotations

import asyncio
import logging
import random
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Any, Generic, TypeVar

from jarvisd.errors import HomeTrouble
from jarvisd.tools.home import Entity, House
from jarvisd.tools.home.reports import reached, under_way

Line = TypeVar("Line")


class Contact(Generic[Line]):
    """Held by a Home, which finds the line, loses it, and stirs whenever something was reported."""

    def __init__(self, name: str, made: Callable[[], House], log: logging.Logger, away: Collection[str]) -> None:
        """made: the house out of what was reported. away: states of things that cannot be reached, whose report nobody waits for."""
        self.line: Line | None = None
        self.news = asyncio.Event()  # something was reported, or the line was lost
        self.looked = asyncio.Event()  # it was tried for the first time, whatever came of it
        self._name = name
        self._made = made
        self._log = log
        self._away = frozenset(away)
        self._house: House | None = House()
        self._trouble = HomeTrouble("unreachable", f"{name} has not been reached yet.")

    @property
    def house(self) -> House:
        """As last reported, also while it is away; the same value until something stirs."""
        if self._house is None:
            self._house = self._made()
        return self._house

    @property
    def trouble(self) -> HomeTrouble | None:
        """Why it is not available; None while it is."""
        return None if self.line is not None else HomeTrouble(self._trouble.why, str(self._trouble))

    @property
    def open(self) -> Line:
        """The line; HomeTrouble while there is none."""
        if self.line is None:
            raise HomeTrouble(self._trouble.why, str(self._trouble))
        return self.line

    def among(self, ids: Iterable[str]) -> Sequence[Entity]:
        wanted = set(ids)
        return tuple(entity for entity in self.house.entities if entity.id in wanted)

    async def reported(self, service: str, before: Mapping[str, Entity], fields: Mapping[str, Any]) -> None:
        """Returns when all that can be reached are reported as they should be, or on their way."""
        while self.line is not None:
            here = [one for one in self.among(before) if one.state not in self._away]
            if all(reached(service, fields, one) or under_way(fields, before[one.id], one) for one in here):
                return
            self.news.clear()
            await self.news.wait()
        raise self.cut()

    def cut(self) -> HomeTrouble:
        """The line went while something was done."""
        return HomeTrouble("cut", f"The connection to {self._name.replace('The ', 'the ')} was lost; whether it happened is not known.")

    def stir(self) -> None:
        self._house = None
        self.news.set()

    def found(self, line: Line) -> None:
        self.line = line
        self._log.info("%s is there: %d things in %d rooms", self._name, len(self.house.entities), len(self.house.areas))
        self.looked.set()

    def lost(self, trouble: HomeTrouble) -> None:
        if self.line is not None or trouble.why != self._trouble.why or not self.looked.is_set():
            self._log.warning("%s", trouble)  # one line per change of state
        self.line = None
        self._trouble = trouble
        self.news.set()


class Waits:
    """Seconds until it is tried again: longer each time, never all at once with others that lost the same line."""

    def __init__(self, again: float, longest: float) -> None:
        """A connection that lasted the longest wait was a good one, and the waits begin anew."""
        self._again, self._longest, self._failures = again, longest, 0

    def after(self, lasted: float) -> float:
        self._failures = 0 if lasted >= self._longest else self._failures
        pause = min(self._longest, self._again * 2**self._failures)
        self._failures = min(self._failures + 1, 10)
        return spread(pause)


def spread(seconds: float) -> float:
    return seconds * random.uniform(1.0, 1.25)
