"""What the command line can have done with timers, alarms, reminders and the jobs of the night."""

from __future__ import annotations

import uuid
from collections.abc import AsyncGenerator, Mapping
from datetime import datetime, tzinfo
from typing import Any

from jarvisd import when
from jarvisd.errors import ControlError, ToolError
from jarvisd.messages import LANGUAGES, Caller, ToolCall
from jarvisd.schedule import KINDS, Kind, Reminder
from jarvisd.schedule.jobs import Jobs
from jarvisd.schedule.opened import Schedule
from jarvisd.text import language_of
from jarvisd.tools import Asked, reminder_words
from jarvisd.tools.bus import Bus
from jarvisd.tools.reminders import ReminderTools
from jarvisd.web.control import Command, Row
from jarvisd.web.memory import count

_ALL = 1_000_000  # rows of an export


class ReminderCommands:
    """zone: the household's."""

    def __init__(self, schedule: Schedule, tools: ReminderTools, jobs: Jobs, zone: tzinfo) -> None:
        self._reminders = schedule.reminders
        self._clock = schedule.clock
        self._bus = Bus([tools])
        self._jobs = jobs
        self._zone = zone

    @property
    def table(self) -> Mapping[str, Command]:
        named = {
            "list": self.list, "add": self.add, "cancel": self.cancel, "snooze": self.snooze, "stop": self.stop, "export": self.export
        }  # fmt: skip
        return {f"reminders.{name}": command for name, command in named.items()} | {"jobs": self.jobs}

    async def list(self, wanted: Mapping[str, Any]) -> AsyncGenerator[Row, None]:
        """{"kind"?, "missed"?, "limit"?} -> a row for each that is still to come, the next first, or for each that was missed."""
        most = count(wanted, 100, _ALL)
        found = await self._reminders.missed(most) if wanted.get("missed") else await self._reminders.waiting(_kind(wanted), most)
        for one in found:
            yield self._row(one)

    async def add(self, wanted: Mapping[str, Any]) -> AsyncGenerator[Row, None]:
        """{"when", "text"?, "kind"?, "language"?, "person"?, "room"?, "now"?} -> the row as it is kept, and "said"."""
        words, text, kind = str(wanted["when"]), str(wanted.get("text") or ""), _kind(wanted) or "reminder"
        language = wanted.get("language") or language_of(words, "en")
        if language not in LANGUAGES:
            raise ControlError(f"language {language!r} is not known; known: {', '.join(LANGUAGES)}")
        at = self._now(wanted)
        given: dict[str, Any] = {name: wanted[name] for name in ("person", "room") if wanted.get(name)}
        if kind == "timer":
            meaning = when.read(words, language, at)
            length = meaning.duration or (meaning.start - at if meaning.start else None)
            if meaning.refused or length is None:
                raise ControlError(reminder_words.sentence(f"refused_{meaning.why or 'unclear'}", language))
            given = {"seconds": length.total_seconds(), "name": text}
        else:
            given |= {"when": words} | ({"text": text} if text else {})
        yield await self._do(f"set_{kind}", given, language, at)

    async def cancel(self, wanted: Mapping[str, Any]) -> AsyncGenerator[Row, None]:
        """{"id"} or {"which"?, "kind"?} or {"all"} -> {"reminders": those that are gone, "said"}."""
        given = {name: wanted[name] for name in ("id", "which", "kind", "all") if wanted.get(name)}
        if not given:
            raise ControlError("which one? Name it, or its number as jarvisd reminders list shows it, or --all")
        yield await self._do("cancel_reminder", given, "en", self._now(wanted))

    async def snooze(self, wanted: Mapping[str, Any]) -> AsyncGenerator[Row, None]:
        """{"minutes"?} -> when it rings again."""
        given = {"minutes": wanted["minutes"]} if wanted.get("minutes") else {}
        yield await self._do("snooze_reminder", given, "en", self._now(wanted))

    async def stop(self, wanted: Mapping[str, Any]) -> AsyncGenerator[Row, None]:
        """{} -> {"stopped": how many rang, "ids", "said"}."""
        yield await self._do("stop_ringing", {}, "en", self._now(wanted))

    async def export(self, wanted: Mapping[str, Any]) -> AsyncGenerator[Row, None]:
        """{} -> a row for every reminder that is kept, whatever became of it."""
        since = datetime.fromtimestamp(0, self._zone)
        over = await self._reminders.lately(("done", "missed", "cancelled"), since, _ALL)
        for one in [*await self._reminders.waiting(limit=_ALL), *over]:
            yield self._row(one)

    async def jobs(self, wanted: Mapping[str, Any]) -> AsyncGenerator[Row, None]:
        """{} -> {"name", "last", "next", "seconds", "outcome"} a job of the night."""
        for ran in await self._jobs.all():
            last = ran.last.isoformat(timespec="seconds") if ran.last else None
            following = ran.next.isoformat(timespec="seconds")
            yield {"name": ran.name, "last": last, "next": following, "seconds": round(ran.seconds, 3), "outcome": ran.outcome}

    async def _do(self, tool: str, given: Mapping[str, Any], language: str, at: datetime) -> Row:
        asked = Asked(Caller(origin="cli"), "cli", language, at)
        result = await self._bus.call(ToolCall(uuid.uuid4().hex, tool, given), asked)
        if result.error:
            raise ToolError(result.error)
        return {**result.content, "said": self._bus.told(result, language)}

    def _row(self, one: Reminder) -> Row:
        return {**reminder_words.row(one), "rang": one.rang, "late": one.late, "wall": one.wall, "zone": one.zone, "series": one.series}

    def _now(self, wanted: Mapping[str, Any]) -> datetime:
        if not wanted.get("now"):
            return self._clock.now()
        try:
            at = datetime.fromisoformat(str(wanted["now"]))
        except ValueError as error:
            raise ControlError(f"now = {wanted['now']!r} is no time; write it like 2026-11-22T15:10") from error
        return at.replace(tzinfo=self._zone) if at.tzinfo is None else at.astimezone(self._zone)


def _kind(wanted: Mapping[str, Any]) -> Kind | None:
    kind = wanted.get("kind")
    if kind and kind not in KINDS:
        raise ControlError(f"kind {kind!r} is not known; known: {', '.join(KINDS)}")
    return kind or None
