"""Holds back what a model claims to have done, until a tool has done it."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from jarvisd.messages import Language

# What the house says in the place of a claim, short enough to be spoken.
DENIED: dict[Language, str] = {
    "en": "I have not done that: I only said so. Please tell me once more exactly what I should do.",
    "zh": "其实我还没有做，只是嘴上说了。请再说一遍具体要我做什么。",
}

_CLAUSE = re.compile(r".*[.!?;,:。！？；，：…\n]", re.DOTALL)  # up to the last mark
_OPENER = re.compile(  # says nothing yet: what follows decides whether it is spoken
    r"\W*(?:(?:sure|ok|okay|all right|alright|of course|certainly|yes|great|no problem|got it|very well|absolutely)\W*"
    r"|(?:好的?|没问题|当然|可以|行|嗯|明白|收到|是的?|了)\W*)*",
    re.IGNORECASE,
)
_MARKS = '"“「『'
_QUOTE = re.compile(r"\"[^\"]*\"|“[^”]*”|「[^」]*」|『[^』]*』")
_PAST = re.compile(r"^(?:did|have|has|was|were|is|are)\b|\byet\b|吗\W*$|了没|没有\W*$|了吧\W*$|是不是|有没有", re.IGNORECASE)


class Claims:
    """Fed pieces of text, it gives back clauses that may be spoken; `made` once one of them claims what nobody did."""

    def __init__(self) -> None:
        self.made = False
        self._held = ""
        self._open = ""  # the quotation mark within which the text is

    def feed(self, piece: str) -> str:
        self._held += piece
        match = _CLAUSE.match(self._held)
        return self._checked(match.end()) if match else ""

    def end(self) -> str:
        """What was still held."""
        return self._checked(len(self._held), last=True)

    def _checked(self, end: int, last: bool = False) -> str:
        text = self._held[:end]
        self.made = self.made or claims(self._open + text)
        if self.made:
            return ""
        if not last and _OPENER.fullmatch(text):
            return ""
        self._held = self._held[end:]
        unclosed = _QUOTE.sub("", self._open + text)
        self._open = next((mark for mark in unclosed if mark in _MARKS), "")
        return text


def claims(text: str) -> bool:
    """Some clause of it says that something was done, or will be."""
    plain = _QUOTE.sub("", text.replace("’", "'"))
    opened = min((at for at, mark in enumerate(plain) if mark in _MARKS), default=len(plain))
    plain = plain[:opened]  # somebody in a story may say what he likes
    clauses = (clause for clause in re.split(r"[.!?;,:。！？；，：…\n]", plain) if clause.strip())
    return any(pattern.search(clause) for clause in clauses for pattern in _patterns())


def asks_about_past(text: str) -> bool:
    """The person asks whether something was done: then saying so may be the truth of an earlier turn."""
    return bool(_PAST.search(text.strip()))


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    lines = (Path(__file__).parent / "claims.txt").read_text(encoding="utf-8").splitlines()
    rows = (line.split("\t", 1) for line in lines if line and not line.startswith("#"))
    return tuple(re.compile(pattern, re.IGNORECASE) for _, pattern in rows)
