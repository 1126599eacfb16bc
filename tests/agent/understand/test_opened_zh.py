"""Chinese orders through the whole understanding, as it is shipped."""

from __future__ import annotations

from typing import Any

import pytest

from jarvisd.agent.understand import Doubt, Heard, Nameless, Understood
from jarvisd.agent.understand.judged import READS
from jarvisd.agent.understand.order import Understanding
from jarvisd.tools.home import Area, Entity, Floor, House

HOUSE = House(
    (
        Entity("light.main", "客厅主灯", (), "living", "off"), Entity("light.left", "左床头灯", (), "bed", "off"), Entity("light.right", "右床头灯", (), "bed", "off"),
        Entity("climate.living", "立柜空调", (), "living", "cool"), Entity("climate.granny", "姥姥的空调", (), "granny", "off"),
        Entity("media_player.tv", "长虹电视", ("电视",), "living", "on", {"device_class": "tv"}), Entity("cover.living", "客厅帘", (), "living", "open", {"device_class": "curtain"}),
        Entity("lock.front", "前门", ("门锁",), "hall", "locked"), Entity("light.bath", "浴灯", (), "bath", "off"), Entity("valve.main", "总水阀", (), "bath", "open"),
        Entity("todo.shop", "购物清单"), Entity("switch.kettle", "电热壶", (), "kitchen", "off"), Entity("sensor.damp", "灶间湿度计", (), "kitchen", "60", {"device_class": "humidity"}),
        Entity("scene.guests", "会客模式"), Entity("vacuum.ball", "小球", (), "hall", "docked"),
    ),
    (Area("living", "客厅"), Area("bed", "主卧"), Area("granny", "姥姥房间"), Area("hall", "门厅"), Area("bath", "浴室"), Area("kitchen", "灶间")),
    (Floor("one", "一楼"),),
)  # fmt: skip


async def done(mind: Understanding, text: str, room: str) -> Any:
    meaning = await mind.understand(Heard(text, "zh", HOUSE, room))
    return [(one.intent, dict(one.slots)) for one in meaning.commands] if isinstance(meaning, Understood) else meaning


@pytest.mark.parametrize(("text", "room", "commands"), [
    ("主灯开一下", "客厅", [("HassTurnOn", {"name": "客厅主灯"})]),
    ("电视机打开", "客厅", [("HassTurnOn", {"name": "长虹电视"})]),
    ("两个床头灯都关了", "主卧", [("HassTurnOff", {"name": "左床头灯"}), ("HassTurnOff", {"name": "右床头灯"})]),
    ("把空调都关了 姥姥的别关", "客厅", [("HassTurnOff", {"domain": "climate", "except": ["姥姥的空调"]})]),
    ("帘子拉上 对面能看见", "客厅", [("HassTurnOff", {"area": "客厅", "domain": "cover", "device_class": "curtain"})]),
    ("把盐加购物清单里 再把电视关了", "客厅", [("HassListAddItem", {"name": "购物清单", "item": "盐"}), ("HassTurnOff", {"name": "长虹电视"})]),
    ("电视太吵了 我听不见人说话 小点声", "客厅", [("HassSetVolumeRelative", {"name": "长虹电视", "volume_step": "down"})]),
    ("电热壶烧点水 我泡茶", "灶间", [("HassTurnOn", {"name": "电热壶"})]),
    ("出门了锁门", "门厅", [("HassTurnOn", {"name": "前门"})]),
    ("够不着开关 开个灯呗", "客厅", [("HassTurnOn", {"domain": "light", "area": "客厅"})]),
    ("来人了 会客模式来一个 顺便让小球回窝", "客厅", [("HassTurnOn", {"name": "会客模式"}), ("HassVacuumReturnToBase", {"name": "小球"})]),
    ("灶间湿不湿", "客厅", [("HassGetState", {"name": "灶间湿度计"})]),
    ("电视太吵了 声音调到十五", "客厅", [("HassSetVolume", {"name": "长虹电视", "volume_level": 15})]),
])  # fmt: skip
async def test_what_was_said_is_done(
    understanding: Understanding, text: str, room: str, commands: list[tuple[str, dict[str, Any]]]
) -> None:
    assert await done(understanding, text, room) == commands


async def test_one_of_two_is_asked_about(understanding: Understanding) -> None:
    assert isinstance(await done(understanding, "床头灯打开", "主卧"), Nameless)
    assert isinstance(await done(understanding, "电视关了 不对 没关", "客厅"), Doubt)


@pytest.mark.parametrize("text", [
    "水管要是冻裂了 恐怕得关总水阀", "前门锁了没 我要出去", "帘子拉了一半卡住了", "把帘子拉上 算了", "浴室那个香薰打开",
])  # fmt: skip
async def test_what_is_no_order_or_for_nothing_here_does_nothing(understanding: Understanding, text: str) -> None:
    meaning = await understanding.understand(Heard(text, "zh", HOUSE, "客厅"))
    assert not isinstance(meaning, Understood) or all(one.intent in READS for one in meaning.commands)
