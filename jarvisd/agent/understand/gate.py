"""Whether a sentence orders something of this house now: a logistic regression over what stands around the order, learned from examples."""

from __future__ import annotations

import math
import zipfile
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from jarvisd.agent.understand.around import seen
from jarvisd.agent.understand.names import Names
from jarvisd.errors import ConfigError
from jarvisd.messages import Language

# What the gate must say (the logarithm of the odds that it is an order of this house) for it to be done whatever else its words look like;
# where they look like an order, too; where something in it is built like one, with a verb; the same without; and to be asked about.
SURE, PLAIN, BUILT, LIKELY, NEVER = (
    {"en": 1.5, "zh": 1.2}, {"en": 1.2, "zh": 1.2}, {"en": 0.3, "zh": 0.8}, {"en": 0.5, "zh": 0.8}, {"en": -0.5, "zh": -0.7},
)  # fmt: skip
FORBIDDEN = {"en": 2.5, "zh": 1.8}  # the same where it says 别 or 不用
LISTED = {"en": (NEVER["en"], -2.5), "zh": (-2.5, -4.0)}  # from which a list is written to; the second where its words look like an order
WORTH_AGAIN = {"en": -2.5, "zh": -2.0}  # from which a sound that nobody understood is decoded once more
WORTH_AGAIN_LED = -4.0  # the same of what begins like an order: "put the warning out"
TOLD = -2.5  # below that nothing is known word for word
_RARE = 3  # what stands in fewer examples is not learned from
_ROUNDS, _AT_ONCE, _STEP = 16, 64, 0.2  # of AdaGrad (Duchi, Hazan, Singer 2011)
_SHRINK = 1e-5


@dataclass(frozen=True, slots=True)
class Gate:
    """What was learned. key: of the examples."""

    language: Language
    key: str
    terms: Mapping[str, int]
    weights: npt.NDArray[np.float32]
    bias: float

    def sure(self, text: str, names: Names) -> float:
        """Above 0 it is likelier an order than none; the logarithm of the odds."""
        return self.of(seen(text, self.language, names))

    def of(self, found: Sequence[str]) -> float:
        rows = [self.terms[term] for term in found if term in self.terms]
        return float(self.weights[rows].sum()) / math.sqrt(max(1, len(rows))) + self.bias


def learn(language: Language, key: str, views: Sequence[Sequence[str]], orders: Sequence[bool], weights: Sequence[float]) -> Gate:
    """views: each as `around.seen` has it. Takes some seconds for twenty thousand."""
    counted = Counter(term for view in views for term in view)
    known = {term: row for row, term in enumerate(term for term, n in counted.items() if n >= _RARE)}
    rows = [np.array([known[term] for term in view if term in known], np.int64) for view in views]
    scale = np.array([1 / math.sqrt(max(1, len(row))) for row in rows], np.float32)
    wanted, worth = np.array(orders, np.float32), np.array(weights, np.float32)
    learned, steps = np.zeros(len(known), np.float32), np.full(len(known), 1e-6, np.float32)
    bias, bias_steps = 0.0, 1e-6
    dice = np.random.default_rng(0)
    for _ in range(_ROUNDS):
        shuffled = dice.permutation(len(rows))
        for start in range(0, len(shuffled), _AT_ONCE):
            some = shuffled[start : start + _AT_ONCE]
            terms, owner = np.concatenate([rows[at] for at in some]), np.repeat(np.arange(len(some)), [len(rows[at]) for at in some])
            odds = np.bincount(owner, learned[terms], len(some)) * scale[some] + bias
            wrong = ((1 / (1 + np.exp(-odds)) - wanted[some]) * worth[some]).astype(np.float32)
            slope = np.bincount(terms, (wrong * scale[some])[owner], len(known)).astype(np.float32)
            touched = np.unique(terms)
            downhill = slope[touched] + np.float32(_SHRINK * len(some)) * learned[touched]
            steps[touched] += downhill * downhill
            learned[touched] -= np.float32(_STEP) * downhill / np.sqrt(steps[touched])
            bias_steps += float(wrong.sum()) ** 2
            bias -= _STEP * float(wrong.sum()) / math.sqrt(bias_steps)
    return Gate(language, key, known, learned, bias)


def keep(learned: Gate, path: Path) -> None:
    """As numbers of 16 bits."""
    terms = np.array("\n".join(learned.terms))
    bias = np.array(learned.bias)
    np.savez_compressed(
        path, allow_pickle=False, key=np.array(learned.key), terms=terms, weights=learned.weights.astype(np.float16), bias=bias
    )


def kept(path: Path, language: Language) -> Gate:
    """ConfigError where the file is none."""
    try:
        with path.open("rb") as file, np.load(file, allow_pickle=False) as table:
            terms = {term: row for row, term in enumerate(str(table["terms"]).split("\n"))}
            return Gate(language, str(table["key"]), terms, table["weights"].astype(np.float32), float(table["bias"]))
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile) as error:
        raise ConfigError(f"{path}: not what was learned from examples ({error!r}); scripts/learn_meanings.py makes it") from error
