"""What is said of "it" is of the thing that was spoken of just before, and of nothing where nothing was, in English and Chinese."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from jarvisd.agent.acting import Acting
from jarvisd.agent.assistant import Assistant
from jarvisd.agent.confirm import Words
from jarvisd.agent.intents import Intents
from jarvisd.agent.understand.order import Understanding
from jarvisd.agent.wording import wordings
from jarvisd.config import shipped
from jarvisd.messages import LANGUAGES, Caller, Request
from jarvisd.text import language_of
from jarvisd.tools.bus import Bus
from jarvisd.tools.home import Entity
from jarvisd.tools.home.looking import LookTools
from jarvisd.tools.home.tools import HomeTools
from tests.agent.test_intents import BOOKS, NOW, Sound
from tests.fakes import FakeRecall
from tests.tools.home.house import Memory


class Talk:
    def __init__(self, understanding: Understanding) -> None:
        self.sound, self.things, self.now = Sound(), Memory(), NOW
        recall = FakeRecall()
        bus = Bus([self.sound, HomeTools(self.things), LookTools(self.things)])
        words, does = Words(shipped("config/confirm.yaml")), wordings(LANGUAGES, shipped("config/acting"))
        acting = Acting(understanding, self.things, bus, self._clock, recall, words, does)
        self.mind = Assistant([Intents(BOOKS, bus, recall, self._clock), acting], recall, self._clock, bus)

    def _clock(self) -> datetime:
        return self.now

    async def ask(self, text: str) -> str:
        self.now += timedelta(seconds=10)
        request = Request(text, "talk", Caller(), language_of(text, "en"), at=self.now)
        async with self.mind.turn(request, await self.mind.consider(request)) as reply:
            async for _ in reply:
                pass
        return reply.text


@asynccontextmanager
async def talking(understanding: Understanding) -> AsyncIterator[Talk]:
    talk = Talk(understanding)
    yield talk
    await talk.mind.rest()


def lit(id: str) -> Callable[[Memory], int]:
    return lambda home: round((home.one(id).attributes.get("brightness") or 0) / 2.55)


@pytest.mark.parametrize(
    ("says", "percent"),
    [
        (("turn on the bed light", "set it to 50"), 50),
        (("turn on the bed light", "make it eighty percent please"), 80),
        (("turn on the bed light", "turn it down to twenty"), 20),
        (("set the bed light to fifty percent", "turn it down a bit"), 30),
        (("set the bed light to fifty percent", "turn it down"), 30),
        (("set the bed light to fifty percent", "turn it up a little"), 70),
        (("set the bed light to fifty percent", "a little more"), 70),
        (("set the bed light to fifty percent", "what time is it", "a bit less please"), 30),
        (("打开卧室灯", "调到五十"), 50),
        (("打开卧室灯", "调成百分之八十吧"), 80),
        (("卧室灯调到百分之五十", "调小一点"), 30),
        (("卧室灯调到百分之五十", "再大一点"), 70),
        (("卧室灯调到百分之五十", "再低一点吧"), 30),
    ],
)
async def test_it_is_the_lamp_and_not_the_volume(understanding: Understanding, says: Sequence[str], percent: int) -> None:
    async with talking(understanding) as talk:
        for text in says:
            await talk.ask(text)
        assert lit("light.bed_light")(talk.things) == percent
        assert talk.sound.asked == []


@pytest.mark.parametrize(
    ("says", "state"),
    [
        (("turn on the bed light", "off again"), "off"),
        (("turn off the bed light", "on again please"), "on"),
        (("set the bed light to fifty percent", "switch off"), "off"),
        (("卧室灯调到百分之五十", "关了吧"), "off"),
        (("打开卧室灯", "再关上"), "off"),
        (("关掉卧室灯", "打开吧"), "on"),
        (("打开卧室灯", "现在几点", "关了吧"), "off"),
    ],
)
async def test_a_bare_verb_is_for_what_was_spoken_of(understanding: Understanding, says: Sequence[str], state: str) -> None:
    async with talking(understanding) as talk:
        for text in says:
            await talk.ask(text)
        assert talk.things.one("light.bed_light").state == state
        assert {id for _, ids, _ in talk.things.calls for id in ids} == {"light.bed_light"}


@pytest.mark.parametrize(
    "says", [("lock the front door", "off"), ("锁上前门", "关了吧"), ("what time is it", "off"), ("现在几点", "关了吧")]
)
async def test_a_bare_verb_unlocks_nothing_and_is_for_nothing_where_nothing_was_spoken_of(
    understanding: Understanding, says: Sequence[str]
) -> None:
    async with talking(understanding) as talk:
        await talk.ask(says[0])
        before = list(talk.things.calls)
        await talk.ask(says[1])
        assert talk.things.calls == before


@pytest.mark.parametrize(
    ("before", "says"),
    [
        ("what time is it", "turn it down"),
        ("what time is it", "set it to 50"),
        ("turn on the bed light", "turn the volume down"),
        ("turn on the bed light", "you are too loud"),
        ("现在几点", "调小一点"),
        ("打开卧室灯", "声音小一点"),
        ("打开卧室灯", "太吵了"),
    ],
)
async def test_it_is_the_volume_where_nothing_else_was_spoken_of_or_it_is_named(
    understanding: Understanding, before: str, says: str
) -> None:
    async with talking(understanding) as talk:
        await talk.ask(before)
        await talk.ask(says)
        assert len(talk.sound.asked) == 1
        assert len(talk.things.calls) == (1 if "light" in before or "灯" in before else 0)


@pytest.mark.parametrize(
    ("says", "degrees"),
    [
        (("set the bedroom air conditioner to 20", "turn it up a bit"), 21),
        (("set the bedroom air conditioner to 20", "make it twenty two"), 22),
        (("卧室空调调到二十度", "调高一点"), 21),
        (("卧室空调调到二十度", "调到二十四"), 24),
        (("卧室空调调到二十度", "再低一点"), 19),
    ],
)
async def test_more_of_what_cools_is_a_degree(understanding: Understanding, says: Sequence[str], degrees: float) -> None:
    async with talking(understanding) as talk:
        for text in says:
            await talk.ask(text)
        assert talk.things.calls[-1][2] == {"temperature": degrees}


@pytest.mark.parametrize(
    "says", ["turn it off", "make it 80 percent", "把它关了", "turn everything on", "全部打开", "turn on everything but the tv"]
)
async def test_it_is_not_the_whole_house(understanding: Understanding, says: str) -> None:
    async with talking(understanding) as talk:
        await talk.ask("what time is it")
        assert (await talk.ask(says)).endswith(("?", "？"))
        assert talk.things.calls == []


@pytest.mark.parametrize(("question", "says"), [("pause it", "turn it off"), ("暂停", "把它关了")])
async def test_a_question_that_names_nothing_does_not_make_it_forgotten(understanding: Understanding, question: str, says: str) -> None:
    async with talking(understanding) as talk:
        await talk.ask("turn on the bed light")
        await talk.ask(question)
        await talk.ask(says)
        assert talk.things.calls[-1][:2] == ("light.turn_off", ("light.bed_light",))


@pytest.mark.parametrize(
    ("says", "answer"),
    [
        ("what is the bedroom air conditioner set to", "The Bedroom Air Conditioner is cooling, set to 21 degrees."),
        ("what is the thermostat set at", "set to 21 degrees"),
        ("卧室空调调到多少度了", "卧室空调在制冷，设定21度。"),
        ("how warm is it in the bedroom", "It is 22 degrees in the Bedroom."),
        ("卧室几度", "卧室现在22度。"),
    ],
)
async def test_what_it_is_set_to_is_not_how_warm_it_is(understanding: Understanding, says: str, answer: str) -> None:
    async with talking(understanding) as talk:
        talk.things.put(Entity("sensor.bed", "Bedroom Temperature", (), "bedroom", "22", {"device_class": "temperature"}))
        assert answer in await talk.ask(says)


@pytest.mark.parametrize(
    ("says", "answer"),
    [
        ("how warm is it inside", "It is 22 degrees in the Bedroom, 19.5 degrees in the Kitchen."),
        ("家里现在几度", "卧室现在22度，厨房现在19.5度。"),
    ],
)
async def test_how_warm_it_is_is_told_of_every_room_and_not_of_the_garden(understanding: Understanding, says: str, answer: str) -> None:
    async with talking(understanding) as talk:
        house = talk.things.house
        kept = tuple(one for one in house.entities if one.domain not in ("climate", "sensor"))
        talk.things.house = replace(house, entities=kept)
        warm = {"device_class": "temperature"}
        talk.things.put(
            Entity("sensor.bed", "Bedroom Temperature", (), "bedroom", "22", warm),
            Entity("sensor.kitchen", "Kitchen Temperature", (), "kitchen", "19.5", warm),
            Entity("sensor.outside", "Outside Temperature", ("室外温度",), "", "3", warm),
            Entity("sensor.fridge", "Fridge", (), "kitchen", "5", warm),
        )
        assert await talk.ask(says) == answer
