"""A door is unlocked by voice: asked about, heard whole, answered without the wake word."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import aclosing
from datetime import UTC, datetime

import pytest

from jarvisd.agent.assistant import Assistant
from jarvisd.agent.confirm import Confirm
from jarvisd.audio import Audio
from jarvisd.events import Interrupted, Replied
from jarvisd.messages import Language
from jarvisd.tools.bus import Bus
from tests.agent.test_confirm import WORDS, Home, Mind
from tests.fakes import FakeRecall, FakeSynthesizer
from tests.voice.house import House

NOW = datetime(2026, 11, 22, 15, 10, tzinfo=UTC)


def talking(home: Home, synthesizer: FakeSynthesizer | None = None) -> House:
    bus = Bus([home])

    def mind(recall: FakeRecall) -> Assistant:
        return Assistant([Confirm(WORDS, bus, lambda: NOW), Mind(bus)], recall, lambda: NOW, bus)

    return House(mind=mind, synthesizer=synthesizer or FakeSynthesizer())


@pytest.mark.parametrize(
    ("ask", "yes", "said"),
    [
        ("unlock the front door", "Yes, please.", ["Shall I unlock the front door?", "The front door is unlocked."]),
        ("打开前门的锁", "是的。", ["要我打开前门的锁吗？", "前门的锁打开了。"]),
    ],
)
async def test_the_door_opens_after_a_yes(ask: str, yes: str, said: list[str]) -> None:
    home = Home()
    house = talking(home)
    room = house.room
    heard = await house.hears(room.line(0.5, room.name(), 0.1, room.say(ask), 3.5, room.say(yes, 0.5), 3.0))
    assert [event.text for event in heard.all(Replied)] == said
    assert len(home.unlocked) == 1


class Drawl(FakeSynthesizer):
    """Speaks at half the pace at which an interrupted sentence is guessed to have got."""

    async def synthesize(self, text: str, language: Language) -> AsyncGenerator[Audio, None]:
        async with aclosing(super().synthesize(text, language)) as pieces:
            async for piece in pieces:
                yield piece
                yield piece


@pytest.mark.parametrize("after", [0.6, 1.2, 2.0, 2.6])
async def test_a_question_cut_off_by_the_wake_word_opens_nothing(after: float) -> None:
    """However near its end it was cut off."""
    home = Home()
    house = talking(home, Drawl())
    room = house.room
    clip = room.line(0.5, room.name(), 0.1, room.say("unlock the front door"), after, room.name(), 0.1, room.say("yes", 0.5), 3.0)
    heard = await house.hears(clip)
    assert len(heard.all(Interrupted)) == 1
    assert home.unlocked == []


async def test_a_question_that_the_voice_could_not_say_opens_nothing() -> None:
    home = Home()
    house = talking(home, FakeSynthesizer(fails=True))
    room = house.room
    await house.hears(room.line(0.5, room.name(), 0.1, room.say("unlock the front door"), 3.5, room.say("yes", 0.5), 3.0))
    assert home.unlocked == []
