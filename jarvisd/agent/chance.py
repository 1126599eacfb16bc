"""Coins, dice and numbers drawn at random: a language model has favourites, and none is needed."""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable, Mapping, Sequence

from jarvisd.agent import Answer
from jarvisd.agent.answers import Line
from jarvisd.messages import LANGUAGES, Language, Request
from jarvisd.text.reading_numbers import read_number

NAME = "chance"

_MOST = 10**9
_DICE = 6  # thrown at once, at most
_LEAD: Mapping[Language, str] = {
    "en": r"(?:(?:hey |ok |okay )?jarvis |please |and |so |ok |now |(?:can|could|would|will) you (?:please )?|let's |i want you to )*",
    "zh": r"(?:嘿|贾维斯|请|麻烦|那|来|再|你?(?:能|可以)?(?:帮我|给我|替我)?)*",
}
_N_EN, _N_ZH = r"\d+|[a-z]+(?:[ -][a-z]+)?", r"\d+|[零一二两三四五六七八九十百千万]+"
_TO_EN = rf"(?: (?:between|from) (?P<low>{_N_EN}) (?:and|to|through) (?P<high>{_N_EN}))?"
_TO_ZH = rf"(?P<low>{_N_ZH})(?:到|至|和)(?P<high>{_N_ZH})(?:之间|里面?|中)?"
_DRAW_EN, _DRAW_ZH = r"(?:pick|choose|draw|give me|say|tell me|think of|generate|what is|name)", r"(?:选|挑|说|抽|给|报|想|生成|来)我?一?个"
_AT_RANDOM = r"(?:随机|随便|任意)"
_PATTERNS: Mapping[Language, Sequence[tuple[str, str]]] = {
    "en": (
        ("coin", r"(?:(?:flip|toss|throw) (?:a|another|the|one) coin|heads or tails|coin (?:flip|toss))"),
        ("dice", rf"(?:roll|throw|toss) (?:(?:an?|the|one|another|some) )?(?P<n>{_N_EN} )?(?:dice|die)"),
        ("number", rf"{_DRAW_EN} (?:a|any|some|another) (?:random )?number{_TO_EN}"),
        ("number", rf"random number{_TO_EN}"),
    ),
    "zh": (
        ("coin", r"(?:抛|扔|掷|丢|投)(?:一?[个枚次下]|一?下)?(?:一?[个枚])?硬币"),
        ("dice", rf"(?:掷|扔|丢|投|摇|抛)(?:一?下)?(?:(?P<n>{_N_ZH})?[个颗粒枚])?[骰色]子"),
        ("number", rf"{_AT_RANDOM}?[从在]?{_TO_ZH}{_AT_RANDOM}?{_DRAW_ZH}(?:随机)?数字?"),
        ("number", rf"{_AT_RANDOM}{_DRAW_ZH}(?:{_TO_ZH}的?)?(?:随机)?数字?"),
        ("number", rf"{_DRAW_ZH}(?:{_TO_ZH}的?)?随机数字?"),
    ),
}
_END = r"(?: please| again| for me| now)*[吧呗呀啊]?"
_KINDS = {
    language: tuple((kind, re.compile(_LEAD[language] + pattern + _END)) for kind, pattern in patterns)
    for language, patterns in _PATTERNS.items()
}
_SAYS: Mapping[Language, Mapping[str, str]] = {
    "en": {"heads": "Heads.", "tails": "Tails.", "one": "A {n}.", "and": " and ", "many": "{each}, that makes {sum}.", "number": "{n}."},
    "zh": {"heads": "正面。", "tails": "反面。", "one": "{n}点。", "and": "和", "many": "{each}，一共{sum}点。", "number": "{n}。"},
}


class Chance:
    """A Responder. below: a number from 0 to one less than it is told."""

    name = NAME

    def __init__(self, below: Callable[[int], int] = secrets.randbelow) -> None:
        self._below = below

    def fixed(self) -> Sequence[tuple[str, Language]]:
        return [(_SAYS[language][side], language) for language in LANGUAGES for side in ("heads", "tails")]

    async def consider(self, request: Request) -> Answer | None:
        text = " ".join(request.text.casefold().replace("’", "'").strip(" .!?。！？").split())
        for language in (request.language, *(each for each in LANGUAGES if each != request.language)):
            for kind, pattern in _KINDS[language]:
                if (found := pattern.fullmatch(text)) and (said := self._said(kind, found.groupdict(), language)):
                    return Line(said, language, NAME)
        return None

    def _said(self, kind: str, given: Mapping[str, str | None], language: Language) -> str:
        """ "" where a number is none, or too large."""
        says = _SAYS[language]
        if kind == "coin":
            return says["tails" if self._below(2) else "heads"]
        if kind == "dice":
            count = _number(given["n"], language, 1)
            if count is None or not 1 <= count <= _DICE:
                return ""
            thrown = [1 + self._below(6) for _ in range(count)]
            if count == 1:
                return says["one"].format(n=thrown[0])
            return says["many"].format(each=says["and"].join(map(str, thrown)), sum=sum(thrown))
        low, high = _number(given["low"], language, 1), _number(given["high"], language, 100)
        if low is None or high is None or not 0 <= low < high <= _MOST:
            return ""
        return says["number"].format(n=low + self._below(high - low + 1))


def _number(words: str | None, language: Language, usual: int) -> int | None:
    if not (words := (words or "").strip()):
        return usual
    if words.isdecimal():
        return int(words)
    read = read_number(words, language)
    return int(read) if read is not None and read.denominator == 1 else None
