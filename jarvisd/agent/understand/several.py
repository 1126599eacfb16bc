"""One sentence as the commands it holds, each whole in itself: what two share is said of both."""

from __future__ import annotations

import re
from collections.abc import Sequence, Set

from jarvisd.agent.understand import several_en, several_zh
from jarvisd.agent.understand.amounts import amounts
from jarvisd.agent.understand.excepting import apart
from jarvisd.agent.understand.spoken import bare, plain
from jarvisd.messages import Language

MOST = 6  # commands in one sentence; more is a story

# What goes on in other people's words to its end: nothing in it is split.
_WORDS = {
    "en": re.compile(
        r"^(?:play|put on|listen to|announce|broadcast|say|tell|remind|remember|note|write|search|google|call|text|add|buy|order me|shout|sing|read)\b(?! (?:the )?(?:next|previous|last|something)\b)"
        r"|^put .* on (?:the|my|our) .*list\b"
    ),
    "zh": re.compile(r"^(?:播放|放一?首|放一?曲|广播|通知|告诉|提醒|记住|记一?下|搜索?|查|念|朗读|唱)|(?:购物|待办|采购|买菜).{0,2}(?:清单|单|列表)|加到|加进"),
}  # fmt: skip
_SEPARATE = {"en": several_en.separate, "zh": several_zh.separate}


def split(text: str, language: Language, names: tuple[str, ...] = (), things: Set[str] = frozenset()) -> tuple[str, ...]:
    """The commands in their order, without manners; one where it holds one. names: the house's own, which are not cut in two.
    things: those of single things, in small letters.

    "turn off the light and the fan" is "turn off the light", "turn off the fan"; 把灯和风扇关了 is 把灯关了, 把风扇关了.
    """
    said = bare(text, language).text
    language = language if language in _SEPARATE else "en"
    if _WORDS[language].search(said) or apart(said, language).but:
        return (said,)
    kept = {
        f"\ue000{n}\ue001": name
        for n, name in enumerate(sorted({plain(name, language) for name in names}, key=len, reverse=True))
        if _cut(name)
    }
    for sign, name in kept.items():
        said = said.replace(name, sign)
    pieces = [bare(piece, language).text for piece in _SEPARATE[language](said, things)]
    for sign, name in kept.items():
        pieces = [piece.replace(sign, name) for piece in pieces]
    return measured(pieces[:MOST], language) or (said,)


_MEASURE = {
    "en": (re.compile(r"\b(degrees|percent)\b"), re.compile(r"\b(?:to|at) [\w-]+(?: [\w-]+)?$"), " "),
    "zh": (re.compile(r"(度)"), re.compile(r"[\d十百二三四五六七八九]$"), ""),
}


def measured(pieces: Sequence[str], language: Language) -> tuple[str, ...]:
    """ "The den to twenty degrees", "the hall to nineteen": both are degrees."""
    measure, bare_end, joint = _MEASURE[language]
    found = next((match[1] for piece in pieces if (match := measure.search(piece))), "")
    return tuple(
        piece + joint + found
        if found and not measure.search(piece) and _ends_on_number(piece, language) and bare_end.search(piece)
        else piece
        for piece in pieces
    )


def _ends_on_number(piece: str, language: Language) -> bool:
    return any(one.end == len(piece) and not one.unit for one in amounts(piece, language))


def worded(text: str, language: Language) -> bool:
    """It goes on in words that are passed on as they are: "announce that ...", "add ... to the list"."""
    language = language if language in _SEPARATE else "en"
    return bool(_WORDS[language].search(bare(text, language).text))


def _cut(name: str) -> bool:
    return bool(re.search(r"\band\b|\bthen\b|,|[和跟、]|还有", name))
