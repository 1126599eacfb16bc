"""Other ways to say the same: both hours of a day at once, a day of the month so many months ahead, how long something is allowed."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from jarvisd import when
from jarvisd.messages import Language

NOW = datetime(2027, 3, 10, 9, 30, tzinfo=ZoneInfo("Asia/Shanghai"))  # a Wednesday


@pytest.mark.parametrize(
    ("language", "text", "start", "rule"),
    [
        ("en", "every saturday and every sunday at nine am", "03-13 09:00", "FREQ=WEEKLY;BYDAY=SA,SU"),
        ("zh", "每周六和每周日早上九点叫我", "03-13 09:00", "FREQ=WEEKLY;BYDAY=SA,SU"),
        ("zh", "每天吃药早上八点和晚上八点各一次", "03-10 20:00", "FREQ=DAILY;BYHOUR=8,20"),
        ("zh", "每天早上八点和晚上八点各吃一片药", "03-10 20:00", "FREQ=DAILY;BYHOUR=8,20"),
        ("zh", "一天两次 早上九点晚上九点滴眼药水", "03-10 21:00", "FREQ=DAILY;BYHOUR=9,21"),
        ("zh", "每天早晚八点半提醒我刷牙", "03-10 20:30", "FREQ=DAILY;BYHOUR=8,20"),
        ("zh", "双休日早上九点给鱼换水", "03-13 09:00", "FREQ=WEEKLY;BYDAY=SA,SU"),
        ("zh", "一天一次上午十点滴眼药水", "03-10 10:00", "FREQ=DAILY"),
        ("zh", "十分钟提醒我一次", "03-10 09:40", "FREQ=MINUTELY;INTERVAL=10"),
        ("zh", "每過兩小時提醒我", "03-10 11:30", "FREQ=HOURLY;INTERVAL=2"),
        ("zh", "每过两小时提醒我站起来", "03-10 11:30", "FREQ=HOURLY;INTERVAL=2"),
        ("zh", "从五月开始每个月一号上午十点抄水表", "05-01 10:00", "FREQ=MONTHLY;BYMONTHDAY=1"),
        ("zh", "每天下班六点半买菜", "03-10 18:30", "FREQ=DAILY"),
        ("zh", "结婚纪念日每年八月八号上午九点", "08-08 09:00", "FREQ=YEARLY;BYMONTH=8;BYMONTHDAY=8"),
    ],
)
def test_a_series(language: Language, text: str, start: str, rule: str) -> None:
    meaning = when.read(text, language, NOW)
    assert meaning.start
    assert (meaning.start.strftime("%m-%d %H:%M"), meaning.rule, meaning.ambiguous) == (start, rule, False)


@pytest.mark.parametrize(
    ("text", "start"),
    [
        ("两个月后的一号早上八点", "05-01 08:00"),
        ("明天的现在提醒我", "03-11 09:30"),
        ("我下周一出差早上五点半叫我", "03-15 05:30"),
        ("下周二全天培训", "03-16 09:00"),
        ("下周五是交作业的最后一天", "03-19 09:00"),
        ("中午叫我 十二点十五", "03-10 12:15"),
        ("下午两点一刻有人来看房你到时候叫我", "03-10 14:15"),
        ("把周四下午三点的会记到日历上", "03-11 15:00"),
        ("下个月的最后一个工作日下午五点交报表", "04-30 17:00"),
        ("早会八点半", "03-11 08:30"),
        ("早饭前七点半吃药", "03-11 07:30"),
        ("晚饭前五点半遛狗", "03-10 17:30"),
        ("下午茶三点半", "03-10 15:30"),
        ("晚自习七点", "03-10 19:00"),
    ],
)
def test_a_single_time(text: str, start: str) -> None:
    meaning = when.read(text, "zh", NOW)
    assert meaning.start
    assert (meaning.start.strftime("%m-%d %H:%M"), meaning.rule, meaning.ambiguous) == (start, None, False)


@pytest.mark.parametrize(("text", "minutes"), [("游戏时间四十分钟帮我计着", 40), ("一个小时的专注时间", 60), ("给我计个时四分钟", 4)])
def test_how_long_something_is_allowed(text: str, minutes: int) -> None:
    assert when.read(text, "zh", NOW).duration == timedelta(minutes=minutes)


@pytest.mark.parametrize("text", ["关掉一号灯", "打开二号插座", "七号电池没了", "这道菜有三分甜", "一点都不困", "明天一整天提醒我喝水"])
def test_what_is_no_time(text: str) -> None:
    assert when.read(text, "zh", NOW).refused


@pytest.mark.parametrize(
    "thing", ["挂号", "请假", "赏月", "取糕点", "给舅舅拜年", "去度假", "洗床单", "取快递单", "聊天", "换灯泡", "看流星", "陪练"]
)
def test_a_word_before_the_time_that_ends_like_one_changes_nothing(thing: str) -> None:
    meaning = when.read(f"{thing}周四上午十点", "zh", NOW)
    assert meaning.start == datetime(2027, 3, 11, 10, tzinfo=NOW.tzinfo)
    assert not meaning.ambiguous


@pytest.mark.parametrize(
    "thing",
    [
        "周老师家访",
        "日料店聚餐",
        "天鹅湖跑步",
        "月嫂来面试",
        "早教课",
        "晚托班",
        "夜钓",
        "午托班",
        "头皮护理",
        "多肉植物展",
        "后勤开会",
        "内科看病",
        "秒杀",
        "日记",
        "时政新闻",
        "月度盘点",
        "年费续费",
        "第一锅饺子",
        "全家福照相",
    ],
)
def test_nor_does_one_behind_it_that_begins_like_one(thing: str) -> None:
    meaning = when.read(f"周四上午十点{thing}", "zh", NOW)
    assert meaning.start == datetime(2027, 3, 11, 10, tzinfo=NOW.tzinfo)
    assert not meaning.ambiguous


@pytest.mark.parametrize(
    "text",
    [
        "每周六下午三点到五点钢琴课到年底",
        "开学日早上七点叫我",
        "老婆生日晚上七点订餐厅",
        "下雨天早上八点带伞",
        "三点提醒我出门，来不及就四点",
        "寒假周四上午十点叫我",
        "月底周四上午十点",
        "那天上午十点叫我",
        "周四上午十点半天",
        "每个月头和月尾",
        "周四上午十点前提醒我",
        "周四第二个",
        "学期末周四上午十点提醒我",
        "周四上午十点以后提醒我",
        "周四早晚提醒我",
    ],
)
def test_what_does_change_it_is_asked_about(text: str) -> None:
    meaning = when.read(text, "zh", NOW)
    assert meaning.refused or meaning.ambiguous
