"""Where a sentence may be cut so that its beginning sounds while the rest is still made."""

from __future__ import annotations

import re
from collections.abc import Iterator

import rjieba

_CHINESE_FIRST = 6  # characters of the first piece at most: every character more delays the first sound
# What answers often begin with: kept apart, so that its sound is there before the rest is made.
_CHINESE_OPENER = re.compile(r"(?:[现今明昨后][在天年]是|音量(?:现在)?是|对不起，|抱歉，|好的[，。])")
_ENGLISH_OPENER = re.compile(r"(It's|Tomorrow is|Yesterday was|The volume is at)\s+(?=\S)")
_CHINESE_LONGEST = 24
_CHINESE_MARKS = "，。！？；：、…,.!?;:）)\n"
_PARTS = re.compile(rf"[^{_CHINESE_MARKS}]*[{_CHINESE_MARKS}]+|[^{_CHINESE_MARKS}]+")
_BEHIND = "是了在把到有的和"  # words a speaker may breathe behind

_SENTENCES = re.compile(r"[^.!?;:,\n—]*(?:[.!?;:,\n—]+(?:\s+|$)|$)|[^\s]+\s*")
_LONG_WORD = 60  # characters: what is longer is no word


def chinese(text: str) -> Iterator[str]:
    """A short first piece, then clause by clause."""
    text = text.strip()
    if len(text) <= _CHINESE_FIRST:
        if text:
            yield text
        return
    if opener := _CHINESE_OPENER.match(text):
        yield opener.group()
        yield from _clauses(text[opener.end() :])
        return
    head, text = _head(text)
    yield head
    yield from _clauses(text)


def _head(text: str) -> tuple[str, str]:
    first = _PARTS.match(text)
    if first and 2 <= len(first.group()) <= _CHINESE_FIRST:
        return first.group(), text[first.end() :]
    start = text[: 3 * _CHINESE_FIRST]
    best = end = 0
    for word in rjieba.cut(start):
        if end + len(word) > _CHINESE_FIRST:
            break
        end += len(word)
        if word[-1] in _BEHIND and end >= 3:
            best = end
    cut = best or end or _CHINESE_FIRST
    return text[:cut], text[cut:]


def _clauses(text: str) -> Iterator[str]:
    """Clauses, short ones together, long ones cut between words."""
    gathered = ""
    for part in _PARTS.findall(text):
        for piece in _between_words(part):
            if gathered and len(gathered) + len(piece) > _CHINESE_LONGEST:
                yield gathered
                gathered = ""
            gathered += piece
    if gathered.strip():
        yield gathered


def _between_words(part: str) -> Iterator[str]:
    if len(part) <= _CHINESE_LONGEST:
        yield part
        return
    gathered = ""
    for word in rjieba.cut(part):
        for piece in (word[at : at + _CHINESE_LONGEST] for at in range(0, len(word), _CHINESE_LONGEST)):
            if gathered and len(gathered) + len(piece) > _CHINESE_LONGEST:
                yield gathered
                gathered = ""
            gathered += piece
    if gathered:
        yield gathered


def english(text: str, first: int, rest: int) -> Iterator[str]:
    """An opener, or a first piece of about `first` characters where a clause ends early enough, then pieces of at most `rest`."""
    limit, gathered = first, ""
    if opener := _ENGLISH_OPENER.match(text):
        yield opener.group(1)
        text = text[opener.end() :]
    for part in _SENTENCES.findall(text):
        for piece in _short(part, rest):
            if gathered.strip() and len(gathered) + len(piece) > limit:
                yield gathered.strip()
                gathered, limit = "", rest
            gathered += piece
    if gathered.strip():
        yield gathered.strip()


def _short(part: str, longest: int) -> Iterator[str]:
    """A clause that is too long, cut between words."""
    if len(part) <= longest:
        yield part
        return
    gathered = ""
    for word in re.findall(rf"\S{{1,{_LONG_WORD}}}\s*", part):
        if gathered and len(gathered) + len(word) > longest:
            yield gathered
            gathered = ""
        gathered += word
    if gathered:
        yield gathered
