"""A talk through a real sound card's interface: what is played into the microphone is answered on the speaker."""

import json
import re
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from jarvisd.audio import RATE, join, read, silence, write
from tests.program import Daemon, daemon, jarvisd, rows
from tests.virtual_sound import MICROPHONE, SPEAKER, VirtualSound, virtual_sound

pytestmark = [pytest.mark.engine, pytest.mark.sound, pytest.mark.system]

QUESTIONS = Path(__file__).parent / "audio/questions"


@pytest.fixture(scope="module")
def card() -> Iterator[VirtualSound]:
    with tempfile.TemporaryDirectory(prefix="jvs") as folder, virtual_sound(Path(folder)) as made:
        yield made


@pytest.fixture(scope="module")
def running(card: VirtualSound) -> Iterator[Daemon]:
    env = {name: value for name, value in card.env.items() if name != "HOME"}  # the models are under the real one
    env |= {"JARVISD_MICROPHONE__INPUT": MICROPHONE, "JARVISD_MICROPHONE__OUTPUT": SPEAKER}
    with tempfile.TemporaryDirectory(prefix="jvd") as folder, daemon(Path(folder), env=env) as house:
        house.wait_for("READY=1")
        house.wait_for_log("listening: ")
        yield house


def _answer(card: VirtualSound, house: Daemon, question: Path, folder: Path) -> str:
    """What the speaker said to a question, as transcribed from its recording."""
    turns = house.log.count(": answered")
    recording = card.listen()
    write(folder / "q.wav", join([silence(0.5), read(question), silence(0.5)]))
    card.say(folder / "q.wav").wait(30)
    house.wait_for_log(": answered", turns + 1)
    write(folder / "heard.wav", recording.wait(recording.seconds + 0.3))
    return str(rows(jarvisd("transcribe", folder / "heard.wav", "--json", state=folder / "other"))[0]["text"])


def _zh_day() -> Path:
    asked = json.loads((QUESTIONS / "zh/questions.json").read_text())
    return QUESTIONS / "zh" / str(next(row["file"] for row in asked if "星期几" in row["text"]))


def test_a_question_into_the_microphone_is_answered_on_the_speaker(card: VirtualSound, running: Daemon, tmp_path: Path) -> None:
    said = _answer(card, running, QUESTIONS / "en/02.flac", tmp_path)  # what's the date today?
    assert time.strftime("%B") in said
    assert time.strftime("%Y") in re.sub(r"\D", "", said)


def test_a_question_in_chinese_is_answered_in_chinese(card: VirtualSound, running: Daemon, tmp_path: Path) -> None:
    said = _answer(card, running, _zh_day(), tmp_path)
    assert "星期" in said or "星" in said


def test_a_long_answer_is_silenced_by_the_wake_word(card: VirtualSound, running: Daemon, tmp_path: Path) -> None:
    made = jarvisd("say", "Hey Jarvis, stop.", "--out", tmp_path / "stop.wav", state=tmp_path / "other")
    assert made.returncode == 0, made.stderr
    recording = card.listen()
    write(tmp_path / "q.wav", join([silence(0.5), read(QUESTIONS / "en/04.flac"), silence(0.5)]))  # what can you do?
    card.say(tmp_path / "q.wav").wait(30)
    deadline = time.monotonic() + 20
    spoke_from = recording.seconds
    while recording.audio.cut(max(0.0, recording.seconds - 0.2)).level < -40:
        assert time.monotonic() < deadline, running.log
        recording.wait(recording.seconds + 0.05)
    assert recording.seconds - spoke_from < 5
    card.say(tmp_path / "stop.wav").wait(30)
    running.wait_for_log("interrupted by wake word")
    quiet = recording.wait(recording.seconds + 2.0).cut(recording.seconds - 0.5)
    assert quiet.level < -50


def test_a_sound_server_that_dies_is_found_again_with_one_line_for_each_change(card: VirtualSound, running: Daemon, tmp_path: Path) -> None:
    lines = len(running.log.splitlines())
    card.kill()
    running.wait_for_log("Looking again until it is there")
    card.start()
    running.wait_for_log("listening: ", 2)
    changes = [line for line in running.log.splitlines()[lines:] if "microphone:" in line]
    assert len(changes) == 2, running.log
    said = _answer(card, running, QUESTIONS / "en/02.flac", tmp_path)
    assert time.strftime("%B") in said


def test_ten_questions_in_a_row_leave_no_sound_behind(card: VirtualSound, running: Daemon, tmp_path: Path) -> None:
    before = running.log.count(": answered")
    write(tmp_path / "q.wav", join([join([silence(0.3), read(QUESTIONS / "en/01.flac"), silence(3.0)]) for _ in range(5)]))
    card.say(tmp_path / "q.wav").wait(60)
    running.wait_for_log(": answered", before + 5)
    assert "dropped" not in running.log
    assert RATE == 16_000
