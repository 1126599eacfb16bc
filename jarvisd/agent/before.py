"""The turn before this one, where it was just now: what is said may be about what was done there."""

from __future__ import annotations

from datetime import datetime, timedelta

from jarvisd.memory import Recall, Turn

_JUST_NOW = timedelta(minutes=5)


async def before(recall: Recall, conversation: str, at: datetime, within: timedelta = _JUST_NOW) -> Turn | None:
    """Of the same conversation; None where there is none, or it is too long ago."""
    turns = await recall.last(conversation, 1)
    return turns[-1] if turns and timedelta() <= at - turns[-1].at <= within else None
