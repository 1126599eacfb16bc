"""Orders spoken to a real Home Assistant: its things change, and the sound of the answer says so; stopped in mid-command it is told."""

from __future__ import annotations

import asyncio
import json
import re
import signal
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from jarvisd.agent.sounds import alike
from jarvisd.tools.home.homeassistant import socket_url
from jarvisd.tools.home.line import opened
from tests.program import Daemon, daemon, jarvisd, rows

sys.path.insert(0, str(Path(__file__).parents[1] / "scripts"))
import home_assistant

pytestmark = [pytest.mark.engine, pytest.mark.system, pytest.mark.real_time]

SPOKEN = Path(__file__).parent / "audio/orders"  # scripts/make_orders.py
WATCHED = (
    "light.bed_light", "light.kitchen_lights", "light.ceiling_lights", "light.entrance_color_white_lights", "climate.hvac",
    "lock.entrance_lock", "todo.shopping_list",
)  # fmt: skip
EN = (
    ("The Bed Light is on.", "bed light is on"),
    ("The Kitchen Lights are at 30 percent.", "30"),
    ("The Bedroom Air Conditioner is set to 26 degrees.", "26 degrees"),
    (r"\d things are off.", "off"),
    (r"Shall I unlock the Front Door\?", "front door"),
    ("The Front Door is unlocked.", "front door"),
    ("The Bed Light is off.", "bed light is off"),
    ("I put milk and eggs on the shopping list.", "milk and eggs"),
)
ZH = (
    ("卧室灯打开了。", "打开了"), ("厨房灯亮度调到30%了。", "30|三十"), ("卧室空调调到26度了。", "26|二十六"), (r"\d个灯关了。", "灯关了"),
    ("要打开前门的锁吗？", "门"), ("前门打开了。", "打开了"), ("卧室灯关了。", "灯关了"), ("已把牛奶加到购物清单。", "牛奶"),
)  # fmt: skip


_NO_FLOOR = {"en": ("There is no downstairs in this house.", "downstairs"), "zh": ("家里没有楼下。", "家里")}


class House:
    """A furnished Home Assistant, and a daemon that knows it."""

    def __init__(self, home: home_assistant.Running, folder: Path, running: Daemon) -> None:
        self.home = home
        self.folder = folder
        self.running = running

    def hear(self, files: Sequence[Path], reply: Path) -> list[dict[str, Any]]:
        reply.mkdir(exist_ok=True)
        done = jarvisd("hear", *files, "--one-conversation", "--json", "--reply", reply, state=self.running.state)
        assert done.returncode == 0, done.stderr
        return rows(done)

    def transcribed(self, files: Sequence[Path]) -> list[str]:
        done = jarvisd("transcribe", *files, "--json", state=self.running.state)
        return [str(row["text"]).casefold() for row in rows(done)]

    def states(self) -> Mapping[str, Any]:
        """As Home Assistant itself says, asked by another connection."""

        async def ask() -> Mapping[str, Any]:
            async with opened(socket_url(self.home.url), self.home.token, 10.0) as line, asyncio.TaskGroup() as group:
                reading = group.create_task(line.read())
                found = {row["entity_id"]: row for row in await line.ask("get_states")}
                reading.cancel()
                return found

        return asyncio.run(ask())

    def state(self, id: str) -> str:
        return str(self.states()[id]["state"])


@contextmanager
def house(folder: Path) -> Iterator[House]:
    with home_assistant.running(folder / "house") as home:
        env = {"JARVISD_HOME__URL": home.url, "HASS_TOKEN": home.token, "JARVISD_MICROPHONE__ENABLED": "false"}
        with daemon(folder, env=env) as running:
            running.wait_for("READY=1")
            running.wait_for_log("Home Assistant is there")
            yield House(home, folder / "house", running)


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with house(tmp_path_factory.mktemp("h")) as made:
        yield made


