"""The names that a household uses most, so that they are heard as what they are."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from datetime import date

from jarvisd.agent.names import Names

_WITHIN = re.compile(r"(?<=[a-z,;] )[A-Z][a-z]{2,}\b")  # a capital within a sentence
_FIRST = re.compile(r"\b[A-Z][a-z]{2,}\b")
_DAYS = frozenset(date(2026, month, month).strftime(form) for month in range(1, 13) for form in ("%A", "%B"))  # written with a capital too


def called(texts: Iterable[str], names: Names, most: int = 3) -> tuple[str, ...]:
    """The names that stand in what was said, the most frequent first, each in both languages where the table has it.

    Few, for what a transcriber listens for it hears where it was not said too: of 1160 words of strangers' prompts two names make one
    more go wrong, four names four, ten names eleven. Names are those of the table and, in English, what has a capital within a sentence.
    """
    found: Counter[str] = Counter()
    for text in texts:
        first = (word for word in _FIRST.findall(text) if word.casefold() in names.latin)
        found.update({*first, *_WITHIN.findall(text), *(name for name in names.han if len(name) > 1 and name in text)} - _DAYS)
    both: dict[str, None] = {}
    for name, _ in sorted(found.items(), key=lambda counted: (-counted[1], counted[0]))[:most]:
        other = names.other(name)[:1] if name.isascii() or name in names.han else []
        both |= dict.fromkeys([name, *(each.capitalize() if each.isascii() else each for each in other)])
    return tuple(both)
