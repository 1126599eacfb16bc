"""A day that is called by two names is that day where they agree, and asked about where they do not."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from jarvisd import when
from jarvisd.messages import Language

NOW = datetime(2027, 2, 23, 7, 50, tzinfo=ZoneInfo("Asia/Shanghai"))  # a Tuesday


@pytest.mark.parametrize(
    ("language", "text", "day"),
    [
        ("zh", "六月一日儿童节上午九点去动物园", "06-01"),
        ("zh", "九月十五号中秋节晚上八点赏月", "09-15"),
        ("zh", "八月十五中秋节晚上八点赏月", "09-15"),
        ("zh", "下周三三月三号上午九点半面试", "03-03"),
        ("zh", "月底二十八号中午十二点交水电费", "02-28"),
        ("en", "Christmas Day the 25th of December at noon call grandma", "12-25"),
    ],
)
def test_two_names_of_one_day_are_that_day(language: Language, text: str, day: str) -> None:
    meaning = when.read(text, language, NOW)
    assert meaning.start is not None, meaning.why
    assert f"{meaning.start:%m-%d}" == day


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("zh", "六月二日儿童节上午九点去动物园"),
        ("zh", "下周三三月四号上午九点半面试"),
        ("zh", "月底二十七号中午十二点交水电费"),
        ("zh", "每年九月十一号教师节上午九点提醒我"),
        ("en", "Christmas Day the 26th of December at noon call grandma"),
    ],
)
def test_names_of_two_days_are_asked_about(language: Language, text: str) -> None:
    assert when.read(text, language, NOW).refused


def test_a_day_of_every_year_may_have_two_names() -> None:
    meaning = when.read("每年九月十号教师节上午九点提醒我给班主任发祝福", "zh", NOW)
    assert meaning.rule == "FREQ=YEARLY;BYMONTH=9;BYMONTHDAY=10"
