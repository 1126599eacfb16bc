"""The keys of a desktop as tools: media, brightness, lock, suspend, start a program; unavailable where nobody's session is."""

from __future__ import annotations

import asyncio
import json
import os
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from jarvisd.errors import ConfigError, ToolError
from jarvisd.messages import Language, in_language
from jarvisd.tools import Arguments, Asked, Risk, Tool
from jarvisd.tools.programs import run

_PLAYERS = "org.mpris.MediaPlayer2."
_METHODS = {
    "play_pause": "PlayPause", "play": "Play", "pause": "Pause", "stop": "Stop", "next": "Next", "previous": "Previous",
}  # fmt: skip
_SETTLE = 0.3  # seconds until a player says what it does now
_CLOSE = 3  # percent by which a screen may differ from what was asked: some have few steps

_SAYS: dict[Language, dict[str, str]] = {
    "en": {
        "Playing": "It plays.", "Paused": "It is paused.", "Stopped": "It is stopped.", "": "The key was pressed.",
        "no_player": "No player runs on this machine.", "bright": "The screen is at {percent} percent.",
        "no_screen": "This machine has no screen whose brightness can be set.", "not_bright": "The screen stayed at {percent} percent.",
        "locked": "The screen is locked.", "suspended": "This machine goes to sleep.", "started": "I started {name}.",
        "ask_suspend": "Shall I really put this machine to sleep? It hears and rings nothing then.",
    },
    "zh": {
        "Playing": "正在播放。", "Paused": "暂停了。", "Stopped": "停止了。", "": "按过了。",
        "no_player": "这台机器上没有在运行的播放器。", "bright": "屏幕亮度调到{percent}%了。",
        "no_screen": "这台机器没有可以调亮度的屏幕。", "not_bright": "屏幕亮度还是{percent}%。",
        "locked": "屏幕锁上了。", "suspended": "这台机器要休眠了。", "started": "已启动{name}。",
        "ask_suspend": "真的要让这台机器休眠吗？休眠后听不见，也不会响。",
    },
}  # fmt: skip


def missing(env: Mapping[str, str], programs: Sequence[str] = ("busctl", "loginctl")) -> str:
    """Why there is no desktop here, as the end of a sentence; "" where there is one."""
    if any(shutil.which(program, path=env.get("PATH")) is None for program in programs):
        return "it needs systemd's busctl and loginctl"
    folder = env.get("XDG_RUNTIME_DIR")
    session = env.get("DBUS_SESSION_BUS_ADDRESS") or (folder and (Path(folder) / "bus").exists())
    return "" if session else "it needs somebody's desktop session, which a service of the machine has not"


