"""A yes or a no to the open question: judged from the person's own words before any model sees them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import AsyncGenerator, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal

import yaml

from jarvisd.agent import Answer
from jarvisd.agent.sheets import sheet
from jarvisd.errors import ConfigError
from jarvisd.messages import Language, Part, Request, Text, ToolResult
from jarvisd.tools.bus import Bus
from jarvisd.tools.parked import Waiting

NAME = "confirm"
_SAID = ("done", "failed", "unsure", "declined", "late")
_MARKS = re.compile(r"[\s.,!;:~…—–\-\"“”‘’()。，！；：、～]+")  # a question mark is none of them: who asks back has not agreed
_HAN = re.compile(r"(?<=[\u3400-\u9fff]) (?=[\u3400-\u9fff])")

Verdict = Literal["yes", "no"]


class Words:
    """What is a yes, what is a no, and what the house says to it, in every language."""

    def __init__(self, path: Path) -> None:
        try:
            table = sheet(path)
            self._typed: dict[str, Verdict] = {}
            self._heard: dict[str, Verdict] = {}
            self._address: list[str] = []
            self.said: dict[Language, Mapping[str, str]] = {}
            for language, row in table.items():
                for verdict in ("yes", "no"):
                    self._typed |= dict.fromkeys(map(_plain, row[verdict]), verdict)
                    self._heard |= dict.fromkeys(map(_plain, row["heard"][verdict]), verdict)
                self._address += map(_plain, row["address"])
                self.said[language] = {name: str(row["said"][name]) for name in _SAID}
        except (OSError, UnicodeDecodeError, yaml.YAMLError, KeyError, TypeError, AttributeError) as error:
            raise ConfigError(f"{path}: not a file of yes and no ({error!r})") from error
        if both := {text for text, verdict in self._typed.items() if self._heard.get(text, verdict) != verdict}:
            raise ConfigError(f"{path}: both a yes and a no: {', '.join(sorted(both))}")

    def verdict(self, request: Request) -> Verdict | None:
        """None: neither. Letters that only look like others are others, and what cannot be seen is not passed over."""
        text = _plain(request.text)
        for said in (text, *self._unaddressed(text)):
            found = self._typed.get(said) or (self._heard.get(said) if request.confidence < 1 else None)
            if found:
                return found
        return None

    def _unaddressed(self, text: str) -> Sequence[str]:
        """Without the name or the manners at its ends; nothing is left of them alone."""
        before = text
        for word in self._address:
            text = text.removeprefix(word).removesuffix(word).strip() if _apart(text, word) else text
        return (text,) if text and text != before else ()


def _apart(text: str, word: str) -> bool:
    """The word stands by itself at an end: "please" is not the end of "displease". Chinese has no spaces."""
    return not word.isascii() or text.startswith(word + " ") or text.endswith(" " + word)


def _plain(text: str) -> str:
    text = unicodedata.normalize("NFKC", str(text)).casefold().replace("'", "").replace("’", "")
    return _HAN.sub("", _MARKS.sub(" ", text)).strip()


class Confirm:
    """The first of the responders."""

    name = NAME

    def __init__(self, words: Words, bus: Bus, now: Callable[[], datetime]) -> None:
        self._words = words
        self._bus = bus
        self._now = now

    def fixed(self) -> Sequence[tuple[str, Language]]:
        return [(text, language) for language, said in self._words.said.items() for text in said.values()]

    async def consider(self, request: Request) -> Answer | None:
        """Only looks: a draft consumes no question."""
        verdict = self._words.verdict(request)
        if verdict is None:
            return None
        waiting = await self._bus.waiting(request.conversation)
        if waiting is None or waiting.armed is None:
            return None
        language = waiting.asked.language if waiting.asked.language in self._words.said else "en"
        return Decision(verdict, waiting, request, request.at or self._now(), self._bus, self._words.said[language], language)


@dataclass(frozen=True, slots=True)
class Decision:
    """What a yes does, what a no leaves."""

    verdict: Verdict
    waiting: Waiting
    request: Request
    at: datetime
    bus: Bus
    said: Mapping[str, str]
    language: Language
    by: str = NAME
    preview: None = None
    exact: bool = False  # "yes ..., no, wait" is waited for to its end
    stops: bool = False

    async def parts(self) -> AsyncGenerator[Part, None]:
        if self.verdict == "no":
            await self.bus.decline(self.waiting, self.at)
            yield Text(self.said["declined"])
            return
        result = await self.bus.confirm(self.waiting, self.request.caller, self.at)
        if result is None:
            yield Text(self.said["late"])
            return
        yield result.call
        yield result
        yield Text(self._told(result))

    def _told(self, result: ToolResult) -> str:
        if result.error:
            return self.said["unsure" if result.unsure else "failed"]
        return self.bus.told(result, self.language) or self.said["done"]
