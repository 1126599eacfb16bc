"""jarvisd say: text to speech."""

from __future__ import annotations

import argparse
import json
from contextlib import aclosing
from pathlib import Path
from typing import Any

from jarvisd.audio import Audio, join, write
from jarvisd.cli.common import command, door, run, settings
from jarvisd.errors import AudioError

_EXAMPLES = """\
examples:
  jarvisd say "Dinner is ready." --out dinner.wav
  jarvisd say "It is -5°C at 8:00." "零下五度，记得穿外套。" --out cold.wav
"""


def add(commands: Any) -> None:
    made = command(commands, "say", "turn text into speech, in a WAV file", _EXAMPLES)
    made.add_argument("text", nargs="+", help="what is said; the language of each sentence is seen from its characters")
    made.add_argument("--out", type=Path, metavar="FILE", required=True, help="the WAV file that is written")
    made.add_argument("--language", choices=("en", "zh"), help="for every sentence")
    made.set_defaults(run=_run)


def _run(args: argparse.Namespace) -> int:
    return run(_say(args))


async def _say(args: argparse.Namespace) -> int:
    config, where = settings(args)
    from jarvisd.engines import VOICE
    from jarvisd.web.commands import unpack

    sounds: list[Audio] = []
    wanted = {"do": "say", "text": "\n".join(args.text), "language": args.language}
    async with door(config, where, VOICE) as give, aclosing(give(wanted)) as rows:
        async for row in rows:
            sounds.append(unpack(row["sound"]))
    if not sounds:
        raise AudioError("there is nothing in this text that can be spoken; give it some words")
    rate = max(sound.rate for sound in sounds)
    spoken = join(sound.at(rate) for sound in sounds)
    write(args.out, spoken)
    if args.json:
        print(json.dumps({"file": str(args.out), "seconds": round(spoken.seconds, 3), "rate": rate}))
    else:
        print(f"{args.out}: {spoken.seconds:.1f} s, {rate} Hz")
    return 0
