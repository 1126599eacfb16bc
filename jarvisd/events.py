"""What happened, told to whoever watches; nobody is waited for and nothing depends on it.

`at` is the event loop's clock in seconds. `turn` numbers a turn within this process ("" before one is known).
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Woke:
    turn: str
    at: float
    device: str
    phrase: str  # the wake word's model, "" for a follow-up that needed none
    score: float
    position: float  # seconds of the device's audio at which the word ended


@dataclass(frozen=True, slots=True)
class Heard:
    turn: str
    at: float  # when the end was decided
    device: str
    seconds: float  # of the utterance
    speech_ended: float  # loop clock at which the speech ended, as the voice detector saw it
    position: float  # seconds of the device's audio at which the speech ended


@dataclass(frozen=True, slots=True)
class Transcribed:
    turn: str
    at: float  # when the text was ready; before Heard.at where a draft was used
    text: str
    language: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Replied:
    turn: str
    at: float  # when its last word was known
    first_at: float  # when its first word was known
    text: str
    by: str  # the responder that answered


@dataclass(frozen=True, slots=True)
class Spoke:
    turn: str
    at: float
    first_at: float  # when its first sound left
    text: str  # what was really heard
    seconds: float


@dataclass(frozen=True, slots=True)
class Interrupted:
    turn: str
    at: float
    by: str  # "wake word", "stop"


@dataclass(frozen=True, slots=True)
class TurnEnded:
    turn: str
    at: float
    outcome: str  # "answered", "interrupted", "unheard" (no words in it), "failed"
    timings: Mapping[str, float]  # ms from the end of speech: endpoint, transcribed, first_text, first_audio, done
    position: float  # seconds of the device's audio at which the speech ended


@dataclass(frozen=True, slots=True)
class Announced:
    turn: str
    at: float
    room: str  # "": wherever there is a device
    kind: str  # timer, alarm, reminder, routine
    reminder: int  # its id
    heard: bool  # a device was there
    late: bool
    again: bool  # it was cut off before


@dataclass(frozen=True, slots=True)
class Failed:
    turn: str
    at: float
    where: str
    error: str


Event: TypeAlias = Woke | Heard | Transcribed | Replied | Spoke | Interrupted | TurnEnded | Announced | Failed
Watcher: TypeAlias = Callable[[Event], None]


class Feed:
    """Tells every watcher; a watcher that fails is logged and the house goes on."""

    def __init__(self) -> None:
        self._watchers: list[Watcher] = []

    def watch(self, watcher: Watcher) -> Callable[[], None]:
        """Adds a watcher; what is returned takes it away again."""
        self._watchers.append(watcher)
        return lambda: self._watchers.remove(watcher)

    def tell(self, event: Event) -> None:
        for watcher in tuple(self._watchers):
            try:
                watcher(event)
            except Exception:  # a watcher only informs: the house goes on without it
                log.exception("a watcher of %s failed", type(event).__name__)
