"""A folder of calendar files, and the tools over it, at a fixed moment."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, Literal
from zoneinfo import ZoneInfo

from jarvisd.messages import Caller, ToolCall, ToolResult
from jarvisd.tools import Asked
from jarvisd.tools.bus import Bus
from jarvisd.tools.calendar.agenda import Agenda
from jarvisd.tools.calendar.files import Files
from jarvisd.tools.calendar.tools import CalendarTools
from jarvisd.tools.limits import Limits

ZONE = ZoneInfo("Europe/Vienna")
MONDAY = datetime(2026, 11, 23, 15, 10, tzinfo=ZONE)


def event(*lines: str, uid: str = "1") -> str:
    return "\r\n".join(("BEGIN:VEVENT", f"UID:{uid}", "DTSTAMP:20260101T000000Z", *lines, "END:VEVENT", ""))


def ics(*events: str) -> str:
    return "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//test//EN\r\n" + "".join(events) + "END:VCALENDAR\r\n"


class House:
    """Called as a person or a model calls it."""

    def __init__(self, folder: Path, now: datetime = MONDAY) -> None:
        self.folder = folder
        self.now = now
        folder.mkdir(exist_ok=True)
        self.agenda = Agenda([Files(folder, "home")])
        self.tools = CalendarTools(self.agenda)
        self.bus = Bus([self.tools], limits=Limits())

    def put(self, name: str, text: str) -> Path:
        path = self.folder / name
        path.write_bytes(text.encode())
        return path

    def asked(self, language: str = "en", by: Literal["person", "model"] = "person") -> Asked:
        return Asked(Caller("anna", "kitchen"), "talk", language, self.now, by)

    async def call(self, tool: str, by: Literal["person", "model"] = "person", language: str = "en", **given: Any) -> ToolResult:
        return await self.bus.call(ToolCall("1", f"calendar_{tool}", given), self.asked(language, by))

    async def say(self, tool: str, language: str = "en", **given: Any) -> str:
        """What is said of it: by what it did, or why it did not, or the question that is asked first."""
        result = await self.call(tool, language=language, **given)
        return result.question or result.error or self.bus.told(result, language)

    async def on(self, when: str) -> Sequence[tuple[str, str, str]]:
        """(title, beginning, end) of what is on, as the tool says."""
        result = await self.call("list", when=when)
        assert not result.error, result.error
        return [(one["title"], one["start"][:16], one["end"][:16]) for one in result.content["events"]]
