"""A thing that is told by where it stands as the thing that is called after that: "the lamp in the corner" is the corner lamp, 镜子前面的灯 the 镜前灯."""

from __future__ import annotations

import re
from collections.abc import Iterator

from jarvisd.agent.understand.clauses import grammar_of
from jarvisd.agent.understand.names import names_of
from jarvisd.agent.understand.spoken import plain
from jarvisd.agent.understand.things import kinds
from jarvisd.messages import Language
from jarvisd.tools.home import Entity, House

_EN = re.compile(
    r"\b(?:the|that|my|our) (?P<kind>light|lamp|bulb|spotlight|fan|speaker|blind|heater|radiator|tv|radio)(?: that is| which is)?"
    r" (?:in|by|on|over|at|near|above|next to|beside|behind|under|in front of|over by) (?:the|my|our|his|her) (?P<where>[a-z]+)\b(?! (?:room|floor|side|hall|level)\b)"
)
_ZH = re.compile(
    r"(?P<where>[^\W\da-zA-Z把将给帮的了请也都就在去来我你您他她它这那有是没不开关对]{1,3}?)(?:子|边|旁|头)?(?:(?:前面?|旁边?|边上|上面?|下面?|后面?|跟前)的?(?:那|这)?[个盏台]?|(?:那|这)[个盏台])(?P<kind>(?:[台吊壁]?灯)(?![带泡笼])|风扇|音箱)"
)
_NOWHERE = frozenset(
    ["dark", "moment", "way", "end", "top", "bottom", "back", "front", "left", "right", "ceiling", "wall", "floor", "table"]
)


def named(text: str, language: Language, house: House, room: str) -> str:
    """With its name where one thing here is called so; as it came where none is, or several."""
    for start, end, thing in _found(text, language, house, room):
        if thing is not None:
            article = "the " if language == "en" else ""
            return f"{text[:start]}{article}{thing}{text[end:]}"
    return text


def unknown(text: str, language: Language, house: House, room: str) -> str:
    """What one thing is told by, where nothing here is called so: all the lamps of the room are not meant. "" where there is nothing of the kind."""
    return next((text[start:end] for start, end, thing in _found(text, language, house, room) if thing is None), "")


def _found(text: str, language: Language, house: House, room: str) -> Iterator[tuple[int, int, str | None]]:
    said = plain(text, language) if language == "en" else text
    if said != text and language == "en":
        return
    names = names_of(house)
    for match in (_ZH if language == "zh" else _EN).finditer(said):
        where = match["where"]
        mentions = names.find(grammar_of(language).heard(match.group()), language)
        if where in _NOWHERE or any(not ref.implied or ref.kind != "name" for one in mentions for ref in one.refs):
            continue
        domains = {kind.domain for kind in kinds(match["kind"], language)}
        alike = [one for one in house.entities if one.domain in domains and _called(one, where, language)]
        here = [one for one in alike if one.area == room or room in _room_names(one, house)] or alike
        yield match.start(), match.end(), _called(here[0], where, language) if len(here) == 1 else None


def _room_names(thing: Entity, house: House) -> tuple[str, ...]:
    return next(((area.name, *area.aliases) for area in house.areas if area.id == thing.area), ())


def _called(thing: Entity, where: str, language: Language) -> str:
    """The first of its names that speaks of that place; "" where none does."""
    for name in (thing.name, *thing.aliases):
        words = plain(name, language).split()
        if where in name if language == "zh" else {where, f"{where}side", f"{where}s"}.intersection(words):
            return name
    return ""
