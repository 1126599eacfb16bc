"""From a day and an hour as they are said to moments: halves of the day, parts of the day, the two nights when clocks change."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from jarvisd.when.hours import ALL_DAY, DEEP_NIGHT, PARTS
from jarvisd.when.pieces import Clock, Part


@dataclass(frozen=True, slots=True)
class Options:
    """Seconds after midnight of the day, ascending; more than a day's where a night reaches into the morning."""

    seconds: tuple[int, ...]
    ambiguous: bool = False
    default: bool = False  # nobody said an hour
    midnight: bool = False  # 24:00, or 00:00 of the day it is said with


def options(clock: Clock | None, part: Part | None, wake: bool) -> Options | None:
    """What the hour may mean; None where the clock and the part of the day contradict each other."""
    if clock is None:
        hours = PARTS[part.name].default if part else ALL_DAY
        return Options((round(hours * 3600),), default=True)
    rest = clock.minute * 60 + clock.second
    night = part is not None and PARTS[part.name].half == "night"
    if clock.half:
        hour = clock.hour % 12 + 12 * (clock.half == "pm")
        if part and not _agrees(hour, PARTS[part.name].half):
            return None  # ten a.m. in the evening
        return Options(((hour + 24 * (night and hour < DEEP_NIGHT)) * 3600 + rest,))  # tonight at 1 am is tomorrow
    if clock.exact:
        if part and not _agrees(clock.hour, PARTS[part.name].half):
            return None
        return Options(((clock.hour + 24 * (night and clock.hour < DEEP_NIGHT)) * 3600 + rest,), midnight=clock.hour == 24)
    if part:
        meant = _in_part(clock.hour, PARTS[part.name].half)
        return None if meant is None else Options((meant * 3600 + rest,))
    early = clock.hour % 12
    if wake and early:
        return Options((early * 3600 + rest,))
    return Options((early * 3600 + rest, (early + 12) * 3600 + rest), ambiguous=True)


def _in_part(hour: int, half: str) -> int | None:
    """The hour from 1 to 12 in 24-hour form, 25 for one at night."""
    match half:
        case "am":
            return hour if hour < 12 else None  # twelve in the morning: noon or midnight
        case "fore":
            return hour
        case "dawn":
            return hour % 12 if hour == 12 or hour < 8 else None
        case "noon":
            return {10: 10, 11: 11, 12: 12, 1: 13, 2: 14, 3: 15}.get(hour)
        case "pm":
            return hour % 12 + 12
        case _:
            return 24 + hour % 12 if hour == 12 or hour < 5 else hour + 12


def _agrees(hour: int, half: str) -> bool:
    low, high = {"am": (0, 12), "fore": (0, 12), "dawn": (0, 7), "noon": (10, 15), "pm": (12, 24), "night": (16, 24)}[half]
    return low <= hour <= high or (half == "night" and hour < 5)


def moment(day: date, seconds: int, like: datetime) -> datetime:
    """In the zone of like. A time that the spring night leaves out is counted by the clock before it: 02:30 is 03:30 (RFC 5545, 3.3.5)."""
    at = datetime.combine(day + timedelta(days=seconds // 86400), time(0)) + timedelta(seconds=seconds % 86400)
    return at.replace(tzinfo=like.tzinfo).astimezone(UTC).astimezone(like.tzinfo)


def again(at: datetime) -> datetime:
    """The second of two equal times in the autumn night; any other time is the same."""
    second = at.replace(fold=1)
    return second if second.utcoffset() != at.utcoffset() else at


def later(one: datetime, other: datetime) -> bool:
    """Compared as moments: two times of one zone compare by their hands alone."""
    return one.astimezone(UTC) > other.astimezone(UTC)


def plus(at: datetime, seconds: float) -> datetime:
    """So many real seconds later."""
    return (at.astimezone(UTC) + timedelta(seconds=seconds)).astimezone(at.tzinfo)
