"""Several timers that are set by one sentence: "one for five minutes and one for ten", 一个五分钟，一个十分钟."""

from __future__ import annotations

import re
from collections.abc import AsyncGenerator, Sequence
from dataclasses import dataclass

from jarvisd.agent import Answer
from jarvisd.agent.deeds import Deed
from jarvisd.agent.reminding import NAME, Reminding
from jarvisd.messages import Language, Part, Request, Text

_MOST = 5  # timers of one sentence
_LEAD_EN = r"(?:(?:hey |ok |okay )?(?:jarvis|please|can you|could you|would you|i need|i'd like|let's)[, ]+)*"
_COUNT_EN = r"(?:two|three|four|five|both|some|a couple of|several|\d) timers?"
_NAMED_ZH = r"(?:计时器?|定时器?|倒计时)"
_SENTENCE: dict[Language, re.Pattern[str]] = {
    "en": re.compile(
        rf"{_LEAD_EN}(?:set|start|make|give me|put on|run|have|do)?(?: up)? ?"
        rf"(?:{_COUNT_EN}(?: please)?(?:,| -|:)? ?(?:for )?(?=(?:one|an?)\b)|(?=an?\b[^,]*\btimers?\b))(?P<each>.+?)(?: please)?",
        re.IGNORECASE,
    ),
    "zh": re.compile(
        rf"(?:请|帮我|给我|麻烦|贾维斯|，|,)*(?:设|定|开|来|弄)(?:置|定|上|好)?(?:(?:[两二三四五]|\d)个{_NAMED_ZH}(?:吧|，|,|：)*(?=一个)|(?=一个.+?{_NAMED_ZH}))"
        r"(?P<each>.+?)(?:吧)?"
    ),
}  # fmt: skip
_BETWEEN: dict[Language, re.Pattern[str]] = {
    "en": re.compile(
        r"(?:,? and |, ?)(?:then )?(?=(?:an?|one|another|the other|a second|the second|a third)\b(?! half| quarter))| (?=one for\b)",
        re.IGNORECASE,
    ),
    "zh": re.compile(r"[，,、和跟]*(?:再来|再设|再定|再|还有|还要|另外)?(?=另?一个(?!小时|钟头|半|月|星期))"),
}
_ONE: dict[Language, re.Pattern[str]] = {
    "en": re.compile(r"^(?:one|another|the other|a second|the second|a third)(?: one| timer)?\b|^an? timer\b", re.IGNORECASE),
    "zh": re.compile(r"^另?一个"),
}
_UNIT_EN, _NUMBER_EN = re.compile(r"\b(?:second|minute|hour)s?\b", re.IGNORECASE), re.compile(r"[\w-]+$")


class Timers:
    """A Responder, before the one that sets a single timer."""

    name = NAME

    def __init__(self, reminding: Reminding) -> None:
        self._reminding = reminding

    def fixed(self) -> Sequence[tuple[str, Language]]:
        return ()

    async def consider(self, request: Request) -> Answer | None:
        for language in _SENTENCE:
            orders = _orders(request.text, language)
            if len(orders) > 1:
                deeds = [self._reminding.timer(order, language, request) for order in orders]
                set_ = [deed for deed in deeds if isinstance(deed, Deed)]
                return Several(tuple(set_), language) if len(set_) == len(deeds) else None
        return None


@dataclass(frozen=True, slots=True)
class Several:
    """Each is set and told of by itself."""

    deeds: tuple[Deed, ...]
    language: Language
    by: str = NAME
    preview: None = None
    exact: bool = False
    stops: bool = False

    async def parts(self) -> AsyncGenerator[Part, None]:
        gap = "" if self.language == "zh" else " "
        for number, deed in enumerate(self.deeds):
            async for part in deed.parts():
                yield Text(gap + part.text) if number and isinstance(part, Text) else part


def _orders(text: str, language: Language) -> Sequence[str]:
    """A sentence for each timer; () where it sets none, or one."""
    said = " ".join(text.strip(" .!。！?？").split())
    found = _SENTENCE[language].fullmatch(said) if len(said) <= 200 else None
    if not found:
        return ()
    pieces = [piece for piece in _BETWEEN[language].split(found["each"]) if piece.strip(" ，,、和")]
    if not 1 < len(pieces) <= _MOST:
        return ()
    if language == "zh":
        bare = [_ONE["zh"].sub("", piece).rstrip("的，,、和") for piece in pieces]
        return [f"设一个{one}" + ("" if "计时" in one or "定时" in one else "的计时器") for one in bare]
    unit = _UNIT_EN.search(said)
    whole = [piece if _UNIT_EN.search(piece) or not unit else _NUMBER_EN.sub(rf"\g<0> {unit[0]}", piece) for piece in pieces]
    return [f"set {_ONE['en'].sub('a timer', piece)}" for piece in whole]
