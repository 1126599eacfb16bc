"""Numbers in what was said, with what they count."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, TypeAlias

from jarvisd.messages import Language
from jarvisd.when import words_en, words_zh

Unit: TypeAlias = Literal["", "percent", "degrees", "kelvin"]

_DIGITS = r"\d+(?:\.\d+)?"
_ONES = "thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|eleven|twelve|zero|one|two|three|four|five|six|seven|eight|nine|ten"
_TENS = "twenty|thirty|forty|fourty|fifty|sixty|seventy|eighty|ninety"
_WORDS = rf"(?:(?:a|{_ONES}|(?:{_TENS})(?:[ -](?:{_ONES}))?) (?:hundred|thousand)(?: and)?(?: (?:(?:{_TENS})(?:[ -](?:{_ONES}))?|{_ONES}))?|(?:{_TENS})(?:[ -](?:{_ONES}))?|{_ONES})(?: point(?: (?:{_ONES}))+)?"
_EN = re.compile(
    rf"(?P<minus>\b(?:minus|negative) |(?<![\w.])-)?(?<![\w.])(?P<number>{_DIGITS}|a(?= degree\b)|(?:{_WORDS})\b)(?P<half>,? and a half\b)?(?:(?P<percent> ?%| per ?cent\b)|(?P<kelvin> ?k(?:elvin)?\b)|(?P<degrees> ?°(?: ?[cf]\b)?| degrees?\b(?: (?:celsius|fahrenheit|c|f)\b)?| ?℃))?(?P<behind> ?(?:times|seconds?|minutes?|hours?|am\b|pm\b|o'clock|more\b|notch\w*|thirds?\b|quarters?\b|st\b|nd\b|rd\b|th\b))?"
)
_ZH_NUMBER = r"(?:\d+(?:\.\d+)?|[零〇一二两三四五六七八九十百千]+(?:点[零〇一二三四五六七八九]+)?)"
_ZH = re.compile(
    rf"(?P<minus>零下|负|(?<!\d)-)?(?:(?P<parts>百分之)(?P<of>{_ZH_NUMBER})|(?P<number>{_ZH_NUMBER})(?:(?P<percent> ?%|个百分点)|(?P<tenths>成)|(?P<kelvin> ?k\b|开尔文|开(?=$|的|色|光|,))|(?P<degrees> ?(?:摄氏度?|华氏度?|度|°c?|℃)(?!假))(?P<half>半)?)?)"
    r"(?P<behind>点(?![零〇一二三四五六七八九\d])|下|个|些|直|起|样|共|会|边|号|楼|层|首|曲|遍|次|档|格|分钟|小时|秒|分|集|半|盏|台|扇|条)?"
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Amount:
    said: str  # the number's own words
    start: int
    end: int
    unit: Unit
    language: Language
    minus: bool = False
    half: bool = False  # 二十六度半, nineteen and a half
    tenths: bool = False  # 五成


def amounts(text: str, language: Language) -> Iterator[Amount]:
    """From the left. What counts something else (一个, two minutes) is left out."""
    for found in (_ZH if language == "zh" else _EN).finditer(text):
        unit: Unit = (
            "percent"
            if found["percent"] or (language == "zh" and (found["parts"] or found["tenths"]))
            else "kelvin"
            if found["kelvin"]
            else "degrees"
            if found["degrees"]
            else ""
        )
        if found["behind"] and not unit:
            continue
        said = (found["of"] or found["number"]) if language == "zh" else found["number"]
        if language == "zh" and not unit and not _stands_alone(text, found.start(), found.end(), said):
            continue
        if (
            language != "zh"
            and said in ("one", "a")
            and not unit
            and not re.search(r"\b(?:to|at|by|level|volume|brightness|temperature|speed) $", text[: found.start()])
        ):
            continue  # "the other one"
        if not _readable(said, language):
            continue  # 一百二一: no number
        half, tenths = bool(found["half"]), language == "zh" and bool(found["tenths"])
        yield Amount(said, found.start(), found.end(), unit, language, bool(found["minus"]), half, tenths)


def amount(found: Amount) -> float:
    value = _zh(found.said) if found.language == "zh" else _en(found.said)
    value = value * 10 if found.tenths else value + 0.5 if found.half else value
    return -value if found.minus else value


def _stands_alone(text: str, start: int, end: int, said: str) -> bool:
    """A Chinese number word is one where something is set to it, or where it ends the sentence."""
    return (
        said[0].isdigit()
        or (len(said) > 1 and said not in ("一一", "十一"))
        or bool(re.search(r"(?:[到成为至设调]|亮度|音量|湿度|温度|风速)$", text[:start]))
        or (end == len(text) and said not in ("一", "两"))
    )


def _readable(said: str, language: Language) -> bool:
    try:
        (_zh if language == "zh" else _en)(said)
    except (KeyError, ValueError):
        return False
    return True


def _en(said: str) -> float:
    whole, point, after = said.replace("fourty", "forty").partition(" point ")
    value = words_en.number(whole)
    return value + float("0." + "".join(str(round(words_en.number(word))) for word in after.split())) if point else value


def _zh(said: str) -> float:
    return words_zh.number(said)
