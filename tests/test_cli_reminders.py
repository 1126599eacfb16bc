"""jarvisd reminders and jobs, with and without a daemon: listed, added, cancelled, put off, exported, and rung late after a kill."""

from __future__ import annotations

import json
import signal
from pathlib import Path

import pytest

from tests.program import daemon, jarvisd

pytestmark = pytest.mark.system


def test_what_is_added_is_listed_cancelled_and_exported(tmp_path: Path) -> None:
    state = tmp_path / "state"
    assert jarvisd("reminders", state=state).stdout == "nothing to come\n"
    added = jarvisd("reminders", "add", "tomorrow at 3 pm", "call mum", "--now", "2099-01-01T10:00", state=state)
    assert (added.returncode, added.stdout) == (0, "I'll remind you tomorrow, Friday, January 2, at 3:00 PM: call mum.\n"), added.stderr
    assert "每周一早上七点三十分提醒你：倒垃圾" in jarvisd("reminders", "add", "每周一早上七点半", "倒垃圾", state=state).stdout
    jarvisd("reminders", "add", "--kind", "timer", "nine minutes", "pasta", state=state)
    listed = json.loads(jarvisd("reminders", "list", "--json", state=state).stdout)["reminders"]
    assert [(row["kind"], row["text"]) for row in listed] == [("timer", "pasta"), ("reminder", "倒垃圾"), ("reminder", "call mum")]
    routine = jarvisd("reminders", "add", "--kind", "routine", "tomorrow at 11 pm", "lights off", "--now", "2099-01-01T10:00", state=state)
    assert routine.stdout == "I'll do that tomorrow, Friday, January 2, at 11:00 PM: lights off.\n", routine.stderr
    assert "lights off" in jarvisd("reminders", "cancel", "lights off", state=state).stdout
    assert jarvisd("reminders", "cancel", "pasta", state=state).stdout == "Cancelled: the pasta timer.\n"
    exported = json.loads(jarvisd("reminders", "export", state=state).stdout)["reminders"]
    assert sorted(row["state"] for row in exported) == ["cancelled", "cancelled", "scheduled", "scheduled"]
    for wrong, sentence in ((("cancel",), "which one"), (("snooze",), "Nothing is ringing"), (("add", "yesterday", "x"), "past already")):
        refused = jarvisd("reminders", *wrong, state=state)
        assert (refused.returncode, sentence in refused.stderr) == (1, True), refused.stderr
    jobs = json.loads(jarvisd("jobs", "--json", state=state).stdout)["jobs"]
    assert [(job["name"], job["last"]) for job in jobs] == [("memory", None), ("models", None), ("backup", None), ("reminders", None)]


def test_a_daemon_that_was_killed_rings_late_once_and_what_it_was_killed_over_again(tmp_path: Path) -> None:
    ahead = tmp_path / "ahead"
    env = {"JARVISD_CLOCK": str(ahead)}
    with daemon(tmp_path, "--no-voice", env=env) as running:
        running.wait_for("READY=1")
        for text in ("set a tea timer for forty seconds", "二十秒后提醒我呼吸"):
            assert jarvisd("ask", text, state=running.state).returncode == 0
        running.end(signal.SIGKILL)
    ahead.write_text("60")
    (tmp_path / "notify").unlink()
    with daemon(tmp_path, "--no-voice", env=env) as running:
        running.wait_for_log("waits as missed")  # the reminder: it came late, once
        running.wait_for_log("timer 1 rings")
        assert running.log.count(", late") == 2
        running.end(signal.SIGKILL)
    (tmp_path / "notify").unlink()
    with daemon(tmp_path, "--no-voice", env=env) as running:
        running.wait_for_log("again: it was cut off")
        assert "reminder 2" not in running.log
        running.wait_for("READY=1")
        assert jarvisd("reminders", "stop", state=running.state).stdout == "Okay.\n"
        assert jarvisd("reminders", "stop", state=running.state).stdout == "Nothing is ringing.\n"
        running.end(signal.SIGKILL)
    (tmp_path / "notify").unlink()
    with daemon(tmp_path, "--no-voice", env=env) as running:
        running.wait_for("READY=1")
        jarvisd("reminders", "add", "--kind", "timer", "one second", state=running.state, env=env)
        running.wait_for_log("timer 3 rings")  # whatever else was to ring did so before
        assert "tea" not in running.log
        assert running.log.count(" rings, due") == 1
        running.end(signal.SIGKILL)
    missed = json.loads(jarvisd("reminders", "list", "--missed", "--json", state=tmp_path / "state").stdout)["reminders"]
    assert [(row["text"], row["rang"]) for row in missed] == [("呼吸", 1)]
