"""Makes the wake word that ships: models/wake/jarvis.onnx beside its card.

  python scripts/train_wake.py --jarvis FOLDER --others FOLDER --talk FOLDER --styles FOLDER --negatives FOLDER [--seed 1]

--jarvis and --others hold recordings of Picovoice/wake-word-benchmark (Apache-2.0), whose checksums train_wake.sha256 beside this file
lists: the bare name, and other wake words by the same kind of speakers. --styles holds the voices of the npm package kokoro-js 1.2.1
(Apache-2.0). --talk holds Debian's package tuxpaint-stamps-default, unpacked: some thousand short sentences in many languages (GPL-2+).
--negatives is what gather_negatives.py made: nothing is learned from it, the threshold is read off it. On one machine the
file comes out the same, byte for byte; another processor's rounding changes weights in their last digits.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from pathlib import Path

import numpy as np
import numpy.typing as npt

from jarvisd import audio, config
from jarvisd.audio import RATE
from jarvisd.model_store import Store
from jarvisd.speech.wake.features import open_features
from jarvisd.speech.wake.training import card, course, name, onnx_file, takes, voices
from jarvisd.speech.wake.training.course import Material
from jarvisd.speech.wake.training.takes import Take, Unfit
from jarvisd.speech.wake.training.voices import Line

_CALLS = (
    Line("Jarvis.", "en"),
    Line("Hey Jarvis.", "en"),
    Line("Jarvis?", "en", 0.5),
    Line("Okay Jarvis.", "en", 0.5),
    Line("贾维斯。", "zh"),
    Line("嘿，贾维斯。", "zh"),
)
_TALK = 4500  # recordings of strangers' talk
_ALARMS = 1.0  # in ten hours
_LOGITS = np.arange(-2, 12.01, 0.1)


def main() -> int:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for option in ("--jarvis", "--others", "--talk", "--styles", "--negatives"):
        asked.add_argument(option, type=Path, required=True)
    asked.add_argument("--cache", type=Path, default=Path.home() / ".cache/jarvisd/wake/voices")
    asked.add_argument("--seed", type=int, default=1)
    args = asked.parse_args()
    store = Store(config.paths(None, None).models)
    models = open_features(store.path("openwakeword-features"))
    people: list[Take] = []
    used = sorted(args.jarvis.glob("*.flac"))
    for path in used:
        try:
            people.append(takes.take(audio.read(path), path.name))
        except Unfit as reason:
            tell(f"{path.name}: {reason}")
    spoken = [
        take
        for each in voices.say(_CALLS, store.path, args.cache, args.styles)
        if (take := takes.first(each.sound, each.voice)) is not None
    ]
    others = [(path.name, audio.read(path).floats) for path in sorted(args.others.glob("*.flac"))]
    talk = voices.say(name.talk(), store.path, args.cache, args.styles)
    near = [(f"{each.voice} {each.line.text}", each.sound.floats) for each in talk]
    heard = [(path.name, audio.read(path).floats) for path in _some(args.talk, args.seed)]
    material = Material([*people, *spoken], others, near, heard)
    trained = course.train(models, material, args.seed, tell)
    network, held = trained.network, trained.held
    tapes = sorted(args.negatives.rglob("*.flac"))
    found: list[npt.NDArray[np.float32]] = []
    for path in tapes:
        found.append(course.scores(models, network, audio.read(path).floats))
    hours = sum(len(each) for each in found) * 1280 / RATE / 3600
    counted = {float(logit): sum(course.alarms(each, float(logit)) for each in found) for logit in _LOGITS}
    normal = next(logit for logit, alarms in counted.items() if alarms <= _ALARMS * hours / 10)
    low = next((logit for logit, alarms in counted.items() if alarms == 0), normal) + 0.5
    network = course.calibrated(network, normal, max(low, normal + 1.0))
    made = card.Card(
        "Jarvis", "2026-11-23", args.seed, len(people), len(spoken), len(others), card.digest(used), round(normal, 2), held,
        (f"{counted[normal]} false alarms at the threshold in {hours:.2f} h of negatives that nothing was learned from",),
    )  # fmt: skip
    path = card.write(Path(__file__).parent.parent / "models/wake", "jarvis", onnx_file.encode(network, "jarvis"), made)
    print(path, json.dumps({f"{logit:.1f}": alarms for logit, alarms in counted.items() if alarms < 40}))
    return 0


def _some(folder: Path, seed: int) -> list[Path]:
    """Spoken descriptions of stamps, in an order that the seed decides."""
    paths = sorted(folder.rglob("*_desc*.ogg"))
    random.Random(seed).shuffle(paths)
    return paths[:_TALK]


def tell(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    raise SystemExit(main())
