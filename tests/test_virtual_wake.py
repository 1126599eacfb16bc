"""`jarvisd wake record` and `test` at a real sound card's interface: a name that is said is recorded, and its score is seen."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from jarvisd import audio
from jarvisd.audio import join, silence
from jarvisd.speech.wake.training import takes
from tests.program import PATIENCE, environment
from tests.speech.hearing import clip
from tests.virtual_sound import MICROPHONE, SPEAKER, VirtualSound, virtual_sound

pytestmark = [pytest.mark.sound, pytest.mark.system]


@pytest.fixture(scope="module")
def card() -> Iterator[VirtualSound]:
    with tempfile.TemporaryDirectory(prefix="jvs") as folder, virtual_sound(Path(folder)) as made:
        yield made


@contextmanager
def begun(card: VirtualSound, folder: Path, *words: str) -> Iterator[subprocess.Popen[str]]:
    env = {name: value for name, value in card.env.items() if name != "HOME"}  # the models are under the real one
    env |= {"JARVISD_MICROPHONE__INPUT": MICROPHONE, "JARVISD_MICROPHONE__OUTPUT": SPEAKER}
    command = [sys.executable, "-m", "jarvisd", "wake", *words, "--state", str(folder / "state")]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, env=environment(env), stdin=subprocess.DEVNULL, stdout=pipe, stderr=pipe, text=True) as process:
        watch = threading.Timer(PATIENCE, process.kill)
        watch.start()
        try:
            yield process
        finally:
            watch.cancel()
            process.kill()


def until(process: subprocess.Popen[str], text: str) -> None:
    """Reads what it prints, letter by letter, since a question ends in no line."""
    assert process.stdout is not None
    told = ""
    while text not in told:
        letter = process.stdout.read(1)
        assert letter, f"{text!r} never came, but {told!r}"
        told += letter


@pytest.fixture
def call(tmp_path: Path) -> Path:
    audio.write(tmp_path / "call.wav", join([silence(0.4), clip("wake_call").cut(1.2, 2.2), silence(1.1)]))
    return tmp_path / "call.wav"


def test_what_is_said_is_recorded_and_where_nobody_speaks_it_is_asked_for_once_more(card: VirtualSound, tmp_path: Path, call: Path) -> None:
    folder = tmp_path / "new"
    with begun(card, tmp_path, "record", "--name", "Anastasia", "--folder", str(folder), "--count", "2") as recorder:
        until(recorder, "1 of 2: say “Anastasia”")
        until(recorder, "once more: nothing is said")
        for number in (1, 2):
            until(recorder, f"{number} of 2: say “Anastasia”")
            card.say(call).wait(30)
            until(recorder, "good")
        until(recorder, "jarvisd wake train --name Anastasia")
        assert recorder.wait(PATIENCE) == 0
    assert sorted(path.name for path in folder.iterdir()) == ["001.wav", "002.wav"]
    for path in folder.iterdir():
        said = takes.take(audio.read(path), path.name)
        assert said.end - said.start == pytest.approx(0.8, abs=0.4)


@pytest.mark.engine
def test_the_score_of_the_name_is_seen_while_somebody_speaks(card: VirtualSound, tmp_path: Path, call: Path) -> None:
    with begun(card, tmp_path, "test", "--name", "jarvis") as meter:
        until(meter, "0.0")
        card.say(call).wait(30)
        until(meter, "  jarvis")
