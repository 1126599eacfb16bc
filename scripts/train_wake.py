"""Makes the wake word that ships: models/wake/jarvis.onnx, jarvis.npz (the head of its second look) beside the card jarvis.json.

  python scripts/train_wake.py --jarvis FOLDER --others FOLDER --orders FOLDER --talk FOLDER --styles FOLDER --negatives FOLDER [--seed 1]

--jarvis and --others hold recordings of Picovoice/wake-word-benchmark (Apache-2.0), whose checksums train_wake.sha256 beside this file
lists: the bare name, and other wake words by the same kind of speakers. --orders holds Picovoice/speech-to-intent-benchmark (Apache-2.0):
people who order coffee. --talk is what gather_talk.py said. --styles holds the voices of the npm package kokoro-js 1.2.1 (Apache-2.0); what
they say is in train_wake.toml. --negatives is what gather_negatives.py gathered: nothing is learned from it, thresholds are read off it.
"""

from __future__ import annotations

import argparse
import json
import sys
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path

import numpy as np
import numpy.typing as npt

from jarvisd import audio, config
from jarvisd.audio import RATE
from jarvisd.model_store import Store
from jarvisd.speech import stt
from jarvisd.speech.stt import Encoder
from jarvisd.speech.wake.features import STEP, Models, open_features
from jarvisd.speech.wake.look import FRAMES, Encode, Head
from jarvisd.speech.wake.training import card, course, onnx_file, scenes, second, takes, voices
from jarvisd.speech.wake.training.course import Material
from jarvisd.speech.wake.training.learn import learn
from jarvisd.speech.wake.training.lessons import lessons, merged
from jarvisd.speech.wake.training.network import Network
from jarvisd.speech.wake.training.scenes import Scene
from jarvisd.speech.wake.training.takes import Take, Unfit
from jarvisd.speech.wake.training.voices import Line

Floats = npt.NDArray[np.float32]

_PARTS, _TIMES, _VOICED = 2, 6, 3  # scenes of a recording: so many times so many; of a voice
_ROUNDS, _STEPS = 5, 500  # of learning
_ALONE = (5.0, 6.5)  # logits of the network that become 0.5 and 0.7 where nobody looks again
_START = 1.5  # logit from which a second look is worth it
_HEAD = 3.1  # seconds within which the name at the head of a command has ended
_SEEN = 0.5  # logit without which it was not found
_STEEP = 1.0  # logits of both together from normal to low
_ALARMS = 1.0  # in ten hours
_SOUNDS = (".flac", ".wav")


def main() -> int:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for option in ("--jarvis", "--others", "--orders", "--talk", "--styles", "--negatives"):
        asked.add_argument(option, type=Path, required=True)
    asked.add_argument("--cache", type=Path, default=Path.home() / ".cache/jarvisd/wake/voices")
    asked.add_argument("--seed", type=int, default=1)
    args = asked.parse_args()
    store = Store(config.paths(None, None).models)
    models = open_features(store.path("openwakeword-features"))
    said = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))
    calls = [Line(*line) for line in said["calls"]]
    breath = [Line(*line) for line in said["breath"]]
    used = sounds(args.jarvis)
    people = [take for path in used if (take := fit(path)) is not None]
    spoken = [take for each in voices.say(calls, store.path, args.cache, args.styles) if (take := takes.first(each.sound, each.voice))]
    others, orders, talk = (read(folder) for folder in (args.others, args.orders, args.talk))
    around = [sound for _, sound in others[::4]] + [sound for _, sound in orders[::4]]
    lives = [scene for part in range(_PARTS) for scene in several(np.random.default_rng([args.seed, part]), people, around, _TIMES)]
    acted = list(several(np.random.default_rng([args.seed, 9]), spoken, around, _VOICED))
    rest = [framed(sound) for kind in (orders, others, talk) for _, sound in kind]
    tell(f"{len(lives)} and {len(acted)} scenes with the name, {sum(map(len, rest)) / RATE / 3600:.2f} h without it")
    parts = [lessons(models, lives), lessons(models, acted), lessons(models, (Scene(sound, -1.0) for sound in rest))]
    network = learn(merged(parts), args.seed, lambda done, of: tell(f"learning: {done} of {of}"), _ROUNDS, _STEPS)
    settings = config.Config()
    transcriber = stt.load(settings.stt, settings.house.languages, store.path)
    assert isinstance(transcriber, Encoder)
    material = Material([], framed_all(others), framed_all(orders), framed_all(talk))
    begun = list(within(models, network, args.seed, voices.say(breath, store.path, args.cache, args.styles), around))
    once = [*lives[: len(people) * _TIMES], *acted[::_VOICED]]
    head = second.taught(models, network, once, begun, material, transcriber.encode, settings.stt.model, args.seed, tell)
    counted, hours = curve(models, network, head, transcriber.encode, sounds(args.negatives))
    normal = next(logit for logit, alarms in counted.items() if alarms <= _ALARMS * hours / 10)
    head = second.calibrated(head, normal, normal + _STEEP, _START)
    alone = course.calibrated(network, *_ALONE)
    made = card.Card(
        "Jarvis", date.today().isoformat(), args.seed, len(people), len(spoken), len(rest), card.digest(used), round(normal, 2), None,
        (f"{counted[normal]} false alarms at the threshold in {hours:.2f} h of negatives that nothing was learned from",),
    )  # fmt: skip
    folder = Path(__file__).parent.parent / "models/wake"
    path = card.write(folder, "jarvis", onnx_file.encode(alone, "jarvis"), made, relative(head, _ALONE).encoded())
    print(path, json.dumps({f"{logit:.1f}": alarms for logit, alarms in counted.items() if alarms < 40}))
    return 0


