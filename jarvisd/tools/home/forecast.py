"""The weather of days to come: which days are meant, what a forecast says of each, and how that is said."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from jarvisd import when
from jarvisd.messages import Language
from jarvisd.when import spans

WHEN: Mapping[str, Any] = {"when": {"type": "string", "maxLength": 100, "description": 'a day to come, such as "tomorrow"; none for now'}}
_MOST = 4  # days of one answer
_WORTH = 10  # percent of a chance of rain that is told
_SOON = timedelta(hours=2)  # what ends so soon is now
_NAMED: dict[Language, tuple[str, str]] = {"en": ("today", "tomorrow"), "zh": ("今天", "明天")}


@dataclass(frozen=True, slots=True)
class Outlook:
    """One day's. degrees in the source's own unit; None where it does not say."""

    day: date
    sky: str  # as Home Assistant calls it
    high: float | None = None
    low: float | None = None
    rain: float | None = None  # percent

    def row(self) -> Mapping[str, Any]:
        return {"day": self.day.isoformat(), "state": self.sky, "high": self.high, "low": self.low, "rain": self.rain}


def days(said: str, language: Language, at: datetime) -> Sequence[date]:
    """Those that the words name, from today on; none where they name no time, or only this hour."""
    span = spans.span(said, "zh" if language == "zh" else "en", at) if said else None
    if span is None or span.why or span.end <= at or (span.start <= at and span.end - at <= _SOON):
        return ()
    first, last = max(span.start.date(), at.date()), (span.end - timedelta(seconds=1)).astimezone(at.tzinfo).date()
    return [first + timedelta(days=n) for n in range(min((last - first).days + 1, 31))]


def of_home(rows: Iterable[Mapping[str, Any]], like: datetime) -> Sequence[Outlook]:
    """Of what weather.get_forecasts answers, by days, half days or hours. KeyError, TypeError, ValueError where it is none."""
    by: dict[date, list[Mapping[str, Any]]] = {}
    for row in rows:
        by.setdefault(datetime.fromisoformat(str(row["datetime"])).astimezone(like.tzinfo).date(), []).append(row)
    return [_day(day, of) for day, of in sorted(by.items())]


def known(outlooks: Sequence[Outlook], wanted: Sequence[date], at: datetime) -> Mapping[str, Any]:
    """What a tool's result holds of it, beside the weather now."""
    rows = [each.row() for each in outlooks if each.day in wanted][:_MOST]
    return {"days": rows, "forecast": bool(outlooks), "today": at.date().isoformat(), "with_now": at.date() in wanted}


def told(content: Mapping[str, Any], now: str, sky: Mapping[str, Mapping[Language, str]], language: Language) -> str:
    """A sentence a day, behind the weather now where today is meant; what no forecast reaches is said."""
    zh, today = language == "zh", date.fromisoformat(content["today"])
    says = [_sentence(row, sky, today, language) for row in content["days"]]
    if not content["forecast"]:
        return f"我这里没有天气预报。{now}" if zh else f"I have no forecast here. {now}"
    if not says:
        return "那一天的天气预报还没有。" if zh else "The forecast does not reach that day yet."
    return ("" if zh else " ").join([*([now] if content["with_now"] else []), *says])


def _day(day: date, rows: Sequence[Mapping[str, Any]]) -> Outlook:
    warm = [float(row["temperature"]) for row in rows if row.get("temperature") is not None]
    cold = [float(row["templow"]) for row in rows if row.get("templow") is not None]
    low = min([*cold, *(warm if len(rows) > 1 else [])], default=None)
    rain = max((float(row["precipitation_probability"]) for row in rows if row.get("precipitation_probability") is not None), default=None)
    skies = Counter(str(row["condition"]) for row in rows if row.get("condition"))
    return Outlook(day, skies.most_common(1)[0][0] if skies else "", max(warm, default=None), low, rain)


def _sentence(row: Mapping[str, Any], sky: Mapping[str, Mapping[Language, str]], today: date, language: Language) -> str:
    day = date.fromisoformat(row["day"])
    zh, away = language == "zh", (day - today).days
    named = _NAMED["zh" if zh else "en"]
    name = named[away] if away < len(named) else when.weekday(day, language) if zh else f"on {when.weekday(day, language)}"
    parts = [sky.get(row["state"], {}).get("zh" if zh else "en", row["state"]), _degrees(row, zh)]
    if row["rain"] is not None and row["rain"] >= _WORTH:
        parts.append(f"降水概率{row['rain']:g}%" if zh else f"{row['rain']:g} percent chance of rain")
    said = ("，" if zh else ", ").join(part for part in parts if part)
    return f"{name}{said}。" if zh else f"{name[:1].upper()}{name[1:]}: {said}."


def _degrees(row: Mapping[str, Any], zh: bool) -> str:
    high, low = row["high"], row["low"]
    if high is None or low is None or round(high) == round(low):
        one = high if high is not None else low
        return "" if one is None else f"{round(one)}度" if zh else f"{round(one)} degrees"
    return f"{round(low)}到{round(high)}度" if zh else f"{round(low)} to {round(high)} degrees"
