"""A bit more and a bit less: done from what was reported last, in English and Chinese."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from jarvisd.tools.home import Entity
from jarvisd.tools.home.registry import Seen
from tests.tools.home.house import Memory, Talk

RANGE = {"temperature": None, "target_temp_low": 21, "target_temp_high": 24}


@pytest.mark.parametrize(
    ("tool", "slots", "en", "zh"),
    [
        ("HassLightSet", {"name": "Bed Light", "brightness_step": "up"}, "The Bed Light is at 20 percent.", "卧室灯亮度调到20%了。"),
        ("HassLightSet", {"name": "Kitchen Lights", "brightness_step": -10}, "The Kitchen Lights are at 61 percent.",
         "厨房灯亮度调到61%了。"),
        ("HassClimateSetTemperature", {"name": "卧室空调", "temperature_step": 2}, "The Bedroom Air Conditioner is set to 23 degrees.",
         "卧室空调调到23度了。"),
        ("HassClimateSetTemperature", {"name": "卧室空调", "temperature_step": "down"}, "The Bedroom Air Conditioner is set to 20 degrees.",
         "卧室空调调到20度了。"),
        ("HassSetPosition", {"name": "客厅窗帘", "position_step": "down"}, "The Living Room Curtain is at 50 percent.",
         "客厅窗帘开到50%了。"),
    ],
)  # fmt: skip
async def test_a_step_goes_on_from_what_was_reported(tool: str, slots: dict[str, Any], en: str, zh: str) -> None:
    assert await Talk(Memory()).says(tool, **slots) == en
    assert await Talk(Memory(), "zh").says(tool, **slots) == zh


@pytest.mark.parametrize(
    ("tool", "slots", "en", "zh"),
    [
        ("HassLightSet", {"name": "Bed Light", "brightness_step": "a bit"}, "a bit is not a number.", "a bit不是数字。"),
        ("HassClimateSetTemperature", {"name": "Bedroom Air Conditioner"},
         "What should I change about Bedroom Air Conditioner?", "卧室空调要改什么？"),
        ("HassVacuumCleanArea", {"area": "Attic"}, "There is no room called Attic here.", "家里没有叫Attic的房间。"),
    ],
)  # fmt: skip
async def test_what_is_no_step_is_said_and_not_done(tool: str, slots: dict[str, Any], en: str, zh: str) -> None:
    for language, said in (("en", en), ("zh", zh)):
        home = Memory()
        assert await Talk(home, language).says(tool, **slots) == said
        assert home.calls == []


@pytest.mark.parametrize(("features", "service"), [(16384, "vacuum.clean_area"), (0, "")])
async def test_a_robot_is_sent_to_one_room_where_it_can(features: int, service: str) -> None:
    home = Memory()
    house = home.house
    home.put(Entity("vacuum.rover", "Rover", area="bedroom", state="docked", attributes={"supported_features": features}))
    room = house.areas[0]
    said = await Talk(home).says("HassVacuumCleanArea", name="Rover", area=room.name)
    assert [call[0] for call in home.calls] == ([service] if service else [])
    assert service or said == "Rover cannot clean one room alone."


@pytest.mark.parametrize(
    ("slots", "lit", "en", "zh"),
    [
        ({"domain": "light", "brightness_step": "down"}, 1, "The Kitchen Lights are at 51 percent.", "厨房灯亮度调到51%了。"),
        ({"domain": "light", "brightness_step": "up"}, 1, "The Kitchen Lights are at 91 percent.", "厨房灯亮度调到91%了。"),
        ({"domain": "light", "brightness_step": -20}, 0, "No light is on.", "没有开着的灯。"),
        ({"domain": "light", "brightness_step": "up"}, 0, "6 lights are at 20 percent.", "6个灯亮度调到20%了。"),
    ],
)
async def test_a_bit_less_of_several_is_for_those_that_are_on(slots: dict[str, Any], lit: int, en: str, zh: str) -> None:
    for language, said in (("en", en), ("zh", zh)):
        home = Memory()
        for light in [one for one in home.house.entities if one.domain == "light"]:
            on = lit and light.id == "light.kitchen_lights"
            home.put(replace(light, state="on" if on else "off", attributes={**light.attributes, "brightness": 180 if on else None}))
        assert await Talk(home, language).says("HassLightSet", **slots) == said


@pytest.mark.parametrize(
    ("slots", "ends", "en", "zh"),
    [
        ({"temperature": 20}, (18.5, 21.5), "The Ecobee is set to 20 degrees.", "Ecobee调到20度了。"),
        ({"temperature_step": "up"}, (22.0, 25.0), "The Ecobee is set to 23.5 degrees.", "Ecobee调到23.5度了。"),
        ({"temperature": 34}, (32.5, 35.0), "", ""),  # no further than it goes
    ],
)
async def test_what_heats_and_cools_keeps_its_two_temperatures_apart(
    slots: dict[str, Any], ends: tuple[float, float], en: str, zh: str
) -> None:
    for language, said in (("en", en), ("zh", zh)):
        home = Memory()
        states: dict[str, tuple[str, Mapping[str, Any]]] = {
            "climate.ecobee": ("heat_cool", {"friendly_name": "Ecobee", "min_temp": 7, "max_temp": 35, **RANGE})
        }
        home.put(*Seen((), (), {}, {}, states).house().entities)
        told = await Talk(home, language).says("HassClimateSetTemperature", name="Ecobee", **slots)
        assert told == said or not said
        low, high = ends
        assert home.calls[-1] == ("climate.set_temperature", ("climate.ecobee",), {"target_temp_low": low, "target_temp_high": high})
        degrees = f"{low:g} to {high:g} degrees" if language == "en" else f"{low:g}到{high:g}度"
        assert degrees in await Talk(home, language).says("HassGetState", name="Ecobee")
