"""What is taken back in the same breath is left out of a Chinese order, and nothing else is."""

from __future__ import annotations

import pytest

from jarvisd.agent.understand.corrected_zh import corrected, dropped, unsettled
from jarvisd.agent.understand.names import names_of
from jarvisd.tools.home import Area, Entity, House

NAMES = names_of(
    House(
        (
            Entity("light.tower", "塔灯"), Entity("light.attic", "阁楼灯", (), "attic"), Entity("climate.attic", "冷气机", (), "attic"),
            Entity("cover.attic", "竹窗帘", (), "attic"), Entity("media_player.box", "话匣子"), Entity("fan.tower", "塔扇"),
        ),
        (Area("attic", "阁楼"), Area("study", "书房")),
    )
)  # fmt: skip


@pytest.mark.parametrize(("said", "meant"), [
    ("塔扇调到八十 不不 五十就好", "塔扇调到五十"),
    ("塔扇开到六十 不 八十", "塔扇开到八十"),
    ("话匣子四十 不四十五", "话匣子四十五"),
    ("冷气机调到二十四 算了二十六度吧", "冷气机调到二十六度"),
    ("冷气机二十三 呃 二十四吧", "冷气机二十四"),
    ("冷气机二十四，啊不，二十五度吧", "冷气机二十五度"),
    ("塔灯换成红色 不 蓝色", "塔灯换成蓝色"),
    ("关掉塔灯 呃不 关阁楼灯", "关阁楼灯"),
    ("关塔灯呃不对关阁楼灯", "关阁楼灯"),
    ("打开塔灯 不对 阁楼灯", "打开阁楼灯"),
    ("打开塔灯 不是塔灯 是阁楼灯", "打开阁楼灯"),
    ("阁楼的灯关了 不对 是书房的", "书房灯关了"),
    ("把塔灯 啊不 阁楼灯打开", "阁楼灯打开"),
    ("关掉话匣子 算了 暂停就行", "把话匣子暂停就行"),
    ("竹窗帘拉上 啊不 拉开", "把竹窗帘拉开"),
    ("把塔灯打开 把塔扇打开 不对 把话匣子打开", "把塔灯打开 把话匣子打开"),
    ("话匣子音量二十太大 调成十", "话匣子音量调成十"),
    ("冷气机十八度太冷 二十五吧", "冷气机二十五"),
    ("塔扇开到三十 不够 六十吧", "塔扇开到六十"),
])  # fmt: skip
def test_what_is_meant_stands_in_the_place_of_what_is_taken_back(said: str, meant: str) -> None:
    assert corrected(said, NAMES) == meant


@pytest.mark.parametrize("said", [
    "他说把塔灯关了 不对 把塔灯打开", "把塔灯关了 算了 我自己来", "不对 你昨天说的是二十度", "塔灯不是我开的 不是我", "阁楼冷气机二十六 书房二十四",
    "塔灯调到五十 阁楼灯换成红色", "塔扇湿度五十 风速调到三十", "塔灯亮度五十 色温调到四千", "打开塔灯 调成蓝色", "塔灯打开 三十", "塔扇不够大", "",
])  # fmt: skip
def test_the_rest_stays_as_it_was_said(said: str) -> None:
    assert corrected(said, NAMES) == said


@pytest.mark.parametrize(("said", "back"), [
    ("把竹窗帘拉上 算了", True), ("打开话匣子 算了不听了", True), ("关塔灯 呃 还是别关了", True), ("打开塔灯 当我没说", True),
    ("塔扇关了 不用了", False), ("塔灯关了 别开了", False), ("塔扇停了 别吹感冒了", False), ("算了", False), ("昨天下雨 算了", False),
])  # fmt: skip
def test_an_order_may_be_taken_back_whole(said: str, back: bool) -> None:
    assert dropped(said, NAMES) is back


def test_what_is_wrong_and_not_put_right_is_known() -> None:
    assert unsettled("塔灯关了 不对 没关", NAMES)
    assert not unsettled("塔灯关了 不是很亮", NAMES)
    assert not unsettled("不对 塔灯关了", NAMES)
