"""What Chinese words for amounts, clocks, days and recurrences say."""

from __future__ import annotations

import re
from re import Match

from jarvisd.when import words_zh as words
from jarvisd.when.pieces import Amount, Bad, Clock, Date, Every, Lunar, Mark, Nth, Offset, Part, Period, Piece, Shift, Weekday
from jarvisd.when.read_en import every_unit, sizes

N = (
    r"(?:\d{1,9}(?:\.\d{1,4})?|[俩仨]"
    r"|(?<![午上晚晨里夜早天日号末])[零〇一二两三四五六七八九十百廿卅]{1,9}点[零〇一二三四五六七八九]{1,4}(?=个?[小钟天周年月])"
    r"|[零〇一二两三四五六七八九十百廿卅]{1,9})"
)
I = r"(?:\d{1,9}|[零〇一二两三四五六七八九十百廿卅]{1,9})"  # noqa: E741  # a whole number, between a dozen names of one letter
UNIT = (
    r"(?:秒钟|秒|分钟|刻钟|个?小时|个钟头|钟头|个钟"
    r"|天(?![气台津花])|日|周(?![年岁边刊])|个?星期|个?礼拜|个月|个?季度|年(?![代级龄轻纪糕货会]))"
)
# 一个半小时, 两天半, 半小时, 一小时二十分(钟), 三分半
SINGLE = (
    rf"(?:半(?:个)?(?:小时|钟头|钟|分钟|分|秒钟|秒|天|个?月|年)|{N}个半(?:小时|钟头|星期|礼拜|月)|{N}年半|{N}天半|{N}(?:分|分钟|小时|个小时|个钟头)半(?:钟)?"
    rf"|{N}个月半|[俩仨]月|{N}{UNIT}|{N}分(?![之甜饱熟满糖裤醉像]))"
)
AMOUNT = rf"{SINGLE}(?:\s?[零又]?{SINGLE})*(?:钟)?"
WD = r"(?:星期|礼拜|周)"
DAY = r"(?:[一二三四五六日1-7]|天(?![气线窗花]))"  # 周五天气: Friday's weather

# A number with 号 before one of these, or behind the name of a street, is no day: 7号楼, 人民路十一号.
THING = (
    r"(?!楼|公馆|会所|院|门|线|院|店|机|桌|座|车|公路|仓|厅|馆|前台|柜台|窗口|音箱|服务台|技师|文件"
    r"|诊室|诊|展|航站|工位|登机|检票|候|泊|[上中下]?铺|手术|急诊|教|宿舍|仓|柜|厂|码|教室|病房|房|床|窗|站|球|选手|信|会议|包厢|屋|库|桥|路|口|灯|插座|空调|风扇|窗帘|电视|摄像|开关|频道|歌|箱|盒|球|队|园|地块|电池|汽油|油|胶|瓶|盘|罐|墙|柱|馆|泵|阀|杆|池|棚|井|位|船|国道)"
)
_SIGN = r"[零〇一二三四五六七八九十百\d]"
STREET = "".join(f"(?<![路街巷弄道栋座]{_SIGN * n})" for n in range(4))
LUNAR_DAYS = ((1, 15), (5, 5), (7, 7), (7, 15), (8, 15), (9, 9), (12, 8))  # said without 号 they may be days of the lunar calendar


def amount(text: str) -> Amount:
    """Everything that AMOUNT matches. ValueError where a second length begins in it: 一小时一小时."""
    total = Amount()
    before = None
    for found in re.finditer(SINGLE, text):
        said = found[0]
        n = re.match(N, said)
        count = (words.number(n[0]) if n else 0) + (0.5 if "半" in said else 0)
        name = said[n.end() if n else 0 :].replace("半", "")
        one = words.UNITS.get(name) or words.UNITS[{"月": "个月", "个": "个月"}.get(name, name.removeprefix("个").removesuffix("钟"))]
        if before and sizes(one) >= before:
            raise ValueError(text)
        before = sizes(one)
        total += one.times(int(count))
        if rest := count - int(count):
            if one.months == 1:
                total += Amount(days=round(30 * rest))
            elif one.months:
                total += Amount(months=round(12 * rest))
            else:
                total += Amount(seconds=rest * (one.days * 86400 + one.seconds))
    return total


