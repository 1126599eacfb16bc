"""Which of several times in a sentence are one, which contend with it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from jarvisd.messages import Language
from jarvisd.when.context import FRAME, TAKES, aside, cased
from jarvisd.when.events import same_event
from jarvisd.when.kinds import DAYS, HOURS, has, kind, long
from jarvisd.when.pieces import Bad, Clock, Every, Found, Lapse, Length, Mark, Near, Offset, Part, Piece, Shift, Times, Weekday
from jarvisd.when.tails import FOR_WHAT

_EVENT = 8  # signs that name what a time is before or after, or what is to be between a day and its hour
# What may stand between two times that are one nevertheless: "tomorrow remind me at seven", 明天叫我七点.
ASKED = {
    "en": re.compile(r"[\s,;]*(?:so\s+(?=wake\b))?(?:please\s+)?(?:can\s+you\s+|could\s+you\s+)?"
                     r"(?:remind\s+(?:me|us)|wake\s+(?:me|us)(?:\s+up)?|tell\s+me|call\s+me|(?:set\s+)?(?:an?\s+|the\s+|my\s+)?(?:alarm|reminder)|set\s+an?\s+timer)"
                     r"(?:\s+(?:please|at|on|for))?[\s,]*", re.IGNORECASE),
    "zh": re.compile(r"[\s，,]*(?:请|麻烦)?你?(?:记得)?再?(?:(?:提醒|叫|通知|喊|告诉)(?:一下)?我?在?|我(?:要|想|得))[\s，,]*"),
}  # fmt: skip
_LED = re.compile(
    r"(?:at|on|in|by|every|each|tomorrow|today|tonight|this|next|the|from|between|until|till|through|starting|beginning|except|for|daily|nightly|weekly|hourly|monthly|weekdays|weekends)\b",
    re.IGNORECASE,
)
_LAST = re.compile(
    r"(?:[ .!?,。！，的吧]|\b(?:please|thanks|thank\s+you|jarvis|instead)\b|谢谢你?|就(?:行|好|可以|够)了?|即可)*", re.IGNORECASE
)
_ALONE = re.compile("[，,]\\s*(?:就?是)?$")  # 十分钟后提醒我关火，是十五分钟
_CLAUSE = re.compile(r"\b(?:that|about|because|which|where|who)\b", re.IGNORECASE)
# What makes the time beside it the one that is meant, whatever other times the sentence speaks of.
_FRAMED = {
    "en": re.compile(r"(?:^|\b(?:remind|wake|tell|call|get)\s+(?:me|us)(?:\s+up)?\s+)(?:please\s+)?$", re.IGNORECASE),
    "zh": re.compile(r"[\s，,]*(?:请|麻烦)?(?:记得)?(?:提醒|叫|喊|通知|告诉|[跟和对][一-鿿]{1,4}说)"),
}
_SAYS_WHEN = re.compile(
    r"(?:at|by|around|about|every|each|weekdays?|weekends?|from|between|until|till|through|starting|beginning|except)\b", re.IGNORECASE
)
_EVENT_EN = re.compile(
    r"\s+(?:my|our|his|her|their|your)\s+|\s+(?:(?:the|my|our|his|her|their|your|a|an)\s+)?(?!(?:remind|wake|tell|set|i|we|you|he|she|they|it)\b)[a-z'’]+(?:\s+(?!(?:and|but|or|to|that|remind|wake|is|are|was|at|on)\b)[a-z'’]+){0,2}\s+",
    re.IGNORECASE,
)
# Few words that hold no second clause, and behind it where, with whom or what for it is.
_GOES_ON = re.compile(
    r"\s+(?:(?!(?:but|and|or|if|when|while|then|so|that|about|because|which|where|who|until|till?|before|after|not|no|remind|wake|tell|ask|say|said|was|were)\b)[\w'’]+\s+){1,6}",
    re.IGNORECASE,
)
_AT_THAT = re.compile(r"\s+(?:with|at|in|on|from|for|by|near|over|round|down|about)\s+(?!\d)[a-z]", re.IGNORECASE)
_IN_ALL = re.compile("连着|连续|一连|持续|一共|总共|共")  # said behind all: 每天十点提醒我关灯，连着一个星期
_AGAIN = re.compile(
    "提醒$|(?P<verb>[吃喝做练用涂滴敷泡打学上跑游跳背读写看听弹唱画翻烤浇擦洗刷拍按]).{1,6}(?P=verb)$"
)  # 每天八点吃消炎药吃十天
_STAYS = re.compile(
    r"\b(?:keep|open|stay|wait|work|closed|book|hold|lasts?|valid|leave|away|off|that|about|because|which)\b", re.IGNORECASE
)
_TOLD_BY = re.compile("提醒|叫|告诉|通知|记得|别忘|说|问|喊|让|请")
_BUT = {"en": re.compile(r"\b(?:but|and|then|or)\s+(?:again\s+)?$", re.IGNORECASE), "zh": re.compile(r"(?:但是?|不过|和|或者?|再)$")}
EARLIER = {"en": re.compile(r"\s+(?:before|earlier|early|ahead|prior|after)\b", re.IGNORECASE), "zh": re.compile(r"(?:之|以)?[前内]")}


def of_time(group: Sequence[Found]) -> Sequence[Found]:
    """Without the length of what is done then: "to walk for twenty minutes, at five"."""
    often = any(has(found.pieces, (Every,)) for found in group)
    timed = [
        found
        for found in group
        if often or long(found.pieces) or not found.pieces or not all(isinstance(piece, Length) for piece in found.pieces)
    ]
    return timed or group


def belongs(chosen: Sequence[Found], group: Sequence[Found], text: str, language: Language) -> bool:
    """A second time in the sentence is part of the first where one names the day and the other the hour, its end or its length."""
    mine, theirs = ([piece for found in some for piece in found.pieces] for some in (chosen, group))
    if language == "zh" and re.compile("提前|提早|早(?![上晨间])|晚(?![上间])|往[前后]|推[迟后]|延|顺延").match(text, group[0].start):
        return len(theirs) == 1  # so long before what was said
    if language == "en" and re.match("['’]s\\b", text[group[-1].end :]):
        return False  # remind me Friday's quiz is cancelled
    gap = text[chosen[-1].end : group[0].start]
    asked = bool(ASKED[language].fullmatch(gap))
    last = bool(_LAST.fullmatch(text, group[-1].end))
    if any(isinstance(piece, Bad) for piece in theirs):
        return asked
    if language == "en" and all(isinstance(piece, Offset) for piece in mine) and has(theirs, (Clock,)) and _EVENT_EN.fullmatch(gap):
        return True  # twenty minutes before the train at 18:05
    if language == "en" and has(mine, (Offset,)) and has(mine, (Clock,)) and not has(mine, DAYS) and has(theirs, (Shift, Weekday)):
        return not has(theirs, (Clock, Every)) and bool(_EVENT_EN.fullmatch(gap))  # an hour after the ten a.m. delivery tomorrow
    if language == "zh" and all(isinstance(piece, Offset | Near) for piece in theirs):
        if same_event(gap):
            return True  # 三点开会，会前十分钟
        return len(gap) <= _EVENT and not re.search("[，。,]|提醒|叫", gap)  # 三点开会前十分钟
    if language == "zh" and last and has(mine, (Every,)) and not has(theirs, (Clock, Every)):
        begins = next(found.start for found in group if found.pieces)
        if (has(theirs, (Mark,)) and has(theirs, DAYS)) or (
            (_IN_ALL.match(text, begins) or _AGAIN.search(text[:begins])) and (long(theirs) or has(theirs, (Times,)))
        ):
            return True  # 从这周六开始, 一直到二十八号, 一共三次
    if (
        language == "en"
        and last
        and has(mine, (Every,))
        and isinstance(theirs[0], Mark)
        and has(theirs, DAYS)
        and not has(theirs, (Clock, Every))
    ):
        return theirs[0].word != "except" and not _STAYS.search(gap)  # every day remind me to feed the cat until Friday
    first = not text[: group[0].start].strip(" ,")
    if language == "en" and first and has(mine, (Every,)) and (long(theirs) or has(theirs, (Times,))) and not has(theirs, (Every,)):
        return True  # for ten days remind me every day at nine
    if kind(group) == "length":
        return language == "en" and last and has(mine, (Every,)) and long(theirs) and not _CLAUSE.search(gap)
    if has(mine, DAYS) and has(theirs, DAYS):
        if asked and has(mine, (Mark,)) and not has(mine, (Every,)) and has(theirs, (Every,)):
            return True  # from tomorrow on wake me every day
        yearly = all(isinstance(piece, Every) and piece.freq in ("YEARLY", "MONTHLY") for piece in mine)
        return language == "en" and yearly and not has(theirs, (Every,)) and bool(re.fullmatch(r"\s+(?:on|for)\s+[\w\s'’]{2,30},?\s+", gap))
    if has(mine, (Shift,)) and all(piece == Shift(0) for piece in mine) and has(theirs, (Clock,)) and not has(theirs, DAYS):
        return bool(_FRAMED[language].match(text, group[-1].end) if language == "zh" else _FRAMED[language].search(text[: group[0].start]))
    if language == "zh":
        apart = len(gap) > _EVENT or re.search("[，。,]", gap) or (not last and _TOLD_BY.search(gap))
        if has(mine, (*DAYS, Part)) and not has(mine, (Clock, Lapse)) and has(theirs, (Clock,)) and not has(theirs, DAYS) and not apart:
            return not has(mine, (Part,)) or not has(theirs, (Part,))  # 明天午饭十二点半, 明天下午跟王总三点
        if last and gap.endswith(("，", ",")) and has(mine, (Clock,)) and not has(mine, (Part,)) and not has(theirs, (Clock,)):
            return has(theirs, (Part,))  # 七点叫我，早上
        return asked and not has(theirs, DAYS) and has(theirs, HOURS) and not (has(mine, (Clock, Lapse)) and has(theirs, (Clock,)))
    if _of_that_day(mine, theirs, text[: chosen[0].start], gap, text[group[-1].end :]):
        return True
    clause = _CLAUSE.search(gap)
    if re.search(r"\b(?:but|just|only)\b", gap, re.IGNORECASE):
        return False
    tonight = has(mine, DAYS) and not has(mine, (Clock,)) and not clause  # tonight we eat at eight
    if (has(mine, HOURS) and has(theirs, (Clock,)) and not tonight) or (
        clause and (clause[0].casefold() != "about" or not has(theirs, (Clock,)))
    ):
        return False
    between_commas = re.fullmatch(r"\s*[,:;]\s.*,\s+", gap) and has(theirs, (Clock,))  # "on Monday, call mum, 10 am"
    if not has(mine, DAYS) and has(theirs, DAYS) and not has(theirs, HOURS) and FOR_WHAT.search(gap):
        return False
    whole = any(isinstance(piece, Clock) and (piece.half or piece.exact) for piece in theirs) or has(theirs, (Part,))
    return asked or (last and bool(_LED.match(text, group[0].start) or between_commas or whole))


def _of_that_day(mine: Sequence[Piece], theirs: Sequence[Piece], before: str, gap: str, behind: str) -> bool:
    """On Friday drinks at six at the Crown; drinks at six with Jo on Friday at the Crown: what goes on then stands between day and hour."""
    hour, day = (mine, theirs) if has(mine, (Clock,)) else (theirs, mine)
    if not has(day, DAYS) or has(day, (Clock, Lapse, Mark, Offset, Near, Bad)):
        return False
    if not has(hour, (Clock,)) or has(hour, (*DAYS, Lapse, Offset, Near, Bad)) or (has(day, (Part,)) and has(hour, (Part,))):
        return False
    plain = _GOES_ON.fullmatch(gap) and _AT_THAT.match(behind)
    return bool(plain) and (day is mine or not FRAME["en"].search(before))


def contends(chosen: Sequence[Found], group: Sequence[Found], text: str, language: Language) -> bool:
    """Whether a time that was left out may be the one that is meant: better to ask than to take the wrong one."""
    mine, theirs = ([piece for found in some for piece in found.pieces] for some in (chosen, group))
    if kind(group) == "length":
        if language == "zh" and has(mine, (Lapse,)) and _ALONE.search(text[: group[0].start]) and _LAST.fullmatch(text, group[-1].end):
            return True
        told = _CLAUSE.search(text[chosen[-1].end : group[0].start]) if language == "en" else None
        if told and has(mine, (Clock, Lapse)) and not has(mine, (Every,)):
            return False  # remind me in half an hour that the cake takes forty minutes
        return (
            bool(TAKES[language].search(text[: group[0].start]))
            or bool(EARLIER[language].match(text, group[-1].end))
            or (has(mine, (Every,)) and long(theirs))
        )
    clause = _CLAUSE.search(text[chosen[-1].end : group[0].start]) if language == "en" else None
    if clause and (has(mine, (*HOURS, Lapse)) or (has(mine, DAYS) and clause[0].casefold() != "about")):
        return False
    if _BUT[language].search(text[: group[0].start]) or aside(group, text, language) or cased(group, text, language):
        return True
    if has(theirs, (Offset, Near)):
        return True
    if (
        language == "zh"
        and has(theirs, (Lapse,))
        and has(mine, (Clock, Lapse))
        and re.search("[，,。]", text[chosen[-1].end : group[0].start])
    ):
        return True  # 五分钟后关小火，十分钟后关火: two orders
    led = language == "zh" or bool(_SAYS_WHEN.match(text, group[0].start))
    if has(theirs, (Mark,)) and has(mine, (Every,)):
        return True
    if has(theirs, (Clock,)) and not has(mine, (Clock, Lapse)):
        return led
    if has(theirs, (Every,)) and not has(mine, (Every,)):
        return led
    if not (has(theirs, (Clock,)) and has(mine, (Clock,))):
        return False
    if language == "zh" and _FRAMED["zh"].match(text, group[-1].end) and _FRAMED["zh"].match(text, chosen[-1].end):
        return True  # 五点提醒我，六点叫我: two orders
    framed = _FRAMED["zh"].match(text, chosen[-1].end) if language == "zh" else _FRAMED["en"].search(text[: chosen[0].start])
    return not framed
