"""The bench of the wake word: seeded noise and rooms, honest counting."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import numpy as np
import pytest

from jarvisd import audio, cli
from jarvisd.audio import RATE, Audio, from_floats, join, read
from jarvisd.bench import wake
from jarvisd.config import Config, WakeConfig, paths
from jarvisd.engines import wake_alone
from tests.conftest import AUDIO
from tests.speech.hearing import noise


def called(*arguments: str) -> object:
    with pytest.raises(SystemExit) as ended:
        cli.main(["bench", "wake", *arguments])
    return ended.value.code


def tone(seconds: float) -> Audio:
    time = np.arange(round(seconds * RATE)) / RATE
    return from_floats(np.sin(2 * np.pi * 300 * time) * 0.1)


def test_without_recordings_it_ends_with_2_and_a_word(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert called() == 2
    assert "--positives" in capsys.readouterr().err


@pytest.mark.engine
def test_an_empty_folder_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert called("--negatives", str(tmp_path)) == 2
    assert "no recordings" in capsys.readouterr().err


@pytest.mark.parametrize("snr", [0.0, 10.0, 20.0])
def test_noise_lies_as_many_decibels_below_the_call_as_was_asked_for(snr: float) -> None:
    clean, _ = wake.scene(tone(1), np.random.default_rng(1), None, False)
    mixed, _ = wake.scene(tone(1), np.random.default_rng(1), snr, False)
    apart = from_floats(mixed.floats - clean.floats)
    assert tone(1).level - apart.level == pytest.approx(snr, abs=1.0)


def test_the_same_seed_gives_the_same_room_and_noise_and_another_seed_others() -> None:
    made = [wake.scene(tone(1), np.random.default_rng(seed), 10, True)[0].pcm for seed in (1, 1, 2)]
    assert made[0] == made[1] != made[2]


def test_false_alarms_are_counted_once_within_the_refractory_time() -> None:
    scores = [0.0] * 200
    scores[20] = scores[21] = scores[30] = scores[100] = 0.8
    assert wake.alarms(scores, 0.5, 2.0) == 2
    assert wake.alarms(scores, 0.9, 2.0) == 0


@pytest.mark.engine
def test_calls_and_silence_give_the_figures_of_the_issue(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    yes, no = tmp_path / "yes", tmp_path / "no/talk"
    yes.mkdir()
    no.mkdir(parents=True)
    shutil.copy(AUDIO / "wake_call.wav", yes)
    audio.write(yes / "none.wav", noise(3, -40))
    shutil.copy(AUDIO / "speech_en.wav", no)
    assert called("--positives", str(yes), "--negatives", str(tmp_path / "no"), "--json") == 0
    said = capsys.readouterr()
    figures = json.loads(said.out)
    assert set(figures) == {"miss_percent", "false_alarms", "hours", "per_hour", "cpu_percent", "curve"}
    assert figures["miss_percent"] == 50
    assert figures["false_alarms"] == 0
    assert figures["hours"] > 0
    assert 0 < figures["cpu_percent"] < 100  # of what is heard in a house where nobody calls
    assert figures["curve"][0]["threshold"] == 0.1
    assert "talk: 0 false alarms" in said.err


@pytest.mark.engine
def test_a_recording_that_is_known_to_its_end_gives_the_scores_of_a_stream() -> None:
    make = wake_alone(Config(), paths(None, None))
    sound = join([read(AUDIO / "wake_call.wav"), read(AUDIO / "speech_en.wav")])
    stream, known = wake.play(make, sound, 2.0), wake.play(make, sound, 2.0, known=True)
    assert max(stream.scores) > 0.5
    assert np.abs(np.array(stream.scores) - np.array(known.scores)).max() < 1e-3
    assert [woken.at for woken in known.wakeups] == [woken.at for woken in stream.wakeups]
    assert known.streamed == 0


@pytest.mark.engine
def test_the_curve_knows_the_best_score_of_a_call_and_the_count_its_first() -> None:
    here = Config(wake=WakeConfig(refractory=0.0))
    sound = read(AUDIO / "wake_call.wav")
    restless, resting = (wake.play(wake_alone(config, paths(None, None)), sound, 2.0) for config in (here, Config()))
    assert [woken.at for woken in restless.wakeups] == [woken.at for woken in resting.wakeups]
    assert len(restless.wakeups) == 2  # it is called twice
    assert sum(score >= 0.5 for score in restless.scores) > sum(score >= 0.5 for score in resting.scores)
