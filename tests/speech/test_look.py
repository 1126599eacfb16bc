"""A second look at a wake word: asked only where the word's own model says perhaps, beside the event loop, judged by both."""

from __future__ import annotations

import asyncio
import threading
from pathlib import Path
from typing import Any, cast

import numpy as np
import numpy.typing as npt
import pytest

from jarvisd.audio import RATE, Audio, from_floats, read
from jarvisd.config import SttConfig, WakeConfig, shipped
from jarvisd.errors import ModelBroken
from jarvisd.speech import Wakeup
from jarvisd.speech.wake import look
from jarvisd.speech.wake.clips import Clips, Near, kept
from jarvisd.speech.wake.features import STEP
from jarvisd.speech.wake.look import BINS, PLACES, Ears, Head, Looks
from jarvisd.speech.wake.openwakeword import OpenWakeWord
from jarvisd.speech.wake.training import second

Floats = npt.NDArray[np.float32]

WIDTH = 4
MODEL = "whisper-base"


def judge(shift: float = -3.0, model: str = MODEL) -> Head:
    """Adds up what is loud in the sound and three times the first model's logit."""
    return Head(model, np.ones(BINS * WIDTH, np.float32), 3.0, shift, -1.0)


class Word:
    """A word's own model that gives these scores, one a step; it is asked from the sixth step on."""

    def __init__(self, scores: list[float], head: Head | None) -> None:
        self.phrase, self.head, self._scores = "house", head, scores

    def score(self, history: Floats) -> float:
        return self._scores.pop(0) if self._scores else 0.0


class Features:
    def feed(self, step: Floats) -> None: ...

    def history(self) -> Floats:
        return np.zeros((1, 16, 96), np.float32)

    def reset(self) -> None: ...


