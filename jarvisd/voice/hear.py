"""A sound file spoken to the house: the same conversation as in front of a microphone, its events as rows, its answer as sound."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable
from dataclasses import dataclass
from typing import Any

from jarvisd.audio import Audio
from jarvisd.devices import Device
from jarvisd.devices.wavfile import WavFile
from jarvisd.errors import JarvisError
from jarvisd.events import Announced, Event, Failed, Feed, Heard, Interrupted, Replied, Spoke, Transcribed, TurnEnded, Woke
from jarvisd.voice.conversation import Conversation

_TAIL = 1.0  # seconds of silence behind a file, beside the silence that ends an utterance


@dataclass(frozen=True, slots=True)
class Answered:
    """The end of one file."""

    sound: Audio  # what the room's speaker gave on the file's time line
    expects_answer: bool  # the last reply was a question


async def hear(
    clip: Audio, end_silence: float, feed: Feed, converse: Callable[[Device, Feed], Conversation]
) -> AsyncGenerator[dict[str, Any] | Answered, None]:
    """Rows as things happen, Answered at the end. `converse` makes the conversation on the device and the feed it is given."""
    device = WavFile(clip, tail=end_silence + _TAIL)
    own = Feed()
    rows: asyncio.Queue[dict[str, Any] | None] = asyncio.Queue()
    own.watch(feed.tell)
    own.watch(lambda event: rows.put_nowait(row(event)))
    talk = converse(device, own)
    failed: list[JarvisError] = []  # not raised among the tasks, where it would become a group of errors

    async def run() -> None:
        try:
            await talk.run()
        except JarvisError as error:
            failed.append(error)
        finally:
            rows.put_nowait(None)

    async with asyncio.TaskGroup() as group:
        group.create_task(run())
        while (told := await rows.get()) is not None:
            yield told
    if failed:
        raise failed[0]
    yield Answered(device.room_sound(), talk.expects_answer)


def row(event: Event) -> dict[str, Any]:
    """An event as a program reads it; times are seconds into the file, timings ms from the end of speech."""
    match event:
        case Woke():
            return {
                "event": "woke",
                "turn": event.turn,
                "phrase": event.phrase,
                "score": round(event.score, 3),
                "at": round(event.position, 3),
            }
        case Heard():
            return {"event": "heard", "turn": event.turn, "seconds": round(event.seconds, 3), "speech_end": round(event.position, 3)}
        case Transcribed():
            told: dict[str, Any] = {"event": "transcribed", "turn": event.turn, "text": event.text, "language": event.language}
            return told | {"confidence": round(event.confidence, 3)}
        case Replied():
            return {"event": "replied", "turn": event.turn, "text": event.text, "by": event.by}
        case Spoke():
            return {"event": "spoke", "turn": event.turn, "text": event.text, "seconds": round(event.seconds, 3)}
        case Interrupted():
            return {"event": "interrupted", "turn": event.turn, "by": event.by}
        case TurnEnded():
            ended: dict[str, Any] = {"event": "turn_ended", "turn": event.turn, "outcome": event.outcome}
            return ended | {"timings": dict(event.timings)} | {"speech_end": round(event.position, 3)}
        case Announced():
            return {"event": "announced", "reminder": event.reminder, "kind": event.kind, "room": event.room, "heard": event.heard}
        case Failed():
            return {"event": "failed", "turn": event.turn, "where": event.where, "error": event.error}
