"""A Chinese order is put into the words in which it is understood: whose room, which orders stand apart, what stays anyhow."""

from __future__ import annotations

import pytest

from jarvisd.agent.understand import Heard
from jarvisd.agent.understand.listed_beside_zh import beside
from jarvisd.agent.understand.names import names_of
from jarvisd.agent.understand.own_room_zh import of_somebody, placed
from jarvisd.agent.understand.rewritten_zh import rewritten
from jarvisd.tools.home import Area, Entity, House

HOUSE = House(
    (
        Entity("light.tower", "塔灯", (), "living"), Entity("fan.tower", "塔扇", (), "living"), Entity("media_player.box", "话匣子", (), "living"),
        Entity("todo.shop", "购物清单"), Entity("light.bed", "竹灯", (), "guest"),
    ),
    (Area("living", "客厅"), Area("guest", "竹屋")),
)  # fmt: skip


@pytest.mark.parametrize(("said", "room", "meant"), [
    ("帮我把我屋里的灯关上", "竹屋", "帮我把这里灯关上"),
    ("我们屋灯关了", "竹屋", "这里灯关了"),
    ("我这屋灯开开", "客厅", "这里灯开开"),
    ("我房间的灯关了", "客厅", "我房间的灯关了"),
    ("我到屋里再说", "竹屋", "我到屋里再说"),
    ("我在我屋里看书", "竹屋", "我在我屋里看书"),
    ("我房租交了", "竹屋", "我房租交了"),
    ("我屋灯关了", "", "我屋灯关了"),
])  # fmt: skip
def test_my_room_is_where_it_is_said_but_for_rooms_of_everybody(said: str, room: str, meant: str) -> None:
    assert placed(said, room, HOUSE) == meant


def test_their_room_is_of_who_was_named_before() -> None:
    house = House((), (Area("son", "儿童房", ("豆豆的房间",)), Area("guest", "客房", ("客人房间",))))
    assert of_somebody("豆豆睡着了 他屋灯关了", house) == ("豆豆睡着了 儿童房灯关了", True)
    assert of_somebody("他屋里的灯关了", house) == ("他屋里的灯关了", False)
    assert of_somebody("豆豆在他屋里", house) == ("豆豆在他屋里", True)


@pytest.mark.parametrize(("said", "orders"), [
    ("购物清单加盐 还有把塔扇关了", ("购物清单加盐", "把塔扇关了")),
    ("购物清单加上一桶油然后把塔灯关了", ("购物清单加上一桶油", "把塔灯关了")),
    ("把塔灯打开 再往购物清单上加盐", ("把塔灯打开", "往购物清单上加盐")),
    ("购物清单加牛奶 鸡蛋 面包", ("购物清单加牛奶，鸡蛋，面包",)),
    ("购物清单加鸡翅 再看看还缺什么", ("购物清单加鸡翅",)),
    ("购物清单加盐", ()), ("购物清单加盐 是什么意思", ()), ("购物清单加盐 他说的", ()), ("他说 购物清单加盐", ()), ("塔灯关了 塔扇关了", ()),
])  # fmt: skip
def test_what_is_for_a_list_is_told_from_what_is_ordered_beside_it(said: str, orders: tuple[str, ...]) -> None:
    assert beside(said, HOUSE, names_of(HOUSE)) == orders


def test_where_things_are_ordered_one_by_one_the_others_stay_anyhow() -> None:
    assert rewritten(Heard("话匣子塔扇都关 塔灯留着", "zh", HOUSE)) == "话匣子塔扇都关"
    assert rewritten(Heard("客厅的灯都关 塔灯留着", "zh", HOUSE)) == "客厅的灯都关 塔灯留着"
