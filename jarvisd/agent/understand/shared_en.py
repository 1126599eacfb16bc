"""One noun for two names of the house: "the front and back doors" are the front door and the back door."""

from __future__ import annotations

import re
from collections.abc import Iterator

from jarvisd.agent.understand.names import Names

_BOTH = re.compile(r"\b(?P<first>[\w']+(?: [\w']+)?) (?P<joint>and|or) (?:(?:the|my|our) )?(?P<behind>[\w']+ [\w']+(?: [\w']+)?)")


def spread(text: str, names: Names) -> str:
    """Written out where both are names of this house and the first alone is none; else as it was. text as `spoken.plain` leaves it."""
    for found in _BOTH.finditer(text):
        for first in _ends(found["first"]):
            for second, noun, length in _nouns(found["behind"]):
                if names.know(f"{first} {noun}") and names.know(f"{second} {noun}") and not names.know(first):
                    start, end = found.start("joint") - 1, found.start("behind") + length
                    return f"{text[:start]} {noun} {found['joint']} the {second} {noun}{text[end:]}"
    return _amounts(text, names)


_WAYS = frozenset(["to", "at", "up", "down", "on", "off"])


def _amounts(text: str, names: Names) -> str:
    """ "Downstairs heating to twenty one, upstairs to nineteen": what is set of the second is called as of the first."""
    words = re.findall(r"[\w'%-]+|,", text)
    ends = [at for at in range(1, len(words) - 1) if words[at + 1] in _WAYS]
    for first in ends:
        noun = words[first]
        if not names.know(f"{words[first - 1]} {noun}"):
            continue
        for second in ends:
            what = words[second]
            if second > first + 2 and what not in names.things and names.know(f"{what} {noun}") and words[second - 1] != noun:
                return text.replace(f"{what} {words[second + 1]}", f"{what} {noun} {words[second + 1]}", 1)
    return text


def _ends(words: str) -> tuple[str, ...]:
    """ "lock front": both words, or the second alone."""
    return (words, words.split()[-1]) if " " in words else (words,)


def _nouns(words: str) -> Iterator[tuple[str, str, int]]:
    """A name without its noun, that noun alone and as one of several, and how many letters both took."""
    parts = words.split()
    for at in range(1, len(parts)):
        second, noun = " ".join(parts[:at]), parts[at]
        for one in dict.fromkeys((noun, noun.removesuffix("s"), noun.removesuffix("es"))):
            yield second, one, len(second) + 1 + len(noun)
