"""The Chinese words for numbers, days, parts of the day and days with names, and how old characters are written today."""

from __future__ import annotations

import re

from jarvisd.when.pieces import Amount

# One sign for one sign, so that places in the text stay what they are.
MODERN = str.maketrans(
    "計給關說錯對換現響總長遲補調臨場機車雙單應該當發話買藥點鐘時後週個兩號農曆陰舊節學課飯幾鬧聖誕國慶勞動兒婦過還內開結從間隔醒來點歲臘閏０１２３４５６７８９：／．－禮頭這連續倆淩裡裏準為幫設訂請記別們",
    "计给关说错对换现响总长迟补调临场机车双单应该当发话买药点钟时后周个两号农历阴旧节学课饭几闹圣诞国庆劳动儿妇过还内开结从间隔醒来点岁腊闰0123456789:/.-礼头这连续俩凌里里准为帮设订请记别们",
)

DIGITS = {sign: n for n, sign in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2, "俩": 2, "仨": 3}
WEEKDAYS = {sign: n for n, sign in enumerate("一二三四五六")} | {"日": 6, "天": 6} | {str(n): n - 1 for n in range(1, 8)}

UNITS = {
    "秒": Amount(seconds=1),
    "秒钟": Amount(seconds=1),
    "分": Amount(seconds=60),
    "分钟": Amount(seconds=60),
    "刻钟": Amount(seconds=900),
    "刻": Amount(seconds=900),
    "小时": Amount(seconds=3600),
    "个小时": Amount(seconds=3600),
    "钟头": Amount(seconds=3600),
    "个钟头": Amount(seconds=3600),
    "个钟": Amount(seconds=3600),
    "天": Amount(days=1),
    "日": Amount(days=1),
    "晚": Amount(days=1),
    "周": Amount(days=7),
    "个星期": Amount(days=7),
    "星期": Amount(days=7),
    "个礼拜": Amount(days=7),
    "礼拜": Amount(days=7),
    "个月": Amount(months=1),
    "年": Amount(months=12),
    "季度": Amount(months=3),
    "个季度": Amount(months=3),
}

PARTS = {
    "凌晨": "dawn",
    "一大早": "morning",
    "一早": "morning",
    "清早": "morning",
    "大清早": "morning",
    "清晨": "morning",
    "早晨": "morning",
    "早上": "morning",
    "早": "morning",
    "上午": "forenoon",
    "午前": "forenoon",
    "头晌": "forenoon",
    "后晌": "afternoon",
    "中午": "noon",
    "午间": "noon",
    "正午": "noon",
    "下午": "afternoon",
    "午后": "afternoon",
    "傍晚": "dusk",
    "黄昏": "dusk",
    "晚上": "evening",
    "晚间": "evening",
    "夜晚": "night",
    "夜里": "night",
    "夜间": "night",
    "半夜": "midnight",
    "大半夜": "midnight",
    "午夜": "midnight",
    "深夜": "late",
    "晚": "evening",
    "晨": "morning",
    "夜": "night",
}
ALONE = frozenset(PARTS) - {"早", "晚", "晨", "夜"}  # understood without a day before them
MOMENTS = {
    "下班后": "after_work",
    "下班以后": "after_work",
    "下班之后": "after_work",
    "下了班": "after_work",
    "下班的时候": "after_work",
    "下班时": "after_work",
    "上班前": "before_work",
    "上班之前": "before_work",
    "早饭后": "after_breakfast",
    "早餐后": "after_breakfast",
    "吃完早饭": "after_breakfast",
    "早饭时": "breakfast",
    "早餐时": "breakfast",
    "午饭后": "after_lunch",
    "午餐后": "after_lunch",
    "吃完午饭": "after_lunch",
    "午饭时间": "lunch",
    "午饭时": "lunch",
    "午餐时": "lunch",
    "晚饭后": "after_dinner",
    "晚餐后": "after_dinner",
    "吃完晚饭": "after_dinner",
    "晚饭时间": "dinner",
    "晚饭时": "dinner",
    "晚餐时": "dinner",
    "睡前": "bedtime",
    "睡觉前": "bedtime",
    "临睡前": "bedtime",
    "睡觉之前": "bedtime",
}

