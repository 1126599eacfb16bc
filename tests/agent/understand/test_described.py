"""What is told by where it stands is the thing that is called after that place; where nothing is, it is asked about."""

from __future__ import annotations

import pytest

from jarvisd.agent.understand import Heard, Understood
from jarvisd.agent.understand.described import named, unknown
from jarvisd.agent.understand.order import Understanding
from jarvisd.messages import Language
from jarvisd.tools.home import Area, Entity, House

HOUSE = House(
    (
        Entity("light.bed", "Bedside Lamp", ("床头灯",), "attic", "off"), Entity("light.shelf", "Shelf Light", ("书架灯",), "attic", "on"),
        Entity("light.mirror", "Mirror Light", ("镜前灯",), "bath", "off"), Entity("cover.blind", "Roof Blind", ("天窗帘",), "attic", "open", {"device_class": "blind"}),
    ),
    (Area("attic", "Attic", ("阁楼",)), Area("bath", "Bathroom", ("浴室",))),
)  # fmt: skip


@pytest.mark.parametrize(("language", "said", "meant"), [
    ("en", "turn on the lamp by the bed", "turn on the Bedside Lamp"), ("en", "the light over the mirror on please", "the Mirror Light on please"),
    ("en", "turn on the light in the bathroom", "turn on the light in the bathroom"), ("en", "turn on the light over the sink", "turn on the light over the sink"),
    ("zh", "镜子前面的灯打开", "镜前灯打开"), ("zh", "书架上那盏灯关了", "书架灯关了"), ("zh", "浴室里的灯打开", "浴室里的灯打开"), ("zh", "水槽上面的灯打开", "水槽上面的灯打开"),
])  # fmt: skip
def test_it_is_called_after_its_place(language: Language, said: str, meant: str) -> None:
    assert named(said, language, HOUSE, "attic") == meant


def test_what_nothing_is_called_after_is_not_known() -> None:
    assert unknown("turn on the light over the sink", "en", HOUSE, "attic") == "the light over the sink"
    assert unknown("水槽上面的灯打开", "zh", HOUSE, "attic") == "水槽上面的灯"
    assert unknown("turn on the light in the bathroom", "en", HOUSE, "attic") == ""
    assert unknown("浴室里的灯打开", "zh", HOUSE, "attic") == ""


@pytest.mark.parametrize(("language", "said", "commands"), [
    ("en", "turn off the light on the shelf", [("HassTurnOff", {"name": "Shelf Light"})]), ("zh", "床头那个灯开一下", [("HassTurnOn", {"name": "Bedside Lamp"})]),
    ("en", "turn off the light over the sink", []), ("zh", "水槽上面的灯关了", []),
    ("en", "roof blind three quarters down", [("HassSetPosition", {"name": "Roof Blind", "position": 25})]), ("zh", "天窗帘放下来四分之三", [("HassSetPosition", {"name": "Roof Blind", "position": 25})]),
    ("en", "open the roof blind a crack", [("HassSetPosition", {"name": "Roof Blind", "position": 10})]), ("zh", "天窗帘开一条缝", [("HassSetPosition", {"name": "Roof Blind", "position": 10})]),
    ("en", "attic lights blue and half brightness", [("HassLightSet", {"area": "Attic", "color": "blue", "brightness": 50})]),
    ("zh", "阁楼的灯蓝色亮度一半", [("HassLightSet", {"area": "Attic", "color": "blue", "brightness": 50})]),
])  # fmt: skip
async def test_it_alone_is_meant(
    understanding: Understanding, language: Language, said: str, commands: list[tuple[str, dict[str, object]]]
) -> None:
    meaning = await understanding.understand(Heard(said, language, HOUSE, "Attic"))
    done = meaning.commands if isinstance(meaning, Understood) else ()
    assert [(one.intent, {slot: value for slot, value in one.slots.items() if slot != "domain"}) for one in done] == commands
