"""Questions about the house: they look and never do."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from jarvisd.agent.understand import Command, Heard, Nameless
from jarvisd.agent.understand.masked import Masked
from jarvisd.agent.understand.meanings import NOTHING
from jarvisd.agent.understand.senses import SENSES
from jarvisd.agent.understand.target import Aim

_LIKELY = 0.3  # what the question itself must reach; half of it where something of this very house is named
_SHORT = {"en": 50, "zh": 14}  # characters of a question that a sensor alone answers
_SURE = 0.15  # its lead before half of nothing at all, of which there are more examples than of anything else
_STATES = {
    "en": (("unlocked", r"\bunlocked\b"), ("locked", r"\block(?:ed)?\b"), ("closed", r"\b(?:closed?|shut|down)\b"), ("open", r"\b(?:open|up)\b"),
           ("off", r"\b(?:off|out)\b"), ("on", r"\b(?:on|running|burning|working|lit|playing)\b"), ("home", r"\b(?:home|in)\b")),
    "zh": (("unlocked", r"没锁|未锁|解锁"), ("locked", r"锁"), ("closed", r"关(?=.*(?:窗帘|门|窗|帘))|(?:窗帘|门|窗|帘).*(?:关|拉上|合)"), ("open", r"(?:窗帘|门|窗|帘).*(?:开|拉开)|开.*(?:窗帘|门|窗|帘)"),
           ("off", r"关|灭|没开"), ("on", r"开|亮|转|运行|放"), ("home", r"在家")),
}  # fmt: skip


def chosen(said: Masked, aim: Aim, scores: Mapping[str, float], heard: Heard) -> Sequence[Command] | Nameless | None:
    if aim.known and len(said.plain) <= _SHORT[heard.language] and not aim.things_named:
        place = aim.of(frozenset())
        if not place.missing and (sensor := _sensed(said, dict(place.slots), aim)):
            return (Command("HassGetState", {"name": sensor}, 0.9, "router", "what the sensor of that room says"),)
    name, score = max(
        ((name[1:], score) for name, score in scores.items() if name.startswith("?")), key=lambda row: row[1], default=("", 0.0)
    )
    if (
        name not in SENSES
        or score < (_LIKELY / 2 if aim.known else _LIKELY)
        or score - scores.get(NOTHING, 0.0) / 2 < (0.0 if aim.known else _SURE)
    ):
        return None
    target = aim.of(frozenset())
    if target.missing:
        return target.missing if target.missing.among else None
    slots: dict[str, Any] = dict(target.slots)
    if name == "get_state" and target.domains == {"weather"}:
        name = "get_weather"
    elif name == "get_weather" and aim.known and "name" in slots and target.domains != {"weather"}:
        name = "get_state"  # how the air monitor is, is no weather
    if sensor := _sensed(said, slots, aim):
        return (Command("HassGetState", {"name": sensor}, min(1.0, score), "router", "what that sensor says"),)
    match name:
        case "get_state":
            if "area" in slots and not slots.keys() & {"name", "domain"} and (door := _only_cover(slots["area"], aim)):
                slots = {"name": door}  # "is the garage shut"
            if not slots.keys() & {"name", "domain"}:
                return None
            state = next((state for state, pattern in _STATES[heard.language] if re.search(pattern, said.plain)), "")
            if (
                state in ("locked", "unlocked")
                and slots.get("domain", "lock") != "lock"
                and any(one.domain == "lock" for one in aim.house.entities)
            ):
                said_so = aim.known or aim.placed
                slots = {slot: value for slot, value in slots.items() if slot in ("area", "floor") and said_so} | {"domain": "lock"}
            if state:
                slots["state"] = state
            elif "name" not in slots:
                return None
        case "get_temperature" if _SETTING.search(said.plain) and (set_of := _climates(slots, aim)):
            name, slots = "get_state", set_of  # what it is set to, and not how warm it is
        case "get_temperature":
            slots = {slot: value for slot, value in slots.items() if slot in ("name", "area", "floor")} or (
                {"area": aim.room} if aim.room else {}
            )
        case "get_weather":
            several = sum(one.domain == "weather" for one in aim.house.entities) > 1
            slots = {slot: value for slot, value in slots.items() if slot == "name" and several}
    asked: Sequence[Mapping[str, Any]] = (slots,)
    if name == "get_state" and "name" in slots and len(aim.each) > 1:  # "are the front door and the back door locked"
        asked = [{slot: value for slot, value in slots.items() if slot not in ("area", "floor")} | {"name": each} for each in aim.each]
    why = f"a question by {score - scores.get(NOTHING, 0.0):.2f}"
    return tuple(Command(SENSES[name].intent, each, min(1.0, score), "router", why) for each in asked)


_SETTING = re.compile(r"\bset (?:to|at|for)\b|\bset$|\bsetting\b|设[定在的成了]|设置|[调开]到(?:了)?(?:多少|几)|[调开][到在]?了(?:多少|几)")


def _climates(slots: Mapping[str, Any], aim: Aim) -> dict[str, Any]:
    """The thing that heats or cools, by its name or as the only kind of the place; {} where there is none."""
    heating = {one.name for one in aim.house.entities if one.domain == "climate"}
    if slots.get("name") in heating:
        return {"name": slots["name"]}
    place = {slot: value for slot, value in slots.items() if slot in ("area", "floor")}
    return {"domain": "climate", **place} if heating and "name" not in slots else {}


_WORDS = re.compile(r"\b(?!battery\b|temperature\b|sensor\b|room\b)[a-z']{3,}\b|[\u4e00-\u9fff]{2,}?(?=电|剩|温|$)")
_SENSES = (
    ("battery", re.compile(r"\bbattery\b|\bcharged?\b|电量|多少电|几格电|没电")),
    ("temperature", re.compile(r"\btemperature\b|\bhow (?:hot|warm|cold|cool)\b|\bdegrees\b|温度|多少度|几度")),
    ("humidity", re.compile(r"\bhumid|\bmuggy\b|\bdamp\b|湿度|潮|湿不湿|湿吗|湿得|湿不")),
    ("motion", re.compile(r"\b(?:any|some)(?:one|body)\b|有人|\bmotion\b|\bmovement\b")),
)


def _only_cover(room: str, aim: Aim) -> str:
    area = next((area.id for area in aim.house.areas if area.name == room), "")
    found = [one.name for one in aim.house.entities if one.domain == "cover" and one.area == area]
    return found[0] if area and len(found) == 1 else ""


def _sensed(said: Masked, slots: dict[str, Any], aim: Aim) -> str:
    """The one sensor of that kind in the room that was asked about; "" where nothing of the kind was asked."""
    kind = next((kind for kind, words in _SENSES if words.search(said.plain)), "")
    if kind == "temperature" and "area" in slots:
        return ""
    if kind in ("battery", "temperature"):  # of a thing by a part of its name
        meters = [one.name for one in aim.house.entities if one.device_class == kind]
        called = [name for name in meters if any(word in said.plain for word in _WORDS.findall(name.casefold()))]
        return called[0] if len(called) == 1 else ""
    area = next((area.id for area in aim.house.areas if area.name == (slots.get("area") or aim.room)), "")
    found = [one.name for one in aim.house.entities if kind and "name" not in slots and one.device_class == kind and one.area == area]
    return found[0] if len(found) == 1 else ""
