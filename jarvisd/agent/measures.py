"""One measure in another: "how many grams is a pound?", 五公里是多少英里."""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction

from jarvisd.agent import Answer
from jarvisd.agent.answers import Line
from jarvisd.agent.sums import shown
from jarvisd.agent.units import UNITS, Unit
from jarvisd.messages import Language, Request, in_language
from jarvisd.text.language import language_of
from jarvisd.text.reading_numbers import read_number

NAME = "measures"

_LONGEST = 100  # characters of a question
_MOST = 10**12  # more is not said aloud


def _named(language: Language) -> dict[str, tuple[Unit, ...]]:
    names: dict[str, tuple[Unit, ...]] = {}
    for unit in UNITS:
        for name in dict.fromkeys(word.lower() for word in (unit.en if language == "en" else unit.zh)):
            names[name] = (*names.get(name, ()), unit)
    return names


_NAMED: dict[Language, dict[str, tuple[Unit, ...]]] = {"en": _named("en"), "zh": _named("zh")}


def _any(language: Language) -> str:
    return "|".join(re.escape(name) for name in sorted(_NAMED[language], key=len, reverse=True))


_N_EN = r"(?P<n>[a-z0-9][a-z0-9.,/ -]*?)"
_U_EN, _V_EN = rf"(?P<u>{_any('en')})(?: of [a-z ]+)?", rf"(?P<v>{_any('en')})"
_EN = tuple(re.compile(rf"^(?:{pattern})$") for pattern in (
    r"(?:what is |whats |how much is |how (?:long|far|heavy|tall|hot|cold|warm|big|fast) is |convert |turn |change )?"
    rf"{_N_EN} ?{_U_EN} (?:in|to|into|as) {_V_EN}",
    rf"how many {_V_EN}(?: of [a-z ]+)? (?:(?:are|there|is|in|make|up|does|do|equals?|fit|go|into) )+"
    rf"{_N_EN} ?{_U_EN}(?: have| has| hold| make)?",
))  # fmt: skip
_N_ZH = r"(?P<n>[零一二三四五六七八九十百千万亿两半点负\d.]+?)"
_U_ZH, _V_ZH = rf"(?P<u>{_any('zh')})", rf"(?P<v>{_any('zh')})"
_IS_ZH = r"(?:是|等于|合|相当于|换算成|换成|转换成|转成|折合成?|有|=|等于是)"
_ZH = tuple(re.compile(rf"^(?:{pattern})$") for pattern in (
    rf"(?:把|将)?{_N_ZH}(?:个)?{_U_ZH}(?:的?[^是等合换转折有多几零一二三四五六七八九十半\d]{{1,4}})?{_IS_ZH}(?:多少|几|)个?{_V_ZH}",
    rf"{_N_ZH}(?:个)?{_U_ZH}(?:多少|几)个?{_V_ZH}",
))  # fmt: skip
_TENTHS = re.compile(rf"(?P<n>[一二三四五六七八九十百两\d]+)(?P<u>米|公斤|斤|公里|升)(?P<m>[一二三四五六七八九半\d])(?={_IS_ZH})")
_FEET = re.compile(r"\b(?P<feet>[a-z]+|\d+) (?:foot|feet) (?:and )?(?P<inches>[a-z]+|\d+)(?: inch(?:es)?)?(?= (?:in|to|into|as) )")
_AROUND: dict[Language, re.Pattern[str]] = {
    "en": re.compile(
        r"^(?:(?:hey |ok |okay )?jarvis |please |and |so |(?:can|could) you (?:please )?(?:tell me )?|tell me |do you know )*"
        r"|(?: please| jarvis)*$"
    ),
    "zh": re.compile(r"^(?:贾维斯|请问|请|麻烦|那|你知道|告诉我|帮我算一下|帮我算算|帮我|算一下)*|(?:呢|啊|呀|吗|来着)*$"),
}  # fmt: skip
_PARTS_EN = (
    (re.compile(r"^(?:an?|one|the)$"), Fraction(1)),
    (re.compile(r"^half(?: an?)?$"), Fraction(1, 2)),
    (re.compile(r"^(?:a |one )?(?:quarter|fourth)(?: of)?(?: an?)?$"), Fraction(1, 4)),
    (re.compile(r"^(?:a |one )?third(?: of)?(?: an?)?$"), Fraction(1, 3)),
    (re.compile(r"^(?:two )?thirds(?: of)?(?: an?)?$"), Fraction(2, 3)),
    (re.compile(r"^(?:three )?quarters(?: of)?(?: an?)?$"), Fraction(3, 4)),
    (re.compile(r"^(?:one|an?) and a half$"), Fraction(3, 2)),
)
_SAYS: dict[Language, str] = {"en": "{given} is {made}.", "zh": "{given}等于{made}。"}


