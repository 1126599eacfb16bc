"""Keeps the copy and the server in step: what was changed here is sent, what was changed there is fetched, for as long as it runs."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime
from time import monotonic
from typing import Any, TypeAlias

from jarvisd.errors import CalendarError
from jarvisd.tools.calendar.copy import Copies, Copy, Pending, ours
from jarvisd.tools.calendar.server import Found, Server, Session

log = logging.getLogger(__name__)

DEADLINE = 300.0  # seconds for everything
_FIRST_WAIT = 15.0  # seconds until it is tried again; doubled each time
_LONGEST_WAIT = 3600.0
_BATCH = 50  # entries of one question
_SETTLE = 1.0  # seconds in which further changes are waited for


Note: TypeAlias = Callable[[datetime, float, str], Awaitable[None]]  # when it began, how many seconds, "done" or what went wrong


async def unnoted(began: datetime, seconds: float, outcome: str) -> None:
    """Where nobody wants to know."""


class Sync:
    """found: given the calendars that are there, whenever that may have changed. interval: seconds between two looks."""

    def __init__(
        self, copies: Copies, server: Server, now: Callable[[], datetime], interval: float, found: Callable[[Sequence[Copy]], None],
        note: Note = unnoted,
    ) -> None:  # fmt: skip
        """note: told how each look at the server went."""
        self._copies = copies
        self._server = server
        self._now = now
        self._interval = interval
        self._found = found
        self._note = note
        self._stirred = asyncio.Event()
        self._trouble: str | None = None  # None: not tried yet
        self._last: datetime | None = None

    def stir(self) -> None:
        """Something was changed here: it is sent soon."""
        self._stirred.set()

    async def open(self) -> None:
        """What was there last is at hand with no network."""
        self._found(await self._copies.all())

    async def notes(self) -> Mapping[str, Any]:
        """What is to be said with an answer: changes that were not made there, and how old it is where the server is away."""
        clashes = [{"kind": one.kind, "title": one.title} for one in await self._copies.clashes()]
        stale = {"stale": self._last.isoformat()} if self._trouble and self._last else {}
        return ({"clashes": clashes} if clashes else {}) | stale

    async def run(self) -> None:
        """Until it is cancelled."""
        wait = _FIRST_WAIT
        while True:
            self._stirred.clear()
            began, clock, outcome = self._now(), monotonic(), "done"
            try:
                await self.once()
                wait, pause = _FIRST_WAIT, self._interval
            except CalendarError as error:
                wait, pause, outcome = min(2 * wait, _LONGEST_WAIT), wait, str(error)
            await self._note(began, monotonic() - clock, outcome)
            try:
                async with asyncio.timeout(pause):
                    await self._stirred.wait()
                    if self._trouble:  # it is not asked more often for being told more
                        await asyncio.Event().wait()
                await asyncio.sleep(_SETTLE)
            except TimeoutError:
                pass

    async def once(self) -> int:
        """How many entries came or went. CalendarError says why it ended early; what is done by then is kept."""
        try:
            async with asyncio.timeout(DEADLINE), self._server.open() as session:
                moved = await self._all(session)
        except TimeoutError as error:
            self._tell("it took too long")
            raise CalendarError(f"the calendar at {self._server.name} took too long") from error
        except CalendarError as error:
            self._tell(str(error))
            raise
        self._last = self._now()
        self._tell("")
        return moved

    async def _all(self, session: Session) -> int:
        copies = await self._copies.keep(await session.calendars(), self._now())
        self._found(copies)
        moved = 0
        for copy in copies:
            for one in await copy.pending():
                await self._send(session, copy, one)
                moved += 1
            entries = await copy.changed(await session.listed(copy.url))
            for at in range(0, len(entries), _BATCH):
                await copy.take(await session.fetch(copy.url, entries[at : at + _BATCH]))
            moved += len(entries)
        return moved

    async def _send(self, session: Session, copy: Copy, one: Pending) -> None:
        """Once, however often it is tried: what lies there already is known again by its mark."""
        etag = one.etag
        if not etag:  # it is new, or was sent and nobody knows yet as what it lies there
            theirs = await _there(session, copy, one.entry)
            if theirs is not None:
                mine = ours(one.server, theirs.text) or (not one.known and not one.local)
                if not mine:
                    await self._met(session, copy, one, theirs)
                    return
                etag = theirs.etag
            elif not one.local:
                await copy.sent(one, "")
                return
        answered = await (session.put(copy.url, one.entry, one.local, etag) if one.local else session.delete(copy.url, one.entry, etag))
        match answered:
            case "done":
                await copy.sent(one, "")  # fetched again: servers write entries in their own way
            case "changed":
                await self._met(session, copy, one, await _there(session, copy, one.entry))
            case "refused":
                await self._refused(session, copy, one)

    async def _met(self, session: Session, copy: Copy, one: Pending, theirs: Found | None) -> None:
        """It is another there than ours was made from."""
        if theirs is None:
            if one.local and await session.put(copy.url, one.entry, one.local, "") != "done":
                await self._refused(session, copy, one)
            else:  # deleted there and changed here: nothing is lost
                await copy.sent(one, "")
        elif one.local and ours(one.local, theirs.text):
            await copy.sent(one, "")  # that was ourselves: only the answer was lost
        else:
            log.warning("an entry of the calendar was changed here and at %s: theirs goes before, ours is kept", self._server.name)
            await copy.gave_way(one, "put" if one.local else "delete", theirs, self._now())

    async def _refused(self, session: Session, copy: Copy, one: Pending) -> None:
        log.warning("the calendar at %s did not take an entry; it is kept here", self._server.name)
        await copy.gave_way(one, "refused", await _there(session, copy, one.entry), self._now())

    def _tell(self, trouble: str) -> None:
        """One line for each change of state."""
        if trouble == self._trouble:
            return
        if trouble:
            log.warning("calendar at %s: %s. Trying again; meanwhile the copy is used", self._server.name, trouble)
        else:
            log.info("calendar at %s: in step", self._server.name)
        self._trouble = trouble


async def _there(session: Session, copy: Copy, entry: str) -> Found | None:
    return next(iter(await session.fetch(copy.url, [entry])), None)
