"""The volume of a real sound server."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from jarvisd.messages import ToolCall, ToolResult
from jarvisd.tools.bus import Bus
from jarvisd.tools.system import System
from tests.tools.test_bus import BY_ANNA
from tests.virtual_sound import VirtualSound, virtual_sound

pytestmark = [pytest.mark.sound, pytest.mark.real_time]


@pytest.fixture
def card(monkeypatch: pytest.MonkeyPatch) -> Iterator[VirtualSound]:
    with tempfile.TemporaryDirectory() as folder, virtual_sound(Path(folder)) as card:
        for name, value in card.env.items():
            monkeypatch.setenv(name, value)
        yield card


async def volume(**arguments: Any) -> ToolResult:
    return await Bus([System(10)]).call(ToolCall("1", "volume", arguments), BY_ANNA)


def level(card: VirtualSound) -> tuple[int, bool]:
    """As the sound server itself tells it."""
    percent = re.search(r"(\d+)%", card.pactl("get-sink-volume", "vspk"))
    assert percent
    return int(percent[1]), "yes" in card.pactl("get-sink-mute", "vspk")


async def test_the_card_is_as_loud_as_it_is_said_to_be(card: VirtualSound) -> None:
    for arguments, percent, muted in (
        ({"action": "set", "percent": 40}, 40, False),
        ({"action": "up"}, 50, False),
        ({"action": "mute"}, 50, True),
        ({"action": "get"}, 50, True),
        ({"action": "unmute"}, 50, False),
        ({"action": "down"}, 40, False),
        ({"action": "set", "percent": 100}, 100, False),
        ({"action": "up"}, 100, False),
        ({"action": "set", "percent": 0}, 0, False),
    ):
        result = await volume(**arguments)
        assert result.error == ""
        assert (result.content["percent"], result.content["muted"]) == (percent, muted)
        assert level(card) == (percent, muted)


async def test_a_sound_server_that_died_is_no_success(card: VirtualSound) -> None:
    card.kill()
    assert "pactl failed: Connection " in (await volume(action="up")).error
