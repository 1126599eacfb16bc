"""Numbers as they are read in Chinese."""

from __future__ import annotations

_DIGITS = "零一二三四五六七八九"
_LONGEST = 16  # digits: longer runs are read one by one


def integer(number: int) -> str:
    """Cardinal: 10 十, 105 一百零五, 2000 两千, 120000 十二万. 2 alone is 二; see counted()."""
    if number < 0:
        return "负" + integer(-number)
    if number >= 10**_LONGEST:
        return digits(str(number))
    if number >= 10**8:
        return _joined(number, 10**8, "亿")
    if number >= 10**4:
        return _joined(number, 10**4, "万")
    text = _below_ten_thousand(number)
    return text.removeprefix("一") if text.startswith("一十") else text


def _joined(number: int, unit: int, word: str) -> str:
    """A great number by its unit: what stands before it, the unit, the rest, 零 where places are skipped."""
    many, rest = divmod(number, unit)
    text = (counted(many)) + word
    if not rest:
        return text
    below = integer(rest) if rest >= 10_000 else _below_ten_thousand(rest)
    below = "一" + below if below.startswith("十") else below
    return text + ("零" if rest < unit // 10 else "") + below


def _below_ten_thousand(number: int) -> str:
    if not number:
        return "零"
    text, skipped = "", False
    for unit, word in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // unit % 10
        if digit:
            text += ("零" if skipped and text else "") + ("两" if digit == 2 and unit >= 100 else _DIGITS[digit]) + word
            skipped = False
        else:
            skipped = True
    return text


def counted(number: int) -> str:
    """Before a measure word: 2 is 两."""
    return "两" if number == 2 else integer(number)


def digits(text: str, one: str = "一") -> str:
    """Each digit by itself: years, telephone numbers (where one is 幺)."""
    return "".join(one if digit == "1" else _DIGITS[int(digit)] for digit in text if digit.isdecimal())


def number(text: str) -> str:
    """As it is written: "1,234.50" 一千二百三十四点五零, "007" 零零七."""
    text = text.replace(",", "").replace("，", "")
    whole, _, behind = text.partition(".")
    sign, whole = ("负", whole[1:]) if whole[:1] in "-−–" and whole else ("", whole)
    if not whole.isdecimal():
        return text
    said = digits(whole) if (len(whole) > 1 and whole[0] == "0") or len(whole) > _LONGEST else integer(int(whole))
    return sign + said + ("点" + digits(behind) if behind else "")
