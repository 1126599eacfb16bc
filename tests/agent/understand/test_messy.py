"""Orders as they are said with full hands: put right, denied, two in one breath, by somebody's room; what is half understood is asked about."""

from __future__ import annotations

import asyncio

import pytest

from jarvisd.agent.understand import Doubt, Heard, Understood, opened
from jarvisd.agent.understand.order import Understanding
from jarvisd.messages import LANGUAGES, Language
from jarvisd.tools.home import Area, Entity, Floor, House

EN = House(
    (
        Entity("light.arc", "Arc Lamp", ("arc",), "den", "off"), Entity("light.wall", "Wall Lights", (), "den", "on"),
        Entity("media_player.tv", "Telly", ("tv",), "den", "playing"), Entity("media_player.hifi", "Hi-Fi", ("stereo",), "den", "idle"),
        Entity("climate.den", "Den Heating", (), "den", "heat", {"temperature": 20}), Entity("cover.den", "Linen Curtains", (), "den", "open", {"device_class": "curtain"}),
        Entity("switch.kettle", "Kettle", (), "kitchen", "off"), Entity("fan.hood", "Cooker Hood", ("hood",), "kitchen", "off"),
        Entity("light.counter", "Counter Lights", (), "kitchen", "off"), Entity("media_player.radio", "Wireless", (), "gran", "playing"),
        Entity("climate.gran", "Oil Radiator", (), "gran", "heat"), Entity("climate.loft", "Loft Heating", (), "loft", "heat"),
        Entity("lock.front", "Front Door", (), "hall", "locked"), Entity("lock.back", "Back Door", (), "kitchen", "locked"),
        Entity("cover.garage", "Garage Door", (), "garage", "closed", {"device_class": "garage"}), Entity("vacuum.henry", "Henry", ("hoover",), "hall", "docked"),
        Entity("scene.film", "Film Night"), Entity("todo.shop", "Shopping List", ("shopping",)), Entity("todo.jobs", "Jobs List"),
    ),
    (
        Area("den", "Den", (), "ground"), Area("kitchen", "Kitchen", (), "ground"), Area("gran", "Gran's Room", (), "ground"),
        Area("hall", "Hall", (), "ground"), Area("loft", "Loft", (), "upper"), Area("garage", "Garage"),
    ),
    (Floor("ground", "Ground Floor", ("downstairs",)), Floor("upper", "First Floor", ("upstairs",))),
)  # fmt: skip
ZH = House(
    (
        Entity("light.shafa", "沙发灯", (), "ting", "on"), Entity("light.zhu", "主灯", (), "ting", "off"), Entity("light.zhuo", "酒柜灯", (), "ting", "off"),
        Entity("climate.ting", "柜机", (), "ting", "cool", {"temperature": 26}), Entity("climate.wo", "挂机", (), "wo", "off"),
        Entity("cover.ting", "纱帘", (), "ting", "open", {"device_class": "curtain"}), Entity("media_player.tv", "电视", (), "ting", "playing"),
        Entity("fan.yan", "油烟机", (), "chu", "off"), Entity("switch.guo", "电饭煲", (), "chu", "off"), Entity("light.chuang", "床头灯", (), "wo", "off"),
        Entity("light.xi", "吸顶灯", (), "wo", "on"), Entity("cover.wo", "布帘", (), "wo", "open", {"device_class": "curtain"}),
        Entity("climate.ye", "油汀", (), "ye", "heat"), Entity("cover.ku", "车库门", (), "ku", "closed", {"device_class": "garage"}),
        Entity("light.ku", "工具灯", (), "ku", "off"), Entity("alarm_control_panel.an", "报警器", (), "", "disarmed"),
        Entity("todo.gou", "购物清单"), Entity("todo.jia", "家务清单"),
    ),
    (Area("ting", "客厅"), Area("chu", "厨房"), Area("wo", "卧室"), Area("ye", "老人房", ("爷爷房间",)), Area("ku", "车库")),
)  # fmt: skip
_HOMES: dict[Language, tuple[House, str]] = {"en": (EN, "Den"), "zh": (ZH, "客厅")}
_TOLD = (
    "name",
    "area",
    "floor",
    "item",
    "brightness",
    "temperature",
    "temperature_step",
    "volume_level",
    "volume_step",
    "percentage_step",
    "position_step",
    "color",
)


@pytest.fixture(scope="module")
def mind() -> Understanding:
    return asyncio.run(opened.load(LANGUAGES))


async def meant(mind: Understanding, text: str, room: str = "") -> tuple[str, list[str]]:
    """done, asked or nothing; and each command as intent and what of its slots tells."""
    language: Language = "en" if text.isascii() else "zh"
    house, here = _HOMES[language]
    meaning = await mind.understand(Heard(text, language, house, room or here))
    if not isinstance(meaning, Understood | Doubt):
        return "nothing", []
    said = [
        " ".join([one.intent.removeprefix("Hass"), *(str(one.slots[slot]) for slot in _TOLD if slot in one.slots)])
        for one in meaning.commands
    ]
    return "done" if isinstance(meaning, Understood) else "asked", said


