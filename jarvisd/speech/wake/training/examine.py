"""How well a word does: on recordings that were left out, and on talk that was never learned from; and the thresholds that follow.

Every other piece of the talk helps to choose the threshold, the others are what is told.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from jarvisd.audio import RATE
from jarvisd.speech.wake.features import STEP, Models
from jarvisd.speech.wake.look import Ears, Head
from jarvisd.speech.wake.training import course, noises, scenes, second
from jarvisd.speech.wake.training.course import Taught, Tell, Trained
from jarvisd.speech.wake.training.network import Floats
from jarvisd.speech.wake.training.takes import Take

_CALLS = 60  # recordings that are heard again
_LOOKS = 10  # second looks at one of them, or at one sentence
_NOISY = 2  # times each of them in noise
_SNR = 10.0  # dB
_START = (-3.0, 0.0)  # logits between which a second look begins
_WORTH = 0.5  # logits below what almost every call reaches, from which it is worth a second look
_REACHED = 0.02  # share of calls that may be missed, so that other talk is not heard
_ALONE = 0.1  # the same where nobody looks again: much more talk is taken for it there
_SPARE = 0.5  # logits above the surest mistake in the talk that chooses
_UNMEASURED = 2.0  # a threshold where no recording could be left out: where the networks were taught that a call is sure
_LEAST = 1.5  # a threshold: at 0 both kinds that were learned from are as likely, and talk is much the more frequent


@dataclass(frozen=True, slots=True)
class Point:
    """One threshold on what was held back."""

    logit: float
    missed: float  # share of calls, as they were recorded
    missed_in_noise: float
    alarms: int


@dataclass(frozen=True, slots=True)
class Held:
    """How a word did on what it had not learned from."""

    calls: int  # 0 where there were too few recordings to leave some out
    hours: float  # of talk
    curve: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Examined:
    normal: float  # logit that becomes the score 0.5
    alone: tuple[float, float]  # logits of the networks that become 0.5 and 0.7 where nobody looks again
    head: Head | None  # calibrated to them
    held: Held


@dataclass(frozen=True, slots=True)
class _Heard:
    """One sound by one word: the logit of every step."""

    word: Taught
    sound: Floats
    first: Floats

    def both(self, ears: Ears | None, start: float) -> Floats:
        if ears is None or self.word.head is None:
            return self.first
        return second.looked(self.first, self.word.head, ears.encode, start, self.sound, _LOOKS)


def examine(models: Models, trained: Trained, talk: Sequence[Floats], ears: Ears | None, seed: int, tell: Tell) -> Examined:
    rng = np.random.default_rng([seed, 99])

    def heard(word: Taught, sound: Floats) -> _Heard:
        return _Heard(word, sound, course.scores(models, word.network, sound))

    left = [(word, take) for word, third in trained.thirds for take in third]
    left = [left[number] for number in sorted(rng.permutation(len(left))[:_CALLS])]
    plain = [heard(word, scenes.scene(rng, take, (), plain=True).samples) for word, take in left]
    noisy = [heard(word, in_noise(rng, take)) for word, take in left for _ in range(_NOISY)]
    other: list[_Heard] = []
    for number, sound in enumerate(talk):
        tell("listening to talk", number, len(talk))
        other.append(heard(trained.whole, sound))
    reached = np.quantile([each.first.max() for each in (*plain, *noisy)], _REACHED) if left else _START[1]
    start = float(np.clip(reached - _WORTH, *_START))
    alone = chosen([each.first for each in (*plain, *noisy)], [each.first for each in other[::2]], _ALONE)
    clean, mixed, found = (
        list(_again(what, part, ears, start, tell)) for what, part in (("calls", plain), ("calls in noise", noisy), ("talk", other))
    )
    normal, low = chosen(heard_at_all([*clean, *mixed]), found[::2])
    told = found[1::2]
    held = Held(len(left), sum(map(len, told)) * STEP / RATE / 3600, tuple(_points(clean, mixed, told, normal)))
    head = trained.whole.head
    return Examined(normal, alone, second.relative(second.calibrated(head, normal, low, start), alone) if head else None, held)


def heard_at_all(calls: Sequence[Floats]) -> list[Floats]:
    """Those that the least threshold hears: another says nothing for a lower one, and one of twenty is more than may be missed."""
    return [each for each in calls if each.max() >= _LEAST]


def chosen(calls: Sequence[Floats], talk: Sequence[Floats], share: float = _REACHED) -> tuple[float, float]:
    """Thresholds for normal and low: as high as almost all calls allow, and above all that talk was taken for."""
    surest = max((float(each.max(initial=-99)) for each in talk), default=-99.0)
    reached = float(np.quantile([each.max() for each in calls], share)) if calls else _UNMEASURED
    normal = round(max(surest + _SPARE, reached - _SPARE, _LEAST), 2)
    return normal, normal + 1.5


def in_noise(rng: np.random.Generator, take: Take) -> Floats:
    """A call 10 dB above a noise."""
    sound = scenes.scene(rng, take, (), plain=True).samples
    loud = np.float32(np.sqrt(np.convolve(np.square(sound), np.ones(RATE // 2) / (RATE // 2), "valid")[::160].max()))
    mixed = sound + noises.any_noise(rng, len(sound)) * loud * np.float32(10 ** (-_SNR / 20))
    return np.asarray(mixed / max(1.0, float(np.abs(mixed).max())), np.float32)


def _again(what: str, sounds: Sequence[_Heard], ears: Ears | None, start: float, tell: Tell) -> Iterator[Floats]:
    for number, each in enumerate(sounds):
        tell(f"{what}, a second look", number, len(sounds))
        yield each.both(ears, start)


def _points(clean: Sequence[Floats], mixed: Sequence[Floats], talk: Sequence[Floats], normal: float) -> Iterator[Point]:
    for logit in normal + np.arange(-3, 3.01, 0.5):
        alarms = sum(course.alarms(each, float(logit)) for each in talk)
        yield Point(round(float(logit), 2), _missed(clean, logit), _missed(mixed, logit), alarms)


def _missed(calls: Sequence[Floats], logit: float) -> float:
    return sum(float(each.max()) < logit for each in calls) / len(calls) if calls else 0.0
