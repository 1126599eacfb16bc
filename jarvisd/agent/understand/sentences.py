"""Whole sentences that the house knows word for word, with its own names in them: Home Assistant's, and those of config/understanding."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import hassil
import yaml
from hassil.errors import HassilError
from hassil.intents import RangeSlotList
from hassil.parser import ParseError
from hassil.recognize import RecognizeResult, recognize_best
from hassil.util import merge_dict

from jarvisd.agent.sheets import sheet
from jarvisd.agent.understand import Command, Heard
from jarvisd.agent.understand.lists import KINDS, Latest, Lists, bare
from jarvisd.agent.understand.possible import Possible
from jarvisd.errors import ConfigError
from jarvisd.messages import Language
from jarvisd.tools.home import House

_NAMES = {"zh": "zh-CN"}  # ours -> the package's
_LONGEST = 200  # characters; what is longer is no command
_ASKED = 64  # sentences whose answers are kept
_HAN = re.compile(r"[㐀-鿿]")
_LATIN = re.compile(r"[A-Za-z]{2}")
_NOWHERE = "\0"  # the room of who speaks from none: a sentence about "the lights" is one all the same, it only names no room


_ANYTHING = frozenset({"HassTurnOn", "HassTurnOff", "HassToggle", "HassGetState"})  # what is asked of a thing whatever its kind


class Book:
    """The sentences of one language. Reading them takes half a second, so it is done in a thread, once."""

    def __init__(self, language: Language, own: Path) -> None:
        from home_assistant_intents import get_intents

        self.language = language
        table = get_intents(_NAMES.get(language, language)) or {"language": language, "intents": {}}
        try:
            merge_dict(table, sheet(own))
            self.intents = hassil.Intents.from_dict(table)
            _apart(self.intents)
            self.possible = Possible(self.intents)
            self._warm(table)
        except (OSError, yaml.YAMLError, ParseError, HassilError, KeyError, TypeError, AttributeError, ValueError) as error:
            raise ConfigError(f"{own}: not a file of sentences ({error})") from error

    def match(self, heard: Heard, lists: Lists) -> Command | None:
        """The command whose sentence this is, from its first word to its last."""
        room = room_of(heard.room, heard.house)
        named = lists.within(heard.text)
        found: RecognizeResult | None = recognize_best(
            heard.text,
            self.possible.within(heard.text, [kind for kind, words in named.items() if words.values]),
            slot_lists={**named},
            intent_context={"area": {"value": room or _NOWHERE}},
            language=self.language,
            best_slot_name="name",
        )
        if found is None or _only_named(found) or _is_room(found, heard.house):
            return None
        slots = _slots(found, lists, room)
        name = found.entities.get("name")
        if name is not None and "name" in slots:
            slots["name"] = _nearest(str(name.text), str(slots["name"]), heard, room)
        return Command(found.intent.name, slots, 1.0, "exact", _why(found))

    def _warm(self, table: Mapping[str, Any]) -> None:
        """hassil reads its templates and spells out its numbers when they are first used: now, not while somebody waits."""
        lists = {name: row for name, row in table.get("lists", {}).items() if "range" in row}
        numbers = {"Number": {"data": [{"sentences": [f"{{{name}}}" for name in lists]}]}} if lists else {}
        spelled = hassil.Intents.from_dict({"language": self.language, "intents": numbers, "lists": lists})
        _apart(spelled)
        list(hassil.recognize_all("one", spelled, language=self.language))
        self.match(Heard("one", self.language, House()), Lists(House()))


class Sentences:
    """A layer: what it does not know word for word it leaves to the next."""

    def __init__(self, books: Sequence[Book]) -> None:
        self._books = tuple(books)
        self._latest = Latest()
        self._asked: dict[tuple[str, Language, str], Sequence[Command] | None] = {}  # a sentence comes back as a part of itself
        self._house: House | None = None

    async def understand(self, heard: Heard) -> Sequence[Command] | None:
        if not 0 < len(heard.text) <= _LONGEST:
            return None
        if heard.house is not self._house or len(self._asked) >= _ASKED:
            self._asked, self._house = {}, heard.house
        kept, asked = self._asked, (heard.text, heard.language, heard.room)  # another house may come while its names are read
        if asked not in kept:
            kept[asked] = self._known(heard, await self._latest.of(heard.house))
        return kept[asked]

    def _known(self, heard: Heard, lists: Lists) -> Sequence[Command] | None:
        for book in sorted(self._books, key=lambda book: book.language != heard.language):
            if book.language != heard.language and not _written_in(book.language, heard.text):
                continue
            command = book.match(heard, lists)
            if command is not None:
                return (command,)
        return None


def load(languages: Sequence[Language], folder: Path) -> Sentences:
    """folder: config/understanding/sentences. Takes a second; ConfigError where a file of ours is none."""
    return Sentences([Book(language, folder / f"{language}.yaml") for language in languages])


def room_of(said: str, house: House) -> str:
    """The house's own name of the room in which somebody speaks; "" where the house has no such room."""
    wanted = bare(said)
    for area in house.areas:
        if wanted and wanted in {bare(name) for name in (area.id, area.name, *area.aliases)}:
            return area.name
    return ""