FEASTS = {
    "元旦": "new_year",
    "元旦节": "new_year",
    "新年": "new_year",
    "情人节": "valentine",
    "妇女节": "women",
    "三八妇女节": "women",
    "三八节": "women",
    "植树节": "arbor",
    "愚人节": "april_fools",
    "复活节": "easter",
    "劳动节": "labour_may",
    "五一劳动节": "labour_may",
    "五一": "labour_may",
    "青年节": "youth",
    "五四青年节": "youth",
    "母亲节": "mothers",
    "儿童节": "children",
    "六一儿童节": "children",
    "六一": "children",
    "父亲节": "fathers",
    "建党节": "party",
    "建军节": "army",
    "八一建军节": "army",
    "教师节": "teachers",
    "国庆": "national_cn",
    "国庆节": "national_cn",
    "十一国庆节": "national_cn",
    "万圣节": "halloween",
    "双十一": "singles",
    "光棍节": "singles",
    "双十二": "double_twelve",
    "感恩节": "thanksgiving",
    "平安夜": "christmas_eve",
    "圣诞": "christmas",
    "圣诞节": "christmas",
    "跨年夜": "new_year_eve",
    "跨年": "new_year_eve",
    "除夕": "spring_eve",
    "除夕夜": "spring_eve",
    "大年三十": "spring_eve",
    "年三十": "spring_eve",
    "年夜": "spring_eve",
    "春节": "spring",
    "大年初一": "spring",
    "农历新年": "spring",
    "元宵": "lantern",
    "元宵节": "lantern",
    "端午": "dragon_boat",
    "端午节": "dragon_boat",
    "七夕": "qixi",
    "七夕节": "qixi",
    "中元节": "ghost",
    "中秋": "mid_autumn",
    "中秋节": "mid_autumn",
    "重阳": "double_ninth",
    "重阳节": "double_ninth",
    "腊八": "laba",
    "腊八节": "laba",
    "小年": "little_year",
    "清明": "qingming",
    "清明节": "qingming",
    "冬至": "winter_solstice",
}
# The days of the sun that are not worked out: better refused than passed over.
TERMS = (
    "立春", "雨水", "惊蛰", "春分", "谷雨", "立夏", "小满", "芒种", "夏至", "小暑", "大暑",
    "立秋", "处暑", "白露", "秋分", "寒露", "霜降", "立冬", "小雪", "大雪", "小寒", "大寒"
)  # fmt: skip
LUNAR_MONTHS = {"正": 1, "冬": 11, "腊": 12}


_WHOLE = re.compile(
    r"(?:[一二两三四五六七八九]千)?零?(?:[一二两三四五六七八九]?百)?零?(?:[一二两三四五六七八九]?十)?[一二两三四五六七八九俩仨]?"
)


def number(text: str) -> float:
    """7, 1.5, 七, 二十一, 廿三, 一百二十, 两百零五, 一点五, 二零二七. KeyError or ValueError where it is none (三十十)."""
    if text[0].isdigit() and text[0] < "\u0100":
        return float(text)
    if "点" in text:
        whole, after = text.split("点", 1)
        return number(whole) + float("0." + "".join(str(DIGITS[sign]) for sign in after))
    if len(text) > 1 and all(sign in DIGITS for sign in text):
        return float("".join(str(DIGITS[sign]) for sign in text))
    text = text.replace("廿", "二十").replace("卅", "三十").replace("〇", "零")
    if not _WHOLE.fullmatch(text):
        raise ValueError(text)
    total = ones = 0
    for sign in text:
        if sign in "十百千":
            total += (ones or 1) * {"十": 10, "百": 100, "千": 1000}[sign]
            ones = 0
        else:
            ones = DIGITS[sign]
    return total + ones
