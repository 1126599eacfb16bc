"""Whole sentences, with a house's own names in them, in both languages."""

from __future__ import annotations

import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from home_assistant_intents import get_intents

from jarvisd.agent.sheets import sheet
from jarvisd.agent.understand import Heard
from jarvisd.agent.understand.sentences import Sentences, load
from jarvisd.config import shipped
from jarvisd.errors import ConfigError
from jarvisd.messages import Language
from jarvisd.tools.home import Area, Entity, House
from tests.agent.understand.homes import EN, ZH


@pytest.fixture(scope="module")
def sentences() -> Sentences:
    return load(("en", "zh"), shipped("config/understanding/sentences"))


async def one(sentences: Sentences, text: str, language: Language = "en", room: str = "", house: House | None = None) -> Any:
    """The intent and its slots; None where no sentence is known."""
    found = await sentences.understand(Heard(text, language, house or (ZH if language == "zh" else EN), room))
    return (found[0].intent, dict(found[0].slots)) if found else None


KNOWN: tuple[tuple[Language, str, str, Mapping[str, Any]], ...] = (
    ("en", "what song is this", "now_playing", {}),
    ("en", "what's playing in the kitchen", "now_playing", {"area": "Kitchen"}),
    ("zh", "这是什么歌", "now_playing", {}),
    ("zh", "现在放的是什么", "now_playing", {}),
    ("zh", "厨房在放什么音乐", "now_playing", {"area": "厨房"}),
    ("zh", "这首歌是谁唱的", "now_playing", {}),
    ("en", "put some music on", "HassMediaUnpause", {}),
    ("en", "play some jazz", "HassMediaSearchAndPlay", {"search_query": "jazz"}),
    ("en", "play some jazz in the kitchen", "HassMediaSearchAndPlay", {"search_query": "jazz", "area": "Kitchen"}),
    ("zh", "放点音乐", "HassMediaUnpause", {}),
    ("zh", "播放周杰伦的歌", "HassMediaSearchAndPlay", {"search_query": "周杰伦的歌"}),
    ("zh", "在厨房放一首青花瓷", "HassMediaSearchAndPlay", {"search_query": "青花瓷", "area": "厨房"}),
    ("en", "toggle the big lamp", "HassToggle", {"name": "Ceiling Lamp"}),
    ("en", "stop the roller blind right there", "HassStopMoving", {"name": "Roller Blind"}),
    ("zh", "切换一下大灯", "HassToggle", {"name": "吸顶灯"}),
    ("zh", "卷帘停一下", "HassStopMoving", {"name": "卷帘"}),
    ("en", "turn on the ceiling lamp", "HassTurnOn", {"name": "Ceiling Lamp"}),
    ("en", "Turn off the big lamp, please!", "HassTurnOff", {"name": "Ceiling Lamp"}),
    ("en", "unlock the front door", "HassTurnOff", {"name": "Front Door"}),
    ("en", "lock all the doors", "HassTurnOn", {"domain": "lock"}),
    ("en", "set ceiling lamp brightness to forty percent", "HassLightSet", {"name": "Ceiling Lamp", "brightness": 40}),
    ("en", "turn off the lights downstairs", "HassTurnOff", {"domain": "light", "floor": "Ground Floor"}),
    ("en", "what's still on in the kitchen", "HassGetState", {"area": "Kitchen", "state": "on"}),
    ("en", "did I leave anything on", "HassGetState", {"state": "on"}),
    ("en", "turn off the roller blind", "HassTurnOff", {"name": "Roller Blind"}),
    ("en", "is everything locked", "HassGetState", {"domain": "lock", "state": "locked"}),
    ("en", "set the thermostat to heating", "HassClimateSetMode", {"name": "Thermostat", "mode": "heat"}),
    ("en", "turn the AC to dry mode", "HassClimateSetMode", {"domain": "climate", "mode": "dry"}),
    (
        "en",
        "put the air conditioning in the bedroom on cooling",
        "HassClimateSetMode",
        {"domain": "climate", "area": "Bedroom", "mode": "cool"},
    ),
    ("zh", "空调调到制冷", "HassClimateSetMode", {"name": "空调", "mode": "cool"}),
    ("zh", "把卧室的空调换成睡眠模式", "HassClimateSetMode", {"domain": "climate", "area": "卧室", "mode": "sleep"}),
    ("zh", "冷气开除湿", "HassClimateSetMode", {"domain": "climate", "mode": "dry"}),
    ("en", "set the fans in the kitchen to high", "HassFanSetSpeed", {"area": "Kitchen", "percentage": 100}),
    ("en", "put the kitchen fan on low speed", "HassFanSetSpeed", {"area": "Kitchen", "percentage": 33}),
    ("zh", "厨房风扇调到最大", "HassFanSetSpeed", {"area": "厨房", "percentage": 100}),
    ("zh", "把卧室的电扇开中档", "HassFanSetSpeed", {"area": "卧室", "percentage": 66}),
    ("en", "turn the tv down by twenty percent", "", {}),
    ("en", "tell me a story about the ceiling lamp", "", {}),
    ("zh", "打开大灯", "HassTurnOn", {"name": "吸顶灯"}),
    ("zh", "把吸顶灯关掉。", "HassTurnOff", {"name": "吸顶灯"}),
    ("zh", "打开前门", "HassTurnOff", {"name": "前门"}),
    ("zh", "把门都锁上", "HassTurnOn", {"domain": "lock"}),
    ("zh", "把吸顶灯的亮度调到百分之四十", "HassLightSet", {"name": "吸顶灯", "brightness": 40}),
    ("zh", "把卧室空调调到二十六度", "HassClimateSetTemperature", {"area": "卧室", "temperature": 26}),
    ("zh", "关掉一楼的灯", "HassTurnOff", {"domain": "light", "floor": "一楼"}),
    ("zh", "厨房里还有什么开着", "HassGetState", {"area": "厨房", "state": "on"}),
    ("zh", "一楼有什么没关吗", "HassGetState", {"floor": "一楼", "state": "on"}),
    ("zh", "都锁好了吗", "HassGetState", {"domain": "lock", "state": "locked"}),
    ("zh", "给我讲个吸顶灯的故事", "", {}),
)


