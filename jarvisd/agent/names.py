"""People's names across the two languages: 安娜 is Anna, by a table where sound misleads, else by sound."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

# The cheapest change from one sound to the other, per length: below it lie 101 of the table's 159 writings, and 0.2 % of all wrong pairs.
_SAME = 0.3
_VOWELS = frozenset("aeiou")
_SPELLED = (  # letters, first the longer ones, as the sounds that both writings share
    ("sch", "S"), ("sh", "S"), ("zh", "J"), ("ch", "J"), ("ph", "F"), ("th", "T"), ("ck", "K"), ("ng", "N"), ("qu", "K"), ("ll", "L"),
    ("ce", "Se"), ("ci", "Si"), ("cy", "Si"), ("b", "P"), ("p", "P"), ("d", "T"), ("t", "T"), ("g", "K"), ("k", "K"), ("c", "K"),
    ("q", "J"), ("j", "J"), ("z", "S"), ("s", "S"), ("x", "S"), ("m", "M"), ("n", "N"), ("l", "L"), ("r", "L"), ("f", "F"), ("v", "F"),
    ("w", "u"), ("y", "i"), ("h", "h"),
)  # fmt: skip
_LONG = (("ai", "e"), ("ei", "e"), ("ay", "e"), ("ao", "o"), ("au", "o"), ("ou", "o"), ("uo", "o"), ("ie", "i"), ("ee", "i"), ("ea", "i"))
_TWICE = re.compile(r"(.)\1+")


class Names:
    """Which name is which. table: a Latin name -> how Chinese writes it."""

    def __init__(self, table: Mapping[str, Sequence[str]]) -> None:
        self._latin: dict[str, frozenset[str]] = {name.casefold(): frozenset(writings) for name, writings in table.items()}
        self._han = frozenset(writing for writings in self._latin.values() for writing in writings)

    @property
    def latin(self) -> frozenset[str]:
        """The Latin names of the table, in lower case."""
        return frozenset(self._latin)

    @property
    def han(self) -> frozenset[str]:
        """The Chinese names of the table."""
        return self._han

    def other(self, name: str) -> list[str]:
        """How the other language writes it, as far as the table or, of Chinese names, their sound tells."""
        if name.casefold() in self._latin:
            return sorted(self._latin[name.casefold()])
        listed = sorted(latin for latin, writings in self._latin.items() if name in writings)
        return listed if listed or name.isascii() else [_spelled(name)]

    def same(self, latin: str, han: str) -> bool:
        """The Latin name and the Chinese one may be one person's."""
        latin = latin.casefold()
        if han in self._latin.get(latin, ()):
            return True
        if han in self._han and latin in self._latin:
            return False  # both are known, as two names
        spelled = _spelled(han)
        return spelled == re.sub(r"[^a-z]", "", latin) or _apart(_sounds(spelled), _sounds(latin)) < _SAME


def _spelled(han: str) -> str:
    import pypinyin  # its dictionaries take a sixth of a second: only where the table does not tell

    return "".join(pypinyin.lazy_pinyin(han))


def _sounds(spelled: str) -> str:
    """Capitals for consonants of one kind, small letters for vowels: bob and baobo are PoP and PoPo."""
    for letters, vowel in _LONG:
        spelled = spelled.replace(letters, vowel)
    for letters, sound in _SPELLED:
        spelled = spelled.replace(letters, sound)
    return _TWICE.sub(r"\1", re.sub(r"[^A-Za-z]", "", spelled))


def _apart(one: str, other: str) -> float:
    """0 for the same, 1 for nothing in common: the cheapest way from one to the other, by its longest possible cost."""
    row = [0.0]
    for sound in other:
        row.append(row[-1] + _cost(sound))
    for a in one:
        above, row = row, [row[0] + _cost(a)]
        for at, b in enumerate(other):
            row.append(min(above[at + 1] + _cost(a), row[at] + _cost(b), above[at] + _change(a, b)))
    longest = max(sum(map(_cost, one)), sum(map(_cost, other)), 1.0)
    return row[-1] / longest


def _cost(sound: str) -> float:
    """Chinese adds vowels and drops a final r or l; a consonant weighs more."""
    return 0.35 if sound in _VOWELS else 0.5 if sound in "LhN" else 1.0


def _change(a: str, b: str) -> float:
    if a == b:
        return 0.0
    return 0.5 if a in _VOWELS and b in _VOWELS else 1.6
