"""jarvisd tools, as a program: with a daemon and without one, and what is dangerous only with a yes at a terminal."""

from __future__ import annotations

import json
import os
import pty
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.program import PATIENCE, daemon, environment, jarvisd

pytestmark = pytest.mark.system

HOSTILE = Path(__file__).parent / "tools/mcp/hostile.py"
DOOR = '''
from jarvisd.tools.custom import risk

@risk("dangerous")
def open_door(which: str) -> str:
    """Opens a door."""
    open("opened", "a").write(which)
    return f"{which} is open"
'''


def config(folder: Path) -> Path:
    file = folder / "jarvis.toml"
    server = f'command = "{sys.executable}"\nargs = ["{HOSTILE}", "plain"]\nrisks = {{ echo = "read" }}\n'
    file.write_text(f"[microphone]\nenabled = false\n[mcp.servers.plain]\n{server}", encoding="utf-8")
    tools = folder / "state/tools"
    tools.mkdir(parents=True)
    (tools / "door.py").write_text(DOOR, encoding="utf-8")
    (tools / "bad.toml").write_text("command = ")
    return file


def listed(folder: Path, *more: str | Path) -> dict[str, dict[str, Any]]:
    told = jarvisd("tools", "--json", *more, state=folder / "state")
    return {row["name"]: row for row in json.loads(told.stdout)["tools"]}


def at_a_terminal(answer: str, *words: str, state: Path) -> subprocess.CompletedProcess[str]:
    ours, theirs = pty.openpty()
    os.write(ours, answer.encode() + b"\n")
    command = [sys.executable, "-m", "jarvisd", *words, "--state", str(state)]
    try:
        return subprocess.run(command, env=environment(), stdin=theirs, capture_output=True, text=True, timeout=PATIENCE, check=False)
    finally:
        os.close(ours)
        os.close(theirs)


def test_without_a_daemon_tools_are_listed_called_and_asked_about(tmp_path: Path) -> None:
    file = config(tmp_path)
    rows = listed(tmp_path, "--config", file)
    assert (rows["volume"]["source"], rows["volume"]["state"]) == ("jarvisd", "ready")
    assert (rows["plain_echo"]["source"], rows["plain_echo"]["risk"], rows["plain_echo"]["state"]) == ("mcp plain", "read", "ready")
    assert (rows["open_door"]["source"], rows["open_door"]["risk"]) == ("file door.py", "dangerous")
    assert rows["bad.toml"]["state"] == "broken"
    state, opened = tmp_path / "state", tmp_path / "state/tools/opened"
    called = jarvisd("tools", "call", "plain_echo", '{"text": "你好"}', "--config", file, state=state)
    assert called.stdout.strip() == "你好"
    alone = jarvisd("tools", "call", "open_door", '{"which": "front"}', "--config", file, state=state)
    assert (alone.returncode, opened.exists()) == (1, False)
    assert "Shall I really do this: open door, with which front?" in alone.stderr
    for answer, times in (("yes but wait", 0), ("yes", 1), ("是", 2)):
        told = at_a_terminal(answer, "tools", "call", "open_door", '{"which": "front"}', "--config", str(file), state=state)
        assert (told.returncode == 0, opened.read_text() if opened.exists() else "") == (times > 0, "front" * times)
    wrong = jarvisd("tools", "call", "plain_echo", "{text}", "--config", file, state=state)
    assert (wrong.returncode, "no JSON" in wrong.stderr) == (1, True)
    unknown = jarvisd("tools", "call", "nothing", "--config", file, state=state)
    assert (unknown.returncode, unknown.stderr.strip().splitlines()[-1]) == (1, "jarvisd: There is no tool called 'nothing'.")


def test_with_a_daemon_the_same_by_its_socket(tmp_path: Path) -> None:
    file = config(tmp_path)
    with daemon(tmp_path, "--no-voice", "--config", file) as running:
        running.wait_for("READY=1")
        running.wait_for_log("the MCP server plain is there")
        rows = listed(tmp_path)
        assert (rows["plain_echo"]["state"], rows["open_door"]["state"]) == ("ready", "ready")
        state = tmp_path / "state"
        assert jarvisd("tools", "call", "plain_echo", '{"text": "你好"}', state=state).stdout.strip() == "你好"
        assert (
            at_a_terminal("yes", "tools", "call", "open_door", '{"which": "back"}', state=state)
            .stdout.strip()
            .endswith('"back is open"\n}')
        )
        audit = jarvisd("audit", "--json", state=state).stdout
        assert [json.loads(line)["kind"] for line in audit.splitlines()] == ["proposed", "confirmed", "done"]
        refused = jarvisd("tools", "accept", "plain_echo", state=state)
        assert (refused.returncode, "no tool has" in refused.stderr) == (1, True)
        (tmp_path / "state/tools/new.json").write_text('{"command": ["echo", "hi"], "risk": "read"}')
        for _ in range(20):
            if "new" in listed(tmp_path):
                break
        assert jarvisd("tools", "call", "new", state=state).stdout.strip() == "hi"
        status, seconds = running.end(signal.SIGTERM)
        assert (status, seconds < 5) == (0, True)
