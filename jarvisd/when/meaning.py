"""What a phrase about time means, as a value."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

# Why a phrase is refused ("back": it was taken back), or "old": understood, but the table of working days ends before it.
Why = Literal["", "nothing", "long", "unclear", "past", "impossible", "never", "back", "old"]


@dataclass(frozen=True, slots=True)
class Meaning:
    """At most one of start and duration is missing where it is not refused; a rule has always a start."""

    start: datetime | None = None  # aware, in the zone of the now it was read at; of a rule the first time
    rule: str | None = None  # an RRULE of RFC 5545 without DTSTART; years of the lunar calendar by RSCALE of RFC 7529
    duration: timedelta | None = None  # a length; beside a start how long it takes
    ambiguous: bool = False  # to be asked back; start is then the next time it may mean
    refused: bool = False
    why: Why = ""
    workdays: bool = False  # the rule's days are working days by the dated table: a holiday falls out, a made-up day comes in
    wall: datetime | None = None  # naive: the hour that a rule keeps, where a spring night leaves it out on the day of start
    phrase: str = ""  # the words of the text that speak of time
    rest: str = ""  # the text without them and without "remind me to": what is to be remembered


def refusal(why: Why) -> Meaning:
    return Meaning(refused=True, why=why)
