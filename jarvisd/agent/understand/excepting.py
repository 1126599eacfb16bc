"""All but one: an order, and what it leaves alone."""

from __future__ import annotations

import re
from dataclasses import dataclass

from jarvisd.agent.understand.excepting_zh import behind, pauses
from jarvisd.agent.understand.spoken import bare
from jarvisd.messages import Language

_BUT = r"(?:bar(?= the\b)|except(?:ing)?(?: for)?|but not|apart from|aside from|other than|besides|excluding|save for|not including|with the exception of|(?<!\bto )(?<!\bat )minus|only not)"
_EN = (
    re.compile(rf"^(?P<order>.+?),?\s+{_BUT},? (?P<but>.+)$"),
    re.compile(r"^(?P<order>.*\b(?:everything|all|every|everywhere|anything)\b.*?),? but (?:leave |keep |not )?(?P<but>(?!also|then|first|please)[^,]+?)(?: (?:on|off|open|closed|alone|as (?:it|they) (?:is|are)|running))?$"),
    re.compile(r"^(?P<order>.*\b(?:everything|all|every|lights|blinds|curtains|lamps|fans|the rest)\b.*?),? (?:but |and )?(?:leave|keep|(?<!\bthe )(?<!\bmy )(?<!\bour )spare|skip) (?P<but>[^,]+?)(?: (?:on|off|open|closed|alone|out|as (?:it|they) (?:is|are)|running))?$"),
    re.compile(rf"^{_BUT} (?P<but>[^,]+), (?P<order>.+)$"),
    re.compile(r"^(?:leave|keep) (?P<but>[^,]+?)(?: (?:on|off|open|closed|alone|running),? (?:but |and )?| (?:but|and) )(?P<order>.*\b(?:everything|all|rest|others?|every)\b.*)$"),
)  # fmt: skip
_ELSE_EN = re.compile(
    r"\b(?:everything|every \w+|all (?:the )?(?:other |remaining )?\w+|all) else\b|\bthe rest(?: of (?:the|them|it))?\b|\bthe others\b|\ball (?:the )?other\b|\bevery other\b"
)
_OTHERS_ZH = r"(?:其他|其它|其余|剩下|别|另外|余下)(?:的|地方)?(?:房间|地方)?(?:的)?"
_ZH = (
    re.compile(rf"^(?:除了|除去|除开|除(?!了|去|开|湿))(?P<but>[^,]{{2,}}?)(?:以外|之外|外|不(?:关|开|动))?(?:的)?,?(?P<order>(?:,|(?:把)?{_OTHERS_ZH}|都|全|所有|把|关|打|开|家里|(?:房间|屋)(?![,以之外])|楼|整|一楼|二楼|灯(?!,|其他|其它|其余|别|剩)).*)$"),
    re.compile(r"^(?P<place>[^,]{1,8}?),?(?:除了|除去|除开)(?P<but>[^,]+?)(?:以外|之外|外)?,?(?P<order>(?:其他|其它|其余|剩下|都|全|所有).*)$"),
    re.compile(r"^(?P<place>[^,]{1,8}?),?(?P<but>(?!灯)[^,的]+?)(?:以外|之外)的?,?(?P<order>(?:其他|其它|其余|剩下|都|全|所有).*)$"),
    re.compile(rf"^(?P<but>[^,]+?)(?:别|不|不要|不用|先别|先不|先不要|就别|就不用)(?:关|开|动|管|打开|拉)(?:了|掉|着)?,?(?P<order>(?:把)?{_OTHERS_ZH}.*)$"),
    re.compile(rf"^(?P<but>[^,]{{1,10}}?)(?:留着|留下|开着|亮着|不用管|不动|先别动)(?:吧|就好|就行)?,?(?P<order>(?:把)?(?:这屋|屋里|家里)?{_OTHERS_ZH}.*)$"),
    re.compile(rf"^(?P<place>[^,]{{0,6}}?)(?:保留|(?:就|只|得|要)*留(?:着|下|个|一[个盏])?)(?P<but>[^,]+?)(?:开着|亮着|不(?:关|动))?,(?P<order>(?:把)?{_OTHERS_ZH}.*)$"),
    re.compile(r"^(?P<order>.*(?:都|全|所有|一切|每).*?),?(?:除了|除去|除开|不包括|不含|但不(?:包括|要动|关|开)|只留|留着|留下)(?P<but>[^,]+?)(?:以外|之外|除外|外|不(?:关|动|开)|别(?:关|动|开))?$"),
    re.compile(r"^(?P<order>.*(?:都|全|所有|一切|每).*?),(?:但是?|不过|可是|就)?(?P<but>[^,]+?)(?:除外|例外|(?:先)?(?:别|不要|不用)(?:关|动|开|管|打开|拉|亮|$)(?:了|掉|着)?|(?:就)?(?:留着|开着|关着)(?:吧|就好)?)$"),
    re.compile(r"^(?P<order>.*(?:都|全|所有|一切|每).*?)(?:但|除了)(?P<but>[^,]+?)除外$"),
    re.compile(r"^(?P<order>.*(?:都|全|所有|一切|每).*?(?:关|灭|开|打开|拉上)(?:掉|上|了|开)?吧?),?(?P<but>[^,]+?)(?:除外|例外|留着|开着|亮着)(?:吧|就好)?$"),
    re.compile(r"^(?P<order>.*(?:都|全|所有|一切|每).*?(?:关|灭)(?:掉|上|了)?吧?),?(?:就|只)?留(?:个|下|一个|一盏)?(?P<but>[^,]+?)$"),
    re.compile(r"^(?P<order>.*(?:都|全|所有|一切|每).*?(?:关|灭|开|打开|拉上|拉开)(?:掉|上|了|开)?吧?),?(?:就|只)?(?:别|不要|不用|先别|不许)(?:动|碰|管|关|开)(?P<but>[^,]{2,}?)$"),
)  # fmt: skip
_OF_KIND = re.compile(r".的?(灯|窗帘|空调|电视|风扇)$")
_ALONE = re.compile(rf"(?:把)?{_OTHERS_ZH}(?:都|全|给我|全部)*[关灭熄][了掉上吧]*")
_ELSE_ZH = re.compile(_OTHERS_ZH + r"(?=.)")
_AND = {"en": re.compile(r"\s*(?:,| and | or | nor |&)\s*(?:the )?"), "zh": re.compile(r"和|跟|与|以及|还有|、|,|及")}


