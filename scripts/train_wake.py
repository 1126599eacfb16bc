"""Makes the wake word that ships: models/wake/jarvis.onnx, jarvis.npz (the head of its second look) beside the card jarvis.json.

  python scripts/train_wake.py --jarvis FOLDER --others FOLDER --orders FOLDER --talk FOLDER --drama FOLDER --styles FOLDER
                               --negatives FOLDER [--seed 1] [--work FOLDER] [--out FOLDER]

--jarvis and --others hold recordings of Picovoice/wake-word-benchmark (Apache-2.0), whose checksums train_wake.sha256 beside this file
lists: the bare name, and other wake words by the same kind of speakers. --orders holds Picovoice/speech-to-intent-benchmark (Apache-2.0):
people who order coffee. --talk is what gather_talk.py said, --drama what gather_drama.py gathered. --styles holds the voices of the npm
package kokoro-js 1.2.1 (Apache-2.0); what they say is in train_wake.toml. --negatives is what gather_negatives.py gathered: nothing is
learned from it; one half of it chooses the thresholds, the other is told of.

Half an hour to an hour on two cores. What is made is kept in --work, so that a making that was interrupted goes on where it was; the same
seed makes the same files on the same machine.
"""

from __future__ import annotations

import argparse
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import cache, partial
from pathlib import Path

import numpy as np
from wake_steps import Floats, Steps, fit, heard, kind, read, roomy, several, sounds, tell, told

from jarvisd import config
from jarvisd.audio import RATE
from jarvisd.model_store import Store
from jarvisd.speech import stt
from jarvisd.speech.stt import Encoder
from jarvisd.speech.wake.features import STEP, Models, open_features
from jarvisd.speech.wake.training import card, course, onnx_file, scenes, second, takes, voices
from jarvisd.speech.wake.training.network import Scorer
from jarvisd.speech.wake.training.scenes import Scene
from jarvisd.speech.wake.training.voices import Line

_PARTS, _TIMES, _VOICED = 2, 6, 3  # scenes of a recording: so many times so many; of a voice
_NETWORKS = 3  # that give the first score together
_NEAR = 2  # scenes of what sounds like it
_MISTAKES, _CLOSE = 500, 200  # of each kind that the second look is taught by, at most; of what sounds like it: more cost calls
_ALONE = (5.0, 6.5)  # logits of the networks that become 0.5 and 0.7 where nobody looks again
_START = 0.0  # logit from which a second look is worth it
_HEAD = 3.1  # seconds within which the name at the head of a command has ended
_SEEN = 0.5  # logit without which it was not found
_STEEP = 1.0  # logits of both together from normal to low
_ALARMS = 0.1  # in an hour, at most, of the half of the negatives that chooses the threshold
_SPARE = 1.25  # logits above that: half of the negatives is few hours, and calls lie further above


