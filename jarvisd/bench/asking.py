"""Asks the installed program spoken questions in real time, as a room would."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jarvisd import audio
from jarvisd.bench.questions import Question, onset
from jarvisd.errors import JarvisError

RULES = "intents"  # the responder whose answers are timed: no language model in between


@dataclass(frozen=True, slots=True)
class Answer:
    """One question as it went; times in ms from the TRUE end of speech unless said otherwise."""

    question: Question
    woke: bool
    transcript: str
    reply: str
    by: str  # the responder, "" if there was no reply
    timings: Mapping[str, float]  # as turn_ended tells them: ms from the end of speech that the voice detector saw
    lag: float  # ms by which the voice detector saw the end of speech after the true end
    heard: float | None  # when the answer's first sound is in the room's recording

    @property
    def timed(self) -> bool:
        return self.by == RULES and "first_audio" in self.timings

    @property
    def first_audio(self) -> float:
        """When the first piece of the answer left for the speaker."""
        return self.timings["first_audio"] + self.lag


def ask(questions: Sequence[Question], folder: Path, options: Sequence[str] = ()) -> list[Answer]:
    """All questions to one process of `jarvisd hear --realtime`, in turn; folder takes the state and the recordings."""
    replies = folder / "replies"
    replies.mkdir(parents=True, exist_ok=True)
    command = [sys.executable, "-m", "jarvisd", "hear", *(str(question.path) for question in questions), "--realtime", "--json"]
    command += ["--reply", str(replies), "--state", str(folder / "state"), *options]
    done = subprocess.run(command, capture_output=True, text=True, stdin=subprocess.DEVNULL, check=False)
    if done.returncode:
        raise JarvisError(f"jarvisd hear ended with {done.returncode}: {done.stderr.strip()[-500:]}")
    return answers(done.stdout, questions, replies)


def answers(told: str, questions: Sequence[Question], replies: Path) -> list[Answer]:
    """What `jarvisd hear --json` told, with the recordings it left in replies."""
    events = [json.loads(line) for line in told.splitlines()]
    return [_answer(question, [event for event in events if event["file"] == str(question.path)], replies) for question in questions]


def _answer(question: Question, events: Iterable[Mapping[str, Any]], replies: Path) -> Answer:
    told: dict[str, Mapping[str, Any]] = {}
    for event in events:
        told.setdefault(event["event"], event)  # the first turn of the file
    ended = told.get("turn_ended", {})
    seen = float(ended.get("speech_end", question.ended))
    recording = replies / f"{question.path.stem}.wav"
    began = onset(audio.read(recording), seen) if recording.exists() and "replied" in told else None
    return Answer(
        question,
        "woke" in told,
        told.get("transcribed", {}).get("text", ""),
        told.get("replied", {}).get("text", ""),
        told.get("replied", {}).get("by", ""),
        ended.get("timings", {}),
        (seen - question.ended) * 1000,
        None if began is None else (began - question.ended) * 1000,
    )


def missed(answers: Iterable[Answer]) -> list[str]:
    """What went wrong, a line for each question that is not in the figures."""
    lines = []
    for answer in answers:
        if not answer.timed:
            why = "did not wake" if not answer.woke else f"was answered by {answer.by}" if answer.by else "got no answer"
            lines.append(f"not counted: {answer.question.path.parent.name}/{answer.question.path.name} ({answer.question.text}) {why}")
    return lines
