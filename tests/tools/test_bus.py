"""The bus: what a caller may not, what does not fit and what fails comes back as a sentence; nothing raises."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import pytest

from jarvisd.errors import ConfigError, ToolError
from jarvisd.messages import Caller, ToolCall
from jarvisd.tools import Arguments, Asked, Risk, Tool
from jarvisd.tools.bus import Bus

ANNA = Caller(user="anna")
BY_ANNA = Asked(ANNA, "c", "en", datetime(2026, 11, 22, 15, 10, tzinfo=UTC))
LAMP = {
    "type": "object",
    "properties": {"room": {"type": "string"}, "percent": {"type": "integer", "minimum": 0, "maximum": 100}},
    "required": ["room"],
    "additionalProperties": False,
}


class Lamps:
    """A toolset of one tool that notes what it was really asked to do."""

    def __init__(
        self, risk: Risk = Risk.REVERSIBLE, error: BaseException | None = None, seconds: float = 0, name: str = "lamp", scope: str = "home"
    ) -> None:
        self.done: list[tuple[Arguments, Asked]] = []
        self._error = error
        self._seconds = seconds
        self._tool = Tool(name, "Turns a lamp on.", LAMP, self._call, risk, scope, deadline=2)

    def tools(self) -> Sequence[Tool]:
        return (self._tool,)

    async def _call(self, arguments: Arguments, asked: Asked) -> Mapping[str, Any]:
        await asyncio.sleep(self._seconds)
        if self._error:
            raise self._error
        self.done.append((arguments, asked))
        return {"lit": True}


def call(name: str = "lamp", **arguments: Any) -> ToolCall:
    return ToolCall("1", name, arguments)


async def test_a_call_runs_and_brings_back_what_happened() -> None:
    lamps = Lamps()
    result = await Bus([lamps]).call(call(room="厨房", percent=40), BY_ANNA)
    assert (result.content, result.error) == ({"lit": True}, "")
    assert lamps.done == [({"room": "厨房", "percent": 40}, BY_ANNA)]


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ({}, "lamp was called with wrong arguments: 'room' is a required property."),
        ({"room": 3}, "lamp was called with wrong arguments: room: 3 is not of type 'string'."),
        ({"room": "hall", "percent": 400}, "lamp was called with wrong arguments: percent: 400 is greater than the maximum of 100."),
        ({"room": "hall", "colour": "red"}, "'colour' was unexpected"),
    ],
)
async def test_arguments_that_do_not_fit_are_not_tried(arguments: dict[str, Any], sentence: str) -> None:
    lamps = Lamps()
    result = await Bus([lamps]).call(call(**arguments), BY_ANNA)
    assert sentence in result.error
    assert lamps.done == []


async def test_an_unknown_tool_is_a_sentence() -> None:
    assert (await Bus([]).call(call("rocket"), BY_ANNA)).error == "There is no tool called 'rocket'."


async def test_a_caller_without_the_scope_is_refused_and_does_not_see_the_tool() -> None:
    lamps = Lamps(scope="admin")
    bus = Bus([lamps])
    assert "needs the scope 'admin'" in (await bus.call(call(room="hall"), BY_ANNA)).error
    assert bus.specs(ANNA) == ()
    assert [spec.name for spec in bus.specs(Caller(scopes=frozenset({"admin"})))] == ["lamp"]
    assert lamps.done == []


@pytest.mark.parametrize(
    ("lamps", "sentence"),
    [
        (Lamps(error=ToolError("The bulb is gone.")), "The bulb is gone."),
        (Lamps(error=ZeroDivisionError("secret")), "lamp failed unexpectedly (ZeroDivisionError)."),
        (Lamps(seconds=3600), "lamp did not finish within 2 seconds; whether it happened is not known."),
    ],
)
async def test_what_fails_or_hangs_is_a_sentence(lamps: Lamps, sentence: str) -> None:
    result = await Bus([lamps]).call(call(room="hall"), BY_ANNA)
    assert (result.error, result.content) == (sentence, {})


async def test_cancelling_a_call_cancels_the_tool() -> None:
    lamps = Lamps(seconds=1)
    task = asyncio.create_task(Bus([lamps]).call(call(room="hall"), BY_ANNA))
    await asyncio.sleep(0.5)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    await asyncio.sleep(10)
    assert lamps.done == []


def test_two_tools_of_one_name_are_a_mistake_of_the_configuration() -> None:
    with pytest.raises(ConfigError, match="two tools are called lamp"):
        Bus([Lamps(), Lamps()])


def test_tools_are_shown_in_a_stable_order() -> None:
    assert [spec.name for spec in Bus([Lamps(name="b"), Lamps(name="a")]).specs(ANNA)] == ["a", "b"]
