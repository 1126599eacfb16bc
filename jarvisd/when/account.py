"""Whether every word beside a time was read: better not understood than half understood.

Whatever stands next to the words that were read and speaks of time itself ("end of", "twice", "but not", 第, 中旬) changes what they
mean. So does a second time outside of what is to be remembered. Neither may be passed over in silence.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from jarvisd.messages import Language

Span = tuple[int, int]

# Between a word and the time beside it these change nothing.
_GLUE = r"(?:(?:of|the|on|at|in|a|an|and|for|my|this|that|then|about|around)\s+)*"
# Words that change a time from before it, whatever small words stand between.
_CHANGING = (
    r"before|after|until|till?|since|during|between|within|throughout|mid|early|late|later|earlier|(?:middle|end|start|beginning|rest|halfway\s+through)(?=\s+of\b)"
    r"|every|each|any|alternate|alternating|twice|thrice|several|never|always|either|neither|or|nor|not|except|but|bar|save|excluding|unless|if"
    r"|when|whenever|while|minus|plus|less|than|nearly|almost|past|previous|following|ago"
)
# Nouns of time: beside the time itself they belong to it ("bank holiday Monday"); "game night on Friday" is a night of its own.
_NOUNS = (
    r"seconds?|minutes?|hours?|days?|nights?|weeks?|weekends?|weekdays?|fortnights?|months?|quarters?|years?|mornings?|afternoons?|evenings?|noon|midday"
    r"|midnight|dawn|dusk|sunset|sunrise|holidays?|birthday|anniversary|eve|half|first|second|third|fourth|last|next|final|coming|once|times|o['’]clock"
)
_CORRECTING = (
    r"or|nor|not(?!\s+to\b)|except|but|bar|save|excluding|unless|until|till?|if|only\s+if|i\s+mean|scratch|rather|sorry|make\s+(?:it|that)"
    r"|correction|actually|wait|no\b"
)
_BEHIND_TOO = (
    r"before|after|until|till?|since|during|between|within|through|throughout|mid|middle|end\s+of|ends?\b(?=\s*$)|starts?\s+of|beginning|early|late"
    r"|earlier|later|every|each|any|alternate|twice|thrice|often|or|nor|not(?!\s+to\b)|except|but|bar|save|excluding|unless|if|whenever|when|minus|plus|less"
    r"|than|ago|sometime|odd|no\b(?!\s+\w+\s+than)|i\s+mean|scratch|rather|sorry|make\s+(?:it|that)|correction|actually|wait|only\s+if|ish"
    r"|(?:gmt|utc|[ecmp][sd]t|cest?|bst|[ji]st|aest)|(?:lent|advent|ramadan|summer|winter|autumn|term)|(?:\w+\s+){1,2}time(?=\s*$)"
    r"|(?:some|a\s+(?:bit|little))(?=\s*$)|change(?=\s*$)|counting|(?:a|the)\s+(?:week|day|month|year)\b"
    rf"|(?!first\b|second\b|third\b|fourth\b|final\b|coming\b)(?:{_NOUNS})"
)
# The same for Chinese, sign by sign, for its words have no edges: 后半夜, 倒数第二个. Words that only end in such a sign are left out.
_SIGNS_BEFORE = (
    r"[年月日天周时分秒点号早晚午夜晨前后初末底旬季期假数多半每第头双单](?<!到时)(?<!准时)(?<!按时)(?<!及时)(?<!然后)(?<!之后)(?<!以后)(?<!早点)(?<!晚点)(?<!快点)"
    r"(?<!有点)(?<!日期)(?<!生日)(?<!家中)(?<!聊天)(?<!提前)(?<!还有)(?<!差不多)(?<!计时)(?<!定时)(?<!限时)(?<!倒数)(?<!次日)"
)
_SIGNS_BEHIND = (
    r"(?!天[气然台坛猫津]|日[语本报用常程]|时[间装尚候]|早[饭餐点会读操安退]|晚[饭餐会点自安班宴课]|午[饭餐休睡觉]|夜[宵班跑市]|晨[跑会练读]|月[饼报会考票]"
    r"|年[会报货夜审检终]|周[会报考例]|季[报度]|第一[件时]|头[疼发痛]|整[理个]|全[家体部员]|末班|初[中步])"
    r"[年月日天周时秒早晚午夜晨初末底旬季第头整全]|一整[天夜晚]|[一二三两四\d]*[餐顿]"
    r"|一?(?:上班|下班|放学|上学|起床|睡醒|到家|回家|出门|进门|吃完饭|散会)(?:就|时|前|后|的时候|之前|之后|以前|以后)"
)
_BEFORE = {
    "en": re.compile(rf"(?:\b(?:{_CHANGING})\s+{_GLUE}|\b(?:{_NOUNS})\s+(?:(?:of|the)\s+)*|\w[-'’])$", re.IGNORECASE),
    "zh": re.compile(
        r"(?:哪一?个|某一?个|任何|任意|随便|(?<!北京)时间|[年月周天日季][里内份]的?|不?早于|不?晚于|不?超过|不到|至少|除了?|非|单|之?前|之?后|或者?|还是|不是|不要|[上中下]旬(?:的)?|几|若干|快|快到|将近|啊不|不对|哦不)[，,\s]*$"
        rf"|(?:{_SIGNS_BEFORE}|\d\.)的?$"
    ),
}
_BEHIND = {
    "en": re.compile(rf"(?:['’]s\b|-(?=[a-z])(?!ish)|\s+{_GLUE}(?:{_BEHIND_TOO})\b|[\s,;.]+(?:{_CORRECTING})\b)", re.IGNORECASE),
    "zh": re.compile(
        r"(?!周|星期|礼拜).{1,4}?(?:之前|以前|(?<![目面眼提之以])前)(?=$|[，。,]|提醒|叫)|[\s，,]*的?(?:[上中下]旬|倒数|早中晚|早晚(?!饭|餐)|下晚|擦黑|茶(?=时间|$)|之?[前后](?![往面天台者续院来门座])|以[前后]"
        r"|除外|以外|之外|为止|[之以]?内(?![容衣])|期间|假期|整点|多(?![吃喝买穿带加运看睡读练])|出头|不到|或者?|还是(?!要|得)|啊不|不对|哦不|错了|不是|算了|如果|要是|要么"
        rf"|一?[半刻](?!价|成|个)|次|遍|(?:千万|可)?(?:别|不要|不行|不用)(?=$|[，。])|{_SIGNS_BEHIND})"
    ),
}  # fmt: skip

# From these words on it is what is to be remembered, in which times may stand that are none of ours.
_CONTENT = {
    "en": re.compile(
        r"\b(?:remind|tell|nudge|ping|wake|call|get|alert|notify|warn|reminder|alarm|timer|forget|know)\b.{0,80}?"
        r"\b(?:to|that|about|because|so|since|for\s+(?:my|our|the|his|her|their)|which|where|who)\s",
        re.IGNORECASE,
    ),
    "zh": re.compile(r"提醒(?:一下|一声)?(?:我们?|大家|他|她)?|(?:叫|喊|通知|告诉)(?:一下|一声)?(?:我们?|大家)|记得|别忘了?"),
}
# A day's name with another word close before it is another day ("Pancake Tuesday", "most Thursdays"), but not behind these.
_NAME = re.compile(
    r"\b(?:mon|tues?|wednes|thurs?|fri|satur|sun)day|(?:january|february|april|june|july|august|(?:sept|nov|dec)ember|october)\b",
    re.IGNORECASE,
)
_CLOSE = re.compile(
    r"(?<![,;:.!?])\b(?!(?:me|us|him|her|them|up|please|alarm|reminder|timer|it|for|is|due|and|to|from|be|appointment|meeting|am|pm|jarvis|ok|okay|hey|set"
    r"|all|only|just|day|move|change|again|every|each|through|until|till|o['’]clock|on|by|at|of|the|a|this|next|in|with|off|out|then|about|around)\s)"
    r"[a-z']+\s+$",
    re.IGNORECASE,
)
# A second reminder in the same breath.
_AGAIN = {"en": re.compile(r"(?!)"), "zh": re.compile(r"[\s，,]*(?:请)?再(?:提醒|叫|喊|响)")}


def accounted(text: str, language: Language, read: Sequence[Span], others: Sequence[Span]) -> bool:
    """read: where the words stand that were understood, ascending; others: where other times stand."""
    if any(read[0][1] <= start < read[-1][0] for start, _ in others):
        return False  # another day between ours and its hour
    for number, (start, end) in enumerate(read):
        before = text[read[number - 1][1] if number else 0 : start]
        behind = text[end : read[number + 1][0] if number + 1 < len(read) else len(text)]
        if _BEFORE[language].search(before[-60:]) or _BEHIND[language].match(behind):
            return False
    if language == "en" and any(_named(text, *span, read) for span in read):
        return False
    return not any(_AGAIN[language].match(text, other[1]) or _free(text, language, read, other) for other in others)


def _named(text: str, start: int, end: int, read: Sequence[Span]) -> bool:
    """Whether a day or month beside this time has a name that was not read, outside of what is to be remembered."""
    if _content_before(text, start, read):
        return False
    if _NAME.match(text, start) and _CLOSE.search(text, max(0, start - 60), start):
        return True
    if (start, end) == read[0] and _NAME.search(text[:start]):
        return True
    return (start, end) == read[-1] and not _content_before(text, end + 8, read) and bool(_NAME.search(text, end))


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
