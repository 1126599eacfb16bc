"""What train_wake.py and train_stop.py share: steps that are kept on disk, recordings, false alarms by threshold, what is written."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from jarvisd import audio
from jarvisd.audio import RATE
from jarvisd.speech.wake.features import HISTORY, STEP, Models, noise, whole
from jarvisd.speech.wake.look import FRAMES, Encode, Head
from jarvisd.speech.wake.training import card, course, scenes, second, takes
from jarvisd.speech.wake.training.learn import found, learn, logits
from jarvisd.speech.wake.training.lessons import UNSURE, Lessons, lessons, merged
from jarvisd.speech.wake.training.network import Network, Networks, Scorer
from jarvisd.speech.wake.training.scenes import Scene
from jarvisd.speech.wake.training.takes import Take, Unfit

Floats = npt.NDArray[np.float32]

_SOUNDS = (".flac", ".wav")
_ROUNDS, _STEPS = 5, 500  # of learning
_NONE = np.empty(0, np.int64)


class Steps:
    """A folder of what is made already: a making that was interrupted goes on where it was. Another seed or material has other names."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder

    def array(self, name: str, make: Callable[[], npt.NDArray[Any]]) -> npt.NDArray[Any]:
        return self.arrays(name, lambda: [make()])[0]

    def arrays(self, name: str, make: Callable[[], Sequence[npt.NDArray[Any]]]) -> list[npt.NDArray[Any]]:
        path = self._folder / f"{name}.npz"
        if not path.exists():
            tell(name)
            made, part = make(), path.with_name(path.name + ".part")
            with part.open("wb") as stream:
                np.savez(stream, *made)
            part.replace(path)
        with np.load(path) as kept:
            return [kept[f"arr_{number}"] for number in range(len(kept.files))]

    def lessons(self, name: str, models: Models, made: Callable[[], Iterable[Scene]]) -> Lessons:
        def make() -> list[npt.NDArray[Any]]:
            part = lessons(models, made())
            return [part.rows, part.yes, part.no, part.scenes]

        return Lessons(*self.arrays(name, make))

    def networks(self, name: str, seeds: Iterable[int], made: Sequence[Lessons]) -> Networks:
        """One for each seed; together they err less often."""
        whole: list[Lessons] = []

        def make(seed: int) -> tuple[Floats, ...]:
            if not whole:
                whole.append(merged(made))
            return learn(whole[0], seed, lambda done, of: tell(f"learning: {done} of {of}"), _ROUNDS, _STEPS).weights

        return Networks(tuple(Network(tuple(self.arrays(f"{name}-{seed}", partial(make, seed)))) for seed in seeds))


@dataclass(frozen=True, slots=True)
class Kind:
    """Sounds without the word, and the lessons that were made of them."""

    sounds: Sequence[Floats]
    lessons: Lessons

    def mistakes(self, network: Scorer, most: int) -> Iterator[Floats]:
        return second.mistakes(self.sounds, found(network, self.lessons, self.sounds), most)


def kind(steps: Steps, name: str, models: Models, sounds: Sequence[Floats]) -> Kind:
    made = [framed(sound) for sound in sounds]
    return Kind(made, steps.lessons(name, models, lambda: (Scene(sound, -1.0) for sound in made)))


@dataclass(frozen=True, slots=True)
class Heard:
    """Negatives, as both scores together saw them: every step's logit of each tape."""

    tapes: Sequence[Floats]

    @property
    def hours(self) -> float:
        return sum(map(len, self.tapes)) * STEP / RATE / 3600

    def alarms(self, logit: float) -> int:
        return sum(course.alarms(each, logit) for each in self.tapes)

    def quietest(self, most: float) -> float:
        """The lowest logit at which there are at most so many alarms in an hour."""
        return next(logit for logit in logits_looked_at() if self.alarms(logit) <= most * self.hours)


def logits_looked_at() -> list[float]:
    return [round(float(logit), 1) for logit in np.arange(-5, 25.01, 0.1)]


def heard(
    steps: Steps, name: str, models: Models, network: Scorer, head: Head, start: float, encode: Encode, folders: Sequence[Path]
) -> tuple[Heard, Heard]:
    """Both halves of the negatives: every other tape of each kind, from the first on, to choose a threshold by, the others to tell of."""
    begin = noise(models)
    halves: tuple[list[Floats], list[Floats]] = ([], [])

    def logits_of(path: Path) -> Floats:
        sound = audio.read(path).floats
        rows = steps.array(f"tape-{card.digest([path])[:12]}", lambda: whole(models, sound * np.float32(32767)))
        part = Lessons(np.concatenate([begin, rows]), _NONE, _NONE, _NONE)
        first = logits(network, part, np.arange(HISTORY, len(part.rows)))
        first[:UNSURE] = -99
        both = np.full(len(first), -99, np.float32)
        for step in np.flatnonzero(first >= start):
            both[step] = head.logit(float(first[step]), encode(second.before(sound, (int(step) + 1) * STEP), FRAMES))
        return both

    for folder in folders:
        for number, path in enumerate(sounds(folder)):
            halves[number % 2].append(steps.array(f"{name}-{folder.name}-{path.stem}", partial(logits_of, path)))
    return Heard(halves[0]), Heard(halves[1])


def told(halves: tuple[Heard, Heard], normal: float, steep: float) -> str:
    """Of the half that chose the threshold, and of the other."""
    chose, other = (
        f"{half.alarms(normal + steep)} / {half.alarms(normal)} / {half.alarms(normal - steep)} in {half.hours:.2f} h" for half in halves
    )
    return (
        "false alarms at low / normal / high in negatives that nothing was learned from: "
        f"{chose} that the thresholds were chosen by, {other} that they were not"
    )


def sounds(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.suffix in _SOUNDS)


def fit(path: Path) -> Take | None:
    try:
        return takes.take(audio.read(path), path.name)
    except Unfit as reason:
        tell(f"{path.name}: {reason}")
        return None


def read(folder: Path) -> list[Floats]:
    return [audio.read(path).floats for path in sounds(folder)]


def several(rng: np.random.Generator, said: Sequence[Take], around: Sequence[Floats], times: int) -> Iterator[Scene]:
    for take in said:
        for _ in range(times):
            yield scenes.scene(rng, take, around)


def framed(sound: Floats) -> Floats:
    """With a bit of a quiet room around it."""
    whole = np.concatenate([np.zeros(RATE // 5, np.float32), sound, np.zeros(RATE * 2 // 5, np.float32)])
    hiss = np.random.default_rng(0).standard_normal(len(whole)).astype(np.float32) * np.float32(10 ** (-75 / 20))
    return np.asarray(np.clip(whole + hiss, -1, 1), np.float32)


def roomy(rng: np.random.Generator, sound: Floats, around: Sequence[Floats]) -> Floats:
    """Another word, as the one that is learned is heard."""
    loud = float(np.sqrt(np.mean(np.square(sound)))) + 1e-6
    quiet = np.zeros(int(rng.uniform(0.1, 1.0) * RATE), np.float32)
    made = np.concatenate([quiet, scenes.paced(sound, float(rng.uniform(0.86, 1.16))), np.zeros(RATE // 3, np.float32)])
    return scenes.finished(rng, made, loud, around)


def tell(text: str) -> None:
    print(text, file=sys.stderr, flush=True)
