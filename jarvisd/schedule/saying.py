"""Moments, lengths and rules in words, as they are said back to whoever set them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from jarvisd import when
from jarvisd.messages import Language

_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_EN_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_ZH_DAYS = "一二三四五六日"
_WORKING = frozenset(_DAYS[:5])
_EN_NTH = {1: "first", 2: "second", 3: "third", 4: "fourth", 5: "fifth", -1: "last", -2: "second to last"}
_ZH_NTH = {1: "第一个", 2: "第二个", 3: "第三个", 4: "第四个", 5: "第五个", -1: "最后一个", -2: "倒数第二个"}
_EN_UNITS = {"YEARLY": "year", "MONTHLY": "month", "WEEKLY": "week", "DAILY": "day", "HOURLY": "hour", "MINUTELY": "minute"}
_ZH_UNITS = {"YEARLY": "年", "MONTHLY": "个月", "WEEKLY": "周", "DAILY": "天", "HOURLY": "小时", "MINUTELY": "分钟"}
_LUNAR_DAYS = ("初十", "二十", "三十")


def joined(parts: Sequence[str], language: Language) -> str:
    """a, b and c / 甲、乙和丙."""
    *most, last = parts
    if not most:
        return last
    return f"{'、'.join(most)}和{last}" if language == "zh" else f"{', '.join(most)} and {last}"


def length(seconds: float, language: Language) -> str:
    """1 hour 5 minutes / 1小时5分钟; days, hours, minutes, seconds, what is not zero of them."""
    left = max(0, round(seconds))
    parts = []
    for size, en, zh in ((86400, "day", "天"), (3600, "hour", "小时"), (60, "minute", "分钟"), (1, "second", "秒")):
        n, left = divmod(left, size)
        if n:
            parts.append(f"{n}{zh}" if language == "zh" else f"{n} {en}{'s' * (n != 1)}")
    if not parts:
        return "0秒" if language == "zh" else "0 seconds"
    return ("" if language == "zh" else " ").join(parts)


def moment(at: datetime, now: datetime, language: Language) -> str:
    """today at 3:00 PM; tomorrow, Tuesday, November 24, at 3:00 PM; on Friday, ... / 明天，11月24日，星期二，下午三点整."""
    clock, named, near = when.clock(at.time(), language), day(at, now, language), _away(at, now) == 0
    if language == "zh":
        return f"{named}{clock}" if near else f"{named}，{clock}"
    return f"{named} at {clock}" if near else f"{named}, at {clock}"


def day(at: datetime, now: datetime, language: Language) -> str:
    """today; tomorrow, Tuesday, November 24; on Friday, November 27 / 今天；明天，11月24日，星期二."""
    away = _away(at, now)
    date = when.day(at.date(), language) if at.year != now.year else _short(at, language)
    if language == "zh":
        near = {0: "今天", 1: "明天", 2: "后天", -1: "昨天", -2: "前天"}.get(away)
        return date if near is None else near if away == 0 else f"{near}，{date}"
    return "today" if away == 0 else {1: f"tomorrow, {date}", -1: f"yesterday, {date}"}.get(away, f"on {date}")


def _away(at: datetime, now: datetime) -> int:
    return (at.date() - now.astimezone(at.tzinfo).date()).days


def _short(at: datetime, language: Language) -> str:
    day, date = when.weekday(at.date(), language), when.date_only(at.date(), language)
    return f"{date}，{day}" if language == "zh" else f"{day}, {date}"


def rule(text: str, first: datetime, language: Language, workdays: bool = False) -> str:
    """every Monday and Friday at 7:30 AM / 每周一和周五早上七点三十分. first: whose time of day, day and month it is."""
    parts = dict(part.split("=", 1) for part in text.upper().split(";") if "=" in part)
    zh = language == "zh"
    often = (_often_zh if zh else _often_en)(parts, first, workdays)
    if parts.get("FREQ") in ("HOURLY", "MINUTELY") and "BYHOUR" not in parts:
        return often
    clock = when.clock(first.time(), language)
    return f"{often}{clock}" if zh else f"{often} at {clock}"


def _often_en(parts: dict[str, str], first: datetime, workdays: bool) -> str:
    freq, n = parts.get("FREQ", ""), int(parts.get("INTERVAL", 1))
    unit = _EN_UNITS.get(freq, "time")
    each = {1: f"every {unit}", 2: f"every other {unit}"}.get(n, f"every {n} {unit}s")
    if freq in ("HOURLY", "MINUTELY") and n == 2:
        each = f"every 2 {unit}s"
    days = _days(parts)
    if workdays:
        return "every working day"
    if freq == "YEARLY":
        if "RSCALE" in parts:
            return f"every year on day {parts.get('BYMONTHDAY', '?')} of month {parts.get('BYMONTH', '?')} of the lunar calendar"
        return f"{each} on {when.date_only(first.date(), 'en')}"
    if freq == "MONTHLY":
        return f"on {_month_en(parts, first, days)} of {each}"
    if days and freq in ("WEEKLY", "DAILY"):
        if {day for _, day in days} == _WORKING and n == 1:
            return "every weekday"
        names = joined([_EN_DAYS[_DAYS.index(day)] for _, day in days], "en")
        return f"every {names}" if n == 1 else f"every other {names}" if n == 2 and len(days) == 1 else f"{each} on {names}"
    if freq == "WEEKLY":
        day = when.weekday(first.date(), "en")
        return f"every {day}" if n == 1 else f"every other {day}" if n == 2 else f"{each} on {day}"
    return each


def _month_en(parts: dict[str, str], first: datetime, days: Sequence[tuple[int, str]]) -> str:
    if days:
        at = int(parts.get("BYSETPOS", 0))
        return joined([f"the {_EN_NTH.get(n or at, '')} {_EN_DAYS[_DAYS.index(day)]}".replace("  ", " ") for n, day in days], "en")
    dates = [int(day) for day in parts.get("BYMONTHDAY", str(first.day)).split(",")]
    return joined(["the last day" if day == -1 else f"the {day}{_ordinal(day)}" for day in dates], "en")


def _often_zh(parts: dict[str, str], first: datetime, workdays: bool) -> str:
    freq, n = parts.get("FREQ", ""), int(parts.get("INTERVAL", 1))
    each = f"每{_ZH_UNITS.get(freq, '次')}" if n == 1 else f"每{n}{_ZH_UNITS.get(freq, '次')}"
    days = _days(parts)
    if workdays:
        return "每个工作日"
    if freq == "YEARLY":
        if "RSCALE" in parts:
            return f"每年农历{_lunar(int(parts.get('BYMONTH', 1)), int(parts.get('BYMONTHDAY', 1)))}"
        return f"{each}{when.date_only(first.date(), 'zh')}"
    if freq == "MONTHLY":
        each = "每月" if n == 1 else each
        if days:
            at = int(parts.get("BYSETPOS", 0))
            return each + joined([f"{_ZH_NTH.get(m or at, '')}星期{_ZH_DAYS[_DAYS.index(day)]}" for m, day in days], "zh")
        dates = [int(day) for day in parts.get("BYMONTHDAY", str(first.day)).split(",")]
        return each + joined(["最后一天" if day == -1 else f"{day}号" for day in dates], "zh")
    if freq == "WEEKLY" or (days and freq == "DAILY"):
        if {day for _, day in days} == _WORKING and n == 1:
            return "每周一到周五"
        names = [_ZH_DAYS[_DAYS.index(day)] for _, day in days] or [_ZH_DAYS[first.weekday()]]
        week = "每" if n == 1 else "每隔一周的" if n == 2 else f"每{n}周的"
        return week + joined([f"周{name}" for name in names], "zh")
    return each


def _days(parts: dict[str, str]) -> list[tuple[int, str]]:
    """(nth, day); 0 for every."""
    given = [day for day in parts.get("BYDAY", "").split(",") if day]
    return [(int(day[:-2] or 0), day[-2:]) for day in given if day[-2:] in _DAYS]


def _ordinal(n: int) -> str:
    return "th" if 10 < n % 100 < 14 else {1: "st", 2: "nd", 3: "rd"}.get(n % 10, "th")


def _lunar(month: int, day: int) -> str:
    named = "正" if month == 1 else {11: "冬", 12: "腊"}.get(month) or when.number(month)
    tens, ones = divmod(day, 10)
    if ones == 0:
        return f"{named}月{_LUNAR_DAYS[tens - 1]}"
    return f"{named}月{('初', '十', '廿', '三十')[tens]}{when.number(ones)}"


def left(due: datetime, now: datetime, language: Language) -> str:
    """How long until then; seconds are left out of what takes more than an hour."""
    seconds = max(timedelta(), due - now).total_seconds()
    return length(seconds if seconds < 3600 else round(seconds / 60) * 60, language)
