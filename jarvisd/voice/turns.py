"""What becomes of one utterance, from its first draft to the end of its turn."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field

from jarvisd.agent import Answer
from jarvisd.messages import Request
from jarvisd.speech import Transcript, Utterance
from jarvisd.voice.speaker import Sound


@dataclass(slots=True)
class Draft:
    """What one cut of the speech came to; dropped without a trace if the speech went on."""

    cut: Utterance
    task: asyncio.Task[None] | None = None
    decided_at: float = 0.0  # loop clock: when the speech was known to be over
    transcript: Transcript | None = None
    transcribed_at: float | None = None
    answer: Answer | None = None
    request: Request | None = None
    sound: Sound | None = None
    making: asyncio.Task[None] | None = None
    only_name: bool = False
    error: str = ""

    async def only_the_name(self) -> bool:
        """What was taken for speech was the end of the wake word."""
        if self.task is not None:
            await self.task
        return self.only_name

    async def meant_for_a_ring(self) -> bool:
        """Whoever talks to somebody else in the room is not answered."""
        if self.task is not None:
            await self.task
        return self.answer is not None and (self.answer.stops or self.answer.by == "reminding")

    def drop(self) -> None:
        for task in (self.task, self.making):
            if task is not None:
                task.cancel()


@dataclass(slots=True)
class Turn:
    """What became of one utterance, for the events."""

    id: str
    speech_ended: float = 0.0  # loop clock
    position: float = 0.0  # seconds of the device's audio
    at: dict[str, float | None] = field(default_factory=dict)  # stage -> loop clock
    outcome: str = "answered"

    @property
    def timings(self) -> dict[str, float]:
        """ms from the end of speech; a stage that was not reached is left out."""
        return {stage: round(1000 * (at - self.speech_ended), 1) for stage, at in self.at.items() if at is not None}
