"""jarvisd wake train: a new word from recordings and voices, with an honest word on how well it will do."""

from __future__ import annotations

import argparse
import json
import os
import random
import sys
import tempfile
import time
from datetime import date
from functools import partial
from math import comb, exp, factorial
from pathlib import Path

from jarvisd import audio
from jarvisd.bench.progress import told
from jarvisd.cli import wake
from jarvisd.cli.common import like_ctrl_c
from jarvisd.config import Config, Paths
from jarvisd.errors import AudioError, DataMissing
from jarvisd.model_store import Store
from jarvisd.speech import stt
from jarvisd.speech.stt import Encoder
from jarvisd.speech.wake.features import open_features
from jarvisd.speech.wake.look import Ears
from jarvisd.speech.wake.training import card, course, examine, name, onnx_file, takes, talk, voices
from jarvisd.speech.wake.training.course import Material
from jarvisd.speech.wake.training.examine import Held
from jarvisd.speech.wake.training.network import Floats
from jarvisd.speech.wake.training.takes import Take, Unfit
from jarvisd.speech.wake.training.talk import Spoken

_MOST = 400  # recordings that are learned from: more make it slower, not better
_OTHERS = 1200
_HELD = 4  # one of so many of them is measured with, and not learned from
_FEW = 5  # recordings without which voices are needed
_WELL = 20  # recordings from which on it is known to do well
_DOUBT = 0.05  # chance that it does worse than is said
_SOUNDS = (".wav", ".flac")


def run(args: argparse.Namespace, config: Config, where: Paths) -> int:
    if not args.name:
        raise DataMissing("say the name to be called by: --name NAME")
    file_name = name.file_name(args.name)
    if not args.recordings and not args.voices:
        raise DataMissing("nothing to learn from: name recordings by --recordings FOLDER, or let it learn from --voices, best both")
    target = wake.folder(where) / f"{file_name}.onnx"
    try:
        with like_ctrl_c():
            return _train(args, config, where, target)
    except KeyboardInterrupt:
        told.end()
        old = f"; {target} is the word of before" if target.exists() else ""
        _say(f"ended before {args.name!r} was learned: nothing was saved{old}")
        raise


def _train(args: argparse.Namespace, config: Config, where: Paths, target: Path) -> int:
    notes = name.doubts(args.name)
    for note in notes:
        _say(note)
    began = time.monotonic()
    people, paths = _people(args.recordings, args.seed) if args.recordings else ([], [])
    if len(people) < _FEW and not args.voices:
        raise DataMissing(f"{len(people)} recordings that can be learned from are too few: record {_WELL}, or add --voices")
    if len(people) < _WELL:
        notes.append(f"made from {len(people)} recordings of people: expect it to miss calls; {_WELL} are better")
        _say(notes[-1])
    store = Store(where.models)
    models = open_features(store.path("openwakeword-features"))
    others = _others(args.others, args.seed) if args.others else []
    with tempfile.TemporaryDirectory(prefix="jarvisd-wake-") as own:  # for this run only: the name may be somebody's
        spoken = _calls(args.name, store, Path(own)) if args.voices else []
        said = _talk(args.name, store, Path(own))
    learned = [(each.source, each.sound) for each in said if not each.held]
    left = [*(each.sound for each in said if each.held), *(sound for _, sound in others[::_HELD])]
    material = Material([*people, *spoken], [each for number, each in enumerate(others) if number % _HELD], learned)
    ears = _ears(config, store)
    trained = course.train(models, material, args.seed, _tell, ears)
    found = examine.examine(models, trained, left, ears, args.seed, _tell)
    told.end()
    made = card.Card(
        args.name,
        date.today().isoformat(),
        args.seed,
        len(people),
        len(spoken),
        len(others),
        card.digest(paths),
        found.normal,
        found.held,
        tuple(notes),
    )
    network = course.calibrated(trained.whole.network, *found.alone)
    path = card.write(
        target.parent, target.stem, onnx_file.encode(network, target.stem), made, found.head.encoded() if found.head else None
    )
    if args.json:
        print(json.dumps({"path": str(path), "card": made.encoded()}, ensure_ascii=False))
    else:
        print(f"{path} after {(time.monotonic() - began) / 60:.1f} minutes; {_expected(found.held, found.normal)}")
        print(f"try it: jarvisd wake test --name {target.stem}; listen for it: jarvisd wake use {target.stem}")
    return 0


