"""Whether a name is fit to be called by, and what voices say when it is learned."""

from __future__ import annotations

import re
import tomllib
from typing import Any

from jarvisd.config import shipped
from jarvisd.errors import ConfigError
from jarvisd.messages import Language
from jarvisd.speech.wake.training.voices import Line

_CHINESE = re.compile(r"[\u4e00-\u9fff]")
_FORM = re.compile(r"[\w][\w '’-]{0,38}[\w]|[\u4e00-\u9fff]")
_SYLLABLE = re.compile(r"[aeiouy]+")


def language(name: str) -> Language:
    return "zh" if _CHINESE.search(name) else "en"


def file_name(name: str) -> str:
    """ "Hey Anna" -> "hey-anna". ConfigError for what is no name."""
    if not _FORM.fullmatch(name) or name.isdigit():
        raise ConfigError(f"{name!r} is no name that can be said; give one to four words, such as --name Computer or --name 贾维斯")
    return re.sub(r"[\s_'’]+", "-", name.strip().lower())


def syllables(name: str) -> int:
    """About so many; a final e is mute."""
    if language(name) == "zh":
        return len(_CHINESE.findall(name))
    return sum(max(1, len(_SYLLABLE.findall(re.sub(r"e$", "", word)))) for word in re.findall(r"[a-z]+", name.lower()))


def doubts(name: str) -> list[str]:
    """What speaks against it, one sentence each."""
    found = []
    if syllables(name) < 2:
        found.append(f"{name!r} has one syllable: it will be heard in many other words; two or three are better")
    if name.lower() in _lines()[language(name)]["common"]:
        found.append(f"{name!r} is a word that is often said at home: it will wake when nobody means it")
    return found


def calls(name: str) -> list[Line]:
    return [Line(text.format(name=name), language(name)) for text in _lines()[language(name)]["calls"]]


def _lines() -> dict[str, Any]:
    return tomllib.loads(shipped("config/waking.toml").read_text(encoding="utf-8"))
