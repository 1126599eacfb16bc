"""A lamp whose name was misheard is no order for all lamps, and is known by its sound where one name alone is near."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Any

import pytest

from jarvisd.agent import sounds
from jarvisd.agent.understand import Heard, Meaning, Understood, misheard, opened, sounds_en
from jarvisd.agent.understand.order import Understanding
from jarvisd.messages import LANGUAGES, Language
from jarvisd.tools.home import Area, Entity, House

EN = House(
    (
        Entity("light.cupboard", "Cupboard Lights", (), "kitchen", "off"),
        Entity("light.spots", "Spots", (), "kitchen", "off"),
        Entity("light.hall", "Hall Light", (), "hall", "off"),
        Entity("light.floor", "Floor Lamp", (), "lounge", "on", {"brightness": 60}),
        Entity("light.reading", "Reading Lamp", (), "nan", "on"),
        Entity("cover.velvet", "Velvet Curtains", (), "lounge", "open", {"device_class": "curtain"}),
        Entity("climate.oil", "Oil Radiator", ("nan's heater",), "nan", "heat", {"temperature": 21}),
        Entity("alarm_control_panel.house", "Alarm", (), "hall", "disarmed"),
    ),
    (Area("kitchen", "Kitchen", (), ""), Area("hall", "Hall", (), ""), Area("lounge", "Lounge", (), ""), Area("nan", "Nan's Room", (), "")),
)
ZH = House(
    (
        Entity("cover.katong", "卡通窗帘", (), "ertong", "open", {"device_class": "curtain"}),
        Entity("cover.luodi", "落地窗帘", (), "keting", "open", {"device_class": "curtain"}),
        Entity("light.shuzhuo", "书桌灯", (), "keting", "off", {"brightness": 0}),
        Entity("light.xiegui", "鞋柜灯", (), "keting", "off"),
        Entity("climate.gua", "挂机空调", (), "woshi", "off", {"temperature": 26}),
        Entity("camera.men", "门口摄像头", (), "menkou", "idle"),
        Entity("todo.gouwu", "购物清单", (), "", "0"),
    ),
    (Area("ertong", "儿童房", (), ""), Area("keting", "客厅", (), ""), Area("woshi", "卧室", (), ""), Area("menkou", "门口", (), "")),
)


class Ear:
    """Has nothing else to say."""

    async def again(self, names: Sequence[str]) -> tuple[str, ...]:
        return ()


@pytest.fixture(scope="module")
def mind() -> Understanding:
    return asyncio.run(opened.load(LANGUAGES))


async def meant(mind: Understanding, text: str, language: Language, heard: bool = True, others: tuple[str, ...] = ()) -> Meaning:
    house, room = (EN, "Kitchen") if language == "en" else (ZH, "客厅")
    return await mind.understand(Heard(text, language, house, room, others=others, ear=Ear() if heard else None))


@pytest.mark.parametrize(("language", "text", "intent", "slots"), [
    ("en", "Covered lights on.", "HassTurnOn", {"name": "Cupboard Lights"}),
    ("en", "Turn the whole light on.", "HassTurnOn", {"name": "Hall Light"}),
    ("en", "Dim the 4 lamp to 10%.", "HassLightSet", {"name": "Floor Lamp", "brightness": 10}),
    ("en", "Plus the velvet curtains.", "HassTurnOff", {"name": "Velvet Curtains"}),
    ("en", "Set Nance heater to 23.", "HassClimateSetTemperature", {"name": "Oil Radiator", "temperature": 23}),
    ("en", "Arm that alarm.", "HassTurnOn", {"name": "Alarm"}),
    ("en", "All the lights off accept the floor lamp.", "HassTurnOff", {"except": ["Floor Lamp"]}),
    ("zh", "太通窗帘拉上。", "HassTurnOff", {"name": "卡通窗帘"}),
    ("zh", "舒着灯亮一点。", "HassLightSet", {"name": "书桌灯", "brightness_step": "up"}),
    ("zh", "血贵灯关了。", "HassTurnOff", {"name": "鞋柜灯"}),
    ("zh", "我是空调打开。", "HassTurnOn", {"area": "卧室"}),
    ("zh", "门口试向头 大开一。", "HassTurnOn", {"name": "门口摄像头"}),
    ("zh", "勾勿清淡甲牛奶。", "HassListAddItem", {"name": "购物清单", "item": "牛奶"}),
    ("zh", "对面楼看得,一斤二楚麻烦宁把窗帘拉上。", "HassTurnOff", {"device_class": "curtain"}),
    ("zh", "挂机空调温度高 亮度。", "HassClimateSetTemperature", {"name": "挂机空调", "temperature_step": 2}),
])  # fmt: skip
async def test_a_name_that_was_misheard_is_known_by_its_sound(
    mind: Understanding, language: Language, text: str, intent: str, slots: dict[str, Any]
) -> None:
    meaning = await meant(mind, text, language)
    assert isinstance(meaning, Understood), meaning
    [command] = meaning.commands
    assert command.intent == intent
    assert {slot: command.slots.get(slot) for slot in slots} == slots


@pytest.mark.parametrize(("language", "text"), [
    ("en", "Horks lights on."), ("en", "Turn off the blimey light."), ("en", "Bundle lights to 40%."),
    ("zh", "拼命灯关掉。"), ("zh", "捆绑窗帘拉上。"),
])  # fmt: skip
async def test_what_may_have_been_another_name_is_asked_about_where_it_was_heard(
    mind: Understanding, language: Language, text: str
) -> None:
    assert not isinstance(await meant(mind, text, language), Understood)


@pytest.mark.parametrize(("language", "text"), [
    ("en", "Turn off the lights."), ("en", "All the bloody lights off."), ("en", "Make the kitchen lights blue."), ("en", "Set the lights to 40%."),
    ("en", "Turn every light off."), ("zh", "把灯关了。"), ("zh", "客厅的灯都关掉。"), ("zh", "把这边的灯打开。"), ("zh", "窗帘拉上。"), ("zh", "红色的灯打开。"),
])  # fmt: skip
async def test_the_words_of_every_day_before_a_lamp_are_no_name(mind: Understanding, language: Language, text: str) -> None:
    written, heard = await meant(mind, text, language, heard=False), await meant(mind, text, language)
    assert heard == written


@pytest.mark.parametrize(("language", "text", "other", "name"), [
    ("en", "Bundle lights on.", "Cupboard lights on.", "Cupboard Lights"), ("zh", "拼命灯关掉。", "鞋柜灯关掉。", "鞋柜灯"),
])  # fmt: skip
async def test_another_way_to_hear_it_comes_before_what_is_doubtful(
    mind: Understanding, language: Language, text: str, other: str, name: str
) -> None:
    meaning = await meant(mind, text, language, others=(other,))
    assert isinstance(meaning, Understood)
    assert meaning.commands[0].slots["name"] == name


@pytest.mark.parametrize(("language", "text"), [
    ("en", "Plus the velvet curtains cost a fortune."), ("en", "He bought hall lights yesterday."), ("en", "I locket the shed."),
    ("en", "Is the 4 lamp on?"), ("zh", "他买了血贵灯。"), ("zh", "我是空调工人。"), ("zh", "拜登都打开话匣子了。"), ("zh", "为什么舒着灯亮着?"),
])  # fmt: skip
async def test_talk_that_sounds_like_a_name_does_nothing(mind: Understanding, language: Language, text: str) -> None:
    meaning = await meant(mind, text, language)
    acts = [one.intent for one in meaning.commands] if isinstance(meaning, Understood) else []
    assert set(acts) <= {"HassGetState"}


def test_what_sounds_alike_is_nearer_than_what_does_not() -> None:
    assert sounds_en.unlike("covered", "cupboard") < 0.3 < sounds_en.unlike("covered", "ceiling")
    assert sounds_en.unlike("whole", "hall") == 0
    assert sounds.unlike("太通", "卡通") < 0.45 < sounds.unlike("太通", "落地")
    assert sounds.unlike("血贵", "鞋柜") < 0.2
    assert sounds.unlike("书桌", "书桌灯") == 1


async def test_what_is_typed_is_read_as_it_stands() -> None:
    noted: list[str] = []
    for language, text in (("en", "turn of the hall light"), ("zh", "拜登都关了")):
        for ear in (None, Ear()):
            heard = Heard(text, language, EN if language == "en" else ZH, ear=ear)
            misheard.plainly(heard, lambda by, of, thought: noted.append(thought))
    assert noted == ["turn off the hall light", "把灯都关了"]


@pytest.mark.parametrize(("text", "intent", "slots"), [
    ("全家的灯都灭了把就写柜别动", "HassTurnOff", {"domain": "light", "except": ["鞋柜灯"]}),
    ("落地窗帘流一条风", "HassSetPosition", {"name": "落地窗帘", "position": 10}),
    ("书桌灯的色温改成三线开。", "HassLightSet", {"name": "书桌灯", "temperature": 3000}),
])  # fmt: skip
async def test_chinese_that_is_never_right_as_it_was_heard_is_read_as_it_was_said(
    mind: Understanding, text: str, intent: str, slots: dict[str, Any]
) -> None:
    meaning = await meant(mind, text, "zh")
    assert isinstance(meaning, Understood), meaning
    assert [(command.intent, command.slots) for command in meaning.commands] == [(intent, slots)]


@pytest.mark.parametrize("text", ["全家的灯都灭了把就选柜别动", "灯的色温改成三什么"])
async def test_what_stays_as_it_is_and_what_is_a_colour_is_asked_about_where_nobody_heard_which(mind: Understanding, text: str) -> None:
    assert not isinstance(await meant(mind, text, "zh"), Understood)


async def test_a_question_that_was_heard_as_a_deed_with_the_time_behind_it_does_nothing(mind: Understanding) -> None:
    for text in ("书桌灯关了每都十点了", "书桌灯关了没多十点了。", "书桌灯关了没都十点了"):
        meaning = await meant(mind, text, "zh")
        acts = {command.intent for command in meaning.commands} if isinstance(meaning, Understood) else set()
        assert acts <= {"HassGetState"}, text
