"""What an order leaves alone: all but the hall, 奶奶的别关."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from jarvisd.agent.understand import Command, Doubt, Heard, Nameless
from jarvisd.agent.understand.called import form
from jarvisd.agent.understand.names import names_of
from jarvisd.agent.understand.spoken import plain
from jarvisd.agent.understand.target import HERE, HOUSE
from jarvisd.agent.understand.things import kinds
from jarvisd.messages import Language
from jarvisd.tools.home import Area


def but(
    found: Sequence[Command] | Doubt | Nameless | None, left: Sequence[str], heard: Heard
) -> Sequence[Command] | Doubt | Nameless | None:
    """The same without the things that were left out; Nameless where one of those is not here."""
    if found is None or isinstance(found, Nameless):
        return found
    names: list[str] = []
    for said in left:
        name = excepted(said, heard) or _of_somebody(said, _made(found), heard)
        if name is None and heard.language == "zh" and (lamp := excepted(f"{said}灯", heard)) != "light":
            name = lamp  # 除了氛围灯都关了
        if name is None or any(name == command.slots.get("domain") for command in _made(found)):
            return Nameless(said)  # all lamps but the lamp: which is meant is not known
        names.append(name)
    here = _here(names, heard)
    commands = tuple(
        command
        if "name" in command.slots and command.slots["name"] not in names
        else replace(
            command, slots={**({} if command.slots.keys() & _PLACES else here), **_wide(command.slots, names, heard), "except": names}
        )
        for command in _made(found)
    )
    return Doubt(commands) if isinstance(found, Doubt) else commands


def _made(found: Sequence[Command] | Doubt) -> Sequence[Command]:
    return found.commands if isinstance(found, Doubt) else found


_PLACES = frozenset({"area", "floor", "name"})


def _here(names: Sequence[str], heard: Heard) -> dict[str, str]:
    """All but a thing of this very room is all of this room."""
    room = next((area for area in heard.house.areas if heard.room and heard.room in (area.id, area.name, *area.aliases)), None)
    things = [entity for entity in heard.house.entities if entity.name in names]
    said_so = room is not None and things and all(entity.area == room.id for entity in things) and len(things) == len(names)
    return {"area": room.name} if room is not None and said_so and not HOUSE[heard.language].search(heard.text) else {}


def _wide(slots: Mapping[str, Any], names: Sequence[str], heard: Heard) -> dict[str, Any]:
    """What is left alone in another room tells that not only this one is meant."""
    room = next((area for area in heard.house.areas if heard.room and heard.room in (area.id, area.name, *area.aliases)), None)
    if room is None or slots.get("area") != room.name or _said(room, heard):
        return dict(slots)
    left = {area.id for area in heard.house.areas if area.name in names}
    left |= {entity.area for entity in heard.house.entities if entity.name in names}
    return {slot: value for slot, value in slots.items() if slot != "area" or not left or room.id in left}


def _said(room: Area, heard: Heard) -> bool:
    said = plain(heard.text, heard.language)
    return bool(HERE[heard.language].search(said)) or any(plain(name, heard.language) in said for name in (room.name, *room.aliases))


def _of_somebody(said: str, commands: Sequence[Command], heard: Heard) -> str | None:
    """奶奶的 are her own things of the kind that is ordered, or her room."""
    whose = form(said)
    kinds_ = {command.slots.get("domain") for command in commands}
    things = [one for one in heard.house.entities if one.domain in kinds_]
    for among in (things, heard.house.areas):
        own = {one.name for one in among if any(_owner(form(name)) == whose for name in (one.name, *one.aliases))}
        if own:
            return own.pop() if len(own) == 1 else None
    return None


def _owner(name: str) -> str:
    """乐乐 of 乐乐房间, "mia" of "mia's lamp"."""
    return re.sub(r"(?:房间|房|卧室|屋|灯|空调|窗帘|电视|风扇|台灯| room| bedroom)$", "", name)


def excepted(said: str, heard: Heard) -> str | None:
    """The house's own name for what is left out: a thing, a room, a floor, or a kind of thing (its domain)."""
    language: Language = heard.language
    text = re.sub(r"的(?=.)|\s+", "", said) if language == "zh" else said
    mentions = names_of(heard.house).find(text, language)
    things = kinds(text, language)
    last = max(mentions, key=lambda one: one.start, default=None)
    if last is not None and last.kinds == {"name"} and last.end == len(text) and any(one.end <= last.start for one in mentions):
        return last.refs[0].name  # 阳台灯笼
    for mention in mentions:
        refs = [ref for ref in mention.refs if ref.kind != "name"] if things or mention.kinds != {"name"} else list(mention.refs)
        whole = mention.end - mention.start >= len(text) - 1
        refs = list(mention.refs) if whole and not refs else refs or list(mention.refs)
        return refs[0].name
    return next((kind.domain for kind in things if kind.domain), None)
