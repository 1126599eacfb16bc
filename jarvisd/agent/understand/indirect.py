"""What is asked for in a roundabout way as the plain order that it is: "could the gate be opened" is "open the gate"."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path

import yaml

from jarvisd.agent.sheets import sheet
from jarvisd.agent.understand.spoken import plain
from jarvisd.config import shipped
from jarvisd.errors import ConfigError
from jarvisd.messages import Language

_PART = re.compile(r"<(\w+)>")


@dataclass(frozen=True, slots=True)
class Rules:
    """In their order. verbs: "closing" and "closed" -> "close"."""

    verbs: Mapping[str, str]
    rules: tuple[tuple[re.Pattern[str], str], ...]


def direct(text: str, language: Language) -> str:
    """As it came, where it is not roundabout; else the order, English as `plain` leaves it."""
    known = _shipped(language)
    said = before = plain(text, language) if language == "en" else text
    for pattern, instead in known.rules:
        said = pattern.sub(partial(_filled, instead, known.verbs), said)
    return text if said == before else " ".join(said.split()).strip(" ,，")


def _filled(instead: str, verbs: Mapping[str, str], match: re.Match[str]) -> str:
    parts = {name: verbs.get(value or "", value or "") for name, value in match.groupdict().items()}
    return _PART.sub(lambda part: parts[part[1]], instead)


@cache
def _shipped(language: Language) -> Rules:
    return rules(shipped("config/understanding/indirect"), language)


def rules(folder: Path, language: Language) -> Rules:
    """ConfigError where the file of that language is none."""
    path = folder / f"{language}.yaml"
    try:
        table = sheet(path)
        words = {name: str(said) for name, said in table["words"].items()}

        def whole(pattern: str) -> str:
            return re.sub(r"\{([a-z_]+)\}", lambda word: f"(?:{whole(words[word[1]])})" if word[1] in words else word[0], pattern)

        found = tuple((re.compile(whole(str(pattern))), str(instead)) for pattern, instead in table["rules"])
        return Rules({str(said): str(verb) for said, verb in table["verbs"].items()}, found)
    except (OSError, yaml.YAMLError, re.error, KeyError, TypeError, AttributeError, ValueError) as error:
        raise ConfigError(f"{path}: not a file of roundabout orders ({error!r})") from error
