"""Whether every word beside a time was read: better not understood than half understood.

Whatever stands next to the words that were read and speaks of time itself ("end of", "twice", "but not", 第, 中旬) changes what they
mean. So does a second time outside of what is to be remembered. Neither may be passed over in silence.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from jarvisd.messages import Language
from jarvisd.when.beside import changed_before, changed_behind
from jarvisd.when.context import FRAME, told_only
from jarvisd.when.read_en import WD
from jarvisd.when.unread import left_over

Span = tuple[int, int]

# From these words on it is what is to be remembered, in which times may stand that are none of ours.
_CONTENT = {
    "en": re.compile(
        r"\b(?:remind|tell|nudge|ping|wake|call|get|alert|notify|warn|reminder|alarm|timer|forget|know)\b.{0,80}?"
        r"\b(?:to|that|about|because|so|since|for\s+(?:my|our|the|his|her|their)|which|where|who)\s"
        r"|\bremind\s+(?:me|us)\s+(?=(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|today|tomorrow)['’]s\s)"
        r"|\bremind\s+(?:me|us)\s+(?=(?:the|my|our|his|her|their)\s+(?!(?:day|morning|evening|night|afternoon|week|month|first|second|third|last|next|\d)\b))",
        re.IGNORECASE,
    ),
    "zh": re.compile(
        r"提醒(?:一下|一声)?(?:我们?|大家|他|她)?|(?:叫|喊|通知|告诉)(?:一下|一声)?(?:我们?|大家)|记得|别忘了?|告诉(?!我)|[跟和对][一-鿿]{1,4}说"
    ),
}
# Days of the year that are called by a day of the week. A quantity before one ("most Thursdays") is in beside.py.
_CALLED = re.compile(
    r"\b(?:bank\s+holiday|holiday|pancake|shrove|fat|ash|maundy|holy|good|easter|palm|whit|black|cyber|giving|super|election|plough|spy|trinity|low"
    r"|mothering|remembrance|advent|rogation|green|clean|stir[- ]?up|inauguration|carnival|rose|small\s+business)\s+$",
    re.IGNORECASE,
)
_WEEKDAY = re.compile(r"\b(?:mon|tues?|wednes|thurs?|fri|satur|sun)day", re.IGNORECASE)
_NAME = re.compile(
    r"\b(?:mon|tues?|wednes|thurs?|fri|satur|sun)day|(?:january|february|april|june|july|august|(?:sept|nov|dec)ember|october)\b|(?<=\bthe\s)may\b",
    re.IGNORECASE,
)
# What no clock tells; "when it's five" is a time, "let me know when" asks for one.
_EVENT = re.compile(
    r"\b(?:(?<!know\s)(?:when(?:ever)?|if|once|as\s+soon\s+as|unless)\s+(?!(?:it['’]?s|it\s+is)\s)(?:i|you|we|he|she|they|it|the|my|our|his|her|\w+\s+(?:is|isn['’]?t|are|aren['’]?t|has|hasn['’]?t|does|doesn['’]?t|gets?|comes?|leaves?|calls?|needs?))\b"
    r"|on\s+the\s+(?:day|morning|evening|night|eve)\s+(?:of|before|after)|(?:on|every|each|before|after|until)\s+pay\s?day|(?:on\s+)?(?<!is\s)(?<!it['’]s\s)(?<!that['’]s\s)(?:my|his|her|our|their)\s+(?:birthday|anniversary)(?!\s+(?:is|comes|falls|on)\b))",
    re.IGNORECASE,
)
_ASKS = re.compile(
    r"\b(?:ask|see|check|find\s+out|wonder(?:ing)?|know)\s+(?:(?!(?:me|us)\b)\w+\s+){0,2}$", re.IGNORECASE
)  # if she is coming
# A day alone with what is before or after it is not that day's morning: "after swimming on saturday".
_AROUND = re.compile(r"\b(?:before|after|during|straight\s+after)\s+(?:(?:the|my|our|his|her|their)\s+)?\w+\s+(?:on\s+)?$", re.IGNORECASE)
# We're away from Friday to Tuesday: a stretch of days, and nothing that is done on each of them.
_STRETCH = re.compile(rf"(?:from\s+)?{WD}\s+(?:to|till|until|through)\s+{WD}$", re.IGNORECASE)
_STAYING = re.compile(r"\b(?:i['’]m|we['’]re|(?:is|are)\s+(?:away|off|in|here|at|staying|visiting))\b|\bfrom\s+\w+day\b", re.IGNORECASE)
# A second reminder in the same breath.
_AGAIN = {"en": re.compile(r"(?!)"), "zh": re.compile(r"[\s，,]*(?:请)?再(?:提醒|叫|喊|响|来?一[次遍])")}


def accounted(text: str, language: Language, read: Sequence[Span], others: Sequence[Span], hour: bool) -> bool:
    """read: where the words stand that were understood, ascending; others: where other times stand. hour: one was said, or how long."""
    content = [found.span() for found in _CONTENT[language].finditer(text)]
    begins = min((end for _, end in content if not any(first < end < last for first, last in read)), default=len(text))
    if left_over(text, language, read, begins, hour):
        return False
    if any(read[0][1] <= start < read[-1][0] for start, _ in others):
        return False  # another day between ours and its hour
    if told_only(text, language):
        return False
    if language == "en" and (_depends(text, read) or (not hour and _AROUND.search(text[: read[0][0]]))):
        return False
    stretch = language == "en" and not hour and any(_STRETCH.fullmatch(text, *span) for span in read)
    if stretch and _STAYING.search(text) and not FRAME["en"].search(text):
        return False
    for number, (start, end) in enumerate(read):
        before = text[read[number - 1][1] if number else 0 : start]
        behind = text[end : read[number + 1][0] if number + 1 < len(read) else len(text)]
        if changed_before(text[start:end], before, language) or changed_behind(text[start:end], behind, language):
            return False
    if language == "en" and any(_named(text, *span, read) for span in read):
        return False
    return not any(_AGAIN[language].match(text, other[1]) or _free(text, language, read, other) for other in others)


def _depends(text: str, read: Sequence[Span]) -> bool:
    """Whether it hangs on something that no clock tells: when I get home, on the day of the party."""
    for found in _EVENT.finditer(text):
        inside = any(start <= found.start() < end for start, end in read) or _ASKS.search(text[: found.start()])
        if not inside and not any(start == found.end() for start, _ in read) and not _content_before(text, found.start(), read):
            return True
    return False


def _named(text: str, start: int, end: int, read: Sequence[Span]) -> bool:
    """Whether a day or month beside this time has a name that was not read, outside of what is to be remembered."""
    if _content_before(text, start, read):
        return False
    if _WEEKDAY.match(text, start) and _CALLED.search(text, max(0, start - 60), start):
        return True
    if (start, end) == read[0] and _NAME.search(text[:start]):
        return True
    behind = _NAME.search(text, end)
    return (start, end) == read[-1] and behind is not None and not _content_before(text, behind.start(), read)


def _content_before(text: str, at: int, read: Sequence[Span]) -> bool:
    """Whether what is to be remembered has begun by then, in English."""
    begun = (content.end() - 1 for content in _CONTENT["en"].finditer(text))
    return any(end <= at and not any(first < end < last for first, last in read) for end in begun)


def _free(text: str, language: Language, read: Sequence[Span], other: Span) -> bool:
    """Whether that time stands outside of what is to be remembered."""
    at = 0
    while content := _CONTENT[language].search(text, at):
        if not any(start < content.end() - 1 < end for start, end in read):
            return other[0] < content.end() - 1
        at = content.end() - 1
    return True
