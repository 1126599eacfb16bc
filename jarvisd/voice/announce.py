"""Says what nobody asked for now: into the right room, in its turn, and not at night unless it must be."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from typing import Literal, Protocol

from jarvisd.audio import Audio
from jarvisd.messages import Language

log = logging.getLogger(__name__)

Importance = Literal["alarm", "chatter"]  # an alarm: it was set for this time, or it cannot wait
_LISTEN = 2.0  # seconds after a ring in which an answer needs no wake word
_HELD = 50  # announcements that wait for the morning
_LOOK = 30.0  # seconds between two looks whether it is morning


@dataclass(frozen=True, slots=True)
class Announcement:
    text: str  # "": only its sound
    language: Language
    room: str = ""  # "": wherever somebody spoke last
    importance: Importance = "chatter"  # an alarm is heard at any hour, chatter waits for the morning
    sound: Audio | None = None  # before the words
    listen: float = _LISTEN
    wanted: Callable[[], bool] = lambda: True  # still, when its turn comes
    asks: bool = False  # it ends in a question, whose answer needs no wake word
    stopped: Callable[[], Awaitable[object]] | None = None  # done where somebody says "stop" over it


class Talk(Protocol):
    """The conversation with one device, which is the only one to play on it."""

    @property
    def id(self) -> str:
        """Names what is said there as one talk."""

    @property
    def room(self) -> str: ...

    async def announce(self, one: Announcement) -> bool:
        """Between two turns; True once it was heard, False where the device went away before."""


class Busy(Protocol):
    async def __call__(self, room: str, /) -> bool:
        """A call or a film runs there ("": anywhere)."""


async def never(room: str) -> bool:
    """The Busy of a house that cannot know."""
    return False


class Announcer:
    """quiet: hours in which chatter waits; None for none."""

    def __init__(self, quiet: tuple[time, time] | None, now: Callable[[], datetime], busy: Busy = never) -> None:
        self._quiet = quiet
        self._now = now
        self._busy = busy
        self._was_busy: set[str] = set()  # rooms
        self._talks: list[Talk] = []
        self._held: list[Announcement] = []
        self._deaf = False  # the last one found no device

    def join(self, talk: Talk) -> None:
        self._talks.append(talk)

    def leave(self, talk: Talk) -> None:
        self._talks = [other for other in self._talks if other is not talk]

    def spoke(self, talk: Talk) -> None:
        """Somebody spoke there last."""
        if talk in self._talks:
            self.leave(talk)
            self._talks.insert(0, talk)

    def heed(self, busy: Busy) -> None:
        """Whom to ask from now on whether a call or a film runs."""
        self._busy = busy

    async def busy(self, room: str) -> bool:
        busy = await self._busy(room)
        if busy != (room in self._was_busy):
            where = f" in {room}" if room else ""
            log.info("a call or a film runs%s: what can wait waits" if busy else "no call and no film runs%s any more", where)
            self._was_busy ^= {room}
        return busy

    def talk(self, room: str) -> Talk | None:
        """The one in that room; where there is none there, the one that was spoken to last."""
        return next((talk for talk in self._talks if talk.room == room), self._talks[0] if self._talks else None)

    async def say(self, one: Announcement) -> bool:
        """True where it was heard, or is held until the quiet hours are over; False where nobody is there to hear it."""
        talk = self.talk(one.room)
        if talk is None:
            if not self._deaf:
                log.info("an announcement found no device%s", f" in {one.room}" if one.room else "")
            self._deaf = True
            return False
        self._deaf = False
        if one.importance == "chatter" and (self.quiet() or await self.busy(one.room)):
            self._held = [*self._held, one][-_HELD:]
            return True
        return await talk.announce(one)

    def quiet(self) -> bool:
        if self._quiet is None:
            return False
        begin, end = self._quiet
        now = self._now().time()
        return begin <= now < end if begin <= end else now >= begin or now < end

    async def run(self) -> None:
        """Tells what was held, as one list a room, once the quiet hours, the call or the film are over; until it is cancelled."""
        while True:
            await asyncio.sleep(_LOOK)
            if self._held and not self.quiet():
                held, self._held = self._held, []
                for one in _lists(held):
                    await self.say(one)


def _lists(held: Sequence[Announcement]) -> list[Announcement]:
    """One of each room and language, that says how many things it tells."""
    lists: dict[tuple[str, Language], list[str]] = {}
    for one in held:
        lists.setdefault((one.room, one.language), []).append(one.text)
    return [Announcement(_several(texts, language), language, room) for (room, language), texts in lists.items()]


def _several(texts: Sequence[str], language: Language) -> str:
    if len(texts) == 1:
        return texts[0]
    count = f"有{len(texts)}件事要告诉你。" if language == "zh" else f"There are {len(texts)} things to tell you."
    return ("" if language == "zh" else " ").join([count, *texts])


def hours(text: str) -> tuple[time, time] | None:
    """Of "22:00-07:00"; None for ""."""
    if not text:
        return None
    begin, end = (time.fromisoformat(part.strip().zfill(5)) for part in text.split("-", 1))
    return begin, end
