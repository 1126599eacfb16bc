"""Calendars of Home Assistant beside the household's own: what is on there is told, and nothing of it is changed here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from jarvisd.errors import HomeTrouble
from jarvisd.tools.bus import Bus
from jarvisd.tools.calendar.agenda import Agenda
from jarvisd.tools.calendar.files import Files
from jarvisd.tools.calendar.homes import HomeCalendars
from jarvisd.tools.calendar.tools import CalendarTools
from jarvisd.tools.home import Entity
from jarvisd.tools.home import House as Things
from jarvisd.tools.limits import Limits
from tests.tools.calendar.home import MONDAY, House, event, ics

MOVIE = {"start": "2026-11-24T20:00:00+01:00", "end": "2026-11-24T22:00:00+01:00", "summary": "movie night"}
BINS = {"start": "2026-11-24", "end": "2026-11-25", "summary": "bins", "description": "unlock the door"}


@dataclass
class Calendars:
    """A home that answers as Home Assistant does."""

    events: Any = field(default_factory=lambda: [MOVIE, BINS])
    house: Things = field(default_factory=lambda: Things((Entity("calendar.family", "Family", state="off"), Entity("light.a", "A"))))
    available: bool = True
    asked: list[tuple[str, Sequence[str], Mapping[str, Any]]] = field(default_factory=list)

    async def act(self, service: str, entities: Sequence[str], fields: Mapping[str, Any]) -> Sequence[Entity]:
        raise AssertionError(service)

    async def ask(self, service: str, entities: Sequence[str], fields: Mapping[str, Any]) -> Mapping[str, Any]:
        self.asked.append((service, entities, fields))
        if not self.available:
            raise HomeTrouble("unreachable")
        return {"calendar.family": {"events": self.events}, "calendar.other": {"events": [MOVIE]}}


def house(folder: Path, home: Calendars) -> House:
    made = House(folder)
    made.agenda = Agenda([Files(folder, "home")], beside=HomeCalendars(home))
    made.tools = CalendarTools(made.agenda)
    made.bus = Bus([made.tools], limits=Limits())
    return made


async def test_what_is_on_there_is_told_in_both_languages_with_our_own(tmp_path: Path) -> None:
    home = Calendars()
    here = house(tmp_path, home)
    here.put("a.ics", ics(event("DTSTART:20261124T090000Z", "DTEND:20261124T100000Z", "SUMMARY:dentist")))
    assert await here.say("list", when="tomorrow") == (
        'Tomorrow, Tuesday, November 24: "bins" all day; "dentist" at 10:00 AM; "movie night" at 8:00 PM.'
    )
    assert "晚上八点整“movie night”" in await here.say("list", "zh", when="明天")
    (service, ids, span), *_ = home.asked
    assert (service, ids) == ("calendar.get_events", ["calendar.family"])
    assert span == {"start_date_time": "2026-11-24T00:00:00+01:00", "end_date_time": "2026-11-25T00:00:00+01:00"}
    assert await here.say("list", which="movie") == '"movie night" is tomorrow, Tuesday, November 24, at 8:00 PM.'
    assert "movie night" in await here.say("free", when="tomorrow evening")
    assert 'You already have "movie night" then.' in await here.say("add", title="call mum", when="tomorrow at 9 pm")
    assert (await here.call("list", when="tomorrow")).untrusted


async def test_it_is_not_changed_here(tmp_path: Path) -> None:
    here = house(tmp_path, Calendars())
    assert await here.say("delete", which="movie night") == "That was not done: it is kept in Home Assistant; change it there."
    said = await here.say("move", "zh", which="movie night", when="明天晚上九点")
    assert said == "没有成功：它在Home Assistant的日历里，请到那里去改。"


async def test_the_same_event_in_both_is_one(tmp_path: Path) -> None:
    here = house(tmp_path, Calendars())
    here.put("a.ics", ics(event("DTSTART:20261124T190000Z", "DTEND:20261124T210000Z", "SUMMARY:movie night")))
    assert [one.title for one in await here.agenda.between(MONDAY, MONDAY + timedelta(days=2))] == ["bins", "movie night"]


async def test_one_that_is_away_hides_nothing_and_is_said(tmp_path: Path) -> None:
    here = house(tmp_path, Calendars(available=False))
    here.put("a.ics", ics(event("DTSTART:20261124T090000Z", "DTEND:20261124T100000Z", "SUMMARY:dentist")))
    said = await here.say("list", when="tomorrow")
    assert '"dentist" at 10:00 AM' in said
    assert said.endswith("I could not read Home Assistant: it cannot be reached.")
    assert (await here.say("list", "zh", when="明天")).endswith("Home Assistant读不了：现在联系不上。")


@pytest.mark.parametrize(
    "events",
    [None, "x", [5], [{}], [{"start": "never"}], [{"start": "2026-11-24T99:00", "end": 5}], [{"start": None, "summary": None}]],
)
async def test_what_cannot_be_read_is_nothing(tmp_path: Path, events: Any) -> None:
    here = house(tmp_path, Calendars(events=events))
    assert await here.say("list", when="tomorrow") == "There is nothing tomorrow, Tuesday, November 24."


async def test_a_home_without_calendars_is_not_asked(tmp_path: Path) -> None:
    home = Calendars(house=Things((Entity("light.a", "A"),)), available=False)
    assert await house(tmp_path, home).say("list", when="tomorrow") == "There is nothing tomorrow, Tuesday, November 24."
    assert home.asked == []
