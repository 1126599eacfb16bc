"""The day or the month that a question names: what happened then was mostly said then, or within a week."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"
)  # fmt: skip
MONTH_OF = {name: number for number, name in enumerate(MONTHS, 1)}

_LATER = timedelta(days=7)  # in which something is still spoken of
_NAMES = "|".join(MONTHS)
_ZH = "十一|十二|[一二三四五六七八九十]"
_MONTH_ZH = {sign: number for number, sign in enumerate(["一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二"], 1)}
_DAY_FIRST = re.compile(rf"\b(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?: of)? (?P<month>{_NAMES})\b(?:,? (?P<year>\d{{4}})\b)?")
_MONTH_FIRST = re.compile(rf"\b(?P<month>{_NAMES}) (?P<day>\d{{1,2}})(?:st|nd|rd|th)?\b(?!\d)(?:,? (?P<year>\d{{4}})\b)?")
_MONTH = re.compile(rf"\b(?P<month>{_NAMES})(?:,| of)? (?P<year>\d{{4}})\b|\b(?:in|during|since|last|this|of) (?P<alone>{_NAMES})\b(?! \d)")
_CHINESE = re.compile(rf"(?:(?P<year>\d{{4}})年)?(?P<month>\d{{1,2}}|{_ZH})月(?!亮|饼|嫂|球|光)(?:(?P<day>\d{{1,2}})[日号])?")


@dataclass(frozen=True, slots=True)
class Named:
    """A day, or a month; of any year where none was named."""

    month: int
    day: int | None = None
    year: int | None = None

    def about(self, said: date) -> bool:
        """Said then, or soon after it ended."""
        return any(first <= said <= last + _LATER for first, last in (self._span(year) for year in (said.year, said.year - 1)))

    def _span(self, year: int) -> tuple[date, date]:
        if self.year not in (None, year):
            return date.max, date.min + _LATER  # never
        if self.day is not None:
            day = date(year, self.month, min(self.day, 28)) + timedelta(days=max(self.day - 28, 0))
            return day, day
        return date(year, self.month, 1), date(year + self.month // 12, self.month % 12 + 1, 1) - timedelta(days=1)


def named(text: str) -> tuple[Named, ...]:
    """8 May 2023, May 8th, in May, May 2023; 2023年5月8日, 5月8号, 五月. Of a text in small letters."""
    return tuple(dict.fromkeys(_found(text)))


def _found(text: str) -> Iterator[Named]:
    days = False
    for pattern in (_DAY_FIRST, _MONTH_FIRST):
        for match in pattern.finditer(text):
            days = True
            yield from _made(MONTH_OF[match["month"]], match["day"], match["year"])
    for match in () if days else _MONTH.finditer(text):
        yield from _made(MONTH_OF[match["month"] or match["alone"]], None, match["year"])
    for match in _CHINESE.finditer(text):
        yield from _made(_MONTH_ZH.get(match["month"]) or int(match["month"]), match["day"], match["year"])


def _made(month: int, day: str | None, year: str | None) -> Iterator[Named]:
    number = None if day is None else int(day)
    if 1 <= month <= 12 and (number is None or 1 <= number <= 31) and (year is None or 1900 < int(year) < 2200):
        yield Named(month, number, None if year is None else int(year))