class DesktopTools:
    """programs: what may be started, by their names. lights: the folder of the screens' brightness."""

    def __init__(self, programs: Sequence[str], env: Mapping[str, str] = os.environ, lights: Path = Path("/sys/class/backlight")) -> None:
        odd = [name for name in programs if "/" in name or name.startswith("-") or not name.strip()]
        if odd:
            raise ConfigError(f"[desktop] programs: {odd[0]!r} is no name of a program; write it as it is started, without a path")
        self._programs = tuple(programs)
        self._env = env
        self._lights = lights
        self._missing = missing(env)

    def tools(self) -> Sequence[Tool]:
        action = {"action": {"enum": list(_METHODS)}}
        percent = {"percent": {"type": "integer", "minimum": 1, "maximum": 100}}
        put, gone = Risk.REVERSIBLE, self._missing
        name = {"name": {"enum": list(self._programs)}}
        start = Tool("start_program", "Starts a program on this machine's desktop.", _object(name, "name"), self._start, Risk.SENSITIVE,
                     told=_told, unavailable=gone)  # fmt: skip
        return (
            Tool("media_key", "Presses a media key of this machine: what its own player does.", _object(action, "action"), self._media, put,
                 told=_told, unavailable=gone),
            Tool("screen_brightness", "Sets how bright this machine's screen is.", _object(percent, "percent"), self._bright, put,
                 told=_told, unavailable=gone),
            Tool("lock_screen", "Locks this machine's screen.", _object({}), self._lock, put, told=_told, unavailable=gone),
            Tool("suspend_machine", "Puts this machine to sleep: nothing is heard or rung then.", _object({}), self._suspend,
                 Risk.DANGEROUS, told=_told, unavailable=gone, question=lambda arguments, language: _say("ask_suspend", language)),
            *((start,) if self._programs else ()),
        )  # fmt: skip

    async def _media(self, given: Arguments, asked: Asked) -> Mapping[str, Any]:
        """Of the player that plays, else of the first there is; what it says it does afterwards."""
        rows = json.loads(await self._run("busctl", "--user", "--json=short", "list") or "[]")
        players = sorted(str(row["name"]) for row in rows if str(row.get("name", "")).startswith(_PLAYERS))
        if not players:
            raise ToolError(_say("no_player", asked.language))
        states = [await self._playing(player) for player in players]
        player = players[states.index("Playing")] if "Playing" in states else players[0]
        method = _METHODS[str(given["action"])]
        await self._run("busctl", "--user", "call", player, "/org/mpris/MediaPlayer2", f"{_PLAYERS}Player", method)
        await asyncio.sleep(_SETTLE)
        state = await self._playing(player)
        return {"did": state if state in ("Playing", "Paused", "Stopped") else "", "player": player.removeprefix(_PLAYERS)}

    async def _playing(self, player: str) -> str:
        words = ("get-property", player, "/org/mpris/MediaPlayer2", f"{_PLAYERS}Player", "PlaybackStatus")
        try:
            return str(json.loads(await self._run("busctl", "--user", "--json=short", *words)).get("data", ""))
        except (ToolError, ValueError, AttributeError):
            return ""

    async def _bright(self, given: Arguments, asked: Asked) -> Mapping[str, Any]:
        screen = next((path for path in sorted(self._lights.glob("*")) if (path / "max_brightness").exists()), None)
        if screen is None:
            raise ToolError(_say("no_screen", asked.language))
        most, wanted = int((screen / "max_brightness").read_text()), int(given["percent"])
        where = ("org.freedesktop.login1", "/org/freedesktop/login1/session/auto", "org.freedesktop.login1.Session")
        await self._run("busctl", "call", *where, "SetBrightness", "ssu", "backlight", screen.name, str(max(1, round(most * wanted / 100))))
        percent = round(int((screen / "brightness").read_text()) * 100 / most)
        if abs(percent - wanted) > _CLOSE:
            raise ToolError(_say("not_bright", asked.language, percent=percent))
        return {"did": "bright", "percent": percent}

    async def _lock(self, given: Arguments, asked: Asked) -> Mapping[str, Any]:
        await self._run("loginctl", "lock-session")
        return {"did": "locked"}

    async def _suspend(self, given: Arguments, asked: Asked) -> Mapping[str, Any]:
        await self._run("busctl", "call", "org.freedesktop.login1", "/org/freedesktop/login1", "org.freedesktop.login1.Manager", "Suspend",
                        "b", "false")  # fmt: skip
        return {"did": "suspended"}

    async def _start(self, given: Arguments, asked: Asked) -> Mapping[str, Any]:
        """Under the session's own manager, so that it does not end with this house."""
        name = str(given["name"])
        await self._run("systemd-run", "--user", "--collect", "--quiet", "--", name)
        return {"did": "started", "name": name}

    async def _run(self, *words: str) -> str:
        return await run(*words, env=self._env)


def _told(content: Mapping[str, Any], language: Language) -> str:
    return _say(str(content["did"]), language, **{name: value for name, value in content.items() if name != "did"})


def _say(which: str, language: Language, **about: object) -> str:
    return in_language(_SAYS, language)[which].format(**about)


def _object(properties: Mapping[str, Any], *required: str) -> Mapping[str, Any]:
    return {"type": "object", "properties": dict(properties), "required": list(required), "additionalProperties": False}
