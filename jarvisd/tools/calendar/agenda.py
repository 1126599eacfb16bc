"""All calendars of the household as one: what is on, what somebody means, what is changed."""

from __future__ import annotations

import asyncio
import logging
import re
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeAlias

from jarvisd.errors import CalendarError
from jarvisd.tools.calendar import Beside, Calendar, New, Occurrence, edit, expand, lines
from jarvisd.tools.calendar.series import Series, all_series

log = logging.getLogger(__name__)

_ANY = re.compile(r"\b(?:appointments?|events?|entry|entries|the|my|our|a|an|thing)\b|预约|安排|日程|活动|事情|事项|约会|我的|那个|这个")
AHEAD = timedelta(days=400)  # how far an event is looked for

_Entered: TypeAlias = tuple[str, str, Series]  # of which calendar and entry


@dataclass(frozen=True, slots=True)
class Trouble:
    """An entry that is not in the answer."""

    calendar: str
    entry: str
    why: str


@dataclass(frozen=True, slots=True)
class _Read:
    version: str
    series: Sequence[Series] = ()
    why: str = ""


class Agenda:
    """calendars: by their names; new events go to the first, or to the one called `default`. beside: only looked into."""

    def __init__(self, calendars: Sequence[Calendar], default: str = "", beside: Beside | None = None) -> None:
        self._fixed = tuple(calendars)
        self.more: Sequence[Calendar] = ()  # those that were found on a server; they come before the others
        self._default = default
        self._beside = beside
        self._away = ""  # why what is beside could not be looked into
        self._known: dict[str, dict[str, _Read]] = {}

    @property
    def calendars(self) -> Sequence[Calendar]:
        return (*self.more, *self._fixed)

    @property
    def troubles(self) -> Sequence[Trouble]:
        """What could not be read when it was last looked at."""
        own = [Trouble(name, entry, read.why) for name, known in self._known.items() for entry, read in known.items() if read.why]
        return [*own, Trouble(self._beside.name, self._beside.name, self._away)] if self._beside and self._away else own

    async def between(self, start: datetime, end: datetime) -> Sequence[Occurrence]:
        """What is on, or is still on, within the span; by its beginning. In the zone of start."""
        await self._look()
        own = await asyncio.to_thread(_between, self._everything(), start, end)
        return _with(own, await self._there(start, end))

    async def next(self, after: datetime, words: str = "", most: int = 1) -> Sequence[Occurrence]:
        """What begins next, of each series its first; those whose titles fit the words."""
        await self._look()
        own = await asyncio.to_thread(_next, self._everything(), after, words)
        coming = [one for one in await self._there(after, after + AHEAD) if one.start >= after]
        first = {one.title: one for one in sorted(coming, key=_order, reverse=True)}
        return _with(own, chosen(words, list(first.values())))[:most]

    async def named(self, words: str, start: datetime, end: datetime) -> Sequence[Occurrence]:
        """What is on in that span and goes by these words."""
        return chosen(words, await self.between(start, end))

    async def add(self, new: New, now: datetime, calendar: str = "") -> Occurrence:
        """As it is entered. CalendarError where that cannot be."""
        there = self._into(calendar)
        id = str(uuid.uuid4())
        try:
            text = await asyncio.to_thread(expand.written, new, id, now)
        except ValueError as error:
            raise CalendarError("calendars cannot repeat that often, or in that way") from error
        await there.write(f"{id}.ics", text, "")
        return Occurrence(there.name, f"{id}.ics", id, new.title, new.start, new.end, new.all_day, bool(new.rule), new.start, new.place)

    async def move(self, one: Occurrence, start: datetime, end: datetime, all_day: bool, now: datetime, all: bool = False) -> None:
        """all: its whole series by as much. CalendarError where that cannot be."""
        calendar, text, whole, series, version = await self._opened(one)
        change = edit.moved_all if all else edit.moved_one
        made = change(whole, series, one, start, end, all_day, now)
        await calendar.write(one.entry, lines.text(made, lines.newline(text)), version)

    async def delete(self, one: Occurrence, all: bool = False) -> None:
        """all: its whole series."""
        calendar, text, whole, series, version = await self._opened(one)
        made = edit.removed(whole, series) if all else edit.removed_one(whole, series, one)
        if edit.empty(made):
            await calendar.remove(one.entry, version)
        else:
            await calendar.write(one.entry, lines.text(made, lines.newline(text)), version)

    async def _there(self, start: datetime, end: datetime) -> Sequence[Occurrence]:
        """Beside; none where that cannot be said, which is a trouble."""
        self._away = ""
        try:
            return await self._beside.between(start, end) if self._beside else ()
        except CalendarError as error:
            self._away = str(error)
            return ()

    def _into(self, name: str) -> Calendar:
        wanted = (name or self._default).casefold()
        found = next((one for one in self.calendars if one.name.casefold() == wanted), None)
        if found is None and name:
            known = ", ".join(one.name for one in self.calendars)
            raise CalendarError(f"there is no calendar called {name[:60]}; there are: {known}")
        if found is None and not self.calendars:
            raise CalendarError("there is no calendar to enter it in")
        return found or self.calendars[0]

    async def _opened(self, one: Occurrence) -> tuple[Calendar, str, lines.Block, Series, str]:
        """The text it stands in as it is now, and its series there."""
        if not one.entry and self._beside:
            raise CalendarError(f"it is kept in {self._beside.name}; change it there")
        calendar = next((each for each in self.calendars if each.name == one.calendar), None)
        version = (await calendar.entries()).get(one.entry) if calendar else None
        if calendar is None or version is None:
            raise CalendarError("that is no longer in the calendar")
        text = await calendar.read(one.entry)
        whole = await asyncio.to_thread(lines.parse, text)
        series = next((each for each in all_series(whole)[0] if each.uid == one.uid), None)
        if series is None:
            raise CalendarError("that is no longer in the calendar")
        return calendar, text, whole, series, version

    async def _look(self) -> None:
        """Reads what is new or was changed since it was last looked at."""
        for calendar in self.calendars:
            known = self._known.setdefault(calendar.name, {})
            versions = await calendar.entries()
            for gone in known.keys() - versions.keys():
                del known[gone]
            for entry, version in versions.items():
                if entry not in known or known[entry].version != version:
                    known[entry] = await self._entry(calendar, entry, version)
        for name in self._known.keys() - {calendar.name for calendar in self.calendars}:
            del self._known[name]

    async def _entry(self, calendar: Calendar, entry: str, version: str) -> _Read:
        try:
            text = await calendar.read(entry)
            series, wrong = await asyncio.to_thread(lambda: all_series(lines.parse(text)))
        except CalendarError as error:
            log.warning("an entry of the calendar %s is left out: %s", calendar.name, error)
            return _Read(version, (), str(error))
        if wrong:
            log.warning("%d events of an entry of the calendar %s cannot be read", wrong, calendar.name)
        return _Read(version, series)

    def _everything(self) -> Sequence[_Entered]:
        """As it was read last: a thread may look through it while somebody else looks anew."""
        return [(name, entry, series) for name, known in self._known.items() for entry, read in known.items() for series in read.series]


