"""A thing as a tool tells of it: its name in the language of who asked, its room, its state, and the numbers that people ask about."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from jarvisd.errors import HomeTrouble
from jarvisd.messages import Language
from jarvisd.tools.home import Entity, House
from jarvisd.tools.home.called import named
from jarvisd.tools.home.resolve import area_of
from jarvisd.tools.home.troubles import sentence

# Attributes that are told as they are.
_TOLD = (
    "temperature", "current_temperature", "humidity", "current_humidity", "percentage", "unit_of_measurement", "temperature_unit",
    "color_temp_kelvin", "is_volume_muted", "mode", "hvac_action", "wind_speed", "wind_speed_unit", "battery_level",
    "target_temp_low", "target_temp_high",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Failed:
    thing: Entity
    why: HomeTrouble

    def named(self, language: Language) -> HomeTrouble:
        """The reason, with the thing's name in this language."""
        about = self.why.about | ({"name": named(self.thing, language)} if self.why.why in _OF_ITS_NAME else {})
        return HomeTrouble(self.why.why, str(self.why), **about)


_OF_ITS_NAME = frozenset(
    {
        "cannot", "cannot_dim", "cannot_color", "cannot_white", "cannot_position", "unavailable", "unchanged", "unstopped", "nothing",
        "gone", "no_mode", "cannot_search",
    }
)  # fmt: skip


def in_language(house: House, trouble: HomeTrouble, language: Language) -> HomeTrouble:
    """With the names that rooms and things have in this language, where it holds their own."""
    places = {one.name: named(one, language) for one in house.floors} | {one.name: named(one, language) for one in house.areas}
    things = {one.name: named(one, language) for one in house.entities}
    about = dict(trouble.about)
    if "where" in about:
        about["where"] = places.get(about["where"], about["where"])
    if trouble.why in _OF_ITS_NAME and "name" in about:
        about["name"] = things.get(about["name"], about["name"])
    if "rows" in about:
        rows = [line.split("\t") for line in about["rows"].split("\n")]
        about["rows"] = "\n".join(f"{things.get(name, name)}\t{places.get(area, area)}\t{kind}" for name, area, kind in rows)
    return HomeTrouble(trouble.why, str(trouble), **about)


def row(house: House, thing: Entity, language: Language) -> dict[str, Any]:
    area = area_of(house, thing)
    told = {name: thing.attributes[name] for name in _TOLD if thing.attributes.get(name) is not None}
    numbers = {"brightness": _percent(thing, "brightness", 255), "position": _percent(thing, "current_position", 100)}
    numbers["volume"] = _percent(thing, "volume_level", 1)
    return {
        "name": named(thing, language),
        "id": thing.id,
        "area": named(area, language) if area else "",
        "state": thing.state,
        **({"device_class": thing.device_class} if thing.device_class else {}),
        **{name: number for name, number in numbers.items() if number is not None},
        **told,
    }


def failed(house: House, one: Failed, language: Language) -> Mapping[str, Any]:
    area = area_of(house, one.thing)
    why = one.named(language)
    return {
        "name": named(one.thing, language),
        "id": one.thing.id,
        "area": named(area, language) if area else "",
        "why": sentence(why, language),
    }


def _percent(thing: Entity, attribute: str, whole: int) -> int | None:
    value = thing.attributes.get(attribute)
    return round(100 * float(value) / whole) if isinstance(value, int | float) else None
