"""Orders that cannot be done as they were said, by everything that understands them: told in words, and nothing else is done.

The home is what a real Home Assistant told, kept in memory; its answers over the wire are in tests/tools/home.
"""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta

import pytest

from jarvisd.agent.acting import Acting
from jarvisd.agent.assistant import Assistant
from jarvisd.agent.confirm import Confirm, Words
from jarvisd.agent.understand import opened
from jarvisd.agent.understand.order import Understanding
from jarvisd.agent.wording import wordings
from jarvisd.config import MemoryConfig, shipped
from jarvisd.errors import HomeTrouble
from jarvisd.memory import embed
from jarvisd.messages import LANGUAGES, Caller, Request
from jarvisd.text import language_of
from jarvisd.tools.bus import Bus
from jarvisd.tools.home import Area, Entity, House
from jarvisd.tools.home.looking import LookTools
from jarvisd.tools.home.tools import HomeTools
from jarvisd.tools.limits import Limits
from tests.fakes import FakeRecall
from tests.tools.home.house import NOW, Memory

pytestmark = pytest.mark.real_time

YES = Words(shipped("config/confirm.yaml"))
KNOWN: list[Understanding] = []  # loaded once: it takes a second
SAYS = wordings(LANGUAGES, shipped("config/acting"))


class Talk:
    """A whole mind that only acts and takes a yes; every sentence takes five seconds."""

    def __init__(self, home: Memory, assistant: Assistant) -> None:
        self.home, self.assistant = home, assistant
        self.now = NOW
        self.asks = False
        self.seconds = 0.0  # of understanding the last

    async def say(self, text: str, room: str = "") -> str:
        request = Request(text, "c", Caller(room=room), language_of(text, "en"), at=self.now)
        began = time.perf_counter()
        answer = await self.assistant.consider(request)
        self.seconds = time.perf_counter() - began
        async with self.assistant.turn(request, answer) as reply:
            async for _ in reply:
                pass
        self.now += timedelta(seconds=5)
        self.asks = reply.expects_answer
        return reply.text

    @property
    def done(self) -> list[tuple[str, tuple[str, ...]]]:
        return [(service, ids) for service, ids, _ in self.home.calls]


@asynccontextmanager
async def talk(home: Memory) -> AsyncIterator[Talk]:
    if not KNOWN:
        KNOWN.append(await opened.load(LANGUAGES, embed.load(MemoryConfig())))
    talks: list[Talk] = []
    bus = Bus([HomeTools(home), LookTools(home)], limits=Limits(1000))
    recall = FakeRecall()
    acting = Acting(KNOWN[0], home, bus, lambda: talks[0].now, recall, YES, SAYS)
    assistant = Assistant([Confirm(YES, bus, lambda: talks[0].now), acting], recall, lambda: talks[0].now, bus)
    talks.append(Talk(home, assistant))
    yield talks[0]
    await assistant.rest()


BRIGHTNESS = ("Brightness goes from 0 to 100 percent.", "亮度只能在0%到100%之间。")
PERCENT = ("That goes from 0 to 100 percent.", "只能在0%到100%之间。")


async def test_what_is_beyond_a_thing_or_not_in_a_room_is_told_and_not_done() -> None:
    wanted = {
        "set the light to minus ten": BRIGHTNESS[0],
        "set the bed light to minus ten percent": BRIGHTNESS[0],
        "dim the bed light to minus ten": BRIGHTNESS[0],
        "set the bed light to 500 percent": BRIGHTNESS[0],
        "把灯调到负十": BRIGHTNESS[1],
        "把卧室灯调到百分之负十": BRIGHTNESS[1],
        "把卧室灯调到百分之五百": BRIGHTNESS[1],
        "set the bedroom air conditioner to 500 degrees": "500 degrees is out of range; it takes 7 to 35 degrees.",
        "set the bedroom air conditioner to minus ten degrees": "-10 degrees is out of range; it takes 7 to 35 degrees.",
        "把卧室空调调到五百度": "500度超出范围了，只能在7到35度之间。",
        "把卧室空调调到零下十度": "-10度超出范围了，只能在7到35度之间。",
        "set the tv volume to minus ten": PERCENT[0],
        "电视音量调到五百": PERCENT[1],
        "turn on the fan in the garage": "There is no fan in the Garage.",
        "打开车库的风扇": "车库没有风扇。",
        "open the blinds in the garage": "There is no blind in the Garage.",
        "把车库的空调调到26度": "车库没有空调。",
        "turn on lamp 2": "I know nothing called lamp 2 in this house.",
        "switch on light three": "I know nothing called light three in this house.",
        "open blind 2": "I know nothing called blind 2 in this house.",
        "turn on the light in the attic": "There is no attic in this house.",
        "打开阁楼的灯": "家里没有阁楼。",
    }
    async with talk(Memory()) as here:
        assert {text: await here.say(text, "Kitchen") for text in wanted} == wanted
        assert here.done == []


def twins() -> Memory:
    """Two lamps of one name in each language; of 台灯 a third, whose own name is another."""
    home = Memory()
    rooms = ("kitchen", "bedroom")
    home.put(*(Entity(f"light.lamp_{room}", "Lamp", ("台灯",), room, "off") for room in rooms))
    home.put(*(Entity(f"light.pendant_{room}", "吊灯", (), room, "off") for room in rooms))
    return home


LAMPS = "There are several called Lamp: the one in Kitchen or the one in Bedroom. Which one?"
PENDANTS = "有好几个叫吊灯的：厨房的那个，还是卧室的那个。要哪一个？"


