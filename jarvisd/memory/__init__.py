"""What is kept of what was said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from jarvisd.messages import Language


@dataclass(frozen=True, slots=True)
class Turn:
    """One exchange: what was asked, and what the person really heard."""

    at: datetime  # aware, when it was asked
    conversation: str
    person: str  # "" where unknown
    room: str
    language: Language  # of the answer
    asked: str
    answered: str  # as heard: an interrupted answer ends where the sound ended
    by: str  # the responder that answered


class Recall(Protocol):
    """The turns in order."""

    async def keep(self, turn: Turn) -> None:
        """Returns when it is on disk. StorageError says why it is not."""

    async def last(self, conversation: str, n: int) -> Sequence[Turn]:
        """The newest n turns of a conversation, oldest first."""
