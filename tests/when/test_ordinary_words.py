"""Ordinary Chinese words with signs of time in them (去年会, 刻章, 两点要说) leave the time of the order what it is."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from jarvisd import when

NOW = datetime(2027, 3, 9, 8, 15, tzinfo=ZoneInfo("Asia/Shanghai"))  # a Tuesday
TIMES = ("明天下午三点", "每天晚上九点", "三月二十号中午十二点")

DONE = [
    "去年会彩排",
    "给老师发时间表",
    "去参加百日宴",
    "看八点档电视剧",
    "晚点给他回电话",
    "跟星期五酒吧的老板谈事",
    "买六点五折的机票",
    "涂一点二毫克的药",
    "有两点要跟他说",
    "说三点意见",
    "给三点水的字组词",
    "参加三周年店庆",
    "看九十年代的老电影",
    "喝下午茶",
    "去年糕店",
    "写时间计划",
    "刻章",
    "点外卖",
    "除草",
    "给天天洗澡",
    "至尊披萨取餐",
    "暑假班报名",
    "早点出门",
    "少放一点盐",
    "听晚课",
    "买四季豆",
    "去天津",
    "给内科挂号",
    "整理房间",
    "洗床单",
    "倒数三个数",
    "看四分之一决赛",
    "量一百零八斤的猪",
]
TOLD = [
    "妈妈刚打过电话",
    "弟弟考了一百分",
    "睡了三个钟头",
    "作业写了一晚上",
    "再过三天就放假了",
    "还有两天就到期了",
    "快中秋了",
    "现在八点一刻",
    "都九点了还不睡",
    "早上没吃药",
    "晚上睡不着",
    "上周就说好了",
    "去年也是我去的",
    "十分要紧",
    "半年没体检了",
    "三号楼停水",
    "两件事跟你说",
    "外面下大雨呢",
]
FUTURE = ["明天要下雨", "周末要去露营", "后天是爷爷生日", "明天就开学了"]


@pytest.mark.parametrize("done", DONE)
def test_what_is_to_be_done(done: str) -> None:
    for time in TIMES:
        alone = when.read(time, "zh", NOW)
        meaning = when.read(f"{time}提醒我{done}", "zh", NOW)
        assert (meaning.start, meaning.rule, meaning.ambiguous) == (alone.start, alone.rule, False), time


@pytest.mark.parametrize("told", TOLD)
def test_what_is_told_before(told: str) -> None:
    for time in TIMES:
        alone = when.read(time, "zh", NOW)
        meaning = when.read(f"{told} {time}提醒我买药", "zh", NOW)
        assert (meaning.start, meaning.rule, meaning.duration) == (alone.start, alone.rule, None), time


@pytest.mark.parametrize("told", FUTURE)
def test_what_is_told_of_another_day(told: str) -> None:
    alone = when.read("三月二十号中午十二点", "zh", NOW)
    for text in (f"{told} 三月二十号中午十二点给三姨打电话", f"三月二十号中午十二点给三姨打电话，{told}"):
        assert when.read(text, "zh", NOW).start == alone.start, text
    assert when.read(f"{told} 晚上八点提醒我买药", "zh", NOW).refused, "on which of the two days"


@pytest.mark.parametrize(
    "text",
    [
        "明天上午九点提醒我喂猫，周四也要",
        "明天上午九点提醒我喂猫，后天再来一次",
        "明天上午九点提醒我喂猫，周六要改成十点",
        "下午三点开会，周六上午九点半给三姨打电话",
        "每天上午九点提醒我喂猫，周末要改到十点",
        "明天上午九点提醒我喂猫，晚上也要",
        "每天上午九点提醒我喂猫，下周要停",
        "每天上午九点提醒我喂猫，这周有事不喂",
        "明天上午九点要不后天上午十点",
        "两三点叫我",
        "退烧以后每四小时提醒我量体温",
        "工作日早上七点叫我，周末也叫",
        "开学那天早上七点叫我",
        "他到家以后十分钟提醒我",
    ],
)
def test_what_changes_the_order_is_never_taken_for_told(text: str) -> None:
    meaning = when.read(text, "zh", NOW)
    assert meaning.refused or meaning.ambiguous


def test_days_that_it_has_already_change_nothing() -> None:
    for also in ("周末也叫", "周六也一样", "周日照常"):
        assert when.read(f"每天早上七点叫我起床，{also}", "zh", NOW).rule == "FREQ=DAILY"


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("周日上午十点二十人聚餐", "03-14 10:00"),
        ("晚上七点三十岁生日派对", "03-09 19:00"),
        ("明天上午八点五公里跑", "03-10 08:00"),
        ("明天早上七点一百米赛跑", "03-10 07:00"),
        ("明天上午九点一小时课", "03-10 09:00"),
        ("周三一起吃饭晚上七点", "03-10 19:00"),
        ("周二三楼会议室上午九点开会", "03-16 09:00"),
        ("周六一家人下午三点拍照", "03-13 15:00"),
        ("把明天下午三点的闹钟晚半小时", "03-10 15:30"),
        ("明天下午三点 打住 四点提醒我", "03-10 16:00"),
    ],
)
def test_numbers_of_things_beside_an_hour_or_a_day(text: str, at: str) -> None:
    meaning = when.read(text, "zh", NOW)
    assert meaning.start is not None, meaning.why
    assert f"{meaning.start:%m-%d %H:%M}" == at
    assert (meaning.ambiguous, meaning.rule) == (False, None)


@pytest.mark.parametrize("text", ["下午八点二十五个人来", "下午三点十二位客人到"])
def test_a_number_that_may_be_minutes_or_people_is_asked_about(text: str) -> None:
    assert when.read(text, "zh", NOW).refused


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("每周三一共八次晚上八点吃药", "FREQ=WEEKLY;BYDAY=WE;COUNT=8"),
        ("每周二和周四一直到五月十号晚上八点吃药", "FREQ=WEEKLY;BYDAY=TU,TH;UNTIL=20270510T155959Z"),
        ("每天晚上八点提醒我吃药，到五月二十号结束", "FREQ=DAILY;UNTIL=20270520T155959Z"),
    ],
)
def test_the_one_of_another_word_is_no_monday(text: str, rule: str) -> None:
    assert when.read(text, "zh", NOW).rule == rule
