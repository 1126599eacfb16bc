"""The one door of understanding: whole sentences first, then pieces; no question, tale or no becomes a deed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import pytest

from jarvisd.agent.understand import Command, Doubt, Heard, Nameless, Understood
from jarvisd.agent.understand.order import Understanding
from jarvisd.messages import Language
from jarvisd.tools.home import House

Found = Sequence[Command] | Doubt | Nameless | None
LAMP, FAN, STATE = (
    Command("HassTurnOn", {"name": "lamp"}),
    Command("HassTurnOff", {"name": "fan"}),
    Command("HassGetState", {"name": "lamp"}),
)
TIMER = Command("HassStartTimer", {"minutes": 5})


@dataclass
class Knows:
    """A layer by heart."""

    by: dict[str, Found]
    asked: list[Heard] = field(default_factory=list)

    async def understand(self, heard: Heard) -> Found:
        self.asked.append(heard)
        return self.by.get(heard.text)


def heard(text: str, language: Language = "en", last: tuple[Command, ...] = ()) -> Heard:
    return Heard(text, language, House(), "Kitchen", last)


async def test_a_whole_sentence_goes_before_its_pieces() -> None:
    exact, router = Knows({"turn on the lamp and the fan": (LAMP,)}), Knows({})
    assert await Understanding([("exact", exact), ("router", router)]).understand(heard("turn on the lamp and the fan")) == Understood(
        (LAMP,)
    )
    assert router.asked == []


@pytest.mark.parametrize(("language", "text", "first", "second"), [
    ("en", "turn on the lamp and turn off the fan", "turn on the lamp", "turn off the fan"),
    ("zh", "打开台灯，然后关掉风扇", "打开台灯", "关掉风扇"),
])  # fmt: skip
async def test_pieces_go_to_each_layer_in_turn(language: Language, text: str, first: str, second: str) -> None:
    exact, router = Knows({first: (LAMP,)}), Knows({second: (FAN,)})
    mind = Understanding([("exact", exact), ("router", router)])
    assert await mind.understand(heard(text, language)) == Understood((LAMP, FAN))
    assert [each.text for each in router.asked] == [second]
    assert router.asked[0].last == (LAMP,), "the second piece may say it of the first"


async def test_one_doubt_makes_all_of_it_doubtful_and_one_unknown_piece_all_of_it_unknown() -> None:
    known: dict[str, Found] = {
        "turn on the lamp": (LAMP,),
        "turn off the fan": Doubt((FAN,)),
        "turn on the fountain": Nameless("the fountain"),
    }
    mind = Understanding([("exact", Knows(known))])
    assert await mind.understand(heard("turn on the lamp and turn off the fan")) == Doubt((LAMP, FAN))
    assert await mind.understand(heard("turn on the lamp and turn on the fountain")) == Nameless("the fountain")
    assert await mind.understand(heard("turn on the lamp and turn on the sun")) is None


@pytest.mark.parametrize(("language", "text"), [
    ("en", "do not turn on the lamp"), ("en", "did you turn on the lamp?"), ("en", "she said turn on the lamp"), ("en", "turn on the lamp tomorrow"),
    ("zh", "不要打开台灯"), ("zh", "你打开台灯了吗？"), ("zh", "他说打开台灯"), ("zh", "明天打开台灯"),
])  # fmt: skip
async def test_whatever_is_no_order_does_nothing_though_a_layer_knows_it(language: Language, text: str) -> None:
    class Eager:
        async def understand(self, heard: Heard) -> Found:
            return (LAMP,)

    assert await Understanding([("exact", Eager())]).understand(heard(text, language)) is None


async def test_what_only_looks_may_be_asked_and_a_timer_may_be_for_later() -> None:
    exact = Knows({"is the lamp on?": (STATE,), "台灯开着吗？": (STATE,), "set a timer for five minutes": (TIMER,)})
    mind = Understanding([("exact", exact)])
    assert await mind.understand(heard("is the lamp on?")) == Understood((STATE,))
    assert await mind.understand(heard("台灯开着吗？", "zh")) == Understood((STATE,))
    assert await mind.understand(heard("set a timer for five minutes")) == Understood((TIMER,))


@pytest.mark.parametrize("text", ["", "  ", "turn on the lamp " * 60])
async def test_nothing_and_far_too_much_are_no_order(text: str) -> None:
    assert await Understanding([("exact", Knows({text: (LAMP,)}))]).understand(heard(text)) is None


async def test_it_explains_how_it_came_to_that() -> None:
    mind = Understanding([("exact", Knows({"turn on the lamp": (LAMP,)})), ("router", Knows({"turn off the fan": Doubt((FAN,))}))])
    explained = await mind.explain(heard("turn on the lamp and turn off the fan"))
    assert explained.meaning == await mind.understand(heard("turn on the lamp and turn off the fan"))
    assert [step.by for step in explained.steps] == ["kind", "exact", "clauses", "pieces", "exact", "exact", "router"]
    assert "did you mean HassTurnOff(name=fan)" in explained.steps[-1].thought
    assert all(step.ms >= 0 for step in explained.steps)


@pytest.mark.parametrize(("language", "text", "said"), [
    ("en", "turn everything off upstairs", "upstairs"), ("en", "turn off the lights on the second floor", "second floor"),
    ("zh", "把楼下的灯都关掉", "楼下"), ("zh", "把二楼的灯关了", "二楼"),
])  # fmt: skip
async def test_a_floor_that_this_house_has_not_never_becomes_the_whole_house(language: Language, text: str, said: str) -> None:
    everything = Command("HassTurnOff", {"domain": "light"})
    upstairs, lamp = Command("HassTurnOff", {"floor": "Upper"}), Command("HassTurnOff", {"name": "Upstairs Lamp"})
    assert await Understanding([("exact", Knows({text: (everything,)}))]).understand(heard(text, language)) == Nameless(said, "floor")
    for known in (upstairs, lamp):
        assert await Understanding([("exact", Knows({text: (known,)}))]).understand(heard(text, language)) == Understood((known,))


async def test_on_and_off_of_one_thing_in_one_breath_is_asked_about() -> None:
    on, off = Command("HassTurnOn", {"name": "fan"}), Command("HassTurnOff", {"name": "fan"})
    exact = Knows({"turn on the fan": (on,), "turn off the fan": (off,)})
    found = await Understanding([("exact", exact)]).understand(heard("turn on the fan and turn off the fan"))
    assert found == Doubt((on, off))
