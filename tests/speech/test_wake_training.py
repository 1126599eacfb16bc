"""Learning a wake word: what it may learn from, what it tells of a name, and what it writes."""

from __future__ import annotations

import ctypes
import random
import re
from collections.abc import Callable
from pathlib import Path

import numpy as np
import onnxruntime
import pytest

from jarvisd import audio
from jarvisd.audio import RATE, Audio, from_floats, join, silence
from jarvisd.errors import ConfigError, StorageError
from jarvisd.messages import Language
from jarvisd.speech.wake.features import STEP, open_features
from jarvisd.speech.wake.training import card, course, examine, name, network, noises, onnx_file, second, sentences, study, takes, talk
from jarvisd.speech.wake.training.course import Material
from jarvisd.speech.wake.training.examine import Held, Point
from jarvisd.speech.wake.training.learn import found
from jarvisd.speech.wake.training.lessons import lessons
from jarvisd.speech.wake.training.one_core import one_core
from jarvisd.speech.wake.training.scenes import Scene
from tests.speech.hearing import clip, noise

Find = Callable[[str], Path]


def word(hertz: float = 300.0, seconds: float = 0.6, rate: int = RATE) -> Audio:
    """Something as long as a name, with a swell."""
    time = np.arange(round(seconds * rate)) / rate
    return from_floats(np.sin(2 * np.pi * hertz * time) * np.sin(np.pi * time / seconds) * 0.4, rate)


def recording(*parts: Audio) -> Audio:
    return join([silence(0.6, parts[0].rate), *parts, silence(0.8, parts[0].rate)])


def test_the_word_is_found_in_its_recording() -> None:
    found = takes.take(recording(word()), "one.wav")
    assert found.start == pytest.approx(0.65, abs=0.08)
    assert found.end == pytest.approx(1.15, abs=0.08)


@pytest.mark.parametrize("rate", [8_000, 22_050, 44_100, 48_000])
def test_a_recording_of_another_rate_is_the_same_word(rate: int) -> None:
    found = takes.take(recording(word(rate=rate)), "one.wav")
    assert found.end == pytest.approx(1.15, abs=0.08)


@pytest.mark.parametrize(
    ("sound", "reason"),
    [
        (silence(3), "nothing is said"),
        (silence(0.01), "nothing is said"),
        (from_floats(np.clip(recording(word()).floats * 20, -1, 1)), "clipped"),
        (recording(word(), silence(0.7), word()), "2 words"),
        (recording(word(seconds=2.5)), "2.* s, which is more than a name"),
    ],
    ids=["silent", "nothing", "clipped", "two words", "a sentence"],
)
def test_what_cannot_be_learned_from_says_why(sound: Audio, reason: str) -> None:
    with pytest.raises(takes.Unfit, match=reason):
        takes.take(sound, "one.wav")


@pytest.mark.parametrize(("given", "file"), [("Computer", "computer"), ("Hey Anna", "hey-anna"), ("贾维斯", "贾维斯"), ("小贾", "小贾")])
def test_a_name_becomes_a_file_in_both_languages(given: str, file: str) -> None:
    assert name.file_name(given) == file


@pytest.mark.parametrize("given", ["", "7", "../etc/passwd", "a/b", "x" * 60, "-", "\n"])
def test_what_is_no_name_is_refused(given: str) -> None:
    with pytest.raises(ConfigError, match="no name"):
        name.file_name(given)


@pytest.mark.parametrize(
    ("given", "doubt"), [("Bob", "one syllable"), ("贾", "one syllable"), ("Computer", "often said"), ("你好", "often said")]
)
def test_a_short_or_a_common_name_is_warned_of(given: str, doubt: str) -> None:
    assert doubt in " ".join(name.doubts(given))


@pytest.mark.parametrize("given", ["Jarvis", "Anastasia", "贾维斯", "小贾"])
def test_a_good_name_is_not(given: str) -> None:
    assert name.doubts(given) == []


def test_voices_are_told_to_say_the_name_in_its_language() -> None:
    assert {line.language for line in name.calls("小贾")} == {"zh"}
    assert all("小贾" in line.text for line in name.calls("小贾"))
    assert all("Computer" in line.text for line in name.calls("Computer"))


