"""What is named and not here is said so: a lamp by its number, an appliance; talk about one is left alone."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from jarvisd.agent.understand import Doubt, Heard, Meaning, Nameless, Understood, opened
from jarvisd.agent.understand.order import Understanding
from jarvisd.messages import LANGUAGES, Language
from jarvisd.tools.home import Area, Entity, House

PLAIN = House(
    (
        Entity("light.hall", "Hall Light", ("走廊灯",), "hall", "on"), Entity("light.stairs", "Stair Lamp", ("楼梯灯",), "hall", "on"),
        Entity("media_player.tv", "TV", ("电视",), "hall", "on"), Entity("climate.hall", "Thermostat", ("空调",), "hall", "heat"),
        Entity("sensor.fridge", "Fridge Temperature", ("冰箱温度",), "hall", "5", {"device_class": "temperature"}),
    ),
    (Area("hall", "Hall", ("走廊",)),),
)  # fmt: skip
COUNTED = replace(PLAIN, entities=(
    Entity("light.one", "Lamp 1", ("一号灯",), "hall", "off"), Entity("light.two", "Lamp Two", ("灯2",), "hall", "off"), *PLAIN.entities,
))  # fmt: skip
WITH_A_FRIDGE = replace(PLAIN, entities=(Entity("switch.fridge", "Fridge", ("冰箱",), "hall", "on"), *PLAIN.entities))


@pytest.fixture(scope="module")
def mind() -> Understanding:
    return asyncio.run(opened.load(LANGUAGES))


async def meant(mind: Understanding, text: str, house: House) -> Meaning:
    language: Language = "en" if text.isascii() else "zh"
    return await mind.understand(Heard(text, language, house, "Hall"))


@pytest.mark.parametrize(("text", "said"), [
    ("turn on lamp number 2", "lamp number 2"), ("switch light number three off please", "light number three"), ("set the lamp number two to 50 percent", "lamp number two"),
    ("打开二号灯", "二号灯"), ("把第三盏灯关了", "第三盏灯"), ("关掉灯2号", "灯2号"),
])  # fmt: skip
async def test_a_thing_by_a_number_that_is_none_here_is_not_all_of_its_kind(mind: Understanding, text: str, said: str) -> None:
    assert await meant(mind, text, PLAIN) == Nameless(said)


@pytest.mark.parametrize(("text", "name"), [
    ("turn on lamp number 2", "Lamp Two"), ("turn on lamp number one", "Lamp 1"), ("turn on the number two lamp", "Lamp Two"), ("turn on lamp two", "Lamp Two"),
    ("打开二号灯", "Lamp Two"), ("打开一号灯", "Lamp 1"), ("打开第二盏灯", "Lamp Two"),
])  # fmt: skip
async def test_of_several_that_one_is_meant(mind: Understanding, text: str, name: str) -> None:
    meaning = await meant(mind, text, COUNTED)
    assert isinstance(meaning, Understood)
    assert [one.slots.get("name") for one in meaning.commands] == [name]


SIDED = House(
    (
        Entity("lock.front", "Front Door", ("前门",), "hall", "locked"), Entity("lock.back", "Back Door", ("后门",), "hall", "locked"),
        Entity("light.left", "Left Lamp", ("左边的灯",), "hall", "off"), Entity("light.hall", "Hall Light", ("走廊灯",), "hall", "on"),
        Entity("light.arc", "Arc Lamp", ("弧形灯",), "hall", "on"),
    ),
    (Area("hall", "Hall", ("走廊",)),),
)  # fmt: skip


@pytest.mark.parametrize(("text", "said"), [
    ("unlock the side door", "side door"), ("turn on the right lamp", "right lamp"), ("switch the top light off", "top light"),
    ("把侧门的锁打开", "侧门"), ("打开右边的灯", "右边的灯"), ("把中间的灯关了", "中间的灯"),
])  # fmt: skip
async def test_a_thing_by_a_side_that_is_none_here_is_not_all_of_its_kind(mind: Understanding, text: str, said: str) -> None:
    assert await meant(mind, text, SIDED) == Nameless(said)


@pytest.mark.parametrize(("text", "names"), [
    ("unlock the back door", ["Back Door"]), ("turn on the left lamp", ["Left Lamp"]), ("turn the hall light back on", ["Hall Light"]), ("打开左边的灯", ["Left Lamp"]),
    ("把后门锁上", ["Back Door"]), ("lock the front and back doors", ["Front Door", "Back Door"]), ("turn off the arc and left lamps", ["Arc Lamp", "Left Lamp"]),
    ("把前门和后门锁上", ["Front Door", "Back Door"]), ("are the front and back doors locked", ["Front Door", "Back Door"]), ("前门和后门锁了吗", ["Front Door", "Back Door"]),
    ("could you check whether the front door is locked", ["Front Door"]), ("帮我看看前门锁了没有", ["Front Door"]),
])  # fmt: skip
async def test_by_its_side_the_one_that_is_called_so_is_meant(mind: Understanding, text: str, names: list[str]) -> None:
    meaning = await meant(mind, text, SIDED)
    assert isinstance(meaning, Understood)
    assert [one.slots.get("name") for one in meaning.commands] == names


@pytest.mark.parametrize("text", ["turn off lamp number 3", "关掉三号灯"])
async def test_nor_is_another_of_them_meant(mind: Understanding, text: str) -> None:
    assert isinstance(await meant(mind, text, COUNTED), Nameless)


@pytest.mark.parametrize(("text", "said"), [
    ("turn on the fridge", "fridge"), ("turn the oven off please", "oven"), ("could you start the dishwasher", "dishwasher"), ("kettle on", "kettle"),
    ("打开冰箱", "冰箱"), ("把洗碗机关了", "洗碗机"), ("帮我启动一下洗衣机", "洗衣机"),
])  # fmt: skip
async def test_an_appliance_that_is_none_here_is_said_so(mind: Understanding, text: str, said: str) -> None:
    meaning = await meant(mind, text, PLAIN)
    assert isinstance(meaning, Nameless)
    assert meaning.name == said


@pytest.mark.parametrize("text", [
    "the fridge is empty", "close the fridge it's beeping", "did you turn on the oven", "don't turn on the dishwasher", "mum turned the kettle on", "turn on the charm",
    "have you seen lamp number two", "冰箱里没有牛奶了", "洗碗机坏了", "你打开冰箱了吗", "别开烤箱", "妈妈把洗衣机打开了", "二号灯真好看",
])  # fmt: skip
async def test_talk_about_one_is_left_alone(mind: Understanding, text: str) -> None:
    assert await meant(mind, text, PLAIN) is None


async def test_one_that_is_here_is_used(mind: Understanding) -> None:
    for text in ("turn on the fridge", "打开冰箱"):
        meaning = await meant(mind, text, WITH_A_FRIDGE)
        assert isinstance(meaning, Understood)
        assert meaning.commands[0].slots["name"] == "Fridge"


@pytest.mark.parametrize("text", ["i'm cold", "I'm freezing", "movie time", "story time"])
async def test_nobody_is_asked_about_what_was_not_ordered(mind: Understanding, text: str) -> None:
    assert not isinstance(await meant(mind, text, PLAIN), Doubt)
