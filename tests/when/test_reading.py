"""What becomes of a sentence with a time in it, of one without, and of one that nobody says."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from jarvisd import when
from jarvisd.messages import Language

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=ZoneInfo("Europe/Vienna"))  # a Monday


@pytest.mark.parametrize(
    ("language", "text", "rest"),
    [
        ("en", "remind me every other Tuesday to put the bins out", "put the bins out"),
        ("en", "remind me tomorrow to call mum at 3pm", "call mum"),
        ("en", "At seven thirty remind me to feed the cat", "feed the cat"),
        ("en", "remind me at 3pm to call about the Monday meeting", "call about the Monday meeting"),
        ("en", "set a pasta timer for nine minutes", "pasta"),
        ("en", "set a reminder for Friday at 3 pm to call the bank", "call the bank"),
        ("en", "wake me at seven on weekdays", ""),
        ("zh", "明天下午三点提醒我给妈妈打电话", "给妈妈打电话"),
        ("zh", "提醒我明天下午三点开会", "开会"),
        ("zh", "明天提醒我下午三点开会", "开会"),
        ("zh", "三点提醒我明天开会", "明天开会"),
        ("zh", "农历八月十五提醒我赏月", "赏月"),
        ("zh", "二十分钟后提醒我关火", "关火"),
        ("zh", "帮我设个下午四点的提醒，去接孩子", "去接孩子"),
    ],
)
def test_what_is_to_be_remembered_is_the_text_without_its_time(language: Language, text: str, rest: str) -> None:
    meaning = when.read(text, language, NOW)
    assert not meaning.refused
    assert meaning.rest == rest


@pytest.mark.parametrize(
    ("language", "text", "hour"),
    [
        ("en", "wake me at seven", 7),
        ("zh", "七点半叫我起床", 7),
        ("en", "wake me up at 10 in the evening", 22),
        ("zh", "晚上十点叫醒我", 22),
    ],
)
def test_getting_up_is_in_the_morning_unless_it_is_said_otherwise(language: Language, text: str, hour: int) -> None:
    meaning = when.read(text, language, NOW)
    assert meaning.start is not None
    assert (meaning.start.hour, meaning.ambiguous) == (hour, False)


@pytest.mark.parametrize(("language", "text"), [("en", "at seven"), ("zh", "七点")])
def test_whoever_asks_may_say_that_it_is_about_getting_up(language: Language, text: str) -> None:
    assert when.read(text, language, NOW).ambiguous
    woken = when.read(text, language, NOW, wake=True)
    assert woken.start == datetime(2026, 11, 24, 7, tzinfo=NOW.tzinfo)
    assert not woken.ambiguous


@pytest.mark.parametrize(
    ("language", "text", "why"),
    [
        ("en", "", "nothing"),
        ("zh", "", "nothing"),
        ("en", " \n", "nothing"),
        ("en", "banana", "nothing"),
        ("zh", "香蕉", "nothing"),
        ("en", "seven " * 200_000, "long"),
        ("zh", "七点" * 500_000, "long"),
        ("en", "30 February", "impossible"),
        ("zh", "二月三十号", "impossible"),
        ("en", "at 25 o'clock", "impossible"),
        ("zh", "二十五点", "impossible"),
        ("en", "in minus five minutes", "past"),
        ("zh", "负五分钟后", "past"),
        ("en", "today at 7 am", "past"),
        ("zh", "今天早上七点", "past"),
        ("en", "every 30 February", "never"),
        ("zh", "每年二月三十号", "never"),
        ("en", "every day until yesterday", "past"),
        ("en", "every 0 minutes", "never"),
        ("zh", "每0分钟", "never"),
        ("en", "in a few minutes", "unclear"),
        ("zh", "过一会儿", "unclear"),
        ("en", "Friday December 5th at 3 pm", "unclear"),  # it is a Saturday
        ("en", "tomorrow at 7 or 8 am", "unclear"),
        ("en", "in 99999999 years", "impossible"),
        ("zh", "99999999年后", "impossible"),
        ("en", "wake me at five am, oh never mind", "back"),
        ("zh", "明天下午三点 算啦不设了", "back"),
        ("zh", "提醒我晚上八点，哎算了", "back"),
    ],
)
def test_what_cannot_be_is_refused_and_said_why(language: Language, text: str, why: str) -> None:
    meaning = when.read(text, language, NOW)
    assert (meaning.refused, meaning.why) == (True, why)
    assert (meaning.start, meaning.rule, meaning.duration) == (None, None, None)
    assert when.reason(meaning.why, language)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "don't wake me tomorrow at seven"),
        ("en", "six in the morning tomorrow is too early, make it half past"),
        ("en", "wake me tomorrow, say seven"),
        ("en", "1500 tomorrow"),
        ("en", "kids to bed at eight pm on school nights"),
        ("en", "I have to be there by nine am, it takes forty minutes, remind me to leave"),
        ("en", "set a timer for ten minutes twenty minutes"),
        ("en", "a timer for five minutes and an alarm for seven am"),
        ("en", "nineteen hours tomorrow"),
        ("en", "three days at six pm"),
        ("en", "weekly on sunday at 6 pm for five days"),
        ("en", "on the fifth friday of this month at noon"),
        ("en", "how many minutes are there in nine hours"),
        ("zh", "十年之后我多大"),
        ("zh", "这个月第五个星期五中午去开会"),
        ("zh", "开学前一天，就是八月三十一号晚上八点"),
        ("zh", "下午五点提醒我，明早六点叫我起床"),
        ("zh", "定个五分钟的计时器和明早七点的闹钟"),
        ("zh", "零月十号上午开会"),
        ("zh", "明天不用叫我起床"),
        ("zh", "要是下雨七点叫我"),
        ("zh", "每四十五分钟响一次，响三次"),
        ("zh", "十分钟后提醒我一次，二十分钟后再一次"),
        ("zh", "以后每天早上七点叫我，周六周日除外提醒"),
        ("zh", "上午九点的火车，路上要四十分钟，提醒我出门"),
        ("zh", "吃完饭半小时提醒我吃药"),
        ("zh", "一个小时一小时后叫我"),
        ("zh", "今天三十十点"),
    ],
)
def test_what_would_change_a_time_and_was_not_read_is_never_left_out(language: Language, text: str) -> None:
    meaning = when.read(text, language, NOW)
    assert meaning.refused, meaning


@pytest.mark.parametrize(
    ("language", "text", "hour"),
    [
        ("en", "lunch with Martin tomorrow at one", 13),
        ("en", "dinner at six thirty tomorrow", 18),
        ("en", "breakfast at seven tomorrow", 7),
        ("zh", "明天午饭十二点半", 12),
        ("zh", "明天六点吃晚饭", 18),
        ("zh", "明天早饭七点", 7),
    ],
)
def test_the_meal_that_takes_place_then_decides_the_half_of_the_day(language: Language, text: str, hour: int) -> None:
    meaning = when.read(text, language, NOW)
    assert (meaning.ambiguous, meaning.start and meaning.start.hour) == (False, hour)
    assert when.read({"en": "remind me at six to make dinner", "zh": "六点提醒我做晚饭"}[language], language, NOW).ambiguous


@pytest.mark.parametrize(
    ("language", "text", "clock"),
    [
        ("en", "tomorrow at two pm, not three", "14:00"),
        ("en", "tomorrow at four in the afternoon, no in the afternoon", "16:00"),
        ("en", "remind me at eight pm, it's seven thirty now", "20:00"),
        ("en", "call mum friday at five pm, table for six", "17:00"),
        ("zh", "明天下午两点，不是三点", "14:00"),
        ("zh", "明天早上五点，太早了，六点叫我", "06:00"),
        ("zh", "孩子八点睡觉，你今晚七点就提醒我给他洗澡", "19:00"),
        ("zh", "明天上午十点半在人民路十一号吃早午餐", "10:30"),
        ("zh", "今天十六点三十十二个人的视频会", "16:30"),
    ],
)
def test_numbers_and_times_that_are_told_beside_it_leave_a_time_what_it_is(language: Language, text: str, clock: str) -> None:
    meaning = when.read(text, language, NOW)
    assert meaning.start is not None, meaning.why
    assert f"{meaning.start:%H:%M}" == clock


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize(
    "text", ["七" * 2000, "1" * 2000, "0" * 1999 + "h", "every " * 333, "周一和" * 600, "half " * 400, "\x00\ud800é" * 600]
)
def test_no_text_takes_long_or_fails(language: Language, text: str) -> None:
    when.read(text, language, NOW)


@pytest.mark.slow
@pytest.mark.timeout(10)
def test_a_thousand_phrases_are_read_in_seconds() -> None:
    for _ in range(500):
        when.read("remind me every other Tuesday at half past seven in the evening to put the bins out", "en", NOW)
        when.read("每周一三五早上七点半叫我起床", "zh", NOW)


def test_the_last_day_of_the_calendar_is_no_failure() -> None:
    end = datetime(9999, 12, 31, 23, 0, tzinfo=UTC)
    assert when.read("tomorrow at noon", "en", end).refused
    assert when.read("每天早上七点", "zh", end).refused


def test_working_days_are_those_of_the_table_and_an_old_table_is_owned_up_to() -> None:
    shanghai = ZoneInfo("Asia/Shanghai")
    holidays = datetime(2026, 9, 30, 20, 0, tzinfo=shanghai)
    work = when.read("每个工作日早上七点叫我起床", "zh", holidays)
    assert work.start == datetime(2026, 10, 8, 7, tzinfo=shanghai)
    assert work.rule is not None
    assert (work.workdays, work.why) == (True, "")
    saturday = when.following(work.rule, work.start.replace(tzinfo=None), shanghai, datetime(2026, 10, 9, 12, tzinfo=shanghai), works=True)
    assert saturday == datetime(2026, 10, 10, 7, tzinfo=shanghai)  # worked in the holidays' stead
    later = when.read("每个工作日早上七点", "zh", datetime(2026, 12, 31, 20, 0, tzinfo=shanghai))
    assert (later.refused, later.why) == (False, "old")
    assert when.reason(later.why, "zh")
    away = when.read("每个工作日早上七点", "zh", holidays.astimezone(ZoneInfo("Europe/Vienna")))
    assert away.start == datetime(2026, 10, 1, 7, tzinfo=ZoneInfo("Europe/Vienna"))
    assert not away.workdays


@pytest.mark.parametrize(
    ("heard", "said"), [("每周一三午早上七点半叫我起床", "每周一三五早上七点半叫我起床"), ("每周二四午晚上八点", "每周二四五晚上八点")]
)
def test_a_five_that_was_heard_as_noon_is_one(heard: str, said: str) -> None:
    now = datetime(2026, 11, 23, 14, tzinfo=ZoneInfo("Europe/Vienna"))
    assert when.read(heard, "zh", now).rule == when.read(said, "zh", now).rule is not None
    assert when.read("周三午饭后提醒我吃药", "zh", now).rule is None
