"""Timers, alarms and reminders from being set to being over, whatever becomes of the process and of the clock."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from jarvisd.errors import ScheduleError
from jarvisd.schedule import Reminder, Ring
from tests.schedule.home import NOON, ZONE, Ears, Time, home

SHANGHAI = ZoneInfo("Asia/Shanghai")


def ids(rings: list[Ring]) -> list[int]:
    return [ring.reminder.id for ring in rings]


async def test_a_timer_rings_until_it_is_stopped_and_never_again(tmp_path: Path) -> None:
    async with home(tmp_path) as house:
        timer = await house.add("timer", "pasta", 540)
        assert await house.pass_(seconds=539) == []
        for cycle in range(5):
            (ring,) = await house.pass_(seconds=4)
            assert (ring.reminder.id, ring.cycle, ring.late) == (timer.id, cycle, False)
        assert await house.ringing.acknowledge([timer.id]) == [timer.id]
        assert await house.pass_(days=9) == []
        assert await house.state(timer.id) == "done"


async def test_a_reminder_is_said_three_times_and_then_waits_as_missed(tmp_path: Path) -> None:
    async with home(tmp_path) as house:
        one = await house.add("reminder", "给妈妈打电话", 60, language="zh")
        rang = [await house.pass_(minutes=1) for _ in range(9)]
        assert [len(rings) for rings in rang] == [1, 0, 1, 0, 1, 0, 0, 0, 0]
        assert [one.text for one in await house.reminders.missed()] == ["给妈妈打电话"]
        await house.reminders.told([one.id])
        assert await house.reminders.missed() == []


async def test_where_nobody_can_hear_it_is_tried_again_until_a_device_is_there(tmp_path: Path) -> None:
    async with home(tmp_path, ears=Ears(there=False)) as house:
        for kind in ("timer", "alarm", "reminder"):
            await house.add(kind, after=10)
        assert len(await house.pass_(seconds=10)) == 3
        assert len(await house.pass_(seconds=5)) == 2
        house.ears.there = True
        assert len(await house.pass_(minutes=2)) == 3
        for ring in house.ringing.rings:
            assert await house.ringing.acknowledge([ring.reminder.id])
        assert await house.reminders.missed() == []


async def test_what_nobody_can_hear_for_an_hour_waits_as_missed(tmp_path: Path) -> None:
    async with home(tmp_path, ears=Ears(there=False)) as house:
        for kind in ("timer", "alarm", "reminder"):
            await house.add(kind, after=10)
        cycles = 0
        while await house.pass_(seconds=120):
            cycles += 1
            assert cycles < 1000
        assert len(await house.reminders.missed()) == 3


async def test_where_nobody_can_hear_it_is_not_tried_without_a_pause(tmp_path: Path) -> None:
    async with home(tmp_path, ears=Ears(there=False)) as house:
        await house.add("timer", after=10)
        house.time.pass_(seconds=10)
        await house.ringing.look()
        with suppress(TimeoutError):
            async with asyncio.timeout(60):
                await house.ringing.run()
        assert 10 <= len(house.ears.sounded) <= 14


async def test_an_alarm_nobody_stops_ends_within_the_hour(tmp_path: Path) -> None:
    async with home(tmp_path) as house:
        alarm = await house.add("alarm", after=10)
        cycles = 0
        while await house.pass_(seconds=10):
            cycles += 1
            assert cycles < 1000
        assert cycles > 100
        assert await house.state(alarm.id) == "missed"


async def test_snooze_rings_again_then_and_the_next_snooze_too(tmp_path: Path) -> None:
    async with home(tmp_path) as house:
        alarm = await house.add("alarm", after=10)
        await house.pass_(seconds=10)
        for _ in range(2):
            assert await house.ringing.snooze([alarm.id], timedelta(minutes=9)) == [alarm.id]
            assert await house.pass_(minutes=8) == []
            assert ids(await house.pass_(minutes=1)) == [alarm.id]


async def test_several_at_once_come_as_one_list(tmp_path: Path) -> None:
    async with home(tmp_path) as house:
        made = [await house.add("reminder", f"thing {n}", 60) for n in range(5)]
        assert ids(await house.pass_(minutes=1)) == [one.id for one in made]


async def test_what_came_due_while_it_was_down_rings_late_once_and_says_so(tmp_path: Path) -> None:
    time = Time()
    async with home(tmp_path, time) as house:
        late = [await house.add(kind, kind, 600) for kind in ("timer", "alarm", "reminder")]
    time.pass_(days=7)
    async with home(tmp_path, time) as house:
        rings = await house.pass_(seconds=1)
        assert ids(rings) == [one.id for one in late]
        assert all(ring.late and not ring.again for ring in rings)
        assert await house.pass_(hours=1) == []
    async with home(tmp_path, time) as house:
        await house.ringing.again()
        assert await house.pass_(seconds=1) == []
        assert len(await house.reminders.missed()) == 3  # told again when somebody asks


async def test_an_alarm_that_is_a_few_minutes_late_still_wakes_and_says_that_it_is_late(tmp_path: Path) -> None:
    async with home(tmp_path) as house:
        alarm = await house.add("alarm", "", 60)
        house.time.pass_(seconds=300)
        for _ in range(4):
            (ring,) = await house.pass_(seconds=4)
            assert (ring.reminder.id, ring.late, ring.loud) == (alarm.id, True, True)


async def test_one_that_was_cut_off_rings_again_and_says_so_and_an_acknowledged_one_does_not(tmp_path: Path) -> None:
    time = Time()
    async with home(tmp_path, time) as house:
        cut, done = await house.add("timer", "cut", 10), await house.add("timer", "done", 10)
        await house.pass_(seconds=10)
        await house.ringing.acknowledge([done.id])
    async with home(tmp_path, time) as house:
        await house.ringing.again()
        (ring,) = house.ringing.rings
        assert (ring.reminder.id, ring.again, ring.reminder.rang) == (cut.id, True, 2)


async def test_a_series_goes_on_whatever_becomes_of_its_rings(tmp_path: Path) -> None:
    async with home(tmp_path) as house:
        daily = replace(Reminder("reminder", "vitamins", NOON, "2026-11-23T12:00:00", ZONE.key, "FREQ=DAILY"), due=NOON)
        series = await house.reminders.add(daily, NOON - timedelta(hours=1))
        for day in range(3):
            (ring,) = await house.pass_(days=1 if day else 0)
            assert (ring.reminder.series, ring.reminder.due) == (series.id, NOON + timedelta(days=day))
            await house.ringing.acknowledge([ring.reminder.id])
        assert await house.state(series.id) == "scheduled"
        assert await house.reminders.next_due() == NOON + timedelta(days=3)


async def test_a_series_that_passed_many_times_while_it_was_down_rings_once_for_the_newest(tmp_path: Path) -> None:
    for number, (rule, away, newest) in enumerate(
        [
            ("FREQ=DAILY", timedelta(days=7, hours=1), NOON + timedelta(days=7)),
            ("FREQ=MONTHLY", timedelta(days=100), datetime(2027, 2, 23, 12, tzinfo=ZONE)),
            ("FREQ=MINUTELY", timedelta(days=3, seconds=20), NOON + timedelta(days=3)),
        ]
    ):
        async with home(tmp_path / str(number)) as house:
            one = await house.reminders.add(Reminder("reminder", "x", NOON, "2026-11-23T12:00:00", ZONE.key, rule), NOON)
            house.time.at += away
            (ring,) = await house.pass_()
            assert (ring.reminder.series, ring.reminder.due) == (one.id, newest)
            following = await house.reminders.next_due()
            assert following is not None
            assert following > house.time.at


async def test_a_series_ends_with_its_last_time(tmp_path: Path) -> None:
    async with home(tmp_path) as house:
        one = Reminder("alarm", "", NOON, "2026-11-23T12:00:00", ZONE.key, "FREQ=DAILY;COUNT=2")
        series = await house.reminders.add(one, NOON)
        for _ in range(2):
            (ring,) = await house.pass_()
            await house.ringing.acknowledge([ring.reminder.id])
            house.time.pass_(days=1)
        assert await house.pass_() == []
        assert await house.state(series.id) == "done"


@pytest.mark.parametrize("by", [-3600.0, 3600.0, 86400.0])
async def test_a_clock_that_is_set_moves_no_timer_and_every_alarm(tmp_path: Path, by: float) -> None:
    async with home(tmp_path) as house:
        timer = await house.add("timer", "eggs", 600)
        alarm = await house.add("alarm", "", 100_000, wall=(NOON + timedelta(seconds=100_000)).replace(tzinfo=None).isoformat())
        assert house.clock.jumped() == timedelta()
        house.time.pass_(seconds=60)
        house.time.at += timedelta(seconds=by)
        jump = house.clock.jumped()
        assert jump == timedelta(seconds=by)
        await house.reminders.shift_timers(jump)
        moved = await house.reminders.get(timer.id)
        assert moved is not None
        assert moved.due - house.time.at == timedelta(seconds=540)
        kept = await house.reminders.get(alarm.id)
        assert kept is not None
        assert kept.due == alarm.due


async def test_slow_drift_is_not_taken_for_a_clock_that_was_set(tmp_path: Path) -> None:
    async with home(tmp_path) as house:
        for _ in range(100):
            house.time.pass_(seconds=2)
            house.time.at += timedelta(milliseconds=20)
            assert house.clock.jumped() == timedelta()


async def test_in_another_zone_an_alarm_rings_at_its_time_of_day_there_and_a_timer_when_it_is_over(tmp_path: Path) -> None:
    time = Time()
    async with home(tmp_path, time) as house:
        await house.reminders.add(Reminder("alarm", "once", NOON.replace(hour=19), "2026-11-23T19:00:00", ZONE.key), NOON)
        daily = Reminder("alarm", "daily", NOON.replace(hour=20), "2026-11-23T20:00:00", ZONE.key, "FREQ=DAILY")
        await house.reminders.add(daily, NOON)
        but = Reminder("alarm", "but", NOON.replace(day=24), "2026-11-20T12:00:00", ZONE.key, "FREQ=DAILY;X-BUT=20261123")
        await house.reminders.add(but, NOON)
        timer = await house.add("timer", "eggs", 600)
    async with home(tmp_path, time, zone=SHANGHAI) as house:
        await house.reminders.rezone(SHANGHAI.key, time.at)
        due = {one.text: one.due for one in await house.reminders.waiting()}
        assert due["eggs"] == timer.due
        assert due["once"] == datetime(2026, 11, 23, 19, tzinfo=SHANGHAI)
        assert due["daily"] == datetime(2026, 11, 23, 20, tzinfo=SHANGHAI)
        assert due["but"] == datetime(2026, 11, 24, 12, tzinfo=SHANGHAI)


async def test_a_clock_that_lost_years_waits_two_minutes_then_goes_on_from_the_last_saved_time(tmp_path: Path) -> None:
    time = Time()
    async with home(tmp_path, time) as house:
        await house.reminders.saw(NOON)
        timer = await house.add("alarm", "", 600)
    time.at = datetime(1970, 1, 1, tzinfo=ZONE)
    async with home(tmp_path, time) as house:
        waited: list[float] = []

        def look() -> float:
            time.boot += 1.0
            waited.append(time.boot)
            return time.boot

        house.clock._monotonic = look  # the seconds of a wait that nobody really sits through
        await house.clock.settle(await house.reminders.last_saw())
        assert 100 < len(waited) < 140
        assert house.clock.doubtful
        assert abs(house.clock.now() - NOON) < timedelta(seconds=5)
        (ring,) = await house.pass_(minutes=11)
        assert (ring.reminder.id, ring.doubtful) == (timer.id, True)
        house.clock.jumped()
        time.at = NOON + timedelta(days=1)
        house.clock.jumped()
        assert (house.clock.doubtful, house.clock.now()) == (False, NOON + timedelta(days=1))


async def test_a_clock_that_is_put_right_meanwhile_is_believed(tmp_path: Path) -> None:
    async with home(tmp_path) as house:
        house.time.at = datetime(2099, 1, 1, tzinfo=ZONE)

        def look() -> float:
            house.time.boot += 1.0
            if house.time.boot > 30:
                house.time.at = NOON + timedelta(hours=2)
            return house.time.boot

        house.clock._monotonic = look
        await house.clock.settle(NOON)
        assert not house.clock.doubtful
        assert house.clock.now() == NOON + timedelta(hours=2)


async def test_a_house_left_off_for_a_month_or_in_touch_with_a_time_server_believes_its_clock(tmp_path: Path) -> None:
    async with home(tmp_path) as house:
        house.time.at = NOON + timedelta(days=30)
        await house.clock.settle(NOON)
        house.time.at, house.time.heard = NOON + timedelta(days=900), True
        await house.clock.settle(NOON)
        assert not house.clock.doubtful


async def test_there_is_an_end_to_timers_and_to_texts(tmp_path: Path) -> None:
    async with home(tmp_path) as house:
        with pytest.raises(ScheduleError, match="too long"):
            await house.add("reminder", "a" * 1_000_000, 60)
        for number in range(1000):
            await house.add("timer", "x", 600 + number)
        with pytest.raises(ScheduleError, match="cancel one first"):
            await house.add("timer", "one more", 600)
