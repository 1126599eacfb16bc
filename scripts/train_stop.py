"""Makes what hears a bare "stop" while the house speaks: models/wake/stop.onnx, stop.npz (its second look) beside the card stop.json.

  python scripts/train_stop.py --words FOLDER --others FOLDER --orders FOLDER --talk FOLDER --drama FOLDER --negatives FOLDER
                               [--seed 1] [--work FOLDER] [--out FOLDER]

--words holds the test files of Speech Commands 0.02 (Pete Warden, CC BY 4.0), a folder for each word, as they are committed in
thegtagamer/PICO-tinyML-benchmark under MLTK_keyworkSpotting/dataset; train_stop.sha256 beside this file lists those of "stop". A file's
name begins with its speaker: a third of the speakers, all their words, is kept for measuring and never learned from. --others,
--orders, --drama and --work as in train_wake.py; --talk is what gather_talk.py said with
--name Stop --like 'st|op|ock|sto|sp|sh[ou]|to' --files 260. --negatives is what gather_negatives.py gathered: nothing is learned from
it; of the kinds that are talk one half chooses the thresholds, the other is told of.
停 is left to the transcriber: there are no recordings of it.
"""

from __future__ import annotations

import argparse
import zlib
from collections.abc import Sequence
from datetime import date
from functools import partial
from pathlib import Path

import numpy as np
from wake_steps import Floats, Steps, fit, heard, kind, read, roomy, several, sounds, tell, told

from jarvisd import audio, config
from jarvisd.audio import RATE
from jarvisd.model_store import Store
from jarvisd.speech import stt
from jarvisd.speech.stt import Encoder
from jarvisd.speech.wake.features import open_features
from jarvisd.speech.wake.training import card, course, onnx_file, scenes, second
from jarvisd.speech.wake.training.scenes import Scene
from jarvisd.speech.wake.training.takes import Take

_WORD = "stop"
_KEPT = 3  # one speaker in so many is kept for measuring
_TIMES = 16  # scenes of a recording
_NETWORKS = 3  # that give the first score together
_MISTAKES = 500  # of each kind that the second look is taught by, at most
_ALONE = (4.0, 5.5)  # logits of the network that become 0.5 and 0.7 where nobody looks again
_START = 1.0  # logit from which a second look is worth it
_STEEP = 1.0  # logits of both together from normal to low
_ALARMS = 1.0  # in an hour of talk, in every second of which somebody says the word in a sentence
_TALK = ("calls", "digits", "drama", "letters", "names", "prompts", "thriller", "words")  # kinds of gather_negatives.py


def main() -> int:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for option in ("--words", "--others", "--orders", "--talk", "--drama", "--negatives"):
        asked.add_argument(option, type=Path, required=True)
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--work", type=Path, default=Path.home() / ".cache/jarvisd/wake")
    asked.add_argument("--out", type=Path, default=Path(__file__).parent.parent / "models/wake")
    args = asked.parse_args()
    store = Store(config.paths(None, None).models)
    models = open_features(store.path("openwakeword-features"))
    used = [path for path in sounds(args.words / _WORD) if not kept(path)]
    learned = [path for folder in (args.others, args.orders, args.talk, args.drama) for path in sounds(folder)]
    steps = Steps(args.work / f"stop-{card.digest([*used, *learned])[:12]}")
    people = [take for path in used if (take := fit(path)) is not None]
    words = [each for path in sorted(args.words.iterdir()) if path.is_dir() and path.name != _WORD for each in spoken(path)]
    others, orders, talk, drama = (read(folder) for folder in (args.others, args.orders, args.talk, args.drama))
    around = others[::4] + orders[::4]
    rngs = [np.random.default_rng([args.seed, part]) for part in range(3)]
    lives = list(several(rngs[0], people, around, _TIMES))
    named = {"words": words, "orders": orders, "others": others, "talk": talk, "drama": drama}
    kinds = [kind(steps, name, models, made) for name, made in named.items()]
    without = sum(len(sound) for each in kinds for sound in each.sounds) / RATE / 3600
    tell(f"{len(lives)} scenes with the word, {without:.2f} h without it")
    parts = [
        steps.lessons(f"people-{args.seed}", models, lambda: lives),
        *(each.lessons for each in kinds),
        steps.lessons(f"roomy-{args.seed}", models, lambda: (Scene(roomy(rngs[1], sound, around), -1.0) for sound in words)),
        steps.lessons(f"halves-{args.seed}", models, lambda: (half(rngs[2], take, around) for take in people)),
    ]
    network = steps.networks("network", (_NETWORKS * args.seed + number for number in range(_NETWORKS)), parts)
    settings = config.Config()
    transcriber = stt.load(settings.stt, settings.house.languages, store.path)
    assert isinstance(transcriber, Encoder)
    encode = transcriber.encode
    rng = np.random.default_rng([args.seed, 77])
    calls = steps.array(f"calls-{args.seed}", lambda: second.heard(encode, second.calls(rng, lives[::4])))
    wrong = [
        steps.array(f"wrong-{number}-{args.seed}", partial(second.heard, encode, each.mistakes(network, _MISTAKES)))
        for number, each in enumerate(kinds)
    ]
    head = second.taught(settings.stt.model, calls, np.concatenate(wrong))
    halves = heard(steps, f"heard-{args.seed}", models, network, head, _START, encode, [args.negatives / kind for kind in _TALK])
    normal = halves[0].quietest(_ALARMS)
    head = second.calibrated(head, normal, normal + _STEEP, _START)
    without_it = sum(map(len, named.values()))
    made = card.Card(
        "stop", date.today().isoformat(), args.seed, len(people), 0, without_it, card.digest(used), round(normal, 2), None,
        (told(halves, normal, _STEEP),),
    )  # fmt: skip
    alone = course.calibrated(network, *_ALONE)
    print(card.write(args.out, _WORD, onnx_file.encode(alone, _WORD), made, second.relative(head, _ALONE).encoded()), *made.notes)
    return 0


def kept(path: Path) -> bool:
    """By a speaker who is measured with."""
    speaker = next(part for part in path.name.split("_") if len(part) == 8 and not part.isalpha())
    return zlib.crc32(speaker.encode()) % _KEPT == 0


def spoken(folder: Path) -> list[Floats]:
    return [audio.read(path).floats for path in sounds(folder) if folder.name == "_silence_" or not kept(path)]


def half(rng: np.random.Generator, take: Take, around: Sequence[Floats]) -> Scene:
    """Its first half alone."""
    loud = float(np.sqrt(np.mean(np.square(take.samples)))) + 1e-6
    made = take.samples.copy()
    made[int((take.start + (take.end - take.start) * rng.uniform(0.3, 0.5)) * RATE) :] = 0
    return Scene(scenes.finished(rng, np.concatenate([made, np.zeros(RATE // 2, np.float32)]), loud, around), -1.0)


if __name__ == "__main__":
    raise SystemExit(main())
