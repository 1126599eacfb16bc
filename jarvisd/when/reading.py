"""Reads when something is to be: from words to a meaning."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from jarvisd.messages import Language
from jarvisd.when.account import accounted
from jarvisd.when.kinds import has
from jarvisd.when.meals import meal
from jarvisd.when.meaning import Meaning, refusal
from jarvisd.when.meant import told
from jarvisd.when.mended import withdrawn
from jarvisd.when.pieces import Clock, Lapse, Length, Piece
from jarvisd.when.questions import asks, known
from jarvisd.when.resolve import resolve
from jarvisd.when.said import put

LONGEST = 2000  # signs: nobody says more in a breath
_WAKE = {
    "en": re.compile(
        r"\b(?:be\s+up\s+(?:at|by|for)|awake\s+(?:at|by|for|before)|wak(?:e|ing)\s+up|(?:want|need|needs|like)\s+(?:\w+\s+)?waking|woken|wake\s+(?:(?:my|our|the)\s+)?\w+\s+(?:up\s+)?(?:at|tomorrow|on)|(?:wake|get)\s+(?:\w+\s+){1,3}up"
        r"|get\s+\w+\s+out\s+of\s+bed|wake\s+(?:me|us)|wake[- ]?up|wakey|get(?:ting)?\s+up)\b",
        re.IGNORECASE,
    ),
    "zh": re.compile(r"起床|叫醒|喊醒|唤醒|弄醒|叫我起来|喊我起来|(?<=[点半分刻])起来|醒来"),
}  # fmt: skip
_HOUR = (Clock, Lapse, Length)
_BEIJING = timedelta(hours=8)
# Zones in which 工作日 are those of mainland China; UTC is what a box says that was never told where it stands.
_CHINA = frozenset({"Asia/Shanghai", "Asia/Urumqi", "Asia/Chongqing", "Asia/Harbin", "Asia/Kashgar", "PRC", "UTC", "Etc/UTC"})

# What asks for a reminder and is not what is to be remembered.
_FRAME = {
    "en": re.compile(
        r"^(?:hey\s+jarvis\W*|jarvis\W*|please\s+|can\s+you\s+|could\s+you\s+|would\s+you\s+|i\s+(?:want|need)\s+(?:you\s+to\s+)?)*"
        r"(?:remind\s+(?:me|us)\b|(?:set|make|create|add|give\s+me|start)\s+(?:me\s+)?(?:an?|the|my|another)?\s*(?P<name>.*?)\s*(?:reminder|alarm|timer)\b"
        r"|an?\s+reminder|wake\s+(?:me|us)(?:\s+up)?|get\s+(?:me|us)\s+up|tell\s+(?:me|us)|let\s+me\s+know|don['’]?t\s+let\s+me\s+forget)?"
        r"(?:\s*(?:please|to|that|about|for|of|called|named|and)\b)*", re.IGNORECASE),
    "zh": re.compile(
        r"^(?:请|麻烦|帮我|你|在|记得|给我|再|到时候|的时候|时候|，|,|\s)*(?:(?:设|定|订|开|加|建|上|弄)(?:置|定)?(?:一)?(?:个|下)?(?P<name>.*?)(?:的)?(?:闹钟|提醒|计时器|定时器|倒计时|计时))?"
        r"(?:(?:的时候)?(?:提醒|叫醒?|通知|喊醒?|告诉|让)(?:一下|一声)?(?:我们?|大家)|提醒)?(?:要|去(?=提醒)|该|，|,)?"),
}  # fmt: skip
_ENDS = " \t\n,.!?;:，。！？；：、"


def read(text: str, language: Language, now: datetime, wake: bool | None = None, asked: bool = False) -> Meaning:
    """What a text says of a time, said at now (aware; its zone is the speaker's). Never raises, whatever the text.

    wake: whether it is about getting up, so that an hour without a half of the day is one of the morning; None: read it from the text.
    asked: the text may be a question, whose time is wanted too; else nothing is set by one.
    """
    if len(text) > LONGEST:
        return refusal("long")
    found = told(text, language)
    if found is not None and language == "zh" and "北京时间" in text and now.utcoffset() != _BEIJING:
        return refusal("unclear")
    if found is None or known(text, language) or (not asked and asks(text, language)):
        return replace(refusal("nothing"), rest=_rest(text, (), language))
    last = found.spans[-1][1]
    if all(end <= last for _, end in found.others) and withdrawn(found.text, last, language):
        return refusal("back")
    waking = bool(_WAKE[language].search(text)) if wake is None else wake
    meaning = _resolved(found.pieces, now, waking)
    if meaning.ambiguous and (part := meal(text, language, found.spans)):
        decided = _resolved((*found.pieces, part), now, waking)
        meaning = meaning if decided.refused else decided
    if not meaning.refused and not accounted(found.text, language, found.spans, found.others, has(found.pieces, _HOUR)):
        meaning = refusal("unclear")
    said = "".join(sign if kept != " " else kept for sign, kept in zip(text, found.text, strict=True))
    phrase = " ".join(said[start:end] for start, end in found.spans)
    return replace(meaning, phrase=phrase.strip(), rest=_rest(said, found.spans, language))


def _resolved(pieces: Sequence[Piece], now: datetime, wake: bool) -> Meaning:
    try:
        return resolve(put(pieces), now, wake, str(now.tzinfo) in _CHINA)
    except (OverflowError, ValueError):  # beyond the last year that there is
        return refusal("impossible")


def _rest(text: str, spans: tuple[tuple[int, int], ...], language: Language) -> str:
    kept, at = [], 0
    for start, end in spans:
        kept.append(text[at:start].rstrip(", ") if language == "en" else text[at:start])
        at = end
    kept.append(text[at:])
    left = re.sub(r"\s+", " ", (" " if language == "en" else "").join(kept)).strip(_ENDS)
    framed = _FRAME[language].match(left)
    name = framed["name"] if framed else None
    rest = left[framed.end() :] if framed else left
    rest = rest.strip(_ENDS)
    return rest or (name or "").strip(_ENDS)
