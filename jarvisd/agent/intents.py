"""Sentences that need no model: read from YAML, matched by hassil, answered from what is known or done."""

from __future__ import annotations

import re
import unicodedata
import uuid
from collections.abc import AsyncGenerator, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import hassil
import yaml
from hassil.parser import ParseError

from jarvisd import when
from jarvisd.agent import Answer, answers, sounds
from jarvisd.agent.answers import Line
from jarvisd.agent.before import before
from jarvisd.agent.sheets import sheet
from jarvisd.errors import ConfigError
from jarvisd.memory import Recall
from jarvisd.messages import Language, Part, Request, Text, ToolCall, ToolResult
from jarvisd.tools import Asked
from jarvisd.tools.bus import Bus

NAME = "intents"
_MARK = re.compile(r"(?!-\d)[^\w\s%]|_")  # the minus of a number is no punctuation
_HAN = re.compile(r"[㐀-鿿]")
_LONGEST = 400  # characters that are looked at
_LATELY = timedelta(minutes=3)  # in which "it" is what was done last
_SOUNDS = 3  # characters from which a sentence is told by its sound alone; shorter ones sound like too much else
_CJK_GAP = re.compile(r"(?<=[㐀-鿿])\s+(?=[㐀-鿿])")


@dataclass(frozen=True, slots=True)
class Intent:
    """What follows when one of its sentences is heard."""

    name: str
    say: str = ""  # the answer, with {names} of what is known or what the tool returned; "" leaves it to the tool
    days: int = 0  # from today, for {date} and the like
    tool: str = ""
    arguments: Mapping[str, Any] | None = None
    muted: str = ""  # said instead where the tool found the sound off
    failed: str = ""  # said when the tool did not do it
    none: str = ""  # said when there is nothing to say again
    where: str = ""  # a tool: where the house has it, this is said instead
    there: str = ""
    stops: bool = False


@dataclass(frozen=True, slots=True)
class Match:
    intent: Intent
    slots: Mapping[str, Any]


class Book:
    """The sentences of one language."""

    def __init__(self, path: Path) -> None:
        try:
            table = sheet(path)
            self.language: Language = table["language"]
            self._contractions: dict[str, str] = table.get("contractions", {})
            self._letters: dict[int, int] = str.maketrans(*table.get("letters", ("", "")))
            places: Mapping[str, Sequence[str]] = table.pop("places", {})
            self._sentences = hassil.Intents.from_dict(_placed(table, places, self.plain))
            self._skipped: list[str] = table.get("skip_words", [])
            alike = sounds.alike_in({**table, "skip_words": []}) if table.get("sounds") else None
            self._sounding = hassil.Intents.from_dict(_placed(alike, places, sounds.alike)) if alike else None
            self._intents: dict[str, Intent] = {name: _intent(name, row) for name, row in table["intents"].items()}
            example: str = table["example"]
            self._volume = re.compile(table["volume"])
        except (OSError, yaml.YAMLError, KeyError, TypeError, ParseError, re.error) as error:
            raise ConfigError(f"{path}: not a file of sentences ({error})") from error
        self.match_sound(example)  # hassil reads its templates when they are first used: now, not while somebody waits
        if self.match(example) is None:
            raise ConfigError(f"{path}: its example is none of its sentences: {example!r}")

    def fixed(self) -> list[str]:
        """Every answer that is always the same."""
        said = (text for intent in self._intents.values() for text in (intent.say, intent.failed, intent.none, intent.there))
        return sorted({text for text in said if text and "{" not in text})

    def plain(self, text: str) -> str:
        """As it is compared: no case, no punctuation, contractions written out."""
        text = unicodedata.normalize("NFKC", text).casefold().replace("’", "'").replace("'", "").translate(self._letters)
        text = _CJK_GAP.sub("", _MARK.sub(" ", text))
        return " ".join(self._contractions.get(word, word) for word in text.split())

    def match(self, text: str) -> Match | None:
        """The intent whose sentence this is, whole."""
        return self._match(self.plain(text), self._sentences)

    def bare(self, match: Match, text: str) -> bool:
        """It changes the volume and does not say of what: "turn it down", 调小一点."""
        return match.intent.tool == "volume" and not self._volume.search(self.plain(text))

    def match_sound(self, text: str) -> Match | None:
        """The intent whose sentence this sounds like, whole: for transcripts, which hold other characters of the same sound."""
        text = self.plain(text)
        if self._sounding is None or len(_HAN.findall(text)) < _SOUNDS:
            return None
        for word in self._skipped:
            text = text.replace(word, "")
        return self._match(sounds.alike(text), self._sounding) or self._match(sounds.alike_with_numbers(text), self._sounding)

    def _match(self, text: str, sentences: hassil.Intents) -> Match | None:
        found = _plainest(hassil.recognize_all(text, sentences, language=self.language))
        if found is None:
            return None
        slots = {name: entity.value if isinstance(entity.value, str) else round(entity.value) for name, entity in found.entities.items()}
        return Match(self._intents[found.intent.name], slots)


