"""A folder of .ics files: read whatever stands in them, changed without losing a line."""

from __future__ import annotations

import time
from datetime import datetime
from pathlib import Path

import pytest

from tests.tools.calendar.home import MONDAY, ZONE, House, event, ics

TUESDAY = "2026-11-24"
WEEKLY = event(
    "DTSTART;TZID=Europe/Vienna:20261006T180000",
    "DTEND;TZID=Europe/Vienna:20261006T190000",
    "RRULE:FREQ=WEEKLY;BYDAY=TU",
    "EXDATE;TZID=Europe/Vienna:20261201T180000",
    "SUMMARY:yoga",
)
CHANGED = event(
    "RECURRENCE-ID;TZID=Europe/Vienna:20261208T180000",
    "DTSTART;TZID=Europe/Vienna:20261209T200000",
    "DTEND;TZID=Europe/Vienna:20261209T210000",
    "SUMMARY:yoga late",
)


@pytest.mark.parametrize(
    ("lines", "start", "end"),
    [
        (("DTSTART;TZID=Europe/Vienna:20261124T090000",), "T09:00", "T09:00"),  # no end
        (("DTSTART:20261124T090000Z", "DURATION:PT90M"), "T10:00", "T11:30"),
        (("DTSTART:20261124T090000",), "T09:00", "T09:00"),  # floating: the household's zone
        (("DTSTART;TZID=Nowhere/Land:20261124T090000", "DTEND;TZID=Nowhere/Land:20261124T100000"), "T09:00", "T10:00"),
        (("DTSTART;TZID=America/New_York:20261124T090000",), "T15:00", "T15:00"),
        (("DTSTART;TZID=W. Europe Standard Time:20261124T090000",), "T09:00", "T09:00"),  # as Outlook writes zones
        (("DTSTART;VALUE=DATE:20261124",), "T00:00", "T24:00"),
        (("DTSTART:20261124T090000Z", "DTEND:20261124T080000Z"), None, None),  # ends before it begins: read somehow
    ],
)
async def test_an_event_is_on_when_its_zone_says(tmp_path: Path, lines: tuple[str, ...], start: str | None, end: str | None) -> None:
    house = House(tmp_path)
    house.put("a.ics", ics(event(*lines, "SUMMARY:thing")))
    found = await house.on(TUESDAY)
    assert len(found) == 1
    if start and end:
        stop = "2026-11-25T00:00" if end == "T24:00" else f"{TUESDAY}{end}"
        assert found == [("thing", f"{TUESDAY}{start}", stop)]


async def test_a_zone_that_the_file_defines_itself_is_used(tmp_path: Path) -> None:
    zone = (
        "BEGIN:VTIMEZONE\r\nTZID:Our Own\r\nBEGIN:STANDARD\r\nDTSTART:19700101T000000\r\nTZOFFSETFROM:+0500\r\nTZOFFSETTO:+0500\r\n"
        "END:STANDARD\r\nEND:VTIMEZONE\r\n"
    )
    house = House(tmp_path)
    house.put("a.ics", ics(zone, event("DTSTART;TZID=Our Own:20261124T140000", "SUMMARY:far")))
    assert await house.on(TUESDAY) == [("far", "2026-11-24T10:00", "2026-11-24T10:00")]
    assert "now tomorrow" in await house.say("move", which="far", when="at 5 pm")
    assert "DTSTART;TZID=Our Own:20261124T210000" in (tmp_path / "a.ics").read_text()


@pytest.mark.parametrize(
    ("month", "days", "hours"),
    [
        # before and on the day that summer time begins and ends: the wall says the same hour
        ("2026-03-28/2026-03-30", ["2026-03-28T18:00:00+01:00", "2026-03-29T18:00:00+02:00", "2026-03-30T18:00:00+02:00"], "180000"),
        ("2026-10-24/2026-10-26", ["2026-10-24T18:00:00+02:00", "2026-10-25T18:00:00+01:00", "2026-10-26T18:00:00+01:00"], "180000"),
        # a time that the spring night leaves out is counted by the clock before it
        ("2026-03-28/2026-03-30", ["2026-03-28T02:30:00+01:00", "2026-03-29T03:30:00+02:00", "2026-03-30T02:30:00+02:00"], "023000"),
        # of a time that comes twice it is the first
        ("2026-10-24/2026-10-26", ["2026-10-24T02:30:00+02:00", "2026-10-25T02:30:00+02:00", "2026-10-26T02:30:00+01:00"], "023000"),
    ],
)
async def test_a_rule_keeps_its_hour_over_both_changes_of_the_clocks(tmp_path: Path, month: str, days: list[str], hours: str) -> None:
    house = House(tmp_path, datetime(2026, 1, 1, 12, tzinfo=ZONE))
    house.put("a.ics", ics(event(f"DTSTART;TZID=Europe/Vienna:20260101T{hours}", "RRULE:FREQ=DAILY", "SUMMARY:pills")))
    found = (await house.call("list", when=month)).content["events"]
    assert [one["start"] for one in found] == days


