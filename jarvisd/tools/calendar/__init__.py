"""The household's calendars as values: what is on, and where it is kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol, TypeAlias

Original: TypeAlias = date | datetime  # when an occurrence was to be by its rule: what its series knows it by; of no rule its start


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One time that something is on. What stands in it was written by others, perhaps by strangers."""

    calendar: str  # the name of the one it stands in
    entry: str  # which entry of that calendar
    uid: str
    title: str  # "" where it has none
    start: datetime  # aware, in the zone that was asked for; midnight where it is on all day
    end: datetime  # the same moment as start where it has no end; of all day the midnight behind its last
    all_day: bool = False
    recurs: bool = False
    original: Original | None = None
    place: str = ""
    busy: bool = True  # false where it takes no time (TRANSP:TRANSPARENT)


@dataclass(frozen=True, slots=True)
class New:
    """Something to be entered."""

    title: str
    start: datetime  # aware; its date counts where it is on all day
    end: datetime
    all_day: bool = False
    rule: str = ""  # an RRULE without DTSTART
    place: str = ""


class Calendar(Protocol):
    """Entries by their names, each an iCalendar text: files of a folder, or the copy of what lies on a server."""

    @property
    def name(self) -> str: ...

    async def entries(self) -> Mapping[str, str]:
        """Name -> version; another version is another text. CalendarError where it cannot be read."""

    async def read(self, entry: str) -> str:
        """Its text; bytes that are no UTF-8 as surrogates, so that nothing is lost. CalendarError says what is wrong with it."""

    async def write(self, entry: str, text: str, version: str) -> None:
        """version: what it is made from; "" for a new one. CalendarError where somebody else changed it since, or it cannot be kept."""

    async def remove(self, entry: str, version: str) -> None: ...


class Beside(Protocol):
    """Calendars of somebody else's, only looked into: their occurrences have no entry."""

    @property
    def name(self) -> str: ...

    async def between(self, start: datetime, end: datetime) -> Sequence[Occurrence]:
        """In the zone of start. CalendarError where they cannot be asked."""
