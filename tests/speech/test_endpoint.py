"""Where a turn ends: short words like long ones, pauses are no ends, and a noise that goes on holds nothing open."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from jarvisd.audio import CHUNK, RATE, Audio, join, silence
from jarvisd.config import EndpointConfig, VadConfig
from jarvisd.speech import Vad, vad
from jarvisd.speech.endpoint import Began, Drafted, Ended, Endpointer, Resumed, Step, Unspoken
from tests.speech.hearing import chunks, clip, mixed, noise

STEP = CHUNK / RATE
Track = Iterable[tuple[float, float, float]]  # seconds of (probability, level)


def run(track: Track, config: EndpointConfig = EndpointConfig(), wake_level: float | None = None) -> list[tuple[float, Step]]:
    """What a made-up track of probabilities and levels leads to, and when."""
    turn, steps, now = Endpointer(config, 0.5, wake_level), [], 0.0
    for seconds, probability, level in track:
        for number in range(round(seconds / STEP)):
            now += STEP
            sway = 4.0 if number % 4 < 2 else -4.0  # syllables
            if (step := turn.feed(STEP, probability, level + (sway if probability > 0.5 else 0.0))) is not None:
                steps.append((now, step))
    return steps


def speech(seconds: float, level: float = -25.0) -> tuple[float, float, float]:
    return seconds, 0.95, level


def pause(seconds: float, level: float = -65.0) -> tuple[float, float, float]:
    return seconds, 0.05, level


def kinds(steps: list[tuple[float, Step]]) -> list[type]:
    return [type(step) for _, step in steps]


@pytest.mark.parametrize("seconds", [0.2, 0.26, 0.4, 1.5, 6.0])
def test_a_word_of_any_length_ends_half_a_second_after_it(seconds: float) -> None:
    steps = run([pause(1), speech(seconds), pause(2)])
    assert kinds(steps) == [Began, Drafted, Ended]
    (_, began), (drafted_at, drafted), (ended_at, ended) = steps
    assert isinstance(began, Began)
    assert isinstance(drafted, Drafted)
    assert isinstance(ended, Ended)
    assert began.at == pytest.approx(1, abs=0.04)
    assert drafted.ended == ended.ended == pytest.approx(1 + seconds, abs=0.04)
    assert drafted_at == pytest.approx(1 + seconds + 0.12, abs=0.05)
    assert ended_at == pytest.approx(1 + seconds + 0.5, abs=0.05)
    assert not ended.cut


def test_a_pause_within_a_sentence_takes_the_draft_back_and_ends_nothing() -> None:
    steps = run([speech(0.8), pause(0.3), speech(0.8), pause(1)])
    assert kinds(steps) == [Began, Drafted, Resumed, Drafted, Ended]
    last = steps[-1][1]
    assert isinstance(last, Ended)
    assert last.ended == pytest.approx(1.9, abs=0.05)


def test_a_click_in_the_silence_neither_resumes_nor_delays() -> None:
    steps = run([speech(0.8), pause(0.256), speech(0.032), pause(1)])
    assert kinds(steps) == [Began, Drafted, Ended]
    assert steps[-1][0] == pytest.approx(1.3, abs=0.05)


def test_a_click_or_a_cough_begins_nothing() -> None:
    assert kinds(run([pause(1), speech(0.1), pause(1), speech(0.1), pause(7)])) == [Unspoken]


def test_where_nobody_speaks_listening_ends_after_eight_seconds() -> None:
    [(at, step)] = run([pause(20)])
    assert isinstance(step, Unspoken)
    assert at == pytest.approx(8, abs=0.05)


def test_who_begins_just_before_the_eight_seconds_is_heard_out() -> None:
    assert kinds(run([pause(7.9), speech(1), pause(1)])) == [Began, Drafted, Ended]


def test_the_longest_turn_is_cut() -> None:
    steps = run([speech(30)])
    assert kinds(steps) == [Began, Ended]
    at, ended = steps[-1]
    assert isinstance(ended, Ended)
    assert ended.cut
    assert at == pytest.approx(15, abs=0.05)


def test_patience_may_be_lowered_while_the_silence_is_counted() -> None:
    turn = Endpointer(EndpointConfig(), 0.5)
    steps: list[tuple[float, Step]] = []
    for number in range(100):
        voice = number * STEP < 0.8
        step = turn.feed(STEP, 0.95 if voice else 0.05, -25 + number % 3 * 5 if voice else -65)
        if step is not None:
            steps.append((number * STEP, step))
        if isinstance(step, Drafted):
            turn.patience = 0.3
    assert kinds(steps) == [Began, Drafted, Ended]
    assert steps[-1][0] == pytest.approx(1.1, abs=0.05)


def test_without_drafts_there_is_only_the_end() -> None:
    assert kinds(run([speech(1), pause(1)], EndpointConfig(draft=0))) == [Began, Ended]


def test_a_fan_that_the_detector_takes_for_voice_does_not_hold_the_turn() -> None:
    fan = [(3.0, 0.9, -27.0)]
    turn, ends = Endpointer(EndpointConfig(), 0.5), []
    for seconds, probability, level in [speech(1.0), *fan]:
        for number in range(round(seconds / STEP)):
            sway = (4.0 if number % 4 < 2 else -4.0) if level == -25 else 0.3 * (number % 2)
            if isinstance(step := turn.feed(STEP, probability, level + sway), Ended):
                ends.append(step)
    assert ends
    assert not ends[0].cut


def test_a_television_that_is_fainter_than_the_speaker_neither_begins_nor_holds_a_turn() -> None:
    steps = run([speech(2, -45), speech(1, -22), speech(3, -45)], wake_level=-20)
    assert kinds(steps) == [Began, Drafted, Ended]
    (_, began), *_, (at, _) = steps
    assert isinstance(began, Began)
    assert began.at == pytest.approx(1.7, abs=0.05)
    assert at < 3.9


def test_a_voice_that_falls_towards_the_end_is_heard_to_its_end() -> None:
    falling = [speech(0.3, -22.0 - 2 * number) for number in range(6)]
    steps = run([*falling, pause(1)])
    last = steps[-1][1]
    assert isinstance(last, Ended)
    assert last.ended == pytest.approx(1.8, abs=0.08)


def test_after_the_end_nothing_more_is_told() -> None:
    assert kinds(run([speech(1), pause(1), speech(1), pause(1)])) == [Began, Drafted, Ended]


@pytest.fixture(scope="module")
def detector(find: Callable[[str], Path]) -> Vad:
    return vad.load(VadConfig(), find)()


def hear(detector: Vad, audio: Audio, wake_level: float | None = None) -> list[tuple[float, Step]]:
    """What real sound leads to."""
    detector.reset()
    turn, steps, now = Endpointer(EndpointConfig(), 0.5, wake_level), [], 0.0
    for chunk in chunks(audio):
        now += chunk.seconds
        if (step := turn.feed(chunk.seconds, detector.probability(chunk), chunk.level)) is not None:
            steps.append((now, step))
    return steps


SHORT = ["short_stop", "short_yes", "short_off", "short_haode", "short_ting"]


@pytest.mark.engine
@pytest.mark.parametrize("background", [None, -55.0], ids=["quiet", "fan"])
@pytest.mark.parametrize("name", [*SHORT, "speech_en", "speech_zh"])
def test_real_words_and_sentences_end_on_their_own(detector: Vad, name: str, background: float | None) -> None:
    said = join([clip(name), silence(1.5)])
    steps = hear(detector, said if background is None else mixed(said, noise(5, background)))
    assert kinds(steps)[0] is Began
    assert kinds(steps).count(Ended) == 1
    at, ended = steps[-1]
    assert isinstance(ended, Ended)
    assert not ended.cut
    assert ended.ended == pytest.approx(_loud_until(clip(name)), abs=0.3)
    assert at - ended.ended == pytest.approx(0.5, abs=0.05)


@pytest.mark.engine
def test_a_real_television_in_the_background_does_not_hold_the_turn(detector: Vad) -> None:
    television = clip("speech_en").cut(0.5)
    faint = Audio((television.samples // 10).astype("<i2").tobytes())  # -20 dB
    said = join([clip("speech_zh"), silence(4)])
    steps = hear(detector, mixed(said, faint), wake_level=-18)
    at, ended = steps[-1]
    assert isinstance(ended, Ended)
    assert not ended.cut
    assert at < _loud_until(clip("speech_zh")) + 1.5


@pytest.mark.engine
@pytest.mark.parametrize("level", [-60.0, -30.0], ids=["faint", "loud"])
def test_noise_alone_is_nobody(detector: Vad, level: float) -> None:
    assert kinds(hear(detector, noise(9, level))) == [Unspoken]


def _loud_until(audio: Audio) -> float:
    """Seconds at which the sound last was within 30 dB of its loudest."""
    levels = [chunk.level for chunk in chunks(audio)]
    return (max(number for number, level in enumerate(levels) if level > max(levels) - 30) + 1) * STEP
