"""Numbers read from words or figures, exactly, in English and Chinese."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from fractions import Fraction

from jarvisd.messages import Language

_ONES = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen", "fourteen"),
    *("fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
)
_EN: Mapping[str, int] = {word: n for n, word in enumerate(_ONES)} | {
    word: 10 * n for n, word in enumerate(["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"], 2)
}
_POINTED: Mapping[str, str] = {word: str(n) for n, word in enumerate(_ONES[:10])} | {"oh": "0"}
_LARGE: Mapping[str, int] = {"thousand": 10**3, "million": 10**6, "billion": 10**9}
_ZH: Mapping[str, int] = {sign: n for n, sign in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2, "俩": 2}
_UNITS: Mapping[str, int] = {"十": 10, "百": 100, "千": 1000}
_LARGE_ZH: Mapping[str, int] = {"亿": 10**8, "万": 10**4}
_FIGURES = re.compile(r"\d{1,3}(?:[,，]\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?")


def read_number(text: str, language: Language) -> Fraction | None:
    """1,234.5, twelve, two hundred and five, one point five, two and a half; 十二, 两百零五, 一点五, 三万. None: it is no number."""
    text = text.strip().lower()
    for minus in ("minus ", "negative ", "负", "-"):
        if text.startswith(minus):
            value = read_number(text.removeprefix(minus), language)
            return None if value is None else -value
    if _FIGURES.fullmatch(text):
        return Fraction(re.sub("[,，]", "", text))
    read: Callable[[str], Fraction | None] = _chinese if language == "zh" else _english
    return read(text)


def _english(text: str) -> Fraction | None:
    if text.endswith((" and a half", " and half")):
        whole = _english(text.rsplit(" and ", 1)[0])
        return None if whole is None else whole + Fraction(1, 2)
    head, point, tail = text.partition(" point ")
    if point:
        digits = [_POINTED.get(word, word if word.isdecimal() else "") for word in tail.split()]
        value = read_number(head, "en")
        return value + Fraction(f"0.{''.join(digits)}") if value is not None and value.denominator == 1 and all(digits) else None
    total = part = 0
    last = 10**12  # what a word may not reach: "five twenty" is no number
    for at, word in enumerate(words := text.replace("-", " ").split()):
        if word == "and" and at and at + 1 < len(words) and words[at - 1] in ("hundred", *_LARGE):
            continue
        if word in ("a", "an") and words[at + 1 : at + 2] in (["hundred"], *([each] for each in _LARGE)) and not part:
            part, last = 1, 10
        elif word == "hundred" and 0 < part < 100:
            part, last = 100 * part, 100
        elif word in _LARGE and part:
            total, part, last = total + part * _LARGE[word], 0, 10**12
        elif word.isdecimal() and not part and words[at + 1 : at + 2] and words[at + 1] in _LARGE:
            part = int(word)
        elif word in _EN and _EN[word] < last and not (part % 100 and _EN[word] >= 10):
            part, last = part + _EN[word], 10 if _EN[word] >= 20 else 1
        else:
            return None
    return Fraction(total + part) if text else None


def _chinese(text: str) -> Fraction | None:
    if text.endswith("半") and len(text) > 1:
        whole = _chinese(text[:-1].removesuffix("个"))
        return None if whole is None else whole + Fraction(1, 2)
    head, point, tail = text.partition("点")
    if point:
        value, digits = read_number(head, "zh"), [_ZH.get(sign) for sign in tail]
        if value is None or not digits or None in digits:
            return None
        return value + Fraction(f"0.{''.join(map(str, digits))}")
    for sign, unit in _LARGE_ZH.items():
        head, found, tail = text.partition(sign)
        if found:
            many, rest = read_number(head, "zh"), read_number(tail.lstrip("零"), "zh") if tail.strip("零") else Fraction(0)
            if many is None or rest is None:
                return None
            if len(tail) == 1 and tail in _ZH:  # 三万五 is thirty-five thousand
                rest *= unit // 10
            return many * unit + rest
    if len(text) > 1 and all(sign in _ZH for sign in text):
        return Fraction(int("".join(str(_ZH[sign]) for sign in text)))
    total, ones, unit = 0, None, 1
    for sign in text:
        if sign in _UNITS:
            unit = _UNITS[sign]
            total, ones = total + (1 if ones is None else ones) * unit, None
        elif sign in _ZH:
            ones, unit = _ZH[sign], 1 if sign in "零〇" else unit
        else:
            return None
    if ones and unit >= 100:  # 一百五 is a hundred and fifty
        ones *= unit // 10
    return Fraction(total + (ones or 0)) if text else None
