"""A command that is typed while another jarvisd holds the state folder waits for it."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from jarvisd import lock
from jarvisd.cli import common
from jarvisd.config import Config, paths
from jarvisd.errors import StateLocked
from jarvisd.inside import MEMORY
from tests.program import daemon, jarvisd

pytestmark = pytest.mark.system


def test_a_command_waits_for_a_daemon_that_is_starting(tmp_path: Path) -> None:
    with daemon(tmp_path, "--no-voice") as running:
        while not (tmp_path / "state/lock").exists():
            assert running.process.poll() is None
        done = jarvisd("ask", "what day is it", state=tmp_path / "state")
        running.wait_for("READY=1")
    assert done.returncode == 0, done.stderr
    assert "day" in done.stdout


def test_commands_at_once_are_done_one_after_the_other(tmp_path: Path) -> None:
    with ThreadPoolExecutor() as both:
        done = list(both.map(lambda name: jarvisd("memory", "add", f"{name} likes tea", state=tmp_path), ("Anna", "小军")))
    assert [each.returncode for each in done] == [0, 0], [each.stderr for each in done]
    found = jarvisd("memory", "search", "tea", state=tmp_path).stdout
    assert "Anna likes tea" in found
    assert "小军 likes tea" in found


@pytest.mark.real_time
async def test_one_that_waited_long_enough_says_who_holds_the_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(common, "_PATIENCE", 0.5)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    where = paths(None, tmp_path / "state")
    with lock.own(where.state), pytest.raises(StateLocked, match="stop that one"):
        async with common.door(Config(), where, MEMORY):
            pytest.fail("it came in beside the owner")
    assert capsys.readouterr().err.count("waiting for it") == 1