def _placed(table: Mapping[str, Any], places: Mapping[str, Sequence[str]], heard: Callable[[str], str]) -> dict[str, Any]:
    """The table with a list of places: as each is heard, with its zone and its name behind it."""
    values = [{"in": heard(name), "out": f"{zone} {name}"} for zone, names in places.items() for name in names]
    return {**table, "lists": {**table.get("lists", {}), "place": {"values": values}}} if values else dict(table)


def _plainest(results: Iterable[hassil.RecognizeResult]) -> hassil.RecognizeResult | None:
    """A sentence without numbers goes before one in which a number was found: 一半 is no 一."""
    first = None
    for result in results:
        if not result.entities:
            return result
        first = first or result
    return first


def _intent(name: str, row: Mapping[str, Any]) -> Intent:
    return Intent(name, **{key: value for key, value in row.items() if key != "data"})


class Intents:
    """Tries the language that was heard first, then the others: a transcriber may be wrong about it."""

    name = NAME

    def __init__(self, books: Sequence[Book], bus: Bus, recall: Recall, now: Callable[[], datetime]) -> None:
        self._books = tuple(books)
        self._bus = bus
        self._recall = recall
        self._now = now

    def fixed(self) -> Sequence[tuple[str, Language]]:
        return [(text, book.language) for book in self._books for text in book.fixed()]

    async def consider(self, request: Request) -> Answer | None:
        if len(request.text) > _LONGEST:
            return None
        for book in sorted(self._books, key=lambda book: book.language != request.language):
            match = book.match(request.text)
            if match is not None:
                if book.bare(match, request.text) and await self._of_the_home(request):
                    return None
                return await self._answer(match, book.language, request, exact=True)
        if request.confidence == 1:  # typed
            return None
        for book in self._books:
            match = book.match_sound(request.text)
            if match is not None:
                if book.bare(match, request.text) and await self._of_the_home(request):
                    return None
                return await self._answer(match, book.language, request, exact=False)
        return None

    async def _of_the_home(self, request: Request) -> bool:
        """The turn before did something to a thing of the home: "it" is that."""
        turn = await before(self._recall, request.conversation, request.at or self._now(), _LATELY)
        return turn is not None and any(use.name.startswith("Hass") for use in turn.uses)

    async def _answer(self, match: Match, language: Language, request: Request, exact: bool) -> Answer:
        intent = match.intent
        if intent.tool:
            call = ToolCall(uuid.uuid4().hex, intent.tool, {**(intent.arguments or {}), **match.slots})
            asked = Asked(request.caller, request.conversation, language, request.at or self._now())
            return Deed(intent, language, call, asked, self._bus, exact)
        zone, _, place = match.slots.get("place", "").partition(" ")
        at = request.at or self._now()
        at = at.astimezone(ZoneInfo(zone)) if zone else at
        known = {**_known(at + timedelta(days=intent.days), language), "place": place}
        if "{last}" in intent.say or "{asked}" in intent.say:
            turns = await self._recall.last(request.conversation, 1)
            if not turns or not turns[-1].answered:
                return Line(intent.none, language, NAME, exact)
            said = intent.say.format(last=turns[-1].answered, asked=turns[-1].asked)
            return Line(said, language, NAME, exact, tainted=turns[-1].foreign)
        say = intent.there if intent.where and self._bus.knows(intent.where) else intent.say
        return Line(say.format_map(known), language, NAME, exact, intent.stops)


def _known(at: datetime, language: Language) -> dict[str, str]:
    """What an answer may name without asking a tool."""
    return {
        "time": when.clock(at.time(), language),
        "date": when.day(at.date(), language),
        "date_only": when.date_only(at.date(), language),
        "weekday": when.weekday(at.date(), language),
        "month": when.month(at.date(), language),
        "year": str(at.year),
    }


@dataclass(frozen=True, slots=True)
class Deed:
    """An answer that is spoken from what a tool really did."""

    intent: Intent
    language: Language
    call: ToolCall
    asked: Asked
    bus: Bus
    exact: bool
    stops: bool = False
    by: str = NAME
    preview: None = None

    async def parts(self) -> AsyncGenerator[Part, None]:
        yield self.call
        result = await self.bus.call(self.call, self.asked)
        yield result
        said = _told(self.intent, result) or result.error or self.bus.told(result, self.language)
        for part in answers.question(result) or (Text(said),):
            yield part


def _told(intent: Intent, result: ToolResult) -> str:
    if result.error:
        return intent.failed
    say = intent.muted if intent.muted and result.content.get("muted") else intent.say
    return say.format_map(result.content)


def books(languages: Sequence[Language], folder: Path) -> tuple[Book, ...]:
    return tuple(Book(folder / f"{language}.yaml") for language in languages)
