"""Changes of an iCalendar text: one occurrence or a whole series moved or taken out, every other line left as it was."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta, tzinfo

from jarvisd.errors import CalendarError
from jarvisd.tools.calendar import Occurrence, Original
from jarvisd.tools.calendar.expand import known_as, zone_of
from jarvisd.tools.calendar.lines import Block, Property, called, parsed
from jarvisd.tools.calendar.series import Series

_RULES = ("RRULE", "RDATE", "EXDATE", "EXRULE")
_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_UNTIL = re.compile(r"(UNTIL=)([0-9TZ]+)", re.IGNORECASE)
_BYDAY = re.compile(r"(BYDAY=)([A-Z,0-9+-]+)", re.IGNORECASE)


def removed(whole: Block, series: Series) -> Block:
    """Without all of it."""
    return _with(whole, series, lambda event: None)


def removed_one(whole: Block, series: Series, one: Occurrence) -> Block:
    """Without this occurrence: the rule leaves it out."""
    master, original = series.master, one.original
    if master is None or original is None or not series.recurs:
        return removed(whole, series)
    zone = _zone(series, one)

    def change(event: Block) -> Block | None:
        if event is master:
            start = _start(master)
            return event.more(f"EXDATE{start.parameters}:{_like(start, original, zone)}")
        return None if _same(known_as(series, event), original, zone) else event

    return _with(whole, series, change)


def moved_one(whole: Block, series: Series, one: Occurrence, start: datetime, end: datetime, all_day: bool, now: datetime) -> Block:
    """This occurrence at another time; the others stay."""
    master, original = series.master, one.original
    if master is None or original is None or not series.recurs:
        return _with(whole, series, lambda event: _timed(series, event, start, end, all_day, now))
    zone = _zone(series, one)
    changed = next((event for event in series.events if _same(known_as(series, event), original, zone)), None)
    if changed is not None:
        return _with(whole, series, lambda event: _timed(series, event, start, end, all_day, now) if event is changed else event)
    began = _start(master)
    known = f"RECURRENCE-ID{began.parameters}:{_like(began, original, zone)}"
    exception = _timed(series, master.without(*_RULES).put(known), start, end, all_day, now)
    return _with(whole, series, lambda event: event, exception)


def moved_all(whole: Block, series: Series, one: Occurrence, start: datetime, end: datetime, all_day: bool, now: datetime) -> Block:
    """The whole series by as much as this occurrence moves, exceptions with it. CalendarError where its rule does not bear that."""
    master = series.master
    if master is None or not series.recurs:
        return moved_one(whole, series, one, start, end, all_day, now)
    if all_day != one.all_day:
        raise CalendarError("only a single one of these can be moved there, not all of them")
    zone = _zone(series, one)
    by = start.astimezone(zone).replace(tzinfo=None) - one.start.astimezone(zone).replace(tzinfo=None)
    if all_day:
        by = timedelta(days=(start.date() - one.start.date()).days)
    longer = (end - start) - (one.end - one.start)

    def change(event: Block) -> Block:
        if event is not master:
            made = event
            for name in ("DTSTART", "DTEND", "RECURRENCE-ID"):
                made = _shift(made, name, by, zone)
            return _stamped(made, now)
        made = event
        for name in ("DTSTART", "DTEND", "RDATE", "EXDATE"):
            made = _shift(made, name, by, zone)
        if longer:
            made = _shift(made, "DTEND", longer, zone)
        return _stamped(_rule(made, by, zone), now)

    return _with(whole, series, change)


def empty(whole: Block) -> bool:
    """Nothing is left in it but zones."""
    return not any(
        block.name != "VTIMEZONE" for calendar in whole.blocks("VCALENDAR") for block in calendar.items if isinstance(block, Block)
    )


def _with(whole: Block, series: Series, change: Callable[[Block], Block | None], *more: Block) -> Block:
    """Each event of the series replaced, the text around it kept; more: behind the last of them."""
    last = series.events[-1]

    def calendar(block: Block) -> Block:
        items: list[str | Block] = []
        for item in block.items:
            if isinstance(item, Block) and any(item is event for event in series.events):
                made = change(item)
                items += [made] if made is not None else []
                items += more if item is last else ()
            else:
                items.append(item)
        return replace(block, items=tuple(items))

    return replace(whole, items=tuple(calendar(item) if isinstance(item, Block) else item for item in whole.items))


def _timed(series: Series, event: Block, start: datetime, end: datetime, all_day: bool, now: datetime) -> Block:
    """At this time, in the zone it was written in; as a moment of UTC where it was on all day before."""
    began = event.get("DTSTART")
    if all_day:
        form = Property("", ";VALUE=DATE", "")
    elif began is None or began.parameter("VALUE") == "DATE" or len(began.value) < 10:
        form = Property("", "", "Z")
    else:
        form = began
    zone = start.tzinfo or UTC
    if form.parameter("TZID"):
        zone = zone_of(replace(series, events=(event,)), zone)
    lines = [f"DTSTART{form.parameters}:{_like(form, start.date() if all_day else start, zone)}"]
    if end > start:
        lines.append(f"DTEND{form.parameters}:{_like(form, end.date() if all_day else end, zone)}")
    return _stamped(event.without("DTEND", "DURATION").put(*lines), now)


def _stamped(event: Block, now: datetime) -> Block:
    at = now.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
    number = event.get("SEQUENCE")
    count = int(number.value) + 1 if number and number.value.strip().isdecimal() else 1
    return event.put(f"DTSTAMP:{at}", f"LAST-MODIFIED:{at}", f"SEQUENCE:{count}")


def _start(event: Block) -> Property:
    found = event.get("DTSTART")
    if found is None:
        raise CalendarError("this event has no beginning")
    return found


def _zone(series: Series, one: Occurrence) -> tzinfo:
    return zone_of(series, one.start.tzinfo or UTC)


def _like(form: Property, at: Original, zone: tzinfo) -> str:
    """A value written as that one is: a day, a moment of UTC, or a time of day in its zone."""
    if form.parameter("VALUE") == "DATE" or (form.value and len(form.value) == 8):
        return f"{at:%Y%m%d}"
    if not isinstance(at, datetime):
        return f"{at:%Y%m%d}T000000"
    moment = at if at.tzinfo else at.replace(tzinfo=zone)
    if form.value.endswith("Z"):
        return moment.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
    return moment.astimezone(zone).strftime("%Y%m%dT%H%M%S")


def _same(one: Original | None, other: Original, zone: tzinfo) -> bool:
    if isinstance(one, datetime) and isinstance(other, datetime):
        first, second = (at if at.tzinfo else at.replace(tzinfo=zone) for at in (one, other))
        return first.astimezone(UTC) == second.astimezone(UTC)
    return one is not None and one == other


def _shift(event: Block, name: str, by: timedelta, zone: tzinfo) -> Block:
    items: list[str | Block] = []
    for item in event.items:
        if isinstance(item, str) and called(item) == name:
            line = parsed(item)
            values = ",".join(_later(value, by, zone) for value in line.value.split(","))
            item = f"{line.name}{line.parameters}:{values}"
        items.append(item)
    return replace(event, items=tuple(items))


def _later(value: str, by: timedelta, zone: tzinfo) -> str:
    """By the clock on the wall of the zone; periods by their beginning."""
    start, slash, rest = value.strip().partition("/")
    try:
        if len(start) == 8:
            return f"{datetime.strptime(start, '%Y%m%d') + by:%Y%m%d}{slash}{rest}"
        if start.endswith("Z"):
            wall = datetime.strptime(start, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC).astimezone(zone).replace(tzinfo=None) + by
            return wall.replace(tzinfo=zone).astimezone(UTC).strftime("%Y%m%dT%H%M%SZ") + slash + rest
        return (datetime.strptime(start, "%Y%m%dT%H%M%S") + by).strftime("%Y%m%dT%H%M%S") + slash + rest
    except ValueError as error:
        raise CalendarError("one of its times cannot be read") from error


def _rule(event: Block, by: timedelta, zone: tzinfo) -> Block:
    """Its rule, which may name days that move too."""
    line = event.get("RRULE")
    if line is None:
        return event
    rule, to = line.value.upper(), _wall(_start(event)).date()
    far = (to - (_wall(_start(event)) - by).date()).days
    names = [part.partition("=")[0] for part in rule.split(";")]
    if any(name in names for name in ("BYHOUR", "BYMINUTE", "BYSECOND")):
        raise CalendarError("only a single one of these can be moved, because its rule names the hours")
    if far:
        found = _BYDAY.search(rule)
        plain = found and "FREQ=WEEKLY" in rule and all(day in _DAYS for day in found[2].split(","))
        if any(name in names for name in ("BYMONTHDAY", "BYYEARDAY", "BYWEEKNO", "BYMONTH")) or (found and not plain):
            raise CalendarError("only a single one of these can be moved to another day, because its rule names the days")
        if found:
            turned = ",".join(_DAYS[(_DAYS.index(day) + far) % 7] for day in found[2].split(","))
            rule = _BYDAY.sub(f"BYDAY={turned}", rule)
    rule = _UNTIL.sub(lambda match: match[1] + _later(match[2], by, zone), rule)
    return event.put(f"RRULE{line.parameters}:{rule}")


def _wall(line: Property) -> datetime:
    try:
        return datetime.strptime(line.value.strip().rstrip("Z")[:15], "%Y%m%dT%H%M%S" if "T" in line.value else "%Y%m%d")
    except ValueError as error:
        raise CalendarError("one of its times cannot be read") from error
