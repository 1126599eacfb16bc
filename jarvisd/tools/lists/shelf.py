"""Where each list is kept: at the home if it keeps one of that name, else the household's own."""

from __future__ import annotations

from collections.abc import Sequence

from jarvisd.tools.lists import SHOPPING, TODO, Book, Item
from jarvisd.tools.lists.homes import HomeLists
from jarvisd.tools.lists.names import found


class Shelf:
    """home: None where there is none. HomeTrouble where it keeps a list, or may keep one, and cannot be reached."""

    def __init__(self, own: Book, home: HomeLists | None = None) -> None:
        self._own = own
        self._home = home

    async def book(self, key: str) -> Book:
        if self._home is not None and (key in await self._home.names() or self._home.keeps(key)):
            return self._home
        return self._own

    async def names(self) -> Sequence[str]:
        """Of all lists, shopping and to-do first."""
        at_home = await self._home.names() if self._home is not None else ()
        every = dict.fromkeys((*at_home, *await self._own.names()))
        return sorted(every, key=lambda key: (key != SHOPPING, key != TODO))

    async def items(self, key: str) -> Sequence[Item]:
        return await (await self.book(key)).items(key)

    async def holding(self, said: str, first: Sequence[str] = ()) -> str:
        """The key of the first list that something of that name is on, `first` before all others; "" for none."""
        for key in dict.fromkeys((*first, *await self.names())):
            if found(said, await self.items(key)):
                return key
        return ""
