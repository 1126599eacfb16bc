"""A command in words, and what is said around it, of config/acting."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml

from jarvisd.agent.sheets import sheet
from jarvisd.agent.understand import Command
from jarvisd.errors import ConfigError
from jarvisd.messages import Language
from jarvisd.tools.home import Area, Entity, Floor, House
from jarvisd.tools.home.called import article, named
from jarvisd.tools.home.intents import INTENTS

_SAID = (
    "meant", "which", "no_name", "no_area", "no_floor", "no_domain", "time", "date", "left", "unreachable", "no_home", "no_weather", "done",
    "failed", "unsure", "rest",
)  # fmt: skip

_ENDS = " .!。！,，"
_OF_ANY = frozenset({"HassTurnOn", "HassTurnOff", "HassToggle"})
_KINDS = {intent.name: min(intent.kinds) for intent in INTENTS if intent.kinds and intent.name not in _OF_ANY}  # "make it warmer", "pause"


class Wording:
    """One language's. ConfigError where the file is not what it should be."""

    def __init__(self, path: Path) -> None:
        try:
            table = sheet(path)
            self.language: Language = table["language"]
            self.says = {name: str(table["says"][name]) for name in _SAID}
            self._joins = {name: str(table["joins"][name]) for name in ("and", "or", "comma", "sentence")}
            self._everything, self._placed, self._except = (str(table[name]) for name in ("everything", "placed", "except"))
            self._does: Mapping[str, Mapping[str, str]] = {name: dict(row) for name, row in table["does"].items()}
            self._refrain = re.compile(str(table["refrain"]), re.IGNORECASE)
            self._default = self._does["default"]["default"]
            self._things: Mapping[str, str] = dict(table["things"])
            self._values: Mapping[str, str] = dict(table["values"])
        except (OSError, UnicodeDecodeError, yaml.YAMLError, KeyError, TypeError, AttributeError, ValueError, re.error) as error:
            raise ConfigError(f"{path}: not a file of what is said when the house acts ({error!r})") from error

    def fixed(self) -> Sequence[str]:
        return [text for text in self.says.values() if "{" not in text]

    def refrains(self, text: str) -> bool:
        """It asks for something not to be done, and for nothing else."""
        return bool(self._refrain.fullmatch(text.replace("’", "'").strip(_ENDS)))

    def does(self, commands: Iterable[Command], house: House) -> str:
        """What they would do, as words that stand in a question."""
        return self._joins["and"].join(self._one(command, house) for command in commands)

    def among(self, names: Sequence[str]) -> str:
        """ "A, B or C" """
        return self._joins["or"].join(part for part in (self._joins["comma"].join(names[:-1]), *names[-1:]) if part)

    def sentences(self, said: Iterable[str]) -> str:
        """One after another, each once."""
        return self._joins["sentence"].join(dict.fromkeys(text for text in said if text))

    def before(self, said: Iterable[str]) -> str:
        """The same, with room for a question behind it."""
        text = self.sentences(said)
        return text + self._joins["sentence"] if text else ""

    def _one(self, command: Command, house: House) -> str:
        slots = _named(command.slots, house, self.language)
        forms = self._does.get(command.intent, {})
        about = kind(command, house)
        keys = [*(key for key in forms if key in slots), about, "default"]
        form = next((forms[key] for key in keys if key in forms), self._default)
        words = {name: self._value(value) for name, value in slots.items()}
        return form.format_map({**words, "what": self._what(slots, _KINDS.get(command.intent, ""))})

    def _what(self, slots: Mapping[str, Any], usual: str) -> str:
        """usual: the kind that is meant where none was said."""
        if slots.get("name"):
            return article(self._value(slots["name"])) if self.language == "en" else self._value(slots["name"])
        kinds = [*(kind for slot in ("device_class", "domain") for kind in _listed(slots.get(slot))), usual]
        thing = next((self._things[kind] for kind in kinds if kind in self._things), self._everything)
        left = _listed(slots.get("except"))
        if left:
            thing = self._except.format(thing=thing, names=self._joins["comma"].join(left))
        place = slots.get("area") or slots.get("floor")
        return self._placed.format(thing=thing, place=place) if place else thing

    def _value(self, value: Any) -> str:
        if isinstance(value, list | tuple):
            return self._joins["comma"].join(map(self._value, value))
        return self._values.get(str(value), str(value))


def wordings(languages: Sequence[Language], folder: Path) -> tuple[Wording, ...]:
    return tuple(Wording(folder / f"{language}.yaml") for language in languages)


def kind(command: Command, house: House) -> str:
    """The domain of what it is about; "" where that cannot be told."""
    domains = _listed(command.slots.get("domain"))
    if domains:
        return domains[0] if len(domains) == 1 else ""
    named = {entity.domain for entity in house.entities if entity.name == command.slots.get("name")}
    return named.pop() if len(named) == 1 else ""


def _named(slots: Mapping[str, Any], house: House, language: Language) -> dict[str, Any]:
    """The house's own names as this language has them."""
    things: Mapping[str, Sequence[Entity | Area | Floor]] = {"name": house.entities, "area": house.areas, "floor": house.floors}
    told = dict(slots)
    for slot, ones in things.items():
        if slot in told:
            told[slot] = next((named(one, language) for one in ones if one.name == told[slot]), told[slot])
    every = [one for ones in things.values() for one in ones]
    left = [next((named(one, language) for one in every if one.name == name), name) for name in _listed(slots.get("except"))]
    return {**told, **({"except": left} if left else {})}


def _listed(value: Any) -> list[str]:
    """A slot holds one name or several."""
    if isinstance(value, str):
        return [value] if value else []
    return [str(one) for one in value or ()]