class Measures:
    """A Responder: takes a question that gives one measure and asks for another, and nothing else."""

    name = NAME

    def fixed(self) -> Sequence[tuple[str, Language]]:
        return ()

    async def consider(self, request: Request) -> Answer | None:
        language = language_of(request.text, request.language)
        said = converted(request.text, language)
        return None if said is None else Line(said, language, NAME)


def converted(text: str, language: Language) -> str | None:
    """The sentence that answers; None where it is no such question."""
    if len(text) > _LONGEST or language not in _NAMED:
        return None
    plain = re.sub(r"[?!？！。，:：]|,(?!\d{3})|\.(?!\d)|'|’", "", text.lower().replace("°", " degrees "))
    plain = "".join(plain.split()) if language == "zh" else " ".join(re.sub(r"(?<=\d)(?=[a-z])", " ", plain).split())
    plain = _AROUND[language].sub("", plain)
    if language == "zh":  # 华氏一百度, 零下五摄氏度, 一米八, 三斤半
        plain = re.sub(r"([摄华]氏)([零一二三四五六七八九十百点负\d.]+)度", r"\2\1度", plain).replace("零下", "负")
        plain = _TENTHS.sub(lambda found: f"{found['n']}点{found['m'].replace('半', '五')}{found['u']}", plain)
    else:
        plain = re.sub(r"\bdegrees? ([cf])\b", lambda found: {"c": "celsius", "f": "fahrenheit"}[found[1]], plain)
        plain = re.sub(r"\bdegrees? (?=celsius|centigrade|fahrenheit)", "", plain.replace("km/h", "kph"))
        plain = _FEET.sub(_inches, plain)
    for pattern in _ZH if language == "zh" else _EN:
        if found := pattern.match(plain):
            return _told(found["n"].strip(), found["u"], found["v"], language)
    return None


def _inches(found: re.Match[str]) -> str:
    """Five foot eleven: 71 inches."""
    feet, inches = (read_number(found[part], "en") for part in ("feet", "inches"))
    return found[0] if feet is None or inches is None else f"{feet * 12 + inches} inches"


def _told(n: str, given: str, wanted: str, language: Language) -> str | None:
    amount = _amount(n, language)
    pairs = [(one, other) for one in _NAMED[language][given] for other in _NAMED[language][wanted] if one.kind == other.kind]
    if amount is None or not pairs or pairs[0][0] is pairs[0][1]:
        return None
    one, other = pairs[0]
    value = ((amount * one.size) + (one.zero * one.size if one.kind == "heat" else 0)) / other.size - other.zero
    if abs(value) >= _MOST or (amount < 0 and one.kind != "heat"):
        return None
    return in_language(_SAYS, language).format(given=_shown(amount, one, language), made=_shown(value, other, language))


def _amount(n: str, language: Language) -> Fraction | None:
    if language == "zh":
        return Fraction(1, 2) if n == "半" else read_number(n, language)
    n = n.replace("minus ", "-")
    return next((value for pattern, value in _PARTS_EN if pattern.match(n)), None) or read_number(n, language)


def _shown(value: Fraction, unit: Unit, language: Language) -> str:
    if language == "zh":
        return f"{shown(value, language)}{unit.zh[0]}"
    return f"{shown(value, language)} {unit.en[0 if value == 1 else 1]}"
