"""`jarvisd wake` as a person calls it: listing, choosing, and what it says to bad input. Learning itself: tests/speech."""

from __future__ import annotations

import json
import signal
import tempfile
import time
from pathlib import Path

import numpy as np
import pytest

from jarvisd import audio, cli
from jarvisd.audio import Audio, from_floats, join, silence
from jarvisd.cli import wake_train
from jarvisd.cli.wake_use import changed, write_words
from jarvisd.config import Paths, load, paths
from jarvisd.errors import ConfigError
from jarvisd.speech.wake.training import course, examine, talk
from jarvisd.speech.wake.training.examine import Held, Point
from jarvisd.speech.wake.training.talk import Spoken
from tests.speech.hearing import clip


def called(*arguments: str) -> object:
    with pytest.raises(SystemExit) as ended:
        cli.main(["wake", *arguments])
    return ended.value.code


@pytest.fixture
def where(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Paths:
    monkeypatch.setenv("JARVISD_STATE", str(tmp_path / "state"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.delenv("JARVISD_CONFIG", raising=False)
    return paths()


def test_the_list_tells_which_words_are_listened_for(where: Paths, capsys: pytest.CaptureFixture[str]) -> None:
    assert called("list", "--json") == 0
    rows = {row["name"]: row for row in json.loads(capsys.readouterr().out)}
    assert [name for name, row in rows.items() if row["used"]] == [*load().wake.words]
    assert "hey-jarvis" in rows
    assert "stop" not in rows  # no name, though its head lies beside the name's


def test_a_stop_cannot_be_used_as_a_name(where: Paths, capsys: pytest.CaptureFixture[str]) -> None:
    assert called("use", "stop") == 1
    assert "no wake word is called 'stop'" in capsys.readouterr().err


def test_words_are_written_into_a_configuration_that_keeps_its_other_lines() -> None:
    text = '# ours\n[house]\nlanguage = "zh"\n\n[wake]  # names\nthreshold = 0.4\nwords = [\n  "hey-jarvis",\n]\n\n[tts]\nspeed = 1.1\n'
    found = changed(text, ["jarvis", "小贾"])
    assert found == text.replace('[\n  "hey-jarvis",\n]', '["jarvis", "小贾"]')


@pytest.mark.parametrize("text", ["", "[house]\nlanguage = 'en'\n", "[wake]\nrefractory = 3.0\n", "[wake]"])
def test_a_configuration_without_words_gets_them(text: str, where: Paths, tmp_path: Path) -> None:
    path = tmp_path / "config/jarvisd/jarvis.toml"
    path.parent.mkdir(parents=True)
    path.write_text(text, encoding="utf-8")
    write_words(paths(), ["hey-jarvis"])
    assert load(path).wake.words == ("hey-jarvis",)
    assert not list(path.parent.glob("*.part"))


def test_a_word_that_is_not_there_is_named_and_nothing_is_changed(where: Paths, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert called("use", "hal") == 1
    assert "no wake word is called 'hal'" in capsys.readouterr().err
    assert called("use", str(tmp_path / "gone.onnx")) == 1
    assert called("use") == 1
    assert not (tmp_path / "config").exists()


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ((), "--name"),
        (("--name", "Computer"), "nothing to learn from"),
        (("--name", "../x", "--voices"), "no name"),
        (("--name", "小贾", "--recordings", "gone"), "no such folder"),
        (("--name", "Computer", "--recordings", "empty"), "no WAV or FLAC"),
        (("--name", "Bob", "--recordings", "three"), "too few"),
        (("--name", "贾", "--recordings", "three"), "one syllable"),
    ],
    ids=["no name", "nothing", "a path", "gone", "empty", "three recordings", "one syllable"],
)
def test_training_on_too_little_says_what_is_wanted(
    given: tuple[str, ...], said: str, where: Paths, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "empty").mkdir()
    (tmp_path / "three").mkdir()
    for number in range(3):
        audio.write(tmp_path / f"three/{number}.wav", silence(2))
    (tmp_path / "three/broken.wav").write_bytes(b"RIFF")
    assert called("train", *given) == 1
    assert said in capsys.readouterr().err
    assert not (where.state / "wake").exists()


def said(rate: int = 16_000, gain: float = 1.0, words: int = 1) -> Audio:
    """Somebody says something as long as a name, so many times."""
    call = clip("wake_call").cut(1.2, 2.2).at(rate)
    loud = from_floats(np.clip(call.floats * gain, -1, 1), rate)
    return join([silence(0.5, rate), *[part for _ in range(words) for part in (loud, silence(0.8, rate))]])


@pytest.mark.parametrize(
    ("sounds", "told"),
    [
        ([said(8_000), said(22_050), said(44_100), said(48_000)], ["4 of 4 recordings can be learned from"]),
        ([said(gain=60), said()], ["0.wav is left out: it is clipped", "1 of 2 recordings can be learned from"]),
        ([silence(2.5), said()], ["0.wav is left out: nothing is said in it", "1 of 2"]),
        ([said(words=2), said()], ["0.wav is left out: 2 words are in it", "1 of 2"]),
        ([said(), said(), said()], ["3 of 3", "3 recordings that can be learned from are too few: record 20, or add --voices"]),
    ],
    ids=["other rates", "clipped", "silent", "two words in one", "three recordings"],
)
def test_of_recordings_it_is_told_which_can_be_learned_from(
    sounds: list[Audio], told: list[str], where: Paths, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "recordings"
    folder.mkdir()
    for number, sound in enumerate(sounds):
        audio.write(folder / f"{number}.wav", sound)
    assert called("train", "--name", "Anastasia", "--recordings", str(folder)) == 1
    heard = capsys.readouterr().err
    assert [text for text in told if text not in heard] == []
    assert not (where.state / "wake").exists()


def test_of_ten_thousand_recordings_four_hundred_are_taken_in_seconds(
    where: Paths, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "recordings"
    folder.mkdir()
    audio.write(tmp_path / "one.wav", silence(1.0))  # nobody speaks, so that it ends before it learns
    for number in range(10_000):
        (folder / f"{number:05}.wav").hardlink_to(tmp_path / "one.wav")
    began = time.monotonic()
    assert called("train", "--name", "Anastasia", "--recordings", str(folder)) == 1
    assert time.monotonic() - began < 20
    heard = capsys.readouterr().err
    assert "10000 recordings: 400 of them are taken" in heard
    assert "0 of 400 recordings can be learned from" in heard


@pytest.mark.parametrize(
    ("name", "doubt"), [("Bob", "one syllable"), ("贾", "one syllable"), ("Computer", "often said at home"), ("你好", "often said at home")]
)
def test_a_short_or_a_common_name_is_warned_of_before_it_learns(
    name: str, doubt: str, where: Paths, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "recordings").mkdir()
    audio.write(tmp_path / "recordings/one.wav", silence(2))
    assert called("train", "--name", name, "--recordings", str(tmp_path / "recordings")) == 1
    assert doubt in capsys.readouterr().err


@pytest.mark.parametrize(
    ("missed", "calls", "alarms", "hours", "told"),
    [
        (0.0, 5, 0, 0.15, "misses less than 45 %"),
        (0.0, 5, 0, 0.15, "in 9 minutes of talk that was not learned from"),
        (0.0, 5, 0, 0.15, "wakes it less than 20 times an hour"),
        (0.02, 100, 1, 10.0, "less than 6 %"),
        (0.0, 0, 2, 1.0, "how many calls it misses is not known"),
    ],
)
def test_how_well_it_will_do_is_told_with_how_little_that_is_known_from(
    missed: float, calls: int, alarms: int, hours: float, told: str
) -> None:
    assert told in wake_train._expected(Held(calls, hours, (Point(2.0, missed, missed, alarms),)), 2.0)


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """The whole way, but short: few scenes, few steps, little talk by voices."""
    for name, value in (
        ("_HUMAN", 36),
        ("_NOISES", 6),
        ("_ROUNDS", 2),
        ("_STEPS", 15),
        ("_MISTAKES", 20),
        ("_CUT", 6),
        ("_LOUD", 2),
        ("_PIECES", 12),
    ):
        monkeypatch.setattr(course, name, value)
    for name, value in (("_LOOKS", 1), ("_NOISY", 1)):
        monkeypatch.setattr(examine, name, value)
    talk = [Spoken(kind, clip(kind).floats, kind == "question_en") for kind in ("speech_en", "speech_zh", "question_en")]
    monkeypatch.setattr(wake_train, "_talk", lambda called, store, own: talk)


@pytest.fixture
def dozen(tmp_path: Path) -> str:
    folder = tmp_path / "dozen"
    folder.mkdir()
    for number in range(12):
        audio.write(folder / f"{number}.wav", said(gain=0.4 + 0.05 * number))
    return str(folder)


@pytest.mark.engine
def test_a_chinese_name_is_learned_listed_and_used(
    quick: None, dozen: str, where: Paths, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert called("train", "--name", "小贾", "--recordings", dozen, "--json") == 0
    made = json.loads(capsys.readouterr().out)
    assert made["path"] == str(where.state / "wake/小贾.onnx")
    assert made["card"]["recordings"] == 12
    assert made["card"]["held_back"]["calls"] == 12  # each was left out by one of the networks
    assert Path(made["path"]).with_suffix(".npz").is_file()  # what a second look is judged by
    assert "expect it to miss calls" in " ".join(made["card"]["notes"])
    assert called("use", "小贾") == 0
    capsys.readouterr()
    assert called("list", "--json") == 0
    [row] = [row for row in json.loads(capsys.readouterr().out) if row["name"] == "小贾"]
    assert row["used"]
    assert load(tmp_path / "config/jarvisd/jarvis.toml").wake.words == (made["path"],)


@pytest.mark.engine
@pytest.mark.parametrize("moment", ["what is not the name", "learning", "a second look", "talk, a second look"])
def test_where_training_is_interrupted_the_old_word_stays_whole(
    moment: str, quick: None, dozen: str, where: Paths, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = where.state / "wake"
    folder.mkdir(parents=True)
    for kind in ("onnx", "json", "npz"):
        (folder / f"anastasia.{kind}").write_text(f"old {kind}")
    before = {path.name: path.read_bytes() for path in folder.iterdir()}

    def tell(what: str, done: int, of: int) -> None:
        if what == moment:
            raise KeyboardInterrupt

    monkeypatch.setattr(wake_train, "_tell", tell)
    assert called("train", "--name", "Anastasia", "--recordings", dozen) == 130
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


@pytest.mark.engine
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
@pytest.mark.parametrize("given", ["Anastasia", "小贾"])
def test_whatever_ends_training_it_is_told_and_nothing_said_of_the_name_stays(
    given: str,
    number: signal.Signals,
    dozen: str,
    where: Paths,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    folder = where.state / "wake"
    folder.mkdir(parents=True)
    (folder / "anastasia.onnx").write_text("old")

    def talk(called: str, store: object, own: Path) -> None:
        (own / "near.wav").write_bytes(b"said")
        signal.raise_signal(number)

    monkeypatch.setattr(wake_train, "_talk", talk)
    assert called("train", "--name", given, "--recordings", dozen) == 130
    assert not list(tmp_path.rglob("near.wav"))
    told = capsys.readouterr().err
    assert f"ended before {given!r} was learned: nothing was saved" in told
    assert ("anastasia.onnx is the word of before" in told) == (given == "Anastasia")
    assert (folder / "anastasia.onnx").read_text() == "old"


@pytest.mark.engine
@pytest.mark.parametrize("given", ["Anastasia", "小贾"])
def test_what_was_said_of_a_name_is_gone_with_its_training(
    given: str, dozen: str, where: Paths, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Sentences that everybody's name is told from stay in the cache; near misses of this one lay in a folder of its own."""
    monkeypatch.setattr(talk, "_SENTENCES", {"en": (3, 1, 1), "zh": (3, 1, 1)})
    monkeypatch.setattr(talk, "_NEAR", {"en": (1, 1), "zh": (0, 2)})
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "passing"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    (tmp_path / "passing").mkdir()
    told: list[list[Path]] = []

    def tell(what: str, done: int, of: int) -> None:
        if what == "voices talk" and done == of:
            told.append(list((tmp_path / "passing").rglob("*.wav")))
        if what == "calls":
            raise KeyboardInterrupt

    monkeypatch.setattr(wake_train, "_tell", tell)
    assert called("train", "--name", given, "--recordings", dozen) == 130
    assert [len(each) for each in told] == [2]
    assert not list((tmp_path / "passing").iterdir())
    assert len(list((tmp_path / "cache").rglob("*.wav"))) == 5


def test_a_configuration_that_would_be_broken_stays_as_it_was(where: Paths, tmp_path: Path) -> None:
    path = tmp_path / "config/jarvisd/jarvis.toml"
    path.parent.mkdir(parents=True)
    path.write_text("[wake]\nrefractory = 'x'\n", encoding="utf-8")
    with pytest.raises(ConfigError):
        write_words(paths(), ["hey-jarvis"])
    assert path.read_text(encoding="utf-8") == "[wake]\nrefractory = 'x'\n"
    assert not list(path.parent.glob("*.part"))


def test_near_misses_are_listed_and_deleted_one_or_all(where: Paths, capsys: pytest.CaptureFixture[str]) -> None:
    folder = where.state / "near-misses"
    folder.mkdir(parents=True)
    for name in ("a.wav", "b.wav", "c.wav"):
        audio.write(folder / name, silence(0.1))
    assert called("clips") == 0
    assert capsys.readouterr().out.splitlines() == [str(folder / name) for name in ("a.wav", "b.wav", "c.wav")]
    assert called("clips", "d.wav", "--delete") == 1
    assert "d.wav" in capsys.readouterr().err
    assert called("clips", "b.wav", "--delete") == 0
    assert sorted(path.name for path in folder.iterdir()) == ["a.wav", "c.wav"]
    assert called("clips", "--delete", "--json") == 0
    assert list(folder.iterdir()) == []
