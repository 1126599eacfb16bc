"""What an intent means for one thing: the service and its fields, from the slots and the thing's own state; all of it pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from jarvisd.errors import HomeTrouble
from jarvisd.tools.home import Entity
from jarvisd.tools.home.colors import color
from jarvisd.tools.home.relative import absolute


@dataclass(frozen=True, slots=True)
class Step:
    service: str
    fields: Mapping[str, Any] = field(default_factory=dict)


Slots = Mapping[str, Any]

_PLAIN = (
    "light", "switch", "fan", "input_boolean", "humidifier", "climate", "media_player", "water_heater", "siren", "remote", "automation",
    "camera",
)  # fmt: skip
ON = {domain: f"{domain}.turn_on" for domain in (*_PLAIN, "scene", "script")} | {
    "cover": "cover.open_cover",
    "valve": "valve.open_valve",
    "lock": "lock.lock",  # as Home Assistant has it: on is locked
    "vacuum": "vacuum.start",
    "lawn_mower": "lawn_mower.start_mowing",
    "button": "button.press",
    "input_button": "input_button.press",
    "alarm_control_panel": "alarm_control_panel.alarm_arm_away",
}
OFF = {domain: f"{domain}.turn_off" for domain in (*_PLAIN, "script")} | {
    "cover": "cover.close_cover",
    "valve": "valve.close_valve",
    "lock": "lock.unlock",
    "vacuum": "vacuum.return_to_base",
    "lawn_mower": "lawn_mower.dock",
    "alarm_control_panel": "alarm_control_panel.alarm_disarm",
}
EVERYTHING = frozenset({"light", "switch", "fan", "media_player", "input_boolean", "humidifier"})  # what "everything" means
IS_OFF = frozenset({"off", "closed", "unlocked", "docked", "idle", "paused", "standby", "disarmed"})

_SET_POSITION = 4  # in supported_features of covers and valves
_CLEAN_AREA = 16384  # in those of vacuums
_COLORED = frozenset({"hs", "rgb", "rgbw", "rgbww", "xy"})
_WHITES = frozenset({"color_temp", "rgbww"})
_DIMMED = _COLORED | _WHITES | {"brightness", "white"}
_DEGREES = (5.0, 35.0)  # where a thermostat does not say its own bounds
_KELVIN = (1000.0, 20_000.0)
_STEP = 10.0  # percent that louder and quieter change
_WARMTH: dict[int, tuple[str, ...]] = {  # kelvin of whites that have a name
    2700: ("warm", "warm white", "暖", "暖白", "暖光", "暖色"),
    4000: ("neutral", "neutral white", "自然光", "中性"),
    6500: ("cold", "cool", "cold white", "cool white", "daylight", "冷", "冷白", "冷光", "冷色", "日光"),
}
_CLIMATE_MODES = (("hvac_mode", "hvac_modes"), ("preset_mode", "preset_modes"), ("fan_mode", "fan_modes"))
_ALIKE = {"auto": ("auto", "heat_cool"), "fan_only": ("fan_only", "fan"), "normal": ("none", "normal")}


def turn_on(slots: Slots, thing: Entity) -> Step:
    return Step(ON[thing.domain], _code(slots, thing))


def turn_off(slots: Slots, thing: Entity) -> Step:
    if thing.domain not in OFF:  # a scene
        raise HomeTrouble("cannot", name=thing.name)
    return Step(OFF[thing.domain], _code(slots, thing))


def toggle(slots: Slots, thing: Entity) -> Step:
    return turn_on(slots, thing) if thing.state in IS_OFF else turn_off(slots, thing)


def arm(slots: Slots, thing: Entity) -> Step:
    return Step(f"alarm_control_panel.alarm_arm_{slots.get('mode') or 'away'}", _code(slots, thing))


def light(slots: Slots, thing: Entity) -> Step:
    slots = absolute(slots, thing)
    modes = frozenset(map(str, thing.attributes.get("supported_color_modes") or ()))
    fields: dict[str, Any] = {}
    if slots.get("brightness") is not None:
        percent = _between(slots["brightness"], 0, 100, "brightness")
        if percent == 0:
            return Step("light.turn_off")
        _can(not modes or bool(modes & _DIMMED), "dim", thing)
        fields["brightness_pct"] = round(percent)
    if slots.get("color"):
        rgb = color(str(slots["color"]))
        if rgb is None:
            raise HomeTrouble("no_color", name=str(slots["color"]))
        _can(not modes or bool(modes & _COLORED), "color", thing)
        fields["rgb_color"] = list(rgb)
    if slots.get("temperature") is not None:
        _can(not modes or bool(modes & _WHITES), "white", thing)
        fields["color_temp_kelvin"] = _kelvin(slots["temperature"], thing)
    if not fields:
        raise HomeTrouble("nothing", name=thing.name)
    return Step("light.turn_on", fields)


def heat(slots: Slots, thing: Entity) -> Step:
    slots = absolute(slots, thing)
    low, high = (float(thing.attributes.get(name) or default) for name, default in zip(("min_temp", "max_temp"), _DEGREES, strict=True))
    degrees = _between(_said(slots, "temperature", thing), low, high, "degrees", thing.name)
    colder, warmer = thing.attributes.get("target_temp_low"), thing.attributes.get("target_temp_high")
    if thing.domain == "climate" and isinstance(colder, int | float) and isinstance(warmer, int | float):
        half = (warmer - colder) / 2  # it heats below and cools above: they stay as far apart
        return Step("climate.set_temperature", {"target_temp_low": max(low, degrees - half), "target_temp_high": min(high, degrees + half)})
    return Step(f"{thing.domain}.set_temperature", {"temperature": degrees})


def humidity(slots: Slots, thing: Entity) -> Step:
    low, high = float(thing.attributes.get("min_humidity") or 0), float(thing.attributes.get("max_humidity") or 100)
    return Step("humidifier.set_humidity", {"humidity": round(_between(slots["humidity"], low, high, "percent", thing.name))})


def mode(slots: Slots, thing: Entity) -> Step:
    known = [str(one) for one in thing.attributes.get("available_modes") or ()]
    wanted = next((one for one in known if one.casefold() == str(slots["mode"]).casefold()), None)
    if wanted is None:
        raise HomeTrouble("no_mode", name=thing.name, mode=str(slots["mode"]), known=", ".join(known))
    return Step("humidifier.set_mode", {"mode": wanted})


def climate_mode(slots: Slots, thing: Entity) -> Step:
    """Cooling or heating, else a programme such as sleep, else how the fan of it runs: the first that it has."""
    said, known = str(slots["mode"]).casefold(), []
    for slot, attribute in _CLIMATE_MODES:
        here = [str(one) for one in thing.attributes.get(attribute) or () if one != "off"]
        wanted = next((one for same in _ALIKE.get(said, (said,)) for one in here if one.casefold() == same), None)
        if wanted is not None:
            return Step(f"climate.set_{slot}", {slot: wanted})
        known += here
    raise HomeTrouble("no_mode", name=thing.name, mode=said, known=", ".join(dict.fromkeys(known)))


def position(slots: Slots, thing: Entity) -> Step:
    percent = round(_between(_said(absolute(slots, thing), "position", thing), 0, 100, "percent"))
    if percent in (0, 100):
        return Step((ON if percent else OFF)[thing.domain])
    _can(bool(int(thing.attributes.get("supported_features") or 0) & _SET_POSITION), "position", thing)
    return Step(f"{thing.domain}.set_{thing.domain}_position", {"position": percent})


def fan(slots: Slots, thing: Entity) -> Step:
    percent = round(_between(_said(absolute(slots, thing), "percentage", thing), 0, 100, "percent"))
    return Step("fan.set_percentage", {"percentage": percent}) if percent else Step("fan.turn_off")


def volume(slots: Slots, thing: Entity) -> Step:
    return Step("media_player.volume_set", {"volume_level": round(_between(slots["volume_level"], 0, 100, "percent")) / 100})


def louder(slots: Slots, thing: Entity) -> Step:
    """volume_step: "up", "down", or percent to add; without a level that it reports it goes by its own steps."""
    said = slots["volume_step"]
    by = {"up": _STEP, "down": -_STEP}.get(str(said))
    by = by if by is not None else _between(said, -100, 100, "percent")
    level = thing.attributes.get("volume_level")
    if not isinstance(level, int | float):
        return Step("media_player.volume_up" if by > 0 else "media_player.volume_down")
    return Step("media_player.volume_set", {"volume_level": min(1.0, max(0.0, round(float(level) + by / 100, 2)))})


def clean(slots: Slots, thing: Entity) -> Step:
    """One room alone. room: its id."""
    if not slots.get("room"):
        return Step("vacuum.start")
    _can(bool(int(thing.attributes.get("supported_features") or 0) & _CLEAN_AREA), "rooms", thing)
    return Step("vacuum.clean_area", {"cleaning_area_id": [slots["room"]]})


def mute(on: bool, thing: Entity) -> Step:
    return Step("media_player.volume_mute", {"is_volume_muted": on})


def _code(slots: Slots, thing: Entity) -> Mapping[str, Any]:
    wanted = thing.domain in ("alarm_control_panel", "lock") and slots.get("code")
    return {"code": str(slots["code"])} if wanted else {}


def _kelvin(said: Any, thing: Entity) -> int:
    known = next((kelvin for kelvin, names in _WARMTH.items() if str(said).casefold().strip() in names), None)
    kelvin = _between(known or said, *_KELVIN, "kelvin")
    low = float(thing.attributes.get("min_color_temp_kelvin") or _KELVIN[0])
    high = float(thing.attributes.get("max_color_temp_kelvin") or _KELVIN[1])
    return round(min(high, max(low, kelvin)))  # as warm or as cold as it can


def _said(slots: Slots, slot: str, thing: Entity) -> Any:
    if slots.get(slot) is None:
        raise HomeTrouble("nothing", name=thing.name)
    return slots[slot]


def _between(said: Any, low: float, high: float, unit: str, name: str = "") -> float:
    try:
        number = float(said)
    except (TypeError, ValueError):
        raise HomeTrouble("no_number", name=str(said)) from None
    if not low <= number <= high:  # no number at all is not between either
        raise HomeTrouble("bounds", unit=unit, low=f"{low:g}", high=f"{high:g}", said=f"{number:g}", name=name)
    return number


def _can(able: bool, what: str, thing: Entity) -> None:
    if not able:
        raise HomeTrouble(f"cannot_{what}", name=thing.name)
