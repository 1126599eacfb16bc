"""Text that comes in pieces, cut into sentences that can be spoken one by one.

Where it is cut depends on the text alone, not on how it was broken into pieces; so an answer known early and the same answer
streamed begin with the same sentence.
"""

from __future__ import annotations

import re

_CLOSERS = "\"'”’」』）)]】》*_`"  # belong to the sentence they follow
_FULL = "。！？"
_HALF = ".!?…"
_CLAUSE = "，；：,;:—"
_NEVER = {"mr", "mrs", "ms", "dr", "prof", "st", "e.g", "i.e", "vs", "approx", "fig", "cf", "gen", "rev", "ca"}  # end no sentence
_SELDOM = {"a.m", "p.m", "etc", "inc", "ltd", "jr", "sr", "co", "u.s", "u.k", "no", "min", "max", "ave"}  # end one before a capital letter
_FIRST_EN, _FIRST_ZH = 60, 12  # characters from which the first sentence may be cut at a clause, so that the voice can begin
_LONGEST = 400  # characters without an end: cut at the last space
_HAN = re.compile(r"[一-鿿]")
_LIST_NUMBER = re.compile(r"\s*\d{1,3}$")
_FENCE = "```"


class Sentences:
    """feed() what comes, speak what it returns; rest() when nothing more comes."""

    def __init__(self) -> None:
        self._text = ""
        self._looked = 0  # characters of it that hold no end
        self._first = True
        self._code = False

    def feed(self, piece: str) -> list[str]:
        """The sentences that are whole now, without the space around them."""
        self._text += piece
        found: list[str] = []
        while end := self._end(whole=False):
            found += self._cut(end)
        return found

    def rest(self) -> str:
        """What is left when the text has ended; "" if nothing is."""
        found: list[str] = []
        while self._text and (end := self._end(whole=True)):
            found += self._cut(end)
        found += self._cut(len(self._text))
        return " ".join(found)

    def _cut(self, end: int) -> list[str]:
        sentence, self._text, self._looked = self._text[:end].strip(), self._text[end:], 0
        if sentence.startswith(_FENCE):  # the lines of a code block are not for the ear
            self._code = not self._code if sentence.count(_FENCE) == 1 else self._code
            return []
        if not sentence or self._code:
            return []
        self._first = False
        return [sentence]

    def _end(self, whole: bool) -> int:
        """Characters up to the first end of a sentence behind which the text is known; 0 if there is none."""
        text = self._text
        for at in range(self._looked, len(text)):
            if text[at] == "\n":
                return at + 1
            if self._code or text.lstrip().startswith(_FENCE):
                continue
            if text[at] in _FULL + _HALF + _CLAUSE:
                after = at + 1
                while after < len(text) and text[after] in _FULL + _HALF + _CLOSERS:
                    after += 1
                following = after + len(text[after:]) - len(text[after:].lstrip(" \t"))
                if following >= len(text) and not whole:
                    return 0
                if following < len(text) and self._ends(at, after, following):
                    return following
            if at >= _LONGEST and (space := text.rfind(" ", 1, at)) > 0:
                return space + 1
            if at >= 2 * _LONGEST:
                return at
            self._looked = at
        return 0

    def _ends(self, at: int, after: int, following: int) -> bool:
        """Whether the mark at `at`, whose run ends at `after`, ends a sentence before what follows."""
        text, mark, then = self._text, self._text[at], self._text[following]
        if mark in _FULL:
            return True
        spaced = following > after
        if mark in _CLAUSE:
            limit = _FIRST_ZH if _HAN.search(text[:at]) else _FIRST_EN
            return self._first and at >= limit and after == at + 1 and (spaced or mark in "，；：")
        before = text[:at]
        if mark in "!?":
            return spaced or bool(_HAN.match(then)) or then == "\n"
        if mark == "…" or ".." in text[max(0, at - 1) : at + 2]:
            return (spaced and (then.isupper() or then.isdigit())) or then == "\n"
        if then == "\n":
            return True
        if not spaced:
            return bool(_HAN.match(then) and before and _HAN.match(before[-1]))
        word = before.split()[-1].lower().lstrip("([\"'“*_") if before.split() else ""
        if word in _NEVER or _LIST_NUMBER.fullmatch(before) or (len(word) == 1 and word.isalpha() and word != "i"):
            return False
        return not (word in _SELDOM and not then.isupper())
