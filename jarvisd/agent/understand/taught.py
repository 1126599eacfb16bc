"""What the gate is taught by: sentences of config/understanding/around as they were written, its frames filled in, the router's examples."""

from __future__ import annotations

import hashlib
import random
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from jarvisd.agent.understand.around import seen
from jarvisd.agent.understand.clauses import clauses, paused
from jarvisd.agent.understand.examples import read
from jarvisd.agent.understand.indirect import direct
from jarvisd.agent.understand.meanings import NOTHING
from jarvisd.agent.understand.names import Names, names_of
from jarvisd.errors import ConfigError
from jarvisd.messages import Language
from jarvisd.tools.home import Area, Entity, Floor, House

_TIMES = 60  # each frame is filled in
_PAUSES = ("", "", " ", ",")  # behind the words before an order
_ENDING = ("了", "了", "了", "啦", "了啊", "咯", "了呢")  # how 了 is said
# How much one counts: what was said whole most, what was put together least.
_WHOLE, _EXAMPLE, _LOOKING, _FRAME = 3.0, 1.0, 0.5, 0.3
# Orders that frames are put around are short ones of these meanings.
_ORDERS = frozenset(
    ["on", "off", "open", "close", "brightness", "brighter", "dimmer", "color", "temperature", "warmer", "cooler", "position", "volume",
     "louder", "quieter", "lock", "fan_speed", "activate", "mute"]
)  # fmt: skip
_AMOUNTS = frozenset(["brightness", "color", "temperature", "position", "volume", "fan_speed", "humidity"])
_CUT = 5  # of so many one is broken off
_BEFORE_AMOUNT = re.compile(r"^.*\b(?:to|at)(?= \S)|^.*(?:调到|调成|设为|换成|变成|开到)(?=.)")
_FALTERING = ("", "", " um", " er", "")


@dataclass(frozen=True, slots=True)
class Taught:
    text: str
    order: bool
    worth: float


@dataclass(frozen=True, slots=True)
class Lesson:
    """names: of the things, rooms and floors that the sentences speak of."""

    key: str
    names: Names
    said: tuple[Taught, ...]

    def views(self, language: Language) -> list[tuple[str, ...]]:
        return [seen(paused(direct(one.text, language), language, self.names), language, self.names) for one in self.said]


def lesson(folder: Path, language: Language) -> Lesson:
    """folder: config/understanding. ConfigError where a file is none of sentences."""
    path = folder / "around" / f"{language}.yaml"
    files = [path, *sorted((folder / "examples").glob(f"*{language}.yaml"))]
    try:
        table = yaml.load(path.read_text(encoding="utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
        names = names_of(_house(table["names"]))
        known = {each.text: each.means for file in files[1:] for each in reversed(read(file))}
        orders = [text for text, means in known.items() if means in _ORDERS and _short(text, language, names)] + table["short"] * 4
        said = [*_as_written(table), *_examples(known), *_broken_off(known), *_filled(table, orders)]
    except (OSError, yaml.YAMLError, KeyError, TypeError, AttributeError, ValueError) as error:
        raise ConfigError(f"{path}: not a file of what is said around orders ({error!r})") from error
    return Lesson(key(folder, language), names, tuple(said))


def key(folder: Path, language: Language) -> str:
    """Of what the gate is learned from."""
    files = [folder / each / f"{language}.yaml" for each in ("around", "indirect")] + sorted(
        (folder / "examples").glob(f"*{language}.yaml")
    )
    return hashlib.sha256(b"\0".join(file.read_bytes() for file in files)).hexdigest()[:16]


def _as_written(table: Mapping[str, Any]) -> Iterator[Taught]:
    """Also as they are when nobody hears a pause."""
    for group, order in (("short", True), ("orders", True), ("nothing", False)):
        for text in table[group]:
            yield Taught(text, order, _WHOLE)
            if (unbroken := re.sub(r"(?<=[㐀-鿿])[ ,，]+(?=[㐀-鿿])", "", text)) != text:
                yield Taught(unbroken, order, _WHOLE / 2)


def _examples(known: Mapping[str, str]) -> Iterator[Taught]:
    for text, means in known.items():
        yield Taught(text, means != NOTHING and means[0] != "?", _LOOKING if means[0] in "?~" else _EXAMPLE)


def _broken_off(known: Mapping[str, str]) -> Iterator[Taught]:
    """Some of what is set to an amount, without it: "set the lamp to", 把灯调到."""
    for at, (text, means) in enumerate(known.items()):
        cut = _BEFORE_AMOUNT.match(text) if means in _AMOUNTS else None
        if cut and not at % _CUT:
            yield Taught(cut.group() + _FALTERING[at // _CUT % len(_FALTERING)], False, _EXAMPLE)


def _short(text: str, language: Language, names: Names) -> bool:
    """An order and nothing else."""
    found = clauses(text, language, names, surely=True)
    return found is not None and len(found.orders) == 1 and not found.around and "," not in text and "，" not in text


def _filled(table: Mapping[str, Any], orders: Sequence[str]) -> Iterator[Taught]:
    dice = random.Random(0)
    sets = {name: words.split("|") for name, words in table["sets"].items()}

    def word(name: str) -> str:
        chosen = dice.choice(sets[name])
        return word(chosen) if chosen in sets else re.sub(r"<(\w+)>", lambda match: word(match[1]), chosen)

    for _ in range(_TIMES):
        for group, order in (("orders", True), ("nothing", False)):
            for frame in table["frames"][group]:
                text = re.sub(r"\{([^}]*)\}", lambda match: dice.choice(match[1].split("|")), frame)
                text = re.sub(r"<(\w+)>", lambda match: word(match[1]), text)
                text = re.sub(r"了(?=[,，*]|$)", lambda match: dice.choice(_ENDING), text)
                before, star, behind = text.partition("*")
                pause = dice.choice(_PAUSES) if star and before else ""
                yield Taught(
                    f"{before}{pause}{dice.choice(orders) if star else ''}{behind.replace('*', dice.choice(orders))}", order, _FRAME
                )


def _house(named: Mapping[str, Any]) -> House:
    things = named["things"]
    entities = [
        Entity(f"{domain}.thing_{number}", name) for domain, names in things.items() for number, name in enumerate(names.split("|"))
    ]
    areas = tuple(Area(name, name) for name in named["rooms"].split("|"))
    return House(tuple(entities), areas, tuple(Floor(name, name) for name in named["floors"].split("|")))
