"""What is said in Chinese after a pause and belongs to the order before it: an amount, a thing."""

from __future__ import annotations

import re

from jarvisd.agent.understand.signs import COLOR, NUMBER, PLACE, SCENE, THING
from jarvisd.agent.understand.things import OF_IT

_BIT = r"(?:就行|就好|就够|就可以|行了|好了|吧|左右|差不多|可以|了|意思|就|呗|哈|啊)*"
_AMOUNT = re.compile(
    rf"^(?:给我|帮我|把它|再|就|到|就[开调拉放关](?=百分|{NUMBER}|一半)|亮度?(?=一半|百分|{NUMBER})|音量|声音|温度|湿度|风速|就是|大概|差不多|[调开设打弄关拉升降拨拧放转定][大小高低亮暗]?[到在]|给个|来个|弄个|有个)*(?P<amount>(?:{NUMBER}+|一半|最[大小高低亮暗]|[一二三四]分之[一二三四])(?:[度档]|开尔?文?|k)?){_BIT}$"
)
_COLOR = re.compile(rf"^(?:颜色|灯光)?(?:就|要|换成?|来|弄成?|变成?|调成|改成|是)?(?P<amount>{COLOR}+)(?:色|光)*的?{_BIT}$")
_THING = re.compile(rf"^(?:是|就是|那个|这个|就)*(?P<thing>{PLACE}*(?:里|那边)?{THING}+|{PLACE}+)(?:的|那个|这个|吧|啊|哈)*$")
_NAMED = re.compile(rf"{PLACE}*(?:里|那边)?{THING}+")
_VALUE = re.compile(rf"{NUMBER}+|一半|{COLOR}+")
_DO = re.compile(r"^(?:给我|帮我|都|再)?(?:打开|关掉|关上|关了|开开|开|关|拉上|拉开|锁上)(?:一下|了|吧|它)*$")


def settled(said: str, signs: str) -> str:
    """The same with each such part put where it belongs. signs: as long as said."""
    parts: list[tuple[str, str]] = []
    for start, end in _parts(signs):
        parts = _put(parts, said[start:end], signs[start:end])
    return ",".join(words for words, _ in parts)


def _parts(signs: str) -> list[tuple[int, int]]:
    return [match.span() for match in re.finditer(r"[^,]+", signs)]


def _put(parts: list[tuple[str, str]], words: str, marks: str) -> list[tuple[str, str]]:
    if not parts:
        return [(words, marks)]
    before, last = parts[:-1], parts[-1]
    amount, color, thing = _AMOUNT.match(marks), _COLOR.match(marks), _THING.match(marks)
    if (value := amount or color) and (named := next((part for part in reversed(parts) if _NAMED.search(part[1])), None)):
        at = _last(_NAMED, named[1])
        assert at is not None
        joint = "换成" if color else "调到"
        made = (
            f"{named[0][slice(*at)]}{joint}{words[slice(*value.span('amount'))]}",
            f"{named[1][slice(*at)]}{joint}{marks[slice(*value.span('amount'))]}",
        )
        whole = _VALUE.search(named[1]) or _TURNED_ON.search(named[1])  # 空调开一下, 二十五度 is both
        return [*parts, made] if whole else [*(part for part in parts if part is not named), made]
    if thing and not _named(last) and SCENE not in last[1] and _VERB.search(last[1]):
        return [*before, (words[slice(*thing.span("thing"))] + last[0], marks[slice(*thing.span("thing"))] + last[1])]
    if _DO.match(marks) and re.fullmatch(rf"(?:把|将)?(?:那个|这个)*{PLACE}*{THING}+", last[1]):
        return [*before, (last[0] + words, last[1] + marks)]
    return [*parts, (words, marks)]


_TURNED_ON = re.compile(r"(?:打开|开启|开起来|开开|开一?下|启动|开(?=了))(?:吧|了|呗|啊)*$")
_VERB = re.compile(r"[开关调放停锁拉点灭亮暗升降换设静继续播弄]")


def _named(part: tuple[str, str]) -> bool:
    """A thing, and not only what is set of one."""
    return any(part[0][match.start() : match.end()] not in OF_IT for match in _NAMED.finditer(part[1]))


def _last(pattern: re.Pattern[str], marks: str) -> tuple[int, int] | None:
    spans = [match.span() for match in pattern.finditer(marks)]
    return spans[-1] if spans else None
