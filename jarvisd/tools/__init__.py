"""Things the house can do, as values."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Literal, Protocol, TypeAlias

from jarvisd.messages import Caller, Language


class Risk(StrEnum):
    """What happens if it was a mistake."""

    READ = "read"  # nothing
    REVERSIBLE = "reversible"  # it is put back with a word
    SENSITIVE = "sensitive"  # somebody is bothered, or something private is told
    DANGEROUS = "dangerous"  # a door opens, money moves, something is lost


Arguments: TypeAlias = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Asked:
    """On whose word a call is made."""

    caller: Caller
    conversation: str
    language: Language
    at: datetime
    by: Literal["person", "model"] = "person"  # person: understood from their own words by a sentence or the router
    tainted: bool = False  # words of others stood in the context of the model that proposes it


@dataclass(frozen=True, slots=True)
class Tool:
    name: str
    description: str  # for a model
    parameters: Mapping[str, Any]  # JSON Schema of an object; the arguments fit it when call gets them
    call: Callable[[Arguments, Asked], Awaitable[Mapping[str, Any]]]  # returns what really happened; ToolError says why it did not
    risk: Risk | Callable[[Arguments], Risk]  # by the arguments where they decide
    scope: str = "home"  # what a caller must be allowed
    deadline: float = 10.0  # seconds
    question: Callable[[Arguments, Language], str] | None = None  # asked before it is done, where it must be; names what it would do
    untrusted: bool = False  # what it returns was written by others
    told: Callable[[Mapping[str, Any], Language], str] | None = None  # a sentence for people, from what it returned
    examples: tuple[tuple[str, Mapping[str, Any]], ...] = ()  # what somebody says, and the arguments; for small models
    unavailable: str = ""  # why it cannot be used on this machine; then no model is shown it, and calling it says so
    shown: bool = True  # to models; not where another tool does the same and more


class Toolset(Protocol):
    def tools(self) -> Sequence[Tool]: ...
