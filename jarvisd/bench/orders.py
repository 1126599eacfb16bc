"""Sentences and what they should be understood as: read from files, and compared with what was understood."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeAlias

import yaml

from jarvisd.agent.understand import Command
from jarvisd.agent.understand.lists import bare
from jarvisd.agent.understand.sentences import room_of
from jarvisd.bench import dollhouse
from jarvisd.errors import DataMissing, HomeTrouble
from jarvisd.messages import LANGUAGES, Ear, Language
from jarvisd.tools.home import Area, Entity, Floor, House
from jarvisd.tools.home.intents import INTENTS
from jarvisd.tools.home.resolve import resolve

_SHAPE = '{"text", "language", "house": NAME or {"areas", "entities"}, "room"?, "expect": {"intent", "slots"} or a list of them or null}'
_TARGET = ("name", "area", "floor", "domain", "device_class", "except", "preferred_area")
_INTENTS = {intent.name: intent for intent in INTENTS}
_LOOKS = frozenset({"HassGetState", "HassGetWeather", "HassClimateGetTemperature"})

Wanted: TypeAlias = tuple[str, Mapping[str, Any]]  # intent, slots


@dataclass(frozen=True, slots=True)
class Case:
    text: str
    language: Language
    house: House
    room: str
    expect: tuple[Wanted, ...]  # () where nothing may be done
    others: tuple[str, ...] = ()  # what a transcriber may have heard instead
    ear: Ear | None = field(default=None, compare=False, repr=False)  # what heard it
    strict: bool = False  # by these very slots, and by no others that pick the same things


def read(path: Path) -> list[Case]:
    """JSON lines. A house by name is NAME.yaml beside the file or in houses/ beside it. DataMissing names the line that is no case."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise DataMissing(f"{path}: cannot be read ({error})") from error
    houses: dict[str, House] = {}
    cases = []
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            house = home(row.get("house"), path, houses)
            expect = row["expect"]
            wanted = tuple(_wanted(one) for one in (expect if isinstance(expect, list) else [expect] if expect else []))
            case = Case(str(row["text"]), str(row["language"]), house, str(row.get("room") or ""), wanted)
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise DataMissing(f"{path}:{number}: no case; write {_SHAPE}") from error
        if case.language not in LANGUAGES:
            raise DataMissing(f"{path}:{number}: language is en or zh")
        cases.append(case)
    return cases


def home(named: Any, path: Path, known: dict[str, House]) -> House:
    """The house that a line names or describes; each file of one is read once."""
    if isinstance(named, Mapping):
        return dollhouse.described(named, str(path))
    if not named:
        return House()
    name = f"{str(named).removesuffix('.yaml')}.yaml"
    if name not in known:
        places = [path.parent / name, path.parent / "houses" / name]
        known[name] = dollhouse.read(next((place for place in places if place.is_file()), places[-1]))
    return known[name]


def templates(folder: Path, language: Language) -> list[Case]:
    """Home Assistant's own tests: a folder for each intent, each file with its sentences and the things they are about."""
    files = sorted(folder.glob("*/*.yaml"))
    if not files:
        raise DataMissing(f"{folder}: no tests of Home Assistant's intents there; name the folder that holds intents/ by --data DIR")
    cases = []
    for file in files:
        table = yaml.safe_load(file.read_text(encoding="utf-8"))
        house = dollhouse.described(table, str(file))
        here = next((area["name"] for area in table.get("areas") or () if area.get("context_area")), "")
        for test in table["tests"]:
            room = str((test.get("context") or {}).get("area", here))
            wanted = (file.parent.name, test.get("slots") or {})
            cases += [Case(text, language, house, room, (wanted,), strict=True) for text in test["sentences"]]
    return cases


def right(case: Case, commands: Sequence[Command]) -> bool:
    """As many commands, each as wanted, in any order."""
    left = list(commands)
    for wanted in case.expect:
        found = next((command for command in left if same(wanted, (command.intent, command.slots), case)), None)
        if found is None:
            return False
        left.remove(found)
    return not left


def same(wanted: Wanted, got: Wanted, case: Case) -> bool:
    """The same intent and values, about the same things: by the same slots, or by others that pick the same in this house.

    A room that was only added because it was said there, and a kind that the sentence did not need to name, are no difference.
    """
    if wanted[0] != got[0]:
        return False
    ours, theirs = (_plain(slots, case.house) for slots in (wanted[1], got[1]))
    if wanted[0] in _LOOKS and "state" not in ours:
        theirs.pop("state", None)
    if _without(ours, _TARGET) != _without(theirs, _TARGET):
        return False
    added = [slot for slot in ("domain", "area") if slot not in ours and (slot == "domain" or theirs.get("area") == _here(case))]
    return ours == _without(theirs, (*added, "preferred_area")) or (not case.strict and _picks_the_same(wanted, got, case))


def _picks_the_same(wanted: Wanted, got: Wanted, case: Case) -> bool:
    try:
        mine, other = (_things(one, case) for one in (wanted, got))
    except HomeTrouble:
        return False
    return bool(mine) and mine == other


def _things(one: Wanted, case: Case) -> frozenset[str]:
    intent, slots = _INTENTS.get(one[0]), one[1]
    looks = one[0] in _LOOKS
    kinds = intent.kinds if intent else frozenset(entity.domain for entity in case.house.entities)
    if intent and intent.everything and not any(slots.get(slot) for slot in ("name", "domain", "device_class")):
        kinds = intent.everything
    single = bool(intent and intent.one)
    room = str(slots.get("preferred_area") or (case.room if single or looks else ""))
    return frozenset(entity.id for entity in resolve(case.house, slots, kinds, room, single, looks))


def _wanted(row: Mapping[str, Any]) -> Wanted:
    return str(row["intent"]), dict(row.get("slots") or {})


def _here(case: Case) -> str:
    return bare(room_of(case.room, case.house) or case.room)


def _plain(slots: Mapping[str, Any], house: House) -> dict[str, Any]:
    """Comparable: names by the house's own, numbers as numbers, lists without their order."""
    return {name: _value(value, _NAMED.get(name), house) for name, value in slots.items() if value not in (None, "", [])}


def _value(value: Any, own: Callable[[str, House], str] | None, house: House) -> Any:
    if isinstance(value, list | tuple):
        return frozenset(_value(one, own, house) for one in value)
    text = str(value).strip()
    try:
        return float(text)
    except ValueError:
        return bare(own(text, house) if own else text)


def _own_name(said: str, house: House) -> str:
    """Of a thing, a room or a floor; as it was said where none is called so."""
    things: tuple[Entity | Area | Floor, ...] = (*house.entities, *house.areas, *house.floors)
    for thing in things:
        if bare(said) in {bare(name) for name in (thing.name, *thing.aliases)}:
            return thing.name
    return said


_NAMED: Mapping[str, Callable[[str, House], str]] = dict.fromkeys(("name", "area", "floor", "except"), _own_name)


def _without(slots: Mapping[str, Any], names: Sequence[str]) -> dict[str, Any]:
    return {name: value for name, value in slots.items() if name not in names}
