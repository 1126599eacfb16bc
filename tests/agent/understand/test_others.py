"""What others say, sing, play, cook or call to one another in a room is no order to the house; the same words said to it are."""

from __future__ import annotations

import pytest

from jarvisd.agent.understand.clauses import clauses
from jarvisd.agent.understand.names import names_of
from jarvisd.agent.understand.others_en import addressed
from jarvisd.agent.understand.questions import kind
from tests.agent.understand.test_clauses import HOUSE

OTHERS = {
    "reported": "she goes turn the sofa lamp off and i'm like no way|my wife's like can you turn the heating down|then he yelled turn off the tv"
    "|the note says turn the heating on|it says here turn the heating off|my mother kept telling me turn off the sofa lamp",
    "song": "la la la turn the sofa lamp on|the song goes turn the tv up and dance|oh baby turn off the tv and hold me tight|sofa lamp off tonight my love",
    "played": "simon says turn off the sofa lamp|let's play house you be the mummy and say turn off the tv|i'm a wizard sofa lamp off"
    "|the dragon roars open the front door|i roll for perception and open the front door",
    "overheard": "uncle bob can you turn off the tv|turn the tv off emma you've had enough|no not you tom emma turn the tv off|come on lads sofa lamp on and get up"
    "|excuse me waiter could you turn the tv down|you take the bins out and lock the front door please|you two turn the tv down|turn your heating down today",
    "recipe": "bring to the boil then turn the heat down|add a knob of butter turn up the heat and whisk|mix in the flour then lower the heat",
    "question": "when did we last open the front door|did anybody actually turn the tv on",
    "television": "ladies and gentlemen please turn off the tv|quick lock the front door they're coming|viewers at home turn the tv up",
    "imagined": "say the power goes out the sofa lamp goes off|normally you just turn the tv off and on again|let's assume the alarm rings sofa lamp on",
    "talk": "the heating on in june can you believe it|lock the front door hide the biscuits",
}
OURS = (
    "turn the tv off emma is asleep|this song is great turn the tv up|it's like an oven in here turn the heating off|sleep well emma sofa lamp off"
    "|i am chopping onions sofa lamp on|turn the heating down i'm baking|sofa lamp off and goodnight|turn the tv off and come on it's late"
    "|hello can you turn the sofa lamp on i dropped something|turn the sofa lamp on for grandma|play elton john turn the tv up|i need to sing turn the tv off|the doorbell went turn the tv down|excuse me how do i say this sofa lamp on please"
)


@pytest.mark.parametrize("text", [text for texts in OTHERS.values() for text in texts.split("|")])
def test_what_others_say_is_no_order(text: str) -> None:
    found = clauses(text, "en", names_of(HOUSE))
    assert found is None or not found.orders


@pytest.mark.parametrize("text", OURS.split("|"))
def test_who_speaks_to_the_house_is_heard_beside_such_words(text: str) -> None:
    found = clauses(text, "en", names_of(HOUSE))
    assert found is not None
    assert found.orders
    assert not found.forbidden


PEOPLE = frozenset(["wilma"])  # of a house with a "Wilma's Lamp"


@pytest.mark.parametrize(
    "text",
    ["put the kettle on wilma", "wilma turn that off", "right, wilma, can you shut the gate please", "close the blinds maureen love"],
)
def test_who_is_called_by_name_is_meant_and_not_the_house(text: str) -> None:
    assert addressed(text, PEOPLE)


@pytest.mark.parametrize(
    "text",
    [
        "turn on the lamp for wilma",
        "wilma is asleep turn the lamp off",
        "turn off wilma's lamp",
        "play maureen",
        "turn it up wilma loves this",
        "lamp on",
    ],
)
def test_who_is_only_spoken_of_is_not_called(text: str) -> None:
    assert not addressed(text, PEOPLE)


def test_what_is_told_of_a_thing_is_no_order() -> None:
    for text in ("the sofa lamp's on", "oh look the tv's off again"):
        found = clauses(text, "en", names_of(HOUSE), surely=True)
        assert found is None or found.forbidden
    found = clauses("the sofa lamp's still on turn it off", "en", names_of(HOUSE), surely=True)
    assert found is not None
    assert found.orders == ("turn the sofa lamp off",)


@pytest.mark.parametrize(
    "text",
    [
        "pretend you're a robot and turn the fan on",
        "you locked the door",
        "the lights are off, aren't they",
        "can you actually lock the door",
        "in theory you turn it off",
    ],
)
def test_what_is_played_or_asked_is_told_not_ordered(text: str) -> None:
    assert kind(text, "en") != "order"


@pytest.mark.parametrize(
    "text",
    [
        "turn on the dragon lamp",
        "activate scene one",
        "put the tv on channel four",
        "turn on our new lamp",
        "lights on in the game room",
        "play hold me",
    ],
)
def test_a_thing_or_a_title_of_such_words_may_be_ordered(text: str) -> None:
    assert kind(text, "en") == "order"
