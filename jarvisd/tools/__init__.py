"""Things the house can do, as values."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Protocol, TypeAlias

from jarvisd.messages import Caller


class Risk(StrEnum):
    """What happens if it was a mistake."""

    READ = "read"  # nothing
    REVERSIBLE = "reversible"  # it is put back with a word
    SENSITIVE = "sensitive"  # somebody is bothered, or something private is told
    DANGEROUS = "dangerous"  # a door opens, money moves, something is lost


Arguments: TypeAlias = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Tool:
    name: str
    description: str  # for a model
    parameters: Mapping[str, Any]  # JSON Schema of an object; the arguments fit it when call gets them
    call: Callable[[Arguments, Caller], Awaitable[Mapping[str, Any]]]  # returns what really happened; ToolError says why it did not
    risk: Risk
    scope: str = "home"  # what a caller must be allowed
    deadline: float = 10.0  # seconds


class Toolset(Protocol):
    def tools(self) -> Sequence[Tool]: ...
