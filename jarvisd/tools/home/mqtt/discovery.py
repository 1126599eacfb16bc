"""Home Assistant's discovery messages read: topic and payload in, things out; pure."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from jarvisd.tools import clean
from jarvisd.tools.home.mqtt import Thing

DOMAINS = frozenset({"light", "switch", "sensor", "binary_sensor", "cover", "lock", "fan", "climate"})
_NAME = 100  # characters of a name
_LARGEST = 64 * 1024  # characters of one message

# What is written short to save bytes, as Home Assistant's documentation lists it.
_SHORT = {
    "act_t": "action_topic", "avty": "availability", "avty_t": "availability_topic", "bri_cmd_t": "brightness_command_topic",
    "bri_scl": "brightness_scale", "bri_stat_t": "brightness_state_topic", "bri_val_tpl": "brightness_value_template",
    "cmd_t": "command_topic", "cmps": "components", "curr_temp_t": "current_temperature_topic",
    "curr_temp_tpl": "current_temperature_template", "dev": "device", "dev_cla": "device_class", "mode_cmd_t": "mode_command_topic",
    "mode_stat_t": "mode_state_topic", "mode_stat_tpl": "mode_state_template", "obj_id": "object_id", "p": "platform",
    "pct_cmd_t": "percentage_command_topic", "pct_stat_t": "percentage_state_topic", "pct_val_tpl": "percentage_value_template",
    "pl_avail": "payload_available", "pl_cls": "payload_close", "pl_lock": "payload_lock", "pl_not_avail": "payload_not_available",
    "pl_off": "payload_off", "pl_on": "payload_on", "pl_open": "payload_open", "pl_stop": "payload_stop", "pl_unlk": "payload_unlock",
    "pos_clsd": "position_closed", "pos_open": "position_open", "pos_t": "position_topic", "pos_tpl": "position_template",
    "rgb_cmd_t": "rgb_command_topic", "rgb_stat_t": "rgb_state_topic", "set_pos_t": "set_position_topic", "stat_clsd": "state_closed",
    "stat_closing": "state_closing", "stat_locked": "state_locked", "stat_off": "state_off", "stat_on": "state_on",
    "stat_open": "state_open", "stat_opening": "state_opening", "stat_t": "state_topic", "stat_unlocked": "state_unlocked",
    "stat_val_tpl": "state_value_template", "sup_clrm": "supported_color_modes", "temp_cmd_t": "temperature_command_topic",
    "temp_stat_t": "temperature_state_topic", "temp_stat_tpl": "temperature_state_template", "uniq_id": "unique_id",
    "unit_of_meas": "unit_of_measurement", "val_tpl": "value_template",
}  # fmt: skip
_SHORT_OF_DEVICE = {"sa": "suggested_area", "ids": "identifiers"}


def things(topic: str, payload: str, prefix: str) -> Sequence[Thing]:
    """What a topic below the prefix tells of; none where it takes something back, or is nothing that can be read."""
    way = topic.removeprefix(f"{prefix}/").split("/")
    if not topic.startswith(f"{prefix}/") or way[-1] != "config" or len(way) not in (3, 4) or len(payload) > _LARGEST:
        return ()
    try:
        told = json.loads(payload)
    except (ValueError, RecursionError):
        return ()
    if not isinstance(told, dict):
        return ()
    told, key = _long(told), "/".join(way[:-1])
    if way[0] != "device":
        return _thing(way[0], key, told)
    common = {name: value for name, value in told.items() if name != "components"}
    parts = told.get("components")
    found = [
        one
        for name, part in (parts.items() if isinstance(parts, dict) else ())
        if isinstance(part, dict)
        for one in _thing(str(_long(part).get("platform", "")), f"{key}/{name}", {**common, **_long(part)})
    ]
    return tuple(found)


def _thing(domain: str, key: str, told: Mapping[str, Any]) -> Sequence[Thing]:
    if domain not in DOMAINS:
        return ()
    device = told.get("device")
    device = {_SHORT_OF_DEVICE.get(name, name): value for name, value in device.items()} if isinstance(device, dict) else {}
    name, of = str(told.get("name") or "").strip(), str(device.get("name") or "").strip()
    full = " ".join(part for part in (of, name) if part) if not name.casefold().startswith(of.casefold()) else name
    full, room = (clean.line(text, _NAME) for text in (full, str(device.get("suggested_area") or "")))  # a model reads them
    if not full:
        return ()
    return (Thing(domain, str(told.get("unique_id") or key), full, room, {**told, "wrap": ""}),)


def _long(told: Mapping[str, Any]) -> dict[str, Any]:
    """Names written out, and "~" at either end of a topic as the topic that it stands for."""
    named = {_SHORT.get(name, name): value for name, value in told.items()}
    base = str(named.pop("~", ""))
    return {name: _based(value, base) if name.endswith("_topic") or name == "availability" else value for name, value in named.items()}


def _based(value: Any, base: str) -> Any:
    match value:
        case str() if base and value.startswith("~"):
            return base + value[1:]
        case str() if base and value.endswith("~"):
            return value[:-1] + base
        case list():
            return [_long({**one, "~": base}) if isinstance(one, dict) else one for one in value]
        case dict():
            return _long({**value, "~": base})
    return value
