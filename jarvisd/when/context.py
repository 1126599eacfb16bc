"""Tells what is only told beside an order from the order itself: whose time is the one that is meant."""

from __future__ import annotations

import re
from collections.abc import Sequence

from jarvisd.messages import Language
from jarvisd.when.kinds import DAYS, has
from jarvisd.when.mended import blanked
from jarvisd.when.pieces import Bad, Clock, Date, Found, Lapse, Length, Near, Offset, Period, Piece, Shift, Weekday
from jarvisd.when.taken_back import STRONG

FRAME = {
    "en": re.compile(
        r"\b(?:get\s+\w+\s+up|(?:remind|wake|ping|alert|nudge|notify|tell)\s+(?:me|us|him|her|them|every\w+|the\s+\w+|(?:my\s+)?(?:mum|mom|dad|mummy|mommy|daddy|nan|gran|grand\w+))|set\s+(?:me\s+)?(?:an?|the|my)\s+(?:\w+\s+)?"
        r"(?:timer|alarm|reminder))\b",
        re.IGNORECASE,
    ),
    "zh": re.compile(r"提醒|[叫喊](?:我|醒|他|她|大家|孩子|起床)|通知我|[定设][一个]|闹钟|计时"),
}
PLAIN = {  # says nothing beside a time
    "en": re.compile(
        r"[^a-z]+|\b(?:on|at|in|by|of|for|the|an?|and|so|but|please|hey|jarvis|can|could|would|you|it|is|just|only|s|then|ok|okay|i|mean)\b",
        re.IGNORECASE,
    ),
    "zh": re.compile(r"[^一-鿿]+|[就只是要仅限的吧哈啊哦呀嘛了呢在那请你嗯]|麻烦|记得"),
}
_CASE = {"en": re.compile(r"\b(?:if|unless|otherwise|else)\b", re.IGNORECASE), "zh": re.compile("如果|要是|假如|万一|除非|否则|不然")}
_CLAUSE_END = {
    "en": re.compile(r"(?<![ap]\.m)[.;!?]\s+|,\s+(?:(?:so|but|and)\s+)?|\b(?:so|but)\s+", re.IGNORECASE),
    "zh": re.compile(r"[，,。；！？]|(?<=[^到除为错对])了(?=[明后今下这周大每]|星期|礼拜)|所以|但是?|不过|(?=你(?!好|们))"),
}
_TOLD = re.compile(
    r"\b(?:i|we|you|he|she|they|it|mum|dad|the\s+\w+)\s+(?:only\s+|just\s+)?(?:had|was|were|rang|came|ate|went|got|took|did|left|shut|said|slept|woke|forgot|missed|saw"
    r"|bought|made|fell|\w{2,}(?<!e)ed)\b",
    re.IGNORECASE,
)
_HAPPENS = re.compile(
    r"\b(?:starts?|begins?|kicks?\s+off|opens?|closes?|shuts?|ends?|finish(?:es)?|leaves?|departs?|arrives?|lands?|comes?|is|are|we['’]re)\b|['’]s\b",
    re.IGNORECASE,
)
# So long before it one has to leave: whether the hour is meant to allow for it, nobody knows. Or a timer of its own.
TAKES = {
    "en": re.compile(
        r"\b(?:(?<!to\s)takes?|drive\s+is|walk\s+is|journey\s+is)\s+(?:me\s+|us\s+)?(?:about\s+|around\s+|at\s+least\s+)?$", re.IGNORECASE
    ),
    "zh": re.compile(r"(?:路上|开车|走路|坐车|过去|单程|车程)(?:大概|大约|差不多)?(?:要|得|需要|要走|要开)?$|计时$"),
}


def ordered(groups: Sequence[list[Found]], text: str, language: Language) -> tuple[list[list[Found]], list[tuple[int, int]]]:
    """The times of the order, where it says its time whole and something was told before it: "we leave on Tuesday, so wake me today".

    With them the place of what was told.
    """
    frame = FRAME[language].search(text)
    told_last = max((group[-1].start for group in groups if frame and group[-1].start < frame.start()), default=0)
    upto = told_last if language == "zh" and told_last else frame.start() if frame else 0  # 今晚七点，提醒我: of one clause
    begins = [end.end() for end in _CLAUSE_END[language].finditer(text, 0, upto)] if frame else _after_told(text, language)
    if language == "en" and frame and not begins and (_TOLD.search(text, 0, frame.start()) or _HAPPENS.search(text, 0, frame.start())):
        begins = [frame.start()]  # I had toast at seven remind me at noon
    if not begins:
        return [*groups], []
    parts = [[one for one in group if (one.start < begins[-1]) is early] for group in groups for early in (True, False)]
    before, order = ([part for part in parts if part and (part[0].start < begins[-1]) is early] for early in (True, False))
    told = blanked(text[: begins[-1]], ((group[0].start, group[-1].end) for group in before))
    words = re.search(r"\bis\b", told) or PLAIN[language].sub(" ", told).split()
    said = [piece for group in order for found in group for piece in found.pieces]
    earlier = [piece for group in before for found in group for piece in found.pieces]
    if has(said, (Clock,)):
        other = [
            piece for piece in earlier if isinstance(piece, DAYS) and (language == "zh" or piece != Shift(0))
        ]  # it closes at ten tonight
        whole = has(said, DAYS) or not other
        whole = whole and not of_that_time(earlier, said)
    else:  # the hour that was told may be meant
        whole = has(said, (Length, Lapse)) or (has(said, DAYS) and not has(earlier, (Clock,)))
    if (
        not before
        or not words
        or not whole
        or STRONG[language].search(told)
        or any(TAKES[language].search(text[: group[0].start]) for group in order)
        or any(isinstance(piece, Bad | Offset | Near) for piece in said)
        or (frame and has(earlier, (Offset, Near)) and text[order[-1][-1].end :].strip() and order[-1][-1].end < frame.start())
    ):
        return [*groups], []
    return order, [(0, begins[-1])]