class Ear:
    """An encoder that counts; what it gives is the same everywhere."""

    def __init__(self, gives: float = 0.0) -> None:
        self.gives, self.asked = gives, 0
        self.free = threading.Event()
        self.free.set()

    def encode(self, samples: Floats, frames: int) -> Floats:
        assert self.free.wait(5)
        self.asked += 1
        assert len(samples) == round(look.SECONDS * RATE)
        assert frames == look.FRAMES
        return np.full((frames // 2, WIDTH), self.gives, np.float32)


def device(scores: list[float], ear: Ear, head: Head | None = None) -> OpenWakeWord:
    word: Any = Word(scores, head or judge())
    return OpenWakeWord(WakeConfig(), cast(Any, Features()), [word], Looks(Ears(MODEL, ear.encode)))


def steps(count: int) -> list[Audio]:
    sound = from_floats(np.random.default_rng(1).normal(0, 0.1, count * STEP))
    return [Audio(sound.pcm[2 * STEP * number : 2 * STEP * (number + 1)]) for number in range(count)]


def under_way(kitchen: OpenWakeWord) -> asyncio.Future[float]:
    asked = kitchen._asked
    assert asked is not None
    assert isinstance(asked.answer, asyncio.Future)
    return asked.answer


def test_only_what_may_be_the_name_is_heard_again() -> None:
    ear = Ear()
    kitchen = device([0.01, 0.2, 0.01, 0.9], ear)
    assert [kitchen.detect(step) for step in steps(8)] == [None] * 8
    assert ear.asked == 0  # a logit of -1 is the score 0.27
    woken = kitchen.detect(steps(1)[0])
    assert ear.asked == 1
    assert woken is not None
    assert woken.phrase == "house"
    assert kitchen.scores == (woken.score,)


@pytest.mark.parametrize(("gives", "wakes"), [(-0.2, False), (0.0, True), (0.2, True)])
def test_both_decide(gives: float, wakes: bool) -> None:
    kitchen = device([0.8], Ear(gives))
    found = [kitchen.detect(step) for step in steps(6)]
    assert (found[-1] is not None) is wakes


def test_a_head_for_another_transcriber_is_left_alone() -> None:
    ear = Ear(-9.0)
    kitchen = device([0.8], ear, judge(model="whisper-tiny.en"))
    assert [kitchen.detect(step) for step in steps(6)][-1] is not None
    assert ear.asked == 0


def test_on_an_event_loop_nobody_waits_for_it() -> None:
    async def heard() -> tuple[list[Wakeup | None], Wakeup | None]:
        ear = Ear()
        ear.free.clear()
        kitchen = device([0.8, 0.8, 0.8], ear)
        before = [kitchen.detect(step) for step in steps(8)]  # the third score falls while the look is still under way
        ear.free.set()
        await under_way(kitchen)
        found = kitchen.detect(Audio(b""))
        assert ear.asked == 1
        return before, found

    before, found = asyncio.run(heard())
    assert before == [None] * 8
    assert found is not None
    assert found.at == pytest.approx(8 * STEP / RATE)  # noticed late,
    assert found.ended < found.at - 0.1  # but it ended where it did


def test_a_look_that_is_under_way_is_forgotten_with_what_was_heard() -> None:
    async def heard() -> list[Wakeup | None]:
        ear = Ear()
        ear.free.clear()
        kitchen = device([0.8], ear)
        for step in steps(6):
            kitchen.detect(step)
        looks = under_way(kitchen)
        kitchen.reset()
        ear.free.set()
        await looks
        return [kitchen.detect(step) for step in steps(3)]

    assert asyncio.run(heard()) == [None] * 3


def test_a_head_is_read_as_it_was_saved_and_a_broken_one_is_named(tmp_path: Path) -> None:
    path = tmp_path / "house.npz"
    assert look.head(path) is None
    path.write_bytes(judge().encoded())
    again = look.head(path)
    assert again is not None
    encoded = np.random.default_rng(1).normal(size=(PLACES + 20, WIDTH)).astype(np.float32)
    assert again.logit(0.5, encoded) == pytest.approx(judge().logit(0.5, encoded))
    path.write_bytes(b"not a head")
    with pytest.raises(ModelBroken, match=r"house\.npz"):
        look.head(path)


def test_a_look_hears_what_came_before_a_moment() -> None:
    sound = np.arange(3 * RATE, dtype=np.float32)
    assert second.before(sound, 2 * RATE)[-1] == 2 * RATE - 1
    early = second.before(sound, 100)
    assert len(early) == round(look.SECONDS * RATE)
    assert (early[-100:] == sound[:100]).all()
    assert not early[:-100].any()


def test_a_head_learns_to_tell_two_kinds_apart_however_many_there_are_of_each() -> None:
    rng = np.random.default_rng(5)
    yes, no = (rng.standard_normal((count, 40)).astype(np.float32) * 3 for count in (40, 400))
    yes[:, :8] += 6
    weights, shift = second.regression(yes, no)
    assert np.mean(yes @ weights + shift > 0) > 0.97
    assert np.mean(no @ weights + shift < 0) > 0.97
    again, _ = second.regression(yes, no)
    assert (weights == again).all()


def test_the_thresholds_become_the_scores_that_every_word_is_used_with() -> None:
    encoded = np.random.default_rng(1).normal(size=(PLACES, WIDTH)).astype(np.float32)
    logit = judge().logit(1.0, encoded)
    assert second.calibrated(judge(), logit, logit + 1, -1.0).logit(1.0, encoded) == pytest.approx(0, abs=1e-4)
    low = second.calibrated(judge(), logit - 1, logit, -1.0).logit(1.0, encoded)
    assert 1 / (1 + np.exp(-low)) == pytest.approx(0.7, abs=1e-4)


def test_the_word_that_ships_has_a_head_for_the_usual_transcriber() -> None:
    made = look.head(shipped("models/wake/jarvis.npz"))
    assert made is not None
    assert made.model == SttConfig().model
    assert WakeConfig().words == ("jarvis",)


def test_what_was_nearly_the_name_is_kept_where_that_is_wanted(tmp_path: Path) -> None:
    clips = Clips(tmp_path / "near", most=2)
    hardly, nearly, enough = 0.2, 0.47, 1.0  # what the ear gives with these weights: scores below, near and above the threshold
    for gives in (hardly, nearly, enough):
        word: Any = Word([0.0] * 20 + [0.9], judge(shift=-30.0))
        kitchen = OpenWakeWord(WakeConfig(), cast(Any, Features()), [word], Looks(Ears(MODEL, Ear(gives).encode)), clips)
        for step in steps(60):
            kitchen.detect(step)
    clips.close()
    assert [path.name.endswith(".wav") for path in kept(tmp_path / "near")] == [True]
    assert read(kept(tmp_path / "near")[0]).seconds == pytest.approx(look.SECONDS, abs=0.1)


def test_a_better_score_right_behind_it_makes_it_no_miss(tmp_path: Path) -> None:
    clips = Clips(tmp_path)
    word: Any = Word([0.0] * 3 + [0.4, 0.9], None)
    kitchen = OpenWakeWord(WakeConfig(), cast(Any, Features()), [word], None, clips)
    assert any(kitchen.detect(step) for step in steps(40))
    clips.close()
    assert kept(tmp_path) == []


def test_of_near_misses_the_newest_are_kept_and_a_folder_that_cannot_be_written_harms_nothing(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    sound = np.zeros(RATE, np.float32)
    clips = Clips(tmp_path / "near", most=3)
    for number in range(5):
        clips.keep(Near(0.1 * number, sound, 0))
    clips.close()
    assert [path.name[-9:-4] for path in kept(tmp_path / "near")] == ["0.200", "0.300", "0.400"]
    (tmp_path / "file").write_text("in the way")
    clips = Clips(tmp_path / "file")
    clips.keep(Near(0.1, sound, 0))
    clips.close()
    assert "not kept" in caplog.text
