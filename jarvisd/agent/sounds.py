"""Chinese as it sounds: characters that a transcriber takes for one another become one."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

_NUMBERS = "零〇一二三四五六七八九十百两"


def alike(text: str) -> str:
    """声音 and 生意 give the same. Numbers stay as they are, nothing becomes one: a misheard word must not set a level."""
    return text.translate(_tables()[0])


def alike_with_numbers(text: str) -> str:
    """一量 and 音量 give the same too; no number word is left."""
    return text.translate(_tables()[1])


def alike_in(templates: Any) -> Any:
    """`alike` for every text in lists and tables, their keys excepted."""
    match templates:
        case str():
            return alike(templates)
        case list():
            return [alike_in(item) for item in templates]
        case dict():
            return {key: alike_in(value) for key, value in templates.items()}
    return templates


# What is taken for one another at the head of a syllable.
_HEADS = tuple(
    map(
        frozenset,
        (
            ("b", "p", "m"),
            ("d", "t", "l"),
            ("g", "k", "h", "f"),
            ("j", "q", "x", "z", "c", "s", "zh", "ch", "sh"),
            ("n", "l", "r"),
            ("y", "w", ""),
        ),
    )
)
_HEAD = re.compile(r"^(?:[zcs]h|[bpmfdtnlgkhjqxzcsryw])?")
_OF_A_KIND, _ELSE = 0.25, 0.6  # what another head costs, of a sign whose every sound is another's: 1
_SHARED, _OTHER = 0.15, 0.4  # another rest


def unlike(one: str, other: str) -> float:
    """How far two texts of as many signs are from each other by their sound: 0 the same, 1 nothing alike."""
    if len(one) != len(other) or not one:
        return 1.0
    return sum(map(_apart, one, other)) / len(one)


def _apart(one: str, other: str) -> float:
    table = _syllables()
    a, b = table.get(ord(one), one), table.get(ord(other), other)
    if a == b:
        return 0.0
    heads = [_HEAD.match(said).group() for said in (a, b)]  # type: ignore[union-attr]  # it matches nothing, too
    rests = [said[len(head) :].replace("o", "e") for said, head in zip((a, b), heads, strict=True)]
    head = 0.0 if heads[0] == heads[1] else _OF_A_KIND if any(set(heads) <= kind for kind in _HEADS) else _ELSE
    return head + (0.0 if rests[0] == rests[1] else _SHARED if set(rests[0]) & set(rests[1]) else _OTHER)


@cache
def _syllables() -> dict[int, str]:
    """By each letter; without a nasal ending."""
    return {ord(letter): said for said, letters in _lines() for letter in letters}


def _lines() -> list[tuple[str, str]]:
    """Syllables, and what is read so."""
    lines = (Path(__file__).parent / "sounds.txt").read_text(encoding="utf-8").splitlines()
    return [(said, letters) for said, _, letters in (line.partition(" ") for line in lines if not line.startswith("#"))]


@cache
def _tables() -> tuple[dict[int, str], dict[int, str]]:
    """Without and with the numbers: each letter's own, by the first of its line that is no number."""
    whole: dict[int, str] = {}
    for _, line in _lines():
        stands = next(letter for letter in line if letter not in _NUMBERS)
        whole |= dict.fromkeys(map(ord, line), stands)
    return {letter: stands for letter, stands in whole.items() if chr(letter) not in _NUMBERS}, whole
