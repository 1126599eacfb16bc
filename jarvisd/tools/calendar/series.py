"""The events of an iCalendar text: all that has one UID belongs together."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from jarvisd.tools.calendar.lines import Block, Item, text

_DAY = re.compile(r"\s*(\d{4})(\d\d)(\d\d)")
_UNTIL = re.compile(r"UNTIL=(\d{4})(\d\d)(\d\d)", re.IGNORECASE)
_LENGTH = re.compile(r"P(?:(\d{1,5})W)?(?:(\d{1,5})D)?(?:T(?:(\d{1,7})H)?(?:(\d{1,9})M)?(?:(\d{1,11})S)?)?")
_SLACK = timedelta(days=2)  # that zones may shift a day


@dataclass(frozen=True, slots=True)
class Series:
    """An event, its rule, and the occurrences that were changed."""

    uid: str
    events: tuple[Block, ...]  # as they stand in the text; those with a RECURRENCE-ID are changed occurrences
    around: tuple[Item, ...]  # what of the text they need: zones
    first: date
    last: date | None  # None: it never ends, or only its rule knows when

    @property
    def master(self) -> Block | None:
        return next((event for event in self.events if event.get("RECURRENCE-ID") is None), None)

    @property
    def recurs(self) -> bool:
        return any(event.get(name) for event in self.events for name in ("RRULE", "RDATE", "RECURRENCE-ID"))

    def touches(self, first: date, last: date) -> bool:
        """May be on within these days; in doubt it may."""
        return self.first - _SLACK <= last and (self.last is None or first <= self.last + _SLACK)

    def text(self) -> str:
        """A calendar of its own."""
        return text(Block("", (Block("VCALENDAR", ("VERSION:2.0", "PRODID:-//jarvisd//EN", *self.around, *self.events)),)))


def all_series(whole: Block) -> tuple[Sequence[Series], int]:
    """Of a whole text, in its order; and how many events of it cannot be read."""
    found: list[Series] = []
    wrong = 0
    for calendar in whole.blocks("VCALENDAR"):
        around: tuple[Item, ...] = (*calendar.lines("X-WR-TIMEZONE"), *calendar.blocks("VTIMEZONE"))
        together: dict[str, list[Block]] = {}
        for number, event in enumerate(calendar.blocks("VEVENT")):
            together.setdefault(uid(event) or f" {number}", []).append(event)  # without a UID each stands alone
        for name, events in together.items():
            spans = [_span(event) for event in events]
            known = [span for span in spans if span is not None]
            if len(known) < len(events):
                wrong += len(events) - len(known)
                events = [event for event, span in zip(events, spans, strict=True) if span is not None]
            if known:
                ends = [last for _, last in known if last is not None]
                last = max(ends) if len(ends) == len(known) else None
                found.append(Series(name, tuple(events), around, min(first for first, _ in known), last))
    return found, wrong


def uid(event: Block) -> str:
    found = event.get("UID")
    return found.value.strip() if found else ""


def _span(event: Block) -> tuple[date, date | None] | None:
    """The first day and the last, roughly; None where it has no beginning that can be read."""
    start = event.get("DTSTART")
    first = _day(start.value) if start else None
    if first is None:
        return None
    end, length = event.get("DTEND"), event.get("DURATION")
    last = (_day(end.value) if end else None) or first
    if length and (match := _LENGTH.match(length.value.strip())):
        weeks, days, hours, minutes, seconds = (int(part or 0) for part in match.groups())
        last = _plus(first, weeks * 7 + days + (hours * 3600 + minutes * 60 + seconds) // 86400 + 1)
    lasts = max(timedelta(), last - first)
    if event.get("RDATE"):
        return date.min + _SLACK, None
    rule = event.get("RRULE")
    if rule:
        until = _UNTIL.search(rule.value)
        ended = _make(*until.groups()) if until else None
        return first, _plus(ended, lasts.days) if ended else None
    return first, max(first, last)


def _plus(day: date, days: int) -> date:
    return day + timedelta(days=min(days, (date.max - day).days - 3)) if days > 0 and (date.max - day).days > 3 else day


def _day(value: str) -> date | None:
    match = _DAY.match(value)
    return _make(*match.groups()) if match else None


def _make(year: str, month: str, day: str) -> date | None:
    try:
        made = date(int(year), int(month), int(day))
    except ValueError:
        return None
    return min(max(made, date.min + _SLACK), date.max - _SLACK)
