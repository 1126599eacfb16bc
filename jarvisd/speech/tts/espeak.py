"""English words as sounds, by the espeak-ng inside piper."""

from __future__ import annotations

import threading
from functools import cache

from piper.phonemize_espeak import EspeakPhonemizer

_ONE_AT_A_TIME = threading.Lock()  # espeak-ng keeps its voice and its place in the text in globals


@cache
def _espeak() -> EspeakPhonemizer:
    return EspeakPhonemizer()


def phonemize(text: str, voice: str = "en-us") -> list[list[str]]:
    """IPA characters of each sentence, with its punctuation. `voice` is one of espeak-ng's."""
    readable = text.replace("\0", " ").encode("utf-8", "ignore").decode("utf-8")  # halves of characters would raise
    with _ONE_AT_A_TIME:
        found: list[list[str]] = _espeak().phonemize(voice, readable)
    return found


# From espeak's American English to the set Kokoro was trained on, in this order: what misaki 0.9.4 (Apache-2.0) does for words that
# its dictionary does not know.
_TO_KOKORO = (
    ("aɪ", "I"), ("aʊ", "W"), ("dʒ", "ʤ"), ("eɪ", "A"), ("e", "A"), ("tʃ", "ʧ"), ("ɔɪ", "Y"), ("oʊ", "O"), ("əl", "ᵊl"),
    ("ʲo", "jo"), ("ʲə", "jə"), ("ʲ", ""), ("ɚ", "əɹ"), ("r", "ɹ"), ("x", "k"), ("ç", "k"), ("ɐ", "ə"), ("ɬ", "l"),
    ("\u0303", ""), ("ɜːɹ", "ɜɹ"), ("ɜː", "ɜɹ"), ("ɪə", "iə"), ("ː", ""), ("o", "ɔ"), ("ɾ", "T"), ("ʔ", "t"), ("n\u0329", "ᵊn"),
    ("\u0329", ""),
)  # fmt: skip


def kokoro(text: str) -> str:
    """Kokoro's phonemes of an English text."""
    sounds = " ".join("".join(sentence) for sentence in phonemize(text))
    for theirs, ours in _TO_KOKORO:
        sounds = sounds.replace(theirs, ours)
    return sounds
