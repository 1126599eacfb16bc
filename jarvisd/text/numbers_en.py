"""Numbers as they are read in English, by the rules of Unicode's CLDR."""

from __future__ import annotations

from functools import cache

from unicode_rbnf import FormatPurpose, RbnfEngine

_LONGEST = 15  # digits: longer runs are read one by one
_DIGITS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


@cache
def _rules() -> RbnfEngine:
    return RbnfEngine.for_language("en")


def integer(number: int) -> str:
    if abs(number) >= 10**_LONGEST:
        return digits(str(number))
    said: str = _rules().format_number(number, purpose=FormatPurpose.CARDINAL).text
    return said


def ordinal(number: int) -> str:
    said: str = _rules().format_number(number, purpose=FormatPurpose.ORDINAL).text
    return said


def year(number: int) -> str:
    """2026 twenty twenty-six, 1905 nineteen oh five, 2005 two thousand five."""
    hundreds, rest = divmod(number, 100)
    if not 1000 <= number <= 9999 or (hundreds % 10 == 0 and rest < 10):
        return integer(number)
    if not rest:
        return f"{integer(hundreds)} hundred"
    return f"{integer(hundreds)} {'oh ' if rest < 10 else ''}{integer(rest)}"


def digits(text: str) -> str:
    """Each digit by itself."""
    return " ".join(_DIGITS[int(digit)] for digit in text if digit.isdecimal())


def number(text: str) -> str:
    """As it is written: "1,234.50" one thousand two hundred thirty-four point five zero, "007" zero zero seven."""
    text = text.replace(",", "")
    whole, _, behind = text.partition(".")
    sign, whole = ("minus ", whole[1:]) if whole[:1] in ("-", "−", "–") else ("", whole)
    if not whole.isdecimal():
        return text
    said = digits(whole) if (len(whole) > 1 and whole[0] == "0") or len(whole) > _LONGEST else integer(int(whole))
    return sign + said + (" point " + digits(behind) if behind else "")
