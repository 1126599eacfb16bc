"""For a while: done now and undone by a routine, with the real understanding and the tools of the home, in English and Chinese."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from jarvisd.agent.acting import Acting
from jarvisd.agent.assistant import Assistant
from jarvisd.agent.confirm import Words
from jarvisd.agent.lasting import Lasting
from jarvisd.agent.understand.order import Understanding
from jarvisd.agent.wording import wordings
from jarvisd.config import shipped
from jarvisd.messages import LANGUAGES, Caller, Request
from jarvisd.schedule import Reminder
from jarvisd.text import language_of
from jarvisd.tools.bus import Bus
from jarvisd.tools.home.tools import HomeTools
from jarvisd.tools.reminders import ReminderTools
from tests.fakes import FakeRecall
from tests.schedule.home import Home, Time, home
from tests.tools.home.house import NOW, Memory


class Room:
    def __init__(self, schedule: Home, things: Memory, mind: Assistant) -> None:
        self.schedule, self.things, self.mind = schedule, things, mind

    async def ask(self, text: str) -> str:
        request = Request(text, "talk", Caller(room="Living Room"), language_of(text, "en"), at=self.schedule.clock.now())
        async with self.mind.turn(request, await self.mind.consider(request)) as reply:
            async for _ in reply:
                pass
        return reply.text

    async def waiting(self) -> list[Reminder]:
        return list(await self.schedule.reminders.waiting())


@asynccontextmanager
async def room(understanding: Understanding, folder: Path) -> AsyncIterator[Room]:
    things = Memory()
    async with home(folder, Time(NOW)) as schedule:
        now = schedule.clock.now
        bus = Bus([HomeTools(things), ReminderTools(schedule.ringing, lambda: None, ())])
        acting = Acting(
            understanding,
            things,
            bus,
            now,
            FakeRecall(),
            Words(shipped("config/confirm.yaml")),
            wordings(LANGUAGES, shipped("config/acting")),
        )
        mind = Assistant([Lasting(acting, now), acting], FakeRecall(), now, bus)
        yield Room(schedule, things, mind)
        await mind.rest()


@pytest.mark.parametrize(
    ("text", "said", "undone"),
    [
        ("turn the ceiling fan on for half an hour", "The Ceiling Fan is on. I'll do that today at 8:30 PM", "turn off the Ceiling Fan"),
        ("turn off the lights in the bedroom for ten minutes", "off. I'll do that today at 8:10 PM", "turn on the lights in the Bedroom"),
        ("open the living room curtain for two hours", "I'll do that today at 10:00 PM", "close the Living Room Curtain"),
        ("卧室吊扇开半小时", "卧室吊扇打开了。好的，今天晚上八点三十分执行", "关掉卧室吊扇"),
        ("把客厅的灯打开十分钟", "客厅的灯打开了。好的，今天晚上八点十分执行", "关掉客厅的灯"),
    ],
)
async def test_what_is_to_be_so_for_a_while_is_undone_at_the_end(
    understanding: Understanding, tmp_path: Path, text: str, said: str, undone: str
) -> None:
    async with room(understanding, tmp_path) as talk:
        assert said in await talk.ask(text)
        (one,) = await talk.waiting()
        assert (one.kind, one.text, one.room) == ("routine", undone, "Living Room")
        before = [service for service, _, _ in talk.things.calls]
        await talk.ask(one.text)
        (after,) = [service for service, _, _ in talk.things.calls][len(before) :]
        assert {after.partition(".")[2], before[0].partition(".")[2]} in ({"turn_on", "turn_off"}, {"open_cover", "close_cover"})


@pytest.mark.parametrize("text", ["unlock the front door for five minutes", "open the garage door for ten minutes", "把前门的锁打开五分钟"])
async def test_what_is_dangerous_is_not_begun_for_a_while(understanding: Understanding, tmp_path: Path, text: str) -> None:
    async with room(understanding, tmp_path) as talk:
        await talk.ask(text)
        assert talk.things.calls == []
        assert await talk.waiting() == []


@pytest.mark.parametrize("text", ["turn the ceiling fan on for half an hour", "卧室吊扇开半小时"])
async def test_what_was_not_done_is_not_undone_either(understanding: Understanding, tmp_path: Path, text: str) -> None:
    async with room(understanding, tmp_path) as talk:
        talk.things.lazy.add("fan.ceiling_fan")
        await talk.ask(text)
        assert await talk.waiting() == []


@pytest.mark.parametrize(
    "text", ["turn the ceiling fan on", "open the curtain for a second", "the fan ran for half an hour", "风扇转了半小时"]
)
async def test_what_names_no_while_sets_no_routine(understanding: Understanding, tmp_path: Path, text: str) -> None:
    async with room(understanding, tmp_path) as talk:
        await talk.ask(text)
        assert await talk.waiting() == []