def spoken(language: str) -> list[Path]:
    said = json.loads((SPOKEN / language / "said.json").read_text(encoding="utf-8"))
    return [SPOKEN / language / row["file"] for row in said]


@pytest.mark.parametrize(("language", "expected"), [("en", EN), ("zh", ZH)])
def test_what_is_ordered_aloud_happens_and_is_said(here: House, language: str, expected: Sequence[tuple[str, str]], tmp_path: Path) -> None:
    files = spoken(language)
    asyncio.run(_lock(here))
    heard = here.hear(files[:4], tmp_path / "a")
    states = here.states()
    assert states["light.bed_light"]["state"] == "on"
    assert states["climate.hvac"]["attributes"]["temperature"] == 26
    floors = (home_assistant.CACHE / "installed").read_text() >= "2024.4"  # the release for Python 3.11 knows none
    if floors:
        assert states["light.ceiling_lights"]["state"] == "off"
        assert states["light.kitchen_lights"]["state"] == "off"  # put to 30 percent by the second, off by the fourth
    else:
        assert states["light.kitchen_lights"]["state"] == "on", "what no floor was found for is not done to the whole house"
        expected = (*expected[:3], _NO_FLOOR[language], *expected[4:])
    assert here.state("lock.entrance_lock") == "locked"
    heard += here.hear(files[4:], tmp_path / "b")
    assert here.state("lock.entrance_lock") == "unlocked"
    assert here.state("light.bed_light") == "off"
    assert int(here.state("todo.shopping_list")) >= 1
    replied = [row["text"] for row in heard if row["event"] == "replied"]
    assert [text for text, (wanted, _) in zip(replied, expected, strict=True) if not re.fullmatch(wanted, text)] == []
    sounds = here.transcribed([*sorted((tmp_path / "a").iterdir()), *sorted((tmp_path / "b").iterdir())])
    missing = [(text, sound) for (_, text), sound in zip(expected, sounds, strict=True) if not re.search(alike(text), alike(sound))]
    assert len(missing) <= 1, missing  # what sounds the same counts; yet Whisper base makes nonsense of a short answer now and then


async def _lock(here: House) -> None:
    async with opened(socket_url(here.home.url), here.home.token, 10.0) as line, asyncio.TaskGroup() as group:
        reading = group.create_task(line.read())
        await line.ask("call_service", domain="lock", service="lock", service_data={}, target={"entity_id": ["lock.entrance_lock"]})
        reading.cancel()


@pytest.mark.parametrize(
    ("language", "frozen", "gone"),
    [
        ("en", "I don't know whether it was done|I can't reach the home", "I can't reach the home right now."),
        ("zh", "不知道做成了没有|联系不上家里的系统", "现在联系不上家里的系统。"),
    ],
)
def test_a_home_that_stops_in_mid_command_is_told_within_three_seconds_with_one_line_and_found_again(
    here: House, language: str, frozen: str, gone: str, tmp_path: Path
) -> None:
    file = spoken(language)[0]
    lost, there = (here.running.log.count(text) for text in ("WARNING Home Assistant", "Home Assistant is there"))
    here.home.process.send_signal(signal.SIGSTOP)
    try:
        heard = here.hear([file], tmp_path / "a")
        here.running.wait_for_log("WARNING Home Assistant", lost + 1)
        heard += here.hear([file], tmp_path / "b")
        assert here.running.log.count("WARNING Home Assistant") == lost + 1
    finally:
        here.home.process.send_signal(signal.SIGCONT)
    first, second = [row["text"] for row in heard if row["event"] == "replied"]
    assert re.search(frozen, first)  # by which of its two ways it is noticed depends on the moment
    assert second == gone
    assert max(row["timings"]["first_text"] for row in heard if row["event"] == "turn_ended") < 3500  # from the end of speech
    here.running.wait_for_log("Home Assistant is there", there + 1)
    assert [row["outcome"] for row in here.hear([file], tmp_path / "c") if row["event"] == "turn_ended"] == ["answered"]
    assert here.state("light.bed_light") == "on"
