"""Routines: said, kept, done when they are due as if they were said then, told of in the room; risk is judged when they run."""

from __future__ import annotations

import asyncio
import logging
import uuid
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from jarvisd.agent import Answer
from jarvisd.agent.assistant import NOBODY, Assistant
from jarvisd.agent.confirm import Confirm, Words
from jarvisd.agent.reminding import Reminding, sentences
from jarvisd.agent.telling import Act
from jarvisd.agent.unanswered import Fleeting
from jarvisd.config import shipped
from jarvisd.events import Feed
from jarvisd.messages import LANGUAGES, Caller, Request, ToolCall, ToolResult
from jarvisd.ringer import Ringer
from jarvisd.routines import Routines
from jarvisd.schedule import State
from jarvisd.schedule.opened import Schedule
from jarvisd.schedule.ringing import Ringing
from jarvisd.text import language_of
from jarvisd.tools import Arguments, Asked, Risk, Tool
from jarvisd.tools.bus import Bus
from jarvisd.tools.reminders import ReminderTools
from jarvisd.voice.announce import Announcement, Announcer, hours
from tests.fakes import FakeRecall
from tests.schedule.home import ZONE, Home, Time, home

MONDAY = datetime(2026, 11, 23, 15, 10, tzinfo=ZONE)
SENTENCES = sentences(LANGUAGES, shipped("config/reminding"))
WORDS = Words(shipped("config/confirm.yaml"))
ORDERS = {"switch everything off": "all_off", "把灯都关掉": "all_off", "open the garage": "open_garage", "打开车库": "open_garage"}
OFF = {"en": "Everything is off.", "zh": "都关了。"}


@dataclass
class Lights:
    """A toolset with one thing that may be done at any time and one that may not."""

    did: list[str] = field(default_factory=list)

    def tools(self) -> Sequence[Tool]:
        def tool(name: str, risk: Risk) -> Tool:
            async def call(given: Arguments, asked: Asked) -> Mapping[str, Any]:
                self.did.append(name)
                return {}

            return Tool(name, name, {"type": "object"}, call, risk, told=lambda content, language: OFF[language])

        return tool("all_off", Risk.REVERSIBLE), tool("open_garage", Risk.DANGEROUS)


@dataclass
class Orders:
    """A responder that knows two orders in two languages."""

    bus: Bus
    name: str = "orders"

    def fixed(self) -> Sequence[tuple[str, str]]:
        return ()

    async def consider(self, request: Request) -> Answer | None:
        tool = ORDERS.get(request.text.strip(".。").casefold())
        if tool is None:
            return None
        asked = Asked(request.caller, request.conversation, request.language, request.at or MONDAY)

        async def say(result: ToolResult) -> str:
            return result.error or self.bus.told(result, request.language)

        return Act(ToolCall(uuid.uuid4().hex, tool, {}), asked, self.bus, say, by=self.name)


@dataclass
class Kitchen:
    """A Talk that writes down what it was given."""

    id: str = "kitchen"
    room: str = "kitchen"
    given: list[Announcement] = field(default_factory=list)
    seconds: float = 0.0  # until it is heard

    async def announce(self, one: Announcement) -> bool:
        self.given.append(one)
        await asyncio.sleep(self.seconds)
        return True


@dataclass
class House:
    home: Home
    lights: Lights
    mind: Assistant
    kitchen: Kitchen
    announcer: Announcer
    routines: Routines
    bus: Bus

    async def ask(self, text: str) -> str:
        caller = Caller(user="anna", room="kitchen")
        request = Request(text, "kitchen", caller, language_of(text, "en"), at=self.home.clock.now())
        async with self.mind.turn(request, await self.mind.consider(request)) as reply:
            async for _ in reply:
                pass
        return reply.text

    async def pass_(self, **by: float) -> list[Announcement]:
        """Time goes by, and what is due is done; what was said."""
        before = len(self.kitchen.given)
        await self.home.pass_(**by)
        with suppress(TimeoutError):
            async with asyncio.timeout(100):
                await self.routines.run()
        return self.kitchen.given[before:]

    async def states(self) -> list[str]:
        states: tuple[State, ...] = ("done", "missed", "ringing", "cancelled")
        return [one.state for one in await self.home.reminders.lately(states, MONDAY - timedelta(days=1)) if one.kind == "routine"]


