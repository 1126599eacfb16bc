"""Where each list is kept: with whoever has one of that name, the home before a server, else the household's own."""

from __future__ import annotations

from collections.abc import Sequence

from jarvisd.tools.lists import SHOPPING, TODO, Book, Item, Keeper
from jarvisd.tools.lists.names import found


class Shelf:
    """HomeTrouble where the home keeps a list, or may keep one, and cannot be reached."""

    def __init__(self, own: Book, *keepers: Keeper) -> None:
        self._own = own
        self._keepers = keepers

    async def book(self, key: str) -> Book:
        for keeper in self._keepers:
            if key in await keeper.names() or keeper.keeps(key):
                return keeper
        return self._own

    async def names(self) -> Sequence[str]:
        """Of all lists, shopping and to-do first."""
        every = dict.fromkeys([key for book in (*self._keepers, self._own) for key in await book.names()])
        return sorted(every, key=lambda key: (key != SHOPPING, key != TODO))

    async def items(self, key: str) -> Sequence[Item]:
        return await (await self.book(key)).items(key)

    async def holding(self, said: str, first: Sequence[str] = ()) -> str:
        """The key of the first list that something of that name is on, `first` before all others; "" for none."""
        for key in dict.fromkeys((*first, *await self.names())):
            if found(said, await self.items(key)):
                return key
        return ""
