"""What is sent to have a service done to a thing: topics and payloads; pure."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from jarvisd.errors import HomeTrouble
from jarvisd.tools.home.mqtt import Thing

Message = tuple[str, str]

# Service -> the payload's name in a discovery, and what it is where nothing is said.
_PLAIN: dict[str, tuple[str, str]] = {
    "switch.turn_on": ("payload_on", "ON"), "switch.turn_off": ("payload_off", "OFF"), "fan.turn_on": ("payload_on", "ON"),
    "fan.turn_off": ("payload_off", "OFF"), "lock.lock": ("payload_lock", "LOCK"), "lock.unlock": ("payload_unlock", "UNLOCK"),
    "cover.open_cover": ("payload_open", "OPEN"), "cover.close_cover": ("payload_close", "CLOSE"),
    "cover.stop_cover": ("payload_stop", "STOP"), "light.turn_on": ("payload_on", "ON"), "light.turn_off": ("payload_off", "OFF"),
}  # fmt: skip


def messages(thing: Thing, service: str, fields: Mapping[str, Any]) -> Sequence[Message]:
    """HomeTrouble cannot: the thing has no ear for that."""
    if service.partition(".")[0] != thing.domain:
        raise HomeTrouble("cannot", name=thing.name)
    told = thing.told
    match service:
        case "light.turn_on" | "light.turn_off" if told.get("schema") == "json":
            return (_to(thing, "command_topic", json.dumps(_light(told, service, fields))),)
        case "light.turn_on" if fields:
            return _plain_light(thing, fields)
        case "cover.set_cover_position":
            shut, wide = float(told.get("position_closed", 0)), float(told.get("position_open", 100))
            at = round(shut + (wide - shut) * float(fields["position"]) / 100)
            return (_to(thing, "set_position_topic", json.dumps({"position": at}) if told.get("wrap") else str(at)),)
        case "fan.set_percentage":
            return (_to(thing, "percentage_command_topic", str(fields["percentage"])),)
        case "climate.set_temperature":
            return (_to(thing, "temperature_command_topic", f"{float(fields['temperature']):g}"),)
        case "climate.turn_off":
            return (_to(thing, "mode_command_topic", "off"),)
        case "climate.turn_on":
            modes = [str(mode) for mode in told.get("modes") or ("auto", "heat") if str(mode) != "off"]
            return (_to(thing, "mode_command_topic", (modes or ["auto"])[0]),)
    if service not in _PLAIN:
        raise HomeTrouble("cannot", name=thing.name)
    name, usual = _PLAIN[service]
    payload = told.get(name, usual)
    return (_to(thing, "command_topic", json.dumps({told["wrap"]: payload}) if told.get("wrap") else str(payload)),)


def _light(told: Mapping[str, Any], service: str, fields: Mapping[str, Any]) -> dict[str, Any]:
    wanted: dict[str, Any] = {"state": "ON" if service == "light.turn_on" else "OFF"}
    if "brightness_pct" in fields:
        wanted["brightness"] = round(float(fields["brightness_pct"]) * float(told.get("brightness_scale") or 255) / 100)
    if "rgb_color" in fields:
        wanted["color"] = dict(zip("rgb", fields["rgb_color"], strict=True))
    if "color_temp_kelvin" in fields:
        wanted["color_temp"] = round(1e6 / float(fields["color_temp_kelvin"]))
    return wanted


def _plain_light(thing: Thing, fields: Mapping[str, Any]) -> Sequence[Message]:
    scale = float(thing.told.get("brightness_scale") or 255)
    made = [_to(thing, "command_topic", str(thing.told.get("payload_on", "ON")))]
    if "brightness_pct" in fields:
        made.append(_to(thing, "brightness_command_topic", str(round(float(fields["brightness_pct"]) * scale / 100))))
    if "rgb_color" in fields:
        made.append(_to(thing, "rgb_command_topic", ",".join(map(str, fields["rgb_color"]))))
    if "color_temp_kelvin" in fields:
        raise HomeTrouble("cannot_white", name=thing.name)
    return made


def _to(thing: Thing, topic: str, payload: str) -> Message:
    way = str(thing.told.get(topic) or "")
    if not way or set("+#\0") & set(way):
        raise HomeTrouble("cannot", name=thing.name)
    return way, payload