@asynccontextmanager
async def house(folder: Path, someone: bool = True) -> AsyncIterator[House]:
    async with home(folder, Time(MONDAY)) as there:
        kitchen, lights, feed = Kitchen(), Lights(), Feed()
        announcer = Announcer(hours("22:00-07:00"), there.clock.now)
        if someone:
            announcer.join(kitchen)
        ringer = Ringer(announcer, feed)
        there.ringing = Ringing(there.reminders, there.clock, ringer)
        tools = ReminderTools(there.ringing, lambda: None)
        bus = Bus([tools, lights])
        now = there.clock.now

        async def able(request: Request) -> bool:
            return (await mind.consider(request)).by != NOBODY

        reminding = Reminding(SENTENCES, bus, tools, now, last=True, asked=Fleeting(), able=able)
        mind = Assistant([Confirm(WORDS, bus, now), reminding, Orders(bus)], FakeRecall(), now, bus)

        async def never() -> None:
            """This schedule is looked at by the test."""

        schedule = Schedule(there.reminders, there.clock, there.ringing, lambda: None, never)
        routines = Routines(mind, bus, schedule, announcer, feed)
        ringer.bind(schedule, routines)
        yield House(there, lights, mind, kitchen, announcer, routines, bus)
        await mind.rest()


@pytest.mark.parametrize(
    ("said", "told", "minutes", "spoken"),
    [
        ("at half past nine in the evening switch everything off", "I'll do that today at 9:30 PM: switch everything off.", 380, OFF["en"]),
        ("switch everything off in ten minutes", "I'll do that today at 3:20 PM: switch everything off.", 10, OFF["en"]),
        ("每天晚上九点半把灯都关掉", "好的，每天晚上九点三十分执行：把灯都关掉。第一次是今天。", 380, OFF["zh"]),
        ("十分钟后把灯都关掉", "好的，今天下午三点二十分执行：把灯都关掉。", 10, OFF["zh"]),
    ],
)
async def test_what_is_said_for_later_is_done_then_and_told_of(said: str, told: str, minutes: int, spoken: str, tmp_path: Path) -> None:
    async with house(tmp_path) as there:
        assert await there.ask(said) == told
        assert await there.pass_(minutes=minutes - 1) == []
        assert [one.text for one in await there.pass_(minutes=1.1)] == [spoken]
        assert there.lights.did == ["all_off"]
        assert await there.states() == ["done"]


async def test_an_hour_that_may_be_two_is_asked_back(tmp_path: Path) -> None:
    async with house(tmp_path) as there:
        assert await there.ask("at ten switch everything off") == "Is that 10:00 AM or 10:00 PM?"
        assert await there.ask("in the evening") == "I'll do that today at 10:00 PM: switch everything off."
        assert await there.ask("十点把灯都关掉") == "是上午十点整还是晚上十点整？"
        assert await there.ask("晚上") == "好的，今天晚上十点整执行：把灯都关掉。"


async def test_what_the_house_cannot_do_is_said_when_it_is_set(tmp_path: Path) -> None:
    async with house(tmp_path) as there:
        assert (await there.ask("turn on the sauna tomorrow at 6 pm")).endswith("But I don't know yet how to do that.")
        assert (await there.ask("明天下午六点打开桑拿")).endswith("不过我还不知道怎么做。")


@pytest.mark.parametrize("said", ["turn the heating up for an hour", "switch everything off", "把灯都关掉", "把暖气调高一个小时"])
async def test_what_is_to_be_done_now_is_no_routine(said: str, tmp_path: Path) -> None:
    async with house(tmp_path) as there:
        await there.ask(said)
        assert await there.home.reminders.waiting() == []


@pytest.mark.parametrize("said", ["at 25 o'clock switch everything off", "昨天晚上八点把灯都关掉"])
async def test_a_time_that_is_none_or_past_is_refused(said: str, tmp_path: Path) -> None:
    async with house(tmp_path) as there:
        assert await there.ask(said) in ("There is no such time.", "那个时间已经过去了。")
        assert there.lights.did == []


@pytest.mark.parametrize(("said", "yes"), [("open the garage at 4 pm", "yes"), ("下午四点打开车库", "好的")])
async def test_what_is_dangerous_is_asked_about_when_it_is_due_and_done_by_a_yes(said: str, yes: str, tmp_path: Path) -> None:
    async with house(tmp_path) as there:
        await there.ask(said)
        (asked,) = await there.pass_(minutes=51)
        assert asked.asks
        assert there.lights.did == []
        there.home.time.pass_(seconds=3)
        await there.ask(yes)
        assert there.lights.did == ["open_garage"]


