"""`jarvisd wake` as a person calls it: listing, choosing, and what it says to bad input. Learning itself: tests/speech."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from jarvisd import audio, cli
from jarvisd.audio import silence
from jarvisd.cli.wake_use import changed, write_words
from jarvisd.config import Paths, load, paths
from jarvisd.errors import ConfigError


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
