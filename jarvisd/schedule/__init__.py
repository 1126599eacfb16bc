"""Things to do later, as values: what is to ring, when, for whom, and what becomes of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal, Protocol

from jarvisd.messages import Language

Kind = Literal["timer", "alarm", "reminder", "routine"]
KINDS: tuple[Kind, ...] = ("timer", "alarm", "reminder", "routine")
State = Literal["scheduled", "ringing", "snoozed", "done", "missed", "cancelled"]
WAITING: tuple[State, ...] = ("scheduled", "snoozed", "ringing")  # what still has something to come


@dataclass(frozen=True, slots=True)
class Reminder:
    """One row of what is to be done later. A series stays scheduled; each of its rings is a row of its own that names it."""

    kind: Kind
    text: str  # a timer's name, what somebody is to be reminded of; "" for a plain timer or alarm
    due: datetime  # when it rings next, with its zone
    wall: str = ""  # naive ISO time in `zone` it was set for, where a rule begins; "" for a length of time, which no zone can move
    zone: str = ""  # IANA name
    rule: str = ""  # RFC 5545, without DTSTART; "" for once
    workdays: bool = False  # a holiday falls out of the rule, a made-up working day comes in
    duration: float = 0.0  # seconds of a timer
    person: str = ""
    room: str = ""
    language: Language = "en"
    state: State = "scheduled"
    rang: int = 0  # times it was about to sound
    late: bool = False  # it fell due while nobody could ring
    deed: Mapping[str, Any] = field(default_factory=dict)  # of a routine: {"scopes"}, what whoever set it was allowed
    id: int = 0  # 0: not kept yet
    series: int = 0  # the row with the rule that it is a ring of
    made: datetime | None = None
    changed: datetime | None = None  # when its state last did


@dataclass(frozen=True, slots=True)
class Ring:
    """A reminder that is committed to sound now."""

    reminder: Reminder
    again: bool = False  # it was cut off in mid-ring by the end of the process
    late: bool = False  # it fell due while nobody could ring, and says so
    stale: bool = False  # so late that to say it once is enough
    cycle: int = 0  # how often it already sounded since it began to ring
    doubtful: bool = False  # the machine's clock may be wrong

    @property
    def loud(self) -> bool:
        """Rings until it is stopped."""
        return self.reminder.kind in ("timer", "alarm") and not self.stale


class Voice(Protocol):
    """What makes rings heard; the daemon binds it."""

    async def __call__(self, rings: Sequence[Ring], /) -> bool:
        """Sounds once and listens for a moment; False where nobody could hear it."""
