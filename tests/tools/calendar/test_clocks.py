"""What is said to the calendar around both changes of the clocks, for whole days, and beside what is on already: in both languages."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from tests.tools.calendar.home import MONDAY, ZONE, House, event, ics
from tests.tools.calendar.test_files import CHANGED, WEEKLY


async def spans(house: House, when: str) -> list[tuple[str, str]]:
    return [(one["start"], one["end"]) for one in (await house.call("list", when=when)).content["events"]]


@pytest.mark.parametrize(("language", "title", "when"), [("en", "swimming", "every Sunday at 9 am"), ("zh", "游泳", "每周日上午九点")])
@pytest.mark.parametrize(
    ("today", "period", "offsets"),
    [
        ("2026-03-20", "2026-03-22/2026-04-05", {"2026-03-22": "+01:00", "2026-03-29": "+02:00", "2026-04-05": "+02:00"}),
        ("2026-10-14", "2026-10-18/2026-11-01", {"2026-10-18": "+02:00", "2026-10-25": "+01:00", "2026-11-01": "+01:00"}),
    ],
)
async def test_what_is_added_weekly_keeps_its_hour_when_the_clocks_change(
    tmp_path: Path, language: str, title: str, when: str, today: str, period: str, offsets: dict[str, str]
) -> None:
    house = House(tmp_path, datetime.fromisoformat(f"{today}T12:00").replace(tzinfo=ZONE))
    await house.say("add", language, title=title, when=when)
    assert await spans(house, period) == [(f"{day}T09:00:00{offset}", f"{day}T10:00:00{offset}") for day, offset in offsets.items()]


async def test_an_hour_that_the_spring_night_leaves_out_is_said_as_the_one_that_there_is(tmp_path: Path) -> None:
    house = House(tmp_path, datetime(2026, 3, 20, 12, tzinfo=ZONE))
    said = await house.say("add", title="feed the cat", when="on March 29 at 2:30 am")
    assert said == 'Added: "feed the cat", on Sunday, March 29, at 3:30 AM.'
    assert await spans(house, "2026-03-29") == [("2026-03-29T03:30:00+02:00", "2026-03-29T04:30:00+02:00")]
    assert "三点三十分" in (await house.say("add", "zh", title="喂猫", when="3月29号凌晨两点半")).replace("三点半", "三点三十分")


@pytest.mark.parametrize(
    ("before", "day", "after", "en", "zh"),
    [
        ("2026-03-28", "2026-03-29", "2026-03-30", "Tomorrow, Sunday, March 29", "明天，3月29日，星期日"),  # a day of 23 hours
        ("2026-10-24", "2026-10-25", "2026-10-26", "Tomorrow, Sunday, October 25", "明天，10月25日，星期日"),  # and one of 25
    ],
)
async def test_a_whole_day_is_that_day_and_no_other_when_the_clocks_change(
    tmp_path: Path, before: str, day: str, after: str, en: str, zh: str
) -> None:
    house = House(tmp_path, datetime.fromisoformat(f"{before}T12:00").replace(tzinfo=ZONE))
    await house.say("add", title="holiday", when="tomorrow all day")
    assert [len(await house.on(each)) for each in (before, day, after)] == [0, 1, 0]
    assert await house.say("list", when="tomorrow") == f'{en}: "holiday" all day.'
    assert await house.say("list", "zh", when="明天") == f"{zh}：全天“holiday”。"
    (path,) = tmp_path.iterdir()
    assert f"DTSTART;VALUE=DATE:{day.replace('-', '')}" in path.read_text()
    await house.say("move", which="holiday", when=f"to {after}")
    assert [len(await house.on(each)) for each in (before, day, after)] == [0, 0, 1]


async def test_what_lasts_over_the_night_of_a_change_is_as_long_as_it_is(tmp_path: Path) -> None:
    house = House(tmp_path, datetime(2026, 3, 20, 12, tzinfo=ZONE))
    shift = ("DTSTART;TZID=Europe/Vienna:20260328T220000", "DTEND;TZID=Europe/Vienna:20260329T080000", "SUMMARY:night shift")
    house.put("a.ics", ics(event(*shift)))
    assert await spans(house, "2026-03-29") == [("2026-03-28T22:00:00+01:00", "2026-03-29T08:00:00+02:00")]  # nine hours


@pytest.mark.parametrize(
    ("en", "zh", "beside"),
    [
        ("on December 1 at 6 pm", "12月1号晚上六点", ""),  # that day yoga is left out
        ("on December 8 at 6 pm", "12月8号晚上六点", ""),  # and that day it was moved
        ("on December 9 at 8 pm", "12月9号晚上八点", "yoga late"),  # to there
        ("on December 15 at 5:30 pm", "12月15号下午五点半", "yoga"),
        ("on December 15 at 7 pm", "12月15号晚上七点", ""),  # when it has just ended
        ("on December 15 at 5 pm", "12月15号下午五点", ""),  # and before it begins
    ],
)
async def test_what_it_is_beside_is_said_by_a_series_with_its_exceptions(tmp_path: Path, en: str, zh: str, beside: str) -> None:
    for language, title, when, also in (
        ("en", "dentist", en, f'You already have "{beside}" then.'),
        ("zh", "牙医", zh, f"那个时间你已经有“{beside}”了。"),
    ):
        house = House(tmp_path / language, MONDAY)
        house.put("a.ics", ics(WEEKLY, CHANGED))
        said = await house.say("add", language, title=title, when=when)
        assert said.startswith(('Added: "dentist"', "已加入日历：“牙医”"))
        assert said.endswith(also) if beside else ("already" not in said and "已经有" not in said)


async def test_what_is_moved_is_not_beside_itself(tmp_path: Path) -> None:
    house = House(tmp_path)
    meeting = ("DTSTART;TZID=Europe/Vienna:20261124T100000", "DTEND;TZID=Europe/Vienna:20261124T120000", "SUMMARY:meeting")
    house.put("a.ics", ics(event(*meeting)))
    assert await house.say("move", which="meeting", when="at 11 am") == (
        'Moved: "meeting" is now tomorrow, Tuesday, November 24, at 11:00 AM.'
    )
