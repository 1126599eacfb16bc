"""Orders are found in what families say around them, and what only sounds like one is none."""

from __future__ import annotations

import pytest

from jarvisd.agent.understand.clauses import built, clauses
from jarvisd.agent.understand.excepting import apart
from jarvisd.agent.understand.names import names_of
from jarvisd.messages import Language
from jarvisd.tools.home import Area, Entity, Floor, House

HOUSE = House(
    (
        Entity("light.ceiling", "Ceiling Lamp", ("吸顶灯",), "kitchen", "off"), Entity("light.sofa", "Sofa Lamp", ("沙发灯",), "living", "on"),
        Entity("fan.penguin", "Penguin Fan", ("小风扇",), "living"), Entity("lock.front", "Front Door", ("前门",), "hall", "locked"),
        Entity("climate.heating", "Heating", ("暖气",), "living", "heat"), Entity("scene.movie", "Movie Night", ("观影模式",), ""),
        Entity("media_player.tv", "TV", ("电视",), "living", "on", {"device_class": "tv"}),
    ),
    (Area("kitchen", "Kitchen", ("厨房",), "ground"), Area("hall", "Hall", ("走廊",), "ground"), Area("living", "Living Room", ("客厅",), "ground")),
    (Floor("ground", "Ground Floor", ("downstairs", "楼下")),),
)  # fmt: skip


def orders(text: str, language: Language) -> tuple[str, ...]:
    found = clauses(text, language, names_of(HOUSE))
    return found.orders if found is not None else ()


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("heating on my feet are cold", "en", ("heating on",)),
        ("we're going up to bed turn all the lights off downstairs", "en", ("turn all the lights off downstairs",)),
        ("sofa lamp of please she is asleep", "en", ("sofa lamp off",)),
        ("the sofa lamp is still on could you switch it off", "en", ("switch the sofa lamp off",)),
        ("penguin off and the heating to twenty", "en", ("penguin off", "the heating to twenty")),
        ("sofa lamp sixty no make that forty percent", "en", ("sofa lamp forty percent",)),
        ("heating to twenty, oh no that is too hot, eighteen", "en", ("heating to eighteen",)),
        ("turn the sofa lamp on, no i tell a lie, the ceiling lamp", "en", ("turn the ceiling lamp on",)),
        ("dim the sofa lamp, five percent", "en", ("dim the sofa lamp, five percent",)),
        ("sofa lamp on but only at thirty percent", "en", ("sofa lamp on but only at thirty percent",)),
        ("heating on, it is five past nine", "en", ("heating on",)),
        ("sofa lamp on in the kitchen and the hall", "en", ("sofa lamp on in the kitchen and the hall",)),
        ("turn on the kitchen, no sorry, the sofa lamp", "en", ("turn on the sofa lamp",)),
        ("turn off everything, the sofa lamp i mean", "en", ("turn off sofa lamp",)),
        ("heating up a degree", "en", ("heating up a degree",)),
        ("popcorn is ready movie night", "en", ("activate movie night",)),
        ("sofa lamp please it's dark", "en", ("turn on sofa lamp",)),
        ("我要睡了把沙发灯关了吧", "zh", ("把沙发灯关了吧",)),
        ("沙发灯太亮了关了它", "zh", ("把沙发灯关了",)),
        ("客厅灯还亮着呢帮我关一下", "zh", ("把客厅灯关一下",)),
        ("前门锁上电视关掉", "zh", ("前门锁上", "电视关掉")),
        ("爆米花好了观影模式", "zh", ("运行观影模式",)),
        ("听不见声音大点", "zh", ("声音大点",)),
        ("奶奶在屋里睡午觉把电视关了", "zh", ("把电视关了",)),
        ("能不能把电视关了", "zh", ("把电视关了",)),
        ("妈妈说要睡觉了把沙发灯关了", "zh", ("把沙发灯关了",)),
        ("电视沙发灯都关了", "zh", ("电视和沙发灯都关了",)),
        ("打开沙发灯关掉电视", "zh", ("打开沙发灯", "关掉电视")),
        ("前门锁上跟电视关掉", "zh", ("前门锁上", "电视关掉")),
        ("把前门锁上外面有人", "zh", ("把前门锁上",)),
        ("我要玩游戏了把沙发灯打开", "zh", ("把沙发灯打开",)),
        ("广告太吵了把电视静音", "zh", ("把电视静音",)),
    ],
)
def test_an_order_is_cut_out_of_what_stands_around_it(text: str, language: Language, expected: tuple[str, ...]) -> None:
    assert orders(text, language) == expected


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("she told me to turn off the sofa lamp", "en"), ("tom can you lock the front door", "en"), ("if it rains turn the heating on", "en"),
        ("i left the sofa lamp on by mistake", "en"), ("don't turn the heating on yet", "en"), ("turn the heating off when the film ends", "en"),
        ("yesterday the heating went off", "en"), ("darling would you turn the sofa lamp off", "en"), ("the traffic lights on the high street", "en"),
        ("unlock the front door or i'll break it down", "en"), ("", "en"), ("?!,", "en"), ("\ue001\ue001 on", "en"),
        ("他说把沙发灯关了", "zh"), ("吃完饭我去把沙发灯关了", "zh"), ("要是冷就把暖气打开", "zh"), ("别关沙发灯", "zh"), ("老公你去把电视关了", "zh"),
        ("医生嘱咐我把暖气打开", "zh"), ("门口贴了张纸写着关电视", "zh"), ("你扮演空姐现在请把前门打开", "zh"), ("下集预告警察打开前门", "zh"),
        ("关了沙发灯全都一个样", "zh"), ("下次进门先打开沙发灯", "zh"), ("冷的话把暖气打开", "zh"), ("服务员把电视关小声点", "zh"),
        ("打开电视然后撒上葱花翻炒", "zh"), ("我早就把电视关了", "zh"), ("开暖气容易上火", "zh"), ("点亮灯火", "zh"), ("值班的小伙子冲着窗口把沙发灯关了", "zh"), ("这一集爸爸走过去把电视关了", "zh"),
        ("昨天沙发灯开了一夜", "zh"), ("我刚把电视关了", "zh"), ("", "zh"), ("。，", "zh"),
    ],
)  # fmt: skip
def test_what_is_told_forbidden_or_said_to_others_is_no_order(text: str, language: Language) -> None:
    assert orders(text, language) == ()