async def test_what_is_dangerous_is_not_done_where_nobody_can_say_yes(tmp_path: Path) -> None:
    async with house(tmp_path, someone=False) as there:
        await there.ask("open the garage at 4 pm")
        await there.pass_(minutes=51)
        assert there.lights.did == []
        assert await there.states() == ["missed"]
        assert await there.ask("yes") != OFF["en"]
        assert there.lights.did == []


@pytest.mark.parametrize(("said", "yes"), [("open the garage at 4 pm", "yes"), ("下午四点打开车库", "好的")])
async def test_a_question_that_was_never_heard_cannot_be_answered(said: str, yes: str, tmp_path: Path) -> None:
    async with house(tmp_path) as there:
        await there.ask(said)
        there.kitchen.seconds = 1000.0
        await there.pass_(minutes=51)
        there.home.time.pass_(seconds=101)
        await there.ask(yes)
        assert there.lights.did == []


@pytest.mark.parametrize(("said", "told"), [("switch everything off at 4 pm", "was not done"), ("下午四点把灯都关掉", "没有做")])
async def test_what_fell_due_long_ago_is_not_done_late_but_told(said: str, told: str, tmp_path: Path) -> None:
    async with house(tmp_path) as there:
        await there.ask(said)
        (one,) = await there.pass_(hours=3)
        assert told in one.text
        assert there.lights.did == []
        assert await there.states() == ["missed"]


async def test_what_it_was_killed_over_is_not_done_twice(tmp_path: Path) -> None:
    async with house(tmp_path) as there:
        await there.ask("switch everything off at 4 pm")
        there.home.time.pass_(minutes=51)
        await there.home.reminders.take(there.home.clock.now())  # committed, and the process ends
    async with house(tmp_path) as there:
        there.home.time.pass_(minutes=51)
        await there.home.ringing.again()
        await there.home.ringing.once()
        (one,) = await there.pass_()
        assert "don't know whether it is done" in one.text
        assert there.lights.did == []


async def test_at_night_it_is_done_and_told_of_in_the_morning(tmp_path: Path) -> None:
    async with house(tmp_path) as there:
        await there.ask("every night at 11 pm switch everything off")
        assert await there.pass_(hours=8) == []
        assert there.lights.did == ["all_off"]


async def test_a_reminder_waits_for_the_end_of_a_film_and_comes_with_the_others_and_a_timer_does_not(tmp_path: Path) -> None:
    async with house(tmp_path) as there:
        film = [True]

        async def busy(room: str) -> bool:
            return film[0]

        there.announcer.heed(busy)
        for minute in (1, 3):
            await there.home.add("reminder", f"thing {minute}", 60 * minute)
        await there.home.add("timer", "pasta", 200)
        said = [one.text for _ in range(100) for one in await there.pass_(seconds=4) if one.text]
        assert set(said) == {"Your pasta timer is done."}
        await there.ask("stop")
        film[0] = False
        said = [one.text for _ in range(30) for one in await there.pass_(seconds=4)]
        assert said[0] == "There are 2 things. A reminder: thing 1. A reminder: thing 3."


async def test_what_a_film_holds_back_is_one_line_in_the_log_and_not_one_a_minute(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    async with house(tmp_path) as there:

        async def busy(room: str) -> bool:
            return room == "living room"

        there.announcer.heed(busy)
        await there.home.add("reminder", "thing", 60, room="living room")
        await there.home.add("reminder", "浇花", 90, room="卧室")
        said = [one.text for _ in range(150) for one in await there.pass_(seconds=4)]
        assert not any("thing" in text for text in said)
        assert any("浇花" in text for text in said)
        lines = [record.getMessage() for record in caplog.records]
        assert sum(" waits until it may be told" in line for line in lines) == 1
        assert sum("a call or a film" in line for line in lines) == 1
        assert sum("reminder 1 rings" in line for line in lines) == 1


async def test_a_routine_is_listed_and_cancelled(tmp_path: Path) -> None:
    async with house(tmp_path) as there:
        await there.ask("每天晚上九点半把灯都关掉")
        assert "把灯都关掉" in await there.ask("我有哪些定时任务？")
        assert "cancelled" not in await there.states()
        assert (await there.ask("cancel the routine")).startswith("Cancelled")
        assert await there.states() == ["cancelled"]
