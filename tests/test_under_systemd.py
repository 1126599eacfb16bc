"""The service for real: a systemd of its own as PID 1, the installed program, the real engines in their sandbox."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pytest

import jarvisd

pytestmark = [pytest.mark.system, pytest.mark.engine]
HERE = Path(__file__).parent
DEADLINE = 900  # seconds: two starts of the engines, on a machine that may be busy
QUICK = 2.0  # seconds in which it ends


@dataclass(frozen=True, slots=True)
class Life:
    """What each step of tests/service_life.sh showed."""

    folder: Path

    def said(self, step: str) -> str:
        return (self.folder / step).read_text(encoding="utf-8").strip()

    def status(self, step: str) -> int:
        return int((self.folder / f"{step}.status").read_text().split()[0])

    def seconds(self, step: str) -> float:
        return float((self.folder / f"{step}.status").read_text().split()[1])

    def done(self, step: str) -> str:
        assert self.status(step) == 0, f"{step}: {self.said(step)}\n{(self.folder / 'journal').read_text()[-2000:]}"
        return self.said(step)


@pytest.fixture(scope="module")
def life(tmp_path_factory: pytest.TempPathFactory, models: Path) -> Life:
    out = tmp_path_factory.mktemp("systemd")
    out.chmod(0o755)
    program = Path(sys.prefix) / "bin/jarvisd"
    script = out / "inside.sh"
    script.write_text(f"exec /bin/bash {HERE / 'service_life.sh'} {program} {models}\n")
    trees = dict.fromkeys(
        str(tree.resolve()) for tree in (Path(jarvisd.__file__).parent.parent, Path(sys.prefix), Path(sys.base_prefix), models)
    )
    with (out / "boot.log").open("w") as log:
        boot = [str(HERE / "boot_systemd.sh"), str(out), str(script), *trees]
        subprocess.run(boot, stdin=subprocess.DEVNULL, stdout=log, stderr=log, timeout=DEADLINE, check=False)
    assert (out / "journal").exists(), (out / "boot.log").read_text()[-3000:]
    return Life(out)


def test_install_leaves_it_running_and_ready(life: Life) -> None:
    assert life.done("install").splitlines()[-1].startswith("jarvisd runs since")
    shown = dict(line.partition("=")[::2] for line in life.done("show").splitlines())
    assert (shown["ActiveState"], shown["Type"], shown["NRestarts"]) == ("active", "notify", "0")
    assert shown["StatusText"].partition(";")[0] == "ready"  # the language model may still be read in
    assert json.loads(life.done("status"))["state"] == "running"


def test_it_runs_under_a_user_of_its_own_with_closed_folders(life: Life) -> None:
    assert life.done("owner").splitlines() == ["jarvisd 555", "jarvisd 700", "jarvisd 660"]


def test_only_the_group_that_is_named_may_speak_to_it(life: Life) -> None:
    life.done("member")
    assert life.status("stranger") == 1


def test_its_models_lie_in_its_cache(life: Life) -> None:
    assert life.done("models")


def test_the_engines_speak_and_hear_english_in_the_sandbox(life: Life) -> None:
    life.done("say_en")
    assert "kitchen" in life.done("transcribe_en").lower()


def test_the_engines_speak_and_hear_chinese_in_the_sandbox(life: Life) -> None:
    life.done("say_zh")
    assert "天气" in life.done("transcribe_zh")


def test_it_answers_through_its_socket_in_both_languages(life: Life) -> None:
    assert any(datetime(2026, 11, day).strftime("%A") in life.done("ask_en") for day in range(1, 8))
    assert "星期" in life.done("ask_zh")


def test_a_reload_takes_the_new_configuration_and_keeps_the_process(life: Life) -> None:
    life.done("reload")
    life.done("reloaded")
    life.done("ready_again")
    life.done("same_process")


def test_a_wrong_configuration_is_not_taken_over(life: Life) -> None:
    life.done("refused")
    life.done("still_there")


def test_a_hanging_daemon_is_ended_by_the_watchdog_and_comes_back(life: Life) -> None:
    life.done("watchdog")
    life.done("back")


def test_it_stops_within_two_seconds_and_cleanly(life: Life) -> None:
    life.done("stop")
    assert life.seconds("stop") <= QUICK
    assert life.done("result").splitlines() == ["Result=success", "ExecMainStatus=0", "ActiveState=inactive"]
    assert (life.status("status_stopped"), "stopped" in life.said("status_stopped")) == (1, True)


def test_uninstalling_keeps_what_it_remembers(life: Life) -> None:
    life.done("uninstall")
    life.done("kept")
    assert (life.status("status_gone"), "not installed" in life.said("status_gone")) == (1, True)


def test_no_word_that_was_said_stands_in_the_journal(life: Life) -> None:
    journal = (life.folder / "journal").read_text(encoding="utf-8").lower()
    assert "ready after" in journal
    assert [word for word in ("kitchen", "what day", "星期", "天气") if word in journal] == []
