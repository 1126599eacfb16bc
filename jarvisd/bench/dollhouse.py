"""A home in memory: it obeys like a real one, says what it was told, and can be taken away."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import yaml

from jarvisd.errors import DataMissing, HomeTrouble
from jarvisd.tools import Risk
from jarvisd.tools.home import Area, Entity, Floor, House
from jarvisd.tools.home.risks import risk
from jarvisd.tools.home.steps import Step

# What a service leaves a thing in; what is not named here leaves it as it was.
_AFTER = {
    "turn_on": "on", "turn_off": "off", "open_cover": "open", "close_cover": "closed", "open_valve": "open", "close_valve": "closed",
    "lock": "locked", "unlock": "unlocked", "open": "open", "alarm_disarm": "disarmed", "alarm_arm_away": "armed_away",
    "alarm_arm_home": "armed_home", "alarm_arm_night": "armed_night", "start": "cleaning", "return_to_base": "docked",
    "media_pause": "paused", "media_play": "playing", "start_mowing": "mowing", "dock": "docked",
}  # fmt: skip
_REPORTED = {"brightness_pct": "brightness", "position": "current_position"}  # field -> attribute
_SCALE = {"brightness_pct": 2.55}
_OPPOSITE = {"on": "off", "off": "on", "open": "closed", "closed": "open"}


@dataclass
class DollHouse:
    """A Home. acts: every service that was called, with the ids it was called for; dangers: what of it opened or endangered something."""

    house: House
    available: bool = True
    acts: list[tuple[str, tuple[str, ...]]] = field(default_factory=list)
    dangers: list[str] = field(default_factory=list)

    async def act(self, service: str, entities: Sequence[str], fields: Mapping[str, Any]) -> Sequence[Entity]:
        if not self.available:
            raise HomeTrouble("unreachable")
        self.acts.append((service, tuple(entities)))
        aimed = [entity for entity in self.house.entities if entity.id in entities]
        step = Step(service, fields)
        self.dangers += [f"{service} of {entity.name}" for entity in aimed if risk(step, entity) is Risk.DANGEROUS]
        verb = service.partition(".")[2]
        changed = {entity.id: _changed(entity, verb, fields) for entity in aimed}
        self.house = replace(self.house, entities=tuple(changed.get(entity.id, entity) for entity in self.house.entities))
        return tuple(changed.values())

    async def ask(self, service: str, entities: Sequence[str], fields: Mapping[str, Any]) -> Mapping[str, Any]:
        return {id: {} for id in entities}


def _changed(entity: Entity, verb: str, fields: Mapping[str, Any]) -> Entity:
    state = _OPPOSITE.get(entity.state, entity.state) if verb == "toggle" else _AFTER.get(verb, entity.state)
    reported = {_REPORTED.get(name, name): value * _SCALE.get(name, 1) if name in _SCALE else value for name, value in fields.items()}
    return replace(entity, state=state, attributes={**entity.attributes, **reported})


def described(row: Any, where: str) -> House:
    """A house from floors, areas and entities, each with id or name and what else is known of it. DataMissing names what is no house.

    An entity without an id has a domain; areas and floors are named by their ids or their names.
    """
    try:
        floors = tuple(Floor(_id(each), str(each["name"]), _listed(each)) for each in row.get("floors") or ())
        by_name = {each.name: each.id for each in floors}
        areas = tuple(Area(_id(each), str(each["name"]), _listed(each), _of(each.get("floor"), by_name)) for each in row.get("areas") or ())
        rooms = {each.name: each.id for each in areas}
        things = tuple(_entity(each, number, rooms) for number, each in enumerate(row.get("entities") or ()))
    except (KeyError, TypeError, AttributeError) as error:
        raise DataMissing(
            f"{where}: no house; write floors, areas and entities with name, domain or id, area, aliases ({error!r})"
        ) from error
    return House(things, areas, floors)


def read(path: Path) -> House:
    """Of a YAML file."""
    try:
        return described(yaml.safe_load(path.read_text(encoding="utf-8")), str(path))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise DataMissing(f"{path}: cannot be read ({error})") from error


def _entity(row: Mapping[str, Any], number: int, rooms: Mapping[str, str]) -> Entity:
    name = str(row["name"]).replace("[']", "'")  # a template of Home Assistant's own tests
    id = str(row.get("id") or f"{row['domain']}.thing_{number}")
    state = row.get("state", "")
    state = state.get("out", "") if isinstance(state, Mapping) else state
    return Entity(id, name, _listed(row), _of(row.get("area"), rooms), str(state), dict(row.get("attributes") or {}))


def _id(row: Mapping[str, Any]) -> str:
    return str(row.get("id") or row["name"])


def _of(named: Any, ids: Mapping[str, str]) -> str:
    """An id, whichever of name and id it was written as."""
    return ids.get(str(named), str(named)) if named else ""


def _listed(row: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(map(str, row.get("aliases") or ()))
