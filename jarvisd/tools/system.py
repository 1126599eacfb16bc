"""The sound of this machine: its volume."""

from __future__ import annotations

import asyncio
import re
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from jarvisd.errors import ToolError
from jarvisd.tools import Arguments, Asked, Risk, Tool
from jarvisd.tools.programs import run

_CLOSE = 2  # percent by which a level may differ from what was asked: some cards have few steps


@dataclass(frozen=True, slots=True)
class Mixer:
    """A program that knows the volume, and how it is spoken to."""

    program: str
    read: tuple[str, ...]  # commands whose output together holds the level and whether it is muted
    set: str
    mute: str
    unmute: str
    level: str  # expression whose first group is the level
    percent: float  # what one unit of that level is in percent
    muted: str  # expression that is found when it is muted


MIXERS = (
    Mixer(
        "wpctl",
        ("wpctl get-volume @DEFAULT_AUDIO_SINK@",),
        "wpctl set-volume @DEFAULT_AUDIO_SINK@ {percent}%",
        "wpctl set-mute @DEFAULT_AUDIO_SINK@ 1",
        "wpctl set-mute @DEFAULT_AUDIO_SINK@ 0",
        r"Volume: ([\d.]+)",
        100,
        r"\[MUTED\]",
    ),
    Mixer(  # its words are translated elsewhere than in the C locale
        "pactl",
        ("env LC_ALL=C pactl get-sink-volume @DEFAULT_SINK@", "env LC_ALL=C pactl get-sink-mute @DEFAULT_SINK@"),
        "pactl set-sink-volume @DEFAULT_SINK@ {percent}%",
        "pactl set-sink-mute @DEFAULT_SINK@ 1",
        "pactl set-sink-mute @DEFAULT_SINK@ 0",
        r"(\d+)%",
        1,
        r"Mute: yes",
    ),
    Mixer(  # -M: the percent that ears agree with
        "amixer",
        ("amixer -M sget Master",),
        "amixer -M sset Master {percent}%",
        "amixer sset Master mute",
        "amixer sset Master unmute",
        r"\[(\d+)%\]",
        1,
        r"\[off\]",
    ),
)


@dataclass(frozen=True, slots=True)
class Level:
    percent: int
    muted: bool


class System:
    """A toolset: volume."""

    def __init__(self, step: int, mixers: Sequence[Mixer] = MIXERS) -> None:
        self._step = step
        self._mixers = tuple(mixers)
        self._one = asyncio.Lock()  # reading a level, changing it, reading it back is one thing

    def tools(self) -> Sequence[Tool]:
        parameters = {
            "type": "object",
            "properties": {
                "action": {"enum": ["get", "up", "down", "set", "mute", "unmute"]},
                "percent": {"type": "integer", "minimum": 0, "maximum": 100, "description": "set: the level; up, down: by how much"},
            },
            "required": ["action"],
            "if": {"properties": {"action": {"const": "set"}}},
            "then": {"required": ["percent"]},
            "additionalProperties": False,
        }
        return (Tool("volume", "Tells or changes how loud the house speaks.", parameters, self._volume, Risk.REVERSIBLE),)

    async def _volume(self, arguments: Arguments, asked: Asked) -> Mapping[str, Any]:
        """percent, muted, before: as read back from the mixer."""
        async with self._one:
            mixer, before = await self._find()
            wanted = self._wanted(arguments, before)
            if wanted.percent != before.percent:
                await _run(mixer.set.format(percent=wanted.percent))
            if wanted.muted != before.muted:
                await _run(mixer.mute if wanted.muted else mixer.unmute)
            level = await _read(mixer) if wanted != before else before
        if abs(level.percent - wanted.percent) > _CLOSE or level.muted != wanted.muted:
            raise ToolError(f"{mixer.program} did not change the volume: it is at {level.percent} percent{', muted' * level.muted}.")
        return {"percent": level.percent, "muted": level.muted, "before": before.percent}

    def _wanted(self, arguments: Arguments, before: Level) -> Level:
        """Louder, quieter and a number are heard: they unmute."""
        step = int(arguments.get("percent", self._step))
        match arguments["action"]:
            case "up":  # never quieter, where somebody has set it above 100
                return Level(max(before.percent, min(100, before.percent + step)), False)
            case "down":
                return Level(max(0, before.percent - step), False)
            case "set":
                return Level(int(arguments["percent"]), False)
            case "mute":
                return Level(before.percent, True)
            case "unmute":
                return Level(before.percent, False)
        return before

    async def _find(self) -> tuple[Mixer, Level]:
        """The first mixer that is installed and answers."""
        errors = []
        for mixer in self._mixers:
            if shutil.which(mixer.program):
                try:
                    return mixer, await _read(mixer)
                except ToolError as error:
                    errors.append(str(error))
        names = ", ".join(mixer.program for mixer in self._mixers)
        raise ToolError(" ".join(errors) or f"The volume cannot be changed: none of {names} is installed; install pulseaudio-utils.")


async def _read(mixer: Mixer) -> Level:
    told = "".join([await _run(command) for command in mixer.read])
    level = re.search(mixer.level, told)
    if level is None:
        raise ToolError(f"{mixer.program} does not tell a volume.")
    return Level(round(float(level[1]) * mixer.percent), re.search(mixer.muted, told) is not None)


async def _run(command: str) -> str:
    return await run(*command.split())