def clock(found: Match[str]) -> tuple[Piece, ...]:
    """八点, 八点半, 八点一刻, 八点零五, 八点二十分, 八点过五分."""
    said = found.groupdict()
    if re.fullmatch("[一二两三四五六七八九]{2}", said["h"]):
        return (Bad("unclear"),)  # 两三点
    hour, minute = int(words.number(said["h"])), 0
    if said.get("half"):
        minute = 30
    elif quarters := said.get("q") or said.get("qh"):
        minute = 15 * int(words.number(quarters))
    elif said.get("m"):
        minute = int(words.number(said["m"].lstrip("零〇") or "零"))
    if hour > 24 or minute > 59 or (hour == 24 and minute):
        return (Bad("impossible"),)
    return (Clock(hour, minute, exact=hour > 12 or hour == 0),)


def before(found: Match[str]) -> tuple[Piece, ...]:
    """差五分三点, 差一刻八点, 三点差五分."""
    hour = int(words.number(found["h"]))
    off = 15 * int(words.number(found["q"])) if found["q"] else int(words.number(found["m"]))
    if hour > 24 or not 0 < off < 60:
        return (Bad("impossible"),)
    if hour == 1:
        hour = 13
        return (Clock(12, 60 - off),)
    return (Clock(hour - 1, 60 - off, exact=hour > 13 or hour == 0),)


def digits(found: Match[str]) -> tuple[Piece, ...]:
    hour, minute, second = int(found["h"]), int(found["m"]), int(found["s"] or 0)
    if hour > 24 or minute > 59 or second > 59 or (hour == 24 and minute):
        return (Bad("impossible"),)
    return (Clock(hour, minute, second, exact=hour > 12 or found["h"].startswith("0")),)


def week(prefix: str) -> int | None:
    """这 0, 下 1, 下下 2, 上 -1; without one of them None."""
    if "下" in prefix:
        return prefix.count("下")
    if "上" in prefix:
        return -1
    return 0 if re.search("[这本]", prefix) else None


def weekday(found: Match[str]) -> tuple[Piece, ...]:
    at = week(found["p"] or "")
    if at is not None and at < 0:
        return (Bad("past"),)
    return (Weekday(words.WEEKDAYS[found["d"]], at),)


def days(text: str) -> tuple[int, ...]:
    """一三五, 一、三和五, 周一周三: every sign of a day in the text but the 周 and 星期 before it."""
    return tuple(sorted({words.WEEKDAYS[sign] for sign in re.sub("星期|礼拜|周|每|个", "", text) if sign in words.WEEKDAYS}))


def between(found: Match[str]) -> tuple[Piece, ...]:
    first, last = words.WEEKDAYS[found["a"]], words.WEEKDAYS[found["b"]]
    return (Every("WEEKLY", days=tuple(sorted((first + n) % 7 for n in range((last - first) % 7 + 1)))),)


def in_week(found: Match[str]) -> tuple[Piece, ...]:
    """下周一到周五: each day from the one to the other."""
    first, last, at = words.WEEKDAYS[found["a"]], words.WEEKDAYS[found["b"]], week(found["p"])
    if first >= last:
        return (Bad("unclear"),)
    return (Mark("from"), Weekday(first, at), Mark("until"), Weekday(last, at), Every("DAILY"))


def date(found: Match[str]) -> tuple[Piece, ...]:
    """二零二七年三月五号, 明年三月五日, 3月5号; a month without a day is its first."""
    said = found.groupdict()
    year, shift = said.get("y"), said.get("yr")
    day = int(words.number(said["d"])) if said.get("d") else 0
    month = int(words.number(said["mo"]))
    if not month:
        return (Bad("impossible"),)
    feast = found[0][-1] not in "号日" and (month, day) in LUNAR_DAYS and not year
    made = Date(day or (99 if said.get("d") else 0), month, int(words.number(year)) if year else None, unsure=feast)
    return (Period("year", {"今年": 0, "明年": 1, "后年": 2}[shift]), made) if shift else (made,)


