"""What the household has done at the same time on most days: found in the log of its tools, put as a question."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from jarvisd.memory.lately import Used
from jarvisd.memory.proposals import Proposal
from jarvisd.memory.words import clean
from jarvisd.messages import Language, ToolCall

DAYS = 7  # that are looked at
_OFTEN = 5  # of them
_NEAR = 20  # minutes around which it is the same time
_BUSY = 3  # times a day on average, above which any time would be its time
_APART = 90  # minutes from which the same deed at another time is another habit
_ROUND = 5  # minutes
_ASKED = 120  # characters of a request that can be said back
_MORNING = timedelta(hours=4)  # a day begins then, so that midnight parts no evening
_DAY = 24 * 60

_SAYS: dict[Language, dict[str, str]] = {
    "en": {
        "question": 'On {count} of the last {days} {when} you said at about {time}: "{asked}". Shall I do that by myself from now on?',
        "line": "At about {time} every day: {asked}",
        "night": "nights",
        "morning": "mornings",
        "day": "days",
    },
    "zh": {
        "question": "最近{days}{when}有{count}{when}，你在{time}左右说：“{asked}”。以后要我自己来做吗？",
        "line": "每天{time}左右：{asked}",
        "night": "个晚上",
        "morning": "个早上",
        "day": "天",
    },
}


@dataclass(frozen=True, slots=True)
class Habit:
    name: str
    arguments: Mapping[str, Any]
    minute: int  # of the day, 0 is midnight
    count: int  # of the last DAYS days
    asked: str  # the words it was asked for with last
    language: Language

    @property
    def time(self) -> str:
        return f"{self.minute // 60:02}:{self.minute % 60:02}"


def habits(uses: Iterable[Used], now: datetime, may: Callable[[ToolCall], bool]) -> list[Habit]:
    """The deeds that were done on _OFTEN of the last DAYS days at about one time. may: it can be put back with a word."""
    alike: dict[str, list[Used]] = {}
    last = (now - _MORNING).date()
    for use in uses:
        if 0 <= (last - _day(use, now)).days < DAYS:
            alike.setdefault(f"{use.name} {_json(use.arguments)}", []).append(use)
    found = (_habit(group, now) for group in alike.values() if may(ToolCall("", group[-1].name, group[-1].arguments)))
    return [habit for habit in found if habit is not None]


def proposal(habit: Habit, known: Sequence[Proposal], at: datetime) -> Proposal | None:
    """None where it was proposed before, whatever became of that."""
    deed = f"{habit.name} {_json(habit.arguments)}"
    for old in known:
        subject, _, time = old.subject.rpartition(" ")
        if old.kind == "habit" and subject == deed and _distance(_minute(time), habit.minute) < _APART:
            return None
    says = _SAYS.get(habit.language, _SAYS["en"])
    hour = habit.minute // 60
    when = says["night" if hour >= 20 or hour < 5 else "morning" if hour < 11 else "day"]
    text = says["question"].format(count=habit.count, days=DAYS, when=when, time=habit.time, asked=habit.asked)
    line = says["line"].format(time=habit.time, asked=habit.asked)
    return Proposal("habit", f"{deed} {habit.time}", habit.language, text, "routines", line, at)


def _habit(group: Sequence[Used], now: datetime) -> Habit | None:
    days = {_day(use, now) for use in group}
    if len(days) < _OFTEN or len(group) > _BUSY * len(days):
        return None
    times = [(_day(use, now), _of_day(use, now)) for use in group]
    best: list[int] = []
    for _, centre in times:
        near: dict[date, int] = {}
        for day, minute in times:
            if _distance(minute, centre) <= _NEAR:
                near[day] = min(near.get(day, minute), minute, key=lambda one: _distance(one, centre))
        if len(near) > len(best):
            best = [_from(minute, centre) for minute in near.values()]
    if len(best) < _OFTEN:
        return None
    middle = sorted(best)[len(best) // 2]
    use = group[-1]
    asked = clean(use.asked[: 2 * _ASKED]).strip().rstrip(".。!！")
    if not asked or len(asked) > _ASKED:
        return None  # not said, but sent by a program
    return Habit(use.name, use.arguments, round(middle / _ROUND) * _ROUND % _DAY, len(best), asked, use.language)


def _day(use: Used, now: datetime) -> date:
    return (use.at.astimezone(now.tzinfo) - _MORNING).date()


def _of_day(use: Used, now: datetime) -> int:
    at = use.at.astimezone(now.tzinfo)
    return at.hour * 60 + at.minute


def _distance(one: int, other: int) -> int:
    """On the face of a clock."""
    apart = abs(one - other) % _DAY
    return min(apart, _DAY - apart)


def _from(minute: int, centre: int) -> int:
    """The minute counted on from the centre's day, so that 23:55 and 0:05 have a middle."""
    return centre + (minute - centre + _DAY // 2) % _DAY - _DAY // 2


def _minute(time: str) -> int:
    hour, _, minute = time.partition(":")
    return int(hour) * 60 + int(minute)


def _json(arguments: Mapping[str, Any]) -> str:
    return json.dumps(arguments, ensure_ascii=False, sort_keys=True)
