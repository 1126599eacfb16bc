"""Sums are worked out by rule: a small language model gets them wrong, and none is needed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction

from jarvisd.agent import Answer
from jarvisd.agent.answers import Line
from jarvisd.messages import Language, Request, in_language
from jarvisd.text.language import language_of
from jarvisd.text.reading_numbers import read_number

NAME = "sums"

_LONGEST = 120  # characters of a sum
_MOST = 10**15  # more is not said aloud
_POWER = 64

_PLUS, _MINUS, _TIMES, _OVER, _TO = "+", "-", "*", "/", "^"
_SIGNS = {"×": _TIMES, "x": _TIMES, "÷": _OVER, "+": _PLUS, "−": _MINUS, "-": _MINUS, "*": _TIMES, "/": _OVER, "^": _TO}
_WORDS_EN = {
    **{"plus": _PLUS, "added to": _PLUS, "minus": _MINUS, "less": _MINUS, "take away": _MINUS},
    **{"times": _TIMES, "multiplied by": _TIMES, "divided by": _OVER, "over": _OVER, "to the power of": _TO},
}
_WORDS_ZH = {
    **{"加上": _PLUS, "加": _PLUS, "减去": _MINUS, "减掉": _MINUS, "减": _MINUS},
    **{"乘以": _TIMES, "乘上": _TIMES, "乘": _TIMES, "除以": _OVER},
}
_ASKED_EN = re.compile(
    r"^(?:(?:hey |ok |okay )?jarvis |please |so |and |ok |now )*"
    r"(?:(?:can|could|would) you (?:please )?(?:tell me|work out|calculate|compute|do) |do you know |tell me |i want to know )?"
    r"(?:(?:what|how much|how many) (?:is|are|s|does|would be|do you get for|do you get if you (?:do|take)) |whats |calculate |compute "
    r"|work out |figure out |solve )?(?:the (?:result|answer) (?:of|to) )?"
    r"(?P<sum>.+?)(?: (?:is|are|equals?|make|makes|come to|comes to|be)(?: (?:what|how much|how many))?)?(?: please| for me| jarvis)*$"
)
_ASKED_ZH = re.compile(
    r"^(?:嘿|贾维斯|请问|请|麻烦|你知道|那么?|你?能?告诉我|(?:你)?(?:能|可以)?(?:帮我|给我)?(?:算|计算|算算)(?:一下|一算|出)?)*"
    r"(?P<sum>.+?)(?:等于|是|得|一共是|总共是|结果是|应该是)?(?:多少|几|什么)?(?:呢|呀|啊|吗)?$"
)
_EN_OF = (  # what is said around one or two numbers
    (re.compile(r"^(?:the )?sum of (.+) and (.+)$"), r"\1 + \2"),
    (re.compile(r"^(?:the )?product of (.+) and (.+)$"), r"\1 * \2"),
    (re.compile(r"^(.+?)(?: percent|%) of (.+)$"), r"\1 / 100 * \2"),
    (re.compile(r"^(.+?)(?: percent|%) off (.+)$"), r"\2 - \1 / 100 * \2"),
    (re.compile(r"^(?:a )?half of (.+)$"), r"\1 / 2"),
    (re.compile(r"^(?:a |one )?third of (.+)$"), r"\1 / 3"),
    (re.compile(r"^(?:a |one )?quarter of (.+)$"), r"\1 / 4"),
    (re.compile(r"^(?:double|twice) (.+)$"), r"2 * \1"),
    (re.compile(r"^(?:the )?square of (.+)$"), r"\1 ^ 2"),
    (re.compile(r"^(.+) squared$"), r"\1 ^ 2"),
    (re.compile(r"^(.+) cubed$"), r"\1 ^ 3"),
)
_ZH_OF = (
    (re.compile(r"^(.+)的百分之(.+)$"), r"\1 * \2 / 100"),
    (re.compile(r"^百分之(.+)的(.+)$"), r"\1 / 100 * \2"),
    (re.compile(r"^(.+)[和跟与](.+)(?:的和|加起来|相加)$"), r"\1 + \2"),
    (re.compile(r"^(.+)[和跟与](.+)(?:的积|相乘)$"), r"\1 * \2"),
    (re.compile(r"^(.+)的一半$"), r"\1 / 2"),
    (re.compile(r"^(.+)的平方$"), r"\1 ^ 2"),
    (re.compile(r"^(.+)的立方$"), r"\1 ^ 3"),
    (re.compile(r"^(.+)的(.+)次方$"), r"\1 ^ \2"),
)
_ROOT = re.compile(r"^(?:the )?square root of (.+)$|^(.+)的平方根$|^根号(.+)$")
_SAID = {
    "en": {_PLUS: " plus ", _MINUS: " minus ", _TIMES: " times ", _OVER: " divided by "},
    "zh": {_PLUS: "加", _MINUS: "减", _TIMES: "乘以", _OVER: "除以"},
}
_SAYS: dict[str, dict[Language, str]] = {
    "is": {"en": "{sum} is {value}.", "zh": "{sum}等于{value}。"},
    "alone": {"en": "That is {value}.", "zh": "是{value}。"},
    "about": {"en": "about {value}", "zh": "大约{value}"},
    "zero": {"en": "Nothing can be divided by zero.", "zh": "零不能做除数。"},
}


class Sums:
    """A Responder: takes a sum that is said whole and nothing else."""

    name = NAME

    def fixed(self) -> Sequence[tuple[str, Language]]:
        return [(text, language) for language, text in _SAYS["zero"].items()]

    async def consider(self, request: Request) -> Answer | None:
        language = language_of(request.text, request.language)
        said = worked_out(request.text, language)
        return None if said is None else Line(said, language, NAME)


def worked_out(text: str, language: Language) -> str | None:
    """The sentence that answers a sum; None: it is none."""
    if len(text) > _LONGEST or language not in _SAID:
        return None
    plain = re.sub(r"(?<=\d)\s*[x×]\s*(?=\d)", " × ", text.strip().lower().replace("’", "'")).replace("'", "")
    plain = " ".join(re.sub(r"[?!？！。=＝:：]|[,，、](?!\d{3})|\.(?!\d)", " ", plain).split())
    asked = (_ASKED_ZH.match(plain.replace(" ", "")) if language == "zh" else _ASKED_EN.match(plain)) if plain else None
    if asked is None:
        return None
    said = asked["sum"].strip()
    if root := _ROOT.match(said):
        return _rooted(next(filter(None, root.groups())), language)
    known = False
    for pattern, written in _ZH_OF if language == "zh" else _EN_OF:
        if pattern.match(said):
            said, known = pattern.sub(written, said), True
            break
    parts = _parts(said, language)
    if parts is None or (len(parts) == 1 and not known):
        return None
    try:
        value = _value(parts)
    except ZeroDivisionError:
        return in_language(_SAYS["zero"], language)
    if value is None or abs(value) >= _MOST:
        return None
    if known or _TO in parts:
        return in_language(_SAYS["alone"], language).format(value=shown(value, language))
    words = in_language(_SAID, language)
    told = "".join(words[part] if isinstance(part, str) else shown(part, language) for part in parts)
    return in_language(_SAYS["is"], language).format(sum=told, value=shown(value, language))


def _parts(said: str, language: Language) -> list[Fraction | str] | None:
    """Numbers with a sign between any two; None where it is anything else."""
    words = _WORDS_ZH if language == "zh" else _WORDS_EN
    gap = "" if language == "zh" else r"\b"
    named = "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
    signs = re.compile(rf"{gap}({named}){gap}|(?<=[\d\s])([×x÷+*/^])(?=[\d\s])|(?<=\s)([−-])(?=\s)")
    parts: list[Fraction | str] = []
    begun = 0
    for sign in signs.finditer(said):
        before = said[begun : sign.start()].strip()
        if not before and words.get(sign[0], sign[0]) == _MINUS:
            continue  # of a number below zero
        number = read_number(before, language)
        if number is None:
            return None
        parts += [number, words.get(sign[0]) or _SIGNS[sign[0]]]
        begun = sign.end()
    last = read_number(said[begun:].strip(), language)
    return None if last is None else [*parts, last]


def _value(parts: Sequence[Fraction | str]) -> Fraction | None:
    """As it is taught: powers, then times and divided by, then plus and minus. None where it grows too large."""
    parts = list(parts)
    for level in ((_TO,), (_TIMES, _OVER), (_PLUS, _MINUS)):
        at = 1
        while at < len(parts):
            if (sign := parts[at]) not in level:
                at += 2
                continue
            made = _two(parts[at - 1], str(sign), parts[at + 1])
            if made is None:
                return None
            parts[at - 1 : at + 2] = [made]
    return parts[0] if isinstance(parts[0], Fraction) else None


def _two(left: Fraction | str, sign: str, right: Fraction | str) -> Fraction | None:
    assert isinstance(left, Fraction)
    assert isinstance(right, Fraction)
    match sign:
        case "+":
            return left + right
        case "-":
            return left - right
        case "*":
            return left * right
        case "/":
            return left / right
    if right.denominator != 1 or abs(right) > _POWER or abs(left) > _MOST:
        return None
    return Fraction(left**right.numerator)


def _rooted(said: str, language: Language) -> str | None:
    number = read_number(said, language)
    if number is None or number < 0 or number >= _MOST:
        return None
    return in_language(_SAYS["alone"], language).format(value=shown(Fraction(float(number) ** 0.5).limit_denominator(10**9), language))


def shown(value: Fraction, language: Language) -> str:
    """In figures; what does not end is rounded, and said to be."""
    if value.denominator == 1:
        return str(value.numerator)
    figures = 2 if abs(value) >= 1 else 4
    near = round(value, figures)
    exact = f"{float(value):.{4 if abs(value) >= 1 else 6}f}".rstrip("0").rstrip(".")
    if Fraction(exact) == value:
        return exact
    shown = f"{float(near):.{figures}f}".rstrip("0").rstrip(".")
    return in_language(_SAYS["about"], language).format(value=shown) if Fraction(shown) else f"{float(value):.2g}"
