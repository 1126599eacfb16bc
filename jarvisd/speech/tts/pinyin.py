"""Chinese text as the phonemes that Kokoro was trained on.

They are those of misaki's Mandarin (0.9.4, the legacy table of Kokoro v1.0; Apache-2.0), which cannot be a dependency itself; the tests
compare every syllable and some sentences with what it makes. The IPA is that of https://en.wikipedia.org/wiki/Help:IPA/Mandarin.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

import rjieba
from pypinyin import Style, lazy_pinyin

# The longest initials first, since "zh" begins with "z".
_INITIALS = {
    "zh": "ꭧ", "ch": "ꭧʰ", "sh": "ʂ",
    "b": "p", "p": "pʰ", "m": "m", "f": "f", "d": "t", "t": "tʰ", "n": "n", "l": "l", "g": "k", "k": "kʰ", "h": "x",
    "j": "ʨ", "q": "ʨʰ", "x": "ɕ", "r": "ɻ", "z": "ʦ", "c": "ʦʰ", "s": "s",
}  # fmt: skip

# 0 is the place of the tone. "v" is ü.
_FINALS = {
    "a": "a0", "ai": "ai0", "an": "a0n", "ang": "a0ŋ", "ao": "au0", "e": "ɤ0", "ei": "ei0", "en": "ə0n", "eng": "ə0ŋ",
    "i": "i0", "ia": "ja0", "ian": "jɛ0n", "iang": "ja0ŋ", "iao": "jau0", "ie": "je0", "in": "i0n", "ing": "i0ŋ", "iong": "jʊ0ŋ",
    "iou": "jou0", "o": "wo0", "ong": "ʊ0ŋ", "ou": "ou0", "u": "u0", "ua": "wa0", "uai": "wai0", "uan": "wa0n", "uang": "wa0ŋ",
    "uei": "wei0", "uen": "wə0n", "ueng": "wə0ŋ", "uo": "wo0", "v": "y0", "van": "ɥɛ0n", "ve": "ɥe0", "vn": "y0n",
}  # fmt: skip

_WHOLE = {"er": "ɚ0", "o": "ɔ0", "ê": "ɛ0", "m": "m0", "n": "n0", "ng": "ŋ0", "hm": "hm0", "hng": "hŋ0"}  # syllables of their own kind
_SHORT = {"iu": "iou", "ui": "uei", "un": "uen"}  # finals as they are written behind an initial
_BUZZED = ("zh", "ch", "sh", "r", "z", "c", "s")  # before these an "i" is no vowel, but the initial held on
_TONES = {"1": "→", "2": "↗", "3": "↓", "4": "↘", "5": ""}

_SIGNS = {
    "、": ", ", "，": ", ", "。": ". ", "．": ". ", "！": "! ", "：": ": ", "；": "; ", "？": "? ", "（": " (", "）": ") ",
    **dict.fromkeys("«《「【", " “"), **dict.fromkeys("»》」】", "” "),
}  # fmt: skip

_RUNS = re.compile(r"(?P<chinese>[一-鿿〇]+)|(?P<foreign>[A-Za-z0-9](?:[A-Za-z0-9 '’-]*[A-Za-z0-9])?)|(?P<sign>.)", re.DOTALL)


@cache
def syllable(pinyin: str) -> str:
    """Phonemes of one syllable with the tone as a digit, "xian4" -> "ɕjɛ↘n"; "" for what is no syllable."""
    sound, tone = pinyin[:-1].replace("ü", "v"), _TONES.get(pinyin[-1:])
    if tone is None:
        return ""
    initial = ""
    if sound in _WHOLE:
        final = _WHOLE[sound]
    else:
        initial = next((letters for letters in _INITIALS if sound.startswith(letters)), "")
        written = _unmasked(initial, sound.removeprefix(initial))
        final = "ɨ0" if written == "i" and initial in _BUZZED else _FINALS.get(written, "")
    return _INITIALS.get(initial, "") + final.replace("0", tone) if final else ""


def _unmasked(initial: str, written: str) -> str:
    """A final as the table names it: pinyin writes i, u and ü in other ways behind nothing (y, w) or behind j, q and x."""
    if initial:
        if initial in "jqx" and written.startswith("u"):
            return "v" + written[1:]
        return _SHORT.get(written, written)
    if written.startswith("yu") or written.startswith("yv"):
        return "v" + written[2:]
    if written.startswith("y"):
        rest = written[1:]
        if rest == "o":
            return rest
        return {"ou": "iou"}.get(rest, rest if rest.startswith("i") else "i" + rest)
    if written.startswith("w"):
        rest = written[1:]
        return {"ei": "uei", "en": "uen", "ong": "ong"}.get(rest, rest if rest.startswith("u") else "u" + rest)
    return written


def phonemes(text: str, foreign: Callable[[str], str]) -> str:
    """Phonemes of a Chinese sentence, words set apart; `foreign` gives those of the Latin letters in it."""
    found: list[str] = []
    for run in _RUNS.finditer(text):
        match run.lastgroup:
            case "chinese":
                found.append(" ".join(_word(word) for word in rjieba.cut(run.group())))
            case "foreign":
                found.append(foreign(run.group()))
            case _:
                found.append(_SIGNS.get(run.group(), run.group()))
    return "".join(found).strip()


def _word(word: str) -> str:
    return "".join(map(syllable, lazy_pinyin(word, style=Style.TONE3, neutral_tone_with_five=True, errors="ignore")))