def month_day(found: Match[str]) -> tuple[Piece, ...]:
    """十五号, 下个月三号, 这个月二十号."""
    day = Date(int(words.number(found["d"])) or 99)
    at = week(found["p"] or "")
    if at is not None and at < 0:
        return (Bad("past"),)
    return (Period("month", at), day) if at is not None else (day,)


def lunar(found: Match[str]) -> tuple[Piece, ...]:
    """农历八月十五, 正月初五, 腊月廿三, 闰六月初一."""
    month = found["mo"]
    return (
        Lunar(
            words.LUNAR_MONTHS.get(month) or int(words.number(month)),
            int(words.number(found["d"].removeprefix("初"))) or 99,
            bool(found["leap"]),
        ),
    )


def shift(text: str) -> tuple[Piece, ...]:
    """今天, 明天, 后天, 大后天."""
    if "昨" in text or "前" in text:
        return (Bad("past"),)
    return (Shift({"今": 0, "当": 0, "明": 1, "后": 2, "大": 3}[text[0]] + (text.count("大") - 1 if text[0] == "大" else 0)),)


def day_part(found: Match[str]) -> tuple[Piece, ...]:
    """今晚, 明早, 后天晚上 is two pieces."""
    if found["s"] == "昨":
        return (Bad("past"),)
    return (Shift({"今": 0, "当": 0, "明": 1, "后": 2}[found["s"]]), Part(words.PARTS[found["pt"]]))


def every(found: Match[str]) -> tuple[Piece, ...]:
    """每天, 每两小时, 每隔一天 (every second), 每三周."""
    said = found.groupdict()
    unit = said["u"]
    n = words.number(said["n"]) if said.get("n") else 1
    one = words.UNITS.get(unit) or words.UNITS[{"月": "个月", "晚上": "晚", "分": "分钟"}[unit]]
    if said.get("skip") and one.days + one.months:
        n += 1  # 每隔一天 leaves one day out; 每隔两小时 does not
    if not float(n).is_integer():
        return every_unit(one.times(1), int(n)) if not one.seconds else every_unit(Amount(seconds=one.seconds * n), 1)
    return every_unit(one, int(n))


def nth(found: Match[str]) -> Nth:
    said = found["n"]
    n = -1 if re.match("最|末|倒", said) else 1 if said[0] == "头" else int(words.number(said.removeprefix("第")))
    return Nth(n, words.WEEKDAYS[found["d"]])


def days_of_month(text: str) -> Date:
    """一号和十五号."""
    first, *others = (int(words.number(found[0])) for found in re.finditer(I, text))
    return Date(first, others=tuple(others))


def nths(found: Match[str]) -> Nth:
    """第一和第三个周一."""
    first, *others = (int(words.number(sign)) for sign in re.findall("[一二三四五1-5]", re.sub(f"{WD}{DAY}", "", found["n"])))
    return Nth(first, words.WEEKDAYS[found["d"]], others=tuple(others))


def named(text: str, table: dict[str, str]) -> str:
    """The longest name of the table that stands in the text."""
    return table[max((name for name in table if name in text), key=len)]


def lunar_new_year(day: str) -> tuple[Piece, ...]:
    """大年初三."""
    return (Lunar(1, int(words.number(day.removeprefix("初")))),)


def around(text: str) -> tuple[Piece, ...]:
    """...前一天, 后两天, 前半小时: an offset of what stands before it."""
    length = amount(text) if re.search(SINGLE, text) else Amount(days=1)
    return (Offset(length.times(-1 if re.search("前|头", text) else 1)),)


def beside(what: str, text: str) -> tuple[Piece, ...]:
    """睡觉前半小时, 下班后一小时: a part of the day, and so long before or after it."""
    name = named(what, words.MOMENTS)
    return (Part(name), Offset(amount(text).times(-1 if what.endswith("前") else 1)))


def month_start(text: str) -> tuple[Piece, ...]:
    """月初, 下个月初: without a month the next one's."""
    at = week(text)
    return (Period("month", 1 if at is None else at), Date(1))