def _expected(held: Held, normal: float) -> str:
    """What is known of it, and how little that is."""
    point = next(point for point in held.curve if point.logit == normal)
    missed = _at_most(round(point.missed * held.calls), held.calls) if held.calls else 1.0
    calls = (
        f"of {held.calls} calls that were not learned from it missed {100 * point.missed:.0f} %, "
        f"in noise {100 * point.missed_in_noise:.0f} %, and so few tell no more than that it misses less than {100 * missed:.0f} %"
        if held.calls
        else "how many calls it misses is not known: too few recordings to leave some out"
    )
    return (
        f"{calls}; in {60 * held.hours:.0f} minutes of talk that was not learned from, most of it by our own voices, "
        f"it woke {point.alarms} times: "
        f"such talk wakes it less than {_rate_at_most(point.alarms) / held.hours:.0f} times an hour, a television or guests more often "
        "(hours of them for --others make that better)"
    )


def _at_most(missed: int, calls: int) -> float:
    """The share of misses that is not exceeded, nineteen times of twenty, where so many were missed (Clopper and Pearson's bound)."""
    low, high = 0.0, 1.0
    while high - low > 1e-4:
        share = (low + high) / 2
        few = sum(comb(calls, number) * share**number * (1 - share) ** (calls - number) for number in range(missed + 1))
        low, high = (share, high) if few > _DOUBT else (low, share)
    return high


def _rate_at_most(alarms: int) -> float:
    """How many are expected at most, nineteen times of twenty, where so many came (Garwood's bound)."""
    low, high = 0.0, 10.0 + 4 * alarms
    while high - low > 1e-3:
        mean = (low + high) / 2
        few = sum(exp(-mean) * mean**number / factorial(number) for number in range(alarms + 1))
        low, high = (mean, high) if few > _DOUBT else (low, mean)
    return high


def _people(folder: Path, seed: int) -> tuple[list[Take], list[Path]]:
    """What can be learned from, told of what cannot."""
    files = _files(folder, seed, _MOST)
    good: list[Take] = []
    used: list[Path] = []
    for path in files:
        try:
            good.append(takes.take(audio.read(path), path.name))
            used.append(path)
        except (Unfit, AudioError) as reason:
            _say(f"{path.name} is left out: {str(reason).removeprefix(f'{path}: ')}")
    _say(f"{len(good)} of {len(files)} recordings can be learned from")
    return good, used


def _others(folder: Path, seed: int) -> list[tuple[str, Floats]]:
    found = []
    for path in _files(folder, seed, _OTHERS):
        try:
            found.append((path.name, audio.read(path).floats))
        except AudioError as reason:
            _say(f"{path.name} is left out: {reason}")
    return found


def _files(folder: Path, seed: int, most: int) -> list[Path]:
    if not folder.is_dir():
        raise DataMissing(f"{folder}: no such folder of recordings")
    files = sorted(path for path in folder.rglob("*") if path.suffix.lower() in _SOUNDS)
    if not files:
        raise DataMissing(f"{folder}: no WAV or FLAC files here")
    if len(files) > most:
        _say(f"{len(files)} recordings: {most} of them are taken, more would make it slower and no better")
        files = sorted(random.Random(seed).sample(files, most))
    return files


def _calls(called: str, store: Store, own: Path) -> list[Take]:
    """Voices that say the name."""
    said = voices.say(name.calls(called), store.path, own)
    return [take for each in said if (take := takes.first(each.sound, each.voice))]


def _talk(called: str, store: Store, own: Path) -> list[Spoken]:
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "jarvisd/wake/talk"
    return list(talk.said(called, name.language(called), store.path, cache, own, partial(_tell, "voices talk")))


def _ears(config: Config, store: Store) -> Ears | None:
    """Of the transcriber that will look again when the word is listened for."""
    if not config.wake.look:
        return None
    transcriber = stt.load(config.stt, config.house.languages, store.path)
    return Ears(config.stt.model, transcriber.encode) if isinstance(transcriber, Encoder) else None


def _tell(what: str, done: int, of: int) -> None:
    told.show(what, done, of)


def _say(text: str) -> None:
    print(f"jarvisd: {text}", file=sys.stderr, flush=True)
