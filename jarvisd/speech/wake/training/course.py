"""From recordings and voices to a word: scenes, lessons, a network, and how well it does on what it did not learn from."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np

from jarvisd.audio import RATE
from jarvisd.speech.wake.features import HISTORY, STEP, Models, noise, whole
from jarvisd.speech.wake.training import noises, scenes
from jarvisd.speech.wake.training.learn import learn, logits
from jarvisd.speech.wake.training.lessons import UNSURE, Lessons, lessons, merged
from jarvisd.speech.wake.training.network import Floats, Network, Networks, Scorer
from jarvisd.speech.wake.training.scenes import Scene
from jarvisd.speech.wake.training.takes import Take

Tell = Callable[[str], None]
Learned = TypeVar("Learned", Network, Networks)

_HELD = 4  # one source in so many is kept for measuring
_HUMAN, _VOICED = 3200, 2000  # scenes of recordings, and of voices
_MOST = 60  # scenes of one take
_NOISES = 150  # pieces of ten seconds
_NORMAL, _LOW = 0.5, 0.7  # scores that the two thresholds become
_REFRACTORY = 2.0  # seconds


@dataclass(frozen=True, slots=True)
class Material:
    takes: Sequence[Take]  # the word, by people and by voices
    others: Sequence[tuple[str, Floats]]  # source, sound: people who say something else
    near: Sequence[tuple[str, Floats]]  # what sounds like it, and talk, by voices
    talk: Sequence[tuple[str, Floats]] = ()  # strangers' talk, looked at once and as it is: the more the better


@dataclass(frozen=True, slots=True)
class Point:
    """One threshold on what was held back."""

    logit: float
    missed: float  # share of calls, as they were recorded
    missed_in_noise: float
    alarms: int


@dataclass(frozen=True, slots=True)
class Held:
    """How a network did on what it had not learned from."""

    calls: int
    hours: float
    curve: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Trained:
    network: Network
    held: Held | None  # None where there was too little to keep some back


def train(models: Models, material: Material, seed: int, tell: Tell, honest: bool = True) -> Trained:
    """A network of everything there is; if honest, first one of three quarters of the sources, to be measured on the fourth.

    The same network for the same material and seed on the same machine.
    """
    if not honest:
        return Trained(_learned(study(models, material, seed, tell), seed, tell), None)
    kept, left = divided(material)
    lessons = study(models, kept, seed, tell, 1 - 1 / _HELD)
    tell("a first time without a quarter of it, to see how well it will do")
    found = examine(models, _learned(lessons, seed, tell), left, seed)
    tell("now with all of it")
    return Trained(_learned(merged([lessons, study(models, left, seed + 1, tell, 1 / _HELD)]), seed, tell), found)


def divided(material: Material) -> tuple[Material, Material]:
    """Three quarters, and the fourth; what comes from one source stays together."""

    def part(back: bool) -> Material:
        others, near, talk = (
            [each for each in every if held(each[0]) is back] for every in (material.others, material.near, material.talk)
        )
        return Material([take for take in material.takes if held(take.source) is back], others, near, talk)

    return part(False), part(True)


def examine(models: Models, network: Scorer, left: Material, seed: int) -> Held:
    """How it does on material that it has not learned from."""
    rng = np.random.default_rng([seed, 99])
    people = [take for take in left.takes if take.human] or left.takes
    plain = [_peak(models, network, scenes.scene(rng, take, (), plain=True).samples) for take in people]
    mixed = [_peak(models, network, in_noise(rng, take)) for take in people]
    household = noises.household(rng)
    quiet = [sound for _, sound in (*left.others, *left.near, *left.talk)] + [next(household) for _ in range(_NOISES // 3)]
    found = [scores(models, network, sound) for sound in quiet]
    curve = tuple(
        Point(float(logit), _share(plain, logit), _share(mixed, logit), sum(alarms(each, float(logit)) for each in found))
        for logit in np.arange(-1, 8.01, 0.5)
    )
    return Held(len(people), sum(map(len, quiet)) / RATE / 3600, curve)


def chosen(held: Held, most: int = 0) -> tuple[float, float]:
    """Thresholds (logits) for normal and low: of those with at most so many false alarms, somewhat above 0, the one in the middle of all
    that miss least, since what was held back is little; and one above it."""
    quiet = [point for point in held.curve if point.alarms <= most and point.logit >= 1] or [held.curve[-1]]
    least = min(point.missed + point.missed_in_noise for point in quiet)
    good = [point.logit for point in quiet if point.missed + point.missed_in_noise == least]
    normal = good[len(good) // 2]
    return normal, normal + 1.5


def calibrated(network: Learned, normal: float, low: float) -> Learned:
    """Its scores at these logits become 0.5 and 0.7, so that every word is used with the same three thresholds."""
    scale = float(np.log(_LOW / (1 - _LOW))) / (low - normal)
    return network.moved(scale, -scale * normal)


def held(source: str) -> bool:
    return zlib.crc32(source.encode()) % _HELD == 0


def scores(models: Models, network: Scorer, sound: Floats) -> Floats:
    """The logit of every step, as a stream that begins here has them."""
    rows = np.concatenate([noise(models), whole(models, sound * np.float32(32767))])
    part = Lessons(rows, np.empty(0, np.int64), np.empty(0, np.int64), np.empty(0, np.int64))
    found = logits(network, part, np.arange(HISTORY, len(rows)))
    found[:UNSURE] = -99
    return found


def alarms(found: Floats, logit: float) -> int:
    count, quiet = 0, 0.0
    for step in np.flatnonzero(found >= logit):
        if step * STEP / RATE >= quiet:
            count, quiet = count + 1, step * STEP / RATE + _REFRACTORY
    return count


def in_noise(rng: np.random.Generator, take: Take) -> Floats:
    """A call 10 dB above a noise."""
    sound = scenes.scene(rng, take, (), plain=True).samples
    loud = np.float32(np.sqrt(np.convolve(np.square(sound), np.ones(RATE // 2) / (RATE // 2), "valid")[::160].max()))
    mixed = sound + noises.any_noise(rng, len(sound)) * loud * np.float32(10 ** (-10 / 20))
    return np.asarray(mixed / max(1.0, float(np.abs(mixed).max())), np.float32)


def _peak(models: Models, network: Scorer, sound: Floats) -> float:
    return float(scores(models, network, sound).max(initial=-99.0))


def _share(peaks: Sequence[float], logit: float) -> float:
    return sum(peak < logit for peak in peaks) / len(peaks) if peaks else 0.0


def study(models: Models, material: Material, seed: int, tell: Tell, share: float = 1.0) -> Lessons:
    """What a network learns from this material, which is such a share of all."""
    talk = [sound for _, sound in (*material.others, *material.near)]
    people, voices = [take for take in material.takes if take.human], [take for take in material.takes if not take.human]
    rngs = [np.random.default_rng([seed, number]) for number in range(7)]
    household = noises.household(rngs[5])
    parts: list[Lessons] = []
    for what, made in (
        ("calls", _calls(rngs[0], people, talk, _HUMAN * share)),
        ("voices", _calls(rngs[1], voices, talk, _VOICED * share)),
        ("other speech", _others(rngs[2], material.others, talk, 3)),
        ("what sounds like it", _others(rngs[3], material.near, talk, 4)),
        ("pieces of the word", _pieces(rngs[4], people, talk)),
        ("noises", (Scene(next(household), -1.0) for _ in range(round(_NOISES * share)))),
        ("talk of strangers", _others(rngs[6], material.talk, talk, 1)),
    ):
        tell(what)
        parts.append(lessons(models, made))
    return merged(parts)


def _learned(made: Lessons, seed: int, tell: Tell) -> Network:
    return learn(made, seed, lambda done, of: tell(f"learning: {done} of {of}"))


def _calls(rng: np.random.Generator, takes: Sequence[Take], talk: Sequence[Floats], wanted: float) -> Iterator[Scene]:
    times = max(1, min(_MOST, round(wanted / max(1, len(takes)))))
    for take in takes:
        for _ in range(times):
            yield scenes.scene(rng, take, talk)


def _others(rng: np.random.Generator, sounds: Sequence[tuple[str, Floats]], talk: Sequence[Floats], times: int) -> Iterator[Scene]:
    """Each as it is, then at other speeds and in rooms, the last of several times backwards."""
    for _, sound in sounds:
        loud = float(np.sqrt(np.mean(np.square(sound)))) + 1e-6
        for number in range(times):
            made = np.concatenate([np.zeros(int(rng.uniform(0.1, 1.0) * RATE), np.float32), sound, np.zeros(RATE // 3, np.float32)])
            if number:
                made = scenes.paced(made, float(rng.uniform(0.86, 1.16)))
            if number and number == times - 1:
                made = made[::-1].copy()
            yield Scene(scenes.finished(rng, made, loud, talk, plain=number == 0), -1.0)


def _pieces(rng: np.random.Generator, takes: Sequence[Take], talk: Sequence[Floats]) -> Iterator[Scene]:
    """The word backwards, and its first half alone."""
    for take in takes:
        loud = float(np.sqrt(np.mean(np.square(take.samples)))) + 1e-6
        yield Scene(scenes.finished(rng, take.samples[::-1].copy(), loud, talk), -1.0)
        half = take.samples.copy()
        half[int((take.start + (take.end - take.start) * rng.uniform(0.3, 0.55)) * RATE) :] = 0
        yield Scene(scenes.finished(rng, np.concatenate([half, np.zeros(RATE // 2, np.float32)]), loud, talk), -1.0)
