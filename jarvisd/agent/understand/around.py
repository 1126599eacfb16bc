"""A sentence as the learned judge of orders looks at it: the signs before, within, between and behind what is built like an order."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

from jarvisd.agent.understand import questions
from jarvisd.agent.understand.clauses import grammar_of, signs, written
from jarvisd.agent.understand.names import Names
from jarvisd.agent.understand.signs import COLOR, NUMBER, PLACE, SCENE, THING
from jarvisd.messages import Language

_LETTER = {THING: "T", PLACE: "P", NUMBER: "N", COLOR: "C", SCENE: "S"}
_FAR = 6  # signs between two that are looked at together


def seen(text: str, language: Language, names: Names) -> tuple[str, ...]:
    """Each once. What was named is one letter, whatever it is called."""
    said = written(text, language, names)
    marked = signs(said, language, names)
    spans = grammar_of(language).found(marked, True)
    whole = _short(marked)
    found = [f"k:{questions.kind(text, language)}", *_near("v:", whole, 2, 3)]
    if not spans:
        return tuple(dict.fromkeys([*found, "none", *_near("w:", whole, 1, 4), *_apart("w:", whole)]))
    before, behind = _short(marked[: spans[0][0]]), _short(marked[spans[-1][1] :])
    order = _short(marked[spans[0][0] : spans[-1][1]])
    found += [*_near("a:", before, 1, 4), *_apart("a:", f"^{before}$"), *_near("z:", behind, 1, 4), *_apart("z:", f"^{behind}$")]
    for (_, end), (start, _) in itertools.pairwise(spans):
        found += _near("m:", _short(marked[end:start]), 1, 4)
    found += [*_near("o:", order, 2, 3), f"a{min(len(before), 12) // 2}", f"z{min(len(behind), 12) // 2}", f"n{min(len(spans), 3)}"]
    found += [
        f"x:{before[-1:]}|{order[:1]}",
        f"x:{before[-2:]}|{order[:1]}",
        f"y:{order[-1:]}|{behind[:1]}",
        f"b{bool(before):d}{bool(behind):d}",
    ]
    return tuple(dict.fromkeys(found))


def _short(marked: str) -> str:
    """Every name, number and colour as one letter."""
    return "".join(_LETTER[sign] if sign in _LETTER else "".join(same) for sign, same in itertools.groupby(marked))


def _near(tag: str, text: str, shortest: int, longest: int) -> Iterator[str]:
    bounded = ["^", *text, "$"]
    for length in range(shortest, longest + 1):
        yield from (tag + "".join(bounded[at : at + length]) for at in range(len(bounded) - length + 1))


def _apart(tag: str, text: str) -> Iterator[str]:
    """Two that stand near one another in this order."""
    return (f"{tag}{one}..{two}" for at, one in enumerate(text) for two in text[at + 2 : at + _FAR])
