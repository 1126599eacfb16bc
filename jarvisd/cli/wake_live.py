"""jarvisd wake record and test: a guide through recordings, and the score of a word while somebody speaks."""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

from jarvisd import audio
from jarvisd.audio import RATE, Audio, join
from jarvisd.cli import wake
from jarvisd.cli.common import run
from jarvisd.config import Config, Paths
from jarvisd.errors import DataMissing
from jarvisd.speech.wake.features import STEP
from jarvisd.speech.wake.openwakeword import OpenWakeWord
from jarvisd.speech.wake.training import takes

_SECONDS = 2.5  # of one recording
_BAR = 40  # characters
_WAYS = (
    "as you usually speak", "from two metres away", "from the other end of the room", "softly", "loudly", "quickly", "slowly",
    "with music or the tap on", "turned away from the microphone", "as if you were tired",
)  # fmt: skip


def record(args: argparse.Namespace, config: Config) -> int:
    if not args.name or not args.folder or args.count < 1:
        raise DataMissing("say the name and where the recordings go: jarvisd wake record --name NAME --folder FOLDER")
    args.folder.mkdir(parents=True, exist_ok=True)
    return run(_record(args.name, args.folder, args.count, config))


async def _record(name: str, folder: Path, count: int, config: Config) -> int:
    from jarvisd.devices.microphone import Microphone

    done, tried = 0, 0
    async with Microphone(config.microphone) as device:
        while done < count and tried < 3 * count:
            print(f"{done + 1} of {count}: say “{name}” {_WAYS[done % len(_WAYS)]} ... ", end="", flush=True)
            sound = await _heard(device, _SECONDS)
            tried += 1
            try:
                takes.take(sound, name)
            except takes.Unfit as reason:
                print(f"once more: {reason}")
                continue
            await asyncio.to_thread(audio.write, _free(folder), sound)
            done += 1
            print("good")
    print(f"{done} recordings in {folder}; now: jarvisd wake train --name {name} --recordings {folder} --voices")
    return 0 if done == count else 1


async def _heard(device: AsyncIterator[Audio], seconds: float) -> Audio:
    parts: list[Audio] = []
    while sum(part.seconds for part in parts) < seconds:
        parts.append(await anext(device))
    return join(parts)


def _free(folder: Path) -> Path:
    number = 1
    while (path := folder / f"{number:03}.wav").exists():
        number += 1
    return path


def test(args: argparse.Namespace, config: Config, where: Paths) -> int:
    """Every word that is listened for, or the one that is named; of a file also how high it came and when it woke."""
    words = (wake.written(args.name, where),) if args.name else config.wake.words
    wanted = replace(config, wake=replace(config.wake, words=words))
    if args.file:
        return _file(audio.read(args.file), wanted, where, args.json)
    return run(_live(wanted, where))


def _file(sound: Audio, config: Config, where: Paths, as_json: bool) -> int:
    from jarvisd.engines import wake_alone

    device = wake_alone(config, where)()
    assert isinstance(device, OpenWakeWord)
    highest, woke = 0.0, []
    for first in range(0, len(sound.samples) - STEP + 1, STEP):
        found = device.detect(Audio(sound.pcm[2 * first : 2 * (first + STEP)], RATE))
        highest = max(highest, *device.scores) if device.scores else highest
        if found is not None:
            woke.append({"at": round(found.at, 2), "word": found.phrase, "score": round(found.score, 3)})
    if as_json:
        print(json.dumps({"highest": round(highest, 4), "woke": woke}, ensure_ascii=False))
    else:
        print(*(f"woke at {each['at']} s ({each['word']}, score {each['score']})" for each in woke), sep="\n", end="\n" if woke else "")
        print(f"highest score {highest:.2f}")
    return 0 if woke else 3


async def _live(config: Config, where: Paths) -> int:
    from jarvisd.devices.microphone import Microphone
    from jarvisd.engines import wake_alone

    device = await asyncio.to_thread(lambda: wake_alone(config, where)())
    assert isinstance(device, OpenWakeWord)
    print(f"listening for {', '.join(Path(word).stem for word in config.wake.words)}; Ctrl-C ends it", file=sys.stderr)
    async with Microphone(config.microphone) as microphone:
        async for chunk in microphone:
            found = device.detect(chunk)
            score = max(device.scores, default=0.0)
            print(f"\r{'#' * round(_BAR * score):<{_BAR}} {score:4.2f}", end="", flush=True)
            if found is not None:
                print(f"  {found.phrase}")
    return 0
