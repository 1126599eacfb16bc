"""Times and dates said in words, in English and Chinese."""

from __future__ import annotations

from datetime import date, time

from jarvisd.messages import Language

_WEEKDAYS = {
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    "zh": ("星期一", "星期二", "星期三", "星期四", "星期五", "星期六", "星期日"),
}
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"
)  # fmt: skip
_PARTS = ((18, "晚上"), (13, "下午"), (12, "中午"), (9, "上午"), (6, "早上"), (0, "凌晨"))  # from this hour on
_DIGITS = "零一二三四五六七八九"


def clock(at: time, language: Language) -> str:
    """3:10 PM / 下午三点十分."""
    if language != "zh":
        return f"{at.hour % 12 or 12}:{at.minute:02} {'AM' if at.hour < 12 else 'PM'}"
    part = next(name for start, name in _PARTS if at.hour >= start)
    hour = at.hour - 12 if at.hour > 12 else at.hour
    named = "两" if hour == 2 else number(hour)
    if at.minute == 0:
        return f"{part}{named}点整"
    return f"{part}{named}点{'零' if at.minute < 10 else ''}{number(at.minute)}分"


def day(at: date, language: Language) -> str:
    """Sunday, November 22, 2026 / 2026年11月22日，星期日."""
    if language != "zh":
        return f"{weekday(at, language)}, {_MONTHS[at.month - 1]} {at.day}, {at.year}"
    return f"{at.year}年{at.month}月{at.day}日，{weekday(at, language)}"


def weekday(at: date, language: Language) -> str:
    """Sunday / 星期日."""
    return _WEEKDAYS["zh" if language == "zh" else "en"][at.weekday()]


def month(at: date, language: Language) -> str:
    """November / 11月."""
    return f"{at.month}月" if language == "zh" else _MONTHS[at.month - 1]


def number(n: int) -> str:
    """0..99 in Chinese: 零, 十, 十二, 二十, 三十五."""
    tens, ones = divmod(n, 10)
    if tens == 0:
        return _DIGITS[ones]
    return ("" if tens == 1 else _DIGITS[tens]) + "十" + (_DIGITS[ones] if ones else "")


def date_only(at: date, language: Language) -> str:
    """November 22 / 11月22日."""
    return f"{at.month}月{at.day}日" if language == "zh" else f"{_MONTHS[at.month - 1]} {at.day}"