@pytest.mark.parametrize(
    ("order", "question", "answer", "said", "done"),
    [
        ("turn on the lamp", LAMPS, "the one in the bedroom", "The Lamp is on.", "light.lamp_bedroom"),
        ("turn on the lamp", LAMPS, "Bedroom.", "The Lamp is on.", "light.lamp_bedroom"),
        ("turn on the lamp", LAMPS, "the kitchen lamp, please", "The Lamp is on.", "light.lamp_kitchen"),
        ("打开吊灯", PENDANTS, "卧室的那个", "吊灯打开了。", "light.pendant_bedroom"),
        ("打开吊灯", PENDANTS, "我说的是厨房的吊灯", "吊灯打开了。", "light.pendant_kitchen"),
        (
            "打开台灯",  # an alias of things with other names
            "有好几个叫台灯的：客厅的那个、厨房的那个，还是卧室的那个。要哪一个？",
            "厨房",
            "台灯打开了。",
            "light.lamp_kitchen",
        ),
        (
            "set the heating to 20 degrees",
            "Which one: Heat Pump or Bedroom Air Conditioner?",
            "the heat pump",
            "The Heat Pump is set to 20 degrees.",
            "climate.heatpump",
        ),
        ("把空调调到二十度", "要哪一个：客厅空调，还是卧室空调？", "卧室的", "卧室空调调到20度了。", "climate.hvac"),
    ],
)
async def test_which_of_two_is_asked_and_the_answer_does_it(order: str, question: str, answer: str, said: str, done: str) -> None:
    async with talk(twins()) as here:
        assert await here.say(order) == question
        assert (here.asks, here.done) == (True, [])
        assert await here.say(answer) == said
        assert [ids for _, ids in here.done] == [(done,)]


@pytest.mark.parametrize(
    ("order", "answers"),
    [
        ("turn on the lamp", ["yes"]),
        ("turn on the lamp", ["not the bedroom"]),
        ("turn on the lamp", ["never mind", "the one in the bedroom"]),
        ("turn on the lamp", ["what is in the bedroom?"]),
        ("打开吊灯", ["好的"]),
        ("打开吊灯", ["不是卧室的"]),
        ("打开吊灯", ["算了", "卧室的那个"]),
    ],
)
async def test_what_does_not_say_which_one_does_nothing(order: str, answers: Sequence[str]) -> None:
    async with talk(twins()) as here:
        await here.say(order)
        for answer in answers:
            await here.say(answer)
        assert not [ids for _, ids in here.done if ids[0].startswith(("light.lamp", "light.pendant"))]


async def test_another_order_is_no_answer_and_a_late_answer_does_nothing() -> None:
    async with talk(twins()) as here:
        await here.say("turn on the lamp")
        assert await here.say("turn off the kitchen lights") == "The Kitchen Lights are off."
        await here.say("the bedroom")
        await here.say("turn on the lamp")
        here.now += timedelta(seconds=31)
        await here.say("the bedroom")
        assert not [ids for _, ids in here.done if ids[0].startswith("light.lamp")]


@pytest.mark.parametrize(
    ("order", "question", "yes", "said"),
    [
        ("unlock the front door", "Shall I unlock the Front Door?", "yes", "Sorry, that did not work."),
        ("打开前门的锁", "要打开前门的锁吗？", "好的", "抱歉，没有成功。"),
    ],
)
async def test_a_door_that_is_gone_between_the_question_and_the_yes_is_not_opened_and_not_said_to_be(
    order: str, question: str, yes: str, said: str
) -> None:
    async with talk(Memory()) as here:
        assert await here.say(order) == question
        left = tuple(one for one in here.home.house.entities if one.id != "lock.entrance_lock")
        here.home.house = replace(here.home.house, entities=left)
        assert await here.say(yes) == said
        assert here.done == []


@pytest.mark.parametrize(
    ("order", "said"), [("turn on the bed light", "Bed Light is no longer there."), ("打开卧室灯", "卧室灯已经不在了。")]
)
async def test_a_thing_that_goes_between_hearing_and_acting_is_named(order: str, said: str) -> None:
    async with talk(Memory()) as here:
        here.home.trouble = HomeTrouble("gone", name="Bed Light" if order.isascii() else "卧室灯")
        assert await here.say(order) == said


@pytest.mark.parametrize(
    ("order", "said"),
    [
        ("turn on the bed light", "Home Assistant does not let me in; its token has to be renewed."),
        ("打开卧室灯", "家居系统不接受我的令牌，需要换一个新的。"),
    ],
)
async def test_a_token_that_is_not_taken_is_said(order: str, said: str) -> None:
    async with talk(Memory()) as here:
        here.home.trouble = HomeTrouble("token")
        assert await here.say(order) == said


async def test_of_a_thousand_things_the_one_is_meant_that_was_named() -> None:
    rooms = tuple(Area(f"a{number}", f"Room {number}", (f"{number}号房",)) for number in range(40))
    things = tuple(Entity(f"light.l{n}", f"Lamp {n}", (f"{n}号灯",), f"a{n % 40}", "off") for n in range(1000))
    async with talk(Memory(House(things, rooms))) as here:
        await here.say("turn on lamp 3")  # what is made of a house once
        took = []
        for order, said in (
            ("turn on lamp 517", "The Lamp 517 is on."),
            ("打开517号灯", "517号灯打开了。"),
            ("turn off lamp 999", "The Lamp 999 is off."),
            ("关掉998号灯", "998号灯关了。"),
        ):
            here.home.calls.clear()
            assert await here.say(order) == said
            assert [ids for _, ids in here.done] == [(f"light.l{''.join(filter(str.isdigit, order))}",)]
            took.append(here.seconds)
        assert sorted(took)[1] < 0.1  # 10 to 30 ms on two slow cores
        here.home.calls.clear()
        assert await here.say("turn on the light in room 7") == "The Room 7 lights are on."
        assert len(here.done[0][1]) == 25
