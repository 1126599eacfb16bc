"""Which of our languages a sentence is in."""

from __future__ import annotations

import re

from jarvisd.messages import Language

_HAN = re.compile(r"[一-鿿㐀-䶿]")
_LATIN_WORD = re.compile(r"[A-Za-z]{2,}(?:['’-][A-Za-z]+)*")


def language_of(text: str, default: Language) -> Language:
    """Chinese from as many characters as English words on, for the Chinese voice can say both. `default` where nothing tells."""
    han, latin = len(_HAN.findall(text)), len(_LATIN_WORD.findall(text))
    if not han and not latin:
        return default
    return "zh" if han >= latin else "en"
