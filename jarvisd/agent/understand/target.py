"""What an order is about: the things, rooms and floors that were named, as slots."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from copy import copy
from dataclasses import dataclass, field, replace
from typing import Any

from jarvisd.agent.understand import Heard, Nameless
from jarvisd.agent.understand.called import Ref, form
from jarvisd.agent.understand.masked import Masked
from jarvisd.agent.understand.names import Mention
from jarvisd.agent.understand.things import OF_IT, Kind, own
from jarvisd.messages import Language
from jarvisd.tools.home import Entity, House

_ALL = {
    "en": re.compile(r"\b(?:everything|all|every|each|whole|entire|everywhere)\b"),
    "zh": re.compile(r"所有|全部|全屋|全家|整个|整栋|整幢|每|一切|统统|通通|全(?=关|开|打|拉|锁|都|灭|亮)"),
}  # fmt: skip
_BOTH = {"en": re.compile(r"\bboth\b"), "zh": re.compile(r"两[个扇道盏台]|俩")}
_EVERYTHING = {
    "en": re.compile(r"\b(?:everything|all(?! (?:the |of the |my |our )?\w)|it all|them all|all of it)\b"),
    "zh": re.compile(r"所有(?:的)?(?:东西|电器|设备)?(?=都|全|关|开|打|$)|全部(?=都|关|开|打|$)|一切|统统|通通|全关|全开|东西|电器|设备|^都|(?:都|全)(?:给我)?(?:关|打开|开(?!着))"),
}  # fmt: skip
_PRONOUN = {
    "en": re.compile(r"\b(?:it|them|that|those|these|this one|that one|the same)\b"),
    "zh": re.compile(r"它们?|这个|那个|这些|那些|这盏|那盏|同样|刚才的?"),
}  # fmt: skip
HOUSE = {
    "en": re.compile(r"\b(?:house|home|apartment|flat|place|everywhere)\b"),
    "zh": re.compile(r"家里|全屋|全家|整个家|整屋|家中|整[栋幢]|全房"),
}
HERE = {
    "en": re.compile(r"\b(?:in here|in this room|this room|here|(?:my|our) (?:bed ?)?room)\b"),
    "zh": re.compile(r"这屋|这里|这儿|这边|屋里|这个?房间"),
}
_OWN_KIND = frozenset(["radiator", "heater", "油汀", "取暖器", "电暖器"])  # of which a room has one beside its heating
_NOWHERE = frozenset({"scene", "script", "automation"})
_OF_A_WINDOW = frozenset({"blind", "curtain", "shade", "shutter", ""})


@dataclass(frozen=True, slots=True)
class Target:
    """slots: name, area, floor, domain, device_class as they were said; {} where nothing was."""

    slots: Mapping[str, Any] = field(default_factory=dict)
    domains: frozenset[str] = frozenset()  # what it is; empty where that was not said
    missing: Nameless | None = None  # something was named that is not here, or several go by it
    before: bool = False  # it is what the turn before was about
    everything: bool = False  # all things, of whatever kind
    sure: float = 1.0


class Aim:
    """Everything that was named in one command; what is meant by it depends on what is to be done.

    everywhere: it is not only for the room in which it was said. room: that room, by the house's own name; "" where it has none.
    """

    def __init__(self, masked: Masked, language: Language, heard: Heard) -> None:
        said = masked.plain
        self._house = heard.house
        self._mentions = masked.mentions
        self._kinds = masked.kinds
        self._all = bool(_ALL[language].search(said))
        self._everything = bool(_EVERYTHING[language].search(said)) and not self._kinds
        every_kind = self._all and any(kind.many for kind in self._kinds)
        self.everywhere = self._everything or every_kind or bool(HOUSE[language].search(said))
        self.pronoun = bool(_PRONOUN[language].search(said))
        self.both = bool(_BOTH[language].search(said))
        self._here = bool(HERE[language].search(said))
        self.room = next((area.name for area in heard.house.areas if heard.room and heard.room in (area.id, area.name, *area.aliases)), "")

    @property
    def named(self) -> bool:
        return bool(self._mentions or self._kinds or self._everything)

    @property
    def things(self) -> bool:
        """As `named`; what is only set of a thing (亮度, the volume) names none."""
        return bool(self._mentions or any(kind.said not in OF_IT for kind in self._kinds) or self._everything)

    @property
    def things_named(self) -> bool:
        """More than a room or a floor."""
        return bool(self._kinds or self._everything or any("name" in mention.kinds for mention in self._mentions))

    @property
    def placed(self) -> bool:
        """This very room was said."""
        return self._here

    @property
    def known(self) -> bool:
        """Something of this very house was named."""
        return bool(self._mentions)

    @property
    def each(self) -> tuple[str, ...]:
        """The names of all the things that were named and are one thing each."""
        alone = (mention.refs[0] for mention in self._mentions if len(mention.refs) == 1)
        return tuple(dict.fromkeys(ref.name for ref in alone if ref.kind == "name"))

    def only(self, name: str) -> Aim:
        """The same of that one of several that go by one word."""
        aim = copy(self)
        aim._mentions = tuple(
            replace(mention, refs=tuple(ref for ref in mention.refs if ref.name == name) or mention.refs) for mention in self._mentions
        )
        return aim

    @property
    def a_garage(self) -> bool:
        """A room was named, nothing in it, and it has one cover: its door."""
        if self._kinds or any("name" in mention.kinds for mention in self._mentions):
            return False
        rooms = {ref.name for mention in self._mentions for ref in mention.refs if ref.kind == "area"}
        ids = {area.id for area in self._house.areas if area.name in rooms}
        covers = [one for one in self._house.entities if one.domain == "cover" and one.area in ids]
        return len(covers) == 1 and covers[0].device_class in ("garage", "garage_door")

    @property
    def house(self) -> House:
        return self._house

    def of(self, domains: frozenset[str]) -> Target:
        """What is meant where only things of these domains can be; every domain where empty."""
        places, trouble = self._places()
        if trouble:
            return Target(missing=trouble)
        sure = min((mention.sure for mention in self._mentions), default=1.0)
        names = self._names(domains, places)
        if names:
            return self._named(names, places, sure)
        kind = self._kind(domains)
        if kind is not None:
            return self._of_kind(kind, places, sure, domains)
        if self._everything:
            return Target(places, everything=True, sure=sure)
        return Target(places, sure=sure)

    def _places(self) -> tuple[dict[str, Any], Nameless | None]:
        """The room and the floor. A mention that may be a thing too is a room only where a kind of thing is named beside it."""
        slots: dict[str, Any] = {}
        for kind in ("area", "floor"):
            found = [mention for mention in self._mentions if kind in mention.kinds and self._is_place(mention)]
            if not found or (kind == "floor" and "area" in slots and found[0].kinds == {"area", "floor"}):
                continue
            refs = list(dict.fromkeys(ref.name for ref in found[-1].refs if ref.kind == kind))
            if len(refs) > 1:
                if self.room not in refs:
                    return {}, Nameless(found[-1].said, "area" if kind == "area" else "floor", tuple(refs))
                refs = [self.room]
            slots[kind] = refs[0]
        if not slots and self._here and self.room:
            slots["area"] = self.room
        return slots, None

    def _is_place(self, mention: Mention) -> bool:
        others = [one for one in self._mentions if one is not mention and "name" in one.kinds]
        return "name" not in mention.kinds or bool(self._kinds) or bool(others)

    def _names(self, domains: frozenset[str], places: Mapping[str, Any]) -> list[Ref]:
        for mention in self._mentions:
            if "name" not in mention.kinds or ("area" in mention.kinds and self._is_place(mention)):
                continue
            refs = [ref for ref in mention.refs if ref.kind == "name"]
            fit = [ref for ref in refs if not domains or ref.domain in domains] or refs
            if "area" in places:
                fit = [ref for ref in fit if ref.area == places["area"]] or fit
            return list(dict.fromkeys(fit))
        return []

    def _named(self, refs: list[Ref], places: dict[str, Any], sure: float) -> Target:
        if all(ref.domain in _NOWHERE and not ref.area for ref in refs):
            places = {}  # "bedtime in the kids room": a scene stands in no room
        names = list(dict.fromkeys(ref.name for ref in refs))
        if len(names) > 1:
            here = [ref for ref in refs if ref.area and ref.area == (places.get("area") or self.room)]
            names = list(dict.fromkeys(ref.name for ref in here)) or names
            refs = here or refs
        if (
            len(names) > 1 and self.room and not here and all(ref.implied for ref in refs)
        ):  # 台灯, where the room has none that is called so
            return Target({"domain": refs[0].domain, **(places or {"area": self.room})}, frozenset({refs[0].domain}), sure=sure)
        if len(names) > 1:
            said = next(mention.said for mention in self._mentions if "name" in mention.kinds)
            return Target(missing=Nameless(said, "name", tuple(names)))
        return Target({"name": names[0], **places}, frozenset(ref.domain for ref in refs), sure=sure)

    def _kind(self, domains: frozenset[str]) -> Kind | None:
        fit = [kind for kind in self._kinds if not domains or (kind.domain or "cover") in domains or not kind.domain]
        return next(iter(fit or self._kinds), None)

    def _of_kind(self, kind: Kind, places: dict[str, Any], sure: float, domains: frozenset[str]) -> Target:
        domain, device_class = kind.domain, kind.device_class
        if not domain:  # a door is a cover where there is one of that class, else what is locked
            doors = any(one.domain == "cover" and one.device_class in ("door", "gate") for one in self._house.entities)
            domain = "cover" if doors and "lock" not in domains else "lock"
            device_class = device_class if domain == "cover" else ""
        there = [entity for entity in self._house.entities if entity.domain == domain and _within(entity, places, self._house)]
        every = [entity for entity in self._house.entities if entity.domain == domain]
        if not every or own(kind.said, (name for one in every for name in (one.name, *one.aliases))):
            return Target(domains=frozenset({domain}), missing=Nameless(kind.said, "domain"))
        among = there if domain == "media_player" else self._elsewhere(kind, places, every) if domain == "climate" else []
        so_called = [one for one in among if not kind.many and _holds(one, kind.said)]
        if len(so_called) == 1:  # the one radio among the players
            return Target({"name": so_called[0].name, **places}, frozenset({domain}), sure=sure)
        slots = dict(places)
        if not places:
            here = [entity for entity in every if self.room and entity.area == _area_id(self._house, self.room)]
            if here and not self.everywhere and not (self.both and len(here) < 2 <= len(every)):
                slots["area"] = self.room
        slots["domain"] = domain
        if device_class and domain == "cover":
            slots["device_class"] = _class(device_class, there or every)
        elif device_class and any(entity.device_class == device_class for entity in there or every):
            slots["device_class"] = device_class
        if not slots.get("device_class", True):
            del slots["device_class"]
        return Target(slots, frozenset({domain}), sure=sure)

    def _elsewhere(self, kind: Kind, places: Mapping[str, Any], every: list[Entity]) -> list[Entity]:
        """All of them where nobody said which room, and this one has none of that kind: "the radiator" is the oil radiator."""
        here = [one for one in every if self.room and one.area == _area_id(self._house, self.room)]
        own = kind.said in _OWN_KIND and not any(_holds(one, kind.said) for one in here)
        return [] if places or self.everywhere or (here and not own) else every


def _holds(thing: Entity, word: str) -> bool:
    """One of its names has that word in it."""
    names = (form(name) for name in (thing.name, *thing.aliases))
    return any(word in (name if word > "㐀" else name.split()) for name in names)


def _class(said: str, things: Iterable[Entity]) -> str:
    """As it was said where there is one of that class; else what hangs before the window instead."""
    classes = {thing.device_class for thing in things}
    if said in classes:
        return said
    near = sorted(classes & _OF_A_WINDOW) if said in _OF_A_WINDOW else []
    if said == "garage" and "garage_door" in classes:
        return "garage_door"
    return near[0] if len(near) == 1 else "" if near else said


def _within(entity: Entity, places: Mapping[str, Any], house: House) -> bool:
    area = next((area for area in house.areas if area.id == entity.area), None)
    if places.get("area") and (area is None or area.name != places["area"]):
        return False
    floor = next((floor.id for floor in house.floors if floor.name == places.get("floor")), "")
    return not floor or (area is not None and area.floor == floor)


def _area_id(house: House, name: str) -> str:
    return next((area.id for area in house.areas if area.name == name), "")
