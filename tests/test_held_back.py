"""A film or a call in a real Home Assistant keeps back what can wait, in its room, until it is over."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from jarvisd.tools.home import Home
from jarvisd.tools.home.occupied import Occupied
from tests.test_routines import house
from tests.tools.home.test_real_home import kept

sys.path.insert(0, str(Path(__file__).parents[1] / "scripts"))
import home_assistant

pytestmark = [pytest.mark.system, pytest.mark.real_time]

RADIO = "media_player.small_radio"  # in the kitchen
CALL = "switch.decorative_lights"  # stands for a telephone in the garden


async def _becomes(home: Home, id: str, state: str) -> None:
    async with asyncio.timeout(20):
        while next(one.state for one in home.house.entities if one.id == id) != state:  # noqa: ASYNC110  # a plain value is watched
            await asyncio.sleep(0.05)


@pytest.fixture
def real(tmp_path: Path) -> Iterator[home_assistant.Running]:
    with home_assistant.running(tmp_path / "home") as running:
        yield running


async def test_a_film_in_a_real_home_keeps_reminders_of_its_room_back_and_a_timer_not(real: home_assistant.Running, tmp_path: Path) -> None:
    async with kept(real.url, real.token) as home, house(tmp_path) as there:
        busy = Occupied(home, [RADIO, CALL])
        there.announcer.heed(busy)

        async def ask(service: str, id: str, state: str) -> None:
            url = f"{real.url}/api/services/{service}"
            await asyncio.to_thread(home_assistant._post, url, {"entity_id": id}, real.token)
            await _becomes(home, id, state)

        async def said(times: int) -> list[str]:
            before = len(there.kitchen.given)
            for _ in range(times):
                await there.home.pass_(seconds=4)
            return [one.text for one in there.kitchen.given[before:] if one.text]

        await ask("media_player/media_play", RADIO, "playing")
        for minute, room, text in ((1, "kitchen", "thing 1"), (2, "厨房", "第二件事"), (1, "bedroom", "in the bedroom")):
            await there.home.add("reminder", text, 60 * minute, room=room)
        await there.home.add("timer", "pasta", 150, room="kitchen")
        heard = await said(60)
        assert {"Your pasta timer is done.", "A reminder: in the bedroom."} == set(heard)
        await there.ask("stop")
        await ask("media_player/media_pause", RADIO, "paused")
        heard = await said(30)
        assert any("thing 1" in text for text in heard), heard
        assert any("第二件事" in text for text in heard), heard
        for service, state, holds in (("turn_on", "on", True), ("turn_off", "off", False)):
            await ask(f"switch/{service}", CALL, state)
            assert (await busy("花园"), await busy("Garden"), await busy("kitchen")) == (holds, holds, False)
