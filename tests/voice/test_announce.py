"""What nobody asked for now is said into the room: between turns, interruptible, answered without a wake word, not at night."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, time
from itertools import count

import pytest

from jarvisd.agent.assistant import Assistant
from jarvisd.audio import Audio
from jarvisd.config import EndpointConfig, TalkConfig
from jarvisd.devices.wavfile import WavFile
from jarvisd.events import Feed
from jarvisd.messages import Language
from jarvisd.voice import Engines, Setting, sounds
from jarvisd.voice.announce import Announcement, Announcer, Importance, hours
from jarvisd.voice.conversation import Conversation
from tests.fakes import FakeRecall, FakeSynthesizer, FakeTranscriber, FakeVad, FakeWake, Line, Room, Script


@dataclass
class Kitchen:
    """A conversation on a time line, and what was said in it."""

    clip: Audio
    room: Room
    lines: dict[str, Line] = field(default_factory=dict)
    synthesizer: FakeSynthesizer = field(default_factory=FakeSynthesizer)

    async def hears(self, *announcements: tuple[float, Announcement], patience: float = 120.0) -> list[bool]:
        """Each announcement at its second; whether each was heard. patience: seconds after which the first of them is given up."""
        now = datetime(2026, 11, 23, 15, tzinfo=UTC)
        assistant = Assistant([Script(self.lines)], FakeRecall(), lambda: now)
        engines = Engines(FakeWake, FakeVad, FakeTranscriber(self.room), self.synthesizer, True)
        setting = Setting(engines, assistant, TalkConfig(), EndpointConfig(), 0.5, count(1))
        talk = Conversation(WavFile(self.clip, tail=2.0), setting, Feed(), lambda: now, "kitchen")

        async def announce(at: float, one: Announcement) -> bool:
            await asyncio.sleep(at)
            with suppress(TimeoutError):
                async with asyncio.timeout(patience if one is announcements[0][1] else 120.0):
                    return await talk.announce(one)
            return False

        async with asyncio.timeout(120), asyncio.TaskGroup() as group:
            group.create_task(talk.run())
            told = [group.create_task(announce(at, one)) for at, one in announcements]
        return [task.result() for task in told]

    @property
    def said(self) -> list[str]:
        return [text for text, _ in self.synthesizer.said]


@pytest.mark.parametrize(("text", "language"), [("Your pasta timer is done.", "en"), ("面条计时器时间到了。", "zh")])
async def test_it_is_said_where_nobody_spoke(text: str, language: str) -> None:
    room = Room()
    talk = Kitchen(room.line(12.0), room)
    assert await talk.hears((1.0, Announcement(text, language, sound=sounds.ring(1.0)))) == [True]
    assert talk.said == [text]


@pytest.mark.parametrize(("word", "by"), [("got it", "reminding"), ("好的知道了", "reminding"), ("stop", "script")])
async def test_what_answers_it_needs_no_wake_word_for_two_seconds(word: str, by: str) -> None:
    room = Room()
    clip = room.line(4.0, room.say(word, 0.5), 8.0)
    stop = Line("Okay.", by=by, stops=word == "stop")
    talk = Kitchen(clip, room, {word: stop})
    await talk.hears((1.0, Announcement("Your timer is done.", "en", sound=sounds.chime())))
    assert stop.acted == 1


async def test_people_who_talk_to_each_other_after_it_are_not_answered() -> None:
    room = Room()
    other = Line("It is noon.")
    talk = Kitchen(room.line(4.0, room.say("what a day", 0.8), 8.0), room, {"what a day": other})
    await talk.hears((1.0, Announcement("Your timer is done.", "en", sound=sounds.chime())))
    assert other.acted == 0


async def test_it_waits_until_a_turn_is_over() -> None:
    room = Room()
    answer = Line("It is noon.")
    clip = room.line(1.0, room.name(), 0.1, room.say("what time is it", 1.0), 12.0)
    talk = Kitchen(clip, room, {"what time is it": answer})
    assert await talk.hears((1.9, Announcement("Your timer is done.", "en"))) == [True]
    assert talk.said == ["It is noon.", "Your timer is done."]


async def test_the_wake_word_interrupts_it_and_begins_a_turn() -> None:
    room = Room()
    answer = Line("Okay.")
    clip = room.line(2.0, room.name(), 0.1, room.say("stop it", 0.8), 10.0)
    talk = Kitchen(clip, room, {"stop it": answer})
    await talk.hears((0.5, Announcement("A very long announcement that goes on and on for quite a while, as you hear.", "en")))
    assert answer.acted == 1


async def test_what_nobody_wants_any_more_when_its_turn_comes_is_not_said() -> None:
    room = Room()
    talk = Kitchen(room.line(8.0), room)
    assert await talk.hears((1.0, Announcement("Your timer is done.", "en", wanted=lambda: False))) == [True]
    assert talk.said == []


@pytest.mark.slow
async def test_what_comes_at_once_is_said_in_its_order() -> None:
    room = Room()
    talk = Kitchen(room.line(30.0), room)
    texts = ["Your pasta timer is done.", "面条计时器时间到了。", "The laundry is dry."]
    assert await talk.hears(*((1.0, Announcement(text, "en")) for text in texts)) == [True] * 3
    assert talk.said == texts


@pytest.mark.slow
async def test_what_its_caller_gave_up_is_not_said_and_the_talk_goes_on() -> None:
    room = Room()
    clip = room.line(1.0, room.name(), 0.1, room.say("what time is it", 1.0), 20.0)
    talk = Kitchen(clip, room, {"what time is it": Line("It is noon.")})
    assert await talk.hears((1.9, Announcement("Too late.", "en")), (1.95, Announcement("Your timer is done.", "en")), patience=0.1) == [
        False, True,
    ]  # fmt: skip
    assert talk.said == ["It is noon.", "Your timer is done."]


@dataclass
class Heard:
    """A Talk that writes down what it was given."""

    room: str
    id: str = "here"
    given: list[Announcement] = field(default_factory=list)

    async def announce(self, one: Announcement) -> bool:
        self.given.append(one)
        return True


@dataclass
class Day:
    now: datetime = datetime(2026, 11, 23, 15, tzinfo=UTC)


async def test_it_goes_to_its_room_or_where_somebody_spoke_last_or_nowhere() -> None:
    announcer, kitchen, bedroom = Announcer(None, lambda: Day.now), Heard("kitchen"), Heard("bedroom")
    assert not await announcer.say(Announcement("x", "en", "kitchen"))
    announcer.join(kitchen)
    announcer.join(bedroom)
    await announcer.say(Announcement("in its room", "en", "bedroom"))
    await announcer.say(Announcement("no such room", "en", "garage"))
    announcer.spoke(bedroom)
    await announcer.say(Announcement("wherever", "en"))
    assert [one.text for one in kitchen.given] == ["no such room"]
    assert [one.text for one in bedroom.given] == ["in its room", "wherever"]
    announcer.leave(kitchen)
    announcer.leave(bedroom)
    assert not await announcer.say(Announcement("x", "en", "kitchen"))


async def test_at_night_an_alarm_passes_and_chatter_waits_for_the_morning_as_one_list() -> None:
    day, kitchen = Day(datetime(2026, 11, 23, 23, 30, tzinfo=UTC)), Heard("kitchen")
    announcer = Announcer(hours("22:00-07:00"), lambda: day.now)
    announcer.join(kitchen)
    await announcer.say(Announcement("Wake up.", "en", importance="alarm"))
    assert await announcer.say(Announcement("One.", "en"))
    assert await announcer.say(Announcement("Two.", "en"))
    assert [one.text for one in kitchen.given] == ["Wake up."]
    async with asyncio.TaskGroup() as group:
        runs = group.create_task(announcer.run())
        await asyncio.sleep(60)
        day.now = datetime(2026, 11, 24, 7, 0, tzinfo=UTC)
        await asyncio.sleep(60)
        runs.cancel()
    assert [one.text for one in kitchen.given] == ["Wake up.", "There are 2 things to tell you. One. Two."]


def test_hours_of_quiet() -> None:
    assert hours("") is None
    assert hours("22:00-7:00") == (time(22), time(7))


@dataclass
class Noting(FakeSynthesizer):
    """Knows when it was asked to speak, in seconds since `start`."""

    start: float = 0.0
    at: list[float] = field(default_factory=list)

    async def synthesize(self, text: str, language: Language) -> AsyncGenerator[Audio, None]:
        self.at.append(asyncio.get_running_loop().time() - self.start)
        async for piece in super().synthesize(text, language):
            yield piece


@pytest.mark.slow
@pytest.mark.parametrize(("importance", "earliest", "latest"), [("chatter", 7.0, 10.0), ("alarm", 4.5, 6.9)])
async def test_it_does_not_speak_over_people_and_an_alarm_only_after_three_seconds(
    importance: Importance, earliest: float, latest: float
) -> None:
    room = Room()
    talk = Kitchen(room.line(1.0, room.say("we are talking to each other here", 6.0), 12.0), room)
    talk.synthesizer = noting = Noting(start=asyncio.get_running_loop().time())
    assert await talk.hears((2.0, Announcement("The washing is done.", "en", importance=importance))) == [True]
    assert earliest <= noting.at[0] <= latest


async def test_a_question_in_an_announcement_is_answered_without_the_wake_word() -> None:
    room = Room()
    answer = Line("Okay.")
    talk = Kitchen(room.line(4.5, room.say("yes please", 0.8), 8.0), room, {"yes please": answer})
    await talk.hears((1.0, Announcement("Shall I open the garage?", "en", importance="alarm", asks=True)))
    assert answer.acted == 1


@dataclass
class Film:
    runs: bool = True

    async def __call__(self, room: str) -> bool:
        return self.runs


async def test_chatter_waits_for_the_end_of_a_film_and_comes_as_one_list_and_an_alarm_does_not_wait() -> None:
    film, kitchen = Film(), Heard("kitchen")
    announcer = Announcer(None, lambda: Day.now, film)
    announcer.join(kitchen)
    for text in ("洗衣机好了。", "有人按门铃。"):
        assert await announcer.say(Announcement(text, "zh"))
    await announcer.say(Announcement("Your timer is done.", "en", importance="alarm"))
    async with asyncio.TaskGroup() as group:
        runs = group.create_task(announcer.run())
        await asyncio.sleep(100)
        assert [one.text for one in kitchen.given] == ["Your timer is done."]
        film.runs = False
        await asyncio.sleep(60)
        runs.cancel()
    assert [one.text for one in kitchen.given][1:] == ["有2件事要告诉你。洗衣机好了。有人按门铃。"]