@pytest.mark.parametrize(("language", "text", "intent", "slots"), KNOWN, ids=[row[1] for row in KNOWN])
async def test_a_whole_sentence_is_its_intent_and_its_slots(
    sentences: Sentences, language: Language, text: str, intent: str, slots: Mapping[str, Any]
) -> None:
    assert await one(sentences, text, language) == ((intent, slots) if intent else None)


async def test_the_lights_are_those_of_the_room_in_which_it_is_said(sentences: Sentences) -> None:
    assert await one(sentences, "turn off the lights", room="kitchen") == ("HassTurnOff", {"domain": "light", "area": "Kitchen"})
    assert await one(sentences, "关灯", "zh", room="厨房") == ("HassTurnOff", {"domain": "light", "area": "厨房"})


async def test_without_a_room_no_room_is_invented(sentences: Sentences) -> None:
    assert await one(sentences, "turn off the lights") == ("HassTurnOff", {"domain": "light"})
    assert await one(sentences, "turn off the lights", room="spaceship") == ("HassTurnOff", {"domain": "light"})
    assert await one(sentences, "关灯", "zh", room="飞船") == ("HassTurnOff", {"domain": "light"})


async def test_all_the_lights_are_not_only_those_of_the_room(sentences: Sentences) -> None:
    assert await one(sentences, "turn off all the lights", room="kitchen") == ("HassTurnOff", {"domain": "light"})
    assert await one(sentences, "把家里所有的灯关掉", "zh", room="厨房") == ("HassTurnOff", {"domain": "light"})
    assert await one(sentences, "打开所有的灯", "zh", room="厨房") == ("HassTurnOn", {"domain": "light"})


async def test_a_name_that_a_light_and_a_lock_share_says_which_is_meant(sentences: Sentences) -> None:
    assert await one(sentences, "unlock the hall") == ("HassTurnOff", {"name": "Hall", "domain": "lock"})
    found = await one(sentences, "turn off the hall")
    assert found == ("HassTurnOff", {"name": "Hall", "domain": "light"})


async def test_a_loudspeaker_that_is_called_like_its_room_is_paused_and_not_switched_off_for_it(sentences: Sentences) -> None:
    house = House((*EN.entities, Entity("media_player.kitchen", "Kitchen", (), "kitchen", "playing")), EN.areas, EN.floors)
    assert await one(sentences, "pause the kitchen", house=house) == ("HassMediaPause", {"name": "Kitchen"})
    assert await one(sentences, "turn off the kitchen", house=house) is None


async def test_off_mute_is_not_off(sentences: Sentences) -> None:
    house = House((Entity("media_player.tv", "TV", ("telly",), "kitchen", "playing"),), EN.areas, EN.floors)
    assert await one(sentences, "take the telly off mute", house=house) == ("HassMediaPlayerUnmute", {"name": "TV"})


async def test_a_name_alone_asks_for_nothing(sentences: Sentences) -> None:
    assert await one(sentences, "Movie Night") is None
    assert await one(sentences, "Ceiling Lamp") is None
    assert await one(sentences, "观影模式", "zh") is None


