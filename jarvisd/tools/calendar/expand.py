"""When an event is on within a span of days: rules, exceptions, zones; bounded, whatever stands in the text."""

from __future__ import annotations

import logging
import re
import time as clock
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import lru_cache
from typing import Any

import icalendar
import recurring_ical_events
from icalendar import Component

from jarvisd.tools.calendar import New, Occurrence, Original
from jarvisd.tools.calendar.lines import Block
from jarvisd.tools.calendar.series import Series

log = logging.getLogger(__name__)

MOST = 1_000  # occurrences of one event that are looked at
_SLOW = 0.5  # seconds for one event from which on its rule is not followed again
_HOURS = 200_000  # steps of an hourly rule
_HOUR = re.compile(r"FREQ=HOURLY", re.IGNORECASE)
_TOO_OFTEN = re.compile(r"FREQ=(?:SECONDLY|MINUTELY)", re.IGNORECASE)
_FILTER = re.compile(r"BY(?:MONTH|MONTHDAY|YEARDAY|WEEKNO|SETPOS|DAY)=", re.IGNORECASE)
_WRONG = (ValueError, TypeError, KeyError, AttributeError, IndexError, OverflowError, ArithmeticError, RecursionError)
# What the libraries raise for what others wrote: theirs are ValueErrors too.

_slow: set[int] = set()  # hashes of texts whose rule took too long once


def occurrences(series: Series, calendar: str, entry: str, start: datetime, end: datetime) -> Sequence[Occurrence]:
    """Those that overlap start..end (aware), in the zone of start, in order. Blocks: some milliseconds, seldom seconds.

    What cannot be read is nothing; a rule that rings every minute, or takes too long to follow, counts for its first time only.
    """
    plain = series.text()
    if not _bearable(series, end) or hash(plain) in _slow:
        plain = _without_rules(series).text()
    began = clock.monotonic()
    try:
        found = _query(plain).between(start, end)[:MOST]
        made = [_occurrence(each, series, calendar, entry, start.tzinfo or UTC) for each in found]
    except _WRONG as error:
        log.debug("an event cannot be read: %s", type(error).__name__)
        return []
    finally:
        if clock.monotonic() - began > _SLOW and series.recurs:
            _slow.add(hash(plain))
    return [one for one in made if one.end > start or (one.start == one.end and one.start >= start)]


def following(series: Series, calendar: str, entry: str, after: datetime, until: datetime) -> Occurrence | None:
    """The first that begins at or after a moment."""
    step, at = timedelta(days=35), after
    while at < until:
        to = min(until, at + step)
        found = [one for one in occurrences(series, calendar, entry, at, to) if one.start >= at]
        if found:
            return min(found, key=lambda one: one.start)
        at, step = to, step * 4
    return None


def zone_of(series: Series, otherwise: tzinfo) -> tzinfo:
    """In which its times of day are written."""
    master = series.master or series.events[0]
    try:
        for event in _read(_alone(series, master)).walk("VEVENT"):
            at: Any = event["DTSTART"]
            start = at.dt
            return (start.tzinfo if isinstance(start, datetime) else None) or otherwise
    except _WRONG:
        pass
    return otherwise


def known_as(series: Series, event: Block) -> Original | None:
    """What a changed occurrence was to be by the rule."""
    try:
        for each in _read(_alone(series, event)).walk("VEVENT"):
            return _original(each)
    except _WRONG:
        pass
    return None


def written(new: New, uid: str, now: datetime) -> str:
    """A calendar with this one event. ValueError where its rule is none that calendars know."""
    event = icalendar.Event()
    zone = new.start.tzinfo
    named = getattr(zone, "key", None) not in (None, "UTC")
    event.add("uid", uid)
    event.add("dtstamp", now.astimezone(UTC))
    event.add("summary", new.title)
    event.add("dtstart", new.start.date() if new.all_day else new.start if named else new.start.astimezone(UTC))
    if new.end > new.start:
        event.add("dtend", new.end.date() if new.all_day else new.end if named else new.end.astimezone(UTC))
    if new.rule:
        event.add("rrule", icalendar.vRecur.from_ical(new.rule))
    if new.place:
        event.add("location", new.place)
    calendar = icalendar.Calendar()
    calendar.add("prodid", "-//jarvisd//EN")
    calendar.add("version", "2.0")
    calendar.add_component(event)
    if named and not new.all_day:
        calendar.add_missing_timezones()
    made: bytes = calendar.to_ical()
    return made.decode()


def _occurrence(each: Component, series: Series, calendar: str, entry: str, zone: tzinfo) -> Occurrence:
    start, end = each.start, each.end  # type: ignore[attr-defined]  # an event's, by the query
    all_day = not isinstance(start, datetime)
    began, ended = _moment(start, zone), _moment(end, zone)
    original = _original(each) if "RECURRENCE-ID" in each else start
    return Occurrence(
        calendar,
        entry,
        series.uid,
        _words(each.get("SUMMARY")),
        began,
        max(began, ended),
        all_day,
        series.recurs,
        original,
        _words(each.get("LOCATION")),
        busy=str(each.get("TRANSP", "")).upper() != "TRANSPARENT" and str(each.get("STATUS", "")).upper() != "CANCELLED",
    )


def _original(event: Component) -> Original:
    at: Any = event["RECURRENCE-ID"]
    original: Original = at.dt
    return original


def _moment(at: date, zone: tzinfo) -> datetime:
    """In the zone; a time that its spring night leaves out is counted by the clock before it (RFC 5545, 3.3.5)."""
    if not isinstance(at, datetime):
        return datetime.combine(at, time(), zone)
    return (at if at.tzinfo else at.replace(tzinfo=zone)).astimezone(UTC).astimezone(zone)


def _words(value: Any) -> str:
    """One line; of several of a name the first."""
    if isinstance(value, list):
        value = value[0] if value else ""
    return " ".join(str(value or "").split())


def _bearable(series: Series, end: datetime) -> bool:
    for event in series.events:
        for line in (*event.lines("RRULE"), *event.lines("EXRULE")):
            if _TOO_OFTEN.search(line):
                return False
            if _HOUR.search(line):
                days = (end.date() - series.first).days
                if _FILTER.search(line) or days * 24 > _HOURS:
                    return False
    return True


def _without_rules(series: Series) -> Series:
    events = tuple(event.without("RRULE", "EXRULE") for event in series.events)
    return Series(series.uid, events, series.around, series.first, series.last)


def _alone(series: Series, event: Block) -> str:
    return Series(series.uid, (event,), series.around, series.first, series.last).text()


def _read(plain: str) -> Component:
    return icalendar.Calendar.from_ical(plain.encode("utf-8", "surrogateescape").decode("utf-8", "replace"))


@lru_cache(maxsize=2048)
def _query(plain: str) -> Any:
    return recurring_ical_events.of(_read(plain))