async def test_exceptions_of_a_series_are_kept_to(tmp_path: Path) -> None:
    house = House(tmp_path)
    house.put("a.ics", ics(WEEKLY, CHANGED))
    assert [start for _, start, _ in await house.on("2026-11-24/2026-12-16")] == [
        "2026-11-24T18:00",
        "2026-12-09T20:00",
        "2026-12-15T18:00",
    ]


async def test_one_time_of_a_series_is_deleted_and_moved_and_the_others_stay(tmp_path: Path) -> None:
    house = House(tmp_path)
    house.put("a.ics", ics(WEEKLY, CHANGED))
    assert await house.say("delete", which="yoga", day="2026-12-15") == 'Deleted: "yoga", on Tuesday, December 15, at 6:00 PM.'
    assert await house.say("move", which="yoga", day="tomorrow", when="to Wednesday") == (
        'Moved: "yoga" is now on Wednesday, November 25, at 6:00 PM.'
    )
    assert await house.say("move", which="yoga late", day="2026-12-09", when="at 9 pm") == (
        'Moved: "yoga late" is now on Wednesday, December 9, at 9:00 PM.'
    )
    starts = [start for _, start, _ in await house.on("2026-11-24/2026-12-29")]
    assert starts == ["2026-11-25T18:00", "2026-12-09T21:00", "2026-12-22T18:00", "2026-12-29T18:00"]
    assert await house.say("delete", which="yoga", day="2026-11-25") == 'Deleted: "yoga", on Wednesday, November 25, at 6:00 PM.'
    assert [start for _, start, _ in await house.on("2026-11-24/2026-11-30")] == []


async def test_a_whole_series_moves_with_its_exceptions(tmp_path: Path) -> None:
    house = House(tmp_path)
    house.put("a.ics", ics(WEEKLY, CHANGED))
    assert await house.say("move", which="yoga", day="tomorrow", when="Thursday at 7 pm", all=True) == (
        'Moved all of them: "yoga", next on Thursday, November 26, at 7:00 PM.'
    )
    starts = [start for _, start, _ in await house.on("2026-11-24/2026-12-18")]
    assert starts == ["2026-11-26T19:00", "2026-12-11T21:00", "2026-12-17T19:00"]


async def test_a_series_whose_rule_names_days_is_not_moved_to_another_day(tmp_path: Path) -> None:
    house = House(tmp_path)
    path = house.put("a.ics", ics(event("DTSTART:20261110T100000Z", "RRULE:FREQ=MONTHLY;BYDAY=2TU", "SUMMARY:club")))
    before = path.read_bytes()
    assert "only a single one" in await house.say("move", which="club", day="2026-12-08", when="Friday", all=True)
    assert "只能改其中一次" in await house.say("move", "zh", which="club", day="2026-12-08", when="周五", all=True)
    assert path.read_bytes() == before


async def test_an_all_day_series_is_moved_and_left_out_by_days(tmp_path: Path) -> None:
    house = House(tmp_path)
    path = house.put("a.ics", ics(event("DTSTART;VALUE=DATE:20261101", "RRULE:FREQ=DAILY", "SUMMARY:pills")))
    await house.say("delete", which="pills", day="tomorrow")
    await house.say("move", which="pills", day="2026-11-25", when="to 3 pm")
    assert "EXDATE;VALUE=DATE:20261124" in path.read_text()
    assert "RECURRENCE-ID;VALUE=DATE:20261125" in path.read_text()
    assert await house.on("2026-11-24/2026-11-26") == [
        ("pills", "2026-11-25T15:00", "2026-11-25T16:00"),
        ("pills", "2026-11-26T00:00", "2026-11-27T00:00"),
    ]


