"""What is put right in the same breath holds, wherever in the sentence that is; what was not said anew stays."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from jarvisd import when
from jarvisd.messages import Language

NOW = datetime(2027, 3, 10, 9, 30, tzinfo=ZoneInfo("Asia/Shanghai"))  # a Wednesday


def _read(language: Language, text: str) -> tuple[str | None, str | None]:
    meaning = when.read(text, language, NOW)
    assert not meaning.ambiguous
    return meaning.start.strftime("%m-%d %H:%M") if meaning.start else None, meaning.rule


@pytest.mark.parametrize(
    ("language", "text", "start"),
    [
        ("en", "remind me at seven pm to feed the cat no make it eight pm", "03-10 20:00"),
        ("en", "dentist on friday at two pm scratch that friday at three pm", "03-12 15:00"),
        ("en", "call mum on sunday at noon i mean monday", "03-15 12:00"),
        ("zh", "提醒我今晚八点给妈妈打电话 算了九点吧", "03-10 21:00"),
        ("zh", "明天上午九点提醒我喂猫，算了后天吧", "03-12 09:00"),
        ("zh", "周日中午十二点吃饭 算了改晚上六点", "03-14 18:00"),
        ("zh", "明天下午三点提醒我开会 不对是四点", "03-11 16:00"),
        ("zh", "半小时后提醒我关火 算了 四十分钟吧", "03-10 10:10"),
        ("zh", "晚上十点提醒我 等会 十点半提醒我", "03-10 22:30"),
        ("zh", "这周六 嗯 下周六吧 晚上六点聚餐", "03-20 18:00"),
        ("zh", "下午五点还是五点半吧 提醒我出门", "03-10 17:30"),
        ("zh", "五点半下午的哦不是五点四十下午", "03-10 17:40"),
    ],
)
def test_the_last_word_holds_behind_what_is_to_be_done_too(language: Language, text: str, start: str) -> None:
    assert _read(language, text) == (start, None)


@pytest.mark.parametrize(
    ("language", "text", "start", "rule"),
    [
        ("en", "on the third of every month no the thirteenth at ten am pay rent", "03-13 10:00", "FREQ=MONTHLY;BYMONTHDAY=13"),
        ("en", "every wednesday no thursday at four pm piano", "03-11 16:00", "FREQ=WEEKLY;BYDAY=TH"),
        ("zh", "每月三号 说错了 十三号上午十点还贷", "03-13 10:00", "FREQ=MONTHLY;BYMONTHDAY=13"),
        ("zh", "每年五月四号 不对 五月五号上午九点", "05-05 09:00", "FREQ=YEARLY;BYMONTH=5;BYMONTHDAY=5"),
        ("zh", "每个月第一个周一 错了 第二个周一上午九点开会", "04-12 09:00", "FREQ=MONTHLY;BYDAY=2MO"),
        ("zh", "每周三 不 周四下午四点", "03-11 16:00", "FREQ=WEEKLY;BYDAY=TH"),
        ("zh", "每周二晚上七点练琴 哦不是周二是周四", "03-11 19:00", "FREQ=WEEKLY;BYDAY=TH"),
        ("zh", "每天上午九点提醒我喂猫不对十点", "03-10 10:00", "FREQ=DAILY"),
        ("zh", "每天早上六点 唉改六点半吧 叫我起床", "03-11 06:30", "FREQ=DAILY"),
    ],
)
def test_another_day_of_a_series_leaves_it_a_series(language: Language, text: str, start: str, rule: str) -> None:
    assert _read(language, text) == (start, rule)


@pytest.mark.parametrize(
    ("language", "text", "start"),
    [
        ("en", "the fourth of may no the fifth at nine am", "05-05 09:00"),
        ("en", "next wednesday at nine am no thursday at nine am", "03-18 09:00"),
        ("zh", "五月四号不对五号上午九点", "05-05 09:00"),
        ("zh", "下周三上午九点 不对 周四上午九点", "03-18 09:00"),
    ],
)
def test_another_day_is_of_the_same_month_or_week(language: Language, text: str, start: str) -> None:
    assert _read(language, text) == (start, None)


@pytest.mark.parametrize(
    ("language", "text", "start"),
    [
        ("en", "remind me at five pm to tell him no at the meeting", "03-10 17:00"),
        ("zh", "提醒我明天下午三点开会 不是四点", "03-11 15:00"),
        ("zh", "晚上八点提醒我说错了的那道题", "03-10 20:00"),
        ("zh", "今晚七点提醒我不要忘了八点的电影", "03-10 19:00"),
    ],
)
def test_what_only_sounds_like_it_puts_nothing_right(language: Language, text: str, start: str) -> None:
    assert _read(language, text) == (start, None)


@pytest.mark.parametrize("text", ["下午两点到四点，不对，三点", "十分钟后提醒我关火 哦 是十五分钟", "明天下午三点见客户 应该是四点结束"])
def test_what_may_or_may_not_put_it_right_is_asked_about(text: str) -> None:
    assert when.read(text, "zh", NOW).refused


@pytest.mark.parametrize("text", ["明天上午九点提醒我喂猫吧", "明天上午九点提醒我喂猫，算了后天吧", "明天上午九点吧，提醒我喂猫"])
def test_what_is_to_be_remembered_has_none_of_it(text: str) -> None:
    assert when.read(text, "zh", NOW).rest == "喂猫"
