"""A small window is shown twelve tools at most, the ones a household needs first, whatever comes and goes beside them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from jarvisd.agent.offered import MOST, SMALL, offered
from jarvisd.messages import Caller, ToolCall
from jarvisd.tools import Arguments, Asked, Risk, Tool
from jarvisd.tools.bus import Bus

NOON = datetime(2026, 11, 23, 12, tzinfo=ZoneInfo("Europe/Vienna"))


class Many:
    def __init__(self, names: list[str]) -> None:
        self._names = names

    def tools(self) -> list[Tool]:
        return [Tool(name, name, {"type": "object"}, self._call, Risk.READ) for name in self._names]

    async def _call(self, arguments: Arguments, asked: Asked) -> Mapping[str, Any]:
        return {"done": True}


def names(bus: Bus, window: int) -> list[str]:
    return [spec.name for spec in offered(bus, window).specs(Caller())]


def test_a_large_window_is_shown_every_tool() -> None:
    bus = Bus([Many([f"tool{number}" for number in range(40)])])
    assert len(names(bus, SMALL)) == len(names(bus, 0)) == 40


def test_a_small_window_is_shown_twelve_and_what_the_household_needs_is_among_them() -> None:
    bus = Bus([Many([*(f"aa{number:02}" for number in range(40)), "set_timer", "core_memory_append", "HassTurnOn"])])
    shown = names(bus, 4096)
    assert len(shown) == MOST
    assert {"set_timer", "core_memory_append", "HassTurnOn"} < set(shown)
    assert shown == [
        spec.name for spec in bus.specs(Caller()) if spec.name in shown
    ]  # in the order of the bus, so that they are always the same


async def test_what_is_not_shown_can_still_be_called() -> None:
    bus = Bus([Many([f"tool{number:02}" for number in range(40)])])
    asked = Asked(Caller(), "kitchen", "en", NOON)
    assert (await offered(bus, 4096).call(ToolCall("1", "tool39", {}), asked)).content == {"done": True}