def main() -> int:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for option in ("--jarvis", "--others", "--orders", "--talk", "--drama", "--styles", "--negatives"):
        asked.add_argument(option, type=Path, required=True)
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--work", type=Path, default=Path.home() / ".cache/jarvisd/wake")
    asked.add_argument("--out", type=Path, default=Path(__file__).parent.parent / "models/wake")
    args = asked.parse_args()
    store = Store(config.paths(None, None).models)
    models = open_features(store.path("openwakeword-features"))
    lines = Path(__file__).with_suffix(".toml")
    said = tomllib.loads(lines.read_text("utf-8"))
    used, learned = sounds(args.jarvis), [path for folder in (args.others, args.orders, args.talk, args.drama) for path in sounds(folder)]
    steps = Steps(args.work / f"jarvis-{card.digest([*used, *learned, lines])[:12]}")

    def voiced(what: str) -> Iterator[voices.Said]:
        return voices.say([Line(*line) for line in said[what]], store.path, args.work / "voices", args.styles)

    people = [take for path in used if (take := fit(path)) is not None]
    spoken = [take for each in voiced("calls") if (take := takes.first(each.sound, each.voice))]
    others, orders, talk, drama = (read(folder) for folder in (args.others, args.orders, args.talk, args.drama))
    around = others[::4] + orders[::4]

    @cache
    def lives() -> list[Scene]:
        rngs = [np.random.default_rng([args.seed, part]) for part in range(_PARTS)]
        return [scene for rng in rngs for scene in several(rng, people, around, _TIMES)]

    @cache
    def acted() -> list[Scene]:
        return list(several(np.random.default_rng([args.seed, 9]), spoken, around, _VOICED))

    def once() -> Iterator[Floats]:
        return second.calls(np.random.default_rng([args.seed, 77]), [*lives()[: len(people) * _TIMES], *acted()[::_VOICED]])

    kinds = [kind(steps, name, models, made) for name, made in (("orders", orders), ("others", others), ("talk", talk), ("drama", drama))]
    rng = np.random.default_rng([args.seed, 11])
    near = kind(
        steps, f"near-{args.seed}", models, [roomy(rng, each.sound.floats, around) for each in voiced("near") for _ in range(_NEAR)]
    )
    without = sum(len(sound) for each in kinds for sound in each.sounds) / RATE / 3600
    tell(f"{len(people)} people and {len(spoken)} voices that say the name, {without:.2f} h without it")
    parts = [
        steps.lessons(f"people-{args.seed}", models, lives),
        steps.lessons(f"voices-{args.seed}", models, acted),
        *(each.lessons for each in (*kinds, near)),
    ]
    network = steps.networks("network", (_NETWORKS * args.seed + number for number in range(_NETWORKS)), parts)
    settings = config.Config()
    transcriber = stt.load(settings.stt, settings.house.languages, store.path)
    assert isinstance(transcriber, Encoder)
    encode = transcriber.encode
    calls = steps.array(f"calls-{args.seed}", lambda: second.heard(encode, once()))
    begun = steps.array(f"begun-{args.seed}", lambda: second.heard(encode, within(models, network, args.seed, voiced("breath"), around)))
    wrong = [
        steps.array(f"wrong-{number}-{args.seed}", partial(second.heard, encode, each.mistakes(network, _MISTAKES)))
        for number, each in enumerate(kinds)
    ]
    close = steps.array(f"close-{args.seed}", partial(second.heard, encode, near.mistakes(network, _CLOSE)))
    head = second.taught(settings.stt.model, np.concatenate([calls, begun]), np.concatenate([*wrong, close]))
    folders = sorted(path for path in args.negatives.iterdir() if sounds(path) and path.name != "packages")
    halves = heard(steps, f"heard-{args.seed}-from-{_START}", models, network, head, _START, encode, folders)
    normal = halves[0].quietest(_ALARMS) + _SPARE
    head = second.calibrated(head, normal, normal + _STEEP, _START)
    made = card.Card(
        "Jarvis", date.today().isoformat(), args.seed, len(people), len(spoken), len(learned), card.digest(used), round(normal, 2), None,
        (told(halves, normal, _STEEP),),
    )  # fmt: skip
    alone = course.calibrated(network, *_ALONE)
    print(card.write(args.out, "jarvis", onnx_file.encode(alone, "jarvis"), made, second.relative(head, _ALONE).encoded()), *made.notes)
    return 0


def within(models: Models, network: Scorer, seed: int, said: Iterable[voices.Said], around: Sequence[Floats]) -> Iterator[Floats]:
    """The moments at which the networks are surest of the name at the head of a command: where it ends is not known."""
    rng = np.random.default_rng([seed, 12])
    for each in said:
        loud = float(np.sqrt(np.mean(np.square(each.sound.floats)))) + 1e-6
        quiet = np.zeros(int(rng.uniform(0.6, 1.5) * RATE), np.float32)
        made = scenes.finished(rng, np.concatenate([quiet, each.sound.floats, np.zeros(RATE // 3, np.float32)]), loud, around)
        found = course.scores(models, network, made)[: round(_HEAD * RATE / STEP)]
        surest = int(found.argmax())
        for step in (surest, surest + 1):
            if step < len(found) and found[step] >= _SEEN:
                yield second.before(made, (step + 1) * STEP)


if __name__ == "__main__":
    raise SystemExit(main())
