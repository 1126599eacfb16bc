"""What English words for an hour say."""

from __future__ import annotations

import re
from dataclasses import replace
from re import Match

from jarvisd.when import words_en as words
from jarvisd.when.moves import shifted
from jarvisd.when.pieces import Bad, Clock, Half, Mark, Piece
from jarvisd.when.read_en import HALF, HOUR, UNDER, one_of

MINUTE = rf"(?:(?:oh?|zero)[-\s]+{UNDER}|{one_of(words.TENS)}(?:[-\s]+{one_of(list(words.ONES)[1:10])})?|{one_of(list(words.ONES)[10:])})"
CLOCK = (
    rf"(?:(?:half|(?:a\s+)?quarter|{UNDER}|\d{{1,2}})\s+(?:past|to)\s+{HOUR}|half\s+(?:{UNDER}|1[0-2]|[1-9])|\d{{1,2}}[:.]\d\d|{UNDER}[-\s]+{MINUTE}|{HOUR}"
    r"|noon|midday|midnight)"
)


def half_of(found: Match[str]) -> Half:
    said = (found["half"] or "").lower()
    return "am" if said.startswith("a") else "pm" if said else ""


def digits(found: Match[str]) -> tuple[Piece, ...]:
    hour, minute = int(found["h"]), int(found["m"])
    second = int(found["s"] or 0)
    half = half_of(found)
    if hour > 24 or max(minute, second) > 59 or (hour == 24 and minute) or (half and not 1 <= hour <= 12):
        return (Bad("impossible"),)
    return (Clock(hour, minute, second, half, exact=not half and (hour > 12 or found["h"].startswith("0"))),)


def hour(found: Match[str]) -> tuple[Piece, ...]:
    groups = found.groupdict()
    hour = int(words.number(groups["hw"]))
    half = half_of(found) if "half" in groups else ""
    said = groups.get("mw")
    minute = int(words.number(re.sub(r"^(?:oh?|zero)[-\s]+", "", said, flags=re.IGNORECASE))) if said else 0
    if hour > 24 or minute > 59 or (half and not 1 <= hour <= 12) or (hour == 24 and minute):
        return (Bad("impossible"),)
    return (Clock(hour, minute, 0, half, exact=not half and (hour > 12 or hour == 0)),)


def past(found: Match[str]) -> tuple[Piece, ...]:
    said = found["off"].lower()
    off = 15 if "quarter" in said else 30 if said == "half" else int(words.number(re.sub(r"\s*min(?:ute)?s?$", "", said)))
    sign = 1 if (found["dir"] or "past").lower() in ("past", "after") else -1
    named = found["hw"].lower()
    fixed = {"noon": 12, "midday": 12, "midnight": 24}.get(named)
    hour = fixed if fixed is not None else int(words.number(named))
    if hour > 24 or off > 59:
        return (Bad("impossible"),)
    if sign < 0 and hour == 1 and fixed is None:
        hour = 13  # ten to one: the half of the day is that of twelve
    total = hour * 60 + sign * off
    half = half_of(found)
    if half and hour == 13:  # quarter to one pm is 12:45
        total = 12 * 60 + 60 - off
    at, minute = divmod(total % 1440, 60)
    exact = fixed is not None or (not half and (hour > 13 or hour == 0))
    if half:
        at = at if at <= 12 else at - 12
        half = ("pm" if half == "am" else "am") if sign < 0 and hour == 12 else half  # ten to twelve am is before midnight
    return (Clock(at, minute, 0, half, exact),)


def hours_between(found: Match[str]) -> tuple[Piece, ...]:
    """From three to five pm: the first hour is of the half that lies before the second."""
    first, last = (_clock_text(found[key], found[half]) for key, half in (("c", "ha"), ("d", "hb")))
    if first is None or last is None:
        return (Bad("impossible"),)
    if (moved := shifted(found.string, found.start())) is not False:
        return (last,) if moved else (Bad("unclear"),)  # moved from seven to half past six
    if last.half and not first.half and not first.exact:
        same = replace(first, half=last.half)
        other = replace(first, half="am" if last.half == "pm" else "pm")
        first = same if _minutes(same) < _minutes(last) else other
    return (first, Mark("until"), last)


def _clock_text(text: str, half: str | None) -> Clock | None:
    """7, seven, 7:30, half past seven, quarter to six, six fifteen, noon, with am or pm; None where there is no such hour."""
    text = text.strip().lower()
    if text in ("noon", "midday", "midnight"):
        return Clock(24 if text == "midnight" else 12, exact=True)
    for pattern, say in _ONE_CLOCK:
        if found := pattern.fullmatch(f"{text} {half.strip()}" if half else text):
            piece = say(found)[0]
            return piece if isinstance(piece, Clock) else None
    return None


def _minutes(clock: Clock) -> int:
    return (clock.hour % 12 + 12 * (clock.half == "pm")) * 60 + clock.minute


def hundred(text: str) -> tuple[Piece, ...]:
    """Fourteen hundred hours."""
    hour = int(words.number(text))
    return (Clock(hour, exact=True),) if hour <= 24 else (Bad("impossible"),)


def french(found: Match[str]) -> tuple[Piece, ...]:
    """At 14h, at 14h30: always in 24-hour form."""
    hour, minute = int(found["h"]), int(found["m"] or 0)
    return (Clock(hour, minute, exact=True),) if hour < 24 and minute < 60 else (Bad("impossible"),)


_ONE_CLOCK = tuple((re.compile(pattern + f"{HALF}?", re.IGNORECASE), say) for pattern, say in (
    (r"(?P<h>\d{1,2})[:.](?P<m>\d\d)(?P<s>(?!))?", digits),
    (rf"(?P<off>half|(?:a\s+)?quarter|{UNDER}|\d{{1,2}})\s+(?P<dir>past|to)\s+(?P<hw>{HOUR})", past),
    (rf"(?P<off>half)\s+(?P<dir>(?!))?(?P<hw>{UNDER}|1[0-2]|[1-9])", past),
    (rf"(?P<hw>{UNDER})[-\s]+(?P<mw>{MINUTE})", hour),
    (rf"(?P<hw>{HOUR})", hour),
))  # fmt: skip
