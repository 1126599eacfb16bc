"""When a rule comes next, in every night that has an hour too few or too many, and on days that some months do not have."""

from __future__ import annotations

import time
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from jarvisd.errors import ScheduleError
from jarvisd.when.coming import following, instant

VIENNA, SHANGHAI, NEW_YORK, LORD_HOWE = (
    ZoneInfo(name) for name in ("Europe/Vienna", "Asia/Shanghai", "America/New_York", "Australia/Lord_Howe")
)


def times(rule: str, first: str, after: str, zone: ZoneInfo = VIENNA, most: int = 3, workdays: bool = False) -> list[str]:
    found = []
    at: datetime | None = datetime.fromisoformat(after).replace(tzinfo=zone)
    for _ in range(most):
        assert at is not None
        at = following(rule, datetime.fromisoformat(first), zone, at, workdays)
        if at is None:
            break
        found.append(at.isoformat(timespec="minutes"))
    return found


def test_what_the_spring_night_leaves_out_comes_at_the_instant_it_would_have_been() -> None:
    assert times("FREQ=DAILY", "2027-03-20T02:30", "2027-03-27T02:30") == [
        "2027-03-28T03:30+02:00", "2027-03-29T02:30+02:00", "2027-03-30T02:30+02:00",
    ]  # fmt: skip
    assert times("FREQ=DAILY", "2027-03-01T02:30", "2027-03-13T02:30", NEW_YORK, 2) == ["2027-03-14T03:30-04:00", "2027-03-15T02:30-04:00"]
    assert times("FREQ=DAILY", "2026-10-01T02:15", "2026-10-03T02:15", LORD_HOWE, 2) == ["2026-10-04T02:45+11:00", "2026-10-05T02:15+11:00"]


def test_what_the_autumn_night_has_twice_comes_once() -> None:
    assert times("FREQ=DAILY", "2026-10-20T02:30", "2026-10-24T02:30") == [
        "2026-10-25T02:30+02:00", "2026-10-26T02:30+01:00", "2026-10-27T02:30+01:00",
    ]  # fmt: skip


def test_every_two_hours_is_a_length_of_time_in_that_night_too() -> None:
    assert times("FREQ=HOURLY;INTERVAL=2", "2026-10-24T20:00", "2026-10-24T23:00") == [
        "2026-10-25T00:00+02:00", "2026-10-25T02:00+02:00", "2026-10-25T03:00+01:00",
    ]  # fmt: skip


def test_months_without_a_31st_and_years_without_a_29th_of_february_are_left_out() -> None:
    assert times("FREQ=MONTHLY;BYMONTHDAY=31", "2026-12-31T09:00", "2026-11-23T00:00") == [
        "2026-12-31T09:00+01:00", "2027-01-31T09:00+01:00", "2027-03-31T09:00+02:00",
    ]  # fmt: skip
    assert times("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29", "2028-02-29T09:00", "2026-11-23T00:00", most=2) == [
        "2028-02-29T09:00+01:00", "2032-02-29T09:00+01:00",
    ]  # fmt: skip
    assert times("FREQ=YEARLY", "2028-02-29T09:00", "2028-03-01T00:00", SHANGHAI, 1) == ["2032-02-29T09:00+08:00"]


def test_every_other_tuesday_counts_from_where_it_began() -> None:
    expected = ["2026-12-08T18:00+01:00", "2026-12-22T18:00+01:00", "2027-01-05T18:00+01:00"]
    assert times("FREQ=WEEKLY;INTERVAL=2;BYDAY=TU", "2026-11-24T18:00", "2026-11-25T00:00") == expected
    assert times("FREQ=WEEKLY;INTERVAL=2;BYDAY=TU", "2016-12-06T18:00", "2026-11-25T00:00") != []


@pytest.mark.parametrize(
    ("rule", "first", "expected"),
    [
        ("FREQ=WEEKLY;BYDAY=MO,WE,FR", "2026-11-23T07:30", ["2026-11-23T07:30+01:00", "2026-11-25T07:30+01:00", "2026-11-27T07:30+01:00"]),
        ("FREQ=MONTHLY;BYDAY=-1FR", "2026-11-27T17:00", ["2026-11-27T17:00+01:00", "2026-12-25T17:00+01:00", "2027-01-29T17:00+01:00"]),
        ("FREQ=MONTHLY;BYDAY=1MO", "2026-12-07T08:00", ["2026-12-07T08:00+01:00", "2027-01-04T08:00+01:00", "2027-02-01T08:00+01:00"]),
        ("FREQ=DAILY;COUNT=2", "2026-11-23T09:00", ["2026-11-23T09:00+01:00", "2026-11-24T09:00+01:00"]),
        ("FREQ=DAILY;UNTIL=20261124T080000Z", "2026-11-23T09:00", ["2026-11-23T09:00+01:00", "2026-11-24T09:00+01:00"]),
        ("FREQ=DAILY;UNTIL=20261124", "2026-11-23T09:00", ["2026-11-23T09:00+01:00", "2026-11-24T09:00+01:00"]),
    ],
)
def test_rules_as_people_mean_them(rule: str, first: str, expected: list[str]) -> None:
    assert times(rule, first, "2026-11-23T00:00") == expected


def test_working_days_leave_out_holidays_and_take_in_the_days_made_up() -> None:
    assert times("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", "2026-09-01T08:00", "2026-09-30T12:00", SHANGHAI, 3, workdays=True) == [
        "2026-10-08T08:00+08:00", "2026-10-09T08:00+08:00", "2026-10-10T08:00+08:00",
    ]  # fmt: skip


@pytest.mark.parametrize("freq", ["YEARLY", "MONTHLY", "WEEKLY", "DAILY", "HOURLY", "MINUTELY"])
def test_a_rule_that_never_comes_is_known_at_once(freq: str) -> None:
    began = time.monotonic()
    assert times(f"FREQ={freq};BYMONTH=2;BYMONTHDAY=30", "2026-11-23T09:00", "2026-11-23T09:00") == []
    assert time.monotonic() - began < 2


@pytest.mark.parametrize(
    "rule",
    ["", "every day", "FREQ=SECONDLY", "FREQ=FORTNIGHTLY", "FREQ=DAILY;INTERVAL=0", "FREQ=DAILY;INTERVAL=-2", "FREQ=DAILY;COUNT=99999999",
     "FREQ=WEEKLY;BYDAY=XX", "FREQ=DAILY;UNTIL=soon", "DTSTART:20260101T000000\nRRULE:FREQ=DAILY", "FREQ=DAILY;" * 200,
     "FREQ=YEARLY;BYEASTER=0"],
)  # fmt: skip
def test_what_is_no_rule_is_refused_with_a_sentence(rule: str) -> None:
    with pytest.raises(ScheduleError, match=r"say it|write it"):
        following(rule, datetime(2026, 11, 23, 9), VIENNA, datetime(2026, 11, 23, tzinfo=VIENNA))


def test_the_instant_of_a_wall_time_in_both_nights() -> None:
    assert instant(datetime(2027, 3, 28, 2, 30), VIENNA).isoformat() == "2027-03-28T03:30:00+02:00"
    assert instant(datetime(2026, 10, 25, 2, 30), VIENNA).isoformat() == "2026-10-25T02:30:00+02:00"
