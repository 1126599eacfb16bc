"""Chinese sentences of several clauses: what one of them only tells leaves the time of the order what it is, and nothing is passed over."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from jarvisd import when

NOW = datetime(2027, 2, 23, 7, 50, tzinfo=ZoneInfo("Asia/Shanghai"))  # a Tuesday


@pytest.mark.parametrize(
    ("text", "at"),
    [
        # what is over
        ("上次是周二去的 这次周四下午一点带奶奶换药", "02-25 13:00"),
        ("上个月二号交过一次 三月二号上午九点还得交", "03-02 09:00"),
        ("我昨天买的那袋米太重了 下午五点叫爸爸下来搬", "02-23 17:00"),
        ("已经等了四十分钟了 下午四点再打电话催一下", "02-23 16:00"),
        ("弟弟考了九十五分 晚上七点奖励他看动画片", "02-23 19:00"),
        ("爷爷属虎今年八十六了 明天上午十点带他去理发", "02-24 10:00"),
        ("明天上午十一点跟妈说说她昨天落在这儿的伞", "02-24 11:00"),
        # until when something is not to be
        ("今晚零点之前别吵 就晚上十一点四十提醒我关灯吧", "02-23 23:40"),
        ("零点之前要睡 晚上十一点一刻提醒我收手机", "02-23 23:15"),
        ("四月三十号晚上十点前 就十点整吧 提醒我报税", "04-30 22:00"),
        ("十一点之前我还有事 就今晚十一点吧 提醒我锁门", "02-23 23:00"),
        # what is put right, or thought about
        ("下午三点 抱歉是下午四点 去接妹妹", "02-23 16:00"),
        ("周五 不好意思 是周六上午十点 上钢琴课", "02-27 10:00"),
        ("后天上午 我想想 十点一刻去办护照", "02-25 10:15"),
        ("闹钟 明天 早上 六点 三十五", "02-24 06:35"),
        # numbers and names
        ("十分重要的事 晚上七点四十给班主任回电话", "02-23 19:40"),
        ("晚上九点告诉我妹妹我考了九十八分", "02-23 21:00"),
        ("老七今晚九点给我回电话", "02-23 21:00"),
        ("星期天餐馆今晚六点有位子 记一下", "02-23 18:00"),
        ("三月二十号上午十一点外公过生日吃面", "03-20 11:00"),
    ],
)
def test_what_is_only_told_leaves_the_time_what_it_is(text: str, at: str) -> None:
    meaning = when.read(text, "zh", NOW)
    assert meaning.start is not None, meaning.why
    assert f"{meaning.start:%m-%d %H:%M}" == at
    assert (meaning.ambiguous, meaning.duration) == (False, None)


@pytest.mark.parametrize(
    "text",
    [
        "明天零点之前别吵 就晚上十一点四十提醒我关灯",  # of which day
        "每周二的课改了 周四下午三点",
        "下周放假了 周三上午九点提醒我订票",  # the week after, or this one
        "如果下雨就不去了 明天上午九点提醒我",
        "明天下午三点 比昨天早",
        "下周五过生日 周四上午九点提醒我订蛋糕",
        "每年生日提醒我",
    ],
)
def test_what_may_be_of_the_time_is_asked_about(text: str) -> None:
    meaning = when.read(text, "zh", NOW)
    assert meaning.refused or meaning.ambiguous


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("每月头一个星期天早上七点钓鱼", "FREQ=MONTHLY;BYDAY=1SU"),
        ("每月最末一个周日晚上六点家庭聚餐", "FREQ=MONTHLY;BYDAY=-1SU"),
        ("每周三晚上八点视频会一共开六次", "FREQ=WEEKLY;BYDAY=WE;COUNT=6"),
        ("每个月月底那天晚上八点对账", "FREQ=MONTHLY;BYMONTHDAY=-1"),
    ],
)
def test_what_comes_again(text: str, rule: str) -> None:
    assert when.read(text, "zh", NOW).rule == rule


@pytest.mark.parametrize(("text", "length"), [("打了八分 蒸鱼十分钟", 600), ("煮十分钟", 600), ("两个小时的炖肉计时", 7200)])
def test_minutes_are_still_minutes(text: str, length: int) -> None:
    meaning = when.read(text, "zh", NOW)
    assert meaning.duration is not None
    assert meaning.duration.total_seconds() == length


@pytest.mark.parametrize(
    ("text", "at"),
    [
        # what takes place, and when to be reminded of it
        ("上午九点半的会 九点二十五叫我一声", "02-23 09:25"),
        ("下午三点有电话会 两点四十五提醒我", "02-23 14:45"),
        ("明天早上八点的火车 六点半叫我", "02-24 06:30"),
        ("周日下午两点的婚礼 前一天晚上八点提醒我熨衬衫", "02-27 20:00"),
        ("后天中午十二点的飞机 起飞前三小时提醒我", "02-25 09:00"),
        ("周六上午十点考试 考前半小时提醒我", "02-27 09:30"),
        # what is to be done then
        ("周六晚上七点圣诞聚餐", "02-27 19:00"),
        ("明天上午九点去买中秋月饼", "02-24 09:00"),
        ("周日晚上八点准备周一的便当", "02-28 20:00"),
        ("今晚八点提醒我把第三单元的生词抄五遍", "02-23 20:00"),
        # put off
        ("明早七点的闹钟晚半小时响", "02-24 07:30"),
        ("把今晚八点的提醒往后挪半个小时", "02-23 20:30"),
        ("把明天下午三点的理发改约到后天下午五点", "02-25 17:00"),
        ("二十分钟 不对 三十分钟后关火", "02-23 08:20"),
        # not to be
        ("别六点叫我 明天早上七点叫", "02-24 07:00"),
        ("十点半之前别叫我 明天上午十点四十再叫", "02-24 10:40"),
        # who is called so
        ("元旦是我们家的狗 明天上午十点带它洗澡", "02-24 10:00"),
        ("立秋是我同学 明天晚上六点约立秋吃饭", "02-24 18:00"),
    ],
)
def test_what_happens_and_when_to_be_reminded(text: str, at: str) -> None:
    meaning = when.read(text, "zh", NOW)
    assert meaning.start is not None, meaning.why
    assert f"{meaning.start:%m-%d %H:%M}" == at
    assert (meaning.ambiguous, meaning.duration) == (False, None)


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("每周一三五晚上七点练字 周末不用", "FREQ=WEEKLY;BYDAY=MO,WE,FR"),
        ("每天早上七点叫我起床 周末不用", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"),
        ("每天下午五点遛狗 周三休息", "FREQ=WEEKLY;BYDAY=MO,TU,TH,FR,SA,SU"),
    ],
)
def test_days_that_are_spared_are_left_out(text: str, rule: str) -> None:
    assert when.read(text, "zh", NOW).rule == rule


@pytest.mark.parametrize(
    "text",
    [
        "下午三点开会 五点提醒我",
        "每天早上七点叫我起床 月底不用",
        "每两周的周三晚上八点上课 周六不用",
        "别每天叫我 周一早上七点叫就行",
        "五点提醒我 响三次",
    ],
)
def test_what_is_not_plain_is_asked_about(text: str) -> None:
    meaning = when.read(text, "zh", NOW)
    assert meaning.refused or meaning.ambiguous


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("下周三上午九点手术 头天晚上十点提醒我禁食", "03-02 22:00"),
        ("九月一号开学 前一天下午四点提醒我包书皮", "08-31 16:00"),
        ("退房时间是明天中午十二点 十一点半提醒我", "02-24 11:30"),
        ("明晚八点 没错 明晚八点 提醒我投票", "02-24 20:00"),
        ("六点 早上六点 叫我", "02-24 06:00"),
        ("三月八号妈妈生日 提前一周上午九点订花", "03-01 09:00"),
        ("三月五号 对 五号下午三点 拔牙", "03-05 15:00"),
        ("再过十天就放假了 今晚八点提醒我订票", "02-23 20:00"),
        ("还有一个月就过年 明天下午三点提醒我买年货", "02-24 15:00"),
        ("今天早上的药没吃 晚上九点提醒我补吃", "02-23 21:00"),
        ("晚上九点半问问儿子明天几点考试", "02-23 21:30"),
        ("明天晚上八点查一下后天什么天气", "02-24 20:00"),
        ("一到晚上十点你就提醒我熄灯", "02-23 22:00"),
        ("下月初三号上午九点半领养老金", "03-03 09:30"),
        ("月中十五号下午六点发工资", "03-15 18:00"),
        ("小睡四十五分钟叫我", "02-23 08:35"),
    ],
)
def test_what_is_said_again_or_told_beside(text: str, at: str) -> None:
    meaning = when.read(text, "zh", NOW)
    assert meaning.start is not None, meaning.why
    assert f"{meaning.start:%m-%d %H:%M}" == at
    assert not meaning.ambiguous


@pytest.mark.parametrize(
    "text", ["五分钟后提醒我关小火 十分钟后关火", "明天中午十二点 十一点半提醒我", "头一天晚上八点提醒我", "周六就开学 晚上八点提醒我"]
)
def test_two_orders_and_half_a_day_are_asked_about(text: str) -> None:
    meaning = when.read(text, "zh", NOW)
    assert meaning.refused or meaning.ambiguous


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("把周四下午三点的课调到周五同一时间", "02-26 15:00"),
        ("帮我盯着点时间 上午十点二十五叫我", "02-23 10:25"),
        ("明天下午吧 三点一刻 修水龙头", "02-24 15:15"),
        ("提醒我明天下午跟王总三点开会", "02-24 15:00"),
        ("早上起床闹钟五点四十五", "02-24 05:45"),
        ("后天 不是后天 大后天上午九点体检", "02-26 09:00"),
        ("下课后十分钟 下午四点半下课 提醒我接孩子", "02-23 16:40"),
        ("明天上午十点去三月三酒楼订包间", "02-24 10:00"),
        ("明天下午五点 啊呸 六点 开会", "02-24 18:00"),
        ("半小时后 唉还是四十分钟后叫我吧", "02-23 08:30"),
    ],
)
def test_what_is_put_otherwise(text: str, at: str) -> None:
    meaning = when.read(text, "zh", NOW)
    assert meaning.start is not None, meaning.why
    assert f"{meaning.start:%m-%d %H:%M}" == at
    assert not meaning.ambiguous


@pytest.mark.parametrize("text", ["今天还是明天上午九点提醒我", "二月二十四号前两天上午十点提醒我", "早上提醒我晚上八点买六点的票"])
def test_what_is_left_open_is_asked_about(text: str) -> None:
    meaning = when.read(text, "zh", NOW)
    assert meaning.refused or meaning.ambiguous


@pytest.mark.parametrize(
    ("text", "at", "rule"),
    [
        ("五月一号到五月五号每天早上八点喂邻居的猫", "05-01 08:00", "FREQ=DAILY;UNTIL=20270505T155959Z"),
        ("六月十四号到十八号每天早上七点", "06-14 07:00", "FREQ=DAILY;UNTIL=20270618T155959Z"),
        ("每月第一个周一和第三个周一上午九点例会", "03-01 09:00", "FREQ=MONTHLY;BYDAY=1MO,3MO"),
        ("每周二晚上八点学吉他共十节课", "02-23 20:00", "FREQ=WEEKLY;BYDAY=TU;COUNT=10"),
        ("从下周三起隔天早上七点吃一次益生菌", "03-03 07:00", "FREQ=DAILY;INTERVAL=2"),
        ("期末考试三月二十号上午九点 提前一天晚上八点提醒我", "03-19 20:00", None),
        ("明天这会儿提醒我给车加油", "02-24 07:50", None),
        ("快递说下午两点到四点之间送来", "02-23 14:00", None),
        ("周五下午五点告诉小李周一的会取消了", "02-26 17:00", None),
        ("晚上十点跟儿子说明天七点要起床", "02-23 22:00", None),
        ("二零二八年除夕晚上八点守岁", "01-25 20:00", None),
        ("每个月月底最后一天晚上十点对账", "02-28 22:00", "FREQ=MONTHLY;BYMONTHDAY=-1"),
        ("明天早上六点 嗯 还是六点二十吧 叫我起床", "02-24 06:20", None),
        ("周三看的那个房子 明天上午十点再去看一次", "02-24 10:00", None),
    ],
)
def test_from_when_to_when_and_how_often(text: str, at: str, rule: str | None) -> None:
    meaning = when.read(text, "zh", NOW)
    assert meaning.start is not None, meaning.why
    assert (f"{meaning.start:%m-%d %H:%M}", meaning.rule) == (at, rule)


@pytest.mark.parametrize(
    "text", ["明天几点都行", "周五下午五点的会 取消了", "七点一刻的动画片 差五分钟的时候喊我", "五月五号到五月一号每天早上八点"]
)
def test_what_no_hour_is_said_of_is_asked_about(text: str) -> None:
    meaning = when.read(text, "zh", NOW)
    assert meaning.refused or meaning.ambiguous