@pytest.mark.parametrize(("text", "commands"), [
    ("eighteen on the den heating please no nineteen", ["ClimateSetTemperature Den Heating 19"]),
    ("arc lamp off no on sorry", ["TurnOn Arc Lamp"]),
    ("don't put the kettle on put the hood on", ["TurnOn Cooker Hood"]), ("don't turn the telly off just mute it", ["MediaPlayerMute Telly"]),
    ("who's left the wall lights on turn them off", ["TurnOff Wall Lights"]), ("电视别关静音就行", ["MediaPlayerMute 电视"]),
    ("the telly not the stereo turn it off", ["TurnOff Telly"]), ("turn the telly off max it's bedtime", ["TurnOff Telly"]),
    ("不开主灯开沙发灯", ["TurnOn 沙发灯"]), ("我说开沙发灯没说开主灯", ["TurnOn 沙发灯"]), ("油烟机打开不对是电饭煲打开", ["TurnOn 电饭煲"]),
    ("沙发灯调到三十不四十", ["LightSet 沙发灯 40"]), ("电视音量二十五不够三十吧", ["SetVolume 电视 30"]), ("沙发灯太亮四十就好", ["LightSet 沙发灯 40"]),
    ("空调不要太冷二十七", ["ClimateSetTemperature 客厅 27"]), ("开沙发灯不要开主灯", ["TurnOn 沙发灯"]), ("甭开主灯了开沙发灯吧", ["TurnOn 沙发灯"]),
])  # fmt: skip
async def test_what_is_put_right_in_the_same_breath_is_what_is_done(mind: Understanding, text: str, commands: list[str]) -> None:
    assert await meant(mind, text) == ("done", commands)


@pytest.mark.parametrize(("text", "commands"), [
    ("den heating to twenty one loft to nineteen", ["ClimateSetTemperature Den Heating 21", "ClimateSetTemperature Loft Heating 19"]),
    ("den heating up a bit loft down a bit", ["ClimateSetTemperature Den Heating up", "ClimateSetTemperature Loft Heating down"]),
    ("kill the hood and counter lights to fifty", ["TurnOff Cooker Hood", "LightSet Counter Lights 50"]),
    ("turn the wireless down in gran's room and the radiator up to twenty three", ["SetVolumeRelative Wireless Gran's Room down", "ClimateSetTemperature Oil Radiator 23"]),
    ("stereo to ten telly off arc lamp on", ["SetVolume Hi-Fi 10", "TurnOff Telly", "TurnOn Arc Lamp"]),
    ("the boys are in bed so film night and turn the wall lights off", ["TurnOn Film Night", "TurnOff Wall Lights"]),
    ("put beans on the shopping oh and bread", ["ListAddItem Shopping List beans", "ListAddItem Shopping List bread"]),
    ("the wall lights want turning off and so does the arc lamp", ["TurnOff Wall Lights", "TurnOff Arc Lamp"]),
    ("Henry go and hoover the den", ["VacuumCleanArea Henry Den"]),
    ("卧室二十六度 客厅二十七度", ["ClimateSetTemperature 卧室 26", "ClimateSetTemperature 客厅 27"]),
    ("床头灯开着吸顶灯关掉", ["TurnOn 床头灯", "TurnOff 吸顶灯"]), ("卧室床头灯关掉窗帘拉上", ["TurnOff 床头灯 卧室", "TurnOff 卧室"]),
    ("油烟机开大点顺便把电视关小声", ["FanSetSpeed 油烟机 up", "SetVolumeRelative 电视 down"]), ("沙发灯酒柜灯一块儿关了", ["TurnOff 沙发灯", "TurnOff 酒柜灯"]),
    ("葱没了姜也没了都给我记清单上", ["ListAddItem 购物清单 葱", "ListAddItem 购物清单 姜"]),
])  # fmt: skip
async def test_each_of_several_is_done(mind: Understanding, text: str, commands: list[str]) -> None:
    assert await meant(mind, text) == ("done", commands)


@pytest.mark.parametrize(("text", "commands"), [
    ("open up the garage", ["TurnOn Garage"]), ("lock both doors", ["TurnOn"]), ("I'm off to bed everything off down here", ["TurnOff Ground Floor"]),
    ("Henry get to work", ["VacuumStart Henry"]), ("Henry's stuck send him home", ["VacuumReturnToBase Henry"]),
    ("把车库打开", ["TurnOn 车库"]), ("把窗帘拉上一点", ["SetPosition 客厅 down"]), ("把窗帘关小一点", ["SetPosition 客厅 down"]), ("爷爷屋里油汀调到二十三", ["ClimateSetTemperature 油汀 老人房 23"]),
])  # fmt: skip
async def test_what_is_told_by_its_place_or_its_owner_is_found(mind: Understanding, text: str, commands: list[str]) -> None:
    assert await meant(mind, text) == ("done", commands)


async def test_all_but_what_is_left_on_is_switched_off(mind: Understanding) -> None:
    assert await meant(mind, "床头灯留着其他的关了", "卧室") == ("done", ["TurnOff 卧室"])


@pytest.mark.parametrize("text", [
    "kettle please and while you're at it the counter lights", "linen curtains open telly paused and the den heating to seventeen",
    "arc lamp on then off again no just on", "the den to twenty", "five more minutes then telly off",
    "someone's left the kettle on", "油烟机开一档纱帘拉上", "关掉沙发灯和主灯酒柜灯调到四十", "电饭煲开上再把水壶也烧上", "打开沙发灯不是打开主灯", "打开沙发灯 不是打开主灯", "客厅二十五",
])  # fmt: skip
async def test_what_may_mean_something_else_is_not_done(mind: Understanding, text: str) -> None:
    assert (await meant(mind, text))[0] != "done"


@pytest.mark.parametrize(
    "text", ["throw that on the sofa", "shut the drawer", "run and lock the door for daddy", "数到三就关灯", "你把钥匙给我记清楚"]
)
async def test_what_only_sounds_like_an_order_is_none(mind: Understanding, text: str) -> None:
    assert await meant(mind, text) == ("nothing", [])


@pytest.mark.parametrize("text", ["has anybody locked the front door tonight", "did anyone lock the front door this evening"])
async def test_who_locked_the_door_tonight_is_a_question(mind: Understanding, text: str) -> None:
    assert await meant(mind, text) == ("done", ["GetState Front Door"])
