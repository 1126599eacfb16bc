"""What is left of a sentence beside the time that was read, and would change it: a no, half a correction, a bare hour, days that repeat."""

from __future__ import annotations

import re
from collections.abc import Sequence

from jarvisd.messages import Language
from jarvisd.when import words_en
from jarvisd.when.read_en import one_of

Span = tuple[int, int]
_SMALL = rf"(?:{one_of(word for word, n in words_en.ONES.items() if 1 <= n <= 12)}|1[0-2]|[1-9])"
_DAYS = r"(?:days|nights|mornings|afternoons|evenings|weeks|months)"

# Nothing is to be then, or only in some case.
_NO = {
    "en": re.compile(
        r"\b(?:do\s*n['’]?t|do\s+not|never|no\s+need\s+to|stop)\s+(?:ever\s+)?(?:wak(?:e|ing)|remind(?:ing)?|call(?:ing)?|ring(?:ing)?|alert|nudge|ping|set|bother)\b"
        r"|\bno\s+(?:alarms?|reminders?|timers?)\b",
        re.IGNORECASE,
    ),
    "zh": re.compile(
        r"(?:别|不要|不用|不必|不需要|甭)(?:再|给我|去)?(?:提醒|叫(?:我|醒|他|她|大家|孩子)|喊|响|吵|通知|设|定闹钟|定个?闹钟)|的话(?![题剧费筒])|如果|要是|假如|万一|除非"
    ),
}
# Half of a correction, or of an hour, behind the time.
_HALF = {
    "en": re.compile(
        r"\bmake\s+(?:it|that)\b|\bi\s+meant?\b(?!\s+to\b)|\b(?:(?:is|was|be)\s+(?:a\s+(?:bit|little)\s+)?|that['’]?s\s+)too\s+(?:early|late|soon)\b|\bno\s+wait\b(?=.*(?:\d|\b(?:half|quarter|morning|afternoon|evening|later|earlier)\b))"
        rf"|\banother\s+(?:{_SMALL}|half)\b|\band\b.*\bin\s+{_SMALL}(?=\s*(?:$|[,.!?]))"
        r"|\bscratch\s+that\b|\bcorrection\b|\bchange\s+(?:it|that)\s+to\b|\bor\s+rather\b|\bthe\s+(?:one|week|day|month)\s+after\b|\bthe\s+following\b"
        rf"|\b(?:half|quarter)\s+(?:past|to)(?=\s*(?:$|[,.!?]))|\bto\s+{_SMALL}(?=\s*(?:$|[,.!?]))"
        rf"|\b(?:on|most|some|all|other|every|each)\s+(?:\w+\s+){{0,2}}{_DAYS}\b|\b(?:every|each)\s+\w+\s+(?:day|night|morning|afternoon|evening|week)\b",
        re.IGNORECASE,
    ),
    "zh": re.compile(r"太[早晚]了|改[成到为]|换成|说错|口误|不对|更正|[再后]一个(?=$|[，。])|除外|[之以]外(?![面地])"),
}
# Two orders in one breath.
_TWO = {
    "en": re.compile(r"\b(timer|alarm|reminder)\b.*\band\b.*\b(?!\1\b)(?:timer|alarm|reminder)\b", re.IGNORECASE),
    "zh": re.compile(r"(计时器|定时器|倒计时|闹钟|提醒).*[和跟、].*(?!\1)(?:计时器|定时器|倒计时|闹钟)"),
}
# Left out of a series, wherever it is said.
_OUT = {"en": re.compile(r"\b(?:except|excluding|apart\s+from|other\s+than)\b", re.IGNORECASE), "zh": re.compile(r"除外|不算在内")}
# A bare number where no hour was read: it may be that hour.
_HOUR = {
    "en": re.compile(
        rf"\b{_SMALL}(?:[-\s]?(?:{one_of(words_en.TENS)}|[0-5]\d|oh?[-\s]\w+))?(?:[-\s]?ish|\s+o['’]?clock|\s+sharp|\s+hundred)?"
        r"(?=\s*(?:$|[,;.!?]|please\b|or\s+so\b|at\s+the\s+latest\b))|\b(?:[01]\d|2[0-3])[0-5]\d\b(?!\s+\d)|(?<!\d\s)\b(?:1?\d|2[0-3])\s[0-5]\d\b(?!\s+\d)",
        re.IGNORECASE,
    ),
    "zh": re.compile(r"(?<![第\d一二三四五六七八九十])(?:十[一二]?|[一二三四五六七八九两])(?=$|[，。,])"),
}


def left_over(text: str, language: Language, read: Sequence[Span], begins: int, hour: bool) -> bool:
    """Whether any of it stands in the text.

    read: where the words stand that were read, ascending; begins: where what is to be remembered does; hour: one was read, or how long.
    """
    if _NO[language].search(text, 0, begins) or _TWO[language].search(text):
        return True
    if any(not any(start <= out.start() < end for start, end in read) for out in _OUT[language].finditer(text)):
        return True
    if begins > read[-1][1] and _HALF[language].search(text, read[-1][1], begins):
        return True
    ends = [0, *(end for _, end in read)]
    starts = [*(start for start, _ in read), len(text)]
    return not hour and any(_HOUR[language].search(text[end:start]) for end, start in zip(ends, starts, strict=True))
