"""Every way in which the things of a house may be called: their names, their aliases, and what people say instead."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from typing import Literal, TypeAlias

from jarvisd.agent.understand.numbered import ways
from jarvisd.agent.understand.rooms import FLOORS, LOWER, ROOMS, UPPER
from jarvisd.agent.understand.spoken import plain
from jarvisd.agent.understand.things import is_thing
from jarvisd.tools.home import Area, Floor

Thing: TypeAlias = tuple[str, str, tuple[str, ...], str, str]  # id, name, aliases, area's id, device class
Areas: TypeAlias = tuple[Area, ...]
Floors: TypeAlias = tuple[Floor, ...]

_HAN = re.compile(r"[㐀-鿿]")
_NUMBERS = {word: str(n) for n, word in enumerate(["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"], 1)}
_BESIDE = re.compile(r"([左右])(?![边侧])")
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
            for short in (*_without_room(form(written), area), *ways(form(written))):
                implied[short].append(_implied(ref))
        for written in (name, *aliases):
            if beside := _BESIDE.sub(r"\1边", form(written)) if _BESIDE.search(form(written)) else "":
                implied[beside].append(_implied(ref))
            if form(written).endswith("电视"):
                implied[form(written) + "机"].append(_implied(ref))
        if id.startswith("lock."):
            for written in (name, *aliases):
                implied[re.sub(r"(?<=门)锁$", "", form(written))].append(_implied(ref))
        if id.startswith("valve."):
            for written in (name, *aliases):
                implied[re.sub(r"(?<=气)阀门?$", "", form(written))].append(_implied(ref))
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
    for said, ref in _parts(entities, by_id, named):
        implied[said].append(_implied(ref))
    both = {said: named.get(said) or implied[said] for said in (*named, *implied)}
    furnished = {by_id[area_id].name for _, _, _, area_id, _ in entities if area_id in by_id}
    return {said: tuple(dict.fromkeys(_places_first(refs, furnished))) for said, refs in both.items() if said}


def _places_first(refs: Sequence[Ref], furnished: Set[str]) -> Sequence[Ref]:
    """The loudspeaker "Kitchen" is called like its room: who says the kitchen means the room, where anything is in it."""
    placed = any(ref.kind == "floor" or (ref.kind == "area" and ref.name in furnished) for ref in refs)
    return [ref for ref in refs if not (placed and ref.kind == "name" and ref.domain == "media_player")]


def people(entities: Sequence[Thing], areas: Areas) -> frozenset[str]:
    """Whose things and rooms there are, in small letters: "Mia's Lamp" is Mia's. Who is a thing too, like a robot, is none."""
    names = [name for _, name, aliases, _, _ in entities for name in (name, *aliases)]
    names += [name for area in areas for name in (area.name, *area.aliases)]
    whose = {found.casefold() for name in names for found in _WHOSE.findall(name)}
    return frozenset(whose - {name.casefold() for name in names})


_WHOSE = re.compile(r"\b([A-Z][a-z]+)'s\b")


def _implied(ref: Ref) -> Ref:
    return Ref(ref.kind, ref.name, ref.area, ref.domain, ref.device_class, implied=True)


def _without_room(written: str, area: Area | None) -> Iterator[str]:
    """The "Kitchen Ceiling" in the kitchen is the ceiling there; "lamp" alone is any lamp."""
    for room in map(form, (area.name, *area.aliases)) if area else ():
        rest = written.removeprefix(room).strip()
        if rest and rest != written and len(rest) > 1 and not is_thing(rest):
            yield rest


_USUAL = frozenset(
    [
        "light", "lights", "lamp", "lamps", "main", "big", "small", "little", "large", "left", "right", "front", "back", "side",
        "upper", "lower", "warmer", "cooler", "dimmer", "wall", "floor", "desk", "table", "night", "bed", "ceiling", "reading", "window", "door", "doors", "room",
        "home", "house", "smart", "robot", "air", "water", "power", "heater", "heated", "master", "guest", "family", "kids", "baby",
        "general", "living", "dining", "garden", "garage", "kitchen", "bath", "bathroom", "bedroom", "office", "hall", "time",
        "mode", "scene", "good", "party", "movie", "leaving", "dinner", "evening", "morning", "away", "sleep", "panel", "machine",
        "maker", "cooker", "line", "strip", "camera", "motion", "contact", "sensor", "temperature", "humidity", "forecast",
        "weather", "list", "shopping", "battery", "speaker", "player", "central", "system", "alarm", "outdoor", "indoor", "outside",
        "inside", "warm", "cold", "white", "blue", "green", "star", "stars", "music", "radio",
    ]
)  # fmt: skip


def _parts(entities: Sequence[Thing], areas: Mapping[str, Area], named: Mapping[str, Sequence[Ref]]) -> Iterator[tuple[str, Ref]]:
    """A word that stands in the names of one thing alone: the "Penguin Fan" is the penguin; 学习台灯 is the 台灯."""
    owners: dict[str, dict[str, Ref]] = defaultdict(dict)
    for id, name, aliases, area_id, device_class in entities:
        area = areas.get(area_id)
        ref = Ref("name", name, area.name if area else "", id.partition(".")[0], device_class)
        for written in map(form, (name, *aliases)):
            lamp = _SPECIAL.search(written)
            words = [lamp[0]] if lamp else written.split() if " " in written else []
            for said in words:
                owners[said][id] = ref
    places = {said for area in areas.values() for name in (area.name, *area.aliases) for said in form(name).split()}
    for said, refs in owners.items():
        own = (
            len(said) > 3
            and len(refs) == 1
            and not _RUN & {ref.domain for ref in refs.values()}
            and said not in _USUAL
            and said not in places
            and not is_thing(said)
        )
        if said not in named and (own or _SPECIAL.search(said)):
            yield from ((said, ref) for ref in refs.values())


_RUN = frozenset({"scene", "script", "automation"})  # their names are of everyday words: "Wind Down" is no wind
_SPECIAL = re.compile(r"(?:床头|落地|镜前|橱柜|吸顶|[台吊壁顶筒射夜主])灯$")


def _rooms(areas: Areas) -> Iterator[tuple[str, str]]:
    """Other words for the rooms of the house; a word that would fit two rooms means either."""
    for words in ROOMS:
        for area in areas:
            own = {form(name) for name in (area.name, *area.aliases)}
            if own & {form(name) for name in words}:
                yield from ((form(said), area.name) for said in words if form(said) not in own)
    for area in areas:
        for owner in {found["who"] for name in (area.name, *area.aliases) if (found := _OWN_ROOM.fullmatch(form(name)))}:
            yield from ((owner + room, area.name) for room in ("屋", "房", "房间", "那屋", "这屋", "屋子", "卧室"))
    for generic in _GENERIC_ROOMS:
        for area in areas:
            if any(name != generic and name.endswith(generic) for name in (form(name) for name in (area.name, *area.aliases))):
                yield generic, area.name


_OWN_ROOM = re.compile(r"(?P<who>(?!客人|主人|儿童|孩子)[㐀-鿿]{2,3}?)(?:房间|屋|房|卧室)")


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
