"""Makes what hears a bare "stop" while the house speaks: models/wake/stop.onnx, stop.npz (its second look) beside the card stop.json.

  python scripts/train_stop.py --words FOLDER --others FOLDER --orders FOLDER --talk FOLDER --negatives FOLDER [--seed 1] [--out FOLDER]

--words holds the test files of Speech Commands 0.02 (Pete Warden, CC BY 4.0), a folder for each word, as they are committed in
thegtagamer/PICO-tinyML-benchmark under MLTK_keyworkSpotting/dataset; train_stop.sha256 beside this file lists those of "stop". A file's
name begins with its speaker: a third of the speakers, all their words, is kept for measuring and never learned from. --others and
--orders as in train_wake.py; --talk is what gather_talk.py said with --name Stop --like 'st|op|ock|sto|sp|sh[ou]|to' --files 260.
--negatives is what gather_negatives.py gathered: nothing is learned from it, the thresholds are read off the kinds that are talk.
停 is left to the transcriber: there are no recordings of it.
"""

from __future__ import annotations

import argparse
import json
import zlib
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import numpy as np
import numpy.typing as npt
from train_wake import curve, fit, framed, framed_all, read, relative, several, sounds, tell

from jarvisd import config
from jarvisd.audio import RATE
from jarvisd.model_store import Store
from jarvisd.speech import stt
from jarvisd.speech.stt import Encoder
from jarvisd.speech.wake.features import open_features
from jarvisd.speech.wake.training import card, course, onnx_file, scenes, second
from jarvisd.speech.wake.training.course import Material
from jarvisd.speech.wake.training.learn import learn
from jarvisd.speech.wake.training.lessons import lessons, merged
from jarvisd.speech.wake.training.scenes import Scene
from jarvisd.speech.wake.training.takes import Take

Floats = npt.NDArray[np.float32]

_WORD = "stop"
_KEPT = 3  # one speaker in so many is kept for measuring
_TIMES = 16  # scenes of a recording
_ROUNDS, _STEPS = 5, 500  # of learning
_ALONE = (4.0, 5.5)  # logits of the network that become 0.5 and 0.7 where nobody looks again
_START = 1.0  # logit from which a second look is worth it
_STEEP = 1.0  # logits of both together from normal to low
_ALARMS = 1.0  # in an hour of talk, in every second of which somebody says the word in a sentence
_TALK = ("calls", "digits", "drama", "letters", "names", "prompts", "thriller", "words")  # kinds of gather_negatives.py


def main() -> int:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for option in ("--words", "--others", "--orders", "--talk", "--negatives"):
        asked.add_argument(option, type=Path, required=True)
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--out", type=Path, default=Path(__file__).parent.parent / "models/wake")
    args = asked.parse_args()
    store = Store(config.paths(None, None).models)
    models = open_features(store.path("openwakeword-features"))
    used = [path for path in sounds(args.words / _WORD) if not kept(path)]
    people = [take for path in used if (take := fit(path)) is not None]
    words = [each for path in sorted(args.words.iterdir()) if path.is_dir() and path.name != _WORD for each in spoken(path)]
    others, orders, talk = (read(folder) for folder in (args.others, args.orders, args.talk))
    around = [sound for _, sound in others[::4]] + [sound for _, sound in orders[::4]]
    rngs = [np.random.default_rng([args.seed, part]) for part in range(3)]
    lives = list(several(rngs[0], people, around, _TIMES))
    rest = [framed(sound) for kind in (words, orders, others, talk) for _, sound in kind]
    tell(f"{len(lives)} scenes with the word, {sum(map(len, rest)) / RATE / 3600:.2f} h without it")
    parts = [
        lessons(models, lives),
        lessons(models, (Scene(sound, -1.0) for sound in rest)),
        lessons(models, (roomy(rngs[1], sound, around) for _, sound in words)),
        lessons(models, (half(rngs[2], take, around) for take in people)),
    ]
    network = learn(merged(parts), args.seed, lambda done, of: tell(f"learning: {done} of {of}"), _ROUNDS, _STEPS)
    settings = config.Config()
    transcriber = stt.load(settings.stt, settings.house.languages, store.path)
    assert isinstance(transcriber, Encoder)
    material = Material([], framed_all(words + others), framed_all(orders), framed_all(talk))
    head = second.taught(models, network, lives[::4], [], material, transcriber.encode, settings.stt.model, args.seed, tell)
    tapes = [path for kind in _TALK for path in sounds(args.negatives / kind)]
    counted, hours = curve(models, network, head, transcriber.encode, tapes)
    normal = next(logit for logit, alarms in counted.items() if alarms <= _ALARMS * hours)
    head = second.calibrated(head, normal, normal + _STEEP, _START)
    alone = course.calibrated(network, *_ALONE)
    made = card.Card(
        "stop", date.today().isoformat(), args.seed, len(people), 0, len(rest), card.digest(used), round(normal, 2), None,
        (f"{counted[normal]} false alarms at the threshold in {hours:.2f} h of talk that nothing was learned from",),
    )  # fmt: skip
    path = card.write(args.out, _WORD, onnx_file.encode(alone, _WORD), made, relative(head, _ALONE).encoded())
    print(path, json.dumps({f"{logit:.1f}": alarms for logit, alarms in counted.items() if alarms < 40}))
    return 0


def kept(path: Path) -> bool:
    """By a speaker who is measured with."""
    speaker = next(part for part in path.name.split("_") if len(part) == 8 and not part.isalpha())
    return zlib.crc32(speaker.encode()) % _KEPT == 0


def spoken(folder: Path) -> list[tuple[str, Floats]]:
    return [each for each, path in zip(read(folder), sounds(folder), strict=True) if folder.name == "_silence_" or not kept(path)]


def roomy(rng: np.random.Generator, sound: Floats, around: Sequence[Floats]) -> Scene:
    """Another word, as the one that is learned is heard."""
    loud = float(np.sqrt(np.mean(np.square(sound)))) + 1e-6
    quiet = np.zeros(int(rng.uniform(0.1, 1.0) * RATE), np.float32)
    made = np.concatenate([quiet, scenes.paced(sound, float(rng.uniform(0.86, 1.16))), np.zeros(RATE // 3, np.float32)])
    return Scene(scenes.finished(rng, made, loud, around), -1.0)


def half(rng: np.random.Generator, take: Take, around: Sequence[Floats]) -> Scene:
    """Its first half alone."""
    loud = float(np.sqrt(np.mean(np.square(take.samples)))) + 1e-6
    made = take.samples.copy()
    made[int((take.start + (take.end - take.start) * rng.uniform(0.3, 0.5)) * RATE) :] = 0
    return Scene(scenes.finished(rng, np.concatenate([made, np.zeros(RATE // 2, np.float32)]), loud, around), -1.0)


if __name__ == "__main__":
    raise SystemExit(main())
