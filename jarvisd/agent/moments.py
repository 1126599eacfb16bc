"""What a time that was said comes to: its seconds, its two halves of the day, the arguments of a call."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from jarvisd import when
from jarvisd.agent.appointments import Half
from jarvisd.messages import Language
from jarvisd.when import Meaning

_PART = re.compile(
    r"(?:half|(?:a )?quarter|ten|twenty|five|twenty[ -]five) (?:past|to)|半|[一三]刻|[一二三四五]十[一二三四五六七八九]?分?", re.IGNORECASE
)  # of an hour, without the hour


def seconds_of(meaning: Meaning, at: datetime) -> float:
    """How long, or how long until then; 0 where it is neither."""
    if meaning.refused:
        return 0.0
    if meaning.duration is not None:
        return meaning.duration.total_seconds()
    return (meaning.start - at).total_seconds() if meaning.start is not None else 0.0


def length_of(meaning: Meaning) -> float:
    """Seconds of a length of time and nothing else; 0 where it is none."""
    return meaning.duration.total_seconds() if meaning.duration and not (meaning.refused or meaning.start or meaning.rest) else 0.0


def halves(start: datetime) -> tuple[datetime, datetime]:
    """The same hour of the morning and of the evening."""
    return start.replace(hour=start.hour % 12), start.replace(hour=start.hour % 12 + 12)


def in_half(words: str, half: Half, start: datetime, language: Language) -> str:
    """The same words with the half of the day that was meant."""
    if language == "zh":
        return f"{'早上' if half == 'morning' else '下午' if start.hour % 12 < 6 else '晚上'}{words}"
    return f"{words} {'am' if half == 'morning' else 'pm'}"


def settled(meaning: Meaning, start: datetime, now: datetime) -> Meaning:
    """At that time; tomorrow where it is past today."""
    if start <= now:
        start += timedelta(days=1)
    return replace(meaning, start=start, ambiguous=False)


def arguments_of(words: str, meaning: Meaning, at: datetime, tool: str) -> dict[str, Any]:
    """The arguments of a call. What is moved is read by the tool, which knows what it was before."""
    if tool == "change_reminder" and words and not meaning.rule:
        return {"when": words}
    start = meaning.start or at + (meaning.duration or timedelta())
    made: dict[str, Any] = {"when": start.isoformat()}
    if meaning.rule and tool != "change_reminder":
        made |= {"rule": meaning.rule, "workdays": meaning.workdays}
        if meaning.wall is not None:
            made["when"] = meaning.wall.isoformat()
    return made


def alone(words: str, language: Language, at: datetime) -> bool:
    """The words are a time and nothing else, in English a bare hour too: "seven"."""
    read = [when.read(said, language, at) for said in (words, f"at {words}" if language == "en" else words)]
    return any(not meaning.rest and meaning.why not in ("nothing", "unclear") for meaning in read) or bool(_PART.fullmatch(words))


def in_hour(words: str, hour: int) -> str:
    """A part of an hour alone is of the one there was: "half past", 半."""
    if not _PART.fullmatch(words):
        return words
    return f"{words} {hour % 12 or 12}" if words.isascii() else f"{hour % 12 or 12}点{words}"


def timed(words: str, language: Language, at: datetime) -> str:
    """The words of a time as they are read; "at four" of a bare hour; "" where they are none."""
    if when.read(words, language, at).why != "nothing":
        return words
    return f"at {words}" if language == "en" and alone(words, language, at) else ""
