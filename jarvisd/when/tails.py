"""The end of a sentence, behind what is to be remembered, which still speaks of the order: "... to feed the cat, no, at ten".

A time there may belong to what is to be remembered ("to book the table for eight on Saturday"). These do not, or it is not plain.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from jarvisd.messages import Language
from jarvisd.when.kinds import DAYS, has
from jarvisd.when.pieces import Every, Found, Length, Mark, Period, Piece, Times
from jarvisd.when.read_en import UNDER

_POLITE = re.compile(
    r"(?:[ .!?,。！，的吧啊哦了]|\b(?:please|thanks|thank\s+you|jarvis|only|too|as\s+well|instead|then)\b|谢谢你?)*", re.IGNORECASE
)
# Right before such a time: it is another than that of the order, or only a part of it.
_OTHER = {
    "en": re.compile(
        r"\b(?:no|not|sorry|actually|wait|i\s+mean|make\s+(?:it|that)|or(?:\s+maybe|\s+perhaps|\s+rather)?|rather|instead\s+of|as\s+well\s+as|plus|also"
        r"|but(?:\s+only|\s+not)?|and\s+(?:then|also|again)|only)\s+(?:(?:at|on|for|in|just|by|the)\s+)*$",
        re.IGNORECASE,
    ),
    "zh": re.compile(
        r"(?:不[对是行]|算了|错了|说错|还是|应该是|要么|不要|(?<!告)别|还有|只限|仅限?|只在|除了|或者?|改成|改到)[，,]?(?:是|在)?$"
    ),
}
_OTHER_BEHIND = re.compile(r"的?(?:也要?|都?不[要用去行]|就?不[要用]|别|除外|不算|以外)(?:$|[，。])")
# What a series, or its end, is said with; unread where it stands alone.
_SERIES = {
    "en": re.compile(
        rf"\b(?:instead\s+of|make\s+(?:it|that)|or\s+maybe|or\s+rather)\s+(?:at\s+)?(?:\d{{1,2}}|{UNDER})\s*$|\bfrom\s+\w+\s+on(?:wards)?\s*$",
        re.IGNORECASE,
    ),
    "zh": re.compile(r"(?:一直到|直到|截止到?)[^，。]{1,8}$|(?:为止|期间|除外|以外|月[以之]后|年[以之]后|的话)$"),
}
# Get ten pounds out for the school trip on Tuesday: the day of the trip, or of the order.
FOR_WHAT = re.compile(r"\bfor\s+(?:the|my|our|his|her|their)\s+[\w'’]+(?:\s+[\w'’]+)?\s+$", re.IGNORECASE)
_LASTING = re.compile("(?:连续|连着|一连|坚持|接下来|未来)的?")


def trailing(chosen: Sequence[Found], left_out: Sequence[Sequence[Found]], text: str, language: Language) -> bool:
    """Whether one of the times that were left out may be of the order all the same. chosen: ascending."""
    mine = [piece for found in chosen for piece in found.pieces]
    if _SERIES[language].search(text.rstrip(" .!?。！，,吧了"), chosen[-1].end):
        return True
    return any(_is_ours(mine, group, text, language) for group in left_out if group[0].start >= chosen[-1].end)


def _is_ours(mine: Sequence[Piece], group: Sequence[Found], text: str, language: Language) -> bool:
    theirs = [piece for found in group for piece in found.pieces]
    last = bool(_POLITE.fullmatch(text, group[-1].end))
    lead = text[: group[0].start]
    if language == "zh" and _OTHER_BEHIND.match(text, group[-1].end):
        return True
    if language == "zh" and has(mine, (Every,)) and has(theirs, DAYS) and lead.endswith("，"):
        return True  # 每天九点提醒我喂猫，下周要停
    if not last:
        return False
    if language == "en" and not has(mine, DAYS) and has(theirs, DAYS) and FOR_WHAT.search(lead):
        return True
    if _OTHER[language].search(lead):
        return True
    often = has(mine, (Every,))
    if has(theirs, (Every,)) or (has(theirs, DAYS) and (Mark("from") in theirs or Mark("except") in theirs)):
        return True
    if often and (has(theirs, (Period,)) or (has(theirs, (Mark,)) and has(theirs, DAYS))):
        return True
    if often and has(theirs, (Times,)) and any(isinstance(piece, Every) and piece.freq in ("HOURLY", "MINUTELY") for piece in mine):
        return True
    lasting = language == "zh" and has(theirs, (Length,)) and _LASTING.search(text, max(0, group[0].start - 4), group[-1].end)
    return bool(lasting)
