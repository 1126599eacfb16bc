"""What waits for the end of a call or a film: told by a home that reports its things as a real one does."""

from __future__ import annotations

import logging
from dataclasses import replace

import pytest

from jarvisd.tools.home import Entity
from jarvisd.tools.home.occupied import Occupied
from tests.tools.home.house import Memory, recorded
from tests.tools.home.server import fake
from tests.tools.home.test_homeassistant import kept, state, until

pytestmark = pytest.mark.real_time

TV = "media_player.big_screen"


async def test_a_film_keeps_its_room_busy_and_no_other_until_it_is_paused() -> None:
    async with fake() as house, kept(house) as home:
        busy = Occupied(home, [TV])
        area = next(one for one in home.house.areas if one.id == next(e.area for e in home.house.entities if e.id == TV))
        other = next(one.name for one in home.house.areas if one.id != area.id)
        await house.set(TV, "paused")
        await until(lambda: state(home, TV) == "paused")
        assert not await busy(area.name)
        await house.set(TV, "playing")
        await until(lambda: state(home, TV) == "playing")
        for room in (area.name, *area.aliases, area.id.upper(), "", "a room that the home does not know"):
            assert await busy(room), room
        assert not await busy(other)
        await house.set(TV, "paused")
        await until(lambda: state(home, TV) == "paused")
        assert not await busy(area.name)


async def test_a_home_that_is_away_keeps_nothing_back_whatever_it_said_last() -> None:
    async with fake() as house, kept(house) as home:
        busy = Occupied(home, [TV])
        await house.set(TV, "playing")
        await until(lambda: state(home, TV) == "playing")
        assert await busy("客厅")
        await house.stop()
        await until(lambda: not home.available)
        assert not await busy("客厅")


@pytest.mark.parametrize(("reported", "holds"), [("on", True), ("off", False), ("unavailable", False), ("playing", False)])
async def test_a_switch_that_stands_in_no_room_keeps_every_room_busy(reported: str, holds: bool) -> None:
    call = Entity("input_boolean.call", "Call", state=reported)
    home = Memory(replace(recorded(), entities=(call,)))
    for room in ("Kitchen", "厨房", ""):
        assert await Occupied(home, [call.id])(room) is holds


async def test_what_is_not_to_be_seen_is_said_once(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.WARNING)
    busy = Occupied(Memory(), ["media_player.nowhere"])
    for _ in range(3):
        assert not await busy("kitchen")
    assert [record.getMessage() for record in caplog.records] == [
        "[announce] busy: media_player.nowhere is not exposed to voice assistants in Home Assistant, and holds nothing back"
    ]


async def test_with_nothing_named_nothing_is_asked() -> None:
    assert not await Occupied(Memory(), [])("kitchen")
