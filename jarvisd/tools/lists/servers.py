"""The to-do lists of a CalDAV server: the copy of them is read and changed, with or without a network, and sent by the calendar's sync."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from jarvisd.errors import CalendarError, HomeTrouble
from jarvisd.tools.calendar.copy import Copy
from jarvisd.tools.calendar.lines import Block, escaped, folded, newline, parse, text, unescaped
from jarvisd.tools.calendar.server import TODOS
from jarvisd.tools.lists import SHOPPING, TODO, Item
from jarvisd.tools.lists.names import key as key_of

_READ = ("SUMMARY", "STATUS", "COMPLETED", "CREATED", "DTSTAMP", "RRULE")


@dataclass(frozen=True, slots=True)
class _Kept:
    item: Item
    version: str
    whole: Block
    ends: str  # how its lines end
    made: str
    repeats: bool


class ServerLists:
    """A Keeper. copies: those that may hold to-dos. changed: called when something is to be sent."""

    def __init__(self, copies: Callable[[], Sequence[Copy]], changed: Callable[[], None], now: Callable[[], datetime]) -> None:
        self._copies = copies
        self._changed = changed
        self._now = now

    async def names(self) -> Sequence[str]:
        """A calendar that may hold to-dos beside its events is a list once it does, or where it is called one."""
        keys = [(key_of(copy.name), copy) for copy in self._copies()]
        return [key for key, copy in keys if copy.kinds == {TODOS} or key in (SHOPPING, TODO) or await copy.texts(TODOS)]

    def keeps(self, key: str) -> bool:
        return any(key_of(copy.name) == key for copy in self._copies())

    async def items(self, key: str) -> Sequence[Item]:
        return [kept.item for kept in await self._kept(self._list(key))]

    async def add(self, key: str, items: Sequence[Item]) -> None:
        copy = self._list(key)
        for item in items:
            id = str(uuid.uuid4())
            await copy.write(f"{id}.ics", _written(id, item, self._now()), "")
        self._changed()

    async def remove(self, key: str, items: Sequence[Item]) -> None:
        copy = self._list(key)
        for kept in await self._named(copy, items):
            await copy.remove(kept.item.id, kept.version)
        self._changed()

    async def mark(self, key: str, items: Sequence[Item], done: bool) -> None:
        copy = self._list(key)
        found = await self._named(copy, items)
        for kept in found:
            if kept.repeats:  # its next time would be gone, too
                raise HomeTrouble("repeats", name=kept.item.text)
        for kept in found:
            await copy.write(kept.item.id, text(_marked(kept.whole, done, self._now()), kept.ends), kept.version)
        self._changed()

    def _list(self, key: str) -> Copy:
        found = next((copy for copy in self._copies() if key_of(copy.name) == key), None)
        if found is None:
            raise HomeTrouble("no_list", name=key)
        return found

    async def _named(self, copy: Copy, items: Sequence[Item]) -> Sequence[_Kept]:
        there = {kept.item.id: kept for kept in await self._kept(copy)}
        return [there[item.id] for item in items if item.id in there]

    async def _kept(self, copy: Copy) -> Sequence[_Kept]:
        return await asyncio.to_thread(_read, await copy.texts(TODOS))


def _read(texts: Mapping[str, tuple[str, str]]) -> Sequence[_Kept]:
    """In the order in which they were made. What cannot be read, was called off or has no name is left out."""
    found = [_one(entry, version, words) for entry, (version, words) in texts.items()]
    return sorted((kept for kept in found if kept is not None), key=lambda kept: (kept.made, kept.item.id))


def _one(entry: str, version: str, words: str) -> _Kept | None:
    try:
        whole = parse(words)
    except CalendarError:
        return None
    todo = next((todo for calendar in whole.blocks("VCALENDAR") for todo in calendar.blocks(TODOS) if _is_whole(todo)), None)
    if todo is None:
        return None
    told = {name: (found.value.strip() if (found := todo.get(name)) else "") for name in _READ}
    name = " ".join(unescaped(told["SUMMARY"]).split())
    if not name or told["STATUS"].upper() == "CANCELLED":
        return None
    done = told["STATUS"].upper() == "COMPLETED" or (not told["STATUS"] and bool(told["COMPLETED"]))
    return _Kept(Item(name, done, entry), version, whole, newline(words), told["CREATED"] or told["DTSTAMP"], bool(told["RRULE"]))


def _is_whole(todo: Block) -> bool:
    """No changed occurrence of one that repeats."""
    return todo.get("RECURRENCE-ID") is None


def _written(id: str, item: Item, now: datetime) -> str:
    at = _moment(now)
    lines = (f"UID:{id}", f"DTSTAMP:{at}", f"CREATED:{at}", folded(f"SUMMARY:{escaped(item.text)}"), "STATUS:NEEDS-ACTION")
    made = Block("", (Block("VCALENDAR", ("VERSION:2.0", "PRODID:-//jarvisd//EN", Block(TODOS, lines))),))
    return text(_marked(made, True, now) if item.done else made)


def _marked(whole: Block, done: bool, now: datetime) -> Block:
    """Ticked off, or no longer; every other line as it was."""

    def visit(block: Block) -> Block:
        if block.name == TODOS and _is_whole(block):
            bare = block.without("COMPLETED", "PERCENT-COMPLETE").put(f"LAST-MODIFIED:{_moment(now)}")
            ticked = ("STATUS:COMPLETED", f"COMPLETED:{_moment(now)}", "PERCENT-COMPLETE:100")
            return bare.put(*(ticked if done else ("STATUS:NEEDS-ACTION",)))
        return replace(block, items=tuple(visit(item) if isinstance(item, Block) else item for item in block.items))

    return visit(whole)


def _moment(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"