@dataclass(frozen=True, slots=True)
class Apart:
    """order: said without its exception. but: the things left alone, as they were said; () where there are none."""

    order: str
    but: tuple[str, ...] = ()


def apart(text: str, language: Language) -> Apart:
    """ "turn off everything but the hall" orders "turn off everything" but "hall"; 除了客厅都关掉 orders 全部都关掉 but 客厅."""
    said = bare(text, language).text
    if language == "zh" and (kept := behind(bare(pauses(text), "zh").text)):
        return Apart(_all_zh(kept[0]), tuple(part for part in (part.strip("的") for part in _AND["zh"].split(kept[1])) if part))
    for pattern in _ZH if language == "zh" else _EN:
        match = pattern.match(said)
        if match and match["order"].strip(" ,，"):
            order = match.groupdict().get("place", "") + match["order"].strip(" ,，")
            if language == "zh" and (of := _OF_KIND.search(match["but"])) and re.match("都|全", match["order"]):
                order = match.groupdict().get("place", "") + of[1] + match["order"]  # 楼上除了猫房的灯都关了
            if language == "zh" and match["but"].endswith("灯") and _ALONE.fullmatch(order):
                order = order.replace("的", "的灯", 1) if "的" in order else order  # 床头灯留着其他的关了
            order = _all_zh(order) if language == "zh" else " ".join(_ELSE_EN.sub(_all_en, order).split())
            but = (
                re.sub(r"^(?:the|my|our|those|for|in|on|that)\s+(?:the )?", "", part).strip(" ,，的")
                for part in _AND[_in(language)].split(match["but"])
            )
            return Apart(order, tuple(part for part in but if part))
    return Apart(said)


_LEFT = re.compile(rf"\b{_BUT}\b|除了|除去|除开|除外")


def unclear(text: str) -> bool:
    """An exception is spoken of that nobody could take apart: nothing may be done by such a sentence."""
    return bool(_LEFT.search(text))


def _in(language: Language) -> str:
    return language if language in _AND else "en"


def _all_en(found: re.Match[str]) -> str:
    said = found.group()
    return "all " if said.startswith("all") and said.endswith("other") else "every" if said == "every other" else "everything"


def _all_zh(order: str) -> str:
    return _ELSE_ZH.sub("所有的", order, count=1)
