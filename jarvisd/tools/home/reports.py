"""Whether what was asked for is what was reported: the state and the numbers that an act should lead to."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from jarvisd.tools.home import Entity

AWAY = frozenset({"unavailable", "unknown"})  # whoever runs it cannot say

_ON = frozenset({"on"})
_OFF = frozenset({"off"})
_SHUTTERS = {
    "open": frozenset({"open", "opening"}),
    "close": frozenset({"closed", "closing"}),
}

# Service -> states that it should lead to; by the bare name where it is the same in every domain. What is still on its way counts where
# the way takes longer than anybody listens.
_STATES: dict[str, frozenset[str]] = {
    "turn_on": _ON,
    "turn_off": _OFF,
    "open_cover": _SHUTTERS["open"],
    "close_cover": _SHUTTERS["close"],
    "open_valve": _SHUTTERS["open"],
    "close_valve": _SHUTTERS["close"],
    "stop_cover": frozenset({"open", "closed"}),
    "stop_valve": frozenset({"open", "closed"}),
    "lock": frozenset({"locked"}),
    "unlock": frozenset({"unlocked", "open"}),
    "alarm_disarm": frozenset({"disarmed"}),
    "alarm_arm_home": frozenset({"armed_home", "arming"}),
    "alarm_arm_away": frozenset({"armed_away", "arming"}),
    "alarm_arm_night": frozenset({"armed_night", "arming"}),
    "alarm_arm_vacation": frozenset({"armed_vacation", "arming"}),
    "media_pause": frozenset({"paused", "idle", "off", "standby"}),
    "media_play": frozenset({"playing", "buffering"}),
    "play_media": frozenset({"playing", "buffering", "on"}),
    "vacuum.start": frozenset({"cleaning"}),
    "vacuum.clean_area": frozenset({"cleaning"}),
    "return_to_base": frozenset({"returning", "docked"}),
    "start_mowing": frozenset({"mowing"}),
    "dock": frozenset({"docked", "returning"}),
}
_ANYTHING_BUT_OFF = frozenset({"climate", "media_player", "water_heater", "camera"})  # on has many names there
_STATELESS = frozenset({"scene", "script", "button", "input_button", "automation"})  # done when it was taken

# Field -> the attribute in which it is reported, how many of its units make one of the field's, and how far they may lie apart.
_NUMBERS: dict[str, tuple[str, float, float]] = {
    "brightness_pct": ("brightness", 2.55, 3.0),
    "temperature": ("temperature", 1.0, 0.5),
    "target_temp_low": ("target_temp_low", 1.0, 0.5),
    "target_temp_high": ("target_temp_high", 1.0, 0.5),
    "position": ("current_position", 1.0, 2.0),
    "percentage": ("percentage", 1.0, 1.0),
    "volume_level": ("volume_level", 1.0, 0.02),
    "humidity": ("humidity", 1.0, 1.0),
    "color_temp_kelvin": ("color_temp_kelvin", 1.0, 150.0),
}
_SAME = {one: one for one in ("is_volume_muted", "mode", "preset_mode", "fan_mode")}
_MOVING = frozenset({"opening", "closing"})


def reached(service: str, fields: Mapping[str, Any], entity: Entity) -> bool:
    """What is reported of it is what the service was to do; where nobody can tell, that it was taken is enough."""
    return _state(service, entity) and all(_field(name, value, entity) for name, value in fields.items())


def under_way(fields: Mapping[str, Any], before: Entity, after: Entity) -> bool:
    """A cover that reports how it moves is nearer to where it should be than it was."""
    numbers = (fields.get("position"), *(one.attributes.get("current_position") for one in (before, after)))
    if not all(isinstance(number, int | float) for number in numbers):
        return False
    wanted, was, now = (float(number) for number in numbers if number is not None)
    return abs(now - wanted) < abs(was - wanted)


def _state(service: str, entity: Entity) -> bool:
    name = service.partition(".")[2]
    if entity.domain in _STATELESS:
        return True
    if name == "turn_on" and entity.domain in _ANYTHING_BUT_OFF:
        return entity.state not in AWAY | {"off", "standby"}
    if name == "turn_off" and entity.domain == "media_player":
        return entity.state in ("off", "standby")
    if name == "turn_off" and entity.domain == "camera":
        return entity.state in ("off", "idle")
    wanted = _STATES.get(service) or _STATES.get(name)
    return entity.state in wanted if wanted else entity.state not in AWAY or entity.domain in ("todo", "media_player")


def _field(name: str, wanted: Any, entity: Entity) -> bool:
    if name == "hvac_mode":
        return bool(entity.state == wanted)
    if name in _SAME:
        return bool(entity.attributes.get(_SAME[name]) == wanted)
    if name not in _NUMBERS:
        return True
    attribute, scale, apart = _NUMBERS[name]
    if name == "position" and entity.state in _MOVING:
        return True
    if name == "percentage":
        apart = max(apart, float(entity.attributes.get("percentage_step") or 0))
    found = entity.attributes.get(attribute)
    if not isinstance(found, int | float):
        return bool(wanted == 0 and entity.state in ("off", "closed"))
    return abs(float(found) - float(wanted) * scale) <= apart
