"""The working days of mainland China, by the notices of the State Council: holidays moved, weekends worked in their stead."""

from __future__ import annotations

from datetime import date, timedelta

# 国务院办公厅关于2026年部分节假日安排的通知 (2025-11-04). A year not named here is not known: add it when its notice appears (in November).
_OFF = (
    ("2026-01-01", 3),
    ("2026-02-15", 9),
    ("2026-04-04", 3),
    ("2026-05-01", 5),
    ("2026-06-19", 3),
    ("2026-09-25", 3),
    ("2026-10-01", 7),
)  # first day, days
_WORKED = ("2026-01-04", "2026-02-14", "2026-02-28", "2026-05-09", "2026-09-20", "2026-10-10")
KNOWN = (date(2026, 1, 1), date(2026, 12, 31))

_HOLIDAYS = frozenset(date.fromisoformat(first) + timedelta(days=n) for first, days in _OFF for n in range(days))
_MADE_UP = frozenset(map(date.fromisoformat, _WORKED))


def known(day: date) -> bool:
    """Whether the table reaches this day; where it does not, Monday to Friday are taken for working days."""
    return KNOWN[0] <= day <= KNOWN[1]


def works(day: date) -> bool:
    return day in _MADE_UP or (day.weekday() < 5 and day not in _HOLIDAYS)


def after(day: date) -> date:
    """The first working day after this day."""
    day += timedelta(days=1)
    return day if works(day) else after(day)
