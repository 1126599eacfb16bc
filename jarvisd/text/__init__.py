"""Text between the mind and the voice: cut into sentences, told apart by language, made fit to be read aloud."""

from __future__ import annotations

from jarvisd.messages import Language
from jarvisd.text.chinese import chinese
from jarvisd.text.english import english
from jarvisd.text.language import language_of
from jarvisd.text.plain import plain
from jarvisd.text.sentences import Sentences

__all__ = ["Sentences", "language_of", "speakable"]


def speakable(text: str, language: Language) -> str:
    """What a person would read out: words for numbers, units and signs, nothing of the markup; "" if nothing is left to say."""
    return chinese(plain(text, "zh")) if language == "zh" else english(plain(text, "en"))
