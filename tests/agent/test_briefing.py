"""The briefing: told from the tools' results, shaped and switched off by a sentence, set for a time as a routine."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import pytest

from jarvisd.agent.assistant import Assistant
from jarvisd.agent.briefing import Briefing, sentences
from jarvisd.agent.reminding import Reminding
from jarvisd.agent.reminding import sentences as appointments
from jarvisd.agent.unanswered import Fleeting
from jarvisd.config import shipped
from jarvisd.database import open_database
from jarvisd.errors import ConfigError, ToolError
from jarvisd.messages import LANGUAGES, Request
from jarvisd.text import language_of
from jarvisd.tools import Arguments, Asked, Risk, Tool
from jarvisd.tools.briefing import BriefingTools
from jarvisd.tools.bus import Bus
from jarvisd.tools.reminders import ReminderTools
from tests.fakes import FakeRecall
from tests.schedule.home import ZONE, Home, Time, home

MORNING = datetime(2026, 11, 24, 6, 50, tzinfo=ZONE)


@dataclass
class Outside:
    """Weather and calendar, as the house's own tools name them."""

    works: bool = True
    asked: list[Mapping[str, object]] = field(default_factory=list)

    def tools(self) -> Sequence[Tool]:
        async def weather(given: Arguments, asked: Asked) -> Mapping[str, object]:
            if not self.works:
                raise ToolError("The home does not answer.")
            return {}

        async def calendar(given: Arguments, asked: Asked) -> Mapping[str, object]:
            self.asked.append(given)
            return {}

        words = {"en": ("It is sunny.", "There is the dentist at 3 PM."), "zh": ("晴天。", "下午三点看牙医。")}
        schema = {"type": "object"}
        return (
            Tool("HassGetWeather", "", schema, weather, Risk.READ, told=lambda content, language: words[language][0]),
            Tool("calendar_list", "", schema, calendar, Risk.READ, told=lambda content, language: words[language][1]),
        )


@dataclass
class Day:
    home: Home
    mind: Assistant
    outside: Outside

    async def ask(self, text: str) -> str:
        request = Request(text, "kitchen", language=language_of(text, "en"), at=self.home.clock.now())
        async with self.mind.turn(request, await self.mind.consider(request)) as reply:
            async for _ in reply:
                pass
        self.home.time.pass_(seconds=5)
        return reply.text


@asynccontextmanager
async def day(folder: Path, at: datetime = MORNING, outside: Outside | None = None) -> AsyncIterator[Day]:
    there = outside or Outside()
    async with home(folder, Time(at)) as house, open_database(folder / "facts.db") as database:
        now, reminders, briefing = house.clock.now, ReminderTools(house.ringing, lambda: None), BriefingTools(database)
        bus = Bus([reminders, briefing, there])
        told = Briefing(sentences(LANGUAGES, shipped("config/briefing")), briefing, bus, now)
        said = Reminding(appointments(LANGUAGES, shipped("config/reminding")), bus, reminders, now, last=True, asked=Fleeting())
        mind = Assistant([told, said], FakeRecall(), now, bus)
        yield Day(house, mind, there)
        await mind.rest()


async def test_it_tells_the_day_the_weather_the_calendar_and_what_is_to_ring(tmp_path: Path) -> None:
    async with day(tmp_path) as there:
        await there.ask("remind me at 6 pm to call Tom")
        await there.ask("remind me on Friday at 6 pm to call Ann")
        await there.ask("set a timer for nine minutes")
        assert await there.ask("give me my briefing") == (
            "Good morning. Today is Tuesday, November 24, 2026. It is sunny. There is the dentist at 3 PM. "
            'There is one: the reminder "call Tom", today at 6:00 PM.'
        )
        assert await there.ask("播报一下") == (
            "早上好。今天是2026年11月24日，星期二。晴天。下午三点看牙医。有一个：提醒“call Tom”，今天晚上六点整。"
        )


async def test_in_the_evening_it_is_of_tomorrow(tmp_path: Path) -> None:
    async with day(tmp_path, MORNING.replace(hour=21)) as there:
        assert await there.ask("evening briefing") == (
            "Tomorrow is Wednesday, November 25, 2026. There is the dentist at 3 PM. There are no reminders."
        )
        assert (await there.ask("晚间播报")).startswith("明天是2026年11月25日，星期三。下午三点看牙医。")
        assert [given["when"] for given in there.outside.asked] == ["tomorrow", "明天"]


@pytest.mark.parametrize(
    ("less", "more", "brief", "part"),
    [
        ("leave out the weather", "put the weather back in", "briefing", "sunny"),
        ("skip the calendar in the morning briefing", "add the calendar to the briefing", "the briefing please", "dentist"),
        ("leave the reminders out of the briefing", "the briefing with reminders again", "morning briefing", "no reminders"),
        ("播报里不要天气", "把天气加回来", "早间播报", "晴"),
        ("播报不要说日程了", "播报里加上日程", "来个播报", "牙医"),
        ("播报里去掉提醒", "播报里还要有提醒", "今天的播报", "没有提醒"),
    ],
)
async def test_it_is_shaped_by_voice(less: str, more: str, brief: str, part: str, tmp_path: Path) -> None:
    async with day(tmp_path) as there:
        assert part in await there.ask(brief)
        assert "briefing" in (said := await there.ask(less)) or "播报" in said
        assert part not in await there.ask(brief)
    async with day(tmp_path) as there:  # it is kept
        assert part not in await there.ask(brief)
        await there.ask(more)
        assert part in await there.ask(brief)


@pytest.mark.parametrize(
    ("said", "told", "ended", "over"),
    [
        (
            "give me a briefing every morning at seven",
            "I'll do that every day at 7:00 AM, first today: give me a briefing.",
            "stop the morning briefing",
            "Okay, no more briefings.",
        ),
        ("每天早上七点给我播报", "好的，每天早上七点整执行：播报。第一次是今天。", "不要再播报了", "好的，以后不播报了。"),
    ],
)
async def test_it_is_set_for_a_time_and_switched_off(said: str, told: str, ended: str, over: str, tmp_path: Path) -> None:
    async with day(tmp_path) as there:
        assert await there.ask(said) == told
        (kept,) = await there.home.reminders.waiting()
        assert kept.kind == "routine"
        assert "dentist" in (brief := await there.ask(kept.text)) or "牙医" in brief  # its words come to this door when it is due
        assert await there.ask(ended) == over
        assert await there.home.reminders.waiting() == []
        assert await there.ask(ended) in ("No briefing is set.", "没有设过播报。")


async def test_what_cannot_be_told_is_said_and_what_is_not_there_is_left_out(tmp_path: Path) -> None:
    async with day(tmp_path, outside=Outside(works=False)) as there:
        assert "I could not get the weather. There is the dentist" in await there.ask("give me a briefing")


@pytest.mark.parametrize(
    "said", ["", "brief me on the war of 1812", "x" * 1_000_000, "新闻播报", "leave out nothing", "what does briefing mean"]
)
async def test_other_things_are_not_taken_for_it(said: str, tmp_path: Path) -> None:
    async with day(tmp_path) as there:
        request = Request(said, "kitchen", language=language_of(said, "en"), at=MORNING)
        assert (await there.mind.consider(request)).by != "briefing"


def test_a_file_that_is_none_is_named(tmp_path: Path) -> None:
    (tmp_path / "en.yaml").write_text("language: en")
    with pytest.raises(ConfigError, match=r"en\.yaml"):
        sentences(("en",), tmp_path)
