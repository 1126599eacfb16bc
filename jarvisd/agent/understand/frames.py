"""From what an order means and what was named in it to the command: intent and slots as Home Assistant has them."""

from __future__ import annotations

from typing import Any

from jarvisd.agent.understand import Nameless
from jarvisd.agent.understand.senses import SENSES, Sense
from jarvisd.agent.understand.slots import PERCENT, Values
from jarvisd.agent.understand.target import Aim, Target


def slots_of(name: str, aim: Aim, values: Values) -> dict[str, Any] | Nameless | None:
    """The slots of a command of that sense; Nameless where what it is about is not here; None where it can be no command."""
    sense = SENSES[name]
    target = aim.of(sense.domains)
    if target.missing:
        return target.missing
    slots: dict[str, Any] = dict(target.slots)
    if not sense.keeps_kind:
        slots.pop("domain", None)
        slots.pop("device_class", None)
    amount = _amount(name, sense, values)
    if amount is None and sense.slot:
        return None
    if name == "vacuum_area" and "area" not in slots:
        return None
    wide = target.everything and name not in ("lock", "unlock")  # "lock up everything" switches nothing on
    if sense.keeps_kind and sense.usual and not wide and not slots.keys() & {"name", "domain"}:
        slots["domain"] = sense.usual  # where only a place was named, or nothing: the lights there, the curtains
    if not slots.keys() & {"name", "area", "floor"} and not aim.everywhere and not aim.both:
        slots |= _here(sense, slots, aim)
    if name == "activate" and "name" not in slots:
        return None
    if sense.slot:
        slots[sense.slot] = amount
    return slots | _beside(sense, values)


def _beside(sense: Sense, values: Values) -> dict[str, Any]:
    """What a light is set to besides: "green at fifty percent"."""
    if sense.intent != "HassLightSet" or sense.needs in ("more", "less"):
        return {}
    percent = _plain(values.percent)
    return ({"color": values.color} if values.color else {}) | ({"brightness": percent} if percent is not None else {})


def same_of(name: str, target: Target, values: Values) -> dict[str, Any] | None:
    """As `slots_of`, for what was meant in the turn before."""
    sense = SENSES[name]
    amount = _amount(name, sense, values)
    if amount is None and sense.slot:
        return None
    slots = {slot: value for slot, value in target.slots.items() if sense.keeps_kind or slot not in ("domain", "device_class")}
    return slots | ({sense.slot: amount} if sense.slot else {}) | _beside(sense, values)


def _here(sense: Sense, slots: dict[str, Any], aim: Aim) -> dict[str, Any]:
    """The room of who speaks, where it has such a thing."""
    domains = {slots["domain"]} if "domain" in slots else sense.domains
    room = next((area.id for area in aim.house.areas if area.name == aim.room), "")
    here = room and any(entity.domain in domains and entity.area == room for entity in aim.house.entities)
    return {"area": aim.room} if here else {}


def _amount(name: str, sense: Sense, values: Values) -> Any:
    match sense.needs:
        case "percent":
            value = values.percent if values.percent is not None else values.number if values.number is not None else values.by
            if value is not None and values.level and name in ("position", "fan_speed", "volume") and value == PERCENT["min"]:
                value = 0.0 if name == "position" else value
            if value is not None and values.shut and name == "position":
                value = 100 - value
            return _plain(value)
        case "color":
            return values.color
        case "kelvin":
            return values.kelvin if values.kelvin is not None else _plain(values.number)
        case "degrees":
            return _plain(values.degrees if values.degrees is not None else values.number)
        case "more" | "less":
            sign = 1 if sense.needs == "more" else -1
            by = values.by if values.by is not None else values.degrees
            return _plain(sign * by) if by is not None else "up" if sign > 0 else "down"
    return None


def _plain(value: float | None) -> int | float | None:
    return value if value is None or not float(value).is_integer() else int(value)
