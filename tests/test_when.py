"""Times and dates in words."""

from __future__ import annotations

from datetime import date, time

import pytest

from jarvisd import when


@pytest.mark.parametrize(
    ("at", "en", "zh"),
    [
        (time(0, 0), "12:00 AM", "凌晨零点整"),
        (time(0, 5), "12:05 AM", "凌晨零点零五分"),
        (time(2, 20), "2:20 AM", "凌晨两点二十分"),
        (time(6, 0), "6:00 AM", "早上六点整"),
        (time(9, 59), "9:59 AM", "上午九点五十九分"),
        (time(11, 10), "11:10 AM", "上午十一点十分"),
        (time(12, 0), "12:00 PM", "中午十二点整"),
        (time(12, 34), "12:34 PM", "中午十二点三十四分"),
        (time(15, 10), "3:10 PM", "下午三点十分"),
        (time(14, 2), "2:02 PM", "下午两点零二分"),
        (time(18, 30), "6:30 PM", "晚上六点三十分"),
        (time(23, 59), "11:59 PM", "晚上十一点五十九分"),
    ],
)
def test_the_time_of_day(at: time, en: str, zh: str) -> None:
    assert (when.clock(at, "en"), when.clock(at, "zh")) == (en, zh)


def test_every_minute_of_the_day_has_words_of_its_own() -> None:
    for language in ("en", "zh"):
        assert len({when.clock(time(hour, minute), language) for hour in range(24) for minute in range(60)}) == 24 * 60


@pytest.mark.parametrize(
    ("at", "en", "zh"),
    [
        (date(2026, 11, 22), "Sunday, November 22, 2026", "2026年11月22日，星期日"),
        (date(2027, 1, 1), "Friday, January 1, 2027", "2027年1月1日，星期五"),
        (date(2028, 2, 29), "Tuesday, February 29, 2028", "2028年2月29日，星期二"),
    ],
)
def test_a_date(at: date, en: str, zh: str) -> None:
    assert (when.day(at, "en"), when.day(at, "zh")) == (en, zh)


def test_the_parts_of_a_date() -> None:
    at = date(2026, 11, 22)
    assert [(when.weekday(at, lang), when.month(at, lang), when.date_only(at, lang)) for lang in ("en", "zh")] == [
        ("Sunday", "November", "November 22"),
        ("星期日", "11月", "11月22日"),
    ]


@pytest.mark.parametrize(("n", "words"), [(0, "零"), (7, "七"), (10, "十"), (12, "十二"), (20, "二十"), (35, "三十五"), (99, "九十九")])
def test_numbers_in_chinese(n: int, words: str) -> None:
    assert when.number(n) == words
