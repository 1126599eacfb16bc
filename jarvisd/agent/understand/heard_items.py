"""What was put on a list as it was heard, by what people write on lists: "add up milk" is oat milk, 浇水费 is 交水费."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache

from jarvisd.agent import sounds
from jarvisd.agent.sheets import sheet
from jarvisd.agent.understand import Heard, Meaning, Understood
from jarvisd.agent.understand.explained import Note
from jarvisd.agent.understand.sounds_en import unlike
from jarvisd.agent.understand.spelling import distance
from jarvisd.config import shipped
from jarvisd.messages import Language

_LISTED = frozenset(
    {"HassListAddItem", "HassListCompleteItem", "HassListRemoveItem", "HassShoppingListAddItem", "HassShoppingListCompleteItem"}
)
_NEAR = 0.15  # how unlike it English may sound
_NEARER = 0.1  # by how much anything else must be more so
_COUNTED_ZH = re.compile(r"^(?:[一二两三四五六七八九十半几\d]+(?:[个斤盒袋瓶包箱把桶块条根提卷只两份打听罐]|公斤|千克)?|点|些)?")
_SORTS_ZH = re.compile(r"^[两三四五几]样(?:东西)?[,，]?")  # so many things follow
_COUNTED_EN = re.compile(
    r"^(?:(?:some|a|an|the|more|two|three|four|five|six|\d+|a (?:bag|box|bottle|tin|can|jar|loaf|pint|packet|pack|dozen|bunch) of) )*"
)
_SHORTEST = 4  # letters
_OTHER_LETTERS = 0.4


def put_right(meaning: Meaning, heard: Heard, note: Note) -> Meaning:
    """Only of what was heard: who writes knows what it is."""
    if heard.ear is None or not isinstance(meaning, Understood):
        return meaning
    commands = []
    for command in meaning.commands:
        said = str(command.slots.get("item", "")) if command.intent in _LISTED else ""
        if said and (item := _known(_SORTS_ZH.sub("", said) or said, heard.language)) != said:
            note("item", said, item)
            command = replace(command, slots={**command.slots, "item": item})
        commands.append(command)
    return Understood(tuple(commands))


def _known(said: str, language: Language) -> str:
    """The one thing that sounds like it; what it is where it is known, or nothing is near."""
    items, sounding = _items(language)
    counted = (_COUNTED_ZH if language == "zh" else _COUNTED_EN).match(said)
    front = counted[0] if counted else ""
    thing = said[len(front) :]
    if not thing or said in items or thing in items or f"{thing}s" in items:
        return said
    if language == "zh":
        return front + sounding.get(sounds.alike_with_numbers(thing), thing)
    ranked = sorted((unlike(thing.replace(" ", ""), item.replace(" ", "")), item) for item in items if _as_written(thing, item))
    if ranked and ranked[0][0] <= _NEAR and all(far >= ranked[0][0] + _NEARER for far, _ in ranked[1:]):
        return front + ranked[0][1]
    return said


def _as_written(said: str, item: str) -> bool:
    """Half of its letters stand in it, too: by consonants alone a pan is a pin."""
    return min(len(said), len(item)) >= _SHORTEST and distance(said, item) <= _OTHER_LETTERS * max(len(said), len(item))


@cache
def _items(language: Language) -> tuple[frozenset[str], dict[str, str]]:
    """All of them, and those of two signs and more by their sound; what two share is nobody's. OSError where the file is not there."""
    items = [item.strip() for item in str(sheet(shipped("config/understanding/items.yaml"))[language]).split(",")]
    sounding: dict[str, set[str]] = {}
    for item in items:
        if language == "zh" and len(item) > 1:
            sounding.setdefault(sounds.alike_with_numbers(item), set()).add(item)
    return frozenset(items), {sound: next(iter(same)) for sound, same in sounding.items() if len(same) == 1}
