"""What a thing's messages say of it, in Home Assistant's words: payloads in, state and attributes out; pure."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from jarvisd.tools.home.mqtt import Thing

Heard = Mapping[str, str]  # the last payload of every topic

_VALUE = re.compile(r"\{\{\s*value\s*(?:\|[^}]*)?\}\}")
_OF_JSON = re.compile(r"\{\{\s*value_json((?:\.\w+|\[\s*['\"][^'\"]+['\"]\s*\])+)\s*(?:\|[^}]*)?\}\}")
_STEP = re.compile(r"\.(\w+)|\[\s*['\"]([^'\"]+)['\"]\s*\]")
_LONGEST = 255  # characters of a state
_SET_POSITION = 4  # in supported_features of covers


def topics(thing: Thing) -> Sequence[str]:
    """All that tell something of it."""
    told = thing.told
    own = [
        str(value) for name, value in told.items() if name.endswith("_topic") and not name.endswith(("command_topic", "set_position_topic"))
    ]
    return [topic for topic in (*own, *(topic for topic, _ in _availability(thing))) if topic and not set("+#\0") & set(topic)]


def seen(thing: Thing, heard: Heard) -> tuple[str, Mapping[str, Any]]:
    """State and attributes; "unavailable" where it says so, "unknown" where it has said nothing yet."""
    told = thing.told
    fixed = {name: told[name] for name in ("device_class", "unit_of_measurement") if told.get(name)}
    if any(topic in heard and heard[topic] != online for topic, online in _availability(thing)):
        return "unavailable", fixed
    match thing.domain:
        case "light":
            state, more = _light(told, heard)
        case "switch" | "binary_sensor" | "fan":
            state = _switched(told, _read(told, heard, "state_topic", _template(told)))
            more = _numbers(told, heard, percentage=("percentage_state_topic", "percentage_value_template"))
        case "lock":
            said = _read(told, heard, "state_topic", _template(told))
            state = _named(said, {told.get("state_locked", "LOCKED"): "locked", told.get("state_unlocked", "UNLOCKED"): "unlocked",
                                  "LOCK": "locked", "UNLOCK": "unlocked"})  # fmt: skip
            more = {}
        case "cover":
            state, more = _cover(told, heard)
        case "climate":
            state = _read(told, heard, "mode_state_topic", told.get("mode_state_template")) or "unknown"
            more = _numbers(told, heard, temperature=("temperature_state_topic", "temperature_state_template"),
                            current_temperature=("current_temperature_topic", "current_temperature_template"))  # fmt: skip
            more |= {name: told[name] for name in ("min_temp", "max_temp") if isinstance(told.get(name), int | float)}
        case _:
            state, more = _read(told, heard, "state_topic", _template(told)) or "unknown", {}
    return state[:_LONGEST], {**fixed, **more}


def _light(told: Mapping[str, Any], heard: Heard) -> tuple[str, dict[str, Any]]:
    modes = told.get("supported_color_modes")
    if not isinstance(modes, list):
        dims = told.get("brightness") or told.get("brightness_command_topic")
        modes = ["rgb"] if told.get("rgb_command_topic") else ["brightness"] if dims else ["onoff"]
    more: dict[str, Any] = {"supported_color_modes": [str(mode) for mode in modes]}
    scale = float(told.get("brightness_scale") or 255)
    if told.get("schema") != "json":
        said = _switched(told, _read(told, heard, "state_topic", _template(told)))
        level = _number(_read(told, heard, "brightness_state_topic", told.get("brightness_value_template")))
        rgb = [_number(part) for part in _read(told, heard, "rgb_state_topic", None).split(",")]
        more |= {"brightness": round(level * 255 / scale)} if level is not None else {}
        return said, more | ({"rgb_color": [round(part or 0) for part in rgb]} if len(rgb) == 3 else {})
    row = _json(heard.get(str(told.get("state_topic")), ""))
    level, warm = (_number(row.get(name)) for name in ("brightness", "color_temp"))
    more |= {"brightness": round(level * 255 / scale)} if level is not None else {}
    more |= {"color_temp_kelvin": round(1e6 / warm)} if warm else {}
    return _named(str(row.get("state", "")), {"ON": "on", "OFF": "off"}), more


def _cover(told: Mapping[str, Any], heard: Heard) -> tuple[str, dict[str, Any]]:
    more: dict[str, Any] = {"supported_features": _SET_POSITION} if told.get("set_position_topic") else {}
    shut, wide = float(told.get("position_closed", 0)), float(told.get("position_open", 100))
    at = _number(_read(told, heard, "position_topic", told.get("position_template")))
    if at is not None and wide != shut:
        more["current_position"] = round((at - shut) * 100 / (wide - shut))
    said = "" if at is not None and told.get("position_topic") == told.get("state_topic") else _read(
        told, heard, "state_topic", _template(told)
    )  # fmt: skip
    words = {str(told.get(f"state_{word}", word)): word for word in ("open", "closed", "opening", "closing")}
    state = _named(said, {**words, "OPEN": "open", "CLOSE": "closed"})
    if state == "unknown" and "current_position" in more:
        state = "open" if more["current_position"] > 0 else "closed"
    return state, more


def _switched(told: Mapping[str, Any], said: str) -> str:
    on, off = (told.get(f"state_{word}", told.get(f"payload_{word}", word.upper())) for word in ("on", "off"))
    return _named(said, {_text(on): "on", _text(off): "off"})


def _named(said: str, words: Mapping[Any, str]) -> str:
    known = {str(word).casefold(): state for word, state in words.items()}
    return known.get(said.casefold(), "unknown")


def _numbers(told: Mapping[str, Any], heard: Heard, **wanted: tuple[str, str]) -> dict[str, Any]:
    read = {name: _number(_read(told, heard, topic, told.get(template))) for name, (topic, template) in wanted.items()}
    return {name: value for name, value in read.items() if value is not None}


def _read(told: Mapping[str, Any], heard: Heard, topic: str, template: Any) -> str:
    """What was last said there, through its template; "" where nothing was, or the template is more than we read."""
    payload = heard.get(str(told.get(topic, "")), "")
    if not template or not payload or _VALUE.fullmatch(str(template).strip()):
        return payload
    match = _OF_JSON.fullmatch(str(template).strip())
    if match is None:
        return ""
    value: Any = _json(payload)
    for plain, quoted in _STEP.findall(match[1]):
        value = value.get(plain or quoted) if isinstance(value, dict) else None
    return _text(value)


def _template(told: Mapping[str, Any]) -> Any:
    return told.get("value_template") or told.get("state_value_template")


def _text(value: Any) -> str:
    return "" if value is None or isinstance(value, dict | list) else str(value)


def _json(payload: str) -> dict[str, Any]:
    try:
        told = json.loads(payload)
    except (ValueError, RecursionError):
        return {}
    return told if isinstance(told, dict) else {}


def _number(value: Any) -> float | None:
    try:
        number = float(value)
    except (TypeError, ValueError, OverflowError):
        return None
    return number if abs(number) < 1e12 else None  # neither endless nor no number


def _availability(thing: Thing) -> Iterator[tuple[str, str]]:
    """Topics that say whether it is there, with what they say then."""
    told, online = thing.told, str(thing.told.get("payload_available", "online"))
    if topic := told.get("availability_topic"):
        yield str(topic), online
    for row in told.get("availability") or () if isinstance(told.get("availability"), list) else ():
        if isinstance(row, dict) and row.get("topic") and not row.get("value_template"):
            yield str(row["topic"]), str(row.get("payload_available", "online"))
