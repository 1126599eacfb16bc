"""What an order can mean: the intent, what it needs to be said, and what it acts on; a row for each."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

from jarvisd.agent.understand.slots import WHOLE, Values
from jarvisd.agent.understand.target import Target
from jarvisd.messages import Language

Needs: TypeAlias = Literal["", "percent", "color", "kelvin", "degrees", "more", "less"]

_LIGHT, _CLIMATE, _FAN = frozenset({"light"}), frozenset({"climate", "water_heater"}), frozenset({"fan"})
_COVER = frozenset({"cover", "valve"})
_MEDIA = frozenset({"media_player"})
_SWITCHED = frozenset(
    [
        "light", "switch", "fan", "climate", "media_player", "humidifier", "input_boolean", "siren", "water_heater", "automation",
        "camera", "valve", "vacuum", "lawn_mower", "scene", "script", "alarm_control_panel", "button",
    ]
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Sense:
    """One thing to do."""

    intent: str
    domains: frozenset[str] = frozenset()  # what it can be done to; empty: nothing in particular
    needs: Needs = ""
    slot: str = ""  # where the amount goes
    usual: str = ""  # the domain where nobody named a kind of thing
    keeps_kind: bool = False  # domain and device_class are slots of it


SENSES: Mapping[str, Sense] = {
    "on": Sense("HassTurnOn", _SWITCHED, usual="light", keeps_kind=True),
    "off": Sense("HassTurnOff", _SWITCHED, usual="light", keeps_kind=True),
    "open": Sense("HassTurnOn", _COVER, usual="cover", keeps_kind=True),
    "close": Sense("HassTurnOff", _COVER, usual="cover", keeps_kind=True),
    "lock": Sense("HassTurnOn", frozenset({"lock"}), usual="lock", keeps_kind=True),
    "unlock": Sense("HassTurnOff", frozenset({"lock"}), usual="lock", keeps_kind=True),
    "brightness": Sense("HassLightSet", _LIGHT, "percent", "brightness"),
    "brighter": Sense("HassLightSet", _LIGHT, "more", "brightness_step"),
    "dimmer": Sense("HassLightSet", _LIGHT, "less", "brightness_step"),
    "color": Sense("HassLightSet", _LIGHT, "color", "color"),
    "white": Sense("HassLightSet", _LIGHT, "kelvin", "temperature"),
    "temperature": Sense("HassClimateSetTemperature", _CLIMATE, "degrees", "temperature"),
    "warmer": Sense("HassClimateSetTemperature", _CLIMATE, "more", "temperature_step"),
    "cooler": Sense("HassClimateSetTemperature", _CLIMATE, "less", "temperature_step"),
    "fan_speed": Sense("HassFanSetSpeed", _FAN, "percent", "percentage"),
    "faster": Sense("HassFanSetSpeed", _FAN, "more", "percentage_step"),
    "slower": Sense("HassFanSetSpeed", _FAN, "less", "percentage_step"),
    "position": Sense("HassSetPosition", _COVER, "percent", "position", keeps_kind=True),
    "stop_moving": Sense("HassStopMoving", _COVER, usual="cover", keeps_kind=True),
    "humidity": Sense("HassHumidifierSetpoint", frozenset({"humidifier"}), "percent", "humidity"),
    "volume": Sense("HassSetVolume", _MEDIA, "percent", "volume_level"),
    "louder": Sense("HassSetVolumeRelative", _MEDIA, "more", "volume_step"),
    "quieter": Sense("HassSetVolumeRelative", _MEDIA, "less", "volume_step"),
    "mute": Sense("HassMediaPlayerMute", _MEDIA),
    "unmute": Sense("HassMediaPlayerUnmute", _MEDIA),
    "pause": Sense("HassMediaPause", _MEDIA),
    "resume": Sense("HassMediaUnpause", _MEDIA),
    "next": Sense("HassMediaNext", _MEDIA),
    "previous": Sense("HassMediaPrevious", _MEDIA),
    "play": Sense("HassMediaSearchAndPlay", _MEDIA),
    "vacuum_start": Sense("HassVacuumStart", frozenset({"vacuum"})),
    "vacuum_area": Sense("HassVacuumCleanArea", frozenset({"vacuum"})),
    "vacuum_dock": Sense("HassVacuumReturnToBase", frozenset({"vacuum"})),
    "mow": Sense("HassLawnMowerStartMowing", frozenset({"lawn_mower"})),
    "mow_dock": Sense("HassLawnMowerDock", frozenset({"lawn_mower"})),
    "activate": Sense("HassTurnOn", frozenset({"scene", "script", "automation"})),
    "get_state": Sense("HassGetState"),
    "get_temperature": Sense("HassClimateGetTemperature", frozenset({"climate"})),
    "get_weather": Sense("HassGetWeather", frozenset({"weather"})),
}

# Said in the same words; which of them is meant the thing says, or the amount itself.
SAID_ALIKE = frozenset({"brightness", "fan_speed", "position", "humidity", "volume", "temperature"})


def possible(name: str, target: Target, values: Values) -> bool:
    """Whether what was named, and the amounts that were said, can be meant by that at all."""
    sense = SENSES[name]
    if target.domains and sense.domains and not (target.domains & sense.domains or (name == "unlock" and target.domains == {"cover"})):
        return False
    return _said(sense.needs, values, name, target)


def speaks_of(name: str, said: str, language: Language) -> bool:
    """Nothing was named, and it is still clear what is meant: short, or of the light."""
    if not SENSES[name].keeps_kind:
        return True
    return bool(_BARE.search(said)) or (len(said) if language == "zh" else len(said.split())) <= _SHORT["zh" if language == "zh" else "en"]


_BARE = re.compile(r"\b(?:dark|darkness|sun|daylight|see)\b|阳光|太阳|光|黑|暗")  # says without naming it what is meant
_COLDEST = 5  # degrees that are set; "two degrees cooler" is a step
_SHORT = {"en": 3, "zh": 4}  # words, characters


def _said(needs: Needs, values: Values, name: str, target: Target) -> bool:
    absolute = values.percent is not None or values.number is not None
    if needs == "percent" and values.percent is None and values.number is not None and values.number % 1:
        return False  # "nineteen and a half" is how warm
    match needs:
        case "percent":
            return (absolute and values.degrees is None and values.by is None) or (
                values.by is not None and name == "position" and bool(target.domains)
            )
        case "color":
            return values.color is not None
        case "kelvin":
            return values.kelvin is not None or (values.number or 0) >= 1000
        case "degrees":
            return (values.degrees is not None and not (values.step and 0 < values.degrees < _COLDEST)) or (
                values.number is not None and values.percent is None and _COLDEST <= values.number <= (95 if target.domains else 40)
            )
        case "more" | "less":
            return (
                values.step == (1 if needs == "more" else -1)
                and not absolute
                and (values.degrees is None or values.by is not None or (name in ("warmer", "cooler") and values.degrees < WHOLE))
            )
    return not absolute and values.degrees is None and values.kelvin is None and (values.color is None or name == "activate")
