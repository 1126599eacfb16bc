"""A real Home Assistant with its demo house: acts, stops in mid-command, revoked tokens."""

from __future__ import annotations

import asyncio
import signal
import sys
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from jarvisd.errors import HomeTrouble
from jarvisd.messages import Caller, ToolCall
from jarvisd.tools import Asked
from jarvisd.tools.bus import Bus
from jarvisd.tools.calendar.homes import HomeCalendars
from jarvisd.tools.home.homeassistant import HomeAssistant, Pace, socket_url
from jarvisd.tools.home.line import opened
from jarvisd.tools.home.looking import LookTools
from jarvisd.tools.home.tools import HomeTools
from tests.tools.home.house import NOW

sys.path.insert(0, str(Path(__file__).parents[3] / "scripts"))
import home_assistant

pytestmark = [pytest.mark.system, pytest.mark.real_time]


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> Iterator[home_assistant.Running]:
    with home_assistant.running(tmp_path_factory.mktemp("home")) as house:
        yield house


@pytest.fixture
def mortal(tmp_path: Path) -> Iterator[home_assistant.Running]:
    """One that a test may kill."""
    with home_assistant.running(tmp_path / "house") as house:
        yield house


@asynccontextmanager
async def kept(url: str, token: str) -> AsyncIterator[HomeAssistant]:
    home = HomeAssistant(url, lambda: token, Pace(longest=1.0, refused=0.5))
    async with asyncio.TaskGroup() as group:
        keeping = group.create_task(home.run())
        async with asyncio.timeout(120):
            await home.ready()
            yield home
        keeping.cancel()


async def says(home: HomeAssistant, language: str, tool: str, /, **slots: Any) -> str:
    bus = Bus([HomeTools(home), LookTools(home)])
    result = await bus.call(ToolCall("1", tool, slots), Asked(Caller("anna"), "talk", language, NOW))
    return result.error or result.question or bus.told(result, language)


async def until(home: HomeAssistant, available: bool) -> None:
    while home.available is not available:  # noqa: ASYNC110  # a plain value is watched
        await asyncio.sleep(0.05)


async def test_a_real_house_does_what_is_asked_and_the_answer_is_what_it_reports(real: home_assistant.Running) -> None:
    async with kept(real.url, real.token) as home:
        names = {one.id: (one.name, *one.aliases) for one in home.house.entities}
        assert "前门" in names["lock.entrance_lock"]
        assert "camera_proxy" not in repr(home.house)
        for language, tool, slots, said in (
            ("en", "HassTurnOn", {"name": "Bed Light"}, "The Bed Light is on."),
            ("zh", "HassLightSet", {"name": "厨房灯", "brightness": 30}, "厨房灯亮度调到30%了。"),
            ("zh", "HassClimateSetTemperature", {"area": "卧室", "temperature": 26}, "卧室空调调到26度了。"),
            ("en", "HassClimateSetTemperature", {"name": "卧室空调", "temperature": 500},
             "500 degrees is out of range; it takes 7 to 35 degrees."),
            ("en", "HassTurnOff", {"area": "Living Room", "domain": "light"}, "The Living Room lights are off."),
            ("zh", "HassTurnOff", {"name": "大门"}, "要打开前门的锁吗？"),
            ("en", "HassTurnOn", {"name": "Front Door"}, "The Front Door is locked."),
            ("en", "HassGetState", {"name": "Front Door", "state": "locked"}, "Yes, the Front Door is locked."),
        ):  # fmt: skip
            assert await says(home, language, tool, **slots) == said
        states = {one.id: one.state for one in home.house.entities}
        assert (states["light.bed_light"], states["light.ceiling_lights"]) == ("on", "off")
        assert await home.ask("todo.get_items", ["todo.shopping_list"], {}) == {"todo.shopping_list": {"items": []}}


async def test_its_calendars_are_looked_into_once_they_are_exposed(real: home_assistant.Running) -> None:
    """The demo's two: one event that is on, one that comes within the hour."""
    now = datetime.now(ZoneInfo("Europe/Vienna"))
    async with opened(socket_url(real.url), real.token, 10.0) as line, asyncio.TaskGroup() as group:
        reading = group.create_task(line.read())
        ids = ["calendar.calendar_1", "calendar.calendar_2"]
        await line.ask("homeassistant/expose_entity", assistants=["conversation"], entity_ids=ids, should_expose=True)
        async with kept(real.url, real.token) as home:
            found = await HomeCalendars(home).between(now - timedelta(hours=2), now + timedelta(hours=2))
        await line.ask("homeassistant/expose_entity", assistants=["conversation"], entity_ids=ids, should_expose=False)
        reading.cancel()
    assert {one.title for one in found} == {"Current Event", "Future Event"}
    assert all(one.start.tzinfo is now.tzinfo and not one.all_day for one in found)


async def test_one_that_is_frozen_or_killed_in_mid_command_is_told_within_three_seconds_and_found_again(
    mortal: home_assistant.Running, tmp_path: Path
) -> None:
    house = mortal
    async with kept(house.url, house.token) as home:
        house.process.send_signal(signal.SIGSTOP)
        began = time.monotonic()
        assert await says(home, "zh", "HassTurnOn", name="Bed Light") == "家里的系统没有及时回应，不知道做成了没有。"
        assert time.monotonic() - began < 3
        async with asyncio.timeout(15):
            await until(home, False)  # a connection that is dead is noticed by itself
        house.process.send_signal(signal.SIGCONT)
        await until(home, True)
        home_assistant.end(house.process)
        began = time.monotonic()
        assert (await says(home, "en", "HassTurnOn", name="Bed Light"))[:1] in ("T", "I")
        assert time.monotonic() - began < 3
        await until(home, False)
        assert await says(home, "en", "HassTurnOn", name="Bed Light") == "I can't reach the home right now."
        again = home_assistant.start(tmp_path / "house")
        try:
            await until(home, True)
            async with asyncio.timeout(30):  # it takes calls before all of its things are there
                while not any(one.name == "Bed Light" for one in home.house.entities):  # noqa: ASYNC110  # a plain value is watched
                    await asyncio.sleep(0.05)
            assert await says(home, "en", "HassTurnOn", name="Bed Light") == "The Bed Light is on."
        finally:
            home_assistant.end(again)


async def test_a_token_that_is_revoked_there_ends_the_talk_and_is_said(real: home_assistant.Running) -> None:
    async with opened(socket_url(real.url), real.token, 10.0) as line, asyncio.TaskGroup() as group:
        reading = group.create_task(line.read())
        mine = await line.ask("auth/long_lived_access_token", client_name="to be revoked", lifespan=1)
        async with kept(real.url, mine) as home:
            assert home.available
            tokens = await line.ask("auth/refresh_tokens")
            revoked = next(row["id"] for row in tokens if row["client_name"] == "to be revoked")
            await line.ask("auth/delete_refresh_token", refresh_token_id=revoked)
            async with asyncio.timeout(20):
                await until(home, False)
                while home.trouble is None or home.trouble.why != "token":  # noqa: ASYNC110  # a plain value is watched
                    await asyncio.sleep(0.05)
            with pytest.raises(HomeTrouble, match="does not take the token"):
                await home.act("light.turn_on", ["light.bed_light"], {})
        reading.cancel()
