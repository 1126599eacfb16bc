"""Word errors between what was read out and what was understood, with spelling that carries no meaning taken out."""

from __future__ import annotations

import re
from collections.abc import Sequence

_SMALL = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"),
    *("thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
)
_TENS = ("", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_SAME = {  # two spellings of one sound, each to the left as it is written, to the right as it is counted
    "mr": "mister",
    "mrs": "missus",
    "dr": "doctor",
    "ok": "okay",
    "e-mail": "email",
    "voice-mail": "voicemail",
    "mail box": "mailbox",
    "log in": "login",
    "log on": "logon",
    "can not": "cannot",
    "good bye": "goodbye",
    "call back": "callback",
    "%": " percent ",
    "#": " pound ",
    "*": " star ",
    "&": " and ",
    "let's": "let us",
    "it's": "it is",
    "that's": "that is",
    "i'm": "i am",
    "won't": "will not",
    "can't": "cannot",
}
_ENDINGS = (("n't", " not"), ("'re", " are"), ("'ve", " have"), ("'ll", " will"))


def spoken(number: int) -> str:
    """A number up to 999,999 as it is read out in English."""
    if number < 20:
        return _SMALL[number]
    if number < 100:
        return f"{_TENS[number // 10]} {_SMALL[number % 10] if number % 10 else ''}".strip()
    if number < 1000:
        return f"{_SMALL[number // 100]} hundred {spoken(number % 100) if number % 100 else ''}".strip()
    return f"{spoken(number // 1000)} thousand {spoken(number % 1000) if number % 1000 else ''}".strip()


def words(text: str) -> list[str]:
    """What counts: small letters, no punctuation, numbers as words, contractions in full; notes in brackets are not read out."""
    text = re.sub(r"\[[^]]*\]|\([^)]*\)|<[^>]*>", " ", text.lower().replace("\u2019", "'"))
    text = re.sub(r"(?<=\d),(?=\d{3})", "", text)
    for ending, whole in _ENDINGS:
        text = re.sub(rf"(?<!ca)(?<!wo)(?<=\w){re.escape(ending)}\b", whole, text)
    text = re.sub(r"\d+", lambda found: f" {_digits(found[0])} ", text)
    for written, counted in _SAME.items():
        edge = r"\b" if written[0].isalpha() else ""
        text = re.sub(edge + re.escape(written) + edge, counted, text)
    return re.sub(r"[^a-z' ]", " ", text).replace("'", "").split()


def _digits(number: str) -> str:
    """7 is "seven"; what is too long for a number, or begins with 0, is read digit by digit."""
    if len(number) > 6 or (number[0] == "0" and len(number) > 1):
        return " ".join(_SMALL[int(digit)] for digit in number)
    return spoken(int(number))


def errors(right: Sequence[str], heard: Sequence[str]) -> int:
    """The fewest words to put in, take out or change (Levenshtein)."""
    row = list(range(len(heard) + 1))
    for i, wanted in enumerate(right, 1):
        diagonal, row[0] = row[0], i
        for j, got in enumerate(heard, 1):
            diagonal, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, diagonal + (wanted != got))
    return row[-1]
