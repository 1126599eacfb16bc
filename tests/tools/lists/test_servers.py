"""To-do lists on a real CalDAV server: filled, ticked off and taken back by voice, with no network too; nothing lost, nothing twice."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from itertools import count
from pathlib import Path

import pytest

from jarvisd.database import open_database
from jarvisd.errors import CalendarError
from jarvisd.messages import Caller, Language, ToolCall
from jarvisd.tools import Asked
from jarvisd.tools.bus import Bus
from jarvisd.tools.calendar.agenda import Agenda
from jarvisd.tools.calendar.caldav import CalDav
from jarvisd.tools.calendar.copy import Copies, Copy
from jarvisd.tools.calendar.server import EVENTS, TODOS
from jarvisd.tools.calendar.sync import Sync
from jarvisd.tools.lists.own import OwnLists
from jarvisd.tools.lists.servers import ServerLists
from jarvisd.tools.lists.shelf import Shelf
from jarvisd.tools.lists.tools import ListTools
from tests.tools.calendar.davserver import Dav, dav
from tests.tools.calendar.home import MONDAY, event, ics

pytestmark = pytest.mark.slow

PILLS = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//another//EN
BEGIN:VTODO
UID:p
DTSTAMP:20261101T080000Z
CREATED:20261101T080000Z
SUMMARY:take the pills\\, both
PRIORITY:1
X-OWN:kept
BEGIN:VALARM
ACTION:DISPLAY
TRIGGER:-PT5M
DESCRIPTION:pills
END:VALARM
END:VTODO
END:VCALENDAR
"""


@dataclass
class House:
    sync: Sync
    agenda: Agenda
    bus: Bus
    lists: ListTools
    own: OwnLists
    calls: int = 0

    async def say(self, tool: str, language: Language = "en", **given: object) -> str:
        self.calls += 1
        asked = Asked(Caller("anna", "kitchen"), "talk", language, MONDAY + timedelta(seconds=self.calls))
        result = await self.bus.call(ToolCall(str(self.calls), f"list_{tool}", given), asked)
        return result.error or result.question or self.bus.told(result, language)

    async def on(self, key: str) -> list[str]:
        return [item.text + " (done)" * item.done for item in await self.lists.shelf.items(key)]


@asynccontextmanager
async def house(folder: Path, server: Dav, name: str = "a") -> AsyncIterator[House]:
    async with open_database(folder / f"{name}.db") as database:
        agenda, there, seconds = Agenda([]), list[Copy](), count(1)

        def found(copies: Sequence[Copy]) -> None:
            agenda.more = [copy for copy in copies if EVENTS in copy.kinds]
            there[:] = [copy for copy in copies if TODOS in copy.kinds]

        sync = Sync(Copies(database), CalDav(server.url, "anna", lambda: "x"), lambda: MONDAY, 900, found)
        await sync.open()
        own = OwnLists(database, lambda: MONDAY)
        lists = ListTools(Shelf(own, ServerLists(lambda: there, sync.stir, lambda: MONDAY + timedelta(seconds=next(seconds)))))
        yield House(sync, agenda, Bus([lists]), lists, own)


def texts(server: Dav, name: str) -> str:
    return "".join(server.texts(name))


async def test_a_list_of_the_server_is_used_where_it_is_called_so_and_the_others_are_our_own(tmp_path: Path) -> None:
    with dav(tmp_path) as server:
        todos(server, "Tasks")
        server.calendar("home")
        (server.folder / "Tasks/p.ics").write_text(PILLS)
        async with house(tmp_path, server) as home:
            await home.sync.once()
            assert await home.say("show", list="to-do") == "On the to-do list: take the pills, both."
            assert await home.say("add", items=["call the dentist", "pay, now"], list="to-do") == (
                "I put call the dentist and pay, now on the to-do list."
            )
            assert await home.say("add", "zh", items=["牛奶"], list="购物清单") == "已把牛奶加到购物清单。"
            assert [item.text for item in await home.own.items("shopping")] == ["牛奶"]
            assert await home.say("tick", items=["pills"], list="to-do") == "I ticked take the pills, both off on the to-do list."
            assert server.changes() == []
            await home.sync.once()
            assert texts(server, "Tasks").count("BEGIN:VTODO") == 3
            assert "SUMMARY:pay\\, now" in texts(server, "Tasks")
            (pills,) = [text for text in server.texts("Tasks") if "UID:p" in text]
            assert all(line in pills for line in ("STATUS:COMPLETED", "PERCENT-COMPLETE:100", "X-OWN:kept", "BEGIN:VALARM"))
            await home.sync.once()
            assert await home.on("todo") == ["take the pills, both (done)", "call the dentist", "pay, now"]
            assert await home.say("undo") == "Take the pills, both is no longer ticked off on the to-do list."
            assert await home.say("remove", "zh", items=["dentist"], list="待办") == "已从待办清单删掉call the dentist。"
            await home.sync.once()
            (pills,) = [text for text in server.texts("Tasks") if "UID:p" in text]
            assert "STATUS:NEEDS-ACTION" in pills
            assert "COMPLETED" not in pills
            assert "dentist" not in texts(server, "Tasks")
            assert await home.say("undo", "zh") == "已把call the dentist放回待办清单。"
            await home.sync.once()
            assert "dentist" in texts(server, "Tasks")
            assert "take everything off" in await home.say("clear", list="to-do")


