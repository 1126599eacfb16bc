"""What is wanted of a calendar server: the calendars and to-do lists it has, what lies in them, and one entry put there or taken away."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from typing import Literal, Protocol, TypeAlias

Answer: TypeAlias = Literal["done", "changed", "refused"]
# changed: another lies there than was thought, or none; refused: the server does not take such a thing


EVENTS, TODOS = "VEVENT", "VTODO"


@dataclass(frozen=True, slots=True)
class Shown:
    """A calendar as the server names it. kinds: of what it may hold, EVENTS and TODOS."""

    name: str
    kinds: frozenset[str]


@dataclass(frozen=True, slots=True)
class Listed:
    entry: str  # its address within the calendar
    etag: str


@dataclass(frozen=True, slots=True)
class Found:
    entry: str
    etag: str
    text: str


class Session(Protocol):
    """One talk with the server. Every method: CalendarError where it cannot be reached, refuses us, or answers something else."""

    async def calendars(self) -> Mapping[str, Shown]:
        """By their addresses, with a slash at the end."""

    async def listed(self, calendar: str) -> Sequence[Listed]: ...

    async def fetch(self, calendar: str, entries: Sequence[str]) -> Sequence[Found]:
        """Those that are there."""

    async def put(self, calendar: str, entry: str, text: str, etag: str) -> Answer:
        """etag "": only where nothing lies there."""

    async def delete(self, calendar: str, entry: str, etag: str) -> Answer: ...


class Server(Protocol):
    @property
    def name(self) -> str: ...

    def open(self) -> AbstractAsyncContextManager[Session]: ...
