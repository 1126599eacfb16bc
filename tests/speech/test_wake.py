"""The wake word: heard when it is said, at no other time, with the scores of the package that trained it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

import numpy as np
import pytest

from jarvisd.audio import RATE, Audio, from_floats, join, read, silence
from jarvisd.config import SttConfig, WakeConfig
from jarvisd.errors import ConfigError, EngineError, ModelBroken
from jarvisd.speech import WakeWord, stt, wake
from jarvisd.speech.onnx import open_model
from jarvisd.speech.stt import Encoder
from jarvisd.speech.wake import hiss
from jarvisd.speech.wake.look import Ears, Looks
from tests.conftest import AUDIO
from tests.speech.hearing import chunks, clip, mixed, music, noise, wakeups

Find = Callable[[str], Path]
Make = Callable[[], WakeWord]


@pytest.fixture(scope="module")
def looks(find: Find) -> Looks:
    transcriber = stt.load(SttConfig(), ("en", "zh"), find)
    assert isinstance(transcriber, Encoder)
    return Looks(Ears(SttConfig().model, transcriber.encode))


@pytest.fixture(scope="module")
def make(find: Find, looks: Looks) -> Make:
    return partial(wake.load(WakeConfig(), find), looks)


@pytest.mark.engine
def test_scores_equal_those_of_the_package_openwakeword(find: Find) -> None:
    from jarvisd.speech.wake import openwakeword
    from jarvisd.speech.wake.features import EMBEDDING, HISTORY, STEP, Features, open_features

    models = open_features(find("openwakeword-features"))
    features = Features(models, np.zeros((HISTORY, EMBEDDING), dtype=np.float32))
    word = openwakeword.word("hey-jarvis", find)
    samples = clip("wake_call").samples.astype(np.float32)
    steps = len(samples) // STEP
    ours = []
    for step in samples[: steps * STEP].reshape(steps, -1):
        features.feed(step)
        ours.append(word.score(features.history()))
    lines = (AUDIO / "wake_call.scores").read_text(encoding="utf-8").splitlines()
    theirs = [float(line) for line in lines if not line.startswith("#")]
    known = HISTORY  # before it the package looks at noise that is different each time
    assert len(ours) == len(theirs)
    assert max(theirs) > 0.9
    assert np.abs(np.array(ours) - np.array(theirs))[known:].max() < 1e-3


@pytest.mark.engine
def test_every_call_wakes_once(make: Make) -> None:
    first, second = wakeups(make(), clip("wake_call"))
    assert first.phrase == second.phrase == "jarvis"
    assert min(first.score, second.score) >= 0.5
    assert 1.9 < first.at < 2.6
    assert first.level > -40


@pytest.mark.engine
def test_what_is_left_out_while_the_room_is_quiet_is_made_up_for_when_somebody_speaks(find: Find) -> None:
    from jarvisd.speech.wake.features import EMBEDDING, HISTORY, STEP, Features, open_features

    models = open_features(find("openwakeword-features"))
    start = np.zeros((HISTORY, EMBEDDING), dtype=np.float32)
    eager, lazy = Features(models, start), Features(models, start)
    samples = clip("wake_call").samples.astype(np.float32)[: 40 * STEP]
    for number, step in enumerate(samples.reshape(40, -1)):
        eager.feed(step)
        lazy.feed(step)
        eager.history()
        if number < 2 or number == 25:
            lazy.history()
    assert np.abs(eager.history() - lazy.history()).max() < 1e-3


@pytest.mark.engine
def test_a_whole_sound_at_once_gives_what_a_stream_gives(find: Find) -> None:
    from jarvisd.speech.wake.features import EMBEDDING, HISTORY, STEP, Features, Models, open_features, whole

    models = open_features(find("openwakeword-features"))
    samples = clip("wake_call").samples.astype(np.float32)
    stream = Features(models, np.zeros((HISTORY, EMBEDDING), dtype=np.float32))
    said = []
    for step in samples[: len(samples) // STEP * STEP].reshape(-1, STEP):
        stream.feed(step)
        said.append(stream.history()[0, -1].copy())
    one_by_one = Models(models.mel, open_model(find("openwakeword-features") / "embedding_model.onnx"), False)
    assert models.free
    for made in (whole(models, samples), whole(one_by_one, samples)):
        assert np.abs(made - np.stack(said)).max() < 1e-3


@pytest.mark.engine
def test_without_a_second_look_a_call_is_heard_too(find: Find) -> None:
    assert {found.phrase for found in wakeups(wake.load(WakeConfig(sensitivity="high"), find)(), clip("wake_call"))} == {"jarvis"}


@pytest.mark.engine
def test_the_bare_name_is_heard(make: Make) -> None:
    [found] = wakeups(make(), join([silence(1.5), read(AUDIO / "wake_bare.wav"), silence(1.0)]))
    assert found.phrase == "jarvis"


@pytest.mark.engine
@pytest.mark.parametrize("room", [None, -60.0, -50.0], ids=["dead", "quiet", "fan"])
def test_a_call_after_a_long_quiet_is_heard(make: Make, room: float | None) -> None:
    sound = join([silence(14), clip("wake_call").cut(1.0, 3.2)])
    assert len(wakeups(make(), sound if room is None else mixed(sound, noise(17, room)))) == 1


@pytest.mark.engine
def test_two_devices_do_not_hear_each_other(make: Make) -> None:
    kitchen, bedroom = make(), make()
    heard = [
        (kitchen.detect(here), bedroom.detect(there))
        for here, there in zip(*map(chunks, (clip("wake_call"), noise(7.6, -40))), strict=False)
    ]
    assert sum(here is not None for here, _ in heard) == 2
    assert all(there is None for _, there in heard)


@pytest.mark.engine
def test_within_the_refractory_time_it_does_not_fire_again(find: Find, looks: Looks) -> None:
    patient = wake.load(WakeConfig(refractory=10.0), find)(looks)
    assert len(wakeups(patient, clip("wake_call"))) == 1


@pytest.mark.engine
def test_a_trigger_level_wants_as_many_scores_in_a_row(find: Find) -> None:
    words = ("hey-jarvis",)
    careful, strict = (wake.load(WakeConfig(words=words, trigger_level=level), find)() for level in (3, 40))
    quick = wakeups(wake.load(WakeConfig(words=words), find)(), clip("wake_call"))
    late = wakeups(careful, clip("wake_call"))
    assert late[0].at == pytest.approx(quick[0].at + 0.16, abs=0.04)
    assert late[0].ended == pytest.approx(quick[0].ended, abs=0.15)
    assert wakeups(strict, clip("wake_call")) == []


@pytest.mark.engine
def test_after_a_reset_what_was_said_before_is_forgotten_but_the_clock_goes_on(make: Make) -> None:
    device = make()
    [first, _] = wakeups(make(), clip("wake_call"))
    sound = clip("wake_call")
    assert wakeups(device, sound.cut(0, first.at - 0.2)) == []
    device.reset()
    [only] = wakeups(device, sound.cut(first.at - 0.2))
    assert only.at > first.at + 1


@pytest.mark.engine
def test_several_words_and_paths_share_one_pass_and_say_which_was_said(find: Find) -> None:
    path = next(find("hey-jarvis").glob("*.onnx"))
    device = wake.load(WakeConfig(words=(str(path), "hey-jarvis")), find)()
    assert {found.phrase for found in wakeups(device, clip("wake_call"))} <= {path.stem, "hey-jarvis"}


@pytest.mark.engine
@pytest.mark.parametrize("name", ["wake_breath_en", "wake_breath_zh"])
def test_the_command_in_the_same_breath_begins_where_the_word_ended(make: Make, name: str) -> None:
    [found] = wakeups(make(), clip(name))
    assert found.at - 0.3 <= found.ended <= found.at + 0.15


@pytest.mark.engine
@pytest.mark.parametrize(
    "sound", [silence(10), noise(10, -50), noise(10, -20), noise(10, -6), music(10)], ids=["silence", "faint", "noise", "loud", "music"]
)
def test_silence_noise_and_music_do_not_wake(make: Make, sound: Audio) -> None:
    assert wakeups(make(), sound) == []


@pytest.mark.engine
def test_ten_minutes_of_speech_without_its_name_do_not_wake(make: Make) -> None:
    names = ("speech_en", "speech_zh", "question_en", "question_zh", "short_stop", "short_yes", "short_haode", "short_ting")
    said = [clip(name) for name in names]
    voices = [Audio(each.pcm, rate).at(RATE) for rate in (13_600, 14_800, 16_000, 17_200, 18_600) for each in said]  # deeper and higher
    tape = join(voices)
    device, heard = make(), 0.0
    while heard < 600:
        assert wakeups(device, tape) == []
        heard += tape.seconds


@pytest.mark.engine
def test_sound_of_another_rate_is_refused(make: Make) -> None:
    with pytest.raises(EngineError, match="16000 Hz"):
        make().detect(silence(0.032, 48_000))


@pytest.mark.engine
def test_a_file_that_is_no_wake_word_is_named(find: Find, tmp_path: Path) -> None:
    broken = tmp_path / "hey-house.onnx"
    broken.write_bytes(b"not a model")
    with pytest.raises(ModelBroken, match=r"hey-house\.onnx"):
        wake.load(WakeConfig(words=(str(broken),)), find)
    with pytest.raises(ConfigError, match="no such file"):
        wake.load(WakeConfig(words=(str(tmp_path / "gone.onnx"),)), find)
    with pytest.raises(ConfigError, match="16 embeddings"):
        wake.load(WakeConfig(words=(str(find("openwakeword-features") / "embedding_model.onnx"),)), find)


def test_an_engine_that_is_not_known_is_named() -> None:
    with pytest.raises(ConfigError, match="openwakeword"):
        wake.load(WakeConfig(engine="ear"), lambda name: Path(name))


def _vowel(seconds: float) -> Audio:
    time = np.arange(round(seconds * RATE)) / RATE
    return from_floats(np.sum([np.sin(2 * np.pi * hertz * time) for hertz in (150, 700, 1200)], axis=0) * 0.1)


def _hiss(seconds: float) -> Audio:
    shaped = np.diff(noise(seconds, -20).floats, n=3, prepend=0, append=[0, 0])
    return from_floats(shaped[: round(seconds * RATE)] * 0.3)


@pytest.mark.parametrize(("after", "end"), [(0.0, 0.0), (0.1, -0.1), (0.18, -0.18)], ids=["going on", "just over", "over"])
def test_the_end_of_a_word_is_the_end_of_its_hiss(after: float, end: float) -> None:
    sound = join([_vowel(0.4), _hiss(0.06), _vowel(after)])
    assert hiss.word_end(sound.floats) == pytest.approx(end, abs=0.025)


@pytest.mark.parametrize("next_word", [[_vowel(0.06), _hiss(0.05)], [_vowel(0.03), _hiss(0.04), _vowel(0.05)], [_hiss(0.1)]])
def test_the_hiss_of_the_next_word_is_not_taken_for_it(next_word: list[Audio]) -> None:
    following = join(next_word)
    sound = join([silence(0.2), _vowel(0.15), _hiss(0.04), _vowel(0.25), _hiss(0.06), following])
    assert hiss.word_end(sound.floats) == pytest.approx(-following.seconds, abs=0.035)


def test_a_crack_before_the_hiss_is_not_taken_for_it() -> None:
    crack = join([silence(0.01), _hiss(0.004), silence(0.01)])
    sound = join([silence(0.2), _vowel(0.15), _hiss(0.04), _vowel(0.25), crack, _vowel(0.08), _hiss(0.06), _vowel(0.1)])
    assert hiss.word_end(sound.floats) == pytest.approx(-0.1, abs=0.035)


def test_where_no_hiss_was_heard_yet_it_is_still_to_come() -> None:
    assert hiss.word_end(_vowel(0.5).floats) > 0.03
    assert hiss.word_end(join([_hiss(0.1), _vowel(0.4)]).floats) > 0.03
    assert hiss.word_end(join([silence(0.3), _vowel(0.15), _hiss(0.04), _vowel(0.24)]).floats) > 0.03  # Hey Jar
