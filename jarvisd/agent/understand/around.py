"""A sentence as the learned judge of orders looks at it: the signs before, within, between and behind what is built like an order."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from jarvisd.agent.understand import questions
from jarvisd.agent.understand.clauses import grammar_of, signs, written
from jarvisd.agent.understand.names import Names
from jarvisd.agent.understand.signs import COLOR, NUMBER, PLACE, SCENE, THING
from jarvisd.agent.understand.spoken import plain
from jarvisd.messages import Language

_LETTER = {THING: "T", PLACE: "P", NUMBER: "N", COLOR: "C", SCENE: "S"}
_WORD = re.compile(r"[a-z']+|[A-Z]|\d+|,")
_FAR = 6  # signs, or words, between two that are looked at together


@lru_cache(maxsize=64)  # one sentence is looked at again and again
def seen(text: str, language: Language, names: Names) -> tuple[str, ...]:
    """Each once. What was named is one letter, whatever it is called."""
    said = written(text, language, names)
    marked = signs(said, language, names)
    spans = grammar_of(language).found(marked, True)
    whole = _short(marked, language)
    found = [f"k:{questions.kind(text, language)}", *_near("v:", whole, 2, 3), *_strangers(text, language, names)]
    if not spans:
        return tuple(dict.fromkeys([*found, "none", *_near("w:", whole, 1, 4), *_apart("w:", whole)]))
    before, behind = _short(marked[: spans[0][0]], language), _short(marked[spans[-1][1] :], language)
    order = _short(marked[spans[0][0] : spans[-1][1]], language)
    found += [
        *_near("a:", before, 1, 4),
        *_apart("a:", ("^", *before, "$")),
        *_near("z:", behind, 1, 4),
        *_apart("z:", ("^", *behind, "$")),
    ]
    for (_, end), (start, _) in itertools.pairwise(spans):
        found += _near("m:", _short(marked[end:start], language), 1, 4)
    found += [*_near("o:", order, 2, 3), f"a{min(len(before), 12) // 2}", f"z{min(len(behind), 12) // 2}", f"n{min(len(spans), 3)}"]
    found += [
        f"x:{_said(before[-1:])}|{_said(order[:1])}",
        f"x:{_said(before[-2:])}|{_said(order[:1])}",
        f"y:{_said(order[-1:])}|{_said(behind[:1])}",
    ]
    return tuple(dict.fromkeys([*found, f"b{bool(before):d}{bool(behind):d}"]))


def _strangers(text: str, language: Language, names: Names) -> Iterator[str]:
    """Who or what is called by a name of its own that this house does not know: "turn it off Martha", a film, a shop."""
    called = {match.group().casefold() for match in _CALLED.finditer(text)} if language == "en" else set[str]()
    known = {word for mention in names.find(plain(text, language), language) for word in _WORD.findall(mention.said)} if called else set()
    yield from ["stranger"] if called - known - _OURS else []


_CALLED = re.compile(r"(?<=[a-z,] )[A-Z][a-z]+")
_OURS = frozenset(["jarvis", "please", "okay"])


def _short(marked: str, language: Language) -> tuple[str, ...]:
    """Its words, of Chinese its signs; every name, number and colour as one letter."""
    letters = "".join(_LETTER[sign] if sign in _LETTER else "".join(same) for sign, same in itertools.groupby(marked))
    return tuple(letters) if language == "zh" else tuple(_WORD.findall(letters))


def _said(words: Sequence[str]) -> str:
    return "".join(words) if all(len(word) == 1 for word in words) else " ".join(words)


def _near(tag: str, text: Sequence[str], shortest: int, longest: int) -> Iterator[str]:
    bounded = ("^", *text, "$")
    for length in range(shortest, longest + 1):
        yield from (tag + _said(bounded[at : at + length]) for at in range(len(bounded) - length + 1))


def _apart(tag: str, text: Sequence[str]) -> Iterator[str]:
    """Two that stand near one another in this order."""
    return (f"{tag}{one}..{two}" for at, one in enumerate(text) for two in text[at + 2 : at + _FAR])
