"""How this machine is, as a tool: disk, processor, memory, battery, network."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from typing import Any

from jarvisd.errors import ToolError
from jarvisd.messages import Language, in_language
from jarvisd.tools import Arguments, Asked, Risk, Tool
from jarvisd.tools.machine.readings import Readings

_WHAT = ("disk", "processor", "memory", "battery", "network")

_SAYS: dict[Language, dict[str, str]] = {
    "en": {
        "disk": "{free} of {all} gigabytes are free on the disk.",
        "processor": "The processor is {load} percent busy.", "heat": "The processor is {load} percent busy, at {heat} degrees.",
        "memory": "{free} of {all} gigabytes of memory are free.",
        "battery": "The battery is at {percent} percent.", "charging": "The battery is at {percent} percent, and charging.",
        "no_battery": "This machine has no battery.",
        "network": "The network is there by {by}, with the address {address}.", "offline": "This machine has no way out to a network.",
    },
    "zh": {
        "disk": "磁盘还剩{free}GB，一共{all}GB。",
        "processor": "处理器占用{load}%。", "heat": "处理器占用{load}%，温度{heat}度。",
        "memory": "内存还剩{free}GB，一共{all}GB。",
        "battery": "电量{percent}%。", "charging": "电量{percent}%，正在充电。", "no_battery": "这台机器没有电池。",
        "network": "网络通过{by}连着，地址是{address}。", "offline": "这台机器没有连上网络。",
    },
}  # fmt: skip


class StatusTools:
    def __init__(self, readings: Readings) -> None:
        self._readings = readings

    def tools(self) -> Sequence[Tool]:
        what = {"what": {"enum": list(_WHAT), "description": "left out: everything"}}
        parameters = {"type": "object", "properties": what, "additionalProperties": False}
        return (
            Tool("machine_status", "Tells how the machine that this house runs on is: disk, processor, memory, battery, network.",
                 parameters, self._status, Risk.READ, told=_told),
        )  # fmt: skip

    async def _status(self, given: Arguments, asked: Asked) -> Mapping[str, Any]:
        wanted = (str(given["what"]),) if given.get("what") else _WHAT
        told = await asyncio.to_thread(self._read, wanted)
        if not told:
            raise ToolError(in_language(_SAYS, asked.language)["no_battery"])
        return told

    def _read(self, wanted: Sequence[str]) -> dict[str, Any]:
        readings, told = self._readings, dict[str, Any]()
        if "disk" in wanted:
            free, every = readings.space()
            told["disk"] = {"free": round(free), "all": round(every)}
        if "processor" in wanted:
            heat = readings.heat()
            told["processor"] = {"load": readings.load(), **({"heat": round(heat)} if heat is not None else {})}
        if "memory" in wanted:
            free, every = readings.memory()
            told["memory"] = {"free": round(free, 1), "all": round(every, 1)}
        if "battery" in wanted and (battery := readings.battery()) is not None:
            told["battery"] = {"percent": battery.percent, "charging": battery.charging}
        if "network" in wanted:
            told["network"] = dict(readings.network())
        return told


def _told(content: Mapping[str, Any], language: Language) -> str:
    says = in_language(_SAYS, language)
    sentences = []
    for what in _WHAT:
        if what not in content:
            continue
        row = content[what]
        form = what
        if what == "processor" and "heat" in row:
            form = "heat"
        elif what == "battery" and row["charging"]:
            form = "charging"
        elif what == "network" and not row:
            form = "offline"
        sentences.append(says[form].format(**row))
    return ("" if language == "zh" else " ").join(sentences)
