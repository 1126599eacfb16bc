"""How the memory answers: what it says of a fact, of a call, and in whose words."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from jarvisd import when
from jarvisd.agent import answers
from jarvisd.agent.lexicon import Lexicon
from jarvisd.agent.orders import Kind, Orders
from jarvisd.memory import Passage
from jarvisd.messages import Language, Part, Text, ToolCall, ToolResult
from jarvisd.tools import Asked
from jarvisd.tools.bus import Bus

NAME = "remembering"


@dataclass(frozen=True, slots=True)
class Book:
    """Every language's sentences, and the words they are compared by."""

    orders: tuple[Orders, ...]
    lexicon: Lexicon

    def says(self, language: Language) -> Mapping[str, str]:
        return next((orders for orders in self.orders if orders.language == language), self.orders[0]).says

    def kinds(self, text: str) -> frozenset[Kind]:
        """What it is, as said to a memory, in any of the languages."""
        return frozenset(order.kind for orders in self.orders if (order := orders.read(text)) is not None)


def book(languages: Sequence[Language], folder: Path) -> Book:
    """Of `config/remembering`. ConfigError where a file is not what it should be."""
    return Book(tuple(Orders(folder / f"{language}.yaml") for language in languages), Lexicon(folder / "words.yaml"))


@dataclass(frozen=True, slots=True)
class Act:
    """A call, and what is said of its result. ready: gives the call its arguments, where that takes acting already."""

    call: ToolCall
    asked: Asked
    bus: Bus
    say: Callable[[ToolResult], Awaitable[str]]
    ready: Callable[[ToolCall], Awaitable[ToolCall]] | None = None
    by: str = NAME
    preview: None = None
    exact: bool = False
    stops: bool = False

    @property
    def language(self) -> Language:
        return self.asked.language

    async def parts(self) -> AsyncGenerator[Part, None]:
        call = self.call if self.ready is None else await self.ready(self.call)
        yield call
        result = await self.bus.call(call, self.asked)
        yield result
        question = answers.question(result)
        for part in question:
            yield part
        if not question:
            yield Text(await self.say(result))


def bare(text: str) -> str:
    """Without the mark at its end: it stands in a sentence of the house."""
    return text.strip().rstrip(".。!！;； ")


def ended(line: str) -> str:
    """With one mark at its end: what is repeated may be a question."""
    return line.replace("?.", "?").replace("？。", "？")


def named_day(at: datetime, today: datetime, language: Language) -> str:
    at = at.astimezone(today.tzinfo)
    day = when.date_only(at.date(), language)
    if at.year == today.year:
        return day
    return f"{at.year}年{day}" if language == "zh" else f"{day}, {at.year}"


def quoted(passage: Passage, asker: str, says: Mapping[str, str], today: datetime, language: Language) -> str:
    """Who said it, when, and what, in their own words."""
    form = "told" if passage.source == "user" else "noted"
    if form == "told" and passage.person and asker and passage.person.casefold() != asker.casefold():
        form = "told_by"
    day = named_day(passage.at, today, language)
    return says[form].format(person=passage.person.title(), day=day, fact=bare(passage.text))
