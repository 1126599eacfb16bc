"""A bare "stop": heard over what the house says and at no other time, beside the name and without harm to it."""

from __future__ import annotations

import asyncio
from functools import partial
from pathlib import Path
from typing import Any, cast

import pytest

from jarvisd.audio import RATE, Audio, join, silence
from jarvisd.config import SttConfig, WakeConfig, shipped
from jarvisd.speech import Wakeup, WakeWord, stt, wake
from jarvisd.speech.stt import Encoder
from jarvisd.speech.wake import look
from jarvisd.speech.wake.clips import Clips, kept
from jarvisd.speech.wake.look import Ears, Head, Looks
from jarvisd.speech.wake.openwakeword import OpenWakeWord
from tests.speech.hearing import chunks, clip, noise
from tests.speech.test_look import MODEL, Ear, Features, Word, judge, steps, under_way


def device(
    name: list[float], stop: list[float], ear: Ear | None = None, head: Head | None = None, clips: Clips | None = None
) -> OpenWakeWord:
    words: Any = Word(name, None), Word(stop, head)
    return OpenWakeWord(WakeConfig(), cast(Any, Features()), [words[0]], Looks(Ears(MODEL, ear.encode)) if ear else None, clips, words[1])


def heard(kitchen: OpenWakeWord, count: int, over: bool) -> list[Wakeup]:
    return [found for step in steps(count) if (found := kitchen.detect(step, over)) is not None]


@pytest.mark.parametrize("over", [True, False])
def test_it_is_listened_for_only_while_the_house_speaks(over: bool) -> None:
    kitchen = device([], [0.9] * 3)
    assert [found.stops for found in heard(kitchen, 6, over)] == ([True] if over else [])
    assert kitchen.scores == (0.0,)  # of names alone: what a bench and a live test look at


def test_the_name_is_heard_right_behind_it() -> None:
    kitchen = device([0.1, 0.1, 0.9], [0.1, 0.9])
    assert [found.stops for found in heard(kitchen, 8, True)] == [True, False]


def test_it_is_heard_right_behind_the_name() -> None:
    kitchen = device([0.9, 0.9, 0.9], [0.1, 0.1, 0.8])
    assert [found.stops for found in heard(kitchen, 8, True)] == [False, True]


def test_a_look_at_it_that_ends_when_the_house_is_silent_again_wakes_nobody() -> None:
    async def late(over: bool) -> Wakeup | None:
        ear = Ear()
        ear.free.clear()
        kitchen = device([], [0.8], ear, judge())
        assert heard(kitchen, 6, True) == []
        ear.free.set()
        await under_way(kitchen)
        return kitchen.detect(Audio(b""), over)

    assert asyncio.run(late(True)) is not None
    assert asyncio.run(late(False)) is None


def test_what_is_nearly_a_stop_is_not_kept_as_a_near_miss_of_the_name(tmp_path: Path) -> None:
    clips = Clips(tmp_path)
    for ear in (None, Ear(-0.01)):
        heard(device([], [0.4], ear, judge(), clips), 40, True)
    clips.close()
    assert kept(tmp_path) == []


def test_what_ships_has_a_head_for_the_usual_transcriber_and_may_be_left_out() -> None:
    made = look.head(shipped(f"models/wake/{WakeConfig().stop}.npz"))
    assert made is not None
    assert made.model == SttConfig().model


@pytest.fixture(scope="module")
def make(find: Any) -> Any:
    transcriber = stt.load(SttConfig(), ("en", "zh"), find)
    assert isinstance(transcriber, Encoder)
    return partial(wake.load(WakeConfig(), find), Looks(Ears(SttConfig().model, transcriber.encode)))


def found(kitchen: WakeWord, sound: Audio, over: bool) -> list[Wakeup]:
    return [woken for chunk in chunks(sound) if (woken := kitchen.detect(chunk, over)) is not None]


@pytest.mark.engine
@pytest.mark.parametrize("level", [-70.0, -50.0], ids=["quiet", "fan"])
def test_stop_is_heard_soon_after_its_end(make: Any, level: float) -> None:
    word = clip("short_stop")
    sound = join([silence(2.0), word, silence(1.0)])
    sound = Audio((sound.samples + noise(sound.seconds, level).samples[: len(sound.samples)]).tobytes(), RATE)
    one, *_ = found(make(), sound, True)
    assert one.stops
    assert one.at < 2.0 + word.seconds + 0.3
    assert found(make(), sound, False) == []


@pytest.mark.engine
@pytest.mark.parametrize("name", ["speech_en", "speech_zh", "question_en", "question_zh", "short_yes", "short_off", "short_haode"])
def test_other_words_over_what_the_house_says_are_none(make: Any, name: str) -> None:
    assert [woken for woken in found(make(), join([silence(2.0), clip(name), silence(1.0)]), True) if woken.stops] == []


@pytest.mark.engine
def test_without_it_only_the_name_is_listened_for(find: Any) -> None:
    assert found(wake.load(WakeConfig(stop=""), find)(), join([silence(2.0), clip("short_stop"), silence(1.0)]), True) == []
