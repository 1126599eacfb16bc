"""Whether two recurrences are the same, however they are written: the same times from the same first one on."""

from __future__ import annotations

from datetime import datetime, timedelta

from jarvisd.errors import ScheduleError
from jarvisd.when import following

_COMPARED = 60  # times
_LATER = (timedelta(days=200), timedelta(days=400), timedelta(days=1200))  # when, beyond those, one may have ended


def same(one: str | None, other: str | None, first: datetime) -> bool:
    """first: of both, aware; its zone is that of the series. ValueError where one is no rule."""
    if not one or not other:
        if one or other:
            _times(one or other or "", first, 1)
        return not (one or other)
    return _parts(one) == _parts(other) or _times(one, first, _COMPARED) == _times(other, first, _COMPARED)


def _parts(rule: str) -> frozenset[tuple[str, frozenset[str]]]:
    named = (part.partition("=") for part in rule.upper().split(";") if part)
    return frozenset((name, frozenset(value.split(","))) for name, _, value in named)


def _times(rule: str, first: datetime, n: int) -> list[datetime | None]:
    """The first n, and the first ones of later years; None for each that does not come."""
    assert first.tzinfo
    wall, made = first.replace(tzinfo=None), []
    try:
        at: datetime | None = first - timedelta(seconds=1)
        for _ in range(n):
            at = following(rule, wall, first.tzinfo, at) if at else None
            made.append(at)
        return [*made, *(following(rule, wall, first.tzinfo, first + later) for later in _LATER)]
    except ScheduleError as error:
        raise ValueError(rule) from error