def test_the_longest_thing_that_is_heard_is_quickly_read() -> None:
    for text, language in (("turn the lamp on and " * 20, "en"), ("把灯关了" * 100, "zh"), ("a " * 200, "en"), ("的" * 400, "zh")):
        clauses(text, "zh" if language == "zh" else "en", names_of(HOUSE))


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("switch the pool heating on", "en", None),
        ("turn off the tv the sofa lamp and the ceiling lamp", "en", ("turn off the tv, the sofa lamp and the ceiling lamp",)),
        ("turn it up a little on the tv", "en", ("turn the tv up a little",)),
        ("低音炮声音调到四十", "zh", None),
        ("煮茶壶打开，沙发灯亮度四十", "zh", None),
        ("电视开得再大也听不见", "zh", None),
        ("太吵了声音调到四十", "zh", ("声音调到四十",)),
        ("沙发灯打开，亮度四十", "zh", ("沙发灯打开", "亮度四十")),
        ("沙发灯太亮了，关了吧", "zh", ("把沙发灯关了吧",)),
    ],
)
def test_of_what_is_known_to_be_an_order_nothing_is_cut_in_two(text: str, language: Language, expected: tuple[str, ...] | None) -> None:
    found = clauses(text, language, names_of(HOUSE), surely=True)
    assert (found.orders if found else None) == expected


@pytest.mark.parametrize(("text", "expected"), [
    ("the heating twenty one it's cold", ("the heating twenty one",)), ("the tv four people are clever", ()),
    ("no more sofa lamp please turn it off", ("turn off sofa lamp", "turn the sofa lamp off")),
    ("next song please on the tv", ()), ("i'm off to bed lock every door in the house", ("lock every door in the house",)),
    ("send the penguin fan out", ("send the penguin fan out",)), ("retract the penguin fan it rains", ("retract the penguin fan",)),
])  # fmt: skip
def test_a_number_belongs_to_what_stands_behind_it(text: str, expected: tuple[str, ...]) -> None:
    assert orders(text, "en") == expected


@pytest.mark.parametrize(("text", "language", "found"), [
    ("my uncle said sofa lamp off", "en", True), ("feeling blue", "en", False), ("play nice", "en", False), ("昨天沙发灯关了", "zh", True), ("心里拔凉拔凉的", "zh", False),
])  # fmt: skip
def test_what_is_built_like_an_order_is_seen_whatever_stands_around_it(text: str, language: Language, found: bool) -> None:
    assert built(text, language, names_of(HOUSE)) is found


@pytest.mark.parametrize(("text", "language", "order", "but"), [
    ("楼上的灯全关别动沙发灯", "zh", "楼上的灯全关", ("沙发灯",)), ("灯都关了不要碰吸顶灯", "zh", "灯都关了", ("吸顶灯",)),
])  # fmt: skip
def test_what_is_not_to_be_touched_is_left_out(text: str, language: Language, order: str, but: tuple[str, ...]) -> None:
    assert (apart(text, language).order, apart(text, language).but) == (order, but)


def test_the_spare_room_is_no_exception() -> None:
    assert apart("turn off the lights in the spare room", "en").but == ()
