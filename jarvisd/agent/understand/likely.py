"""The names of a house that may have been said where something else was written down."""

from __future__ import annotations

import difflib
import math
from functools import lru_cache

from jarvisd.agent import sounds
from jarvisd.agent.understand import sounds_en
from jarvisd.agent.understand.names import Names
from jarvisd.messages import Language

_MOST = {"en": 12, "zh": 16}  # a transcriber that has more in mind hears them everywhere, and takes longer
_LEAST = 0.3  # the share of a name's sounds that must have been heard somewhere


def names(text: str, language: Language, known: Names) -> tuple[str, ...]:
    """The likeliest first: by how many of its sounds, and pairs of them, stand in the text; of two the longer, which nothing else sounds like."""
    heard = _grams(_sound(text, language))
    ranked = [(len(grams & heard), len(grams), form) for form, grams in _forms(known, language)]
    near = sorted(((shared / math.sqrt(every), form) for shared, every, form in ranked if shared >= _LEAST * every), reverse=True)
    return tuple(form for _, form in near[: _MOST[language]])


def alike(text: str, other: str, language: Language) -> float:
    """The share of their sounds, in their order, that two ways to hear a sentence have in common: what was put into the ear has few."""
    one, two = _sound(text, language), _sound(other, language)
    return difflib.SequenceMatcher(None, one, two, autojunk=False).ratio()


@lru_cache(maxsize=8)
def _forms(known: Names, language: Language) -> tuple[tuple[str, frozenset[str]], ...]:
    spoken = ((form, _grams(_sound(form, language))) for form in known.forms if form.isascii() is (language == "en"))
    return tuple((form, grams) for form, grams in spoken if grams)


def _sound(text: str, language: Language) -> str:
    if language == "zh":
        return sounds.alike("".join(sign for sign in text if sign.isalnum()))
    return sounds_en.keys("".join(sign if sign.isalnum() else " " for sign in text.lower().replace("'", "")))


def _grams(sound: str) -> frozenset[str]:
    return frozenset(sound) | {sound[at : at + 2] for at in range(len(sound) - 1)}
