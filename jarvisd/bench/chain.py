"""The same spoken questions to ours and to Home Assistant's chain of Wyoming servers, one after the other in one run.

The peer is spared what only Home Assistant would add: its end of speech is exact (true end + 0.7 s of silence, the default there,
rather than what a voice detector saw), its intents take no time, its answer's first piece counts the moment it arrives here.
"""

from __future__ import annotations

import asyncio
import math
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from jarvisd.audio import CHUNK, RATE, Audio, join, silence
from jarvisd.bench.asking import Answer, ask, missed
from jarvisd.bench.peers import Ports, serving
from jarvisd.bench.questions import Question, questions, sound
from jarvisd.bench.report import Report, cell, median, p95, tenth
from jarvisd.bench.wire import FORMAT, Line, Word, chunk, line
from jarvisd.config import Config, Paths

SILENCE = 0.7  # seconds behind speech that end a command in Home Assistant, unless set otherwise
_GRACE = 0.5  # seconds behind speech in which the wake word may still be noticed
_STEP = CHUNK / RATE


@dataclass(slots=True)
class Course:
    """One question through the peer's chain; ms from the true end of speech."""

    question: Question
    woke: bool = False
    transcript: str = ""
    stages: dict[str, float] = field(default_factory=dict)


def measure(config: Config, paths: Paths, cache: Path, options: Sequence[str] = ()) -> Report:
    asked = questions("en")
    with tempfile.TemporaryDirectory() as folder:
        ours = ask(asked, Path(folder), options)
    answers = {answer.question.path: answer.reply for answer in ours if answer.timed}
    (cache / "peers").mkdir(parents=True, exist_ok=True)
    with serving(config, paths.models, cache / "peers") as ports:
        theirs = asyncio.run(_through(ports, asked, answers))
    return report(ours, theirs, config)


async def _through(ports: Ports, asked: Sequence[Question], answers: dict[Path, str]) -> list[Course]:
    await course(ports, asked[0], answers.get(asked[0].path, "It is noon."))  # warm
    return [await course(ports, question, answers.get(question.path, "It is noon.")) for question in asked]


async def course(ports: Ports, question: Question, answer: str) -> Course:
    """As Home Assistant runs its pipeline: to the wake word server in real time until it fires, from there on to the transcriber."""
    run = Course(question)
    heard = join([sound(question), silence(3.0)])
    began = asyncio.get_running_loop().time()

    def mark(stage: str) -> None:
        run.stages[stage] = (asyncio.get_running_loop().time() - began - question.ended) * 1000

    position = await _wake(ports.wake, heard, question.ended, began)
    if position is None:
        return run
    run.woke = True
    async with line(ports.stt) as stt:
        await stt.say(Word("transcribe", {"language": "en"}))
        await _stream(stt, heard, position, question.ended + SILENCE, began)
        await stt.say(Word("audio-stop"))
        mark("endpoint")
        run.transcript = (await stt.hear("transcript")).content.get("text", "")
        mark("transcribed")
    async with line(ports.tts) as tts:
        await tts.say(Word("synthesize", {"text": answer}))
        await tts.hear("audio-chunk")
        mark("first_audio")
        await tts.hear("audio-stop")
    return run


async def _wake(port: int, heard: Audio, ended: float, began: float) -> float | None:
    """Seconds into the sound at which the server fired; None if it did not."""
    try:
        async with line(port) as wake, asyncio.timeout_at(began + ended + _GRACE), asyncio.TaskGroup() as group:
            await wake.say(Word("detect", {"names": ["hey_jarvis"]}))
            speaking = group.create_task(_stream(wake, heard, 0.0, ended + _GRACE, began))
            await wake.hear("detection")
            speaking.cancel()
            return asyncio.get_running_loop().time() - began
    except TimeoutError:
        return None


async def _stream(to: Line, heard: Audio, start: float, end: float, began: float) -> None:
    """Chunk by chunk, each at the moment at which its last sample was said."""
    await to.say(Word("audio-start", {**FORMAT, "timestamp": round(start * 1000)}))
    for number in range(int(start / _STEP), round(end / _STEP)):
        until = (number + 1) * _STEP
        await asyncio.sleep(max(0.0, began + until - asyncio.get_running_loop().time()))
        await to.say(chunk(heard.cut(number * _STEP, until).pcm, round(number * _STEP * 1000)))


def report(ours: Sequence[Answer], theirs: Sequence[Course], config: Config) -> Report:
    """Both from the true end of speech to the first piece of the answer, over the questions that both answered."""
    both = [(mine, peer) for mine, peer in zip(ours, theirs, strict=True) if mine.timed and "first_audio" in peer.stages]
    mine = [answer.first_audio for answer, _ in both]
    peer = [run.stages["first_audio"] for _, run in both]
    ratio = median(peer) / median(mine) if both else math.nan
    figures = {"ours_ms": tenth(median(mine)), "peer_ms": tenth(median(peer)), "ratio": None if math.isnan(ratio) else round(ratio, 2)}

    def stages(rows: Sequence[dict[str, float]]) -> list[str]:
        return [cell(median([row[stage] for row in rows])) for stage in ("endpoint", "transcribed")]

    lagged = [{stage: ms + answer.lag for stage, ms in answer.timings.items()} for answer, _ in both]
    rows = (
        ("ours", f"{sum(answer.timed for answer in ours)}/{len(ours)}", *stages(lagged), cell(median(mine)), cell(p95(mine))),
        ("peer", f"{sum(run.woke for run in theirs)}/{len(theirs)}",
         *stages([run.stages for _, run in both]), cell(median(peer)), cell(p95(peer))),
    )  # fmt: skip
    notes = (
        f"peer: wyoming-openwakeword, {SILENCE} s of silence, wyoming-faster-whisper, wyoming-piper",
        f"same model files, {config.stt.threads} threads, all warm, never both at once",
        f"ms from the true end of speech, over {len(both)} questions that both answered; the peer takes {ratio:.2f} times as long",
        *missed(ours),
        *(f"not counted: {run.question.path.name} ({run.question.text}) did not wake the peer" for run in theirs if not run.woke),
    )
    return Report(figures, ("", "answered", "endpoint", "transcribed", "first audio", "p95"), rows, notes)