async def test_no_line_is_lost_that_nobody_touched(tmp_path: Path) -> None:
    """Properties that nobody knows, their order, their folds, alarms, other events, bytes that are no UTF-8."""
    strange = event(
        "DTSTART:20261124T080000Z",
        'X-APPLE-STRUCTURED-LOCATION;VALUE=URI;X-TITLE="Caf\u00e9; bar":geo:48.2,16.3',
        "DESCRIPTION:a very long line that was folded by whoever wrote it and sh\r\n all stay folded just there",
        'ATTENDEE;CN="Smith: Anna":mailto:anna@example.org',
        "SUMMARY:breakfast",
        "BEGIN:VALARM\r\nACTION:DISPLAY\r\nTRIGGER:-PT5M\r\nX-OWN:1\r\nEND:VALARM",
        uid="2",
    )
    todo = "BEGIN:VTODO\r\nUID:t\r\nSUMMARY:buy milk\r\nEND:VTODO\r\n"
    house = House(tmp_path)
    path = house.put("a.ics", ics("X-WR-CALNAME:Home\r\n", strange, todo, event("DTSTART:20261125T080000Z", "SUMMARY:dentist", uid="3")))
    path.write_bytes(path.read_bytes().replace(b"very long", b"very \xff long"))
    before = path.read_bytes().split(b"\r\n")
    await house.say("move", which="breakfast", when="at 10 am")
    await house.say("delete", which="dentist")
    after = path.read_bytes().split(b"\r\n")
    dentist = before[before.index(b"UID:3") - 1 : before.index(b"UID:3") + 5]
    assert (dentist[0], dentist[-1]) == (b"BEGIN:VEVENT", b"END:VEVENT")
    rest = b"\r\n".join(before).replace(b"\r\n".join(dentist) + b"\r\n", b"").split(b"\r\n")
    touched = (b"DTSTAMP:", b"DTSTART:", b"LAST-MODIFIED:", b"SEQUENCE:")
    assert [line for line in after if not line.startswith(touched)] == [line for line in rest if not line.startswith(touched)]
    assert await house.on(TUESDAY) == [("breakfast", "2026-11-24T10:00", "2026-11-24T10:00")]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", ""),
        ("hello", "it is no calendar"),
        ("BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:1\r\n", "ends in the middle"),
        ("BEGIN:VCALENDAR\r\nEND:VEVENT\r\n", "ends where none began"),
        ("\x00\x01\x02" * 100, "no calendar"),
        ("BEGIN:A\r\n" * 10_000, "too deep"),
    ],
)
async def test_a_broken_file_is_named_and_the_others_are_read(tmp_path: Path, text: str, why: str) -> None:
    house = House(tmp_path)
    house.put("good.ics", ics(event("DTSTART:20261124T080000Z", "SUMMARY:breakfast")))
    path = house.put("bad.ics", text)
    said = await house.say("list", when="tomorrow")
    assert said.startswith('Tomorrow, Tuesday, November 24: "breakfast" at 9:00 AM.')
    if why:
        assert "I could not read bad.ics" in said
        assert why in said
        assert "bad.ics读不了" in await house.say("list", "zh", when="明天")
    await house.say("add", title="dentist", when="tomorrow at 3 pm")
    assert path.read_bytes() == text.encode()


async def test_one_broken_event_does_not_hide_the_others(tmp_path: Path) -> None:
    house = House(tmp_path)
    broken = (event("DTSTART:tomorrow", "SUMMARY:a", uid="a"), event("SUMMARY:b", uid="b"), event("DTSTART:20269999T999999", uid="c"))
    rules = (
        event("DTSTART:20261124T080000Z", "RRULE:FREQ=SOMETIMES", "SUMMARY:d", uid="d"),
        event("DTSTART:20261124T990000Z", "SUMMARY:e", uid="e"),
    )
    house.put("a.ics", ics(*broken, *rules, event("DTSTART:20261124T080000Z", "SUMMARY:good", uid="g")))
    assert [title for title, _, _ in await house.on(TUESDAY)] == ["good"]


