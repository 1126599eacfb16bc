"""Lists of the household as values: what is still to be bought or done, and what is ticked off."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

SHOPPING, TODO = "shopping", "todo"  # keys of the two that every household has; any other list goes by its plain name


@dataclass(frozen=True, slots=True)
class Item:
    text: str
    done: bool = False
    id: str = ""  # as whoever keeps it calls it


class Book(Protocol):
    """Whoever keeps lists. ToolError, HomeTrouble or CalendarError where they cannot be read or changed."""

    async def names(self) -> Sequence[str]:
        """Keys of its lists."""

    async def items(self, key: str) -> Sequence[Item]:
        """In the order in which they were added; none of a list that is not there."""

    async def add(self, key: str, items: Sequence[Item]) -> None: ...

    async def remove(self, key: str, items: Sequence[Item]) -> None: ...

    async def mark(self, key: str, items: Sequence[Item], done: bool) -> None: ...


class Keeper(Book, Protocol):
    """A Book beside the household's own, with lists that were made elsewhere."""

    def keeps(self, key: str) -> bool:
        """It has a list that may be called so."""
