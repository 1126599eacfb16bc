"""With no language model: what is told with a day and an hour is offered to the calendar, in English and Chinese."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from jarvisd.agent.assistant import Assistant
from jarvisd.agent.calendaring import Calendaring
from jarvisd.agent.entering import Entering, Offers
from jarvisd.agent.unanswered import Fleeting
from tests.agent.test_calendaring import SENTENCES, WORDS, Room
from tests.fakes import FakeRecall
from tests.tools.calendar.home import House

OFFERED = {"en": "Shall I put that into the calendar?", "zh": "要记到日历里吗？"}


@asynccontextmanager
async def room(folder: Path) -> AsyncIterator[Room]:
    house, recall, talk = House(folder), FakeRecall(), list[Room]()
    calendar = Calendaring(SENTENCES, house.bus, house.tools, lambda: talk[0].now, last=True, asked=Fleeting())
    entering = Entering(SENTENCES, calendar, WORDS, recall, lambda: talk[0].now)
    mind = Assistant([calendar, entering, Offers(SENTENCES, lambda: talk[0].now)], recall, lambda: talk[0].now, house.bus)
    talk.append(Room(house, mind))
    yield talk[0]
    await mind.rest()


@pytest.mark.parametrize(
    ("told", "language", "yes", "added"),
    [
        ("dentist on Friday at three pm", "en", "yes please", 'Added: "dentist", on Friday, November 27, at 3:00 PM.'),
        (
            "dinner with the Smiths on saturday at seven pm",
            "en",
            "sure",
            'Added: "dinner with the Smiths", on Saturday, November 28, at 7:00 PM.',
        ),
        (
            "the plumber comes tomorrow at nine in the morning",
            "en",
            "yes",
            'Added: "plumber comes", tomorrow, Tuesday, November 24, at 9:00 AM.',
        ),
        ("周六下午三点看牙医", "zh", "好的", "已加入日历：“看牙医”，11月28日，星期六，下午三点整。"),
        ("后天下午两点到三点跟王老师开会", "zh", "要", "已加入日历：“跟王老师开会”"),
    ],
)
async def test_what_is_told_is_entered_at_a_yes_and_once(tmp_path: Path, told: str, language: str, yes: str, added: str) -> None:
    async with room(tmp_path) as talk:
        assert await talk.ask(told) == OFFERED[language]
        assert talk.asks
        assert added in await talk.ask(yes)
        await talk.ask(yes)
        assert talk.by != "calendaring"  # a second yes enters nothing


@pytest.mark.parametrize(
    ("told", "no", "left"), [("dentist on Friday at 3 pm", "no", "leave it"), ("周六下午三点看牙医", "不用", "不记了")]
)
async def test_a_no_leaves_it_and_so_does_a_yes_that_comes_late_or_elsewhere(tmp_path: Path, told: str, no: str, left: str) -> None:
    async with room(tmp_path) as talk:
        await talk.ask(told)
        assert left in await talk.ask(no)
        await talk.ask("yes")
        assert talk.by != "calendaring"
        await talk.ask(told)
        await talk.ask("yes", conversation="hall")
        assert talk.by != "calendaring"
        talk.now += timedelta(minutes=2)
        await talk.ask("yes")
        assert talk.by != "calendaring"
        for day in ("Friday", "Saturday"):
            assert "nothing" in await talk.ask(f"what's on on {day}")


async def test_an_hour_of_the_morning_or_the_evening_is_asked_about_after_the_yes(tmp_path: Path) -> None:
    async with room(tmp_path) as talk:
        await talk.ask("dentist friday at three")
        assert await talk.ask("yes") == "Is that 3:00 AM or 3:00 PM?"
        assert await talk.ask("the afternoon") == 'Added: "dentist", on Friday, November 27, at 3:00 PM.'


@pytest.mark.parametrize(
    "text",
    [
        "the plumber came at nine in the morning", "we had dinner at eight pm", "is the dentist on Friday at three pm?", "Tom likes pasta",
        "we eat on Friday", "昨天下午三点看了牙医", "我喜欢下午", "周六去看牙医", "turn the lights on at five pm",
    ],
)  # fmt: skip
async def test_what_is_over_asked_ordered_or_without_an_hour_is_not_offered(tmp_path: Path, text: str) -> None:
    async with room(tmp_path) as talk:
        await talk.ask(text)
        assert talk.by != "entering"
