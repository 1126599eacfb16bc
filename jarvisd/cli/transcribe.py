"""jarvisd transcribe: speech to text."""

from __future__ import annotations

import argparse
import json
from contextlib import aclosing
from pathlib import Path
from typing import Any

from jarvisd import audio
from jarvisd.cli.common import command, door, run, settings

_EXAMPLES = """\
examples:
  jarvisd transcribe answer.wav
  jarvisd transcribe *.flac --json
"""


def add(commands: Any) -> None:
    made = command(commands, "transcribe", "turn speech in sound files into text", _EXAMPLES)
    made.add_argument("files", nargs="+", type=Path, metavar="FILE", help="WAV or FLAC")
    made.set_defaults(run=_run)


def _run(args: argparse.Namespace) -> int:
    return run(_transcribe(args))


async def _transcribe(args: argparse.Namespace) -> int:
    config, where = settings(args)
    from jarvisd.engines import EARS
    from jarvisd.web.commands import pack

    clips = [(file, audio.read(file)) for file in args.files]
    async with door(config, where, EARS) as give:
        for file, clip in clips:
            async with aclosing(give({"do": "transcribe", "sound": pack(clip)})) as rows:
                pieces = [row async for row in rows]
            chinese = pieces[0]["language"] == "zh"
            text = ("" if chinese else " ").join(piece["text"] for piece in pieces if piece["text"])
            if args.json:
                found = {"file": str(file), "text": text, "language": pieces[0]["language"], "confidence": pieces[0]["confidence"]}
                print(json.dumps(found, ensure_ascii=False), flush=True)
            else:
                print(f"{file}: {text}" if len(clips) > 1 else text, flush=True)
    return 0
