"""zigbee2mqtt's own list of devices read, for a bridge that does not speak Home Assistant's discovery; pure."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from jarvisd.tools.home.mqtt import Thing

_LARGEST = 4 * 2**20  # characters
_MEASURES = {
    "temperature": "temperature", "humidity": "humidity", "battery": "battery", "power": "power", "illuminance": "illuminance",
    "illuminance_lux": "illuminance", "pressure": "pressure", "energy": "energy", "co2": "carbon_dioxide",
}  # fmt: skip
_SENSES = {"occupancy": "occupancy", "contact": "door", "water_leak": "moisture", "smoke": "smoke", "gas": "gas", "presence": "presence"}


def things(payload: str, base: str) -> Sequence[Thing]:
    """base: "zigbee2mqtt". None where it is not such a list."""
    try:
        rows = json.loads(payload) if len(payload) <= _LARGEST else []
    except (ValueError, RecursionError):
        return ()
    found = [thing for row in rows if isinstance(row, dict) for thing in _of(row, base)] if isinstance(rows, list) else []
    return tuple(found)


def _of(row: Mapping[str, Any], base: str) -> Iterator[Thing]:
    name, definition = str(row.get("friendly_name") or ""), row.get("definition")
    if not name or not isinstance(definition, dict) or row.get("disabled") or any(sign in name for sign in "+#"):
        return
    topic, room = f"{base}/{name}", name.rpartition("/")[0]
    shown = name.rpartition("/")[2].replace("_", " ")
    for exposed in definition.get("exposes") or ():
        if not isinstance(exposed, dict):
            continue
        kind, of = str(exposed.get("type")), _features(exposed)
        key = f"{row.get('ieee_address') or name}/{exposed.get('property') or exposed.get('name') or kind}"
        told = {"state_topic": topic, "command_topic": f"{topic}/set"}
        match kind:
            case "light":
                yield Thing("light", key, shown, room, {**told, "schema": "json", **_light(of)})
            case "switch" if "state" in of:
                yield Thing("switch", key, shown, room, {**told, **_switched(of["state"]), "wrap": "state"})
            case "lock" if "state" in of:
                yield Thing("lock", key, shown, room, {**told, "value_template": "{{ value_json.state }}", "wrap": "state"})
            case "cover":
                position = {"position_topic": topic, "position_template": "{{ value_json.position }}", "set_position_topic": f"{topic}/set"}
                yield Thing("cover", key, shown, room, {**told, **(position if "position" in of else {}), "wrap": "state"})
            case "numeric" if exposed.get("name") in _MEASURES:
                yield _sensor("sensor", key, f"{shown} {exposed['name']}", room, topic, exposed, _MEASURES[exposed["name"]])
            case "binary" if exposed.get("name") in _SENSES:
                yield _sensor("binary_sensor", key, f"{shown} {exposed['name']}", room, topic, exposed, _SENSES[exposed["name"]])


def _features(exposed: Mapping[str, Any]) -> Mapping[str, Mapping[str, Any]]:
    return {str(one.get("name")): one for one in exposed.get("features") or () if isinstance(one, dict)}


def _light(of: Mapping[str, Mapping[str, Any]]) -> Mapping[str, Any]:
    modes = [mode for name, mode in (("color_xy", "rgb"), ("color_hs", "rgb"), ("color_temp", "color_temp")) if name in of]
    scale = of.get("brightness", {}).get("value_max", 254)
    return {"supported_color_modes": modes or (["brightness"] if "brightness" in of else ["onoff"]), "brightness_scale": scale}


def _switched(state: Mapping[str, Any]) -> Mapping[str, Any]:
    template = f"{{{{ value_json.{state.get('property') or 'state'} }}}}"
    return {"payload_on": state.get("value_on", "ON"), "payload_off": state.get("value_off", "OFF"), "value_template": template}


def _sensor(domain: str, key: str, name: str, room: str, topic: str, exposed: Mapping[str, Any], kind: str) -> Thing:
    told: dict[str, Any] = {"state_topic": topic, "value_template": f"{{{{ value_json.{exposed.get('property')} }}}}", "device_class": kind}
    if domain == "sensor":
        told["unit_of_measurement"] = exposed.get("unit")
    else:  # a door's contact is true while it is shut
        told |= {"payload_on": exposed.get("value_on", True), "payload_off": exposed.get("value_off", False)}
    return Thing(domain, key, name, room, told)
