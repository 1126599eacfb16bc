"""The intents of Home Assistant that act on things: a row for each with its words for a model, its slots, and what it does."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from jarvisd.tools.home import Entity, steps
from jarvisd.tools.home.relative import STEP
from jarvisd.tools.home.steps import EVERYTHING, OFF, ON, Slots, Step

_NUMBER = {"type": ["number", "string"]}
_PERCENT = {**_NUMBER, "description": "0 to 100"}
_CODE = {"code": {"type": "string", "maxLength": 20, "description": "of an alarm or a lock, if the person said one"}}


@dataclass(frozen=True, slots=True)
class Intent:
    name: str
    description: str
    kinds: frozenset[str]  # domains it is for
    step: Callable[[Slots, Entity], Step]
    own: Mapping[str, Any] = field(default_factory=dict)  # its own slots, as JSON Schema
    needs: Sequence[str] = ()  # slots that it cannot do without
    there: bool = False  # its area is where it works, not where the thing stands
    one: bool = False  # where nobody says which, a single thing is meant
    everything: frozenset[str] = frozenset()  # kinds that are meant where neither a name nor a kind was said
    where: frozenset[str] = frozenset()  # states in which a thing is meant where nobody says which
    none: str = ""  # the trouble where nothing is in them
    idle: str = ""  # the trouble where a bit less is wanted of several and none of them runs
    examples: tuple[tuple[str, Mapping[str, Any]], ...] = ()  # for small models


def _row(name: str, description: str, kinds: Sequence[str], step: Callable[[Slots, Entity], Step], **more: Any) -> Intent:
    return Intent(name, description, frozenset(kinds), step, **more)


def _plain(service: str) -> Callable[[Slots, Entity], Step]:
    return lambda slots, thing: Step(service)


def _muted(on: bool) -> Callable[[Slots, Entity], Step]:
    return lambda slots, thing: steps.mute(on, thing)


_MEDIA = partial(_row, kinds=("media_player",), one=True)
_PLAYING = frozenset({"playing", "buffering", "on"})

INTENTS: tuple[Intent, ...] = (
    _row("HassTurnOn", "Turns on, opens (covers, valves), locks (locks), starts or runs what is meant.", tuple(ON), steps.turn_on,
         own=_CODE, everything=EVERYTHING,
         examples=(("turn on the kitchen lights", {"area": "Kitchen", "domain": "light"}), ("打开台灯", {"name": "台灯"}))),
    _row("HassTurnOff", "Turns off, closes (covers, valves), unlocks (locks), stops or sends home what is meant.",
         tuple(OFF), steps.turn_off, own=_CODE, everything=EVERYTHING,
         examples=(("turn off everything downstairs except the hall", {"floor": "Downstairs", "except": ["Hall"]}),
                   ("关掉所有的灯", {"name": "all", "domain": "light"}))),
    _row("HassToggle", "Turns on what is off, and off what is on.", tuple(OFF), steps.toggle, everything=EVERYTHING),
    _row("HassLightSet", "Sets brightness, colour or white temperature of lights.", ("light",), steps.light, idle="no_light_on",
         own={"brightness": {**_NUMBER, "description": "percent"}, "brightness_step": STEP,
              "color": {"type": "string", "description": "a colour's name"},
              "temperature": {**_NUMBER, "description": "kelvin"}},
         examples=(("dim the bedroom to 30 percent", {"area": "Bedroom", "brightness": 30}),)),
    _row("HassClimateSetTemperature", "Sets the temperature that a thermostat or an air conditioner keeps.",
         ("climate", "water_heater"), steps.heat, everything=frozenset({"climate"}),
         own={"temperature": _NUMBER, "temperature_step": STEP}, one=True,
         examples=(("把卧室空调调到二十六度", {"area": "卧室", "temperature": 26}),)),
    _row("HassSetPosition", "Sets how far covers or valves are open.", ("cover", "valve"), steps.position,
         own={"position": _PERCENT, "position_step": STEP}),
    _row("HassStopMoving", "Stops covers or valves where they are.", ("cover", "valve"),
         lambda slots, thing: Step(f"{thing.domain}.stop_{thing.domain}")),
    _row("HassFanSetSpeed", "Sets the speed of fans.", ("fan",), steps.fan, own={"percentage": _PERCENT, "percentage_step": STEP},
         idle="no_fan_on"),
    _MEDIA("HassMediaPause", "Pauses what plays.", step=_plain("media_player.media_pause"), where=_PLAYING, none="no_player"),
    _MEDIA("HassMediaUnpause", "Goes on playing.", step=_plain("media_player.media_play"), where=frozenset({"paused"})),
    _MEDIA("HassMediaNext", "Plays the next track.", step=_plain("media_player.media_next_track"), where=_PLAYING, none="no_player"),
    _MEDIA("HassMediaPrevious", "Plays the track before.", step=_plain("media_player.media_previous_track"), where=_PLAYING,
           none="no_player"),
    _MEDIA("HassMediaPlayerMute", "Mutes a player.", step=_muted(True), where=_PLAYING),
    _MEDIA("HassMediaPlayerUnmute", "Unmutes a player.", step=_muted(False), where=_PLAYING),
    _MEDIA("HassSetVolume", "Sets the volume of a player (not of this assistant).", step=steps.volume,
           own={"volume_level": _PERCENT}, needs=("volume_level",), where=_PLAYING),
    _MEDIA("HassSetVolumeRelative", "Makes a player louder or quieter (not this assistant).", step=steps.louder,
           own={"volume_step": {"type": ["string", "number"], "description": '"up", "down", or percent to add'}},
           needs=("volume_step",), where=_PLAYING),
    _row("HassVacuumStart", "Has a robot vacuum clean.", ("vacuum",), _plain("vacuum.start"), one=True),
    _row("HassVacuumCleanArea", "Has a robot vacuum clean one room (area).", ("vacuum",), steps.clean, one=True, there=True,
         needs=("area",)),
    _row("HassVacuumReturnToBase", "Sends a robot vacuum back to its dock.", ("vacuum",), _plain("vacuum.return_to_base"), one=True),
    _row("HassLawnMowerStartMowing", "Has a lawn mower mow.", ("lawn_mower",), _plain("lawn_mower.start_mowing"), one=True),
    _row("HassLawnMowerDock", "Sends a lawn mower back to its dock.", ("lawn_mower",), _plain("lawn_mower.dock"), one=True),
    _row("HassHumidifierSetpoint", "Sets the humidity that a humidifier keeps.", ("humidifier",), steps.humidity,
         own={"humidity": _PERCENT}, needs=("humidity",), one=True),
    _row("HassHumidifierMode", "Sets the mode of a humidifier.", ("humidifier",), steps.mode,
         own={"mode": {"type": "string"}}, needs=("mode",), one=True),
    _row("HassClimateSetMode", "Has an air conditioner or a thermostat cool, heat, dry or only blow, or sets its programme.", ("climate",),
         steps.climate_mode, own={"mode": {"type": "string", "description": "cool, heat, dry, fan_only, auto, sleep, eco ..."}},
         needs=("mode",), one=True, examples=(("set the bedroom AC to cooling", {"area": "Bedroom", "mode": "cool"}),
                                              ("空调调到除湿", {"domain": "climate", "mode": "dry"}))),
    _row("AlarmArm", "Arms an alarm panel.", ("alarm_control_panel",), steps.arm,
         own={"mode": {"enum": ["home", "away", "night", "vacation"]}, **_CODE}, one=True),
    _row("AlarmDisarm", "Disarms an alarm panel.", ("alarm_control_panel",), steps.turn_off, own=_CODE, one=True),
)  # fmt: skip

_NAME = {"type": "string", "maxLength": 100}
_NAMES = {"anyOf": [_NAME, {"type": "array", "items": _NAME}]}
WHICH: Mapping[str, Any] = {  # slots of every intent
    "name": {**_NAME, "description": 'of the thing, as the house has it; "all" for all in the house'},
    "area": {**_NAME, "description": "a room"},
    "floor": _NAME,
    "domain": {**_NAMES, "description": "light, switch, cover, ..."},
    "device_class": _NAMES,
    "except": {**_NAMES, "description": "names of things, rooms or floors that stay as they are"},
    "preferred_area": {**_NAME, "description": "the room meant where no other is named"},
}


def parameters(own: Mapping[str, Any], needs: Sequence[str] = ()) -> Mapping[str, Any]:
    return {"type": "object", "properties": {**WHICH, **own}, "required": list(needs), "additionalProperties": False}
