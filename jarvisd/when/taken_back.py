"""The words by which something said is put right or denied in the same breath: "no, make it", 说错了, 不是."""

from __future__ import annotations

import re

from jarvisd.messages import Language

# Between what is taken back and what is said instead: at least one of these, and nothing but sounds and frames beside them.
_INSTEAD = {
    "en": (
        r"no|nope|wait|sorry|actually|scratch\s+that|i\s+mean[t]?|i\s+meant\s+to\s+say|make\s+(?:it|that)|correction|(?:or\s+)?rather|on\s+second\s+thoughts?|(?:wh)?oops|my\s+bad|hang(?:\s+on)?|hold(?:\s+on)?"
        r"|(?:that['’]?s\s+|it['’]?s\s+)?too\s+(?:early|late|soon)|leave\s+it|change\s+(?:it|that)(?:\s+to)?|forget\s+that|never\s*mind|not\s+that|strike\s+that|my\s+mistake|let['’]?s\s+(?:say|make\s+(?:it|that)|do)"
    ),
    "zh": r"不对|不是|不不|不[行够]|错了|说错了?|口误|算[了啦]|太[早晚长短多少久快慢](?:了|啦)?|来不及|改[成到为]"
    r"|换成|[更纠]正(?:一下)?|打住|重说|说反了?|啊?呸|[唉哎嗯诶][，,]?还是|对不起|抱歉|不好意思|[弄记搞讲]错了?|我是说|我说的是|应该是|等等|等一下|(?<!要)不",
}
_FILLING = {
    "en": r"oh|ah|but|well|just|let['’]?s|please|and|then|at|on|in|for|the|it|to|remind\s+(?:me|us)|wake\s+(?:me|us)(?:\s+up)?"
    r"|set\s+(?:it|that|an?\s+(?:alarm|timer))"
    r"|better|instead|alarm|timer|do|an?",
    "zh": r"哦|啊|欸|诶|呃|嗯|噢|哎呀?|唉|额|对了|那个|我|是|的|吧|还是|就|只|要|请|再|在|定|设|设个|闹钟|提醒我?|叫我?|喊我?|起床",
}
# These take back only what stands right before them: 七点，换八点吧.
_HERE = {"en": r"(?!)", "zh": r"[改换](?:一下|个)?|等一?会儿?|(?:不用|不需要|不要|用不[了着])[那这]么[久长多早晚]"}
GAP = {
    language: re.compile(
        rf"[\s,;.!?，、。！？…-]*(?:(?:{_INSTEAD[language]}|{_HERE[language]}|{_FILLING[language]}){edge}[\s,;.!?，、。！？…-]*)+",
        re.IGNORECASE,
    )
    for language, edge in (("en", r"\b"), ("zh", ""))
}
STRONG = {"en": re.compile(rf"\b(?:{_INSTEAD['en']})\b", re.IGNORECASE), "zh": re.compile(_INSTEAD["zh"])}
_PUT_RIGHT = {"en": STRONG["en"], "zh": re.compile(f"{_INSTEAD['zh']}|{_HERE['zh']}")}
# Where they begin behind what is to be done: 明天三点开会，不对，四点.
_ANEW = {
    "en": re.compile(
        r"\s+(?=(?:no|oh|sorry|actually|wait)[\s,]+(?:(?:wait|sorry|actually|no)[\s,]+)*make\s+(?:it|that)\b|scratch\s+that\b|correction\b|no\s+wait\b|i\s+meant?\b)",
        re.IGNORECASE,
    ),
    "zh": re.compile(r"[，,。；\s]+(?!应该是|我是说)|(?=[哦啊呃噢哎唉](?:不对|不是|错了|说错|算了)|不对|说错|算了)"),
}
NOT = {
    "en": re.compile(r"(?:(?:\bno,?\s+)?\bnot|\b(?:instead\s+of|rather\s+than))\s+(?:(?:on|at|in|the|for)\s+)*$", re.IGNORECASE),
    "zh": re.compile(r"(?:不是|不要|不在|别在|(?:别|不要)(?:给我)?[定设弄搞记当]成|别[跟和与])$"),
}
BUT = {
    "en": re.compile(r"[\s,]*but\s+(?:(?:on|at|in|the|for)\s+)*", re.IGNORECASE),
    "zh": re.compile(r"[\s，,啊哦呀呃]*(?:而是|是|要|在|改成|改到)|[，,]\s*"),
}
# 九点，哦不是，九点半: put right, where 两点，不是三点 is denied.
_STARTLED = re.compile(r"[哦啊呃噢哎唉欸诶][，,\s]*不是[，,\s]*$|不是[，,\s]+$")


def puts_right(text: str, start: int, end: int, language: Language) -> int:
    """Where between two times the words begin that put the second in the place of the first; -1 where there are none."""
    if _takes_back(text, start, end, language):
        return start
    for found in _ANEW[language].finditer(text, start, end):
        if _takes_back(text, found.start(), end, language):
            return found.start()
    return -1


def denies(text: str, start: int, end: int) -> bool:
    """Whether the second of two Chinese times is said not to be."""
    return NOT["zh"].search(text[start:end]) is not None and not _STARTLED.search(text[start:end])


def _takes_back(text: str, start: int, end: int, language: Language) -> bool:
    return GAP[language].fullmatch(text, start, end) is not None and _PUT_RIGHT[language].search(text, start, end) is not None
