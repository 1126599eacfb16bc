"""English orders that are taken back, put right by "too loud", or said in one breath with something for a list."""

from __future__ import annotations

import asyncio

import pytest

from jarvisd.agent.understand import Heard, Understood, opened
from jarvisd.agent.understand.order import Understanding
from jarvisd.messages import LANGUAGES
from jarvisd.tools.home import Area, Entity, House

HOME = House(
    (
        Entity("light.den", "Arc Lamp", (), "den", "on"), Entity("switch.kettle", "Kettle", (), "den", "off"),
        Entity("media_player.radio", "Radio", (), "den", "playing", {"volume_level": 0.3}), Entity("climate.den", "Thermostat", (), "den", "heat"),
        Entity("cover.den", "Linen Curtains", (), "den", "open", {"device_class": "curtain"}), Entity("todo.shop", "Shopping List"),
    ),
    (Area("den", "Den"),),
)  # fmt: skip


@pytest.fixture(scope="module")
def mind() -> Understanding:
    return asyncio.run(opened.load(LANGUAGES))


async def done(mind: Understanding, text: str) -> list[str] | None:
    """Each command as intent and what of its slots tells; None where nothing is understood."""
    meaning = await mind.understand(Heard(text, "en", HOME, "Den"))
    if not isinstance(meaning, Understood):
        return None
    told = ("name", "item", "volume_level", "temperature", "search_query")
    return [" ".join([one.intent, *(str(one.slots[slot]) for slot in told if slot in one.slots)]) for one in meaning.commands]


@pytest.mark.parametrize("text", [
    "turn on the arc lamp never mind", "turn on the arc lamp actually no leave it off", "close the linen curtains no wait leave them open",
    "can you set the thermostat to twenty oh forget it", "switch the kettle on no don't",
])  # fmt: skip
async def test_what_is_taken_back_in_the_same_breath_is_not_done(mind: Understanding, text: str) -> None:
    assert await done(mind, text) == ["HassNevermind"]


@pytest.mark.parametrize(("text", "commands"), [
    ("turn off the kettle and leave the arc lamp on", ["HassTurnOff Kettle", "HassTurnOn Arc Lamp"]), ("play never mind", ["HassMediaSearchAndPlay never mind"]),
])  # fmt: skip
async def test_what_only_sounds_like_it_is_not(mind: Understanding, text: str, commands: list[str]) -> None:
    assert await done(mind, text) == commands


@pytest.mark.parametrize("text", ["he said he would come but never mind", "I asked her to open the door but forget it"])
async def test_a_tale_takes_nothing_back(mind: Understanding, text: str) -> None:
    assert await done(mind, text) is None


@pytest.mark.parametrize(("text", "command"), [
    ("the radio at thirty is too loud make it ten", "HassSetVolume Radio 10"), ("thirty is way too loud, make it ten", "HassSetVolume 10"),
    ("twenty three is too warm make it twenty", "HassClimateSetTemperature 20"),
])  # fmt: skip
async def test_what_is_too_much_is_not_what_is_set(mind: Understanding, text: str, command: str) -> None:
    assert await done(mind, text) == [command]


@pytest.mark.parametrize(("text", "commands"), [
    ("add salt to the shopping list and turn on the kettle", ["HassListAddItem Shopping List salt", "HassTurnOn Kettle"]),
    ("turn off the kettle and add salt to the shopping list", ["HassTurnOff Kettle", "HassListAddItem Shopping List salt"]),
    ("add mac and cheese to the shopping list", ["HassListAddItem Shopping List mac and cheese"]),
    ("we need salt on the shopping list and put rice on the shopping list", ["HassListAddItem Shopping List salt", "HassListAddItem Shopping List rice"]),
    ("add milk and eggs to the shopping list", ["HassListAddItem Shopping List milk", "HassListAddItem Shopping List eggs"]),
])  # fmt: skip
async def test_a_list_and_an_order_in_one_breath_are_both_done(mind: Understanding, text: str, commands: list[str]) -> None:
    assert await done(mind, text) == commands


@pytest.mark.parametrize(("text", "commands"), [
    ("put the kettle on no wait not the kettle the arc lamp", ["HassTurnOn Arc Lamp"]), ("turn that racket off the radio i mean", ["HassTurnOff Radio"]),
    ("arc lamp off and the radio too", ["HassTurnOff Arc Lamp", "HassTurnOff Radio"]), ("turn the arc lamp off and the kettle as well", ["HassTurnOff Arc Lamp", "HassTurnOff Kettle"]),
    ("radio off and the arc lamp too we're going up", ["HassTurnOff Radio", "HassTurnOff Arc Lamp"]),
    ("radio off and we're going up", ["HassTurnOff Radio"]),
])  # fmt: skip
async def test_the_other_thing_is_meant_or_both_are(mind: Understanding, text: str, commands: list[str]) -> None:
    assert await done(mind, text) == commands
