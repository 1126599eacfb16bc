"""The tools of reminders as a model calls them: what is done, and what is refused with a sentence."""

from __future__ import annotations

import time
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from jarvisd.bench import rings
from jarvisd.database import open_database
from jarvisd.messages import Caller, Language, ToolCall, ToolResult
from jarvisd.schedule import aloud
from jarvisd.tools import Asked, reminder_words
from jarvisd.tools.bus import Bus
from jarvisd.tools.limits import Limits
from jarvisd.tools.moments import moment
from jarvisd.tools.reminders import ReminderTools
from jarvisd.when import following
from tests.schedule.home import NOON, Home, home


async def call(house: Home, tool: str, by: str = "person", language: Language = "en", **given: Any) -> ToolResult:
    async def people() -> list[str]:
        return ["Tom"]

    tools = ReminderTools(house.ringing, lambda: None, ("kitchen", "bedroom"), people)
    asked = Asked(Caller("anna", "kitchen"), "talk", language, house.clock.now(), "model" if by == "model" else "person")
    return await Bus([tools], limits=Limits()).call(ToolCall("1", tool, given), asked)


async def test_a_model_sets_by_words_and_by_iso_and_changes_by_name(tmp_path: Path) -> None:
    async with home(tmp_path) as house:
        for when in ("tomorrow at 3 pm", "明天下午三点", "2026-11-24T15:00", "2026-11-24T14:00:00+00:00"):
            result = await call(house, "set_reminder", "model", text="call mum", when=when)
            assert (result.error, result.content["reminder"]["due"]) == ("", "2026-11-24T15:00:00+01:00")
        rule = await call(house, "set_alarm", "model", when="2026-11-24T07:00", rule="FREQ=WEEKLY;BYDAY=TU")
        assert rule.content["reminder"]["rule"] == "FREQ=WEEKLY;BYDAY=TU"
        await call(house, "set_timer", "model", seconds=600, name="tea")
        changed = await call(house, "change_reminder", "model", which="tea", add_seconds=60)
        assert changed.content["reminder"]["due"] == (NOON + timedelta(seconds=660)).isoformat()
        assert (await call(house, "cancel_reminder", "model", which="the tea timer")).error == ""
        assert len((await call(house, "list_reminders", "model")).content["reminders"]) == 5


async def test_it_is_for_somebody_and_rings_in_a_room(tmp_path: Path) -> None:
    async with home(tmp_path) as house:
        made = (await call(house, "set_reminder", text="feed the cat", when="in ten minutes", person="tom", room="Bedroom")).content[
            "reminder"
        ]
        own = (await call(house, "set_timer", seconds=60)).content["reminder"]
        assert (made["person"], made["room"], own["room"]) == ("Tom", "bedroom", "kitchen")


@pytest.mark.parametrize(
    ("tool", "given", "sentence"),
    [
        ("set_reminder", {"text": "x", "when": "at seven"}, "in the morning or in the evening"),
        ("set_reminder", {"text": "x", "when": "yesterday at noon"}, "past already"),
        ("set_reminder", {"text": "x", "when": "2020-01-01T10:00"}, "past already"),
        ("set_reminder", {"text": "x", "when": "2126-01-01T10:00"}, "fifty years"),
        ("set_reminder", {"text": "x", "when": "30 February"}, "no such time"),
        ("set_reminder", {"text": "x", "when": "banana"}, "no time"),
        ("set_reminder", {"text": "x", "when": ""}, "no time"),
        ("set_reminder", {"text": "", "when": "in an hour"}, "text"),
        ("set_reminder", {"text": "x" * 1_000_000, "when": "in an hour"}, "too long"),
        ("set_reminder", {"text": "x", "when": "2026-11-24T10:00", "rule": "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30"}, "never come"),
        ("set_reminder", {"text": "x", "when": "2026-11-24T10:00", "rule": "every day"}, "no rule"),
        ("set_reminder", {"text": "x", "when": "in an hour", "person": "Zoltan"}, "anybody called Zoltan"),
        ("set_reminder", {"text": "x", "when": "in an hour", "room": "garage"}, "no room called garage; I know kitchen, bedroom"),
        ("set_routine", {"text": "lights off", "when": "yesterday"}, "past already"),
        ("set_routine", {"text": "", "when": "in an hour"}, "text"),
        ("set_routine", {"when": "in an hour"}, "text"),
        ("set_timer", {"seconds": -5}, "from one second"),
        ("set_timer", {"seconds": 0}, "from one second"),
        ("set_timer", {"seconds": 1e12}, "from one second"),
        ("cancel_reminder", {"id": 99}, "over already"),
        ("cancel_reminder", {}, "none"),
        ("change_reminder", {"which": "nothing"}, "none"),
        ("snooze_reminder", {}, "Nothing is ringing"),
        ("snooze_reminder", {"minutes": -1}, "minutes"),
    ],
)
async def test_what_cannot_be_is_refused_with_a_sentence(tmp_path: Path, tool: str, given: dict[str, Any], sentence: str) -> None:
    async with home(tmp_path) as house:
        result = await call(house, tool, **given)
        assert sentence in result.error
        assert len(result.error) < 500
        assert await house.reminders.waiting() == []


