"""Every way in which the things of a house may be called: their names, their aliases, and what people say instead."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from jarvisd.agent.understand.rooms import FLOORS, LOWER, ROOMS, UPPER
from jarvisd.agent.understand.spoken import plain
from jarvisd.agent.understand.things import is_thing
from jarvisd.tools.home import Area, Floor

Thing: TypeAlias = tuple[str, str, tuple[str, ...], str, str]  # id, name, aliases, area's id, device class
Areas: TypeAlias = tuple[Area, ...]
Floors: TypeAlias = tuple[Floor, ...]

_HAN = re.compile(r"[㐀-鿿]")
_NUMBERS = {word: str(n) for n, word in enumerate(["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"], 1)}
_GENERIC_ROOMS = ("bedroom", "bathroom", "卧室", "房间", "卫生间", "浴室")


@dataclass(frozen=True, slots=True)
class Ref:
    """What a name stands for."""

    kind: Literal["name", "area", "floor"]
    name: str  # the house's own
    area: str = ""  # of a thing: its area's own name
    domain: str = ""
    device_class: str = ""
    implied: bool = False  # nobody wrote that name down for it


def word(said: str) -> str:
    """A word as names are compared: no 's, numbers as digits."""
    said = re.sub(r"'s$|'", "", said)
    return _NUMBERS.get(said, said)


def form(name: str) -> str:
    """A name as it is compared with what was said."""
    text = plain(name, "zh" if _HAN.search(name) else "en").replace(",", " ")
    if _HAN.search(text):
        return text.replace("的", "").replace(" ", "")
    return " ".join(word(token) for token in re.sub(r"^(?:the|my|our) ", "", text).split())


def forms(entities: Sequence[Thing], areas: Areas, floors: Floors) -> Mapping[str, tuple[Ref, ...]]:
    """What may be said -> what it stands for. A name that was written down goes before one that is only implied."""
    named: dict[str, list[Ref]] = defaultdict(list)
    implied: dict[str, list[Ref]] = defaultdict(list)
    by_id = {area.id: area for area in areas}
    for id, name, aliases, area_id, device_class in entities:
        area = by_id.get(area_id)
        ref = Ref("name", name, area.name if area else "", id.partition(".")[0], device_class)
        for written in (name, *aliases):
            named[form(written)].append(ref)
            for short in _without_room(form(written), area):
                implied[short].append(_implied(ref))
    for area in areas:
        for written in (area.name, *area.aliases):
            named[form(written)].append(Ref("area", area.name))
    for floor in floors:
        for written in (floor.name, *floor.aliases):
            named[form(written)].append(Ref("floor", floor.name))
    for said, area_name in _rooms(areas):
        implied[said].append(Ref("area", area_name, implied=True))
    for said, floor_name in _levels(floors):
        implied[said].append(Ref("floor", floor_name, implied=True))
    both = {said: named.get(said) or implied[said] for said in (*named, *implied)}
    return {said: tuple(dict.fromkeys(refs)) for said, refs in both.items() if said}


def _implied(ref: Ref) -> Ref:
    return Ref(ref.kind, ref.name, ref.area, ref.domain, ref.device_class, implied=True)


def _without_room(written: str, area: Area | None) -> Iterator[str]:
    """The "Kitchen Ceiling" in the kitchen is the ceiling there; "lamp" alone is any lamp."""
    for room in map(form, (area.name, *area.aliases)) if area else ():
        rest = written.removeprefix(room).strip()
        if rest and rest != written and len(rest) > 1 and not is_thing(rest):
            yield rest


def _rooms(areas: Areas) -> Iterator[tuple[str, str]]:
    """Other words for the rooms of the house; a word that would fit two rooms means either."""
    for words in ROOMS:
        for area in areas:
            own = {form(name) for name in (area.name, *area.aliases)}
            if own & {form(name) for name in words}:
                yield from ((form(said), area.name) for said in words if form(said) not in own)
    for generic in _GENERIC_ROOMS:
        for area in areas:
            if any(name != generic and name.endswith(generic) for name in (form(name) for name in (area.name, *area.aliases))):
                yield generic, area.name


def _levels(floors: Floors) -> Iterator[tuple[str, str]]:
    """Floors by their number, and above and below where there are two."""
    names = {floor.name: {form(name) for name in (floor.name, *floor.aliases)} for floor in floors}
    european = any("ground floor" in own for own in names.values()) and any("first floor" in own for own in names.values())
    levels: dict[str, int] = {}
    for name, own in names.items():
        for level, words in FLOORS:
            said_so = own & {form(said) for said in words}
            if said_so:  # in Europe the first floor is the one above the ground; in Chinese 一楼 is the ground
                raised = european and level >= 0 and "ground floor" not in own and not any(_HAN.search(said) for said in said_so)
                levels.setdefault(name, level + raised)
        if own & set(map(form, LOWER)):
            levels.setdefault(name, 0)
        if own & set(map(form, UPPER)):
            levels.setdefault(name, 1)
    for name, level in levels.items():
        for number, words in FLOORS:
            if number == level:
                usual = (said for said in words if not european or _HAN.search(said) or number < 0)
                yield from ((form(said), name) for said in usual if form(said) not in names[name])
    above = sorted((level, name) for name, level in levels.items() if level >= 0)
    if len(above) > 1:
        yield from ((form(said), above[0][1]) for said in LOWER)
        yield from ((form(said), above[-1][1]) for said in UPPER)
