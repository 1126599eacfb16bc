"""How the machine is: read from files as Linux writes them, said in both languages; what is not there is said so."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from jarvisd.agent.intents import Intents, books
from jarvisd.config import shipped
from jarvisd.messages import LANGUAGES, Caller, Language, Request, Text, ToolCall
from jarvisd.tools import Asked, Risk
from jarvisd.tools.bus import Bus
from jarvisd.tools.machine.readings import Readings
from jarvisd.tools.machine.status import StatusTools
from tests.fakes import FakeRecall

NOW = datetime(2026, 11, 23, 20, 0, tzinfo=ZoneInfo("Europe/Vienna"))
BOOKS = books(LANGUAGES, shipped("config/intents"))


@pytest.fixture
def machine(tmp_path: Path) -> Readings:
    """One of a laptop."""
    for name, text in {
        "proc/loadavg": "0.50 0.40 0.30 1/100 4242\n",
        "proc/meminfo": "MemTotal:        8000000 kB\nMemFree:  100 kB\nMemAvailable:    2000000 kB\n",
        "proc/net/route": "Iface\tDestination\tGateway\tFlags\tRefCnt\tUse\tMetric\tMask\n"
        "wlan0\t00000000\t0101A8C0\t0003\t0\t0\t600\t00000000\n",
        "sys/class/thermal/thermal_zone0/temp": "48500\n",
        "sys/class/power_supply/AC/type": "Mains\n",
        "sys/class/power_supply/BAT0/type": "Battery\n",
        "sys/class/power_supply/BAT0/capacity": "73\n",
        "sys/class/power_supply/BAT0/status": "Discharging\n",
        "sys/class/power_supply/mouse/type": "Battery\n",
        "sys/class/power_supply/mouse/scope": "Device\n",
    }.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    return Readings(tmp_path, tmp_path / "proc", tmp_path / "sys")


async def says(readings: Readings, language: Language, **given: str) -> str:
    bus = Bus([StatusTools(readings)])
    result = await bus.call(ToolCall("1", "machine_status", given), Asked(Caller(), "talk", language, NOW))
    return result.error or bus.told(result, language)


async def asked(readings: Readings, text: str, language: Language) -> str:
    intents = Intents(BOOKS, Bus([StatusTools(readings)]), FakeRecall(), lambda: NOW)
    answer = await intents.consider(Request(text, "talk", language=language))
    assert answer is not None
    return "".join([part.text async for part in answer.parts() if isinstance(part, Text)])


@pytest.mark.parametrize(
    ("what", "en", "zh"),
    [
        ("battery", "The battery is at 73 percent.", "电量73%。"),
        ("memory", "2.0 of 8.2 gigabytes of memory are free.", "内存还剩2.0GB，一共8.2GB。"),
    ],
)
async def test_what_is_read_is_said(machine: Readings, what: str, en: str, zh: str) -> None:
    assert await says(machine, "en", what=what) == en
    assert await says(machine, "zh", what=what) == zh


async def test_everything_at_once_and_what_depends_on_the_machine(machine: Readings) -> None:
    everything = await says(machine, "en")
    assert everything.count(".") >= 5
    assert "48 degrees" in everything or "49 degrees" in everything
    assert "by wlan0" in everything
    assert "gigabytes are free on the disk" in everything
    assert await says(machine, "zh", what="network") != ""
    (machine.sys / "class/power_supply/BAT0/status").write_text("Charging\n")
    assert await says(machine, "en", what="battery") == "The battery is at 73 percent, and charging."


async def test_a_machine_without_them_says_so(tmp_path: Path) -> None:
    bare = Readings(tmp_path, tmp_path / "none", tmp_path / "none")
    assert await says(bare, "en", what="battery") == "This machine has no battery."
    assert await says(bare, "zh", what="battery") == "这台机器没有电池。"
    assert await says(bare, "en", what="network") == "This machine has no way out to a network."
    assert await says(bare, "zh", what="network") == "这台机器没有连上网络。"
    assert await says(bare, "en", what="processor") == "The processor is 0 percent busy."
    assert "battery" not in await says(bare, "en")


@pytest.mark.parametrize("junk", ["", "\0\0\0", "many words", "-1", "99999999999999999999999"])
async def test_files_that_say_nonsense_break_nothing(machine: Readings, junk: str) -> None:
    for path in (
        machine.sys / "class/power_supply/BAT0/capacity",
        machine.sys / "class/thermal/thermal_zone0/temp",
        machine.proc / "meminfo",
    ):
        path.write_text(junk)
    assert (await says(machine, "en")).endswith(".")


async def test_it_is_asked_by_sentences_of_both_languages(machine: Readings) -> None:
    assert await asked(machine, "how much battery is left?", "en") == "The battery is at 73 percent."
    assert await asked(machine, "你还有多少电？", "zh") == "电量73%。"
    assert "free on the disk" in await asked(machine, "How full is the disk?", "en")
    assert "磁盘还剩" in await asked(machine, "磁盘还剩多少空间？", "zh")
    assert "wlan0" in await asked(machine, "are you online?", "en")
    assert "wlan0" in await asked(machine, "你联网了吗", "zh")


def test_this_very_machine_can_be_read(tmp_path: Path) -> None:
    here = Readings(tmp_path)
    assert here.space()[1] >= here.space()[0] > 0
    assert here.memory()[1] > 0
    assert here.load() >= 0
    assert [tool.risk for tool in StatusTools(here).tools()] == [Risk.READ]