async def test_with_no_network_a_list_goes_on_and_is_sent_later_and_two_devices_come_into_step(tmp_path: Path) -> None:
    with dav(tmp_path) as server:
        todos(server, "Shopping")
        async with house(tmp_path, server) as home:
            await home.sync.once()
            server.fault = lambda *_: (500, "text/plain", b"no")
            await home.say("add", items=["milk", "eggs", "tea"])
            await home.say("remove", items=["tea"])
            await home.say("tick", items=["eggs"])
            with pytest.raises(CalendarError):
                await home.sync.once()
            assert await home.on("shopping") == ["milk", "eggs (done)"]
        async with house(tmp_path, server) as home, house(tmp_path, server, "b") as other:  # started again, still with no network
            assert await home.on("shopping") == ["milk", "eggs (done)"]
            server.fault = None
            await home.sync.once()
            await other.sync.once()
            assert texts(server, "Shopping").count("BEGIN:VTODO") == 2
            assert await other.on("shopping") == ["milk", "eggs (done)"]
            await other.say("add", items=["eggs"])  # ticked off: wanted again
            await other.sync.once()
            await home.sync.once()
            assert await home.on("shopping") == ["milk", "eggs"]


async def test_an_answer_that_was_lost_puts_nothing_on_a_list_twice(tmp_path: Path) -> None:
    with dav(tmp_path) as server:
        todos(server, "Shopping")
        async with house(tmp_path, server) as home:
            await home.sync.once()
            await home.say("add", items=["milk"])
            server.after = lambda method, *_: (502, "text/html", b"") if method == "PUT" else None
            with pytest.raises(CalendarError):
                await home.sync.once()
            server.after = None
            await home.sync.once()
            await home.sync.once()
            assert (texts(server, "Shopping").count("BEGIN:VTODO"), await home.on("shopping")) == (1, ["milk"])


async def test_what_repeats_is_not_ticked_off_for_good_and_what_is_broken_hides_nothing(tmp_path: Path) -> None:
    with dav(tmp_path) as server:
        todos(server, "Todo")
        (server.folder / "Todo/a.ics").write_text(PILLS.replace("PRIORITY:1", "RRULE:FREQ=DAILY"))
        other = PILLS.replace("UID:p", "UID:q").replace("take the pills\\, both", "water plants")
        (server.folder / "Todo/b.ics").write_text(other)
        (server.folder / "Todo/c.ics").write_text(other.replace("UID:q", "UID:r").replace("PRIORITY:1", "STATUS:CANCELLED"))
        async with house(tmp_path, server) as home:
            await home.sync.once()
            assert await home.on("todo") == ["take the pills, both", "water plants"]
            assert await home.say("tick", items=["pills"], list="to-do") == "take the pills, both repeats; tick it off where it is kept."
            assert await home.say("tick", "zh", items=["pills"], list="to-do") == "take the pills, both是重复的事项，请在原来的地方勾掉。"
            assert await home.say("tick", items=["plants"], list="to-do") == "I ticked water plants off on the to-do list."


async def test_a_calendar_of_events_is_no_list_until_something_is_to_be_done_in_it(tmp_path: Path) -> None:
    with dav(tmp_path) as server:
        (server.calendar("family") / "m.ics").write_text(
            ics(event("DTSTART:20261124T090000Z", "DTEND:20261124T100000Z", "SUMMARY:meeting", uid="m"))
        )
        async with house(tmp_path, server) as home:
            await home.sync.once()
            assert [copy.name for copy in home.agenda.more] == ["family"]
            assert await home.lists.shelf.names() == []
            await home.say("add", items=["buy a tent"], list="family")
            await home.sync.once()
            assert await home.lists.shelf.names() == ["family"]
            assert texts(server, "family").count("BEGIN:VTODO") == 1
            assert [one.title for one in await home.agenda.between(MONDAY, MONDAY + timedelta(days=7))] == ["meeting"]


async def test_what_was_known_of_a_server_before_holds_events(tmp_path: Path) -> None:
    """Copies of an older release say nothing of to-dos, until the server is asked again."""
    async with open_database(tmp_path / "x.db") as database:
        async with database.transaction() as db:
            await db.execute("INSERT INTO calendar_source (url, name, synced) VALUES ('http://x/', 'x', 0)")
        (copy,) = await Copies(database).all()
        assert copy.kinds == {EVENTS}


def todos(server: Dav, name: str) -> None:
    """A list that takes nothing else, as Radicale keeps it."""
    path = server.calendar(name)
    props = f'{{"tag": "VCALENDAR", "D:displayname": "{name}", "C:supported-calendar-component-set": "VTODO"}}'
    (path / ".Radicale.props").write_text(props)
