"""The whole understanding, as it is shipped and without an embedder: what is put off, put plainly or only played at."""

from __future__ import annotations

import asyncio

import pytest

from jarvisd.agent.understand import Heard, Understood, opened
from jarvisd.agent.understand.order import Understanding
from jarvisd.messages import LANGUAGES, Language
from jarvisd.tools.home import Area, Entity, House

HOUSE = House(
    (
        Entity("light.hall", "Hall Light", ("走廊灯",), "hall", "on"), Entity("cover.gate", "Gate", ("院门",), "hall", "open", {"device_class": "gate"}),
        Entity("media_player.tv", "TV", ("电视",), "hall", "on"), Entity("todo.shopping", "Shopping List", ("购物清单",)),
    ),
    (Area("hall", "Hall", ("走廊",)),),
)  # fmt: skip


@pytest.fixture(scope="module")
def mind() -> Understanding:
    return asyncio.run(opened.load(LANGUAGES))


async def done(mind: Understanding, language: Language, text: str) -> list[tuple[str, object]]:
    meaning = await mind.understand(Heard(text, language, HOUSE, "Hall"))
    return [(one.intent, one.slots) for one in meaning.commands] if isinstance(meaning, Understood) else []


@pytest.mark.parametrize(("language", "text", "intent", "slots"), [
    ("en", "could the gate be opened", "HassTurnOn", {"name": "Gate"}), ("zh", "能帮我把走廊灯关了吗", "HassTurnOff", {"name": "Hall Light"}),
    ("en", "turn off the hall light in 5 minutes", "HassStartTimer", {"minutes": 5, "conversation_command": "turn off the hall light"}),
    ("en", "open the gate a little", "HassSetPosition", {"name": "Gate", "position_step": "up"}), ("zh", "把院门打开一点吧", "HassSetPosition", {"name": "Gate", "position_step": "up"}),
    ("en", "um could you get the gate closed for me", "HassTurnOff", {"name": "Gate"}), ("zh", "走廊灯怎么还亮着给我关了", "HassTurnOff", {"name": "Hall Light"}),
])  # fmt: skip
async def test_what_is_ordered_is_done(mind: Understanding, language: Language, text: str, intent: str, slots: dict[str, object]) -> None:
    assert await done(mind, language, text) == [(intent, slots)]


async def test_things_for_a_list_go_there_one_by_one(mind: Understanding) -> None:
    found = await done(mind, "en", "put milk and eggs on the shopping list")
    assert found == [("HassListAddItem", {"item": item, "name": "Shopping List"}) for item in ("milk", "eggs")]


@pytest.mark.parametrize(("language", "text", "intent"), [
    ("en", "complete take out the bins on my shopping list", "HassListCompleteItem"), ("en", "remove take out the bins on my shopping list", "HassListRemoveItem"),
    ("zh", "把倒垃圾从购物清单里删掉", "HassListRemoveItem"),
])  # fmt: skip
async def test_what_is_to_be_done_with_an_item_is_none_of_it(mind: Understanding, language: Language, text: str, intent: str) -> None:
    item = "take out the bins" if language == "en" else "倒垃圾"
    assert await done(mind, language, text) == [(intent, {"item": item, "name": "Shopping List"})]


@pytest.mark.parametrize(("language", "text"), [
    ("en", "turn the steaks after two minutes"), ("en", "attention shoppers the store closes in ten minutes"), ("en", "play nice"), ("en", "feeling blue"),
    ("en", "the tv four people are terribly clever"), ("zh", "我妈叫你把走廊灯关了"), ("zh", "走廊灯先别关我正看书呢"),
])  # fmt: skip
async def test_what_is_no_order_is_not_done(mind: Understanding, language: Language, text: str) -> None:
    assert await done(mind, language, text) == []


POOL = House(
    (
        Entity("sensor.pool", "Pool Temperature", (), "yard", "24", {"device_class": "temperature"}), Entity("lock.front", "Front Door", (), "kitchen", "locked"),
        Entity("sensor.fridge", "Fridge Temperature", (), "kitchen", "4", {"device_class": "temperature"}), Entity("cover.gate", "Gate", (), "yard", "open", {"device_class": "gate"}),
        Entity("cover.drapes", "Drapes", (), "kitchen", "open", {"device_class": "curtain"}), Entity("scene.bedtime", "Bedtime"), Entity("light.sink", "Sink Light", (), "kitchen", "off"),
    ),
    (Area("kitchen", "Kitchen"), Area("yard", "Yard")),
)  # fmt: skip


@pytest.mark.parametrize(("text", "intent", "slots"), [
    ("tell me the temperature of the pool", "HassGetState", {"name": "Pool Temperature"}), ("how warm is the pool", "HassGetState", {"name": "Pool Temperature"}),
    ("what is the temperature in the kitchen", "HassClimateGetTemperature", {"area": "Kitchen"}),
    ("are both doors locked", "HassGetState", {"domain": "lock", "state": "locked"}), ("close the gate the dog's gonna get out", "HassTurnOff", {"name": "Gate"}),
    ("make the sink light red and ten percent", "HassLightSet", {"name": "Sink Light", "color": "red", "brightness": 10}),
    ("turn the sink light down to like twenty percent", "HassLightSet", {"name": "Sink Light", "brightness": 20}),
    ("weather please", "HassGetWeather", {}), ("time please", "HassGetCurrentTime", {}), ("nah forget about it", "HassNevermind", {}),
])  # fmt: skip
async def test_the_very_thing_is_meant(mind: Understanding, text: str, intent: str, slots: dict[str, object]) -> None:
    meaning = await mind.understand(Heard(text, "en", POOL, "Kitchen"))
    assert isinstance(meaning, Understood)
    assert [(one.intent, dict(one.slots)) for one in meaning.commands] == [(intent, slots)]


@pytest.mark.parametrize("text", [
    "let's open presents in the kitchen", "close the deal in the kitchen", "open the cookies in the kitchen", "did the gate open", "the dog's gonna get out if you open the gate",
])  # fmt: skip
async def test_what_is_no_thing_of_the_house_opens_nothing(mind: Understanding, text: str) -> None:
    meaning = await mind.understand(Heard(text, "en", POOL, "Kitchen"))
    assert not isinstance(meaning, Understood) or all(one.intent == "HassGetState" for one in meaning.commands)
