"""What servers may be answered with by the household's language model, handed in from above: tools know no model."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from jarvisd.messages import Message


@dataclass(frozen=True, slots=True)
class Answered:
    text: str
    whole: bool  # False: it was longer than was wanted, and ends there
    model: str  # who wrote it


Answering: TypeAlias = Callable[[Sequence[Message], int], Awaitable[Answered]]
"""Messages, the most tokens -> an answer to them and to nothing else; LanguageModelError where there is none."""
