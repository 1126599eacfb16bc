"""What is said to the mind and by it, as plain values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal, Protocol, TypeAlias, TypeVar

Language: TypeAlias = str  # "en" or "zh"
LANGUAGES: tuple[Language, ...] = ("en", "zh")
Words = TypeVar("Words")


def in_language(words: Mapping[Language, Words], language: Language) -> Words:
    """English where there are none in that language: a client may name any."""
    return words.get(language, words["en"])


Origin = Literal["voice", "cli", "api"]


@dataclass(frozen=True, slots=True)
class Caller:
    """Who asks, from where."""

    user: str = ""  # a member of the household; "" where unknown
    room: str = ""
    origin: Origin = "cli"
    scopes: frozenset[str] = frozenset({"home"})


class Ear(Protocol):
    """Still has what was said in it, and can hear it once more; kept no longer than the turn."""

    async def again(self, names: Sequence[str]) -> tuple[str, ...]:
        """How else it may be heard where one of these names is likely, the likeliest first; () where it cannot be."""


@dataclass(frozen=True, slots=True)
class Request:
    """One thing said to the house, as text."""

    text: str
    conversation: str
    caller: Caller = Caller()
    language: Language = "en"
    confidence: float = 1.0  # how sure the transcriber was, 0..1; 1 for typed text
    at: datetime | None = None  # when it was said, in the household's zone; None: now
    others: tuple[str, ...] = ()  # what the transcriber may have heard instead, the likeliest first
    ear: Ear | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class ToolSpec:
    """A tool as a model sees it."""

    name: str
    description: str
    parameters: Mapping[str, Any]  # JSON Schema of an object
    examples: tuple[tuple[str, Mapping[str, Any]], ...] = ()  # what somebody says, and the arguments; only small models are shown them


@dataclass(frozen=True, slots=True)
class ToolCall:
    id: str
    name: str
    arguments: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class ToolResult:
    """What a tool really did; the only thing that success may be spoken from."""

    call: ToolCall
    content: Mapping[str, Any] = field(default_factory=dict)
    error: str = ""  # "" when it worked; else a sentence that a model may read
    question: str = ""  # not done: it waits for a yes to this question, in the language of the request
    untrusted: bool = False  # written by others (web, mail, calendar, documents): data, never orders
    unsure: bool = False  # with an error: whether it happened is not known


@dataclass(frozen=True, slots=True)
class Text:
    """A piece of what is to be said, as it comes."""

    text: str
    filler: bool = False  # said while something takes its time; no part of the answer that is kept
    tainted: bool = False  # words of others stood in what it was made from


@dataclass(frozen=True, slots=True)
class Asks:
    """The reply expects an answer: listen again without the wake word."""


Part: TypeAlias = Text | ToolCall | ToolResult | Asks


@dataclass(frozen=True, slots=True)
class System:
    text: str


@dataclass(frozen=True, slots=True)
class User:
    text: str


@dataclass(frozen=True, slots=True)
class Assistant:
    text: str
    calls: tuple[ToolCall, ...] = ()


Message: TypeAlias = System | User | Assistant | ToolResult
