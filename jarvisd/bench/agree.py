"""Whether a model's arguments mean what was expected.

Tolerant only where the meaning is the same:
- letters and spaces: case, full-width forms, punctuation, underscores and a leading "the" do not count;
- numbers: 22, 22.0 and "22" are one;
- absent: null, "" and [] are no argument;
- a list of things is compared as a set;
- free text (content, query, text, when, duration): every word that is expected stands in it, in any order; "ninety", 九十 and 90 are
  one word. Of a Chinese text the expected pieces stand with spaces between them;
- an expected list, where the argument itself is none, names every right answer ("" for none).
Names stay in the language they were said in: 巴黎 is not Paris. An argument too many is wrong.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from typing import Any

FREE = frozenset({"content", "query", "text", "when", "duration"})
LISTS = frozenset({"items"})
_UNITS = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"),
    *("thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
)
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_ENGLISH = re.compile(rf"\b(?:({'|'.join(_TENS)})(?:[ -]({'|'.join(_UNITS[1:10])}))?|({'|'.join(_UNITS)}))\b")
_CHINESE = re.compile(r"[一二两三四五六七八九十]+")
_SIGNS = "零一二三四五六七八九"
_LATIN = re.compile(r"[^\W\d_]+|\d+")
_HAN = re.compile(r"[㐀-鿿]")
_STOP = frozenset(
    ("a", "an", "the", "of", "to", "in", "on", "at", "is", "was", "are", "my", "our", "your", "i", "we", "you", "it", "that", "and")
)


def agree(expected: Mapping[str, Any], given: Mapping[str, Any]) -> bool:
    got = {key: value for key, value in given.items() if not _absent(value)}
    return expected.keys() >= got.keys() and all(_one(key, value, got.get(key)) for key, value in expected.items())


def _one(key: str, wanted: Any, got: Any) -> bool:
    if key in LISTS:
        return isinstance(got, list) and {_plain(each) for each in wanted} == {_plain(each) for each in got}
    if isinstance(wanted, list):
        return any(_one(key, each, got) for each in wanted)
    if _absent(wanted) or _absent(got):
        return _absent(wanted) and _absent(got)
    if isinstance(got, (list, dict)):
        return False
    if key in FREE:
        return _holds(str(got), str(wanted))
    return _plain(wanted) == _plain(got)


def _absent(value: Any) -> bool:
    return value is None or value in ("", [])


def _plain(value: Any) -> str:
    text = unicodedata.normalize("NFKC", str(value)).casefold().strip()
    try:
        return f"{float(text):g}"
    except ValueError:
        return re.sub(r"[\W_]+", " ", text).strip().removeprefix("the ")


def _holds(text: str, words: str) -> bool:
    text, words = _numbered(text), _numbered(words)
    there = {_stem(word) for word in _LATIN.findall(text)}
    joined = re.sub(r"\s+", "", text)
    for word in _LATIN.findall(words):
        if word not in _STOP and (word not in joined if _HAN.search(word) else _stem(word) not in there):
            return False
    return True


def _numbered(text: str) -> str:
    """Numbers below a hundred as figures, "08:00" as 8."""
    text = unicodedata.normalize("NFKC", text).casefold()
    text = _CHINESE.sub(lambda signs: _chinese(signs[0].replace("两", "二")), text)
    text = _ENGLISH.sub(_english, text)
    return re.sub(r"\b0*(\d+):00\b", r"\1", text)


def _english(word: re.Match[str]) -> str:
    tens, unit, alone = word.groups()
    return str(_UNITS.index(alone)) if alone else str(10 * (_TENS.index(tens) + 2) + (_UNITS.index(unit) if unit else 0))


def _chinese(signs: str) -> str:
    tens, ten, unit = signs.rpartition("十")
    if len(tens) > 1 or len(unit) > 1:
        return "".join(str(_SIGNS.find(sign)) for sign in signs)
    return str((10 * (_SIGNS.index(tens) if tens else 1) if ten else 0) + (_SIGNS.index(unit) if unit else 0))


def _stem(word: str) -> str:
    return word[:-1] if len(word) > 3 and word.endswith("s") else word
