"""What is said to the memory: remember this, forget that, take it back, what did I say; with its own words kept as they were."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Literal

import yaml

from jarvisd.agent.sheets import sheet
from jarvisd.errors import ConfigError
from jarvisd.messages import Language

Kind = Literal["remember", "undo", "forget_that", "forget_about", "forget", "known", "before", "said"]
_KINDS: tuple[Kind, ...] = ("undo", "forget_that", "forget_about", "forget", "before", "known", "said", "remember")  # the first that fits
_LONGEST = 4000  # characters of a sentence that are looked at
_ENDS = " \t\r\n.!。！?？,，;；:：…"
_QUOTES = '"“”「」『』'
_SPACES = re.compile(r"\s+")
_WEEKDAYS = {name: at for at, name in enumerate(("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"))}
_WEEKDAYS |= {name: at for at, name in enumerate("一二三四五六日")} | {"天": 6}
_AGO = {"today": 0, "今天": 0, "yesterday": 1, "昨天": 1, "昨日": 1, "the day before yesterday": 2, "前天": 2}


@dataclass(frozen=True, slots=True)
class Order:
    kind: Kind
    fact: str = ""  # what is to be remembered, in the words of whoever said it
    about: str = ""
    day: str = ""


class Orders:
    """The sentences of one language, of `config/remembering/LANGUAGE.yaml`. ConfigError where they are none."""

    def __init__(self, path: Path) -> None:
        try:
            table: Mapping[str, Any] = sheet(path)
            self.language: Language = table["language"]
            self.says: Mapping[str, str] = table["says"]
            known = {"lead": table["lead"], "day": table["day"]}
            self._patterns = {kind: [_pattern(text, known) for text in table[kind]] for kind in _KINDS}
            self._no_fact = [_pattern(text, known) for text in table["no_fact"]]
            self._own = re.compile(table["own"], re.IGNORECASE)
        except (OSError, yaml.YAMLError, KeyError, TypeError, re.error) as error:
            raise ConfigError(f"{path}: not a file of what is said to a memory ({error})") from error

    def read(self, text: str) -> Order | None:
        """None: nothing that is said to a memory."""
        if len(text) > _LONGEST:
            return None
        said = _SPACES.sub(" ", text.replace("’", "'")).strip(_ENDS)
        for kind in _KINDS:
            for pattern in self._patterns[kind]:
                match = pattern.fullmatch(said)
                if match is not None:
                    return self._order(kind, match.groupdict())
        return None

    def own(self, fact: str) -> bool:
        """It speaks of whoever said it, or to the house."""
        return bool(self._own.search(fact))

    def _order(self, kind: Kind, found: Mapping[str, str | None]) -> Order | None:
        fact, about = ((found.get(name) or "").strip(_ENDS + _QUOTES) for name in ("fact", "about"))
        if kind == "remember" and (len(fact) < 2 or any(pattern.fullmatch(fact) for pattern in self._no_fact)):
            return None
        if kind == "said" and not about and not found.get("day"):
            return None
        return Order(kind, fact, about, found.get("day") or "")


def days(words: str, today: date) -> tuple[date, date] | None:
    """The days that are meant, first and last; a weekday is the last one before today. None: none are named."""
    words = words.casefold()
    if not words:
        return None
    if words in _AGO:
        day = today - timedelta(days=_AGO[words])
        return day, day
    monday = today - timedelta(days=today.weekday())
    weekday = next((at for name, at in _WEEKDAYS.items() if words.endswith(name)), None)
    last = words.startswith(("last", "上"))
    if weekday is None:
        return (monday - timedelta(days=7), monday - timedelta(days=1)) if last else (monday, today)
    if last and not words.isascii():  # 上周三 is a day of the week before this one
        day = monday - timedelta(days=7 - weekday)
    else:
        day = today - timedelta(days=(today.weekday() - weekday) % 7 or 7)
    return day, day


def _pattern(text: str, known: Mapping[str, str]) -> re.Pattern[str]:
    for name, pattern in known.items():
        text = text.replace("{" + name + "}", pattern)
    return re.compile(text, re.IGNORECASE)
