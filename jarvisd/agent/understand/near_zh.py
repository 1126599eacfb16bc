"""Chinese names that were misheard by a sign or two, found by how far they sound from what was written down."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Set
from functools import lru_cache

from jarvisd.agent import sounds

_SHORTEST = 3  # signs: of two, one that is misheard leaves too little
_ONE, _SEVERAL = 0.34, 0.2  # how far a name may sound from what was heard where one sign is another, and where several are
_NEARER = 0.15  # by how much any other name must be farther
_FRAMED = 0.2  # the same where only a name can stand there
_FRAME = re.compile(r"把([\u3400-\u9fff]{2,5}?)(?:给我|给|再|都|全)?(?:打开|关掉|关上|关了|开一?下|关一?下|拉上|拉开|调[到成亮暗高低大小])")
_NUMBER = frozenset("零一二两三四五六七八九十百半几")
_OURS = frozenset("我你您他她了吗呢没不别把给记关开")  # what everybody hears right
_COUNTED = _NUMBER | frozenset("度点成到是为")  # beside these a number is one


def put_right(text: str, names: Mapping[str, Iterable[str]], taken: Set[int]) -> str:
    """With each name that is near, and like no other, in the place of what was heard.

    names: what things are called -> what goes by it. taken: where something is named that stays.
    """
    found = sorted(_near(text, names, taken))
    used: set[int] = set()
    put: list[tuple[int, str]] = []
    for far, _, at, form in found:
        span = set(range(at, at + len(form)))
        own = set(names[form])
        rivals = [other for near, _, start, other in found if near < far + _NEARER and span & set(range(start, start + len(other)))]
        if not span & used and len(own) == 1 and all(set(names[other]) == own for other in rivals):
            put.append((at, form))
            used |= span
    for at, form in put:
        text = text[:at] + form + text[at + len(form) :]
    return text


def framed(text: str, names: Mapping[str, Iterable[str]]) -> str:
    """With the one name that sounds like what stands between 把 and what is done with it, were it of two signs only: 把旧花打开."""
    for found in reversed(list(_FRAME.finditer(text))):
        said = found[1]
        if said in names:
            continue
        ranked = sorted((sounds.unlike(said, form), form) for form in names if len(form) == len(said))
        if (
            ranked
            and ranked[0][0] <= _FRAMED
            and all(far >= ranked[0][0] + _NEARER or set(names[form]) == set(names[ranked[0][1]]) for far, form in ranked[1:])
        ):
            text = text[: found.start(1)] + ranked[0][1] + text[found.end(1) :]
    return text


def _near(text: str, names: Mapping[str, Iterable[str]], taken: Set[int]) -> Iterable[tuple[float, int, int, str]]:
    """How far, the longer first where that is the same, where, and the name."""
    heard = sounds.alike(text)
    every = frozenset(heard)
    for form in names:
        keyed, signs = _sound(form)
        if len(form) < _SHORTEST or len(signs - every) > len(form) // 2 or form in text:
            continue
        for at in range(len(text) - len(form) + 1):
            other = [number for number, sign in enumerate(keyed, at) if sign != heard[number]]
            if (
                not other
                or len(other) > len(form) // 2
                or any(text[number] != form[number - at] for number in taken & set(range(at, at + len(form))))
            ):
                continue
            if any(text[number] in _OURS or _counts(text, number) for number in other):
                continue
            far = sounds.unlike(text[at : at + len(form)], form)
            if far <= (_ONE if len(other) == 1 else _SEVERAL):
                yield far, -len(form), at, form


@lru_cache(maxsize=8192)
def _sound(form: str) -> tuple[str, frozenset[str]]:
    keyed = sounds.alike(form)
    return keyed, frozenset(keyed)


def _counts(text: str, at: int) -> bool:
    """It is a number that says how much."""
    return text[at] in _NUMBER and bool(_COUNTED.intersection(text[max(0, at - 1) : at] + text[at + 1 : at + 2]))
