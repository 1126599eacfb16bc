"""Half of what was ordered is another order: what no command takes up is found, and so is what this house has not."""

from __future__ import annotations

import pytest

from jarvisd.agent.understand import Command, Heard, Nameless
from jarvisd.agent.understand.fitting import left_out, nothing, overheard, there
from jarvisd.messages import Language
from jarvisd.tools.home import Area, Entity, House

HOUSE = House(
    (
        Entity("light.arc", "Arc Lamp", ("弧灯",), "lounge"), Entity("cover.lounge", "Drapes", ("布帘",), "lounge", "open", {"device_class": "curtain"}),
        Entity("climate.lounge", "Lounge AC", ("立式空调",), "lounge"), Entity("lock.front", "Front Door", ("前门",), "hall"),
    ),
    (Area("lounge", "Lounge", ("休息室",)), Area("hall", "Hall", ("过厅",)), Area("loft", "Loft", ("阁楼",))),
)  # fmt: skip
ON, OFF, SET = "HassTurnOn", "HassTurnOff", "HassLightSet"


def heard(text: str) -> Heard:
    language: Language = "en" if text.isascii() else "zh"
    return Heard(text, language, HOUSE, "Lounge")


@pytest.mark.parametrize(
    ("text", "command", "left"),
    [
        ("arc lamp to purple and about ten percent", Command(SET, {"name": "Arc Lamp", "color": "purple"}), "ten"),
        ("drapes halfway please", Command(ON, {"name": "Drapes"}), "half"),
        ("arc lamp on and lock the front door", Command(ON, {"name": "Arc Lamp"}), "front door"),
        ("turn on the loft no sorry the hall", Command(ON, {"area": "Loft", "domain": "light"}), "hall"),
        ("arc lamp softer forty percent", Command(SET, {"area": "Lounge", "brightness": 40}), "arc lamp"),
        ("lamps up a bit in the lounge", Command(SET, {"brightness_step": "up"}), "lounge"),
        ("弧灯柔和点，百分之四十", Command(SET, {"area": "Lounge", "brightness": 40}), "弧灯"),
        ("休息室的灯亮一点", Command(SET, {"brightness_step": "up"}), "休息室"),
        ("弧灯调成紫色，百分之十", Command(SET, {"name": "Arc Lamp", "color": "purple"}), "十"),
        ("布帘拉开一半", Command(ON, {"name": "Drapes"}), "half"),
        ("弧灯打开，前门锁好", Command(ON, {"name": "Arc Lamp"}), "前门"),
    ],
)
def test_what_no_command_takes_up_is_found(text: str, command: Command, left: str) -> None:
    assert left_out([command], heard(text)) == left


@pytest.mark.parametrize(
    ("text", "command"),
    [
        ("arc lamp off but leave the drapes", Command(OFF, {"name": "Arc Lamp"})),
        ("turn on the loft no sorry the hall", Command(ON, {"area": "Hall", "domain": "light"})),
        ("drapes at thirty no make that forty percent", Command("HassSetPosition", {"name": "Drapes", "position": 40})),
        ("it's thirty degrees outside so ac on", Command(ON, {"name": "Lounge AC"})),
        ("弧灯关了，布帘留着", Command(OFF, {"name": "Arc Lamp"})),
        ("把阁楼，不对，过厅的灯打开", Command(ON, {"area": "Hall", "domain": "light"})),
        ("外面三十八度了，空调打开", Command(ON, {"name": "Lounge AC"})),
    ],
)
def test_what_was_put_right_or_left_alone_is_not(text: str, command: Command) -> None:
    assert left_out([command], heard(text)) == ""


@pytest.mark.parametrize(
    ("text", "command"),
    [
        ("drapes shut the sun's right on the arc lamp", Command(OFF, {"name": "Drapes"})),
        ("弧灯打开，外面三十度", Command(ON, {"name": "Arc Lamp"})),
    ],
)
def test_what_is_only_told_beside_an_order_is_not(text: str, command: Command) -> None:
    assert left_out([command], heard(text)) == ""


def test_a_word_for_one_kind_of_thing_stands_for_no_other() -> None:
    assert overheard([Command(ON, {"area": "Lounge", "domain": "climate"})], heard("打开地暖"))
    assert overheard([Command(ON, {"area": "Lounge", "domain": "climate"})], heard("turn on the underfloor heating"))
    assert not overheard([Command(ON, {"area": "Lounge", "domain": "climate"})], heard("turn on the heating"))


def test_a_room_without_a_thermostat_is_as_warm_as_its_sensor_says() -> None:
    shed = House((Entity("sensor.shed", "Shed Air", (), "shed", "9", {"device_class": "temperature"}),), (Area("shed", "Shed"),))
    asked = Command("HassClimateGetTemperature", {"area": "Shed"})
    assert there(asked, Heard("how warm is the shed", "en", shed)) == Command("HassGetState", {"name": "Shed Air"})
    assert there(asked, Heard("how warm is it", "en", HOUSE)) == asked


def test_what_the_room_has_not_is_said_so() -> None:
    curtains = Command(OFF, {"area": "Hall", "domain": "cover", "device_class": "curtain"})
    assert nothing([curtains], heard("close the curtains in the hall")) == Nameless("curtains", "domain")
    assert nothing([Command(OFF, {"area": "Lounge", "domain": "cover"})], heard("close the curtains")) is None
    assert nothing([Command("HassGetWeather")], heard("how is the weather")) is None
