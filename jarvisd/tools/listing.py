"""Which tools there are, for people: what each risks, where it is from, and whether it can be used."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, Protocol, TypeAlias

State: TypeAlias = Literal["ready", "unavailable", "changed", "broken"]

OWN = "jarvisd"  # where the house's own tools are from


@dataclass(frozen=True, slots=True)
class Listed:
    name: str  # as models call it; of something broken the file or the server
    source: str  # "jarvisd", "mcp time", "file lamps.py"
    risk: str  # "" where nothing can be called
    state: State = "ready"
    why: str = ""  # with a state that is not ready: a sentence
    description: str = ""
    before: str = ""  # of one that changed: the description that was accepted


class Source(Protocol):
    """A toolset whose tools come and go."""

    def listed(self) -> Sequence[Listed]:
        """Every tool it has, and everything that should be one and is not."""

    async def accept(self, name: str) -> bool:
        """The tool may be used as it is now; False where it has none of that name that changed."""

    async def settled(self, patience: float) -> None:
        """Returns when everything was looked at that has not been yet, or after so many seconds."""
