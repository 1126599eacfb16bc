"""Which things of a house are meant, by exact names and aliases: slots and the room in, entities out."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from jarvisd.errors import HomeTrouble
from jarvisd.tools.home import Area, Entity, Floor, House

EVERYWHERE = frozenset({"all", "everything", "everywhere", "所有", "全部", "所有的", "一切"})  # as a name, an area or a floor

_GATES = frozenset({"door", "garage", "garage_door", "gate"})  # covers that nobody means who says "the covers", "the curtains"
_WATCHED = {"window": "window", "door": "door", "garage": "garage_door", "garage_door": "garage_door"}  # covers, and the sensors of such
_ES = ("ches", "shes", "xes", "sses")


def plain(text: str) -> str:
    """In which two names are the same."""
    return " ".join(text.casefold().replace("_", " ").split())


def domain(word: str) -> str:
    """light of "Lights", media_player of "media players"."""
    word = plain(word).replace(" ", "_")
    if word.endswith(_ES):
        return word[:-2]
    return word[:-1] if word.endswith("s") and not word.endswith("ss") else word


def meant(house: House, slots: Mapping[str, Any], kinds: Collection[str]) -> Sequence[Entity]:
    """All that may be meant, wherever it was said. kinds: the domains that the intent is for.

    HomeTrouble says in `why` what the house does not have: no_name, no_area, no_floor, no_such, cannot.
    """
    area, floor = _area(house, slots), _floor(house, slots)
    name = name_of(slots)
    domains = tuple(map(domain, _several(slots.get("domain"))))
    classes = tuple(plain(text).replace(" ", "_") for text in _several(slots.get("device_class")))
    found = tuple(entity for entity in house.entities if not name or called(entity, name))
    if name and not found:
        raise HomeTrouble("no_name", name=str(slots["name"]))
    able = tuple(entity for entity in found if entity.domain in kinds)
    if name and not able:
        raise HomeTrouble("cannot", name=found[0].name)
    chosen: Sequence[Entity] = tuple(
        entity
        for entity in able
        if (not domains or entity.domain in domains)
        and (not classes or entity.device_class in classes)
        and (area is None or entity.area == area.id)
        and (floor is None or _floor_of(house, entity) == floor.id)
    )
    if "cover" in domains and not (name or classes):
        chosen = tuple(one for one in chosen if one.device_class not in _GATES) or chosen
    chosen = _but(house, chosen, _several(slots.get("except")))
    if not chosen:
        where = area.name if area else floor.name if floor else ""
        what = str(slots["name"]) if name else "/".join(classes or domains or (kinds if len(kinds) == 1 else ()))
        raise HomeTrouble("no_such", where=where, what=what, named="yes" if name else "")
    return chosen


def resolve(
    house: House, slots: Mapping[str, Any], kinds: Collection[str], room: str = "", one: bool = False, looks: bool = False
) -> Sequence[Entity]:
    """Those that are meant, said in this room. one: it is for a single thing where no more was said. looks: nothing is changed.

    HomeTrouble as of `meant`; which: several go by that; where: in which room.
    """
    chosen = meant(house, _watched(slots) if looks else slots, kinds)
    here = [entity for entity in chosen if entity.area and entity.area == room_id(house, room)]
    if name_of(slots):
        chosen = here or chosen
        if len(chosen) > 1 and not looks:
            raise HomeTrouble("which", name=str(slots["name"]), rows=rows(house, chosen))
        return chosen
    if _placed(slots):
        return chosen
    if room and here:
        return here
    if one and len(chosen) > 1:
        raise HomeTrouble("which", name="", rows=rows(house, chosen))
    if room and not one and len(chosen) > 1 and room_id(house, room):
        what = "/".join(_several(slots.get("device_class")) or tuple(map(domain, _several(slots.get("domain")))))
        raise HomeTrouble("no_such", where=_called_area(house, room), what=what, named="")
    return chosen


def _watched(slots: Mapping[str, Any]) -> Mapping[str, Any]:
    """Whoever asks about a window means the one that a motor opens and the one that a sensor watches."""
    classes = _several(slots.get("device_class"))
    if _several(slots.get("domain")) != ("cover",) or not classes or not _WATCHED.keys() >= set(classes):
        return slots
    both = dict.fromkeys([*classes, *(_WATCHED[each] for each in classes)])
    return {slot: value for slot, value in slots.items() if slot != "domain"} | {"device_class": list(both)}


def area_of(house: House, entity: Entity) -> Area | None:
    return next((area for area in house.areas if area.id == entity.area), None)


def called(thing: Entity | Area | Floor, name: str) -> bool:
    return plain(name) in (plain(one) for one in (thing.name, *thing.aliases))


def name_of(slots: Mapping[str, Any]) -> str:
    """What was named, made plain; "" where it is all there are."""
    name = plain(str(slots.get("name") or ""))
    return "" if name in EVERYWHERE else name


def _placed(slots: Mapping[str, Any]) -> bool:
    return any(slots.get(slot) for slot in ("name", "area", "floor"))  # "all" is a place too


def _area(house: House, slots: Mapping[str, Any]) -> Area | None:
    said = str(slots.get("area") or "")
    if not said or plain(said) in EVERYWHERE:
        return None
    return area_called(house, said)


def area_called(house: House, said: str) -> Area:
    found = next((area for area in house.areas if called(area, said) or area.id == said), None)
    if found is None:
        raise HomeTrouble("no_area", name=said)
    return found


def _floor(house: House, slots: Mapping[str, Any]) -> Floor | None:
    said = str(slots.get("floor") or "")
    if not said or plain(said) in EVERYWHERE:
        return None
    found = next((floor for floor in house.floors if called(floor, said) or floor.id == said), None)
    if found is None:
        raise HomeTrouble("no_floor", name=said)
    return found


def _floor_of(house: House, entity: Entity) -> str:
    area = area_of(house, entity)
    return area.floor if area else ""


def room_id(house: House, room: str) -> str:
    """The id of the area where it was said; "" where the house has no such area: a microphone may stand anywhere."""
    return next((area.id for area in house.areas if room and (called(area, room) or area.id == room)), "")


def _called_area(house: House, room: str) -> str:
    return next((area.name for area in house.areas if area.id == room_id(house, room)), room)


def _but(house: House, chosen: Sequence[Entity], names: Iterable[str]) -> Sequence[Entity]:
    """Without things, rooms, floors or kinds of these names. HomeTrouble no_name: nothing is done where an exception is not known."""
    for name in names:
        areas = {area.id for area in house.areas if called(area, name)}
        areas |= {area.id for area in house.areas for floor in house.floors if called(floor, name) and area.floor == floor.id}
        known = bool(areas) or any(called(entity, name) for entity in house.entities)
        kind = "" if known else domain(name)  # "all but the fans"
        if not known and not any(entity.domain == kind for entity in house.entities):
            raise HomeTrouble("no_name", name=name)
        chosen = [one for one in chosen if one.area not in areas and not called(one, name) and one.domain != kind]
    return chosen


def rows(house: House, chosen: Sequence[Entity]) -> str:
    """Which there are, a line each: its name, its room."""
    areas = {area.id: area.name for area in house.areas}
    return "\n".join(f"{one.name}\t{areas.get(one.area, '')}\t{one.domain}" for one in chosen)


def _several(given: Any) -> tuple[str, ...]:
    if given is None or given == "":
        return ()
    return tuple(str(one) for one in given) if isinstance(given, list | tuple) else (str(given),)
