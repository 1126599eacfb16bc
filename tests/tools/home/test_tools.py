"""The tools of the home: what they find, do, ask, refuse and say, in English and Chinese."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from jarvisd.errors import HomeTrouble
from jarvisd.messages import ToolCall
from jarvisd.tools import Risk
from jarvisd.tools.home import Area, Entity, House
from jarvisd.tools.home.overview import overview
from tests.tools.home.house import Memory, Talk


@pytest.mark.parametrize(
    ("tool", "slots", "en", "zh"),
    [
        ("HassTurnOn", {"name": "Bed Light"}, "The Bed Light is on.", "卧室灯打开了。"),
        ("HassTurnOff", {"name": "厨房灯"}, "The Kitchen Lights are off.", "厨房灯关了。"),
        ("HassTurnOff", {"name": "all", "domain": "light"}, "6 lights are off.", "6个灯关了。"),
        ("HassTurnOff", {"area": "Living Room", "domain": "lights"}, "The Living Room lights are off.", "客厅的灯关了。"),
        ("HassTurnOff", {"floor": "楼上", "domain": "light"}, "2 lights are off.", "2个灯关了。"),
        ("HassLightSet", {"name": "Bed Light", "brightness": 40}, "The Bed Light is at 40 percent.", "卧室灯亮度调到40%了。"),
        ("HassLightSet", {"name": "Bed Light", "color": "blue"}, "The Bed Light is blue.", "卧室灯变成蓝色了。"),
        ("HassLightSet", {"name": "Bed Light", "color": "红色", "brightness": 10}, "The Bed Light is red, at 10 percent.",
         "卧室灯变成红色了，亮度调到10%了。"),
        ("HassLightSet", {"name": "Bed Light", "temperature": "warm"}, "The Bed Light is at 2700 kelvin.", "卧室灯色温调到2700开了。"),
        ("HassLightSet", {"name": "Bed Light", "brightness": 0}, "The Bed Light is off.", "卧室灯关了。"),
        ("HassClimateSetTemperature", {"name": "卧室空调", "temperature": 26}, "The Bedroom Air Conditioner is set to 26 degrees.",
         "卧室空调调到26度了。"),
        ("HassClimateSetTemperature", {"area": "Bedroom", "temperature": 20.5}, "The Bedroom Air Conditioner is set to 20.5 degrees.",
         "卧室空调调到20.5度了。"),
        ("HassTurnOff", {"name": "Garage Door"}, "The Garage Door is closing.", "车库门正在关上。"),
        ("HassSetPosition", {"name": "客厅窗帘", "position": 50}, "The Living Room Curtain is at 50 percent.", "客厅窗帘开到50%了。"),
        ("HassTurnOn", {"name": "Kitchen Door"}, "The Kitchen Door is locked.", "厨房门锁上了。"),
        ("HassFanSetSpeed", {"name": "吊扇", "percentage": 66}, "The Ceiling Fan is off.", "卧室吊扇关了。"),
        ("HassMediaPause", {"name": "TV"}, "The TV is paused.", "电视暂停了。"),
        ("HassSetVolume", {"name": "TV", "volume_level": 40}, "The TV is at volume 40.", "电视音量调到40了。"),
        ("HassSetVolumeRelative", {"name": "TV", "volume_step": "down"}, "The TV is at volume 90.", "电视音量调到90了。"),
        ("HassSetVolumeRelative", {"name": "TV", "volume_step": -20}, "The TV is at volume 80.", "电视音量调到80了。"),
        ("HassMediaPlayerMute", {"name": "TV"}, "The TV is muted.", "电视静音了。"),
        ("HassMediaNext", {"name": "Kitchen Radio"}, "The Kitchen Radio is on the next track.", "厨房收音机换到下一首了。"),
        ("HassHumidifierSetpoint", {"name": "Humidifier", "humidity": 50}, "The Humidifier is set to 50 percent.", "Humidifier调到50%了。"),
        ("HassVacuumReturnToBase", {}, "The 0 Ground floor is on its way back.", "0 Ground floor正在返回。"),
        ("HassClimateSetMode", {"name": "Bedroom Air Conditioner", "mode": "dry"},
         "The Bedroom Air Conditioner is drying.", "卧室空调调到除湿了。"),
        ("HassClimateSetMode", {"area": "Bedroom", "mode": "fan_only"},
         "The Bedroom Air Conditioner is on fan only.", "卧室空调调到送风了。"),
        ("HassClimateSetMode", {"area": "Bedroom", "mode": "sleep"},
         "Bedroom Air Conditioner has no mode called sleep; "
         "it knows heat, cool, auto, dry, fan only, on low, on high, auto low and auto high.",
         "卧室空调没有睡眠模式，它有制热、制冷、自动、除湿、送风、on low、on high、auto low和auto high。"),
        ("HassTurnOn", {"name": "Movie Night"}, "The Movie Night is set.", "电影模式启动了。"),
        ("HassTurnOn", {"name": "晚安"}, "The Good Night is started.", "晚安运行了。"),
        ("HassGetState", {"name": "Front Door", "state": "locked"}, "Yes, the Front Door is locked.", "是的，前门锁着。"),
        ("HassGetState", {"name": "Front Door", "state": "unlocked"}, "No, the Front Door is locked.", "没有，前门锁着。"),
        ("HassGetState", {"name": "室外温度"}, "The Outside Temperature is 15.6 degrees.", "室外温度是15.6度。"),
        ("HassGetState", {"device_class": "moisture", "state": "on"}, "No, the Basement Floor Wet is dry.", "没有，地面漏水没有水。"),
        ("HassGetState", {"area": "Bedroom", "state": "on"},
         "The Bedroom Air Conditioner is cooling, set to 21 degrees.", "卧室空调在制冷，设定21度。"),
        ("HassGetState", {"area": "Kitchen", "state": "on"},
         "2 things are on: Kitchen Lights and Kitchen Radio.", "开着的有2个：厨房灯和厨房收音机。"),
        ("HassGetState", {"state": "open"}, "3 things are open: Hall Blinds, Living Room Curtain and Front Garden.",
         "开着的有3个：走廊窗帘、客厅窗帘和Front Garden。"),
        ("HassGetState", {"area": "Kitchen", "state": "open"}, "No, the Kitchen Window is closed.", "没有，厨房窗户关着。"),
        ("HassGetState", {"state": "unlocked"}, "The Kitchen Door is unlocked.", "厨房门没有锁。"),
        ("HassGetState", {"domain": "lock", "state": "locked"}, "1 of 2 is locked: Front Door.", "2个里有1个锁着：前门。"),
        ("HassClimateGetTemperature", {"area": "卧室"}, "It is 22 degrees in the Bedroom.", "卧室现在22度。"),
        ("HassGetWeather", {}, "It is sunny, 21.6 degrees.", "现在晴，21.6度。"),
    ],
)  # fmt: skip
async def test_what_was_done_or_seen_is_said_in_both_languages(tool: str, slots: dict[str, Any], en: str, zh: str) -> None:
    assert await Talk(Memory()).says(tool, **slots) == en
    assert await Talk(Memory(), "zh").says(tool, **slots) == zh


@pytest.mark.parametrize(
    ("tool", "slots", "en", "zh"),
    [
        ("HassTurnOn", {"name": "Fridge"}, "There is nothing called Fridge here.", "家里没有叫Fridge的设备。"),
        ("HassTurnOn", {"area": "Attic", "domain": "light"}, "There is no room called Attic here.", "家里没有叫Attic的房间。"),
        ("HassTurnOn", {"floor": "Roof", "domain": "light"}, "There is no floor called Roof here.", "家里没有叫Roof的楼层。"),
        ("HassTurnOn", {"area": "Garage", "domain": "fan"}, "There is no fan in the Garage.", "车库没有风扇。"),
        ("HassTurnOn", {"name": "Bed Light", "area": "Kitchen"}, "Bed Light is not in the Kitchen.", "Bed Light不在厨房。"),
        ("HassTurnOff", {"domain": "light", "except": ["Cellar"]}, "There is nothing called Cellar here.", "家里没有叫Cellar的设备。"),
        ("HassLightSet", {"name": "TV", "brightness": 5}, "TV cannot do that.", "电视做不到。"),
        ("HassLightSet", {"name": "Bed Light", "brightness": -10},
         "Brightness goes from 0 to 100 percent.", "亮度只能在0%到100%之间。"),
        ("HassLightSet", {"name": "Bed Light", "brightness": "nan"},
         "Brightness goes from 0 to 100 percent.", "亮度只能在0%到100%之间。"),
        ("HassLightSet", {"name": "Bed Light", "brightness": "very"}, "very is not a number.", "very不是数字。"),
        ("HassLightSet", {"name": "Bed Light", "color": "plaid"}, "I don't know the colour plaid.", "我不知道plaid这种颜色。"),
        ("HassLightSet", {"name": "Bed Light"}, "What should I change about Bed Light?", "卧室灯要改什么？"),
        ("HassClimateSetTemperature", {"name": "Bedroom Air Conditioner", "temperature": 500},
         "500 degrees is out of range; it takes 7 to 35 degrees.", "500度超出范围了，只能在7到35度之间。"),
        ("HassSetPosition", {"name": "Kitchen Window", "position": 50},
         "Kitchen Window can only be opened or closed.", "厨房窗户只能打开或关上。"),
        ("HassTurnOff", {"name": "Movie Night"}, "Movie Night cannot do that.", "电影模式做不到。"),
        ("HassClimateSetTemperature", {"temperature": 20}, "Which one: Heat Pump or Bedroom Air Conditioner?",
         "要哪一个：客厅空调，还是卧室空调？"),
    ],
)  # fmt: skip
async def test_what_cannot_be_done_is_said_and_not_done(tool: str, slots: dict[str, Any], en: str, zh: str) -> None:
    for language, said in (("en", en), ("zh", zh)):
        home = Memory()
        assert await Talk(home, language).says(tool, **slots) == said
        assert home.calls == []


def two_lamps() -> Memory:
    home = Memory()
    home.put(Entity("light.a", "Lamp", area="kitchen", state="off"), Entity("light.b", "Lamp", area="bedroom", state="off"))
    return home


async def test_two_lights_of_one_name_are_told_apart_by_their_rooms_or_asked_about() -> None:
    assert (
        await Talk(two_lamps()).says("HassTurnOn", name="Lamp")
        == "There are several called Lamp: the one in Kitchen or the one in Bedroom. Which one?"
    )
    assert await Talk(two_lamps(), "zh").says("HassTurnOn", name="Lamp") == "有好几个叫Lamp的：厨房的那个，还是卧室的那个。要哪一个？"
    home = two_lamps()
    await Talk(home).call("HassTurnOn", name="Lamp", area="Bedroom")
    await Talk(home, room="Kitchen", by="model").call("HassTurnOff", name="Lamp")
    assert [ids for _, ids, _ in home.calls] == [("light.b",), ("light.a",)]


async def test_everything_downstairs_except_the_hall_is_what_it_says() -> None:
    home = Memory()
    result = await Talk(home).call("HassTurnOff", **{"floor": "Downstairs", "except": ["Hall"]})
    touched = {id for _, ids, _ in home.calls for id in ids}
    assert result.error == ""
    assert {"light.kitchen_lights", "light.ceiling_lights", "media_player.big_screen"} <= touched
    assert not touched & {
        "light.entrance_color_white_lights",
        "light.bed_light",
        "lock.kitchen_door",
        "cover.garage_door",
        "climate.heatpump",
    }


async def test_a_model_that_names_no_place_means_the_room_it_was_said_in_and_a_person_says_so_by_the_slots() -> None:
    home = Memory()
    await Talk(home, room="Kitchen", by="model").call("HassTurnOff", domain="light")
    await Talk(home, room="Kitchen").call("HassTurnOff", domain="light", preferred_area="Bedroom")
    assert [ids for _, ids, _ in home.calls] == [("light.kitchen_lights",), ("light.bed_light",)]
    assert await Talk(home, room="Garage", by="model").says("HassTurnOn", domain="light") == "There is no light in the Garage."


@pytest.mark.parametrize("slots", [{"domain": "cover", "name": "all"}, {"domain": ["cover", "light"], "name": "all"}])
async def test_the_covers_are_not_the_garage_door_and_alone_it_is(slots: dict[str, Any]) -> None:
    home = Memory()
    assert Talk(home).bus.risk(ToolCall("1", "HassTurnOn", slots)) is not Risk.DANGEROUS
    await Talk(home).call("HassTurnOff", **slots)
    done = [id for _, ids, _ in home.calls for id in ids]
    assert "cover.hall_window" in done
    assert "cover.garage_door" not in done
    assert await Talk(home).says("HassTurnOn", domain="cover", area="Garage") == "Shall I open the Garage Door?"


async def test_pause_means_what_plays() -> None:
    home = Memory()
    for id in ("media_player.bedroom", "media_player.small_radio"):
        home.put(replace(home.one(id), state="idle"))
    await Talk(home).call("HassMediaPause")
    assert [ids for _, ids, _ in home.calls] == [("media_player.big_screen",)]
    assert await Talk(home).says("HassMediaNext") == "Nothing is playing."  # the TV is paused now
    home.put(*(replace(home.one(f"media_player.{one}"), state="playing") for one in ("bedroom", "big_screen")))
    assert await Talk(home).says("HassMediaPause") == "Which one: Bedroom or TV?"


@pytest.mark.parametrize(
    ("tool", "slots", "en", "zh"),
    [
        ("HassTurnOff", {"name": "Front Door"}, "Shall I unlock the Front Door?", "要打开前门的锁吗？"),
        ("HassTurnOff", {"domain": "lock", "name": "all"},
         "Shall I unlock the Front Door and the Kitchen Door?", "要打开前门和厨房门的锁吗？"),
        ("HassToggle", {"name": "Front Door"}, "Shall I unlock the Front Door?", "要打开前门的锁吗？"),
        ("HassTurnOn", {"name": "Garage Door"}, "Shall I open the Garage Door?", "要打开车库门吗？"),
        ("HassSetPosition", {"name": "车库门", "position": 30}, "Shall I open the Garage Door?", "要打开车库门吗？"),
        ("HassTurnOn", {"device_class": "garage"}, "Shall I open the Garage Door?", "要打开车库门吗？"),
        ("HassTurnOn", {"name": "Front Garden"}, "Shall I open the Front Garden?", "要打开Front Garden吗？"),
        ("AlarmDisarm", {}, "Shall I disarm the House Alarm?", "要撤防安防吗？"),
        ("HassTurnOff", {"name": "警报"}, "Shall I disarm the House Alarm?", "要撤防安防吗？"),
    ],
)  # fmt: skip
async def test_what_is_dangerous_is_asked_about_by_name_and_not_done(tool: str, slots: dict[str, Any], en: str, zh: str) -> None:
    for language, question in (("en", en), ("zh", zh)):
        home = Memory()
        if slots.get("position"):
            home.put(replace(home.one("cover.garage_door"), attributes={"device_class": "garage", "supported_features": 15}))
        result = await Talk(home, language).call(tool, **slots)
        assert (result.question, home.calls) == (question, [])


@pytest.mark.parametrize(
    ("entity", "tool", "risk"),
    [
        (Entity("switch.x", "Oven", state="off"), "HassTurnOn", Risk.DANGEROUS),
        (Entity("switch.x", "烤箱", state="on"), "HassTurnOff", Risk.REVERSIBLE),
        (Entity("switch.x", "厨房燃气阀", state="off"), "HassTurnOn", Risk.DANGEROUS),
        (Entity("switch.x", "Oven", state="off"), "HassToggle", Risk.DANGEROUS),
        (Entity("script.x", "Open the gate"), "HassTurnOn", Risk.DANGEROUS),
        (Entity("script.x", "Good Night"), "HassTurnOn", Risk.SENSITIVE),
        (Entity("button.x", "开门"), "HassTurnOn", Risk.DANGEROUS),
        (Entity("scene.x", "Welcome", attributes={"entity_id": ["light.hall", "lock.front_door"]}), "HassTurnOn", Risk.DANGEROUS),
        (Entity("scene.x", "Movie", attributes={"entity_id": ["light.hall"]}), "HassTurnOn", Risk.REVERSIBLE),
        (Entity("cover.x", "Driveway", attributes={"device_class": "gate"}), "HassTurnOn", Risk.DANGEROUS),
        (Entity("cover.x", "大门"), "HassTurnOn", Risk.DANGEROUS),
        (Entity("cover.x", "Garage Door", attributes={"device_class": "garage"}), "HassTurnOff", Risk.REVERSIBLE),
        (Entity("cover.x", "Garage Door", attributes={"device_class": "shutter"}), "HassTurnOn", Risk.DANGEROUS),
        (Entity("cover.x", "车库卷帘", attributes={"device_class": "shutter"}), "HassTurnOn", Risk.DANGEROUS),
        (Entity("cover.x", "Garage", attributes={"supported_features": 15}), "HassSetPosition", Risk.DANGEROUS),
        (Entity("cover.x", "Garage curtain", attributes={"device_class": "curtain"}), "HassTurnOn", Risk.REVERSIBLE),
        (Entity("cover.x", "Patio door blind", attributes={"device_class": "shutter"}), "HassTurnOn", Risk.REVERSIBLE),
        (Entity("scene.x", "Coming home", attributes={"entity_id": ["light.hall", "cover.garage_door"]}), "HassTurnOn", Risk.DANGEROUS),
        (Entity("scene.x", "Morning", attributes={"entity_id": ["cover.kitchen_blinds"]}), "HassTurnOn", Risk.REVERSIBLE),
        (Entity("cover.x", "Blinds"), "HassTurnOn", Risk.REVERSIBLE),
        (Entity("switch.x", "Door light"), "HassTurnOn", Risk.REVERSIBLE),
        (Entity("lock.x", "Front"), "HassTurnOn", Risk.REVERSIBLE),
        (Entity("valve.x", "Water", state="open"), "HassTurnOff", Risk.REVERSIBLE),
        (Entity("siren.x", "Siren"), "HassTurnOn", Risk.SENSITIVE),
        (Entity("cover.x", "Garage Door", state="closing", attributes={"device_class": "garage"}), "HassStopMoving", Risk.SENSITIVE),
        (Entity("cover.x", "车库", state="closing"), "HassStopMoving", Risk.SENSITIVE),
        (Entity("valve.x", "Water", state="closing"), "HassStopMoving", Risk.SENSITIVE),
        (Entity("cover.x", "Blinds", state="closing"), "HassStopMoving", Risk.REVERSIBLE),
        (Entity("cover.x", "Garage Door", state="closed", attributes={"device_class": "garage"}), "HassToggle", Risk.DANGEROUS),
        (Entity("cover.x", "Garage Door", state="open", attributes={"device_class": "garage"}), "HassToggle", Risk.REVERSIBLE),
        (Entity("cover.x", "Patio door curtain", attributes={"device_class": "curtain"}), "HassStopMoving", Risk.REVERSIBLE),
        (Entity("switch.x", "Garage opener", state="off"), "HassTurnOn", Risk.DANGEROUS),
        (Entity("switch.x", "大门灯", state="off"), "HassTurnOn", Risk.REVERSIBLE),
        (Entity("switch.x", "大门", state="off"), "HassTurnOn", Risk.DANGEROUS),
        (Entity("switch.x", "前门口的摄像头", state="off"), "HassTurnOn", Risk.REVERSIBLE),
        (Entity("alarm_control_panel.x", "Alarm", state="armed_away"), "AlarmArm home", Risk.DANGEROUS),
        (Entity("alarm_control_panel.x", "Alarm", state="armed_vacation"), "AlarmArm night", Risk.DANGEROUS),
        (Entity("alarm_control_panel.x", "Alarm", state="disarmed"), "AlarmArm home", Risk.REVERSIBLE),
        (Entity("alarm_control_panel.x", "Alarm", state="armed_home"), "AlarmArm away", Risk.REVERSIBLE),
        (Entity("alarm_control_panel.x", "Alarm", state="armed_home"), "AlarmDisarm", Risk.DANGEROUS),
    ],
)
async def test_the_risk_comes_from_the_thing_and_from_what_would_be_done(entity: Entity, tool: str, risk: Risk) -> None:
    talk = Talk(Memory(House((entity,))))
    tool, _, mode = tool.partition(" ")
    slots = {"position": 50} if tool == "HassSetPosition" else {"mode": mode} if mode else {}
    assert talk.bus.risk(ToolCall("1", tool, {"name": entity.name, **slots})) is risk


async def test_a_door_that_moves_is_stopped_at_once_by_whoever_says_so_and_a_model_asks() -> None:
    for language, question, said in (
        ("en", "Shall I stop the Garage Door?", "The Garage Door is stopped."), ("zh", "要让车库门停下吗？", "车库门停下了。"),
    ):  # fmt: skip
        home = Memory()
        home.put(replace(home.one("cover.garage_door"), state="closing"))
        assert (await Talk(home, language, by="model").call("HassStopMoving", name="Garage Door")).question == question
        assert home.calls == []
        assert await Talk(home, language).says("HassStopMoving", name="Garage Door") == said


async def test_what_does_not_report_that_it_stopped_is_not_said_to_have() -> None:
    home = Memory()
    home.put(replace(home.one("cover.hall_window"), state="opening"))
    home.lazy.add("cover.hall_window")
    assert await Talk(home).says("HassStopMoving", name="Hall Blinds") == "Hall Blinds does not report that it stopped."
    assert await Talk(home, "zh").says("HassStopMoving", name="走廊窗帘") == "走廊窗帘没有报告已经停下。"


async def test_what_cannot_do_it_keeps_nothing_else_from_doing_it_and_is_named() -> None:
    home = Memory()
    home.unable = {"light.ceiling_lights"}
    said = await Talk(home).says("HassTurnOff", area="Living Room", domain="light")
    assert said == "The Reading Lamp is off. But not all: Ceiling Lights cannot do that."
    assert await Talk(home, "zh").says("HassTurnOff", area="客厅", domain="light") == "阅读灯关了。不过，客厅吸顶灯做不到。"
    home.unable = {"media_player.big_screen"}
    assert await Talk(home).says("HassTurnOff", name="TV") == "TV cannot do that."  # no id is read out
    assert await Talk(home, "zh").says("HassTurnOff", name="电视") == "电视做不到。"


async def test_less_of_an_alarm_is_asked_about_while_nobody_is_home() -> None:
    for language, question in (("en", "Shall I set the House Alarm to home?"), ("zh", "要把安防改成在家布防吗？")):
        home = Memory()
        home.put(replace(home.one("alarm_control_panel.security"), state="armed_away"))
        assert (await Talk(home, language).call("AlarmArm", mode="home")).question == question
        assert home.calls == []


async def test_the_most_dangerous_of_all_that_may_be_meant_decides() -> None:
    home = Memory(House((Entity("light.d", "Door", state="off"), Entity("lock.d", "Door", state="locked"))))
    result = await Talk(home).call("HassTurnOff", name="Door")
    assert "unlock" in result.question
    assert home.calls == []


@pytest.mark.parametrize(
    ("why", "en", "zh"),
    [
        ("unreachable", "I can't reach the home right now.", "现在联系不上家里的系统。"),
        ("token", "Home Assistant does not let me in; its token has to be renewed.", "家居系统不接受我的令牌，需要换一个新的。"),
        ("cut", "The connection to the home broke off; I don't know whether it was done.", "和家里的连接断了，不知道做成了没有。"),
        ("silent", "The home did not answer in time; I don't know whether it was done.", "家里的系统没有及时回应，不知道做成了没有。"),
        ("gone", "Bed Light is no longer there.", "卧室灯已经不在了。"),
        ("refused", "The home refused it.", "家里的系统拒绝了。"),
    ],
)
async def test_why_the_home_did_not_do_it_is_said_in_the_language_of_who_asked(why: str, en: str, zh: str) -> None:
    for language, said in (("en", en), ("zh", zh)):
        home = Memory()
        home.trouble = HomeTrouble(why)
        assert await Talk(home, language).says("HassTurnOn", name="Bed Light") == said


async def test_a_home_that_is_away_is_said_before_anything_is_looked_for() -> None:
    home = Memory(House())
    home.available = False
    for tool in ("HassTurnOn", "HassGetState"):
        assert await Talk(home).says(tool, name="Bed Light") == "I can't reach the home right now."


async def test_only_what_was_reported_is_claimed() -> None:
    home = Memory()
    home.lazy = {"light.bed_light"}
    assert await Talk(home).says("HassTurnOn", name="Bed Light") == "Bed Light did not do it."
    home.lazy = {"light.ceiling_lights"}
    said = await Talk(home).says("HassTurnOff", area="Living Room", domain="light")
    assert said == "The Reading Lamp is off. But not all: Ceiling Lights did not do it."
    assert await Talk(home, "zh").says("HassTurnOff", area="客厅", domain="light") == "阅读灯关了。不过，客厅吸顶灯没有照做。"
    home.put(replace(home.one("light.bed_light"), state="unavailable"))
    assert await Talk(home).says("HassTurnOn", name="Bed Light") == "Bed Light can't be reached."


async def test_a_name_as_the_house_writes_it_or_an_alias_is_needed() -> None:
    talk = Talk(Memory())
    assert (await talk.call("HassTurnOn", name="bed light")).error == ""
    assert "nothing called" in (await talk.call("HassTurnOn", name="bed")).error


async def test_a_house_with_a_thousand_things_is_listed_within_a_block_of_memory() -> None:
    home = Memory()
    assert "Kitchen / 厨房 (Downstairs): " in overview(home.house)
    assert "Kitchen Lights / 厨房灯 (light)" in overview(home.house)
    assert overview(House()) == ""
    home.put(*(Entity(f"light.many_{n}", f"Lamp number {n}", area="kitchen") for n in range(1000)))
    many = overview(home.house)
    assert len(many) <= 1800
    assert "1001 light" in many


@pytest.mark.parametrize(
    ("area", "en", "zh"),
    [
        ("Bedroom", "Yes, the Window Contact is open.", "是的，窗磁开着。"),
        ("Attic", "No, the Skylight is closed.", "没有，天窗关着。"),
    ],
)
async def test_a_window_is_asked_about_that_a_sensor_watches_or_that_a_motor_opens(area: str, en: str, zh: str) -> None:
    house = House(
        (
            Entity("binary_sensor.bed", "Window Contact", ("窗磁",), "bedroom", "on", {"device_class": "window"}),
            Entity("cover.attic", "Skylight", ("天窗",), "attic", "closed", {"device_class": "window"}),
        ),
        (Area("bedroom", "Bedroom", ("卧室",)), Area("attic", "Attic", ("阁楼",))),
    )
    asked = {"area": area, "domain": "cover", "device_class": "window", "state": "open"}
    assert await Talk(Memory(house)).says("HassGetState", **asked) == en
    assert await Talk(Memory(house), "zh").says("HassGetState", **asked) == zh
