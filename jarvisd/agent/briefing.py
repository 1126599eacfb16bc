"""The briefing: the day, the weather, the calendar, what is to ring; from the tools' own results, with no language model."""

from __future__ import annotations

import re
import uuid
from collections.abc import AsyncGenerator, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Literal

import yaml

from jarvisd import when
from jarvisd.agent import Answer
from jarvisd.agent.sheets import sheet
from jarvisd.agent.telling import Act
from jarvisd.errors import ConfigError
from jarvisd.messages import Language, Part, Request, Text, ToolCall, ToolResult
from jarvisd.tools import Asked, reminder_words
from jarvisd.tools.briefing import BriefingTools
from jarvisd.tools.bus import Bus

NAME = "briefing"
_KINDS = ("ended", "less", "more", "now")  # the first that fits
_EVENING, _AFTERNOON = 17, 12  # hours: from the first on it is told of tomorrow
_LONGEST = 200  # characters that are looked at
_ENDS = " \t\r\n.!。！?？,，;；:：…"
_HAN_GAP = re.compile(r"(?<=[㐀-鿿])\s+(?=[㐀-鿿])")
_TOOLS = {"weather": "HassGetWeather", "calendar": "calendar_list", "reminders": "list_reminders"}
_DAYS = {"en": {True: "tomorrow", False: "today"}, "zh": {True: "明天", False: "今天"}}


class Sentences:
    """Of `config/briefing/LANGUAGE.yaml`. ConfigError where it is none."""

    def __init__(self, path: Path) -> None:
        try:
            table: Mapping[str, Any] = sheet(path)
            self.language: Language = table["language"]
            self.says: Mapping[str, str] = table["says"]
            self.parts: Mapping[str, str] = table["parts"]
            known = {"lead": str(table["lead"]), "part": str(table["part"])}
            self._patterns = {kind: [_pattern(text, known) for text in table[kind]] for kind in _KINDS}
            self._evening = _pattern(table["evening"], known)
        except (OSError, UnicodeDecodeError, yaml.YAMLError, KeyError, TypeError, re.error) as error:
            raise ConfigError(f"{path}: not a file of what is said of the briefing ({error!r})") from error

    def read(self, text: str) -> tuple[str, str] | None:
        """("ended" | "less" | "more" | "now", the part that is named)."""
        for kind, patterns in self._patterns.items():
            for pattern in patterns:
                if match := pattern.fullmatch(text):
                    return kind, self.parts.get((match.groupdict().get("part") or "").casefold(), "")
        return None

    def evening(self, text: str) -> bool:
        return self._evening.fullmatch(text) is not None


def _pattern(text: str, known: Mapping[str, str]) -> re.Pattern[str]:
    for name, pattern in known.items():
        text = text.replace("{" + name + "}", pattern)
    return re.compile(text, re.IGNORECASE)


def sentences(languages: Sequence[Language], folder: Path) -> tuple[Sentences, ...]:
    return tuple(Sentences(folder / f"{language}.yaml") for language in languages)


class Briefing:
    """A responder. At a time it is a routine, whose words come to this door when it is due (routines.py)."""

    name = NAME

    def __init__(self, sentences: Sequence[Sentences], tools: BriefingTools, bus: Bus, now: Callable[[], datetime]) -> None:
        self._sentences = tuple(sentences)
        self._tools = tools
        self._bus = bus
        self._now = now

    def fixed(self) -> Sequence[tuple[str, Language]]:
        return [(known.says[name], known.language) for known in self._sentences for name in ("ended", "none", "free")]

    async def consider(self, request: Request) -> Answer | None:
        if len(request.text) > _LONGEST:
            return None
        text = _HAN_GAP.sub("", " ".join(request.text.replace("’", "'").split())).strip(_ENDS)
        for known in sorted(self._sentences, key=lambda known: known.language != request.language):
            if found := known.read(text):
                return self._answer(*found, known, text, request)
        return None

    def _answer(self, kind: str, part: str, known: Sentences, text: str, request: Request) -> Answer:
        asked = Asked(request.caller, request.conversation, known.language, request.at or self._now())
        if kind == "now":
            return Told(known, known.evening(text) or asked.at.hour >= _EVENING, asked, self._tools, self._bus)
        if kind == "ended":
            which = {"en": "briefing", "zh": "报"}[known.language]
            call = _call("cancel_reminder", {"all": True, "which": which, "kind": "routine"})
        else:
            call = _call("shape_briefing", {"part": part, "on": kind == "more"})

        async def say(result: ToolResult) -> str:
            if kind == "ended":
                return known.says["ended"] if result.content.get("reminders") else result.error or known.says["none"]
            return result.error or self._bus.told(result, known.language)

        return Act(call, asked, self._bus, say, by=NAME)


@dataclass(frozen=True, slots=True)
class Told:
    """The briefing itself, part by part. ahead: of tomorrow."""

    known: Sentences
    ahead: bool
    asked: Asked
    tools: BriefingTools
    bus: Bus
    by: str = NAME
    preview: None = None
    exact: bool = False
    stops: bool = False

    @property
    def language(self) -> Language:
        return self.known.language

    async def parts(self) -> AsyncGenerator[Part, None]:
        gap = "" if self.language == "zh" else " "
        yield Text(self._opening())
        there = {spec.name for spec in self.bus.specs(self.asked.caller)}
        for part in await self.tools.parts():
            if _TOOLS[part] not in there:
                continue
            call = _call(_TOOLS[part], {"when": _DAYS[self.language][self.ahead]} if part != "reminders" else {})
            yield call
            result = await self.bus.call(call, self.asked)
            yield result
            if said := self._said(part, result):
                yield Text(gap + said)

    def _opening(self) -> str:
        says, at = self.known.says, self.asked.at
        half = says["halves"].split("|")[0 if at.hour < _AFTERNOON else 1 if at.hour < _EVENING else 2]
        form: Literal["tomorrow", "today"] = "tomorrow" if self.ahead else "today"
        return says[form].format(half=half, day=when.day(self._day().date(), self.language))

    def _day(self) -> datetime:
        return self.asked.at + timedelta(days=int(self.ahead))

    def _said(self, part: str, result: ToolResult) -> str:
        if result.error:
            return self.known.says[f"failed_{part}"]
        if part == "weather" and self.ahead and not result.content.get("days"):
            return ""  # what is known of it is the weather now
        if part != "reminders":
            return self.bus.told(result, self.language)
        day = self._day().date()
        rows = [row for row in result.content["reminders"] if row["kind"] in ("alarm", "reminder") and _on(row, self.asked.at) == day]
        if not rows:
            return self.known.says["free"]
        return reminder_words.listed({**result.content, "reminders": rows, "count": len(rows)}, self.language)


def _on(row: Mapping[str, Any], like: datetime) -> object:
    return datetime.fromisoformat(row["due"]).astimezone(like.tzinfo).date()


def _call(tool: str, arguments: Mapping[str, Any]) -> ToolCall:
    return ToolCall(uuid.uuid4().hex, tool, dict(arguments))
