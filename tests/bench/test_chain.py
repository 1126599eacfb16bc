"""Home Assistant's chain as the comparison runs it, against Wyoming servers of the test's own."""

import asyncio
import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from jarvisd import audio
from jarvisd.audio import from_floats, join, silence
from jarvisd.bench import chain
from jarvisd.bench.asking import Answer
from jarvisd.bench.chain import Course
from jarvisd.bench.peers import Ports
from jarvisd.bench.questions import Question
from jarvisd.config import Config


class Server:
    """Keeps what it was sent, and answers a message of one kind once it came often enough."""

    def __init__(self, on: str, count: int, *replies: tuple[str, Mapping[str, Any], bytes]) -> None:
        self.on, self.count, self.replies = on, count, replies
        self.heard: list[tuple[str, Mapping[str, Any], int]] = []
        self.lines: list[asyncio.Task[None]] = []

    def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.lines.append(asyncio.get_running_loop().create_task(self._serve(reader, writer)))

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while line := await reader.readline():
            head = json.loads(line)
            content = json.loads(await reader.readexactly(head["data_length"]))
            payload = await reader.readexactly(head["payload_length"])
            self.heard.append((head["type"], content, len(payload)))
            if [kind for kind, _, _ in self.heard].count(self.on) == self.count and head["type"] == self.on:
                for kind, said, sound in self.replies:
                    body = json.dumps(said).encode()
                    named = {"type": kind, "data_length": len(body), "payload_length": len(sound)}
                    writer.write(json.dumps(named).encode() + b"\n" + body + sound)
                await writer.drain()
        writer.close()
        await writer.wait_closed()

    def seconds(self) -> float:
        return sum(size for kind, _, size in self.heard if kind == "audio-chunk") / 2 / audio.RATE


@asynccontextmanager
async def running(*servers: Server) -> AsyncIterator[Ports]:
    started = [await asyncio.start_server(server.serve, "127.0.0.1", 0) for server in servers]
    try:
        yield Ports(*(server.sockets[0].getsockname()[1] for server in started))
    finally:
        for server in started:
            server.close()
        async with asyncio.timeout(5):
            await asyncio.gather(*(line for server in servers for line in server.lines))


@pytest.fixture
def question(tmp_path: Path) -> Question:
    path = tmp_path / "01.wav"
    audio.write(path, join([silence(0.2), from_floats(np.full(6400, 0.2, np.float32)), silence(1.5)]))
    return Question(path, "what time is it?", "joe", ended=0.6)


def transcriber() -> Server:
    return Server("audio-stop", 1, ("transcript", {"text": "What time is it?"}, b""))


def voice() -> Server:
    return Server("synthesize", 1, ("audio-start", {}, b""), ("audio-chunk", {}, b"\1\0" * 100), ("audio-stop", {}, b""))


@pytest.mark.slow
@pytest.mark.real_time
async def test_sound_goes_to_the_wake_word_until_it_fires_then_to_the_transcriber_until_the_silence_is_over(question: Question) -> None:
    wake, stt, tts = Server("audio-chunk", 8, ("detection", {"name": "hey_jarvis"}, b"")), transcriber(), voice()
    async with running(wake, stt, tts) as ports:
        course = await chain.course(ports, question, "It's noon.")
    assert course.woke
    assert course.transcript == "What time is it?"
    assert course.stages["endpoint"] == pytest.approx(700, abs=250)
    assert course.stages["endpoint"] <= course.stages["transcribed"] <= course.stages["first_audio"] < 2000
    assert stt.seconds() == pytest.approx(question.ended + chain.SILENCE - 8 * 0.032, abs=0.25)
    assert ("synthesize", {"text": "It's noon."}, 0) in tts.heard


@pytest.mark.slow
@pytest.mark.real_time
async def test_a_peer_that_is_not_woken_has_no_time(question: Question) -> None:
    wake, stt, tts = Server("never", 1), transcriber(), voice()
    async with running(wake, stt, tts) as ports:
        course = await chain.course(ports, question, "It's noon.")
    assert not course.woke
    assert not course.stages
    assert not stt.heard


def test_only_what_both_answered_is_compared() -> None:
    asked = [Question(Path(f"en/0{number}.flac"), "what time is it?", "joe", 2.0) for number in range(3)]
    timings = {"endpoint": 300.0, "transcribed": 350.0, "first_audio": 450.0}
    ours = [Answer(each, True, "", "It's noon.", "intents", timings, 50.0, None) for each in asked[:2]]
    ours.append(Answer(asked[2], False, "", "", "", {}, 0.0, None))
    times = {"endpoint": 700.0, "transcribed": 1600.0, "first_audio": 1750.0}
    theirs = [Course(asked[0], True, "", times), Course(asked[1]), Course(asked[2], True, "", times)]
    report = chain.report(ours, theirs, Config())
    assert report.figures == {"ours_ms": 500.0, "peer_ms": 1750.0, "ratio": 3.5}
    assert "over 1 questions" in report.notes[2]
    assert sum("not counted" in note for note in report.notes) == 2
