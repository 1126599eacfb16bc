"""The house in words, as it stands in a model's prompt: its rooms and what is in them, without any state, so that it seldom changes."""

from __future__ import annotations

from collections.abc import Iterable

from jarvisd.tools.home import Area, Entity, House

LONGEST = 1800  # characters; a block of memory takes 2000
_QUIET = frozenset({"sensor", "binary_sensor", "button", "number", "select", "update", "event", "person"})  # the first to be left out


def overview(house: House, longest: int = LONGEST) -> str:
    """ "Kitchen (first floor): ceiling light (light), ..." a line each; "" for an empty house. What has no room for it is counted."""
    for quiet in (False, True):
        text = "\n".join(_lines(house, quiet))
        if len(text) <= longest:
            return text
    return "\n".join(_counted(house))[:longest]


def _lines(house: House, quiet: bool) -> Iterable[str]:
    floors = {floor.id: floor.name for floor in house.floors}
    for area in house.areas:
        floor = floors.get(area.floor, "")
        yield f"{_names(area)}{f' ({floor})' if floor else ''}: {_things(house, area.id, quiet) or '-'}"
    if rest := _things(house, "", quiet):
        yield f"elsewhere: {rest}"


def _things(house: House, area: str, quiet: bool) -> str:
    known = {one.id for one in house.areas}
    here = [thing for thing in house.entities if (thing.area if thing.area in known else "") == area]
    return ", ".join(f"{_names(thing)} ({thing.domain})" for thing in here if not (quiet and thing.domain in _QUIET))


def _names(thing: Area | Entity) -> str:
    return " / ".join(dict.fromkeys((thing.name, *thing.aliases)))


def _counted(house: House) -> Iterable[str]:
    """Of a house that is too large to be listed."""
    for area in (*house.areas, Area("", "elsewhere")):
        kinds = [thing.domain for thing in house.entities if thing.area == area.id]
        if kinds:
            yield f"{_names(area)}: " + ", ".join(f"{kinds.count(kind)} {kind}" for kind in sorted(set(kinds)))