def of_that_time(earlier: Sequence[Piece], said: Sequence[Piece]) -> bool:
    """Next week is a holiday, on Wednesday at nine remind me: on the Wednesday of which week?"""
    later = any(
        (isinstance(one, Period) and one.shift > 0)
        or (isinstance(one, Weekday) and one.week and any(isinstance(day, Weekday) and day.day < one.day for day in said))
        for one in earlier
    )
    return later and any((isinstance(day, Weekday) and day.week is None) or (isinstance(day, Date) and not day.month) for day in said)


def _after_told(text: str, language: Language) -> list[int]:
    """Where it is said what is to be, behind what was: I had my pill at four, so the next one tonight at ten."""
    ends = [end.end() for end in _CLAUSE_END[language].finditer(text)] if language == "en" else []
    return [end for end in ends if _TOLD.match(text.lstrip()) and not _TOLD.search(text, end)][-1:]


# Past, and nothing said behind it of what is to be.
_WAS = re.compile(
    r"^\W*(?:i|we|he|she|they|it|mum|dad|(?:the|my|our)(?:\s+\w+){1,2}|[a-z]+)\s+(?:only\s+|just\s+)?(?:(?:was|were)(?!\s+\w+(?:ed|ced)\b)|got\s+married|went|had(?!\s+to)|rang|came|ate|took"
    r"|left|saw|bought|slept|woke|met|called|phoned|played|visited|watched|finished|cancelled|missed)\b(?:(?!\b(?:to|for|until|from|so|but|and|now|remind|put|add|note"
    r"|is|are|will|need|needs|want|must|should|tomorrow|tonight|next|later|again|ring|book|tell|set|wake|buy|order|send)\b|['’](?:s|ll|re)\b).)*$",
    re.IGNORECASE,
)


def told_only(text: str, language: Language) -> bool:
    """Whether it only tells what was: "I called the plumber on Thursday at four"."""
    return language == "en" and _WAS.match(text) is not None


def over(groups: Sequence[list[Found]], text: str, language: Language) -> tuple[list[list[Found]], list[tuple[int, int]]]:
    """Without what is past already, where a whole time follows in a clause of its own: 昨天晚上八点我忘了，今天晚上八点提醒我."""
    left, gone = [*groups], []
    while len(left) > 1 and Bad("past") in left[0][0].pieces:
        said = [piece for found in left[1] for piece in found.pieces]
        whole = has(said, (Lapse,)) or (has(said, DAYS) and (has(said, (Clock,)) or not has(_pieces(left[0]), (Clock,))))
        between = text[left[0][-1].end : left[1][0].start]
        if not whole or has(said, (Bad, Offset, Near)) or not PLAIN[language].sub("", between):
            break
        gone.append((left[0][0].start, left[0][-1].end))
        if language == "zh" and text[left[1][0].start - 1] in "过了":
            gone.append((left[1][0].start - 1, left[1][0].start))
        left = left[1:]
    return left, gone


def _pieces(group: Sequence[Found]) -> list[Piece]:
    return [piece for found in group for piece in found.pieces]


def _around(group: Sequence[Found], text: str) -> tuple[str, str]:
    """What stands with it between two commas, before it and behind it; the first is empty at the beginning of the text."""
    begin = max(text.rfind(sign, 0, group[0].start) for sign in ",;，。；")
    end = min((at for sign in ",;，。；" if (at := text.find(sign, group[-1].end)) >= 0), default=len(text))
    return text[begin : group[0].start] if begin >= 0 else "", text[group[-1].end : end]


def aside(group: Sequence[Found], text: str, language: Language) -> bool:
    """Between two commas with nothing of its own: ", only this year"."""
    before, behind = _around(group, text)
    return bool(before) and not PLAIN[language].sub("", before + behind)


def cased(group: Sequence[Found], text: str, language: Language) -> bool:
    """Another time in another case: "at eight, and if it rains at seven"."""
    return bool(_CASE[language].search(_around(group, text)[0]))
