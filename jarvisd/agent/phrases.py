"""Whole sentences of one language as patterns in YAML, each of a kind, with names for the words that matter in them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from jarvisd.agent.sheets import sheet
from jarvisd.errors import ConfigError
from jarvisd.messages import Language

_LONGEST = 500  # characters that are looked at
_ENDS = " \t\r\n.!。！?？,，;；:：…"
_SPACES = re.compile(r"\s+")
_HAN_GAP = re.compile(r"(?<=[㐀-鿿0-9])\s+(?=[㐀-鿿0-9])")


@dataclass(frozen=True, slots=True)
class Phrase:
    kind: str
    text: str  # the sentence, without its last marks
    words: Mapping[str, str]  # of the pattern's names; "" for one that took no words

    def get(self, name: str) -> str:
        return self.words.get(name, "")


class Phrases:
    """Of a file with `language`, `lead`, `words`, `sentences`, `says`. ConfigError where it is none."""

    def __init__(self, path: Path, kinds: Sequence[str]) -> None:
        try:
            self.table: Mapping[str, Any] = sheet(path)
            self.language: Language = self.table["language"]
            self.says: Mapping[str, str] = self.table["says"]
            self._known: dict[str, str] = {"lead": self.table["lead"], **self.table["words"]}
            sentences = self.table["sentences"]
            self._patterns = [(kind, [self.pattern(text) for text in sentences[kind]]) for kind in kinds]
        except (OSError, yaml.YAMLError, KeyError, TypeError, AttributeError, re.error) as error:
            raise ConfigError(f"{path}: not a file of sentences ({error})") from error

    def pattern(self, text: str) -> re.Pattern[str]:
        for name, words in self._known.items():
            text = text.replace("{" + name + "}", words)
        return re.compile(text, re.IGNORECASE)

    def patterns(self, name: str) -> list[re.Pattern[str]]:
        """Of a list beside the sentences."""
        return [self.pattern(text) for text in self.table[name]]

    def read(self, text: str) -> Iterator[Phrase]:
        """What the sentence may be, in the order of the kinds."""
        said = self.plain(text)
        if not said:
            return
        for kind, patterns in self._patterns:
            for pattern in patterns:
                match = pattern.fullmatch(said)
                if match is not None:
                    yield Phrase(kind, said, {name: (value or "").strip(_ENDS) for name, value in match.groupdict().items()})

    def plain(self, text: str) -> str:
        if len(text) > _LONGEST:
            return ""
        return _HAN_GAP.sub("", _SPACES.sub(" ", text.replace("’", "'"))).strip(_ENDS)

    def strip(self, text: str, patterns: Sequence[re.Pattern[str]]) -> str:
        """Without what these patterns take away, each in its turn."""
        for pattern in patterns:
            text = _SPACES.sub(" ", pattern.sub(" " if self.language == "en" else "", text)).strip(_ENDS)
        return text
