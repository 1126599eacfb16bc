"""The calendars that are configured: a folder always, a server where one is named."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from jarvisd.database import open_database
from jarvisd.errors import ConfigError
from jarvisd.messages import Caller, ToolCall
from jarvisd.sections import CalendarConfig
from jarvisd.tools import Asked
from jarvisd.tools.bus import Bus
from jarvisd.tools.calendar.opened import open_calendar

NOON = datetime(2026, 11, 23, 12, tzinfo=ZoneInfo("Europe/Vienna"))


async def test_with_nothing_configured_the_household_has_a_calendar_of_files(tmp_path: Path) -> None:
    async with open_database(tmp_path / "jarvisd.db") as database:
        opened = await open_calendar(CalendarConfig(), database, tmp_path / "calendar", lambda: NOON, {})
        asked = Asked(Caller(), "kitchen", "en", NOON)
        call = ToolCall("1", "calendar_add", {"title": "dentist", "when": "tomorrow at 3 pm"})
        assert not (await Bus([opened.tools]).call(call, asked)).error
        [file] = (tmp_path / "calendar").glob("*.ics")
        assert "SUMMARY:dentist" in file.read_text(encoding="utf-8")
        assert opened.later == ()


async def test_a_server_without_its_password_is_said(tmp_path: Path) -> None:
    config = CalendarConfig(url="http://127.0.0.1:1/", user="anna")
    async with open_database(tmp_path / "jarvisd.db") as database:
        with pytest.raises(ConfigError, match="JARVISD_CALENDAR_PASSWORD"):
            await open_calendar(config, database, tmp_path, lambda: NOON, {})
        opened = await open_calendar(config, database, tmp_path, lambda: NOON, {"JARVISD_CALENDAR_PASSWORD": "s"})
        assert len(opened.later) == 1


async def test_each_look_at_a_server_is_noted_with_how_it_went(tmp_path: Path) -> None:
    notes: list[tuple[datetime, str]] = []

    async def noted(began: datetime, seconds: float, outcome: str) -> None:
        assert seconds >= 0
        notes.append((began, outcome))

    async with open_database(tmp_path / "jarvisd.db") as database:
        config = CalendarConfig(url="http://127.0.0.1:1/")
        opened = await open_calendar(config, database, tmp_path, lambda: NOON, {}, noted)
        with suppress(TimeoutError):
            async with asyncio.timeout(40):
                await opened.later[0]()
    assert len(notes) >= 2
    assert {began for began, _ in notes} == {NOON}
    assert all("127.0.0.1" in outcome for _, outcome in notes), notes
