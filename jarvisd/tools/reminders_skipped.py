"""Leaving out a time of what rings again and again: "no alarm tomorrow"."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta, tzinfo
from typing import Any

from jarvisd.errors import ScheduleError, ToolError
from jarvisd.schedule import KINDS, Reminder
from jarvisd.schedule.ringing import Ringing
from jarvisd.schedule.store import MOST
from jarvisd.tools import Arguments, Asked, Risk, Tool, reminder_words
from jarvisd.tools.reminders_listed import stretch, within
from jarvisd.tools.which import choose
from jarvisd.when.coming import following, without

_MOMENT = timedelta(seconds=1)
_MOST = 31  # days that are left out at a time


class SkipTools:
    """A toolset. ring: told after every change of what is due."""

    def __init__(self, ringing: Ringing, ring: Callable[[], None]) -> None:
        self._ringing = ringing
        self._reminders = ringing.reminders
        self._ring = ring

    def tools(self) -> Sequence[Tool]:
        text = {"type": "string", "maxLength": 200}
        given = {
            "which": {**text, "description": "its name; may be left out"},
            "kind": {"enum": [kind for kind in KINDS if kind != "timer"]},
            "when": {**text, "description": 'the day that is left out: "tomorrow", "this week"; the next time where it is left out'},
        }
        return (
            Tool("skip_reminder", "Leaves out a day of an alarm, a reminder or a routine, which goes on after it.",
                 {"type": "object", "properties": given, "required": [], "additionalProperties": False},
                 self._skip, Risk.REVERSIBLE, told=reminder_words.skipped),
        )  # fmt: skip

    async def _skip(self, given: Arguments, asked: Asked) -> Mapping[str, Any]:
        words = str(given.get("when") or "").strip()
        meant = stretch(words, asked) if words else None
        there = await self._reminders.waiting(given.get("kind"), MOST, meant.end if meant else None)
        there = [one for one in choose(str(given.get("which") or ""), there) if one.kind != "timer" and one.state == "scheduled"]
        found = within(there, meant, asked) if meant else there[:1]
        if not found:
            raise ToolError(reminder_words.sentence("none_then", asked.language))
        later = []
        for one in found:
            series = next(each for each in there if each.id == one.id)
            kept = _without(series, _days(one, meant.end if meant else one.due + _MOMENT, asked), asked)
            if kept is None:
                await self._reminders.settle([one.id], "cancelled", asked.at, ("scheduled",))
            elif await self._reminders.change(kept, asked.at):
                later.append(reminder_words.row(kept))
        self._ring()
        rows = [reminder_words.row(one) for one in found]
        return {"reminders": rows, "later": later, "count": len(rows), "now": asked.at.isoformat()}


def _without(series: Reminder, days: Iterator[date], asked: Asked) -> Reminder | None:
    """As it rings from now on; None where nothing of it is left. ToolError where too much is left out already."""
    if not series.rule:
        return None
    try:
        rule = without(series.rule, days, asked.at.date())
    except ScheduleError as error:
        raise ToolError(reminder_words.sentence("full_skips", asked.language)) from error
    since = max(asked.at, series.due - _MOMENT)
    coming = following(rule, datetime.fromisoformat(series.wall), _zone(asked), since, series.workdays)
    return replace(series, rule=rule, due=coming) if coming else None


def _days(one: Reminder, until: datetime, asked: Asked) -> Iterator[date]:
    """The days of a series from its time in `one` up to a moment, on which it would ring."""
    at: datetime | None = one.due
    for _ in range(_MOST):
        if at is None or at >= until:
            return
        yield at.astimezone(_zone(asked)).date()
        at = following(one.rule, datetime.fromisoformat(one.wall), _zone(asked), at, one.workdays)


def _zone(asked: Asked) -> tzinfo:
    assert asked.at.tzinfo is not None
    return asked.at.tzinfo
