"""Text as the tokens it is found by, in English and Chinese."""

from __future__ import annotations

import re
import unicodedata
from datetime import date

from jarvisd.memory.clean import seen
from jarvisd.memory.days import MONTH_OF, MONTHS

_LONGEST = 20_000  # characters of one text that are indexed; more is a document, which is cut into passages
QUERY = 2_000  # characters of a question that are looked at
_TERMS = 64  # of a question

# Han, the kana and hangul: written without spaces between words, so found by pairs of neighbours.
_CJK = "\u2e80-\u2fdf\u3005-\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff"
_RUN = re.compile(rf"[{_CJK}]+|[^\W_{_CJK}]+(?:['’][^\W_{_CJK}]+)*")
_IS_CJK = re.compile(rf"[{_CJK}]")
_POSSESSIVE = re.compile(r"['’](?:s|re|ve|ll|d|m|t)?$|['’]")

_SMALL_EN = (
    "a about after all also am an and any are as at be because been before being but by can could did do does doing don down during "
    "each few for from further had has have having he her here hers herself him himself his how i if in into is isn it its itself just "
    "ll me might more most must my myself no nor not now of off on once only or other our ours ourselves out over own re s same she "
    "should so some such t than that the their theirs them themselves then there these they this those through to too under until up "
    "ve very was wasn we were weren what when where which while who whom whose why will with would you your yours yourself yourselves "
    "please tell remember know said say says"
)  # the last seven are said TO a memory, seldom of it
STOP_EN = frozenset(_SMALL_EN.split())
_ASKING_ZH = (
    "为什么 怎么样 什么时候 什么样 是不是 有没有 能不能 可不可以 还记得 我曾经 你曾经 曾经 叫什么 是什么 什么 怎么 哪些 哪个 哪里 哪儿 谁 "
    "多少 几个 记得 告诉 请问 一下 一个 一些 一种 一部 一本 这个 那个 这些 那些 我们 你们 他们 她们 自己 名字"
)
_STOPS_ZH = re.compile("|".join(_ASKING_ZH.split()))  # in this order: the longer before what it begins with
_SMALL_ZH = frozenset("的了吗呢吧啊呀嘛是在和与也都就又很把被让给对跟过着得地请这那我你您他她它们有不去来到说要会能个")

_NAMED = "|".join(MONTHS)
_DAY_EN = re.compile(rf"\b(\d{{1,2}})(?:st|nd|rd|th)?(?: of)? ({_NAMED})\b")
_DAY_US = re.compile(rf"\b({_NAMED}) (\d{{1,2}})(?:st|nd|rd|th)?\b")
_DAY_ZH = re.compile(r"(\d{1,2})月(\d{1,2})[日号]")


def clean(text: str) -> str:
    """Of one form (NFKC), without controls, direction marks and halves of characters; any text will do."""
    text = unicodedata.normalize("NFKC", text)
    return text if text.isprintable() else "".join(_kept(sign) for sign in text)  # what is printable has none of them


def index_tokens(text: str) -> list[str]:
    """Everything a text can be found by, in its order: words in lower case, pairs of neighbouring Chinese characters."""
    return [token for run in _runs(text[:_LONGEST]) for token in _tokens(run)]


def query_tokens(text: str) -> list[str]:
    """What a question asks for, each once: its tokens without stop words; all of them where nothing else is left.

    A token that ends in * stands for everything that begins so: a Chinese character between small words, as in 猫是什么颜色.
    """
    runs = _runs(text[:QUERY])
    asked = _days(clean(text[:QUERY]).lower()) + [token for run in runs for token in _content(run)]
    everything = asked or [token for run in runs for token in _tokens(run)]
    return list(dict.fromkeys(everything))[:_TERMS]


def content_words(text: str) -> frozenset[str]:
    """What a text says beyond its small words."""
    return frozenset(token for run in _runs(text[:_LONGEST]) for token in _content(run))


def day_words(at: date) -> str:
    """A day as a question may name it: 8 may 2023, and as one token whatever the language."""
    return f"{at.day} {MONTHS[at.month - 1]} {at.year} {_day(at.month, at.day)}"


def _day(month: int, day: int) -> str:
    return f"m{month:02}d{day:02}"


def _days(text: str) -> list[str]:
    """May 8th, 8 May, 5月8日: the token of each day that is named."""
    found = [(int(month), int(day)) for month, day in _DAY_ZH.findall(text)]
    found += [(MONTH_OF[month], int(day)) for day, month in _DAY_EN.findall(text)]
    found += [(MONTH_OF[month], int(day)) for month, day in _DAY_US.findall(text)]
    return [_day(month, day) for month, day in found]


def normal(text: str) -> str:
    """Equal for texts that differ only in case, punctuation and spaces."""
    return " ".join(_runs(text))  # the caller bounds the text


def _kept(sign: str) -> str:
    if unicodedata.category(sign) in ("Cc", "Zl", "Zp"):
        return " "
    return sign if seen(sign) else ""


def _runs(text: str) -> list[str]:
    """Words, and runs of characters that are written without spaces."""
    return [run if _IS_CJK.match(run) else _POSSESSIVE.sub("", run) for run in _RUN.findall(clean(text).lower())]


def _tokens(run: str) -> list[str]:
    if not _IS_CJK.match(run):
        return [run] if run else []
    return [run[at : at + 2] for at in range(len(run) - 1)] if len(run) > 1 else [run]


def _content(run: str) -> list[str]:
    if not _IS_CJK.match(run):
        return [run] if run and run not in STOP_EN else []
    return [token for part in _STOPS_ZH.sub(" ", run).split() for token in _pairs(part)]


def _pairs(part: str) -> list[str]:
    """Pairs with something in them besides small words; a character that has only such neighbours by itself."""
    tokens = []
    for at, sign in enumerate(part):
        after = part[at + 1 : at + 2]
        if after and not {sign, after} <= _SMALL_ZH:
            tokens.append(sign + after)
        alone = {part[max(at - 1, 0)], after or sign} - {sign} <= _SMALL_ZH
        if alone and sign not in _SMALL_ZH:
            tokens.append(f"{sign}*")
    return tokens
