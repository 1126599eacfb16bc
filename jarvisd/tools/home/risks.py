"""What happens if an act on a thing was a mistake: from its domain, its kind, its name, and what would be done."""

from __future__ import annotations

import re

from jarvisd.tools import Risk
from jarvisd.tools.home import Entity
from jarvisd.tools.home.steps import Step

_DOORS = frozenset({"garage", "gate", "door"})  # classes of covers that let somebody in

# A thing with no class of its own is known by its name: an opener is often a switch, a button, a scene or a script.
_ENTRANCE = re.compile(
    r"\b(door|gate|opener|unlock\w*|disarm\w*)s?\b(?! (light|lamp|camera|sensor|bell|curtain|blind|shade|shutter)s?\b)"
    r"|(车库门|大门|院门|前门|后门)(?!口|的?(灯|摄像|监控|传感|门?铃|窗?帘))|开门|门锁|开锁|解锁|撤防",
    re.IGNORECASE,
)
_FIRE = re.compile(
    r"\b(oven|stove|hob|cooker|cooktop|boiler|furnace|gas|fireplace|grill|space heater|iron)s?\b|烤箱|灶|炉|燃气|煤气|天然气|锅炉|电熨斗",
    re.IGNORECASE,
)

_GARAGE = re.compile(r"garage|车库", re.IGNORECASE)  # a cover that is called so is its door, whatever it says it is
_CLOTH = frozenset({"curtain", "blind", "shade", "awning"})  # classes of covers that shut nobody out

_DANGEROUS = frozenset({"lock.unlock", "lock.open", "alarm_control_panel.alarm_disarm", "valve.open_valve", "valve.set_valve_position"})
STOPS = frozenset({"cover.stop_cover", "valve.stop_valve"})  # it stays as far open as it is: yours to say at once, not a model's alone
_LESS = frozenset({"alarm_control_panel.alarm_arm_home", "alarm_control_panel.alarm_arm_night"})  # than what is armed while nobody is there
_AWAY = frozenset({"armed_away", "armed_vacation"})
_SENSITIVE = frozenset({"lawn_mower.start_mowing", "siren.turn_on", "camera.turn_off", "script.turn_on", "automation.turn_off"})
_OPENS = frozenset({"cover.open_cover", "cover.set_cover_position"})
_BY_NAME = frozenset({"switch", "input_boolean", "button", "input_button", "scene", "script", "automation", "cover"})
_KEYS = frozenset({"lock", "alarm_control_panel", "valve"})  # a scene may turn them


def risk(step: Step, thing: Entity) -> Risk:
    if step.service in _DANGEROUS or _lets_in(step, thing) or _burns(step, thing) or (step.service in _LESS and thing.state in _AWAY):
        return Risk.DANGEROUS
    if step.service in STOPS:
        return Risk.SENSITIVE if thing.domain == "valve" or _entrance(thing) else Risk.REVERSIBLE
    return Risk.SENSITIVE if step.service in _SENSITIVE else Risk.REVERSIBLE


def feared(name: str) -> bool:
    """It is called as what lets somebody in, or burns, whatever it is."""
    return any(pattern.search(name) for pattern in (_ENTRANCE, _GARAGE, _FIRE))


def _lets_in(step: Step, thing: Entity) -> bool:
    if thing.domain == "cover":
        return step.service in _OPENS and _entrance(thing)
    named = thing.domain in _BY_NAME and any(_ENTRANCE.search(name) for name in (thing.name, *thing.aliases))
    if thing.domain == "scene":
        return named or any(_opens(str(member)) for member in thing.attributes.get("entity_id") or ())
    return named and not _ends(step)


def _entrance(cover: Entity) -> bool:
    named = any(_ENTRANCE.search(name) or _GARAGE.search(name) for name in (cover.name, *cover.aliases))
    return cover.device_class in _DOORS or (named and cover.device_class not in _CLOTH)


def _opens(member: str) -> bool:
    """A scene may turn it, and its id says that it lets somebody in."""
    domain, _, name = member.partition(".")
    return domain in _KEYS or (domain == "cover" and bool(_ENTRANCE.search(name.replace("_", " ")) or _GARAGE.search(name)))


def _burns(step: Step, thing: Entity) -> bool:
    """On, not off; and not a thermostat, which is made for it."""
    return thing.domain in _BY_NAME and not _ends(step) and any(_FIRE.search(name) for name in (thing.name, *thing.aliases))


def _ends(step: Step) -> bool:
    return step.service.endswith((".turn_off", ".close_cover", ".close_valve"))
