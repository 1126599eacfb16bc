"""Our own sentences by what they mean, and how near another sentence is to each of them."""

from __future__ import annotations

import hashlib
import math
import re
from collections import Counter, defaultdict
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
import yaml

from jarvisd.errors import ConfigError
from jarvisd.messages import Language

Matrix: TypeAlias = npt.NDArray[np.float32]
Embed: TypeAlias = Callable[[Sequence[str]], Awaitable[Matrix]]  # (n, dimension), each row of length 1

NOTHING = "nothing"
_GROUPS = {"orders": "", "questions": "?", "hints": "~", "nothing": None}
_RIDGE = 0.3  # how much a single example may bend the answer; by cross-validation over our own sentences
_WORD = re.compile(r"[a-z']+|\d+")
_SMALL = frozenset(
    [
        "a",
        "an",
        "the",
        "my",
        "our",
        "your",
        "this",
        "that",
        "these",
        "those",
        "is",
        "are",
        "be",
        "to",
        "of",
        "for",
        "with",
        "and",
        "or",
        "so",
        "very",
        "really",
        "just",
        "at",
        "by",
        "from",
        "into",
        "onto",
        "over",
        "there",
        "here",
        "now",
        "then",
        "again",
        "too",
        "also",
        "both",
        "i",
        "me",
        "we",
        "us",
        "you",
        "one",
        "ones",
        "all",
        "any",
        "some",
        "every",
        "each",
        "please",
        "ok",
        "well",
        "oh",
        "hey",
        "right",
        "it",
        "its",
        "do",
        "does",
        "have",
        "has",
        "get",
        "got",
        "big",
        "little",
        "small",
        "whole",
        "entire",
        "一",
        "个",
        "了",
        "的",
        "吧",
        "啊",
        "呢",
        "嘛",
        "请",
        "我",
        "你",
        "把",
        "给",
        "那",
        "这",
        "下",
        "都",
        "就",
        "也",
        "还",
        "再",
        "来",
        "去",
        "里",
        "上",
    ]
)
_DIGITS = re.compile(r"\d+(?:\.\d+)?")


@dataclass(frozen=True, slots=True)
class Example:
    text: str
    means: str  # a sense; "?sense" a question, "~sense" a hint, "nothing"


@dataclass(frozen=True, slots=True)
class Near:
    """How far a sentence means each thing, about 0..1, and the example that is nearest to it."""

    scores: Mapping[str, float]
    example: str
    likeness: float


def read(path: Path) -> tuple[Example, ...]:
    """The examples of one language. ConfigError where the file is none."""
    try:
        table = yaml.safe_load(path.read_text(encoding="utf-8"))
        found = [
            Example(str(text), NOTHING if sign is None else sign + sense)
            for group, sign in _GROUPS.items()
            for sense, texts in table[group].items()
            for text in texts
        ]
    except (OSError, yaml.YAMLError, KeyError, TypeError, AttributeError, ValueError) as error:
        raise ConfigError(f"{path}: not a file of examples ({error!r})") from error
    return tuple(dict.fromkeys(found))


