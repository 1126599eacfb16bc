"""What waits to be said into a room, in its order; whoever wants it said learns whether it was heard."""

from __future__ import annotations

import asyncio
from collections import deque
from dataclasses import dataclass

from jarvisd.voice.announce import Announcement


@dataclass(frozen=True, slots=True, eq=False)
class Wish:
    one: Announcement
    heard: asyncio.Future[bool]

    def came(self, heard: bool) -> None:
        """What became of it; whoever wanted it may have given up."""
        if not self.heard.done():
            self.heard.set_result(heard)


class Waiting:
    def __init__(self) -> None:
        self._wishes: deque[Wish] = deque()
        self._some = asyncio.Event()

    async def say(self, one: Announcement) -> bool:
        """True once it was heard, False where the room went away before. Cancelled it is not said any more."""
        wish = Wish(one, asyncio.get_running_loop().create_future())
        self._wishes.append(wish)
        self._some.set()
        try:
            return await wish.heard
        finally:
            if wish in self._wishes:
                self._wishes.remove(wish)

    async def some(self) -> None:
        """Returns when something waits. Cancelling it loses nothing."""
        while not self._wishes:
            self._some.clear()
            await self._some.wait()

    def take(self) -> Wish | None:
        """The one that waited longest."""
        return self._wishes.popleft() if self._wishes else None

    def put_back(self, wish: Wish) -> None:
        """It could not be said now: it is still the next."""
        self._wishes.appendleft(wish)

    def close(self) -> None:
        """Nobody is there any more to hear it."""
        while self._wishes:
            self._wishes.popleft().came(False)