def _between(everything: Sequence[_Entered], start: datetime, end: datetime) -> Sequence[Occurrence]:
    first, last = start.date(), end.date()
    found = [
        one
        for name, entry, series in everything
        if series.touches(first, last)
        for one in expand.occurrences(series, name, entry, start, end)
    ]
    return sorted(found, key=_order)


def _next(everything: Sequence[_Entered], after: datetime, words: str) -> Sequence[Occurrence]:
    until = after + AHEAD
    coming = [
        expand.following(series, name, entry, after, until)
        for name, entry, series in everything
        if series.touches(after.date(), until.date())
    ]
    return sorted(chosen(words, [one for one in coming if one is not None]), key=_order)


def _with(own: Sequence[Occurrence], others: Sequence[Occurrence]) -> Sequence[Occurrence]:
    """Without those that are the same: both may show one calendar."""
    known = {(one.title, one.start, one.end) for one in own}
    return sorted([*own, *(one for one in others if (one.title, one.start, one.end) not in known)], key=_order)


def _order(one: Occurrence) -> tuple[datetime, bool, str]:
    return one.start, not one.all_day, one.title


def chosen(words: str, among: Sequence[Occurrence]) -> Sequence[Occurrence]:
    """Those that go by these words: the same title, else one that holds them, else one with every word of them; all by no words."""
    plain = _plain(words)
    if not plain:
        return among
    titles = [(one, _plain(one.title)) for one in among]
    for wanted in dict.fromkeys((plain, " ".join(_ANY.sub(" ", plain).split()))):
        for found in (
            [one for one, title in titles if title == wanted],
            [one for one, title in titles if wanted and wanted in title],
            [one for one, title in titles if wanted and set(wanted.split()) <= set(title.split())],
        ):
            if found:
                return found
        if not wanted:
            return among
    return []


def _plain(words: str) -> str:
    return " ".join("".join(sign if sign.isalnum() else " " for sign in words.casefold()).split())
