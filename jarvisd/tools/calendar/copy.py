"""The household's own copy of a server's calendars: read and changed with no network, its changes kept until they are sent."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import chain, count

from jarvisd.database import Database
from jarvisd.errors import CalendarError
from jarvisd.tools.calendar.lines import Block, parse, text, unescaped
from jarvisd.tools.calendar.server import EVENTS, TODOS, Found, Listed, Shown

LOCAL = "local"  # the name of the folder on this machine: no other may have it
_MARKED = (EVENTS, TODOS)
CHANGE = "X-JARVISD-CHANGE"  # names our last change of an entry, so that it is known again when its answer was lost


@dataclass(frozen=True, slots=True)
class Pending:
    """A change that is still to be sent."""

    entry: str
    etag: str  # of what it was made from; "" where that is not known
    known: bool  # it lies on the server
    server: str
    local: str  # "" to delete it
    revision: int


@dataclass(frozen=True, slots=True)
class Clash:
    """A change of ours that was not made there; ours is kept."""

    id: int
    kind: str  # put, delete, refused
    title: str


class Copy:
    """One calendar of the server, as a Calendar (tools/calendar/__init__.py); `url` is its address there, with a slash at its end."""

    def __init__(self, database: Database, url: str, name: str, kinds: frozenset[str]) -> None:
        self._database = database
        self.url = url
        self.name = name
        self.kinds = kinds

    async def entries(self) -> Mapping[str, str]:
        rows = await self._database.read(
            "SELECT entry, revision || '-' || etag FROM calendar_entry WHERE source = ? AND local != ''", (self.url,)
        )
        return {str(entry): str(version) for entry, version in rows}

    async def read(self, entry: str) -> str:
        rows = await self._database.read("SELECT local FROM calendar_entry WHERE source = ? AND entry = ?", (self.url, entry))
        if not rows or not rows[0][0]:
            raise CalendarError("that is no longer in the calendar")
        return str(rows[0][0])

    async def texts(self, kind: str) -> Mapping[str, tuple[str, str]]:
        """Of those that hold something of this kind: version and text."""
        rows = await self._database.read(
            "SELECT entry, revision || '-' || etag, local FROM calendar_entry WHERE source = ? AND instr(local, ?)",
            (self.url, f"BEGIN:{kind}"),
        )
        return {str(entry): (str(version), str(text)) for entry, version, text in rows}

    async def write(self, entry: str, text: str, version: str) -> None:
        """In the outbox with the same commit."""
        await self._keep(entry, marked(text, uuid.uuid4().hex), version)

    async def remove(self, entry: str, version: str) -> None:
        await self._keep(entry, "", version)

    async def _keep(self, entry: str, local: str, version: str) -> None:
        sound = local.encode("utf-8", "replace").decode()  # what came from a server is UTF-8
        async with self._database.transaction() as db:
            rows = list(
                await db.execute_fetchall(
                    "SELECT revision || '-' || etag, server FROM calendar_entry"
                    " WHERE source = ? AND entry = ? AND (local != '' OR pending)",
                    (self.url, entry),
                )
            )
            if (str(rows[0][0]) if rows else "") != version:
                raise CalendarError("it was changed just now; please try again")
            if not rows:
                await db.execute("INSERT INTO calendar_entry VALUES (?, ?, '', '', ?, 1, 1)", (self.url, entry, sound))
            elif not sound and not rows[0][1]:
                # It may lie there nevertheless, where the answer to its sending is still to come: sent as a deletion.
                await db.execute(
                    "UPDATE calendar_entry SET local = '', pending = 1, revision = revision + 1 WHERE source = ? AND entry = ?",
                    (self.url, entry),
                )
            else:
                await db.execute(
                    "UPDATE calendar_entry SET local = ?, pending = 1, revision = revision + 1 WHERE source = ? AND entry = ?",
                    (sound, self.url, entry),
                )

    # What the sync does (sync.py)

    async def pending(self) -> Sequence[Pending]:
        rows = await self._database.read(
            "SELECT entry, etag, server, local, revision FROM calendar_entry WHERE source = ? AND pending ORDER BY entry", (self.url,)
        )
        return [Pending(entry, etag, bool(server), server, local, revision) for entry, etag, server, local, revision in rows]

    async def sent(self, one: Pending, etag: str) -> None:
        """It lies there as it was sent. What was changed here meanwhile is still to be sent, made from that."""
        async with self._database.transaction() as db:
            if one.local:
                await db.execute(
                    "UPDATE calendar_entry SET server = ?, etag = ?, pending = revision != ? WHERE source = ? AND entry = ?",
                    (one.local, etag, one.revision, self.url, one.entry),
                )
            else:
                await db.execute(
                    "DELETE FROM calendar_entry WHERE source = ? AND entry = ? AND revision = ?", (self.url, one.entry, one.revision)
                )
                await db.execute("UPDATE calendar_entry SET server = '', etag = '' WHERE source = ? AND entry = ?", (self.url, one.entry))

    async def gave_way(self, one: Pending, kind: str, theirs: Found | None, at: datetime) -> None:
        """The server's goes before: it is the household's now, and ours is kept beside it. theirs None: it lies there no more."""
        async with self._database.transaction() as db:
            ours = one.local or one.server
            row = (kind, title(ours) or title(theirs.text if theirs else ""), ours, at.timestamp())
            await db.execute("INSERT INTO calendar_clash (kind, title, ours, at, told) VALUES (?, ?, ?, ?, 0)", row)
            if theirs is None:
                await db.execute("DELETE FROM calendar_entry WHERE source = ? AND entry = ?", (self.url, one.entry))
            else:
                await db.execute(
                    "UPDATE calendar_entry SET server = ?, local = ?, etag = ?, pending = 0, revision = revision + 1"
                    " WHERE source = ? AND entry = ?",
                    (theirs.text, theirs.text, theirs.etag, self.url, one.entry),
                )

    async def changed(self, listed: Iterable[Listed]) -> Sequence[str]:
        """Those of them that this copy has in another version, and that have nothing to be sent; what is gone there goes here too."""
        there = {one.entry: one.etag for one in listed}
        rows = await self._database.read("SELECT entry, etag, pending FROM calendar_entry WHERE source = ?", (self.url,))
        known = {str(entry): (str(etag), bool(pending)) for entry, etag, pending in rows}
        gone = [entry for entry, (_, pending) in known.items() if entry not in there and not pending]
        if gone:
            async with self._database.transaction() as db:
                await db.executemany(
                    "DELETE FROM calendar_entry WHERE source = ? AND entry = ? AND NOT pending", [(self.url, entry) for entry in gone]
                )
        return [entry for entry, etag in there.items() if entry not in known or (known[entry][0] != etag and not known[entry][1])]

    async def take(self, found: Iterable[Found]) -> None:
        """As they lie there; what was changed here meanwhile stays, and meets them when it is sent."""
        rows = [(self.url, one.entry, one.etag, one.text, one.text) for one in found]
        async with self._database.transaction() as db:
            await db.executemany(
                "INSERT INTO calendar_entry VALUES (?, ?, ?, ?, ?, 0, 0) ON CONFLICT (source, entry) DO UPDATE"
                " SET etag = excluded.etag, server = excluded.server, local = excluded.local, revision = revision + 1 WHERE NOT pending",
                rows,
            )


class Copies:
    """Every calendar of the server, as it was last seen."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def all(self) -> Sequence[Copy]:
        rows = await self._database.read("SELECT url, name, kinds FROM calendar_source ORDER BY name, url")
        taken: set[str] = {LOCAL}
        made = []
        for url, name, kinds in rows:
            other = next(other for other in chain([name], (f"{name} {n}" for n in count(2))) if other.casefold() not in taken)
            taken.add(other.casefold())
            made.append(Copy(self._database, url, other, frozenset(str(kinds).split())))
        return made

    async def keep(self, there: Mapping[str, Shown], at: datetime) -> Sequence[Copy]:
        """there: by their addresses, as they are named now. One that is gone there goes here too, unless something of it is to be sent."""
        async with self._database.transaction() as db:
            known = [str(url) for (url,) in await db.execute_fetchall("SELECT url FROM calendar_source")]
            for url in known:
                waits = await db.execute_fetchall("SELECT 1 FROM calendar_entry WHERE source = ? AND pending LIMIT 1", (url,))
                if url not in there and not list(waits):
                    await db.execute("DELETE FROM calendar_entry WHERE source = ?", (url,))
                    await db.execute("DELETE FROM calendar_source WHERE url = ?", (url,))
            await db.executemany(
                "INSERT INTO calendar_source (url, name, synced, kinds) VALUES (?, ?, ?, ?)"
                " ON CONFLICT (url) DO UPDATE SET name = excluded.name, synced = excluded.synced, kinds = excluded.kinds",
                [(url, shown.name, at.timestamp(), " ".join(sorted(shown.kinds))) for url, shown in there.items()],
            )
        return await self.all()

    async def waiting(self) -> int:
        """How many changes are still to be sent."""
        ((count,),) = await self._database.read("SELECT count(*) FROM calendar_entry WHERE pending")
        return int(count)

    async def clashes(self) -> Sequence[Clash]:
        """Those that nobody was told of; told with it."""
        rows = await self._database.read("SELECT id, kind, title FROM calendar_clash WHERE NOT told ORDER BY id LIMIT 20")
        if rows:
            async with self._database.transaction() as db:
                await db.executemany("UPDATE calendar_clash SET told = 1 WHERE id = ?", [(id,) for id, _, _ in rows])
        return [Clash(id, kind, title) for id, kind, title in rows]


def marked(calendar: str, change: str) -> str:
    """With the name of this change in its first event or to-do."""
    whole = parse(calendar)
    done = False

    def visit(block: Block) -> Block:
        nonlocal done
        if block.name in _MARKED and not done:
            done = True
            return block.put(f"{CHANGE}:{change}")
        return Block(block.name, tuple(visit(item) if isinstance(item, Block) else item for item in block.items))

    return text(visit(whole))


def ours(calendar: str, theirs: str) -> bool:
    """Theirs holds that change of ours."""
    mark = next((line.strip() for line in calendar.splitlines() if line.startswith(f"{CHANGE}:")), "")
    return bool(mark) and any(line.strip() == mark for line in theirs.splitlines())


def title(calendar: str) -> str:
    try:
        whole = parse(calendar)
    except CalendarError:
        return ""
    found = (event.get("SUMMARY") for each in whole.blocks("VCALENDAR") for kind in _MARKED for event in each.blocks(kind))
    return unescaped(next((one.value for one in found if one), ""))