class Examples:
    """The examples of one language with their vectors (n, dimension).

    A sentence is like another by what it means (the cosine of their vectors, the mean of all examples taken out) and by its words (the
    cosine of their words and neighbouring words, the rare ones weighing more): the one knows that "kill the lights" is "turn off the
    lights", the other that "on" is not "off". The score of a meaning is a ridge regression over the squared likeness.
    """

    def __init__(self, language: Language, examples: Sequence[Example], vectors: Matrix) -> None:
        self._examples = tuple(examples)
        self._language = language
        self._mean = vectors.mean(0)
        self._vectors = _unit(vectors - self._mean)
        counts = [Counter(terms(example.text, language)) for example in self._examples]
        found_in = Counter(term for count in counts for term in count)
        self._weight = {term: math.log(1 + len(counts) / n) for term, n in found_in.items()}
        self._unknown = math.log(1 + len(counts))
        self._rows: dict[str, list[tuple[int, float]]] = defaultdict(list)
        for row, count in enumerate(counts):
            for term, weight in self._weighed(count).items():
                self._rows[term].append((row, weight))
        self._usual = frozenset(
            term for example, count in zip(self._examples, counts, strict=True) if example.means != NOTHING for term in count
        )
        self._meanings = tuple(sorted({example.means for example in self._examples}))
        self._answers = self._fitted()

    def near(self, text: str, vector: Matrix) -> Near:
        likeness = self._like(text, vector)
        scores = likeness**2 @ self._answers
        best = int(likeness.argmax())
        return Near(dict(zip(self._meanings, map(float, scores), strict=True)), self._examples[best].text, float(likeness[best]))

    def strange(self, text: str) -> list[str]:
        """The words of it (of Chinese the characters) that stand in no order, question or hint."""
        return [term for term in terms(text, self._language) if " " not in term and term not in self._usual and term not in _SMALL]

    def _like(self, text: str, vector: Matrix) -> Matrix:
        by_words = np.zeros(len(self._examples), np.float32)
        for term, weight in self._weighed(Counter(terms(text, self._language))).items():
            for row, other in self._rows.get(term, ()):
                by_words[row] += weight * other
        mean: Matrix = (self._vectors @ _unit((vector - self._mean)[None])[0] + by_words).clip(0) / np.float32(2)
        return mean

    def _weighed(self, count: Mapping[str, int]) -> dict[str, float]:
        weights = {term: (1 + math.log(n)) * self._weight.get(term, self._unknown) for term, n in count.items()}
        length = math.sqrt(sum(weight**2 for weight in weights.values())) or 1.0
        return {term: weight / length for term, weight in weights.items()}

    def _fitted(self) -> Matrix:
        """(examples, meanings): what each example says for and against each meaning."""
        by_words = np.zeros((len(self._examples), len(self._examples)), np.float32)
        for rows in self._rows.values():
            at = np.array([row for row, _ in rows])
            weights = np.array([weight for _, weight in rows], np.float32)
            by_words[np.ix_(at, at)] += np.outer(weights, weights)
        like = ((self._vectors @ self._vectors.T + by_words).clip(0) / 2) ** 2
        means = np.array([[example.means == meaning for meaning in self._meanings] for example in self._examples], np.float32)
        answers: Matrix = np.linalg.solve(like + np.float32(_RIDGE / 2) * np.eye(len(like), dtype=np.float32), means).astype(np.float32)
        return answers


def terms(text: str, language: Language) -> list[str]:
    """Words and neighbours; of Chinese the characters."""
    plain = _DIGITS.sub("0", text)
    words = [sign for sign in plain if not sign.isspace()] if language == "zh" else _WORD.findall(plain)
    return [*words, *(f"{one} {two}" for one, two in zip(["^", *words], [*words, "$"], strict=True))]


def _unit(rows: Matrix) -> Matrix:
    scaled: Matrix = rows / np.maximum(np.linalg.norm(rows, axis=-1, keepdims=True), np.float32(1e-9))
    return scaled


async def vectors(examples: Sequence[Example], embed: Embed, model: str, cache: Path | None) -> Matrix:
    """Of every example, made once for a model (its id) and kept in that folder as numbers of 16 bits."""
    texts = [example.text for example in examples]
    name = hashlib.sha256("\n".join([model, *texts]).encode()).hexdigest()[:16]
    kept = cache / f"examples-{name}.npy" if cache else None
    if kept and kept.exists():
        try:
            found = np.load(kept)
            if found.shape[0] == len(texts):
                return np.asarray(found, np.float32)
        except (OSError, ValueError):
            pass  # half a file: made again
    made = np.asarray(await embed(texts), np.float32)
    if kept:
        kept.parent.mkdir(parents=True, exist_ok=True)
        np.save(kept.with_suffix(".tmp.npy"), made.astype(np.float16))
        kept.with_suffix(".tmp.npy").replace(kept)
    return made
