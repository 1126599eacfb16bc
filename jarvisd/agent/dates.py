"""Days named from the day of speaking (tomorrow, next Friday, 下周五) as the days they are: what is kept is read in another year."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from functools import partial

from jarvisd import when
from jarvisd.messages import Language

Match = re.Match[str]
_Day = Callable[[Match, date], date | None]
_Say = Callable[[Match, date], str]

_NAMES = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_WEEKDAY = "|".join(_NAMES)
_NUMBERS = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10}
_COUNT = rf"(?P<n>\d{{1,3}}|{'|'.join(_NUMBERS)})"
_PART = "morning|afternoon|evening|night"
_NUMBERS_ZH = {sign: at for at, sign in enumerate("零一二三四五六七八九十")} | {"两": 2}
_COUNT_ZH = r"(?P<n>\d{1,3}|[一二三四五六七八九十两])"
_WEEKDAY_ZH = "(?:周|星期|礼拜)(?P<day>[一二三四五六日天])"
_AHEAD_ZH = {"大后": 3, "后": 2, "明": 1, "今": 0, "昨": -1, "前": -2, "大前": -3}
_EVERY_ZH = r"(?<![每逢])"


def absolute(text: str, at: date, language: Language) -> str:
    """The text with such days written out. at: the day it was said.

    "next Friday" is the Friday of the week after this one, "this Friday" the coming one. A bare weekday stays: on Tuesdays is no day.
    """
    for pattern, say in _ZH if language == "zh" or re.search("[㐀-鿿]", text) else _EN:
        text = pattern.sub(partial(_said, say, at), text)
    return text


def _said(say: _Say, at: date, found: Match) -> str:
    return say(found, at) or found[0]


def _en(day: date) -> str:
    return f"{when.date_only(day, 'en')}, {day.year}"


def _zh(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def _on(shift: _Day) -> _Say:
    """As an English day: on November 23, 2026; with the part of the day where one was named."""

    def say(found: Match, at: date) -> str:
        day = shift(found, at)
        if day is None:
            return ""
        part = found.groupdict().get("part") or ""
        before = {"": "on ", "night": "on the night of "}.get(part, f"in the {part} of ")
        return before + _en(day)

    return say


def _am(shift: _Day) -> _Say:
    def say(found: Match, at: date) -> str:
        day = shift(found, at)
        return _zh(day) + (found.groupdict().get("part") or "") if day else ""

    return say


def _by(days: int) -> _Day:
    return lambda found, at: at + timedelta(days=days)


def _count(text: str) -> int:
    return int(text) if text.isdecimal() else _NUMBERS.get(text.casefold()) or _NUMBERS_ZH[text]


def _away(found: Match, at: date) -> date | None:
    """In three weeks, 两个月前; of months and years the same day, where there is one."""
    unit, n = found["unit"].casefold(), _count(found["n"].casefold())
    n = -n if found["ago"] else n
    days = {"day": 1, "天": 1, "week": 7, "周": 7, "星期": 7, "礼拜": 7}.get(unit)
    if days:
        return at + timedelta(days=days * n)
    return _months(at, n * (12 if unit in ("year", "年") else 1))


def _months(at: date, n: int) -> date | None:
    year, month = divmod(at.year * 12 + at.month - 1 + n, 12)
    try:
        return at.replace(year=year, month=month + 1)
    except ValueError:
        return None


def _weekday(found: Match, at: date) -> date:
    wanted, which = _NAMES.index(found["day"].casefold()), found["which"].casefold()
    monday = at - timedelta(days=at.weekday())
    match which:
        case "next":
            return monday + timedelta(days=7 + wanted)
        case "last":
            return at - timedelta(days=(at.weekday() - wanted) % 7 or 7)
    return at + timedelta(days=(wanted - at.weekday()) % 7)


def _weekday_zh(found: Match, at: date) -> date:
    """Weeks begin on Monday: 下周五 is the Friday of the next one."""
    wanted = "一二三四五六日".index(found["day"].replace("天", "日"))
    weeks = {"上上": -2, "上": -1, "这": 0, "本": 0, "下": 1, "下下": 2}[found["which"]]
    return at - timedelta(days=at.weekday()) + timedelta(days=7 * weeks + wanted)


def _span(found: Match, at: date) -> str:
    """Next week, last month, this year."""
    which, unit = {"next": 1, "this": 0, "last": -1}[found["which"].casefold()], found["unit"].casefold()
    if unit == "week":
        monday = at - timedelta(days=at.weekday()) + timedelta(days=7 * which)
        return f"in the week of {_en(monday)}"
    if unit == "year":
        return f"in {at.year + which}"
    month = _months(at.replace(day=1), which)
    return f"in {when.month(month, 'en')} {month.year}" if month else ""


def _span_zh(found: Match, at: date) -> str:
    weeks = {"上上": -2, "上": -1, "这": 0, "本": 0, "下": 1, "下下": 2}[found["which"]]
    if found["unit"] == "月":
        month = _months(at.replace(day=1), weeks)
        return f"{month.year}年{month.month}月" if month else ""
    monday = at - timedelta(days=at.weekday()) + timedelta(days=7 * weeks)
    return f"{_zh(monday)}那周"


def _year_zh(found: Match, at: date) -> str:
    return f"{at.year + {'前': -2, '去': -1, '今': 0, '明': 1, '后': 2}[found['which']]}年"


def _rule(pattern: str, say: _Say) -> tuple[re.Pattern[str], _Say]:
    return re.compile(pattern, re.IGNORECASE), say


_EN = (  # in this order: the longer before what it holds
    _rule(r"\b(?:on )?the day after tomorrow\b", _on(_by(2))),
    _rule(r"\b(?:on )?the day before yesterday\b", _on(_by(-2))),
    _rule(rf"\btomorrow(?: (?P<part>{_PART}))?\b(?!['’]s)", _on(_by(1))),
    _rule(rf"\byesterday(?: (?P<part>{_PART}))?\b(?!['’]s)", _on(_by(-1))),
    _rule(r"\blast (?P<part>night)\b", _on(_by(-1))),
    _rule(r"\btonight\b", lambda found, at: f"in the evening of {_en(at)}"),
    _rule(r"\bthis (?P<part>morning|afternoon|evening)\b", _on(_by(0))),
    _rule(r"\btoday\b(?!['’]s)", _on(_by(0))),
    _rule(rf"\b(?:on )?(?P<which>next|this|coming|last) (?P<day>{_WEEKDAY})\b(?: (?P<part>{_PART}))?", _on(_weekday)),
    _rule(rf"\bin {_COUNT} (?P<unit>day|week|month|year)s?(?P<ago>)\b(?! old)", _on(_away)),
    _rule(rf"\b{_COUNT} (?P<unit>day|week|month|year)s? (?P<ago>ago)\b", _on(_away)),
    _rule(r"\b(?P<which>next|this|last) (?P<unit>week|month|year)\b", _span),
)
_ZH = (
    _rule(
        r"(?P<which>大后|大前|今|明|昨|后|前)[天日](?P<part>早上|上午|中午|下午|晚上|夜里|凌晨)?",
        _am(lambda found, at: at + timedelta(days=_AHEAD_ZH[found["which"]])),
    ),
    _rule(
        r"(?P<which>今|明|昨)(?P<half>[早晚])(?!餐|饭)",
        lambda found, at: _zh(at + timedelta(days=_AHEAD_ZH[found["which"]])) + {"早": "早上", "晚": "晚上"}[found["half"]],
    ),
    _rule(rf"(?P<which>下下|上上|下|上|这|本)个?{_WEEKDAY_ZH}(?P<part>早上|上午|中午|下午|晚上)?", _am(_weekday_zh)),
    _rule(r"(?P<which>下下|上上|下|上|这|本)个?(?P<unit>周|星期|礼拜)(?![一二三四五六日天末])", _span_zh),
    _rule(r"(?P<which>下下|上上|下|上|这|本)个?(?P<unit>月)(?!\d)", _span_zh),
    _rule(rf"{_EVERY_ZH}{_COUNT_ZH}个?(?P<unit>天|周|星期|礼拜|月|年)(?P<ago>)(?:之后|以后|后)", _am(_away)),
    _rule(rf"{_EVERY_ZH}{_COUNT_ZH}个?(?P<unit>天|周|星期|礼拜|月|年)(?P<ago>之前|以前|前)", _am(_away)),
    _rule(r"(?P<which>前|去|今|明|后)年", _year_zh),
)
