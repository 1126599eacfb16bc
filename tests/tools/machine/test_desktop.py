"""The keys of a desktop: pressed through systemd's own programs, told by what they report; without a session they are unavailable."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from jarvisd.errors import ConfigError
from jarvisd.messages import Caller, Language, ToolCall
from jarvisd.tools import Asked
from jarvisd.tools.bus import Bus
from jarvisd.tools.machine.desktop import DesktopTools

NOW = datetime(2026, 11, 23, 20, 0, tzinfo=ZoneInfo("Europe/Vienna"))

# A session with two players and a screen: what the real programs print, as far as it is read.
BUSCTL = """#!/bin/sh
echo "busctl $*" >> "$FOLDER/log"
case "$*" in
  *list*) cat "$FOLDER/names" ;;
  *get-property*) printf '{"type":"s","data":"%s"}' "$(cat "$FOLDER/state" 2>/dev/null)" ;;
  *PlayPause*|*Pause*) echo Paused > "$FOLDER/state" ;;
  *Play*|*Next*) echo Playing > "$FOLDER/state" ;;
  *SetBrightness*) for last; do :; done; echo "$last" > "$FOLDER/lights/screen/brightness" ;;
esac
"""
OTHER = """#!/bin/sh
echo "$(basename "$0") $*" >> "$FOLDER/log"
[ ! -e "$FOLDER/refuses" ] || { echo "Access denied" >&2; exit 1; }
"""


class Session:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        bin = folder / "bin"
        bin.mkdir()
        for name in ("busctl", "loginctl", "systemd-run"):
            (bin / name).write_text(BUSCTL if name == "busctl" else OTHER)
            (bin / name).chmod(0o755)
        (folder / "lights/screen").mkdir(parents=True)
        (folder / "lights/screen/max_brightness").write_text("1000\n")
        (folder / "lights/screen/brightness").write_text("1000\n")
        (folder / "state").write_text("Playing\n")
        self.players("org.mpris.MediaPlayer2.vlc", "org.mpris.MediaPlayer2.firefox")
        self.env = {"PATH": f"{bin}:{os.environ['PATH']}", "FOLDER": str(folder), "DBUS_SESSION_BUS_ADDRESS": "unix:path=/nowhere"}

    def players(self, *names: str) -> None:
        (self.folder / "names").write_text(json.dumps([{"name": name} for name in ("org.freedesktop.DBus", *names)]))

    @property
    def log(self) -> list[str]:
        return (self.folder / "log").read_text().splitlines() if (self.folder / "log").exists() else []

    def tools(self, env: Mapping[str, str] | None = None) -> DesktopTools:
        return DesktopTools(["firefox"], self.env if env is None else env, self.folder / "lights")


@pytest.fixture
def session(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Session:
    made = Session(tmp_path)
    monkeypatch.setenv("PATH", made.env["PATH"])  # where programs are looked for
    return made


async def says(tools: DesktopTools, tool: str, language: Language = "en", /, **given: Any) -> str:
    bus = Bus([tools])
    result = await bus.call(ToolCall("1", tool, given), Asked(Caller(), "talk", language, NOW))
    return result.error or result.question or bus.told(result, language)


async def test_keys_are_pressed_and_told_by_what_was_reported(session: Session) -> None:
    tools = session.tools()
    assert await says(tools, "media_key", action="pause") == "It is paused."
    assert any("org.mpris.MediaPlayer2.firefox /org/mpris/MediaPlayer2 org.mpris.MediaPlayer2.Player Pause" in line for line in session.log)
    assert await says(tools, "media_key", "zh", action="next") == "正在播放。"
    assert await says(tools, "screen_brightness", percent=40) == "The screen is at 40 percent."
    assert await says(tools, "screen_brightness", "zh", percent=100) == "屏幕亮度调到100%了。"
    assert await says(tools, "lock_screen") == "The screen is locked."
    assert await says(tools, "start_program", "zh", name="firefox") == "已启动firefox。"
    assert "systemd-run --user --collect --quiet -- firefox" in session.log
    assert (await says(tools, "suspend_machine")).startswith("Shall I really put this machine to sleep?")
    assert not any("Suspend" in line for line in session.log)


async def test_what_is_not_there_or_refuses_is_said(session: Session) -> None:
    tools = session.tools()
    session.players()
    assert await says(tools, "media_key", action="play") == "No player runs on this machine."
    assert await says(tools, "media_key", "zh", action="play") == "这台机器上没有在运行的播放器。"
    (session.folder / "lights/screen/max_brightness").unlink()
    assert await says(tools, "screen_brightness", percent=40) == "This machine has no screen whose brightness can be set."
    (session.folder / "refuses").touch()
    assert await says(tools, "lock_screen") == "loginctl failed: Access denied."
    for name in ("bash", "firefox; reboot", "--help", ""):
        assert "wrong arguments" in await says(tools, "start_program", name=name)
    assert not any("systemd-run" in line for line in session.log)


async def test_without_a_session_they_are_unavailable_and_no_model_is_shown_them(session: Session, tmp_path: Path) -> None:
    service = {"PATH": session.env["PATH"]}
    tools = session.tools(service)
    assert await says(tools, "media_key", action="play") == (
        "media_key is unavailable: it needs somebody's desktop session, which a service of the machine has not."
    )
    assert session.log == []
    assert Bus([tools]).specs(Caller()) == ()
    assert len(Bus([session.tools()]).specs(Caller())) == 5
    bare = session.tools({"PATH": str(tmp_path), "DBUS_SESSION_BUS_ADDRESS": "x"})
    assert "busctl" in await says(bare, "lock_screen")


@pytest.mark.parametrize("name", ["/bin/sh", "../sh", "-c", " "])
def test_only_names_of_programs_may_be_configured(name: str) -> None:
    with pytest.raises(ConfigError, match=r"\[desktop\] programs"):
        DesktopTools([name], {})