@pytest.mark.parametrize(("given", "language"), [("Computer", "en"), ("Anastasia", "en"), ("小贾", "zh"), ("贾维斯", "zh")])
def test_what_sounds_like_a_name_is_made_of_its_syllables(given: str, language: Language) -> None:
    made = sentences.near(given, language, 40, random.Random(1))
    assert made == sentences.near(given, language, 40, random.Random(1))
    assert len(set(made)) == 40
    own = set(sentences.parts(given, language))
    assert all(any(part in word for part in own) for word in made)
    assert [word for word in made if sentences.sounds(word) == sentences.sounds(given)] == []


@pytest.mark.parametrize(("given", "language", "like"), [("Computer", "en", "comp"), ("小贾", "zh", "[家加下]")])
def test_talk_is_what_is_said_in_a_house_and_much_of_it_sounds_like_the_name(given: str, language: Language, like: str) -> None:
    said = sentences.talk(given, language, 200, random.Random(1))
    assert len(set(said)) == 200
    assert not [text for text in said if given.lower() in text.lower()]
    every = sentences.shipped_sentences(language)
    assert sum(bool(re.search(like, text)) for text in said) / 200 > 1.5 * sum(bool(re.search(like, text)) for text in every) / len(every)


def test_of_a_word_its_halves_are_told_from_it_whoever_talks_beside_them() -> None:
    found = takes.take(recording(word()), "one.wav")
    others = [noise(2.0, -30).floats]
    made = list(study.pieces(np.random.default_rng(1), [found], others, 4))
    again = list(study.pieces(np.random.default_rng(1), [found], others, 4))
    assert len(made) == 6
    assert all(np.array_equal(one, other) for one, other in zip(made, again, strict=True))


def _network(seed: int = 1) -> network.Network:
    return network.Trainer(np.random.default_rng(seed), np.zeros(96, np.float32), np.ones(96, np.float32)).network


def test_the_file_gives_the_scores_of_the_network() -> None:
    made = _network()
    session = onnxruntime.InferenceSession(onnx_file.encode(made, "one"))
    [entry] = session.get_inputs()
    assert entry.shape == [1, 16, 96]
    window = np.random.default_rng(2).standard_normal((1, 16, 96)).astype(np.float32)
    [[score]] = session.run(None, {entry.name: window})[0]
    assert score == pytest.approx(1 / (1 + np.exp(-made.logits(window)[0])), abs=1e-5)


def test_the_file_of_several_networks_gives_the_mean_of_their_logits() -> None:
    made = network.Networks(tuple(_network(seed) for seed in (1, 2, 3)))
    session = onnxruntime.InferenceSession(onnx_file.encode(made, "three"))
    [entry] = session.get_inputs()
    for seed in range(5):
        window = np.random.default_rng(seed).standard_normal((1, 16, 96)).astype(np.float32)
        [[score]] = session.run(None, {entry.name: window})[0]
        mean = np.mean([member.logits(window)[0] for member in made.members])
        assert np.log(score / (1 - score)) == pytest.approx(mean, abs=0.01)  # its weights have 16 bits
        assert made.logits(window)[0] == pytest.approx(mean, abs=1e-5)


@pytest.mark.parametrize("made", [_network(), network.Networks((_network(1), _network(2), _network(3)))], ids=["one", "three"])
def test_a_word_is_a_file_of_some_tens_of_kilobytes_and_always_the_same(made: network.Network | network.Networks) -> None:
    first, again = (onnx_file.encode(made, "word") for _ in range(2))
    assert first == again
    assert 30_000 < len(first) < 100_000


def test_learning_keeps_to_one_core_and_leaves_the_others_as_they_were() -> None:
    (found,) = (Path(np.__file__).parent.parent / "numpy.libs").glob("*openblas*")  # in every wheel for Linux
    threads = ctypes.CDLL(str(found)).scipy_openblas_get_num_threads64_
    before = threads()
    with one_core():
        assert threads() == 1
    assert threads() == before