def _nearest(said: str, name: str, heard: Heard, room: str) -> str:
    """Of several things that go by the same words the one in this room."""
    chosen = next((one for one in heard.house.entities if one.name == name), None)
    area = next((area.id for area in heard.house.areas if area.name == room), "")
    if chosen is None or not area or chosen.area == area or bare(said) == bare(name):
        return name
    spoken = {one.name: (one.name, *one.aliases) for one in heard.house.entities if one.area == area and one.domain == chosen.domain}
    here = [own for own, names in spoken.items() if any(bare(each).endswith(bare(said)) for each in names)]
    return here[0] if len(here) == 1 else name


def _written_in(language: Language, text: str) -> bool:
    return bool((_HAN if language == "zh" else _LATIN).search(text))


def _slots(found: RecognizeResult, lists: Lists, room: str) -> dict[str, Any]:
    slots = {entity.name: _number(entity.value) for entity in found.entities_list}
    area = found.entities.get("area")
    everywhere = str(found.response or "").endswith("_all")  # "all the lights": the package would put the room there too
    if area is not None and area.text_span is None and (everywhere or not room):
        del slots["area"]
    if "name" in slots and lists.shared(slots["name"]) and "domain" in found.context:
        slots.setdefault("domain", found.context["domain"])  # "lock the hall" must not switch on its light
    return slots


def _only_named(found: RecognizeResult) -> bool:
    """A name alone asks for nothing: who says "the hall" on the telephone wants no light there."""
    return not found.text_chunks_matched and all(entity.name in KINDS or not entity.text for entity in found.entities_list)


def _is_room(found: RecognizeResult, house: House) -> bool:
    """The loudspeaker "Kitchen" is called like its room: who says "turn off the kitchen" means the room, where anything is in it."""
    name = found.entities.get("name")
    if name is None or found.intent.name not in _ANYTHING or found.context.get("domain") != "media_player":
        return False
    room = room_of(str(name.text), house)
    return bool(room) and any(area.name == room and area.id in {one.area for one in house.entities} for area in house.areas)


def _number(value: Any) -> Any:
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _why(found: RecognizeResult) -> str:
    sentence = found.intent_sentence
    return (sentence.text or "") if sentence is not None else ""


def _apart(intents: hassil.Intents) -> None:
    """hassil keeps the spelled numbers of a range by its ends alone, so "forty" would be -40 wherever a list counts downwards."""
    for numbers in intents.slot_lists.values():
        if isinstance(numbers, RangeSlotList) and numbers.multiplier is not None:
            numbers.stop += 1
