"""Our own sentences by what they mean, as they stand in config/understanding/examples, in the one form in which sentences are compared."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml

from jarvisd.agent.sheets import sheet
from jarvisd.agent.understand.masked import masked
from jarvisd.agent.understand.meanings import NOTHING
from jarvisd.agent.understand.spoken import bare
from jarvisd.errors import ConfigError
from jarvisd.messages import Language

_GROUPS = {"orders": "", "questions": "?", "hints": "~", "nothing": None}


@dataclass(frozen=True, slots=True)
class Example:
    text: str
    means: str  # a sense; "?sense" a question, "~sense" a hint, "nothing"


def examples(folder: Path, language: Language) -> tuple[Example, ...]:
    """Of all files of that language; a sentence that stands twice means what it meant first. ConfigError where a file is none."""
    known: dict[str, str] = {}
    for path in sorted(folder.glob(f"*{language}.yaml"), key=lambda path: (len(path.name), path.name)):
        for example in read(path):
            text = masked(bare(example.text, language).text, language, None).text
            known.setdefault(text, example.means)
    for text, means in tuple(known.items()):
        for other in _elsewhere(text, means, language):
            known.setdefault(other, means)
    if not known:
        raise ConfigError(f"{folder}: no examples of {language} there")
    return tuple(Example(text, means) for text, means in known.items())


# What is said of a light is said of whatever can be switched, and what is said of a curtain of whatever opens.
_INSTEAD: dict[Language, tuple[tuple[str, str, tuple[str, ...]], ...]] = {
    "en": (
        ("on off", r"\b(?:light|switch|fan)\b", ("valve", "alarm", "humidifier", "boiler", "speaker", "thermostat", "camera", "tv")),
        ("open close", r"\bcurtain\b", ("valve", "garage", "gate", "window")),
    ),
    "zh": (
        ("on off", r"灯|开关|风扇", ("阀门", "警报", "加湿器", "热水器", "音箱", "空调", "摄像头", "电视")),
        ("open close", r"窗帘", ("阀门", "车库门", "大门", "窗户")),
    ),
}


def _elsewhere(text: str, means: str, language: Language) -> Iterator[str]:
    """The same said of two other things; of which, the text itself decides."""
    for senses, thing, others in _INSTEAD[language]:
        if means in senses.split() and len(re.findall(thing, text)) == 1:
            for turn in (0, len(others) // 2):
                yield re.sub(thing, others[(len(text) + turn) % len(others)], text)


def read(path: Path) -> tuple[Example, ...]:
    """Of one file, as they were written. ConfigError where it is none."""
    try:
        table = sheet(path)
        found = [
            Example(str(text), NOTHING if sign is None else sign + sense)
            for group, sign in _GROUPS.items()
            for sense, texts in (table.get(group) or {}).items()
            for text in texts
        ]
    except (OSError, yaml.YAMLError, KeyError, TypeError, AttributeError, ValueError) as error:
        raise ConfigError(f"{path}: not a file of examples ({error!r})") from error
    return tuple(dict.fromkeys(found))


def key(found: Sequence[Example], model: str) -> str:
    """Of what something was learned: these examples, by that embedder (its id)."""
    return hashlib.sha256("\n".join([model, *(f"{example.means}\t{example.text}" for example in found)]).encode()).hexdigest()[:16]
