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
from math import comb, exp, factorial
from pathlib import Path

from jarvisd import audio
from jarvisd.cli import wake
from jarvisd.config import Config, Paths
from jarvisd.errors import AudioError, DataMissing
from jarvisd.model_store import Store
from jarvisd.speech.wake.features import open_features
from jarvisd.speech.wake.training import card, course, name, onnx_file, takes, voices
from jarvisd.speech.wake.training.course import Held, Material
from jarvisd.speech.wake.training.network import Floats
from jarvisd.speech.wake.training.takes import Take, Unfit

_MOST = 400  # recordings that are learned from: more make it slower, not better
_OTHERS = 1200
_FEW = 5  # recordings without which voices are needed
_WELL = 20  # recordings from which on it is known to do well
_HOLD = 12  # recordings of which some can be kept back
_DOUBT = 0.05  # chance that it does worse than is said
_SOUNDS = (".wav", ".flac")


def run(args: argparse.Namespace, config: Config, where: Paths) -> int:
    if not args.name:
        raise DataMissing("say the name to be called by: --name NAME")
    file_name = name.file_name(args.name)
    if not args.recordings and not args.voices:
        raise DataMissing("nothing to learn from: name recordings by --recordings FOLDER, or let it learn from --voices, best both")
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
    near = _talk(store)
    spoken = _calls(args.name, store) if args.voices else []
    others = _others(args.others, args.seed) if args.others else []
    material = Material([*people, *spoken], others, near)
    trained = course.train(models, material, args.seed, _say, honest=len(people) >= _HOLD)
    held = trained.held
    normal, low = course.chosen(held) if held else (3.0, 4.5)
    network = course.calibrated(trained.network, normal, low)
    made = card.Card(
        args.name,
        date.today().isoformat(),
        args.seed,
        len(people),
        len(spoken),
        len(others),
        card.digest(paths),
        normal,
        held,
        tuple(notes),
    )
    path = card.write(wake.folder(where), file_name, onnx_file.encode(network, file_name), made)
    if args.json:
        print(json.dumps({"path": str(path), "card": made.encoded()}, ensure_ascii=False))
    else:
        print(f"{path} after {(time.monotonic() - began) / 60:.1f} minutes; {_expected(held, normal)}")
        print(f"try it: jarvisd wake test --name {file_name}; listen for it: jarvisd wake use {file_name}")
    return 0


def _expected(held: Held | None, normal: float) -> str:
    if held is None:
        return "how well it does could not be measured: too few recordings to keep some back"
    point = next(point for point in held.curve if point.logit == normal)
    return (
        f"of {held.calls} calls that it had not learned from it missed {100 * point.missed:.0f} %, "
        f"in noise {100 * point.missed_in_noise:.0f} %, "
        f"with {point.alarms} false alarms in {60 * held.hours:.0f} minutes of other sound; so few tell no more than that it misses less "
        f"than {100 * _at_most(round(point.missed * held.calls), held.calls):.0f} % and wakes for nothing less than "
        f"{_rate_at_most(point.alarms) / held.hours:.0f} times an hour; that sound is short phrases and noises, and talk wakes it more "
        "often (hours of it for --others make that better)"
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


def _calls(called: str, store: Store) -> list[Take]:
    """Voices that say the name; kept for this run only, since it may be somebody's."""
    with tempfile.TemporaryDirectory(prefix="jarvisd-wake-") as cache:
        said = voices.say(name.calls(called), store.path, Path(cache))
        return [take for each in said if (take := takes.first(each.sound, each.voice))]


def _talk(store: Store) -> list[tuple[str, Floats]]:
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "jarvisd/wake/talk"
    return [(f"{each.voice} {each.line.text}", each.sound.floats) for each in voices.say(name.talk(), store.path, cache)]


def _say(text: str) -> None:
    print(f"jarvisd: {text}", file=sys.stderr, flush=True)