@pytest.mark.slow
@pytest.mark.parametrize(
    ("language", "full", "listed"),
    [
        ("en", "1000 timers are running already, more I cannot keep. Cancel some first.", "There are 1000: "),
        ("zh", "已经有1000个计时器在运行，不能再多了，请先取消一些。", "一共1000个："),
    ],
)
async def test_of_ten_thousand_timers_a_thousand_run_and_every_other_is_refused_in_words(
    tmp_path: Path, language: Language, full: str, listed: str
) -> None:
    async with home(tmp_path) as house:
        said = [(await call(house, "set_timer", language=language, seconds=60 + n // 100, name=f"t{n}")).error for n in range(10_000)]
        assert said == [""] * 1000 + [full] * 9000
        assert (await call(house, "set_reminder", language=language, text="the last of all", when="2026-11-24T15:00")).error == ""
        timers = await call(house, "list_reminders", language=language, kind="timer")
        assert reminder_words.listed(timers.content, language).startswith(listed)
        assert reminder_words.listed((await call(house, "list_reminders", language=language)).content, language)
        found = await call(house, "list_reminders", language=language, which="last of all")
        assert [row["text"] for row in found.content["reminders"]] == ["the last of all"]
        rung = await house.pass_(minutes=2)
        assert sorted(ring.reminder.text for ring in rung) == sorted(f"t{n}" for n in range(1000))
        assert len(aloud.sentence(rung, house.clock.now())) < 1000  # nobody listens to a thousand
        assert (await call(house, "stop_ringing", language=language)).content["stopped"] == 1000
        assert (await call(house, "set_timer", language=language, seconds=60)).error == ""
        assert await house.state(found.content["reminders"][0]["id"]) == "scheduled"


@pytest.mark.parametrize(("language", "rest"), [("en", "42 more"), ("zh", "另外还有42个")])
async def test_long_texts_that_are_too_many_for_one_answer_are_counted(tmp_path: Path, language: Language, rest: str) -> None:
    async with home(tmp_path) as house:
        for n in range(47):
            await house.add("reminder", f"{n:03} " + "long text " * 150, 60 + n)
        for tool, told in (("list_reminders", reminder_words.listed), ("missed_reminders", reminder_words.missed)):
            assert told((await call(house, tool, language=language)).content, language).count(rest) == (tool == "list_reminders")
        for _ in range(3):
            await house.pass_(minutes=5)
        for left in (42, 37, 32):
            said = reminder_words.missed((await call(house, "missed_reminders", language=language)).content, language)
            assert str(left) in said
        gone = await call(house, "cancel_reminder", language=language, all=True)
        assert reminder_words.cancelled(gone.content, language)


async def test_a_routine_that_a_model_sets_is_asked_about_first(tmp_path: Path) -> None:
    async with home(tmp_path) as house:
        bus = Bus([ReminderTools(house.ringing, lambda: None)])
        given = {"text": "unlock the door", "when": "tomorrow at 3 pm"}
        for language, question in (("en", "Shall I do this, tomorrow at 3 pm: unlock the door?"), ("zh", "unlock the door")):
            asked = Asked(Caller(), language, language, house.clock.now(), by="model", tainted=True)
            result = await bus.call(ToolCall(language, "set_routine", given), asked)
            assert question in result.question
        assert await house.reminders.waiting() == []


async def test_whoever_sets_something_for_chinese_working_days_is_told_where_the_table_ends(tmp_path: Path) -> None:
    async with home(tmp_path, zone=ZoneInfo("Asia/Shanghai")) as house:
        bus = Bus([ReminderTools(house.ringing, lambda: None)])
        at = datetime(2026, 11, 23, 10, tzinfo=ZoneInfo("Asia/Shanghai"))
        result = await bus.call(ToolCall("1", "set_alarm", {"when": "每个工作日早上七点"}), Asked(Caller(), "x", "zh", at))
        assert bus.told(result, "zh").endswith("2026年12月31日，星期四以后的放假安排我还不知道，先按周一到周五算。")
        result = await bus.call(ToolCall("2", "set_alarm", {"when": "每周一早上七点"}), Asked(Caller(), "x", "zh", at))
        assert "放假" not in bus.told(result, "zh")


@pytest.mark.parametrize(("language", "words"), [("en", "every day at 02:30"), ("zh", "每天02:30")])
def test_an_hour_that_the_spring_night_leaves_out_on_the_first_day_is_kept_on_all_others(language: Language, words: str) -> None:
    vienna = ZoneInfo("Europe/Vienna")
    asked = Asked(Caller(), "kitchen", language, datetime(2027, 3, 27, 22, tzinfo=vienna))
    meant = moment(words, asked)
    assert meant.start == datetime(2027, 3, 28, 3, 30, tzinfo=vienna)
    first = datetime.fromisoformat(meant.wall)
    nights = [following(meant.rule, first, vienna, datetime(2027, 3, day, 12, tzinfo=vienna)) for day in (27, 28, 29)]
    assert [night.strftime("%d %H:%M") for night in nights if night] == ["28 03:30", "29 02:30", "30 02:30"]


@pytest.mark.slow
async def test_a_name_beyond_the_next_thousand_is_found_at_once_among_a_hundred_thousand(tmp_path: Path) -> None:
    async with home(tmp_path) as house, open_database(tmp_path / "jarvisd.db") as database:
        await rings.fill(database, 100_000, house.clock.now().timestamp())
        await call(house, "set_reminder", text="Érd: Öl nachfüllen", when="2066-01-01T10:00")
        await call(house, "set_reminder", text="给妈妈打电话", when="2066-01-02T10:00")
        for which, year in (("thing number 99999", 2027), ("the öl nachfüllen reminder", 2066), ("妈妈打电话", 2066)):
            began = time.perf_counter()
            result = await call(house, "list_reminders", which=which)
            took = time.perf_counter() - began
            assert [datetime.fromisoformat(row["due"]).year for row in result.content["reminders"]] == [year], which
            assert took < 0.5, which
        await call(house, "list_reminders", when="today")  # the words of time are read in
        began = time.perf_counter()
        assert (await call(house, "list_reminders", when="tomorrow")).content["count"] == 1440
        assert time.perf_counter() - began < 0.5
        assert "none" in (await call(house, "cancel_reminder", which="thing number 4_2")).error.casefold()
