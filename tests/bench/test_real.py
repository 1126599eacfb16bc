"""The benches on the real engines: what is told of a turn is what the room heard."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from jarvisd.bench.asking import ask
from jarvisd.bench.questions import questions

pytestmark = [pytest.mark.engine, pytest.mark.system]


def test_the_told_time_of_the_first_sound_is_the_one_in_the_recording(tmp_path: Path) -> None:
    english, chinese = ask([questions("en")[0], questions("zh")[2]], tmp_path)
    assert (english.transcript.lower().strip(" ?."), english.by) == ("what time is it", "intents")
    assert english.reply.startswith("It's ")
    assert chinese.by == "intents"
    assert chinese.reply.startswith("今天是")
    for answer in (english, chinese):
        assert abs(answer.lag) < 150
        assert answer.heard is not None
        assert -20 < answer.heard - answer.first_audio < 200  # a voice begins with a little silence


@pytest.mark.sound
def test_an_idle_house_is_watched_on_a_virtual_sound_card(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "jarvisd", "bench", "idle", "--seconds", "1", "--json", "--state", str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, stdin=subprocess.DEVNULL, check=False, timeout=150)
    assert done.returncode == 0, done.stderr
    figures = json.loads(done.stdout)
    assert set(figures) == {"cpu_percent", "rss_mb"}
    assert 0 <= figures["cpu_percent"] < 100
    assert 100 < figures["rss_mb"] < 900
