"""What a sentence may mean: a ridge regression over its words and its vector, learned from our examples and shipped as a file of numbers."""

from __future__ import annotations

import itertools
import math
import re
import zipfile
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from jarvisd.errors import ConfigError
from jarvisd.messages import Language

Matrix: TypeAlias = npt.NDArray[np.float32]

NOTHING = "nothing"
_WORD = re.compile(r"[a-z']+|\d+")
_DIGITS = re.compile(r"\d+(?:\.\d+)?")
_APART = {"en": 5, "zh": 6}  # words, characters between two that belong together: "turn the thing in the den off"
_RARE = 5  # what stands in fewer examples is not learned from
_RIDGE = 0.6  # how much a single example may bend the answer; by our own development sentences
_WORDS = 1.0  # how much the words weigh beside the vector


@dataclass(frozen=True, slots=True)
class Meanings:
    """What was learned. model: the id of the embedder; key: of the examples and of that id."""

    language: Language
    model: str
    key: str
    names: tuple[str, ...]  # a sense; "?sense" a question, "~sense" a hint, "nothing"
    terms: Mapping[str, int]  # term -> row of `words`
    rarity: Matrix  # (terms,)
    words: Matrix  # (terms, names)
    mean: Matrix  # (dimension,)
    vectors: Matrix  # (dimension, names)
    bias: Matrix  # (names,)

    def scores(self, text: str, vector: Matrix | None) -> Mapping[str, float]:
        """About 0..1 for each meaning. vector: (dimension,), of length 1; None where there is no embedder."""
        total = self.bias if vector is None else self.bias + _unit(vector - self.mean) @ self.vectors
        rows, weights = _weighed(text, self.language, self.terms, self.rarity)
        if rows:
            total = total + weights @ self.words[rows]
        return dict(zip(self.names, map(float, total), strict=True))

    def strange(self, text: str) -> int:
        """How many of its words (of Chinese its characters) stand in no example."""
        return sum(term not in self.terms for term in single(text, self.language))


def single(text: str, language: Language) -> list[str]:
    """Words; of Chinese the characters."""
    plain = _DIGITS.sub("0", text)
    return [sign for sign in plain if not sign.isspace()] if language == "zh" else _WORD.findall(plain)


def terms(text: str, language: Language) -> list[str]:
    """Words, neighbours, and those that stand near one another in this order."""
    words = single(text, language)
    bounded = ["^", *words, "$"]
    near = [f"{one} {two}" for one, two in itertools.pairwise(bounded)]
    three = [f"{a} {b} {c}" for a, b, c in zip(bounded, bounded[1:], bounded[2:], strict=False)]
    far = [f"{one}..{two}" for at, one in enumerate(words) for two in words[at + 2 : at + 2 + _APART[language]]]
    return [*words, *near, *three, *dict.fromkeys(far)]


def learn(language: Language, model: str, key: str, texts: Sequence[str], means: Sequence[str], made: Matrix) -> Meanings:
    """made: (texts, dimension), their vectors. Takes half a minute for ten thousand."""
    counted = Counter(term for text in texts for term in set(terms(text, language)))
    known = {term: row for row, term in enumerate(sorted(term for term, n in counted.items() if n >= _RARE))}
    rarity = np.array([math.log(1 + len(texts) / counted[term]) for term in known], np.float32)
    names = tuple(sorted(set(means)))
    mean = made.mean(0)
    dense = np.concatenate([_unit(made - mean), np.ones((len(texts), 1), np.float32)], 1)
    wanted = np.array([[mean == name for name in names] for mean in means], np.float32)
    size = len(known)
    square, right = np.zeros((size + dense.shape[1],) * 2, np.float32), np.zeros((size + dense.shape[1], len(names)), np.float32)
    for at, text in enumerate(
        texts
    ):  # of thousands of terms a text has a hundred: by hand it is a hundred times faster than as one product
        rows, weights = _weighed(text, language, known, rarity)
        if rows:
            square[np.ix_(rows, rows)] += np.outer(weights, weights)
            square[rows, size:] += np.outer(weights, dense[at])
            right[rows] += np.outer(weights, wanted[at])
    square[size:, :size], square[size:, size:], right[size:] = square[:size, size:].T, dense.T @ dense, dense.T @ wanted
    square[np.diag_indices_from(square)] += np.float32(_RIDGE)
    found: Matrix = np.linalg.solve(square, right).astype(np.float32)
    return Meanings(language, model, key, names, known, rarity, found[: len(known)], mean, found[len(known) : -1], found[-1])


def keep(learned: Meanings, path: Path) -> None:
    """As numbers of 16 bits."""
    small = {name: getattr(learned, name).astype(np.float16) for name in ("rarity", "words", "mean", "vectors", "bias")}
    text = {
        "model": np.array(learned.model),
        "key": np.array(learned.key),
        "names": np.array("\n".join(learned.names)),
        "terms": np.array("\n".join(learned.terms)),
    }
    np.savez_compressed(path, allow_pickle=False, **small, **text)


def kept(path: Path, language: Language) -> Meanings:
    """ConfigError where the file is none."""
    try:
        with path.open("rb") as file, np.load(file, allow_pickle=False) as table:
            rarity, words, mean, vectors, bias = (table[name].astype(np.float32) for name in ("rarity", "words", "mean", "vectors", "bias"))
            known = {term: row for row, term in enumerate(str(table["terms"]).split("\n"))}
            names = tuple(str(table["names"]).split("\n"))
            return Meanings(language, str(table["model"]), str(table["key"]), names, known, rarity, words, mean, vectors, bias)
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile) as error:
        raise ConfigError(f"{path}: not what was learned from examples ({error!r}); scripts/learn_meanings.py makes it") from error


def _weighed(text: str, language: Language, known: Mapping[str, int], rarity: Matrix) -> tuple[list[int], Matrix]:
    """Rows and weights of the terms of it that are known; of length _WORDS."""
    counts = Counter(known[term] for term in terms(text, language) if term in known)
    rows = list(counts)
    weights = np.array([1 + math.log(n) for n in counts.values()], np.float32) * rarity[rows]
    return rows, weights * np.float32(_WORDS / (float(np.linalg.norm(weights)) or 1.0))


def _unit(rows: Matrix) -> Matrix:
    scaled: Matrix = rows / np.maximum(np.linalg.norm(rows, axis=-1, keepdims=True), np.float32(1e-9))
    return scaled