async def test_fifty_megabytes_are_refused_in_words_and_at_once(tmp_path: Path) -> None:
    house = House(tmp_path)
    one = event("DTSTART:20261124T080000Z", "SUMMARY:x" + "y" * 1000)
    house.put("big.ics", ics(*[one] * 47_000))
    began = time.monotonic()
    said = await house.say("list", when="tomorrow")
    assert time.monotonic() - began < 1
    assert "I could not read big.ics: it is 5" in said
    assert "MB large; calendars are read up to 10 MB" in said


@pytest.mark.parametrize(
    ("lines", "most"),
    [
        (("DTSTART:20200101T090000Z", "RRULE:FREQ=DAILY"), 1),
        (("DTSTART:20200101T090000Z", "RRULE:FREQ=HOURLY;COUNT=100000"), 24),
        (("DTSTART:20200101T090000Z", "RRULE:FREQ=SECONDLY"), 0),
        (("DTSTART:20261124T090000Z", "RRULE:FREQ=SECONDLY"), 1),
        (("DTSTART:20200101T090000Z", "RRULE:FREQ=SECONDLY;BYMONTH=2;BYMONTHDAY=30"), 0),
        (("DTSTART:00010101T090000Z", "RRULE:FREQ=HOURLY"), 0),
        (("DTSTART:20200101T090000Z", "RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30"), 0),
        (("DTSTART:99991231T090000Z", "RRULE:FREQ=DAILY"), 0),
    ],
)
async def test_a_rule_that_never_ends_ends_here(tmp_path: Path, lines: tuple[str, ...], most: int) -> None:
    house = House(tmp_path)
    house.put("a.ics", ics(event(*lines, "SUMMARY:again")))
    began = time.monotonic()
    assert len(await house.on(TUESDAY)) == most
    await house.say("list", next=True)
    assert time.monotonic() - began < 4


@pytest.mark.slow
async def test_a_hundred_thousand_dates_are_searched_through(tmp_path: Path) -> None:
    dates = ",".join(f"2026{month:02}{day:02}T{hour:02}{minute:02}00Z" for month in range(1, 13) for day in range(1, 29)
                     for hour in range(24) for minute in range(0, 60, 5))  # fmt: skip
    house = House(tmp_path)
    house.put("a.ics", ics(event("DTSTART:20260101T000000Z", f"RDATE:{dates}", "SUMMARY:again")))
    began = time.monotonic()
    result = await house.call("list", when=TUESDAY)
    assert 200 < result.content["count"] <= 1000
    assert len(result.content["events"]) == 40
    assert time.monotonic() - began < 15


async def test_a_file_that_another_program_changed_meanwhile_is_not_overwritten(tmp_path: Path) -> None:
    house = House(tmp_path)
    path = house.put("a.ics", ics(event("DTSTART:20261124T080000Z", "SUMMARY:breakfast")))
    files = house.agenda.calendars[0]
    version = (await files.entries())["a.ics"]
    path.write_text("changed")
    with pytest.raises(Exception, match="changed by another program"):
        await files.write("a.ics", "lost", version)
    with pytest.raises(Exception, match="changed by another program"):
        await files.write("a.ics", "lost", "")
    assert path.read_text() == "changed"
    assert [each.name for each in tmp_path.iterdir()] == ["a.ics"]


async def test_links_out_of_the_folder_are_not_followed(tmp_path: Path) -> None:
    (tmp_path / "secret.ics").write_text(ics(event("DTSTART:20261124T080000Z", "SUMMARY:secret")))
    house = House(tmp_path / "calendar")
    (tmp_path / "calendar" / "a.ics").symlink_to(tmp_path / "secret.ics")
    assert await house.on(TUESDAY) == []


async def test_what_is_added_is_a_calendar_that_others_can_read(tmp_path: Path) -> None:
    house = House(tmp_path)
    assert await house.say("add", title="dentist, upstairs; bring \\ card", when="tomorrow at 3 pm") == (
        'Added: "dentist, upstairs; bring \\ card", tomorrow, Tuesday, November 24, at 3:00 PM.'
    )
    (path,) = tmp_path.iterdir()
    text = path.read_text()
    assert "SUMMARY:dentist\\, upstairs\\; bring \\\\ card" in text
    assert "DTSTART;TZID=Europe/Vienna:20261124T150000" in text
    assert "BEGIN:VTIMEZONE" in text
    assert await house.on(TUESDAY) == [("dentist, upstairs; bring \\ card", "2026-11-24T15:00", "2026-11-24T16:00")]
    assert MONDAY.tzinfo == ZONE
