"""Other ways to read what a transcriber wrote down, where nobody understands it as it stands."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence

from jarvisd.agent.understand import Doubt, Meaning, Nameless, misheard_en, misheard_zh
from jarvisd.agent.understand.names import Names
from jarvisd.messages import Language

_MOST = 8  # readings that are tried: each takes as long as the sentence itself
_PAUSE_ZH = re.compile(r"(?<=[㐀-鿿])[,，、 ]+(?=[㐀-鿿])")


def readings(text: str, others: Sequence[str], language: Language, names: Names, ordered: bool = True) -> Iterator[tuple[str, bool]]:
    """The likeliest first, and whether it is a reading of the text itself.

    others: what else the transcriber may have heard. ordered: as it stands it is an order for something that this house has not.
    """
    seen = {text}
    for reading, sure in itertools.islice(_every(text, others, language, names, ordered), _MOST):
        if reading not in seen:
            seen.add(reading)
            yield reading, sure


def asks(language: Language, before: Meaning) -> bool:
    """What is doubtful of another reading is asked about; in English only where the sentence was an order as it stood."""
    return isinstance(before, Nameless) if language == "en" else not isinstance(before, Doubt)


def _every(text: str, others: Sequence[str], language: Language, names: Names, ordered: bool) -> Iterator[tuple[str, bool]]:
    for reading in _of(text, language, names, ordered):
        yield reading, True
    for other in others:
        yield other, False
    for other in others:
        for reading in _of(other, language, names, ordered):
            yield reading, False


def _of(text: str, language: Language, names: Names, ordered: bool) -> Iterator[str]:
    if language == "en":
        yield from misheard_en.readings(text, names, ordered)
        return
    if (said := misheard_zh.repaired(text)) != text:
        yield said
    if (unpaused := _PAUSE_ZH.sub("", text)) != text:
        yield unpaused
        if (said := misheard_zh.repaired(unpaused)) != unpaused:
            yield said
    if (named := names.nearly_zh(said)) != said:
        yield named