def relative(head: Head, alone: tuple[float, float]) -> Head:
    """The same head, told the logits of the calibrated network instead of those it was taught with."""
    normal, low = alone
    scale = float(np.log(0.7 / 0.3)) / (low - normal)
    return Head(head.model, head.weights, head.first / scale, head.shift + head.first * normal, (head.start - normal) * scale)


def sounds(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.suffix in _SOUNDS)


def fit(path: Path) -> Take | None:
    try:
        return takes.take(audio.read(path), path.name)
    except Unfit as reason:
        tell(f"{path.name}: {reason}")
        return None


def read(folder: Path) -> list[tuple[str, Floats]]:
    return [(path.name, audio.read(path).floats) for path in sounds(folder)]


def several(rng: np.random.Generator, said: Sequence[Take], around: Sequence[Floats], times: int) -> Iterator[Scene]:
    for take in said:
        for _ in range(times):
            yield scenes.scene(rng, take, around)


def framed(sound: Floats) -> Floats:
    """With a bit of a quiet room around it."""
    whole = np.concatenate([np.zeros(RATE // 5, np.float32), sound, np.zeros(RATE * 2 // 5, np.float32)])
    hiss = np.random.default_rng(0).standard_normal(len(whole)).astype(np.float32) * np.float32(10 ** (-75 / 20))
    return np.asarray(np.clip(whole + hiss, -1, 1), np.float32)


def framed_all(kind: Sequence[tuple[str, Floats]]) -> list[tuple[str, Floats]]:
    return [(source, framed(sound)) for source, sound in kind]


def within(models: Models, network: Network, seed: int, said: Iterable[voices.Said], around: Sequence[Floats]) -> Iterator[Floats]:
    """The moments at which the network is surest of the name at the head of a command: where it ends is not known."""
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


def curve(models: Models, network: Network, head: Head, encode: Encode, tapes: Sequence[Path]) -> tuple[dict[float, int], float]:
    """False alarms by logit of both together, and the hours they came in."""
    found, steps = [], 0
    for path in tapes:
        sound = audio.read(path).floats
        first = course.scores(models, network, sound)
        steps += len(first)
        both = np.full(len(first), -99, np.float32)
        for step in np.flatnonzero(first >= _START):
            both[step] = head.logit(float(first[step]), encode(second.before(sound, (int(step) + 1) * STEP), FRAMES))
        found.append(both)
    logits = [round(float(logit), 1) for logit in np.arange(0, 15.01, 0.1)]
    return {logit: sum(course.alarms(each, logit) for each in found) for logit in logits}, steps * STEP / RATE / 3600


def tell(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    raise SystemExit(main())
