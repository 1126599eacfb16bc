"""jarvisd hear: sound files spoken to the house, through the same path as a microphone."""

from __future__ import annotations

import argparse
import json
import sys
import uuid
from contextlib import aclosing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jarvisd import audio
from jarvisd.audio import Audio
from jarvisd.cli.common import command, daemon_runs, door, moment, run, settings, without_model
from jarvisd.errors import AudioError
from jarvisd.web.control import Command, Row

NOBODY_CALLED = 3

_EXAMPLES = """\
examples:
  jarvisd hear question.wav                                what was heard and answered
  jarvisd hear question.wav --reply answer.wav --realtime  the room's speaker on the question's own time line
  jarvisd hear a.wav b.wav --reply answers/ --json         one JSON object per line and event
  jarvisd hear ask.wav yes.wav --one-conversation          the second file answers the first one's question

exit status: 0 at least one turn ended well, 3 nobody called it, 1 an error
"""


def add(commands: Any) -> None:
    made = command(commands, "hear", "speak sound files to the house and keep what it says", _EXAMPLES)
    made.add_argument("files", nargs="+", type=Path, metavar="FILE", help="WAV or FLAC; each is a new conversation")
    made.add_argument(
        "--reply", type=Path, metavar="PATH", help="write what the room would have heard: a WAV file, with several files a folder"
    )
    made.add_argument(
        "--realtime", action="store_true", help="as fast as it was spoken, as in front of a microphone (default: as fast as it goes)"
    )
    made.add_argument("--one-conversation", action="store_true", help="the files are one talk: a question in one is answered by the next")
    made.add_argument("--now", metavar="ISO", type=moment, help="the time at the start that is answered from, such as 2026-11-22T15:10")
    without_model(made)
    made.set_defaults(run=_run)


@dataclass(slots=True)
class Tally:
    """What decides the exit status."""

    woke: int = 0
    well: int = 0
    failed: int = 0

    def count(self, row: Row) -> None:
        self.woke += row.get("event") == "woke"
        self.well += row.get("event") == "turn_ended" and row["outcome"] in ("answered", "interrupted")
        self.failed += row.get("event") == "failed"

    def status(self) -> int:
        if self.well:
            return 0
        if self.woke or self.failed:
            print("jarvisd: it was called, but no turn ended well: no words were heard after the name", file=sys.stderr)
            return 1
        print('jarvisd: nobody called it: no file holds the wake word; say "Jarvis" first', file=sys.stderr)
        return NOBODY_CALLED


def _run(args: argparse.Namespace) -> int:
    clips = [audio.read(file) for file in args.files]
    targets = _targets(args)
    config, where = settings(args)
    live = daemon_runs(where)
    if live and not args.realtime:
        print("jarvisd: the running daemon hears it, in real time", file=sys.stderr)
    return run(_hear(args, config, where, clips, targets), skip=not (args.realtime or live))


def _targets(args: argparse.Namespace) -> list[Path | None]:
    """Where each file's answer goes."""
    if args.reply is None:
        return [None] * len(args.files)
    if len(args.files) == 1 and not args.reply.is_dir():
        return [args.reply]
    names = [file.with_suffix(".wav").name for file in args.files]
    if len(set(names)) < len(names):
        raise AudioError("two files have one name, so one answer would overwrite the other; rename one of them")
    try:
        args.reply.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise AudioError(f"{args.reply}: with several files --reply names a folder, and this cannot be one ({error.strerror})") from error
    return [args.reply / name for name in names]


async def _hear(args: argparse.Namespace, config: Any, where: Any, clips: list[Audio], targets: list[Path | None]) -> int:
    from jarvisd.house import TALK

    tally = Tally()
    conversation, expects_answer = "", False
    async with door(config, where, TALK) as give:
        for file, clip, target in zip(args.files, clips, targets, strict=True):
            if not (args.one_conversation and conversation):
                conversation, expects_answer = f"file-{uuid.uuid4().hex[:12]}", False
            wanted = {"conversation": conversation, "expects_answer": expects_answer, "now": args.now}
            expects_answer = await _one(give, wanted, file, clip, target, args.json, tally)
    return tally.status()


async def _one(give: Command, wanted: Row, file: Path, clip: Audio, target: Path | None, as_json: bool, tally: Tally) -> bool:
    """One file; whether its last reply was a question."""
    from jarvisd.web.commands import pack, unpack

    expects_answer = False
    async with aclosing(give({"do": "hear", "sound": pack(clip)} | wanted)) as rows:
        async for row in rows:
            if "sound" in row:
                expects_answer = row["expects_answer"]
                if target is not None:
                    audio.write(target, unpack(row["sound"]))
                continue
            tally.count(row)
            line = json.dumps({"event": row["event"], "file": str(file)} | row, ensure_ascii=False) if as_json else _words(file, row)
            if line:
                print(line, flush=True)
    return expects_answer


def _words(file: Path, row: Row) -> str:
    """An event for people; "" for one they need not see."""
    match row["event"]:
        case "woke":
            return f"{file.name}: woke at {row['at']:.1f} s ({row['phrase']}, score {row['score']:.2f})"
        case "transcribed":
            return f"  heard:    {row['text']}  [{row['language']}]"
        case "replied":
            return f"  answered: {row['text']}  [{row['by']}]"
        case "interrupted":
            return f"  interrupted by {row['by']}"
        case "turn_ended":
            audible = row["timings"].get("first_audio")
            return f"  {row['outcome']}" + (f", first sound {audible:.0f} ms after the end of speech" if audible is not None else "")
        case "failed":
            return f"  {row['where']} failed: {row['error']}"
    return ""
