"""A summary made of the talk's own words: what needs no model, and what no model may lose."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from jarvisd.memory import Turn
from jarvisd.messages import Language, in_language

_IDENTIFIER = re.compile(
    r"https?://[^\s，。；]+[\w/]"  # addresses
    r"|[\w.+-]+@[\w-]+\.[\w.-]*\w"
    r"|\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d)?"
    r"|\+?\d[\d -]{5,}\d"  # telephone numbers
    r"|(?<![A-Za-z0-9])[A-Za-z0-9]*\d[A-Za-z0-9]*(?:[.:/-][A-Za-z0-9]+)*(?:\s?(?:am|pm|AM|PM))?"  # times, dates, codes
)
_SMALL = re.compile(r"\d{1,2}")  # names nothing by itself
_NAME = re.compile(r"(?<=[a-z,] )[A-Z][\w'-]+(?: [A-Z][\w'-]+)*")  # not at the beginning of a sentence
_HAN = re.compile(r"[㐀-鿿]{2,8}")
_COMMON = re.compile(r"[的了是我你您他她它们在和吗呢吧啊有就都也不这那请帮把给对说要会想用到去来很还上下个什么怎样多少几]+")
_EXACT = {"en": "Exactly: ", "zh": "原样："}
_LOOK_UP = {"en": "Details by conversation_search: ", "zh": "细节用 conversation_search 查："}
_IDENTIFIERS, _WORDS = 40, 12  # at most so many are named
_SENTENCE = re.compile(r"[^.!?。！？\n]*[.!?。！？]?")
_PIECE = 120  # characters of a sentence


def extract(before: str, turns: Sequence[Turn], room: int) -> str:
    """The first words of every question and answer, the newest where not all have room."""
    lines = [f"{_first(turn.asked)} — {_first(turn.answered)}" for turn in turns if turn.answered]
    kept: list[str] = []
    for line in reversed(lines):
        room -= len(line) + 1
        if room < 0:
            break
        kept.insert(0, line)
    older = without_hints(before)
    return "\n".join([older[-room:], *kept] if older and room > 0 else kept)


def with_hints(text: str, sources: Iterable[str], language: Language) -> str:
    """With the identifiers that it lost, and words that find the rest."""
    text = without_hints(text)
    source = "\n".join(sources)
    named = frozenset(identifiers(text))
    lost = [name for name in identifiers(source) if name not in named]
    words = look_up(source)
    lines = [text]
    if lost:
        lines.append(in_language(_EXACT, language) + ", ".join(lost[-_IDENTIFIERS:]))
    if words:
        lines.append(in_language(_LOOK_UP, language) + ", ".join(words))
    return "\n".join(line for line in lines if line)


def without_hints(text: str) -> str:
    """What a summary says, without what was added to it."""
    marks = (*_LOOK_UP.values(), *_EXACT.values())
    return "\n".join(line for line in text.splitlines() if not line.startswith(marks))


def identifiers(text: str) -> list[str]:
    """What must stay as it is, letter by letter: times, dates, codes, addresses, long numbers; in their order, each once."""
    return list(dict.fromkeys(match.strip() for match in _IDENTIFIER.findall(text) if not _SMALL.fullmatch(match)))


def look_up(text: str) -> list[str]:
    """Words by which the details will be found: names, and what was said in Chinese between the small words."""
    found = _NAME.findall(text) + [word for run in _COMMON.split(text) for word in _HAN.findall(run)]
    ranked = sorted(dict.fromkeys(found), key=lambda word: (-found.count(word), -len(word)))
    return ranked[:_WORDS]


def _first(text: str) -> str:
    match = _SENTENCE.match(text.strip())
    return (match[0] if match else "")[:_PIECE].strip()
