"""From recordings and voices to a word: lessons, three networks, the head of a second look, and how well they do.

Each network leaves a third of the recordings out. So every recording is heard once as somebody who was not learned from, and the three
together, which learned from all, do no worse. Talk that is measured with was never learned from at all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np

from jarvisd.audio import RATE
from jarvisd.speech.wake.features import HISTORY, STEP, Models, noise, whole
from jarvisd.speech.wake.look import Ears, Head
from jarvisd.speech.wake.training import second, study
from jarvisd.speech.wake.training.learn import found, learn, logits
from jarvisd.speech.wake.training.lessons import UNSURE, Lessons, lessons, merged
from jarvisd.speech.wake.training.network import Floats, Network, Networks, Scorer
from jarvisd.speech.wake.training.scenes import Scene
from jarvisd.speech.wake.training.study import Kind, Sounds
from jarvisd.speech.wake.training.takes import Take

Tell = Callable[[str, int, int], None]  # what is done, so much of so much
Learned = TypeVar("Learned", Network, Networks)

_THIRDS = 3
_HOLD = 12  # recordings of which a third can be left out
_HUMAN, _VOICED = 1200, 900  # scenes of recordings, and of voices
_NOISES = 150  # pieces of ten seconds
_PIECES = 300  # of the word, in other talk
_ROUNDS, _STEPS = 5, 400  # of learning
_MISTAKES, _CUT, _LOUD = 500, 150, 40  # by which a second look is taught: talk, pieces of the word, noises
_TAUGHT = 2  # one call of so many teaches it: with fewer it takes five times as much for the word
_NORMAL, _LOW = 0.5, 0.7  # scores that the two thresholds become
_REFRACTORY = 2.0  # seconds


@dataclass(frozen=True, slots=True)
class Material:
    takes: Sequence[Take]  # the word, by people and by voices
    others: Sounds  # people who say something else, and their home
    talk: Sounds  # by voices, of what sounds like the word too


@dataclass(frozen=True, slots=True)
class Taught:
    """One network and its head: as much of a word as is left where a third of the people is."""

    network: Networks
    head: Head | None


@dataclass(frozen=True, slots=True)
class Trained:
    whole: Taught  # network: all three together
    thirds: Sequence[tuple[Taught, Sequence[Take]]]  # each with the people it has not learned from; empty where they were too few


def train(models: Models, material: Material, seed: int, tell: Tell, ears: Ears | None = None) -> Trained:
    """The same word for the same material and seed on the same machine. ears: of the transcriber that will look again."""
    people, voices = [take for take in material.takes if take.human], [take for take in material.takes if not take.human]
    thirds = [people[number::_THIRDS] for number in range(_THIRDS)] if len(people) >= _HOLD else [people]
    talk = [sound for _, sound in (*material.others, *material.talk)]
    rngs = [np.random.default_rng([seed, number]) for number in range(9)]
    said: list[list[Scene]] = []
    for number, third in enumerate(thirds):
        tell("calls", number, len(thirds))
        said.append(list(study.calls(np.random.default_rng([seed, 20 + number]), third, talk, _HUMAN * len(third) / max(1, len(people)))))
    spoken = list(study.calls(rngs[1], voices, talk, _VOICED))
    kinds = _kinds(models, material, people, talk, rngs, tell)
    alike = merged([lessons(models, spoken), *(each.lessons for each, _ in kinds)])
    own = [lessons(models, scenes) for scenes in said]
    networks = []
    for number in range(_THIRDS):
        rest = [part for other, part in enumerate(own) if len(own) == 1 or other != number]

        def learning(done: int, of: int, number: int = number) -> None:
            tell("learning", number * of + done, _THIRDS * of)

        networks.append(learn(merged([*rest, alike]), _THIRDS * seed + number, learning, _ROUNDS, _STEPS))
    together = Networks(tuple(networks))
    heads: list[Head | None] = [None] * (_THIRDS + 1)
    if ears is not None:
        heads = [*_heads(together, said, spoken, kinds, ears, rngs[7], tell)]
    apart = zip(networks, heads, thirds, strict=False) if len(thirds) == _THIRDS else ()
    return Trained(Taught(together, heads[-1]), [(Taught(Networks((network,)), head), third) for network, head, third in apart])


def _kinds(
    models: Models, material: Material, people: Sequence[Take], talk: Sequence[Floats], rngs: Sequence[np.random.Generator], tell: Tell
) -> list[tuple[Kind, int]]:
    """All that is not the word, with how many mistakes of each a second look is taught by."""
    whole = ((material.others, 3), (material.talk, 2))
    made: list[tuple[Iterator[Floats], int]] = [
        (study.others(rng, [sound for _, sound in sounds], talk, times), _MISTAKES)
        for rng, (sounds, times) in zip(rngs[2:4], whole, strict=True)
        if sounds
    ]
    made.append((study.pieces(rngs[5], people or material.takes, talk, max(2, _PIECES // max(1, len(people)))), _CUT))
    made.append((study.household(rngs[6], _NOISES), _LOUD))
    found = []
    for number, (sounds, most) in enumerate(made):
        tell("what is not the name", number, len(made))
        found.append((study.kind(models, sounds), most))
    return found


def _heads(
    network: Scorer,
    said: Sequence[Sequence[Scene]],
    spoken: Sequence[Scene],
    kinds: Sequence[tuple[Kind, int]],
    ears: Ears,
    rng: np.random.Generator,
    tell: Tell,
) -> Iterator[Head]:
    """One without each third, and one of all."""
    wrong = [moment for each, most in kinds for moment in second.mistakes(each.sounds, found(network, each.lessons, each.sounds), most)]
    people = [list(second.calls(rng, scenes[::_TAUGHT])) for scenes in said]
    voices = list(second.calls(rng, spoken[::_TAUGHT]))
    everything, done = len(wrong) + len(voices) + sum(map(len, people)), 0

    def heard(moments: Sequence[Floats]) -> Floats:
        nonlocal done
        told = []
        for moment in moments:
            told.append(second.heard(ears.encode, [moment])[0])
            done += 1
            tell("a second look", done, everything)
        return np.stack(told) if told else np.empty((0, 0), np.float32)

    no, by_voices = heard(wrong), heard(voices)
    by_people = [heard(each) for each in people]
    for left in (*(range(len(said)) if len(said) == _THIRDS else ()), None):
        yes = [part for number, part in enumerate(by_people) if number != left and len(part)]
        yield second.taught(ears.model, np.concatenate([*yes, *([by_voices] if len(by_voices) else [])]), no)


def calibrated(network: Learned, normal: float, low: float) -> Learned:
    """Its scores at these logits become 0.5 and 0.7, so that every word is used with the same three thresholds."""
    scale = float(np.log(_LOW / (1 - _LOW))) / (low - normal)
    return network.moved(scale, -scale * normal)


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