def test_what_was_taken_for_the_word_is_found_in_its_sound() -> None:
    """Of two sounds without the word, the moments with the highest logits: up to the end of their step."""
    sounds = [np.full(100 * STEP, number, np.float32) for number in (1, 2)]
    found = [np.full(100, -5.0, np.float32) for _ in sounds]
    found[0][40], found[1][60], found[1][63] = 3, 4, 3.5
    first, other = second.mistakes(sounds, found, 2)
    assert first[-1] == 2  # the surest is of the second sound, and of what lies close to it nothing more is taken
    assert other[-1] == 1


@pytest.mark.slow
def test_a_network_learns_to_tell_two_kinds_apart() -> None:
    rng = np.random.default_rng(3)
    trainer = network.Trainer(rng, np.zeros(96, np.float32), np.ones(96, np.float32))
    windows = rng.standard_normal((200, 16, 96)).astype(np.float32)
    windows[:100, 8:, :10] += 1
    wanted = np.repeat([1.0, 0.0], 100).astype(np.float32)
    for _ in range(60):
        trainer.step(windows, wanted, np.ones(200, np.float32), 1.0)
    assert np.mean((trainer.network.logits(windows) > 0) == (wanted > 0.5)) > 0.97


def test_the_thresholds_become_the_scores_that_every_word_is_used_with() -> None:
    made = _network()
    window = np.random.default_rng(2).standard_normal((1, 16, 96)).astype(np.float32)
    logit = float(made.logits(window)[0])
    assert course.calibrated(made, logit, logit + 1).logits(window)[0] == pytest.approx(0, abs=1e-4)
    low = course.calibrated(made, logit - 1, logit).logits(window)[0]
    assert 1 / (1 + np.exp(-low)) == pytest.approx(0.7, abs=1e-4)


def test_a_call_that_lasts_some_steps_is_one_alarm_and_a_later_one_another() -> None:
    found = np.full(100, -5.0, np.float32)
    found[[10, 11, 12, 60]] = 4
    assert course.alarms(found, 3) == 2
    assert course.alarms(found, 5) == 0


def _steps(*peaks: float) -> list[np.ndarray[tuple[int, ...], np.dtype[np.float32]]]:
    return [np.array([-9, peak, -9], np.float32) for peak in peaks]


def test_the_threshold_is_as_high_as_the_calls_allow() -> None:
    assert examine.chosen(_steps(*[6.0] * 60), _steps(-2, 1)) == (5.5, 7.0)


def test_the_threshold_lies_above_all_that_talk_was_taken_for() -> None:
    assert examine.chosen(_steps(2, 3, 9), _steps(-2, 4))[0] == 4.5
    assert examine.chosen([], _steps(4))[0] == 4.5


def test_no_threshold_is_low_only_because_calls_were_not_heard() -> None:
    assert examine.chosen(_steps(*[-99.0] * 12), _steps(-9))[0] == 1.5
    of_twenty = examine.heard_at_all(_steps(-99, -2.6, *[9.0] * 58))  # one of them was not heard, as it is and in noise
    assert examine.chosen(of_twenty, _steps(-9))[0] == 8.5


def test_rooms_keep_the_length_and_the_moment_of_a_sound() -> None:
    sound = np.zeros(RATE, np.float32)
    sound[4000] = 1
    heard = noises.in_room(sound, noises.room(np.random.default_rng(1), 0.4))
    assert len(heard) == RATE
    assert int(np.abs(heard).argmax()) == 4000
    assert np.abs(heard[:3990]).max() < 1e-4


def _card() -> card.Card:
    return card.Card("Computer", "2026-11-23", 1, 20, 0, 0, "0", 2.0, Held(5, 0.2, (Point(2.0, 0, 0.1, 0),)))


def test_a_word_is_written_beside_its_card(tmp_path: Path) -> None:
    path = card.write(tmp_path / "wake", "computer", b"model", _card())
    assert path.read_bytes() == b"model"
    assert card.read(path)["held_back"]["calls"] == 5
    assert not list(path.parent.glob("*.part"))


