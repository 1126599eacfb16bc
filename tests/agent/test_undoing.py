"""What was done just now is taken back: reminders, entries of the calendar, lists and switches, in English and Chinese."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from jarvisd.agent import Responder
from jarvisd.agent.acting import Acting
from jarvisd.agent.assistant import Assistant
from jarvisd.agent.calendaring import Calendaring
from jarvisd.agent.confirm import Words
from jarvisd.agent.redating import Redating
from jarvisd.agent.reminding import Reminding, sentences
from jarvisd.agent.unanswered import Fleeting
from jarvisd.agent.understand.order import Understanding
from jarvisd.agent.undoing import Undoing
from jarvisd.agent.undoing import sentences as undoing
from jarvisd.agent.wording import wordings
from jarvisd.config import shipped
from jarvisd.messages import LANGUAGES, Caller, Request
from jarvisd.text import language_of
from jarvisd.tools.bus import Bus
from jarvisd.tools.home.tools import HomeTools
from jarvisd.tools.reminders import ReminderTools
from tests.agent.test_calendaring import SENTENCES as CALENDAR
from tests.fakes import FakeRecall
from tests.schedule.home import Home, Time, home
from tests.tools.calendar.home import MONDAY, House
from tests.tools.home.house import Memory


class Room:
    def __init__(self, mind: Assistant, schedule: Home, things: Memory) -> None:
        self.mind, self.schedule, self.things = mind, schedule, things

    async def ask(self, text: str, conversation: str = "talk") -> str:
        request = Request(text, conversation, Caller(), language_of(text, "en"), at=self.schedule.clock.now())
        async with self.mind.turn(request, await self.mind.consider(request)) as reply:
            async for _ in reply:
                pass
        self.schedule.time.pass_(seconds=5)
        return reply.text


@asynccontextmanager
async def room(understanding: Understanding, folder: Path) -> AsyncIterator[Room]:
    house, things, recall, asked = House(folder), Memory(), FakeRecall(), Fleeting()
    async with home(folder, Time(MONDAY)) as schedule:
        now = schedule.clock.now
        tools = ReminderTools(schedule.ringing, lambda: None, ())
        bus = Bus([tools, house.tools, HomeTools(things)])
        words, does = Words(shipped("config/confirm.yaml")), wordings(LANGUAGES, shipped("config/acting"))
        responders: list[Responder] = [
            Undoing(undoing(LANGUAGES, shipped("config/undoing")), bus, recall, now),
            Redating(CALENDAR, bus, recall, now),
            Reminding(sentences(LANGUAGES, shipped("config/reminding")), bus, tools, now, True, asked),
            Calendaring(CALENDAR, bus, house.tools, now, last=True, asked=asked),
            Acting(understanding, things, bus, now, recall, words, does),
        ]
        mind = Assistant(responders, recall, now, bus)
        yield Room(mind, schedule, things)
        await mind.rest()


@pytest.mark.parametrize(
    ("sets", "asks", "calls_off", "answer"),
    [
        ("set a pasta timer for ten minutes", "", "cancel it", "Cancelled: the pasta timer."),
        ("set a pasta timer for ten minutes", "", "cancel", "Cancelled: the pasta timer."),
        ("set a pasta timer for ten minutes", "", "never mind", "Cancelled: the pasta timer."),
        ("set a pasta timer for ten minutes", "how much time is left", "actually, cancel that", "Cancelled: the pasta timer."),
        ("wake me up at six thirty tomorrow", "", "no i don't need it after all", "Cancelled: "),
        ("wake me up at six thirty tomorrow", "when is my alarm", "turn it off", "Cancelled: "),
        ("明天早上七点叫我起床", "我的闹钟是几点", "把它关了吧", "取消"),
        ("定一个十分钟的面条计时器", "", "取消吧", "面条"),
        ("定一个十分钟的面条计时器", "", "算了", "面条"),
        ("定一个十分钟的面条计时器", "还剩多少时间", "把它取消", "面条"),
        ("明天早上七点叫我起床", "", "不用了", "取消"),
    ],
)
async def test_what_was_set_or_told_of_just_now_is_called_off(
    understanding: Understanding, tmp_path: Path, sets: str, asks: str, calls_off: str, answer: str
) -> None:
    async with room(understanding, tmp_path) as talk:
        await talk.ask(sets)
        await talk.ask(calls_off, conversation="hall")  # nothing was set there
        assert await talk.schedule.reminders.count(None) == 1
        if asks:
            await talk.ask(asks)
        assert answer in await talk.ask(calls_off)
        assert await talk.schedule.reminders.count(None) == 0


@pytest.mark.parametrize(
    ("sets", "asks", "calls_off"),
    [
        (("set a pasta timer for ten minutes", "set a timer for five minutes"), "what timers are running", "cancel them all"),
        (("set a pasta timer for ten minutes", "set a timer for five minutes"), "", "cancel both of them please"),
        (("定一个十分钟的面条计时器", "计时五分钟"), "有哪些计时器", "全部取消"),
        (("定一个十分钟的面条计时器", "计时五分钟"), "", "都取消了吧"),
    ],
)
async def test_all_of_a_kind_are_called_off_and_nothing_else(
    understanding: Understanding, tmp_path: Path, sets: tuple[str, ...], asks: str, calls_off: str
) -> None:
    async with room(understanding, tmp_path) as talk:
        await talk.ask("wake me up at six thirty tomorrow")
        for order in sets:
            await talk.ask(order)
        await talk.ask(calls_off, conversation="hall")  # nothing was set there
        assert await talk.schedule.reminders.count(None) == 3
        if asks:
            await talk.ask(asks)
        await talk.ask(calls_off)
        assert [one.kind for one in await talk.schedule.reminders.waiting()] == ["alarm"]


@pytest.mark.parametrize("mistaken", ["never mind", "undo that", "算了", "撤销"])
async def test_what_was_only_changed_is_not_lost(understanding: Understanding, tmp_path: Path, mistaken: str) -> None:
    async with room(understanding, tmp_path) as talk:
        await talk.ask("set a pasta timer for ten minutes")
        assert "11 minutes 55 seconds" in await talk.ask("add two minutes to the pasta timer")
        await talk.ask(mistaken)
        assert await talk.schedule.reminders.count(None) == 1


@pytest.mark.parametrize("mistaken", ["never mind", "算了"])
async def test_what_was_only_told_of_is_not_taken_back(understanding: Understanding, tmp_path: Path, mistaken: str) -> None:
    async with room(understanding, tmp_path) as talk:
        await talk.ask("set a pasta timer for ten minutes")
        await talk.ask("how much time is left")
        await talk.ask(mistaken)
        assert await talk.schedule.reminders.count(None) == 1


@pytest.mark.parametrize(
    ("adds", "takes_back", "deleted", "asks"),
    [
        ("add dentist on Friday at three pm", "cancel that", 'Deleted: "dentist"', "what's on on Friday"),
        ("add dentist on Friday at three pm", "oh never mind", 'Deleted: "dentist"', "what's on on Friday"),
        ("周五下午三点加一个看牙医", "取消吧", "看牙医", "周五有什么安排"),
        ("周五下午三点加一个看牙医", "把它删了", "看牙医", "周五有什么安排"),
    ],
)
async def test_an_entry_of_the_calendar_is_deleted(
    understanding: Understanding, tmp_path: Path, adds: str, takes_back: str, deleted: str, asks: str
) -> None:
    async with room(understanding, tmp_path) as talk:
        await talk.ask(adds)
        assert deleted in await talk.ask(takes_back)
        there = await talk.ask(asks)
        assert "nothing" in there or "没有" in there


@pytest.mark.parametrize(
    ("adds", "asks", "takes_back"),
    [
        ("add dentist on Friday at three pm", "when is the dentist", "cancel it"),
        ("周五下午三点加一个看牙医", "看牙医是什么时候", "把它取消"),
        ("add dentist on Friday at three pm", "move it to ten am", "cancel it"),
        ("周五下午三点加一个看牙医", "改到上午十点", "把它取消"),
    ],
)
async def test_the_one_entry_that_was_told_of_is_deleted(
    understanding: Understanding, tmp_path: Path, adds: str, asks: str, takes_back: str
) -> None:
    async with room(understanding, tmp_path) as talk:
        await talk.ask(adds)
        await talk.ask(asks)
        assert "dentist" in (told := await talk.ask(takes_back)) or "看牙医" in told
        there = await talk.ask("what's on on Friday" if adds.isascii() else "周五有什么安排")
        assert "nothing" in there or "没有" in there


async def test_a_series_is_deleted_at_a_yes_only(understanding: Understanding, tmp_path: Path) -> None:
    async with room(understanding, tmp_path) as talk:
        await talk.ask("add piano lesson every Monday at 5 pm")
        assert await talk.ask("undo that") == 'Shall I really delete "piano lesson", with every time it repeats?'


@pytest.mark.parametrize(("does", "undo"), [("turn on the bed light", "undo that"), ("打开卧室灯", "撤销")])
async def test_what_was_switched_is_switched_back(understanding: Understanding, tmp_path: Path, does: str, undo: str) -> None:
    async with room(understanding, tmp_path) as talk:
        await talk.ask(does)
        await talk.ask(undo)
        assert [service for service, _, _ in talk.things.calls] == ["light.turn_on", "light.turn_off"]


@pytest.mark.parametrize(("does", "off"), [("turn on the bed light", "turn it off"), ("打开卧室灯", "把它关了")])
async def test_a_lamp_is_switched_off_by_the_same_words(understanding: Understanding, tmp_path: Path, does: str, off: str) -> None:
    async with room(understanding, tmp_path) as talk:
        await talk.ask("set a pasta timer for ten minutes")
        await talk.ask(does)
        await talk.ask(off)
        assert [service for service, _, _ in talk.things.calls] == ["light.turn_on", "light.turn_off"]
        assert await talk.schedule.reminders.count(None) == 1


@pytest.mark.parametrize("words", ["cancel that", "never mind", "取消", "算了"])
async def test_what_is_only_called_off_switches_nothing(understanding: Understanding, tmp_path: Path, words: str) -> None:
    async with room(understanding, tmp_path) as talk:
        await talk.ask("turn on the bed light")
        await talk.ask(words)
        assert [service for service, _, _ in talk.things.calls] == ["light.turn_on"]


async def test_a_lock_that_was_locked_is_not_unlocked_without_a_yes(understanding: Understanding, tmp_path: Path) -> None:
    async with room(understanding, tmp_path) as talk:
        await talk.ask("lock the kitchen door")
        assert await talk.ask("undo that") == "Shall I unlock the Kitchen Door?"
        assert talk.things.one("lock.side_lock").state == "locked"
