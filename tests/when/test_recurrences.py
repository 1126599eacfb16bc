"""A rule comes when it was meant: by our own reckoning and by dateutil's, through both nights when clocks change."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import islice, pairwise
from zoneinfo import ZoneInfo

import pytest
from dateutil.rrule import rrulestr

from jarvisd import when
from jarvisd.messages import Language

VIENNA, NEW_YORK, SHANGHAI = ZoneInfo("Europe/Vienna"), ZoneInfo("America/New_York"), ZoneInfo("Asia/Shanghai")


def times(text: str, language: Language, now: datetime, many: int) -> list[datetime]:
    """The first so many times, one after the other as a schedule asks for them."""
    meaning = when.read(text, language, now)
    assert meaning.rule
    assert meaning.start
    found: list[datetime] = []
    after = now
    zone, first = now.tzinfo, meaning.wall or meaning.start.replace(tzinfo=None)
    assert zone is not None
    while len(found) < many and (at := when.following(meaning.rule, first, zone, after, meaning.workdays)):
        found.append(at)
        after = at
    return found


@pytest.mark.parametrize(
    ("language", "text", "days"),
    [
        ("en", "every other Tuesday at 8 am", ["2026-11-24", "2026-12-08", "2026-12-22"]),
        ("zh", "每隔一周的周二早上八点", ["2026-11-24", "2026-12-08", "2026-12-22"]),
        ("en", "every other day at 8 am", ["2026-11-24", "2026-11-26", "2026-11-28"]),
        ("zh", "每隔一天早上八点", ["2026-11-24", "2026-11-26", "2026-11-28"]),
        ("en", "every month on the 31st at 9 am", ["2026-12-31", "2027-01-31", "2027-03-31"]),
        ("zh", "每月三十一号上午九点", ["2026-12-31", "2027-01-31", "2027-03-31"]),
        ("en", "the last day of every month at noon", ["2026-11-30", "2026-12-31", "2027-01-31", "2027-02-28"]),
        ("zh", "每月最后一天中午", ["2026-11-30", "2026-12-31", "2027-01-31", "2027-02-28"]),
        ("en", "the last Friday of every month at 5 pm", ["2026-11-27", "2026-12-25", "2027-01-29"]),
        ("zh", "每月最后一个星期五下午五点", ["2026-11-27", "2026-12-25", "2027-01-29"]),
        ("en", "every 29 February at noon", ["2028-02-29", "2032-02-29"]),
        ("zh", "每年二月二十九号中午", ["2028-02-29", "2032-02-29"]),
        ("en", "every Thanksgiving at noon", ["2026-11-26", "2027-11-25"]),
        ("en", "every day at 8 am for 3 days", ["2026-11-24", "2026-11-25", "2026-11-26"]),
        ("zh", "每周一三五早上七点半", ["2026-11-25", "2026-11-27", "2026-11-30"]),
    ],
)
def test_a_rule_comes_on_the_days_that_were_meant(language: Language, text: str, days: list[str]) -> None:
    now = datetime(2026, 11, 23, 10, tzinfo=VIENNA)
    meaning = when.read(text, language, now)
    assert meaning.rule
    assert meaning.start
    assert [f"{at:%F}" for at in times(text, language, now, len(days))] == days
    assert [f"{at:%F}" for at in islice(rrulestr(meaning.rule, dtstart=meaning.start.replace(tzinfo=None)), len(days))] == days


def test_a_rule_that_has_ended_comes_no_more() -> None:
    now = datetime(2026, 11, 23, 10, tzinfo=VIENNA)
    assert len(times("every day at 8 am for 3 days", "en", now, 10)) == 3
    assert len(times("每天早上八点到周五", "zh", now, 10)) == 4
    assert len(times("every hour until 6 pm", "en", now, 20)) == 8


@pytest.mark.parametrize(("language", "text"), [("en", "every day at 02:30"), ("zh", "每天凌晨两点半")])
@pytest.mark.parametrize(("zone", "eve"), [(VIENNA, datetime(2027, 3, 27)), (NEW_YORK, datetime(2027, 3, 13))])
def test_the_hour_that_the_spring_night_leaves_out_comes_by_the_old_clock(
    language: Language, text: str, zone: ZoneInfo, eve: datetime
) -> None:
    now = eve.replace(hour=1, tzinfo=zone)
    assert [f"{at:%d %H:%M}" for at in times(text, language, now, 3)] == [
        f"{eve:%d} 02:30",
        f"{eve + timedelta(days=1):%d} 03:30",
        f"{eve + timedelta(days=2):%d} 02:30",
    ]
    in_the_gap = now.replace(hour=22)
    meaning = when.read(text, language, in_the_gap)
    assert meaning.start is not None
    assert f"{meaning.start:%d %H:%M}" == f"{eve + timedelta(days=1):%d} 03:30"


@pytest.mark.parametrize(("zone", "night"), [(VIENNA, datetime(2026, 10, 25)), (NEW_YORK, datetime(2026, 11, 1))])
def test_the_hour_that_the_autumn_night_has_twice_comes_once(zone: ZoneInfo, night: datetime) -> None:
    twice = 2 if zone is VIENNA else 1
    eve = (night - timedelta(days=1)).replace(hour=12, tzinfo=zone)
    first, second = times(f"every day at 0{twice}:30", "en", eve, 2)
    assert (first.day, first.hour, first.fold) == (night.day, twice, 0)
    assert second - timedelta(days=1) == first.replace(fold=0)
    between = night.replace(hour=twice, minute=40, tzinfo=zone)
    again = when.read(f"at 0{twice}:30", "en", between).start
    assert again is not None
    assert (again.day, again.hour, again.minute, again.fold) == (night.day, twice, 30, 1)
    assert again.timestamp() - between.timestamp() == 50 * 60


@pytest.mark.parametrize(("language", "text"), [("en", "in eight hours"), ("zh", "八小时后")])
def test_hours_are_real_ones_and_days_are_those_of_the_calendar(language: Language, text: str) -> None:
    night = datetime(2026, 3, 28, 22, tzinfo=VIENNA)
    slept = when.read(text, language, night).start
    assert slept is not None
    assert (slept.timestamp() - night.timestamp(), slept.hour) == (8 * 3600, 7)
    tomorrow = when.read("in a day" if language == "en" else "一天后", language, night).start
    assert tomorrow is not None
    assert (tomorrow.day, tomorrow.hour) == (29, 22)


def test_every_two_hours_goes_on_through_the_night_of_the_change() -> None:
    found = times("every two hours", "en", datetime(2026, 10, 24, 22, tzinfo=VIENNA), 4)
    assert [later.timestamp() - earlier.timestamp() for earlier, later in pairwise(found)] == [7200.0] * 3


@pytest.mark.parametrize(
    ("language", "text"), [("zh", "每年农历八月十五晚上八点"), ("zh", "每年中秋节晚上八点"), ("en", "every mid-autumn festival at 8 pm")]
)
def test_a_day_of_the_lunar_calendar_comes_every_lunar_year(language: Language, text: str) -> None:
    found = times(text, language, datetime(2026, 11, 23, 10, tzinfo=SHANGHAI), 3)
    assert [f"{at:%F %H}" for at in found] == ["2027-09-15 20", "2028-10-03 20", "2029-09-22 20"]


def test_the_lunar_new_years_eve_is_the_last_day_of_its_year() -> None:
    found = times("每年除夕晚上八点", "zh", datetime(2026, 11, 23, 10, tzinfo=SHANGHAI), 3)
    assert [f"{at:%F}" for at in found] == ["2027-02-05", "2028-01-25", "2029-02-12"]
