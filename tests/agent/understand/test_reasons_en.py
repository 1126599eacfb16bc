"""An English order is taken out of what stands beside it to say why, and nothing is made of what others do or say."""

from __future__ import annotations

import pytest

from jarvisd.agent.understand import Heard, Understood
from jarvisd.agent.understand.names import names_of
from jarvisd.agent.understand.order import Understanding
from jarvisd.agent.understand.reasons_en import kernels, question_in
from jarvisd.tools.home import Area, Entity, House

HOME = House(
    (
        Entity("light.desk", "Owl Lamp", (), "loft", "off"), Entity("fan.hood", "Hob Fan", (), "galley", "off", {"percentage": 0}),
        Entity("switch.urn", "Tea Urn", (), "galley", "off"), Entity("lock.side", "Side Door", (), "galley", "locked"),
        Entity("media_player.set", "Telly", (), "loft", "playing", {"volume_level": 0.3}), Entity("scene.film", "Film Night"),
        Entity("climate.loft", "Loft Heater", (), "loft", "heat", {"temperature": 18}),
    ),
    (Area("loft", "Loft"), Area("galley", "Galley")),
)  # fmt: skip
NAMES = names_of(HOME)


@pytest.mark.parametrize(("said", "order"), [
    ("the chips are burning put the hob fan on full", "put the hob fan on full"),
    ("my hands are wet can you turn the owl lamp on", "turn the owl lamp on"),
    ("turn the telly off i'm done for the day", "turn the telly off"),
    ("owl lamp on at five percent so i don't wake him", "owl lamp on at five percent"),
    ("nan can't see what she's doing put the owl lamp on", "put the owl lamp on"),
    ("the telly is too loud turn it down", "turn the telly down"),
    ("there is nobody in the loft turn the lamp off in there", "turn the lamp off in the loft"),
    ("lock up we're off out", "lock up"),
])  # fmt: skip
def test_the_order_alone(said: str, order: str) -> None:
    assert [text for text, _ in kernels(said, NAMES)][:1] == [order]


@pytest.mark.parametrize("said", [
    "mum put the hob fan on full because the chips were burning", "the recipe says put the hob fan on full", "kids turn the telly off",
    "she said the loft is dark turn the owl lamp on", "i am watching dad turn the owl lamp on", "if it is dark turn the owl lamp on",
    "turn the owl lamp on", "i've already put the owl lamp on", "dad's just put the tea urn on", "the neighbours always turn the owl lamp on",
])  # fmt: skip
def test_no_order_is_taken_out_of_what_others_do_or_of_another_order(said: str) -> None:
    assert not list(kernels(said, NAMES))


def test_what_is_asked_beside_a_reason() -> None:
    assert question_in("is the side door locked i can't remember", NAMES) == "is the side door locked"
    assert question_in("i need a cuppa is the tea urn on", NAMES) == "is the tea urn on"
    assert question_in("is the side door locked", NAMES) == ""


@pytest.mark.parametrize(("said", "intent", "slots"), [
    ("the chips are burning put the hob fan on full", "HassFanSetSpeed", {"name": "Hob Fan", "percentage": 100}),
    ("owl lamp on at five percent so i don't wake him", "HassLightSet", {"name": "Owl Lamp", "brightness": 5}),
    ("turn the telly off i'm done for the day", "HassTurnOff", {"name": "Telly"}),
    ("is the side door locked i can't remember", "HassGetState", {"name": "Side Door", "state": "locked"}),
    ("it's film night", "HassTurnOn", {"name": "Film Night"}), ("film night scene please they're all here", "HassTurnOn", {"name": "Film Night"}),
    ("make the owl lamp as bright as it gets", "HassLightSet", {"name": "Owl Lamp", "brightness": 100}),
    ("turn the loft heater up a couple of degrees", "HassClimateSetTemperature", {"name": "Loft Heater", "temperature_step": 2}),
    ("owl lamp down a touch say thirty percent", "HassLightSet", {"name": "Owl Lamp", "brightness": 30}),
    ("i could really do with the tea urn on", "HassTurnOn", {"name": "Tea Urn"}),
    ("somebody please put the tea urn on", "HassTurnOn", {"name": "Tea Urn"}),
    ("pause whatever's on the telly someone's at the door", "HassMediaPause", {"name": "Telly"}),
])  # fmt: skip
async def test_it_is_done(understanding: Understanding, said: str, intent: str, slots: dict[str, object]) -> None:
    meaning = await understanding.understand(Heard(said, "en", HOME, "Loft"))
    assert isinstance(meaning, Understood)
    assert [(one.intent, {slot: value for slot, value in one.slots.items() if slot != "domain"}) for one in meaning.commands] == [
        (intent, slots)
    ]


@pytest.mark.parametrize("said", [
    "mum put the hob fan on full because the chips were burning", "the chips are burning turn them over", "i need a cuppa is the tea urn on",
    "it was film night yesterday", "he has put the tea urn on again", "the man on the radio said turn the heater down",
    "kids come and turn this telly off", "the neighbours left the owl lamp on again",
])  # fmt: skip
async def test_nothing_is_done(understanding: Understanding, said: str) -> None:
    meaning = await understanding.understand(Heard(said, "en", HOME, "Loft"))
    assert not isinstance(meaning, Understood) or all(one.intent == "HassGetState" for one in meaning.commands)
