"""Reminders as one answer holds them: those of a stretch of time, and as many as fit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from jarvisd.errors import ToolError
from jarvisd.schedule import Reminder
from jarvisd.tools import Asked, clean, reminder_words
from jarvisd.when.coming import following
from jarvisd.when.spans import Span, span

LISTED = 200  # of one list; how many there are is told beside it
_ROOM = clean.LONGEST - 500  # characters of a list


def stretch(words: str, asked: Asked) -> Span:
    """ToolError where the words name none."""
    found = span(words, asked.language, asked.at)
    if found is None or found.why:
        why = (found.why if found else "") or "nothing"
        raise ToolError(reminder_words.sentence(f"refused_{why}", asked.language))
    return found


def within(some: Sequence[Reminder], stretch: Span, asked: Asked) -> Sequence[Reminder]:
    """Those that ring in this stretch of time, a series at its first time there."""
    found = []
    for one in some:
        due: datetime | None = one.due
        if one.rule and one.due < stretch.start:
            zone = asked.at.tzinfo
            assert zone is not None
            due = following(one.rule, datetime.fromisoformat(one.wall), zone, stretch.start - timedelta(seconds=1), one.workdays)
        if due is not None and stretch.start <= due < stretch.end:
            found.append(replace(one, due=due))
    return sorted(found, key=lambda one: one.due)


def page(some: Sequence[Reminder], count: int, asked: Asked) -> Mapping[str, Any]:
    """How many they are, and as many of them as one result holds (tools/clean.py)."""
    rows, left = [], _ROOM
    for one in some[:LISTED]:
        row = reminder_words.row(one)
        left -= sum(len(str(part)) for pair in row.items() for part in pair) + 4 * len(row)
        if left < 0:
            break
        rows.append(row)
    return {"count": count, "now": asked.at.isoformat(), "reminders": rows}
