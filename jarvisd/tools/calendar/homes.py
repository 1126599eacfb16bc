"""The calendars that Home Assistant exposes, looked into: what is on there stands beside the household's own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time, tzinfo
from typing import Any

from jarvisd.errors import CalendarError, HomeTrouble
from jarvisd.tools.calendar import Occurrence
from jarvisd.tools.home import Home
from jarvisd.tools.home.reachable import reachable


class HomeCalendars:
    """A Beside."""

    name = "Home Assistant"

    def __init__(self, home: Home) -> None:
        self._home = home

    async def between(self, start: datetime, end: datetime) -> Sequence[Occurrence]:
        names = {one.id: one.name for one in self._home.house.entities if one.domain == "calendar"}
        if not names:
            return ()
        span = {"start_date_time": start.isoformat(timespec="seconds"), "end_date_time": end.isoformat(timespec="seconds")}
        try:
            reachable(self._home)
            told = await self._home.ask("calendar.get_events", sorted(names), span)
        except HomeTrouble as trouble:
            raise CalendarError("it cannot be reached") from trouble
        rows = [(names[id], row) for id, answer in told.items() if id in names and isinstance(answer, Mapping) for row in _rows(answer)]
        found = [one for name, row in rows if (one := _occurrence(name, row, start.tzinfo or UTC)) is not None]
        return [one for one in found if one.end > start or one.start == one.end >= start]


def _rows(answer: Mapping[str, Any]) -> Sequence[Mapping[str, Any]]:
    events = answer.get("events")
    return [row for row in events if isinstance(row, Mapping)] if isinstance(events, list) else ()


def _occurrence(calendar: str, row: Mapping[str, Any], zone: tzinfo) -> Occurrence | None:
    """None where it says no time that can be read."""
    try:
        start, all_day = _at(str(row["start"]), zone)
        end, _ = _at(str(row.get("end") or row["start"]), zone)
    except (KeyError, ValueError, OverflowError):
        return None
    title = str(row.get("summary") or "")
    return Occurrence(
        calendar, "", f"{calendar} {title} {start}", title, start, max(start, end), all_day, place=str(row.get("location") or "")
    )


def _at(text: str, zone: tzinfo) -> tuple[datetime, bool]:
    """And whether only a day is said."""
    if "T" not in text and " " not in text:
        return datetime.combine(date.fromisoformat(text), time(), zone), True
    at = datetime.fromisoformat(text)
    return (at if at.tzinfo else at.replace(tzinfo=zone)).astimezone(zone), False