@pytest.mark.parametrize("given", ["Computer", "小贾"])
@pytest.mark.parametrize(("calls", "missed"), [(5, 0.0), (0, None)])
def test_a_card_tells_of_no_misses_where_no_calls_were_kept_back(calls: int, missed: float | None, given: str) -> None:
    made = card.Card(given, "2026-11-23", 1, calls, 16, 0, "0", 2.0, Held(calls, 0.2, (Point(2.0, 0.0, 0.0, 0),)))
    [point] = made.encoded()["held_back"]["curve"]
    assert (point["miss_percent"], point["miss_percent_in_noise"], point["alarms"]) == (missed, missed, 0)


def test_a_head_is_written_with_its_word_and_never_left_to_another(tmp_path: Path) -> None:
    head = card.write(tmp_path, "computer", b"model", _card(), b"head").with_suffix(".npz")
    assert head.read_bytes() == b"head"
    card.write(tmp_path, "computer", b"another", _card())
    assert not head.exists()
    assert not list(tmp_path.glob("*.part"))


def test_where_it_cannot_be_written_the_old_word_stays(tmp_path: Path) -> None:
    path = card.write(tmp_path, "computer", b"old", _card())
    (tmp_path / "computer.onnx.part").mkdir()  # stands in the way, also of root
    with pytest.raises(StorageError, match="the old one is as it was"):
        card.write(tmp_path, "computer", b"new", _card())
    assert path.read_bytes() == b"old"


@pytest.mark.engine
@pytest.mark.parametrize(("given", "language"), [("Computer", "en"), ("小贾", "zh")])
def test_no_voice_is_learned_from_that_a_name_is_measured_with(given: str, language: Language, find: Find) -> None:
    parts = list(talk._parts(given, language, find))
    held = {(part.voice, part.pace) for part in parts if part.held}
    assert held
    assert not held & {(part.voice, part.pace) for part in parts if not part.held}
    lines = [line for part in parts for line in part.lines]
    assert len(lines) == len(set(lines))
    assert {part.language for part in parts if part.held} == {"en", "zh"}


@pytest.mark.engine
def test_what_lessons_kept_of_sounds_gives_their_scores(find: Find) -> None:
    models, made = open_features(find("openwakeword-features")), _network()
    sounds = [clip("question_en").floats, clip("speech_en").floats]
    kept = list(found(made, lessons(models, [Scene(sound, -1.0) for sound in sounds]), sounds))
    for sound, scores in zip(sounds, kept, strict=True):
        assert scores == pytest.approx(course.scores(models, made, sound), abs=1e-4)


@pytest.mark.engine
def test_a_word_is_learned_from_a_dozen_recordings(find: Find, monkeypatch: pytest.MonkeyPatch) -> None:
    """The call of the tests' own recording against their speech: a small course, but the whole way."""
    monkeypatch.setattr(course, "_HUMAN", 60)
    monkeypatch.setattr(course, "_NOISES", 6)
    monkeypatch.setattr(course, "_STEPS", 40)
    monkeypatch.setattr(course, "_PIECES", 16)
    call = clip("wake_call").cut(1.2, 3.0)
    said = [takes.first(mixed, f"{number}") for number, mixed in enumerate(_louder(call))]
    material = Material([each for each in said if each], [], [("en", clip("speech_en").floats), ("zh", clip("speech_zh").floats)])
    models = open_features(find("openwakeword-features"))
    made, again = (course.train(models, material, 1, lambda what, done, of: None).whole.network for _ in range(2))
    assert onnx_file.encode(made, "x") == onnx_file.encode(again, "x")
    called = course.scores(models, made, join([silence(1), call, silence(1)]).floats).max()
    spoken = course.scores(models, made, clip("question_en").floats).max()
    assert called > spoken


def _louder(call: Audio) -> list[Audio]:
    return [from_floats(call.floats * gain + noise(call.seconds, -70).floats) for gain in np.linspace(0.3, 1.0, 8)]


def test_a_recording_that_is_no_sound_is_told_apart(tmp_path: Path) -> None:
    path = tmp_path / "one.wav"
    audio.write(path, recording(word()))
    assert takes.take(audio.read(path), "one.wav").human
