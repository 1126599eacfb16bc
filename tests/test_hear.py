"""jarvisd hear, ask, say, transcribe with the real engines: the same program that a user runs."""

import json
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest
import soundfile

from jarvisd.audio import RATE, Audio, from_floats, join, read, silence, write
from tests.program import environment, jarvisd, rows

pytestmark = [pytest.mark.engine, pytest.mark.system]

QUESTIONS = Path(__file__).parent / "audio/questions"
TIME_EN = QUESTIONS / "en/01.flac"  # Hey Jarvis, what time is it?
AGAIN_EN = QUESTIONS.parent / "again_en.wav"  # Hey Jarvis, say that again. (by our own voice)
NOW = "2026-11-22T15:10"


@pytest.fixture(scope="module")
def state(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("state")


def _zh_time() -> Path:
    """The first Chinese question for the time."""
    asked = json.loads((QUESTIONS / "zh/questions.json").read_text())
    return QUESTIONS / "zh" / str(next(row["file"] for row in asked if "几点" in row["text"]))


def test_a_question_is_answered_in_both_languages_and_the_answer_can_be_understood(state: Path, tmp_path: Path) -> None:
    files = [shutil.copy(TIME_EN, tmp_path / "en.flac"), shutil.copy(_zh_time(), tmp_path / "zh.flac")]
    done = jarvisd("hear", *files, "--reply", tmp_path / "answers", "--now", NOW, "--json", state=state)
    assert done.returncode == 0, done.stderr
    replied = [row["text"] for row in rows(done) if row["event"] == "replied"]
    assert replied == ["It's 3:10 PM.", "现在是下午三点十分。"]
    said = jarvisd(
        "transcribe", *sorted((tmp_path / "answers").iterdir(), key=lambda file: file.name != TIME_EN.stem + ".wav"), "--json", state=state
    )
    heard = " ".join(row["text"] for row in rows(said))
    assert "3" in heard or "three" in heard.lower()
    assert "点" in heard


def test_every_event_has_its_fields(state: Path) -> None:
    told = rows(jarvisd("hear", TIME_EN, "--json", state=state))
    assert [row["event"] for row in told] == ["woke", "heard", "transcribed", "replied", "spoke", "turn_ended"]
    assert {row["file"] for row in told} == {str(TIME_EN)}
    assert len({row["turn"] for row in told}) == 1
    by_name = {row["event"]: row for row in told}
    assert {"text", "language"} <= by_name["transcribed"].keys()
    assert by_name["replied"]["by"] == "intents"
    assert list(by_name["turn_ended"]["timings"]) == ["endpoint", "transcribed", "first_text", "first_audio", "done"]
    assert by_name["turn_ended"]["speech_end"] == pytest.approx(2.6, abs=0.3)


def test_the_answer_stands_on_the_question_s_time_line(state: Path, tmp_path: Path) -> None:
    began = time.monotonic()
    told = rows(jarvisd("hear", TIME_EN, "--realtime", "--reply", tmp_path / "a.wav", "--json", state=state))
    ended = next(row for row in told if row["event"] == "turn_ended")
    answer = read(tmp_path / "a.wav")
    loud = np.flatnonzero(np.abs(answer.samples.astype(np.int32)) > 300)
    after = loud[loud > ended["speech_end"] * RATE]
    first = after[0] / RATE - ended["speech_end"]
    assert first == pytest.approx(ended["timings"]["first_audio"] / 1000, abs=0.15)
    assert answer.seconds >= read(TIME_EN).seconds
    assert time.monotonic() - began > read(TIME_EN).seconds


def test_two_commands_in_one_file_are_two_turns(state: Path, tmp_path: Path) -> None:
    write(tmp_path / "two.wav", join([read(TIME_EN), silence(5.0), read(QUESTIONS / "en/02.flac")]))
    told = rows(jarvisd("hear", tmp_path / "two.wav", "--json", state=state))
    assert len([row for row in told if row["event"] == "turn_ended"]) == 2


def test_files_are_one_talk_where_that_is_asked_for(state: Path) -> None:
    joined = rows(jarvisd("hear", TIME_EN, AGAIN_EN, "--one-conversation", "--now", NOW, "--json", state=state))
    apart = rows(jarvisd("hear", TIME_EN, AGAIN_EN, "--now", NOW, "--json", state=state))
    assert [row["text"] for row in joined if row["event"] == "replied"] == ["It's 3:10 PM."] * 2
    assert [row["text"] for row in apart if row["event"] == "replied"][1] != "It's 3:10 PM."


def _noise(seconds: float) -> Audio:
    return from_floats(np.random.default_rng(1).normal(0, 0.05, round(seconds * RATE)))


def _music(seconds: float) -> Audio:
    at = np.arange(round(seconds * RATE)) / RATE
    notes = [np.sin(2 * np.pi * 220 * 2 ** (step / 12) * at) for step in (0, 4, 7, 12)]
    return from_floats(0.1 * np.sum(notes, axis=0) * (np.sin(2 * np.pi * 0.7 * at) > 0))


@pytest.mark.parametrize("sound", [silence(5.0), _noise(5.0), _music(5.0)], ids=["silence", "noise", "music"])
def test_nobody_called_is_status_3(sound: Audio, state: Path, tmp_path: Path) -> None:
    write(tmp_path / "x.wav", sound)
    done = jarvisd("hear", tmp_path / "x.wav", "--json", state=state)
    assert done.returncode == 3
    assert done.stdout == ""
    assert "Jarvis" in done.stderr


@pytest.mark.parametrize("format", ["u8", "s24", "48k stereo", "float 44.1k"])
def test_any_usual_kind_of_sound_file_is_heard(format: str, state: Path, tmp_path: Path) -> None:
    clip, file = read(TIME_EN), tmp_path / "x.wav"
    match format:
        case "u8":
            soundfile.write(file, clip.floats, RATE, subtype="PCM_U8")
        case "s24":
            soundfile.write(file, clip.floats, RATE, subtype="PCM_24")
        case "48k stereo":
            floats = clip.at(48_000).floats
            soundfile.write(file, np.stack([floats, floats], axis=1), 48_000)
        case _:
            soundfile.write(file, clip.at(44_100).floats, 44_100, subtype="FLOAT")
    done = jarvisd("hear", file, "--json", state=state)
    assert done.returncode == 0, done.stderr
    assert any(row["event"] == "replied" and row["by"] == "intents" for row in rows(done))


def test_files_that_cannot_be_heard_are_one_sentence_each(state: Path, tmp_path: Path) -> None:
    (tmp_path / "empty.wav").write_bytes(b"")
    (tmp_path / "text.wav").write_text("this is no sound")
    soundfile.write(tmp_path / "nothing.wav", np.zeros(0), RATE)
    for name in ("empty.wav", "text.wav", "nothing.wav", "missing.wav"):
        done = jarvisd("hear", tmp_path / name, state=state)
        assert done.returncode == 1
        assert name in done.stderr
        assert "Traceback" not in done.stderr


def test_a_truncated_file_is_heard_as_far_as_it_goes(state: Path, tmp_path: Path) -> None:
    write(tmp_path / "whole.wav", join([read(TIME_EN), silence(3.0)]))
    whole = (tmp_path / "whole.wav").read_bytes()
    (tmp_path / "cut.wav").write_bytes(whole[: len(whole) - 2 * RATE * 2])
    done = jarvisd("hear", tmp_path / "cut.wav", "--json", state=state)
    assert done.returncode == 0, done.stderr


def test_the_name_without_words_is_an_error_and_not_a_turn(state: Path, tmp_path: Path) -> None:
    write(tmp_path / "name.wav", join([read(TIME_EN).cut(0, 1.75), silence(3.0)]))
    done = jarvisd("hear", tmp_path / "name.wav", "--json", state=state)
    assert next(row["event"] for row in rows(done)) == "woke"
    assert not any(row["event"] == "replied" for row in rows(done))
    assert done.returncode == 1
    assert "no words were heard after the name" in done.stderr


def test_a_broken_model_file_is_named_with_the_command_that_mends_it(state: Path, tmp_path: Path) -> None:
    from jarvisd.config import paths

    models = tmp_path / "models"
    models.mkdir()
    for folder in paths().models.iterdir():
        if folder.is_dir() and folder.name != "silero-vad":
            (models / folder.name).symlink_to(folder)
    (models / "silero-vad").mkdir()
    for file in (paths().models / "silero-vad").iterdir():
        (models / "silero-vad" / file.name).write_bytes(b"\0" * file.stat().st_size)
    done = jarvisd("hear", TIME_EN, state=state, env={"JARVISD_MODELS": str(models)})
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert "jarvisd models" in done.stderr
    (models / "silero-vad" / "silero_vad.onnx").unlink()
    done = jarvisd("hear", TIME_EN, state=state, env={"JARVISD_MODELS": str(models)})
    assert done.returncode == 1
    assert "jarvisd models fetch silero-vad" in done.stderr


@pytest.mark.parametrize(("sign", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_signal_ends_it_within_two_seconds_and_writes_no_half_answer(
    state: Path, tmp_path: Path, sign: signal.Signals, status: int
) -> None:
    write(tmp_path / "long.wav", join([read(TIME_EN), silence(60.0)]))
    command = [sys.executable, "-m", "jarvisd", "hear", str(tmp_path / "long.wav"), "--realtime", "--json", "--state", str(state)]
    command += ["--reply", str(tmp_path / "a.wav")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment(), text=True) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert "woke" in process.stdout.readline()
        began = time.monotonic()
        process.send_signal(sign)
        assert process.wait(20) == status
        assert time.monotonic() - began < 2
        assert "Traceback" not in process.stderr.read()
    assert not (tmp_path / "a.wav").exists()


def test_ctrl_c_while_the_program_itself_is_loaded_leaves_no_traceback(state: Path) -> None:
    command = [sys.executable, "-X", "importtime", "-m", "jarvisd", "hear", str(TIME_EN), "--state", str(state)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment(), text=True) as process:
        assert process.stderr is not None
        while "jarvisd.audio" not in process.stderr.readline():
            assert process.poll() is None
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=10)
    assert process.returncode in (-signal.SIGINT, 130)
    assert (out, "Traceback" in err) == ("", False)


def test_an_answer_that_cannot_be_written_is_said(state: Path) -> None:
    done = jarvisd("hear", TIME_EN, "--reply", "/proc/nowhere.wav", state=state)
    assert done.returncode == 1
    assert "cannot be written" in done.stderr


def test_say_speaks_both_languages_into_one_file(state: Path, tmp_path: Path) -> None:
    done = jarvisd("say", "It is -5°C at 8:00.", "零下五度，记得穿外套。", "--out", tmp_path / "x.wav", "--json", state=state)
    assert done.returncode == 0, done.stderr
    assert rows(done)[0]["seconds"] == pytest.approx(read(tmp_path / "x.wav").seconds, abs=0.01)
    assert read(tmp_path / "x.wav").seconds > 3
    assert jarvisd("say", "🙂", "--out", tmp_path / "y.wav", state=state).returncode == 1
