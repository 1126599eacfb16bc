"""The house's own names, as they are said and misheard."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest

from jarvisd.agent.understand.names import names_of
from jarvisd.tools.home import Area, Entity, Floor, House

HOUSE = House(
    (
        Entity("light.bed", "Bedroom Lamp", ("床头灯",), "bed"), Entity("light.one", "Lamp 1", (), "living"), Entity("light.two", "Lamp 2", (), "living"),
        Entity("light.kc", "Kitchen Pendant", (), "kitchen"), Entity("light.a", "Left", ("spot",)), Entity("light.b", "Right", ("spot",)),
    ),
    (Area("bed", "Bedroom", ("卧室",), "up"), Area("living", "Living Room", ("客厅",), "down"), Area("kitchen", "Kitchen", (), "down")),
    (Floor("down", "Ground Floor"), Floor("up", "First Floor")),
)  # fmt: skip


def said(text: str) -> list[tuple[str, ...]]:
    return [tuple(ref.name for ref in mention.refs) for mention in names_of(HOUSE).find(text, "en" if text.isascii() else "zh")]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("turn on the bed room lamp", "Bedroom Lamp"), ("turn on the bedroom lanp", "Bedroom Lamp"), ("lights in the kitchin", "Kitchen"), ("the lounge", "Living Room"),
        ("turn off lamp two", "Lamp 2"), ("the pendant", "Kitchen Pendant"), ("everything downstairs", "Ground Floor"), ("close it", ""), ("turn on lamp 3", ""),
        ("打开床头灯", "Bedroom Lamp"), ("握室的灯".replace("的", ""), "Bedroom"), ("客听灯关了", "Living Room"), ("厨房灯", "Kitchen"), ("二楼", "First Floor"), ("打开电视", ""),
    ],
)  # fmt: skip
def test_a_name_is_found(text: str, names: str) -> None:
    assert said(text) == ([(names,)] if names else [])


@pytest.mark.parametrize(
    ("text", "kind"), [("lights in the kitchen at thirty percent", "area"), ("set the bedroom to twenty one degrees", "area")]
)
def test_a_loudspeaker_that_is_called_like_its_room_is_not_taken_for_it(text: str, kind: str) -> None:
    players = (Entity("media_player.kitchen", "Kitchen"), Entity("media_player.bedroom", "Bedroom", (), "bed"))
    house = House((*HOUSE.entities, *players), HOUSE.areas, HOUSE.floors)
    assert [ref.kind for mention in names_of(house).find(text, "en") for ref in mention.refs] == [kind]
    alone = House(players[:1], HOUSE.areas, HOUSE.floors)  # in a room that holds nothing it is all that can be meant
    assert "name" in [ref.kind for mention in names_of(alone).find("pause the kitchen", "en") for ref in mention.refs]


@pytest.mark.parametrize("text", ["dim the kitchen pendant to thirty percent", "check whether the kitchen pendant is on"])
def test_a_number_or_a_small_word_is_no_name_misheard(text: str) -> None:
    house = replace(
        HOUSE, floors=(*HOUSE.floors, Floor("third", "Third Floor")), entities=(*HOUSE.entities, Entity("weather.home", "Weather"))
    )
    assert [mention.refs[0].name for mention in names_of(house).find(text, "en")] == ["Kitchen Pendant"]


def test_floors_are_told_apart_whatever_else_they_are_called() -> None:
    floors = (Floor("g", "Ground Floor", ("楼下", "downstairs")), Floor("f", "First Floor", ("楼上",)))
    names = names_of(House(floors=floors))
    for text, floor in (
        ("downstairs", "Ground Floor"),
        ("down stairs", "Ground Floor"),
        ("upstairs", "First Floor"),
        ("一楼", "Ground Floor"),
        ("二楼", "First Floor"),
    ):
        (mention,) = names.find(text, "en" if text.isascii() else "zh")
        assert [ref.name for ref in mention.refs] == [floor]


def test_whose_things_there_are_is_known() -> None:
    house = House((Entity("light.a", "Wilma's Lamp"), Entity("vacuum.b", "Rosie"), Entity("switch.c", "Rosie's Dock")))
    assert names_of(house).people == {"wilma"}


def test_left_and_right_are_sides() -> None:
    house = House((Entity("light.a", "左床头灯", (), "zhuwo"), Entity("light.b", "右床头灯", (), "zhuwo")), (Area("zhuwo", "主卧"),))
    for said, name in (("左边床头灯关掉", "左床头灯"), ("右边的床头灯".replace("的", ""), "右床头灯")):
        assert [ref.name for ref in names_of(house).find(said, "zh")[0].refs] == [name]


def test_two_things_of_one_name_are_both_found() -> None:
    assert said("turn on the spot") == [("Left", "Right")]


@pytest.mark.slow
def test_a_thousand_things_cost_little() -> None:
    house = House(tuple(Entity(f"light.l{n}", f"Corner Lamp {n} of the house") for n in range(1_000)))
    names_of(house)
    began = time.process_time()
    for _ in range(20):
        assert names_of(house).find("please turn on corner lamp 77 of the house now", "en")
    assert (time.process_time() - began) / 20 < 0.05


def test_whose_thing_it_is_says_in_which_room() -> None:
    house = House((Entity("fan.tower", "Tower Fan", (), "mia"), Entity("switch.washer", "Washer", (), "mia")), (Area("mia", "Mia's Room"),))

    def found(text: str) -> list[str]:
        return [mention.refs[0].name for mention in names_of(house).find(text, "en")]

    assert found("turn off mia's fan") == found("close mia's left blind") == found("lights out in mia's room") == ["Mia's Room"]
    assert found("it is mia's birthday") == found("mia turn off the fan") == found("the drapes need to be washed") == []
    assert found("turn off the washor") == ["Washer"]


@pytest.mark.parametrize("text", ["close the boys' curtains", "the boys curtains shut", "turn the boys' lamp off", "the twins' fan on"])
def test_whose_of_several_says_in_which_room_too(text: str) -> None:
    house = replace(HOUSE, areas=(*HOUSE.areas, Area("twins", "Twins' Room", ("boys' room",), "up")))
    assert [mention.refs[0].name for mention in names_of(house).find(text, "en")] == ["Twins' Room"]


def test_a_chinese_name_of_three_signs_is_found_by_two_of_them_where_no_other_is_as_near() -> None:
    house = House((Entity("fan.a", "排气扇", (), "bath"), Entity("light.b", "餐桌灯", (), "bath")), (Area("bath", "浴室"),))
    assert names_of(house).nearly_zh("排既上开一下") == "排气扇开一下"
    assert names_of(house).nearly_zh("餐桌都开一下") == "餐桌灯开一下"
    assert names_of(house).nearly_zh("天气真好") == "天气真好"
    two = House((Entity("light.a", "左边灯"), Entity("light.b", "右边灯")))
    assert names_of(two).nearly_zh("坐边灯") == "左边灯", "its sound is one of them's"
    assert names_of(two).nearly_zh("外边灯") == "外边灯", "it may be either"


def test_of_two_chinese_names_that_are_near_the_one_is_taken_that_sounds_the_same() -> None:
    house = House((Entity("fan.a", "换气扇", (), "bath"), Entity("humidifier.b", "雾化器", (), "bath")), (Area("bath", "浴室"),))
    assert names_of(house).nearly_zh("五画期目标湿度改成五十五") == "雾化器目标湿度改成五十五"
    assert names_of(house).nearly_zh("风速改成百分之五十五") == "风速改成百分之五十五", "what says how much is no name"


def test_a_chinese_name_of_two_signs_is_known_by_its_sound_where_only_a_name_can_stand() -> None:
    house = House((Entity("switch.a", "浇花", (), "balcony"), Entity("fan.b", "吊扇", (), "balcony")), (Area("balcony", "阳台"),))
    assert names_of(house).nearly_zh("把旧花打开吧") == "把浇花打开吧"
    assert names_of(house).nearly_zh("把电视打开吧") == "把电视打开吧", "it is another thing"
    assert names_of(house).nearly_zh("我把旧花扔了") == "我把旧花扔了"
