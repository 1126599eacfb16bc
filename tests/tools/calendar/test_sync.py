"""With a real CalDAV server: changed with no network and sent later, nothing lost and nothing twice, whatever the server answers."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from jarvisd.database import open_database
from jarvisd.errors import CalendarError
from jarvisd.messages import Caller, ToolCall
from jarvisd.tools import Asked
from jarvisd.tools.bus import Bus
from jarvisd.tools.calendar.agenda import Agenda
from jarvisd.tools.calendar.caldav import CalDav
from jarvisd.tools.calendar.copy import Copies
from jarvisd.tools.calendar.sync import Sync
from jarvisd.tools.calendar.tools import CalendarTools
from jarvisd.tools.limits import Limits
from tests.tools.calendar.davserver import Dav, dav
from tests.tools.calendar.home import MONDAY, event, ics

pytestmark = pytest.mark.slow

MEETING = ics(event("DTSTART:20261124T090000Z", "DTEND:20261124T100000Z", "SUMMARY:meeting", "X-OWN:kept", uid="m"))


@dataclass
class House:
    """One household before a server; two of them are two devices of it."""

    dav: Dav
    sync: Sync
    agenda: Agenda
    bus: Bus
    copies: Copies

    async def say(self, tool: str, **given: object) -> str:
        asked = Asked(Caller("anna", "kitchen"), "talk", "en", MONDAY)
        result = await self.bus.call(ToolCall("1", f"calendar_{tool}", given), asked)
        return result.error or result.question or self.bus.told(result, "en")

    async def titles(self, when: str = "this week") -> Sequence[str]:
        asked = Asked(Caller("anna", "kitchen"), "talk", "en", MONDAY)
        result = await self.bus.call(ToolCall("1", "calendar_list", {"when": when}), asked)
        return [one["title"] for one in result.content["events"]]


@asynccontextmanager
async def house(folder: Path, server: Dav, name: str = "a", password: str = "x") -> AsyncIterator[House]:
    async with open_database(folder / f"{name}.db") as database:
        agenda = Agenda([])
        copies = Copies(database)

        def found(calendars: Sequence[object]) -> None:
            agenda.more = tuple(calendars)  # type: ignore[arg-type]  # copies are calendars

        sync = Sync(copies, CalDav(server.url, "anna", lambda: password), lambda: MONDAY, 900, found)
        await sync.open()
        tools = CalendarTools(agenda, sync.stir, sync.notes)
        yield House(server, sync, agenda, Bus([tools], limits=Limits()), copies)


async def test_what_lies_there_is_read_changed_and_sent_back(tmp_path: Path) -> None:
    with dav(tmp_path) as server:
        (server.calendar() / "m.ics").write_text(MEETING)
        async with house(tmp_path, server) as home:
            await home.sync.once()
            assert await home.titles() == ["meeting"]
            assert (
                await home.say("add", title="dentist", when="Wednesday at 3 pm")
                == 'Added: "dentist", on Wednesday, November 25, at 3:00 PM.'
            )
            await home.say("move", which="meeting", when="at 11 am")
            assert server.changes() == []
            await home.sync.once()
            await home.sync.once()
            assert server.changes() == ["PUT", "PUT"]
            text = "".join(server.texts())
            assert text.count("BEGIN:VEVENT") == 2
            assert "X-OWN:kept" in text
            assert "DTSTART:20261124T100000Z" in text
            await home.say("delete", which="meeting")
            await home.sync.once()
            assert "meeting" not in "".join(server.texts())
            assert await home.titles() == ["dentist"]


async def test_two_devices_come_into_step(tmp_path: Path) -> None:
    with dav(tmp_path) as server:
        server.calendar()
        async with house(tmp_path, server, "a") as one, house(tmp_path, server, "b") as other:
            await one.sync.once()
            await one.say("add", title="yoga", when="every Tuesday at 6 pm")
            for each in (one, other, one):
                await each.sync.once()
            assert await other.titles() == await one.titles() == ["yoga"]
            await other.say("delete", which="yoga", day="tomorrow")
            for each in (other, one):
                await each.sync.once()
            assert await one.titles() == []
            assert await one.titles("2026-12-01") == ["yoga"]


async def test_with_no_network_it_works_on_and_sends_later(tmp_path: Path) -> None:
    with dav(tmp_path) as server:
        (server.calendar() / "m.ics").write_text(MEETING)
        async with house(tmp_path, server) as home:
            await home.sync.once()
            server.fault = lambda *_: (500, "text/plain", b"no")
            await home.say("add", title="dentist", when="Wednesday at 3 pm")
            await home.say("move", which="dentist", when="at 4 pm")
            await home.say("add", title="nothing", when="Thursday at 3 pm")
            await home.say("delete", which="nothing")
            with pytest.raises(CalendarError, match="fault of its own"):
                await home.sync.once()
            assert await home.titles() == ["meeting", "dentist"]
            assert "could not be reached since" in await home.say("list", when="this week")
        async with house(tmp_path, server) as home:  # the house starts again, still with no network
            assert await home.titles() == ["meeting", "dentist"]
            assert await home.copies.waiting() == 2
            server.fault = None
            await home.sync.once()
            await home.sync.once()
            assert sorted(text.count("T160000") for text in server.texts()) == [0, 1]
            assert await home.copies.waiting() == 0


async def test_a_server_that_is_gone_and_comes_back_is_sent_what_was_said_meanwhile(tmp_path: Path) -> None:
    with dav(tmp_path) as server:
        (server.calendar() / "m.ics").write_text(MEETING)
        async with house(tmp_path, server) as home:
            await home.sync.once()
    async with house(tmp_path, server) as home:
        with pytest.raises(CalendarError, match="cannot be reached"):
            await home.sync.once()
        assert (
            await home.say("add", title="dentist", when="Wednesday at 3 pm") == 'Added: "dentist", on Wednesday, November 25, at 3:00 PM.'
        )
        await home.say("move", which="meeting", when="at 4 pm")
        await home.say("add", title="holiday", when="Friday all day")
        assert await home.titles() == ["meeting", "dentist", "holiday"]
        with dav(tmp_path, port=server.port) as back:
            for _ in range(3):
                await home.sync.once()
            text = "".join(back.texts())
            assert sorted(back.changes()) == ["PUT"] * 3
            assert [text.count(title) for title in ("SUMMARY:meeting", "SUMMARY:dentist", "SUMMARY:holiday")] == [1, 1, 1]
            assert "DTSTART;VALUE=DATE:20261127" in text
            assert await home.copies.waiting() == 0


@pytest.mark.parametrize("moment", ["fault", "after"])
async def test_a_house_that_ends_in_mid_sync_has_nothing_twice_when_it_starts_again(tmp_path: Path, moment: str) -> None:
    """Before the server has done it, and when it has and nobody is there any more to hear so."""
    with dav(tmp_path) as server:
        server.calendar()
        loop = asyncio.get_running_loop()
        async with house(tmp_path, server) as home:
            await home.sync.once()
            for title in ("dentist", "lunch"):
                await home.say("add", title=title, when="Wednesday at 3 pm")
            task = asyncio.create_task(home.sync.once())

            def ends(method: str, *_: object) -> None:
                if method == "PUT":
                    loop.call_soon_threadsafe(task.cancel)

            setattr(server, moment, ends)
            await asyncio.wait({task})
            assert task.cancelled()
        server.fault = server.after = None
        async with house(tmp_path, server) as home:
            for _ in range(3):
                await home.sync.once()
            assert sorted(await home.titles()) == ["dentist", "lunch"]
            assert (len(server.texts()), await home.copies.waiting()) == (2, 0)
            assert "elsewhere" not in await home.say("list", when="this week")


async def test_an_answer_that_was_lost_makes_nothing_twice(tmp_path: Path) -> None:
    """The server does it, and the answer never comes: for adding, moving and deleting."""
    with dav(tmp_path) as server:
        server.calendar()
        async with house(tmp_path, server) as home:
            await home.sync.once()
            for tool, given in (
                ("add", {"title": "dentist", "when": "Wednesday at 3 pm"}),
                ("move", {"which": "dentist", "when": "at 4 pm"}),
                ("delete", {"which": "dentist"}),
            ):
                await home.say(tool, **given)
                server.after = lambda method, *_: (502, "text/html", b"<html>bad gateway") if method in ("PUT", "DELETE") else None
                with pytest.raises(CalendarError):
                    await home.sync.once()
                server.after = None
                await home.sync.once()
                assert await home.copies.waiting() == 0
                assert "elsewhere" not in await home.say("list", when="this week")
                assert await home.titles() == ([] if tool == "delete" else ["dentist"])
                assert len(server.texts()) == (0 if tool == "delete" else 1)


async def test_the_server_dies_in_mid_sync_and_nothing_is_lost(tmp_path: Path) -> None:
    with dav(tmp_path) as server:
        folder = server.calendar()
        for n in range(120):
            (folder / f"{n}.ics").write_text(MEETING.replace("UID:m", f"UID:m{n}").replace("SUMMARY:meeting", f"SUMMARY:meeting {n}"))
        async with house(tmp_path, server) as home:
            await home.sync.once()
            for n in range(5):
                await home.say("add", title=f"walk {n}", when="Friday at 3 pm")
            for last in (3, 6, 8):
                start = len(server.asked)
                server.fault = lambda _, __, number, stop=start + last: (503, "text/plain", b"") if number > stop else None
                with pytest.raises(CalendarError, match="busy"):
                    await home.sync.once()
                assert len([title for title in await home.titles("Friday") if title.startswith("walk")]) == 5
            server.fault = None
            await home.sync.once()
            assert len(server.texts()) == 125
            assert (await home.copies.waiting(), len(set(await home.titles("Friday")))) == (0, 5)


async def test_the_same_entry_changed_here_and_there_is_said_and_both_are_kept(tmp_path: Path) -> None:
    with dav(tmp_path) as server:
        (server.calendar() / "m.ics").write_text(MEETING)
        async with house(tmp_path, server, "a") as one, house(tmp_path, server, "b") as other:
            for each in (one, other):
                await each.sync.once()
            await one.say("move", which="meeting", when="at 4 pm")
            await other.say("move", which="meeting", when="at 5 pm")
            for each in (one, other):
                await each.sync.once()
            said = await other.say("list", when="tomorrow")
            assert '"meeting" at 4:00 PM' in said
            assert '"meeting" was changed elsewhere too. I kept that; yours is kept beside it.' in said
            assert "elsewhere" not in await other.say("list", when="tomorrow")
            assert len(server.texts()) == 1


async def test_deleted_there_and_changed_here_is_kept_and_changed_there_and_deleted_here_too(tmp_path: Path) -> None:
    with dav(tmp_path) as server:
        folder = server.calendar()
        (folder / "m.ics").write_text(MEETING)
        (folder / "n.ics").write_text(MEETING.replace("UID:m", "UID:n").replace("meeting", "lunch"))
        async with house(tmp_path, server, "a") as one, house(tmp_path, server, "b") as other:
            for each in (one, other):
                await each.sync.once()
            await one.say("delete", which="meeting")
            await one.say("move", which="lunch", when="at 1 pm")
            await other.say("move", which="meeting", when="at 4 pm")
            await other.say("delete", which="lunch")
            for each in (one, other, one):
                await each.sync.once()
            assert await one.titles() == ["lunch", "meeting"]
            assert '"lunch" was changed elsewhere, so I did not delete it.' in await other.say("list", when="tomorrow")


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        ((401, "text/html", b"<html>log in"), "refuses the user name or the password"),
        ((403, "text/plain", b""), "does not let us in"),
        ((404, "text/plain", b""), "nothing at that address"),
        ((500, "text/html", b"<html>oops"), "fault of its own"),
        ((412, "text/html", b"<html>precondition failed"), "answers 412"),
        ((429, "text/plain", b""), "busy"),
        ((200, "text/html", b"<html><body>Welcome to the hotel's network"), "no calendar server"),
        ((207, "text/html", b"<html><body>Welcome"), "no calendar server"),
        ((207, "text/xml", b"<multistatus"), "no calendar server"),
        ((207, "text/xml", b'<?xml version="1.0"?><multistatus xmlns="DAV:"/>'), "shows no calendar"),
        ((207, "text/xml", b"\xff\xfe\x00"), "no calendar server"),
        ((207, "application/json", b"{}"), "no calendar server"),
    ],
)
async def test_whatever_it_answers_is_said_in_words_and_nothing_is_lost(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, fault: tuple[int, str, bytes], said: str
) -> None:
    with dav(tmp_path) as server:
        (server.calendar() / "m.ics").write_text(MEETING)
        async with house(tmp_path, server) as home:
            await home.sync.once()
            await home.say("add", title="dentist", when="Wednesday at 3 pm")
            server.fault = lambda *_: fault
            with caplog.at_level(logging.INFO):
                for _ in range(3):
                    with pytest.raises(CalendarError, match=said):
                        await home.sync.once()
            lines = [record.getMessage() for record in caplog.records if record.levelno >= logging.INFO]
            assert len(lines) == 1, lines
            assert said in lines[0]
            assert await home.titles() == ["meeting", "dentist"]
            server.fault = None
            await home.sync.once()
            assert (len(server.texts()), await home.copies.waiting(), await home.titles()) == (2, 0, ["meeting", "dentist"])


async def test_an_entry_that_the_server_does_not_take_holds_up_no_other(tmp_path: Path) -> None:
    with dav(tmp_path) as server:
        server.calendar()
        async with house(tmp_path, server) as home:
            await home.sync.once()
            await home.say("add", title="dentist", when="Wednesday at 3 pm")
            server.fault = lambda method, *_: (403, "text/plain", b"") if method == "PUT" else None
            await home.sync.once()
            assert 'did not take "dentist"; yours is kept' in await home.say("list", when="this week")
            server.fault = None
            await home.say("add", title="lunch", when="Wednesday at noon")
            await home.sync.once()
            assert await home.titles() == ["lunch"]


@pytest.mark.parametrize("method", ["PUT", "DELETE"])
async def test_a_server_that_says_412_to_a_change_makes_nobody_lose_it_or_make_it_twice(tmp_path: Path, method: str) -> None:
    """As of another version there: where none lies there, or the same, it is the server that is wrong, and the house goes on."""
    with dav(tmp_path) as server:
        (server.calendar() / "m.ics").write_text(MEETING)
        async with house(tmp_path, server) as home:
            await home.sync.once()
            server.fault = lambda asked, *_: (412, "text/html", b"<html>") if asked == method else None
            if method == "PUT":
                await home.say("add", title="dentist", when="Wednesday at 3 pm")
                await home.say("move", which="meeting", when="at 4 pm")
            else:
                await home.say("delete", which="meeting")
            for _ in range(3):
                await home.sync.once()
            said = await home.say("list", when="this week")
            if method == "PUT":
                assert 'did not take "dentist"; yours is kept' in said
                assert '"meeting" was changed elsewhere too' in said
            else:
                assert '"meeting" was changed elsewhere, so I did not delete it' in said
            assert await home.titles() == ["meeting"]
            server.fault = None
            await home.say("delete", which="meeting")
            await home.sync.once()
            assert (server.texts(), await home.titles(), await home.copies.waiting()) == ([], [], 0)


async def test_a_wrong_password_is_said_once_and_asked_for_seldom(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    with dav(tmp_path, "anna:right\n") as server:
        server.calendar()
        async with house(tmp_path, server, "b", password="right") as good:
            assert await good.sync.once() == 0
        async with house(tmp_path, server, password="wrong") as home:
            with caplog.at_level(logging.INFO):
                task = asyncio.create_task(home.sync.run())
                await asyncio.sleep(3600 * 5)
                home.sync.stir()
                await asyncio.sleep(1)
                task.cancel()
                await asyncio.gather(task, return_exceptions=True)
    assert len([record for record in caplog.records if "refuses the user name or the password" in record.getMessage()]) == 1
    assert 5 < len(server.asked) < 60
    assert "wrong" not in caplog.text


async def test_it_is_found_again_by_itself(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    with dav(tmp_path) as server:
        server.calendar()
        async with house(tmp_path, server) as home:
            await home.sync.once()
            server.fault = lambda *_: (500, "text/plain", b"")
            with caplog.at_level(logging.INFO):
                task = asyncio.create_task(home.sync.run())
                await home.say("add", title="dentist", when="Wednesday at 3 pm")
                await asyncio.sleep(600)
                server.fault = None
                await asyncio.sleep(3600)
                assert len(server.texts()) == 1
                await home.say("add", title="lunch", when="Wednesday at noon")
                await asyncio.sleep(20)
                assert len(server.texts()) == 2
                task.cancel()
                await asyncio.gather(task, return_exceptions=True)
    assert [record.getMessage().partition(": ")[2][:20] for record in caplog.records if "calendar at" in record.getMessage()] == [
        "127.0.0.1 has a faul",
        "in step",
    ]


async def test_nobody_is_there(tmp_path: Path) -> None:
    with dav(tmp_path) as server:
        server.calendar()
    async with house(tmp_path, server) as home:
        with pytest.raises(CalendarError, match="cannot be reached"):
            await home.sync.once()
        assert "no calendar to enter it in" in await home.say("add", title="x", when="tomorrow")


async def test_an_entry_of_fifty_megabytes_on_the_server_is_named_once_and_holds_up_no_other(tmp_path: Path) -> None:
    with dav(tmp_path) as server:
        folder = server.calendar()
        (folder / "m.ics").write_text(MEETING)
        async with house(tmp_path, server) as home:
            await home.sync.once()
            for uid, title in (("huge", "huge"), ("l", "lunch"), ("p", "party")):
                (folder / f"{uid}.ics").write_text(MEETING.replace("UID:m", f"UID:{uid}").replace("SUMMARY:meeting", f"SUMMARY:{title}"))
            server.enlarge = {"SUMMARY:huge": "SUMMARY:huge" + "y" * 50_000_000}
            await home.say("add", title="dentist", when="Wednesday at 3 pm")
            assert await home.sync.once() == 5  # one sent, and what is new there
            assert await home.titles() == ["lunch", "meeting", "party", "dentist"]
            assert "could not read huge.ics" in await home.say("list", when="this week")
            asked = len(server.asked)
            await home.sync.once()
            assert "REPORT" not in server.asked[asked:]
            server.enlarge = {}
            (folder / "huge.ics").write_text(MEETING.replace("UID:m", "UID:huge").replace("meeting", "small now"))
            await home.sync.once()
            assert "small now" in await home.titles()


async def test_what_lies_on_the_server_may_be_broken(tmp_path: Path) -> None:
    with dav(tmp_path) as server:
        folder = server.calendar()
        (folder / "m.ics").write_text(MEETING)
        async with house(tmp_path, server) as home:
            await home.sync.once()
            broken = (
                b'<?xml version="1.0"?><multistatus xmlns="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav"><response>'
                b'<href>/anna/home/m.ics</href><propstat><prop><getetag>"2"</getetag>'
                b"<C:calendar-data>BEGIN:VCALENDAR nonsense</C:calendar-data></prop>"
                b"<status>HTTP/1.1 200 OK</status></propstat></response></multistatus>"
            )
            server.fault = lambda method, *_: (207, "text/xml", broken) if method == "REPORT" else None
            (folder / "m.ics").write_text(MEETING.replace("meeting", "party"))
            await home.sync.once()
            assert "could not read m.ics" in await home.say("list", when="this week")
            server.fault = None
            await home.sync.once()
            assert await home.titles() == ["party"]
