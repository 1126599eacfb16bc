"""A talk in memory: a room's time line in, events and the room's sound out, on a clock that skips waiting."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from itertools import count
from typing import Any, TypeVar

import numpy as np

from jarvisd.agent.assistant import Assistant
from jarvisd.audio import Audio
from jarvisd.config import EndpointConfig, TalkConfig
from jarvisd.devices import Device
from jarvisd.devices.wavfile import WavFile
from jarvisd.events import Event, Feed
from jarvisd.voice import Engines, Setting
from jarvisd.voice.conversation import Conversation
from tests.fakes import FakeRecall, FakeSynthesizer, FakeTranscriber, FakeVad, FakeWake, Line, Room, Script

Kind = TypeVar("Kind")


@dataclass
class Talked:
    """What came of a time line."""

    events: list[Event]
    device: WavFile
    script: Script
    recall: FakeRecall
    transcriber: FakeTranscriber
    synthesizer: FakeSynthesizer
    talk: Conversation

    def all(self, kind: type[Kind]) -> list[Kind]:
        return [event for event in self.events if isinstance(event, kind)]

    def one(self, kind: type[Kind]) -> Kind:
        [event] = self.all(kind)
        return event

    def loud(self) -> list[tuple[float, float]]:
        """Seconds of the time line at which the room's speaker was on: (from, to)."""
        room = self.device.room_sound()
        on = np.abs(room.samples.astype(np.int32)) > 100
        step = room.rate // 100
        frames = [bool(on[at : at + step].any()) for at in range(0, len(on), step)]
        spans: list[tuple[float, float]] = []
        for number, frame in enumerate(frames):
            if frame and not any(frames[max(0, number - 15) : number]):  # syllables belong together
                spans.append((number / 100, 0.0))
            if frame:
                spans[-1] = (spans[-1][0], (number + 1) / 100)
        return spans


@dataclass
class House:
    """What a test may change before it talks."""

    room: Room = field(default_factory=Room)
    lines: dict[str, Line] = field(default_factory=dict)
    talk: TalkConfig = field(default_factory=TalkConfig)
    endpoint: EndpointConfig = field(default_factory=EndpointConfig)
    transcriber: FakeTranscriber | None = None
    synthesizer: FakeSynthesizer = field(default_factory=FakeSynthesizer)
    recall: FakeRecall = field(default_factory=FakeRecall)
    drafts: bool = True
    expects_answer: bool = False
    mind: Callable[[FakeRecall], Assistant] | None = None  # instead of `lines`

    def set(self, **changes: Any) -> None:
        """Changes keys of [talk] and [endpoint]."""
        mine = {key: value for key, value in changes.items() if key in TalkConfig.__dataclass_fields__}
        self.talk = replace(self.talk, **mine)
        self.endpoint = replace(self.endpoint, **{key: value for key, value in changes.items() if key not in mine})

    async def hears(self, clip: Audio, device: Callable[[Audio], WavFile] | None = None) -> Talked:
        """Runs the conversation until the clip and what followed from it are over; at most two minutes of it."""
        transcriber = self.transcriber or FakeTranscriber(self.room)
        script, recall, feed = Script(self.lines), self.recall, Feed()
        assistant = self.mind(recall) if self.mind else Assistant([script], recall, lambda: datetime(2026, 11, 22, 15, 10, tzinfo=UTC))
        engines = Engines(FakeWake, FakeVad, transcriber, self.synthesizer, self.drafts)
        setting = Setting(engines, assistant, self.talk, self.endpoint, 0.5, count(1))
        events: list[Event] = []
        feed.watch(events.append)
        room = device(clip) if device else WavFile(clip, tail=2.0)
        talk = Conversation(room, setting, feed, lambda: datetime(2026, 11, 22, 15, 10, tzinfo=UTC), "test", self.expects_answer)
        async with asyncio.timeout(120):
            await talk.run()
        return Talked(events, room, script, recall, transcriber, self.synthesizer, talk)


def as_device(room: WavFile) -> Device:
    """The type checker's proof that a sound file is a device."""
    return room
