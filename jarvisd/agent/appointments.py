"""What is said to timers, alarms and reminders: which sentence it is, in one language."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import yaml

from jarvisd.agent.sheets import sheet
from jarvisd.errors import ConfigError
from jarvisd.messages import Language

Kind = Literal[
    "stop_ringing", "snooze_ringing", "missed", "snooze", "skip", "cancel_all", "later", "move", "cancel", "left", "pause", "list", "add",
    "timer", "alarm", "reminder", "maybe_timer", "maybe_alarm", "maybe_reminder", "routine",
]  # fmt: skip
What = Literal["", "timer", "alarm", "reminder", "routine"]
Half = Literal["morning", "evening"]
_RINGING: tuple[Kind, ...] = ("stop_ringing", "snooze_ringing")
_ALWAYS: tuple[Kind, ...] = (
    "missed", "snooze", "skip", "cancel_all", "later", "move", "cancel", "left", "pause", "list", "add", "timer", "alarm", "reminder",
    "maybe_timer", "maybe_alarm", "maybe_reminder",
)  # fmt: skip  # the first that fits; maybe: if a time is said
_LONGEST = 2000  # characters that are looked at
_ENDS = " \t\r\n.!。！?？,，;；:：…"
_SPACES = re.compile(r"\s+")
_HAN_GAP = re.compile(r"(?<=[㐀-鿿0-9])\s+(?=[㐀-鿿0-9])")


@dataclass(frozen=True, slots=True)
class Said:
    kind: Kind
    text: str  # the sentence, without its last marks
    which: str = ""
    what: What = ""
    when: str = ""
    person: str = ""
    room: str = ""  # in which it rings
    whom: str = ""  # somebody who is told: not a name, but mum, the kids
    less: bool = False
    verb: bool = False
    alone: bool = False  # only where nothing but a time is said with it


class Sentences:
    """Of `config/reminding/LANGUAGE.yaml`. ConfigError where it is none."""

    def __init__(self, path: Path) -> None:
        try:
            table: Mapping[str, Any] = sheet(path)
            self.language: Language = table["language"]
            self.says: Mapping[str, str] = table["says"]
            self._heard: Mapping[str, str] = table.get("heard", {})  # how ears write a word down, and what it is
            self._kinds: Mapping[str, What] = table["kinds"]
            known = {name: table[name] for name in ("lead", "kind", "day", "once")}
            self._patterns = {
                kind: [_pattern(text, known) for text in table[kind]]
                for kind in (*_RINGING, *_ALWAYS, "routine", "briefing_on", "amend", "another", "lapse")
            }
            self._text = [_pattern(text, known) for text in table["text"]]
            self._content = [_pattern(text, known) for text in table["content"]]
            self._name = [_pattern(text, known) for text in table["name"]]
            self._halves: dict[Half, re.Pattern[str]] = {
                "morning": _pattern(table["morning"], known),
                "evening": _pattern(table["evening"], known),
            }
        except (OSError, yaml.YAMLError, KeyError, TypeError, re.error) as error:
            raise ConfigError(f"{path}: not a file of what is said to reminders ({error})") from error

    def read(self, text: str, ringing: bool) -> Said | None:
        """None: nothing that is said to them."""
        return next(self.readings(text, ringing), None)

    def readings(self, text: str, ringing: bool) -> Iterator[Said]:
        """All that it may be, the likeliest first."""
        said = self.plain(text)
        for kind in (*_RINGING, *_ALWAYS) if ringing else _ALWAYS:
            for pattern in self._patterns[kind]:
                match = pattern.fullmatch(said)
                if match is not None:
                    found = {name: (value or "").strip(_ENDS) for name, value in match.groupdict().items()}
                    which, when, person, whom = (found.get(name, "") for name in ("which", "when", "person", "whom"))
                    what = self._kinds.get(found.get("kind", "").casefold(), "")
                    less, verb, alone = (bool(found.get(name)) for name in ("less", "verb", "alone"))
                    yield Said(kind, said, which, what, when, person, "", whom, less, verb, alone)
                    break

    def routine(self, text: str) -> Said | None:
        """What may be a command with a time, if nothing else was said with it."""
        said = self.plain(text)
        return Said("routine", said) if any(pattern.fullmatch(said) for pattern in self._patterns["routine"]) else None

    def briefing(self, text: str) -> str:
        """What the briefing is called that is to be switched on; "" where none is."""
        said = self.plain(text)
        found = next((match for pattern in self._patterns["briefing_on"] if (match := pattern.fullmatch(said))), None)
        return found["which"] if found else ""

    def amends(self, text: str) -> str:
        """The time that is to be in the place of the one given just before; "" where none is."""
        said = self.plain(text)
        found = next((match for pattern in self._patterns["amend"] if (match := pattern.fullmatch(said))), None)
        return found["when"] if found else ""

    def another(self, text: str) -> str:
        """How long another timer is to run beside the one that was set just before; "" where none is asked for."""
        said = self.plain(text)
        found = next((match for pattern in self._patterns["another"] if (match := pattern.fullmatch(said))), None)
        return found["when"] if found else ""

    def relative(self, words: str, before: str, timer: bool) -> str:
        """A number in the place of the one in "in ten minutes" that was said before, with its unit: "in twenty minutes"; "" for none."""
        until, length, number = self._patterns["lapse"]
        was, bare = (length if timer else until).search(self.plain(before)), number.fullmatch(words)
        if was is None or bare is None:
            return ""
        unit = bare["unit"] or was["unit"] or self.says["lapse_half"]  # half an hour, then twenty: minutes
        return self.says["lapse"].format(n=bare["n"], unit=unit)

    def half(self, text: str) -> Half | None:
        """Which half of the day an answer names."""
        said = self.plain(text)
        return next((half for half, pattern in self._halves.items() if pattern.fullmatch(said)), None)

    def plain(self, text: str) -> str:
        if len(text) > _LONGEST:
            return ""
        plain = _HAN_GAP.sub("", _SPACES.sub(" ", text.replace("’", "'"))).strip(_ENDS)
        for heard, said in self._heard.items():
            plain = plain.replace(heard, said)
        return plain

    def thing(self, rest: str) -> str:
        """What is to be remembered, of what is left of the sentence without its time."""
        for pattern in self._text:
            rest = pattern.sub("", rest).strip(_ENDS)
        return rest

    def content(self, text: str) -> str:
        """What is to be remembered, where it stands plainly behind its time; "" where it does not."""
        found = next((match for pattern in self._content if (match := pattern.search(text))), None)
        return found["what"].strip(_ENDS) if found else ""

    def name(self, rest: str) -> str:
        """A timer's name, of what is left of the sentence without its length."""
        for pattern in self._name:
            rest = pattern.sub(" " if self.language == "en" else "", rest)
        return _SPACES.sub(" ", rest).strip(_ENDS + "'\"-")


def _pattern(text: str, known: Mapping[str, str]) -> re.Pattern[str]:
    for name, pattern in known.items():
        text = text.replace("{" + name + "}", pattern)
    return re.compile(text, re.IGNORECASE)