async def test_numbers_in_words_keep_their_sign(sentences: Sentences) -> None:
    """A list that counts downwards is spelled like one that counts upwards."""
    house = House((Entity("media_player.tv", "TV", (), "den", "on"),), (Area("den", "Den"),))
    down = await one(sentences, "turn the volume down by twenty percent", room="den", house=house)
    up = await one(sentences, "turn the volume up by twenty percent", room="den", house=house)
    assert down is not None
    assert up is not None
    assert (down[1]["volume_step"], up[1]["volume_step"]) == (-20, 20)
    quieter = await one(sentences, "把音量调低二十", "zh", room="den", house=house)
    louder = await one(sentences, "把音量调高二十", "zh", room="den", house=house)
    assert quieter is not None
    assert louder is not None
    assert (quieter[1]["volume_step"], louder[1]["volume_step"]) == (-20, 20)


async def test_a_sentence_of_the_other_language_is_known_too(sentences: Sentences) -> None:
    assert await one(sentences, "打开大灯", "en", house=ZH) == ("HassTurnOn", {"name": "吸顶灯"})
    assert await one(sentences, "turn on the big lamp", "zh", house=EN) == ("HassTurnOn", {"name": "Ceiling Lamp"})


@pytest.mark.parametrize("text", ["", " ", "?!", "。", "turn on " + "the " * 200 + "lamp", "\0", "😀", "[(<{", "打开" * 200])
async def test_what_is_no_sentence_is_none(sentences: Sentences, text: str) -> None:
    assert await one(sentences, text) is None
    assert await one(sentences, text, "zh") is None


@pytest.mark.parametrize("name", ["", " ", "???", "Lamp (left) [old]", "{area}", "<name>", "台灯|吊灯", "a" * 300, "Trader Joe's"])
async def test_a_strange_name_harms_no_other(sentences: Sentences, name: str) -> None:
    house = House((Entity("light.odd", name), Entity("light.plain", "Plain Lamp")))
    assert await one(sentences, "turn on the plain lamp", house=house) == ("HassTurnOn", {"name": "Plain Lamp"})


async def test_signs_in_a_name_need_not_be_said(sentences: Sentences) -> None:
    house = House((Entity("light.left", "Lamp (left)"), Entity("light.joe", "Joe's Lamp"), Entity("light.tv", "TV-Corner")))
    for said in ("lamp left", "Lamp (left)"):
        assert await one(sentences, f"turn on {said}", house=house) == ("HassTurnOn", {"name": "Lamp (left)"})
    assert await one(sentences, "turn on Joe's lamp", house=house) == ("HassTurnOn", {"name": "Joe's Lamp"})
    assert await one(sentences, "turn on the tv corner", house=house) == ("HassTurnOn", {"name": "TV-Corner"})


async def test_the_names_are_those_of_the_house_as_it_is_now(sentences: Sentences) -> None:
    before = House((Entity("light.a", "Old Lamp"),))
    after = House((Entity("light.a", "New Lamp"),))
    assert await one(sentences, "turn on the old lamp", house=before)
    assert await one(sentences, "turn on the old lamp", house=after) is None
    assert await one(sentences, "turn on the new lamp", house=after) == ("HassTurnOn", {"name": "New Lamp"})


async def test_a_thousand_things_do_not_slow_it(sentences: Sentences) -> None:
    house = House(tuple(Entity(f"light.l{n}", f"Room {n} Lamp", (f"{n}号灯",)) for n in range(1000)))
    assert await one(sentences, "turn on room 999 lamp", house=house) == ("HassTurnOn", {"name": "Room 999 Lamp"})
    began = time.perf_counter()
    for n in range(20):
        assert await one(sentences, f"turn on room {n} lamp", house=house)
        assert await one(sentences, f"打开{n}号灯", "zh", house=house)
    assert (time.perf_counter() - began) / 40 < 0.1, "each is a few milliseconds; a scan of all names would be a second"


def test_a_broken_file_is_named(tmp_path: Path) -> None:
    for broken in ("[", "- 1", "intents: {HassTurnOn: {data: [{sentences: ['(turn']}]}}"):
        (tmp_path / "en.yaml").write_text(broken)
        with pytest.raises(ConfigError, match=r"en\.yaml"):
            load(("en",), tmp_path)
    with pytest.raises(ConfigError, match=r"zh\.yaml"):
        load(("zh",), tmp_path)


@pytest.mark.parametrize(("language", "theirs"), [("en", "en"), ("zh", "zh-CN")])
def test_our_rules_and_lists_take_the_place_of_none_of_the_packages(language: Language, theirs: str) -> None:
    own = sheet(shipped("config/understanding/sentences") / f"{language}.yaml")
    package = get_intents(theirs)
    assert package is not None
    for part in ("expansion_rules", "lists"):
        assert not own[part].keys() & package[part].keys()
