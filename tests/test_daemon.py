"""The daemon as a process: its life, its signals, its one owner, its socket."""

import json
import signal
from collections.abc import Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from tests.program import Daemon, daemon, jarvisd, rows

pytestmark = pytest.mark.system


@pytest.fixture
def deaf(tmp_path: Path) -> Iterator[Daemon]:
    """A daemon without ears and voice: quick to start."""
    with daemon(tmp_path, "--no-voice") as running:
        running.wait_for("READY=1")
        yield running


def test_the_command_line_speaks_to_a_running_daemon(deaf: Daemon) -> None:
    for text, word in (("what time is it?", ":"), ("现在几点", "点")):
        asked = jarvisd("ask", text, "--json", state=deaf.state)
        assert asked.returncode == 0, asked.stderr
        assert rows(asked)[-1]["by"] == "intents"
        assert word in rows(asked)[-1]["replied"]


def test_a_talk_is_kept_together_by_its_name_with_and_without_a_daemon(tmp_path: Path) -> None:
    with daemon(tmp_path, "--no-voice") as running:
        running.wait_for("READY=1")
        said = rows(jarvisd("ask", "what can you do", "--json", "--conversation", "a", state=running.state))[-1]["replied"]
        again = rows(jarvisd("ask", "repeat that", "--json", "--conversation", "a", state=running.state))[-1]["replied"]
        other = rows(jarvisd("ask", "repeat that", "--json", "--conversation", "b", state=running.state))[-1]["replied"]
        assert (said == again, said == other) == (True, False)
        assert running.end(signal.SIGTERM)[0] == 0
    later = rows(jarvisd("ask", "再说一遍", "--json", "--conversation", "a", state=tmp_path / "state"))[-1]["replied"]
    assert later == said


def test_what_needs_ears_is_refused_with_the_way_out(deaf: Daemon, tmp_path: Path) -> None:
    refused = jarvisd("say", "hello", "--out", tmp_path / "x.wav", state=deaf.state)
    assert refused.returncode == 1
    assert "--no-voice" in refused.stderr
    assert not (tmp_path / "x.wav").exists()


def test_two_daemons_on_one_state_folder_are_refused(deaf: Daemon) -> None:
    second = jarvisd("run", "--no-voice", state=deaf.state)
    assert second.returncode == 1
    assert f"process {deaf.process.pid}" in second.stderr
    assert jarvisd("ask", "what time is it", state=deaf.state).returncode == 0


@pytest.mark.parametrize("ending", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_it_cleanly_within_two_seconds(deaf: Daemon, ending: signal.Signals) -> None:
    status, seconds = deaf.end(ending)
    assert status == 0
    assert seconds < 2
    assert not (deaf.state / "control.sock").exists()
    assert "Traceback" not in deaf.log


def test_a_signal_ends_it_in_mid_question(tmp_path: Path) -> None:
    with daemon(tmp_path, "--no-voice") as running:
        running.wait_for("READY=1")
        for _ in range(3):
            jarvisd("ask", "what time is it", state=running.state)
        status, seconds = running.end(signal.SIGTERM)
        assert (status, seconds < 2) == (0, True)
    kept = jarvisd("ask", "what time is it", state=tmp_path / "state")
    assert kept.returncode == 0  # the database is whole


def test_after_kill_9_the_next_one_starts_and_nothing_is_lost(tmp_path: Path) -> None:
    with daemon(tmp_path, "--no-voice") as running:
        running.wait_for("READY=1")
        said = rows(jarvisd("ask", "what can you do", "--json", "--conversation", "a", state=running.state))[-1]["replied"]
        running.end(signal.SIGKILL)
    with daemon_again(tmp_path) as running:
        running.wait_for("READY=1")
        assert rows(jarvisd("ask", "repeat that", "--json", "--conversation", "a", state=running.state))[-1]["replied"] == said


def daemon_again(folder: Path) -> AbstractContextManager[Daemon]:
    (folder / "notify").unlink()
    return daemon(folder, "--no-voice")


def test_a_new_configuration_is_taken_over_and_a_wrong_one_is_not(tmp_path: Path) -> None:
    config = tmp_path / "jarvis.toml"
    config.write_text('[house]\ntimezone = "Asia/Shanghai"\n')
    with daemon(tmp_path, "--no-voice", "--config", config) as running:
        running.wait_for("READY=1")
        config.write_text('[house]\ntimezon = "Europe/Vienna"\n')
        running.process.send_signal(signal.SIGHUP)
        running.wait_for_log("did you mean 'timezone'?")
        assert jarvisd("ask", "what time is it", state=running.state).returncode == 0
        config.write_text('[house]\ntimezone = "Europe/Vienna"\n')
        running.process.send_signal(signal.SIGHUP)
        running.wait_for("READY=1")
        asked = jarvisd("ask", "what time is it", "--now", "2026-11-22T03:00:00+00:00", state=running.state)
        assert "4:00 AM" in asked.stdout


def test_a_configuration_that_is_wrong_from_the_start_is_one_sentence(tmp_path: Path) -> None:
    config = tmp_path / "jarvis.toml"
    config.write_text("[wake]\ntreshold = 0.4\n")
    refused = jarvisd("run", "--config", config, state=tmp_path / "state")
    assert refused.returncode == 1
    assert "did you mean 'threshold'?" in refused.stderr
    assert "Traceback" not in refused.stderr


def test_its_log_and_traces_hold_no_word_of_what_was_said(deaf: Daemon) -> None:
    jarvisd("ask", "my secret is a blue elephant", state=deaf.state)
    deaf.end(signal.SIGTERM)
    traces = deaf.state / "traces.jsonl"
    assert "elephant" not in deaf.log + (traces.read_text() if traces.exists() else "")


@pytest.mark.engine
def test_without_a_microphone_it_says_so_in_one_line_and_stays_up(tmp_path: Path) -> None:
    with daemon(tmp_path, env={"PULSE_SERVER": "unix:/nowhere", "JARVISD_MICROPHONE__INPUT": "no such card"}) as running:
        running.wait_for("READY=1")
        running.wait_for_log("jarvisd hear FILE.wav")
        assert jarvisd("ask", "what time is it", state=running.state).returncode == 0
        about = [line for line in running.log.splitlines() if "microphone" in line]
        assert len(about) == 1, running.log
        assert running.end(signal.SIGTERM)[1] < 2


@pytest.mark.engine
def test_a_signal_ends_it_while_its_engines_warm_up(tmp_path: Path) -> None:
    with daemon(tmp_path) as running:
        running.wait_for("STATUS=warming up the engines")
        status, seconds = running.end(signal.SIGTERM)
        assert (status, seconds < 2) == (0, True), running.log


@pytest.mark.engine
def test_a_sound_file_is_heard_by_the_running_daemon(tmp_path: Path) -> None:
    question = Path(__file__).parent / "audio/questions/en/01.flac"
    with daemon(tmp_path, env={"JARVISD_MICROPHONE__ENABLED": "false"}) as running:
        running.wait_for("READY=1")
        heard = jarvisd("hear", question, "--json", "--reply", tmp_path / "a.wav", state=running.state)
        assert heard.returncode == 0, heard.stderr
        assert "in real time" in heard.stderr
        assert [json.loads(line)["event"] for line in heard.stdout.splitlines()][-1] == "turn_ended"
        assert (tmp_path / "a.wav").stat().st_size > 10_000
