"""Things that are told apart by a number or a side: "lamp number two", "the side door", 二号灯, 右边的窗帘."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from jarvisd.messages import Language

_HAN = re.compile(r"[㐀-鿿]")
_DIGITS_ZH = "零一二三四五六七八九十"
_NUMBER_EN = r"(?:\d+|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)"
_NUMBER_ZH = r"(?:\d+|[一二三四五六七八九十]+)"
_THING_EN = (
    r"(?:lamp|light|bulb|fan|blind|shade|curtain|shutter|heater|radiator|thermostat|switch|plug|socket|outlet|speaker|tv|screen|camera|door"
    r"|window|lock|gate|valve|sprinkler|vacuum|robot|ac)"
)
_THING_ZH = r"(?:[台吊壁顶筒射夜]?灯|风扇|电扇|窗帘|百叶窗|空调|暖气|插座|开关|音箱|音响|电视|摄像头|门|窗户?|阀门|机器人)"
_SAID = {
    "en": re.compile(
        rf"\b{_THING_EN} (?:number|no|nr|#) ?{_NUMBER_EN}\b(?! ?(?:%|percent|per cent|degrees))|\bnumber {_NUMBER_EN} {_THING_EN}\b"
    ),
    "zh": re.compile(rf"(?:第?{_NUMBER_ZH}号|第{_NUMBER_ZH}[盏个台扇只])的?{_THING_ZH}|{_THING_ZH}第?{_NUMBER_ZH}号"),
}
_SIDED = {
    "en": re.compile(rf"\b(?:left|right|front|back|rear|side|top|bottom|middle)(?:[- ]hand)? (?P<what>{_THING_EN})s?\b"),
    "zh": re.compile(rf"(?:左|右|侧|前|后|中间|靠窗|靠门|靠墙)[边面侧]?的?(?P<what>{_THING_ZH})"),
}
_COUNTS = re.compile(rf"\d|\b{_NUMBER_EN}\b|{_NUMBER_ZH}")
_NAMED = re.compile(
    r"^(?P<what>.+?) ?(?P<number>\d+)$|^第?(?P<nth>\d+|[一二三四五六七八九十]+)号?(?P<of>[㐀-鿿]+)$|^(?P<thing>[㐀-鿿]+?)(?P<last>\d+|[一二三四五六七八九十])号?$"
)


def unmet(said: str, language: Language, named: Iterable[tuple[int, int]]) -> str:
    """The numbered or sided thing that is spoken of and is none of this house; "" where there is none, or each is here.

    said: as `spoken.plain` leaves it. named: where something of the house is named in it.
    """
    for found in _SAID[language].finditer(said):
        if not any(start < found.end() and found.start() < end and _COUNTS.search(said[start:end]) for start, end in named):
            return found.group()
    for found in _SIDED[language].finditer(said):
        if not any(start < found.end("what") and found.start() < end for start, end in named):
            return found.group()
    return ""


def ways(form: str) -> Iterator[str]:
    """How else a thing may be called whose name, in the form in which names are compared, has a number: "lamp 2" is lamp number 2."""
    found = _NAMED.match(form)
    if found is None:
        return
    what = found["what"] or found["of"] or found["thing"]
    number = found["number"] or found["nth"] or found["last"]
    if not _HAN.search(what):
        yield from (f"{what} number {number}", f"number {number} {what}")
        return
    digits = number if number.isdigit() else str(_DIGITS_ZH.find(number))
    if digits == "-1" or len(digits) > 1:
        return
    han = _DIGITS_ZH[int(digits)]
    for one in (digits, han):
        yield from (f"{one}号{what}", f"第{one}盏{what}", f"第{one}个{what}", f"{what}{one}号", f"{what}{one}")
