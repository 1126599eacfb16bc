"""A Chinese order is taken out of what stands beside it to say why, and nothing else is."""

from __future__ import annotations

import pytest

from jarvisd.agent.understand import listed_zh, misheard_zh
from jarvisd.agent.understand.clauses import clauses
from jarvisd.agent.understand.indirect import direct
from jarvisd.agent.understand.items import parted
from jarvisd.agent.understand.names import names_of
from jarvisd.agent.understand.reasons_zh import kernels, questions_in
from jarvisd.agent.understand.several import split
from jarvisd.tools.home import Area, Entity, Floor, House

HOUSE = House(
    (
        Entity("light.tower", "塔灯"), Entity("light.attic", "阁楼灯", (), "attic"), Entity("climate.attic", "冷气机", (), "attic"),
        Entity("todo.shop", "购物清单"), Entity("todo.chores", "家务清单"), Entity("valve.gas", "煤气阀"),
    ),
    (Area("attic", "阁楼", (), "up"),),
    (Floor("up", "二楼", ("楼上",)),),
)  # fmt: skip
NAMES = names_of(HOUSE)


@pytest.mark.parametrize(("said", "order"), [
    ("我在晾被子，帮我把塔灯关掉", "帮我把塔灯关掉"),
    ("塔灯谁开的，帮忙关一下", "塔灯关一下"),
    ("有人按门铃，麻烦把塔灯打开", "麻烦把塔灯打开"),
    ("冷气机不要关，调高一点就行", "冷气机调高一点就行"),
    ("塔灯关了吧，我要睡了", "塔灯关了吧"),
    ("塔灯打开，一会儿写作业", "塔灯打开"),
])  # fmt: skip
def test_the_order_alone(said: str, order: str) -> None:
    assert [kernel.text for kernel in kernels(said, NAMES)][:1] == [order]


@pytest.mark.parametrize("said", [
    "老婆，帮我把塔灯关掉", "我妈说，帮我把塔灯关掉", "要是下雨，帮我把塔灯关掉", "电影里喊，把塔灯关掉", "王老师，请把塔灯打开",
    "塔灯关了，一会儿再开", "塔灯关了，他说的", "塔灯打开，冷气机关掉", "塔灯关了，不对，是冷气机", "塔灯打开，明天晚上",
])  # fmt: skip
def test_no_order_is_taken_out_of_what_others_say_or_of_another_order(said: str) -> None:
    assert not list(kernels(said, NAMES))


def test_what_is_asked_beside_a_reason() -> None:
    assert questions_in("塔灯开着吗，我想看书") == ("塔灯开着吗",)
    assert questions_in("他问我，塔灯开着吗") == ()
    assert questions_in("塔灯开着吗") == ()


@pytest.mark.parametrize(("said", "plainly"), [
    ("塔灯关掉关掉", "塔灯关掉"), ("请问可以帮我把塔灯打开吗", "把塔灯打开"), ("塔灯能不能帮我关上", "把塔灯关上"),
    ("塔灯断个电", "把塔灯关掉"), ("收音机不要讲了", "把收音机暂停"), ("风扇别转了", "把风扇关掉"), ("电视关小", "电视关小点"),
    ("要是塔灯能开着就好了", "把塔灯打开"), ("塔灯要是能亮一点就好了", "塔灯亮一点"), ("我耳朵背 这收音机能不能大点声", "我耳朵背 收音机大点声"),
    ("电视太吵 叫它小点声", "电视太吵 把它小点声"), ("收音机歇会儿 我接电话", "把收音机停一下 我接电话"), ("咖啡机先热上", "把咖啡机打开"),
    ("塔灯关了换吊灯", "塔灯关了，打开吊灯"), ("出门了 报警器布上", "出门了 报警器布防"), ("风扇别吹那么猛 三成风就行", "把风扇调到三成风就行"),
    ("洗完了 排气扇开着吹吹", "洗完了 把排气扇打开吹吹"), ("音乐压一压", "音乐小点声"), ("热水器开着呢吧", "热水器开着吗"),
])  # fmt: skip
def test_in_a_roundabout_way(said: str, plainly: str) -> None:
    assert direct(said, "zh") == plainly


def test_what_was_named_with_its_place_stays_there() -> None:
    found = clauses("楼上那几个灯一个都不要亮，关掉", "zh", NAMES, surely=True)
    assert found is not None
    assert found.orders == ("把楼上那几个灯关掉",)
    assert split("把塔灯再调亮一点", "zh") == ("把塔灯调亮一点",)


def test_a_word_is_not_repaired_over_a_pause_nor_where_it_is_one() -> None:
    assert misheard_zh.repaired("空调不要关 调高一点") == "空调不要关 调高一点"
    assert misheard_zh.repaired("厨房灯谁开的") == "厨房灯谁开的"
    assert misheard_zh.repaired("窗链拉上") == "窗帘拉上"


@pytest.mark.parametrize(("said", "intent", "name", "item"), [
    ("往购物清单写上尿不湿", "HassListAddItem", "购物清单", "尿不湿"), ("购物清单里添点葱", "HassListAddItem", "购物清单", "葱"),
    ("家务清单上那个拖地做完了，勾掉", "HassListCompleteItem", "家务清单", "拖地"), ("购物清单把鸡蛋划掉，买过了", "HassListCompleteItem", "购物清单", "鸡蛋"),
    ("酱油没了，给记到购物清单里", "HassListAddItem", "购物清单", "酱油"), ("土豆拎回来了，购物清单里打个勾", "HassListCompleteItem", "购物清单", "土豆"),
    ("购物清单上再添两样，鸡蛋，还有小葱", "HassListAddItem", "购物清单", "鸡蛋,还有小葱"), ("鸡蛋买回来了，购物清单上划掉吧", "HassListCompleteItem", "购物清单", "鸡蛋"),
    ("从购物清单里删掉洗发水", "HassListRemoveItem", "购物清单", "洗发水"), ("购物清单里面的牛奶不要了，删了", "HassListRemoveItem", "购物清单", "牛奶"),
])  # fmt: skip
def test_to_a_list(said: str, intent: str, name: str, item: str) -> None:
    command = listed_zh.listed(said, HOUSE)
    assert command is not None
    assert (command.intent, command.slots) == (intent, {"name": name, "item": item})


def test_said_again_it_is_another_item_of_whatever_list() -> None:
    command = listed_zh.listed("家务清单加拖地，再加个擦窗", HOUSE)
    assert command is not None
    assert [one.slots["item"] for one in parted(command, "zh")] == ["拖地", "擦窗"]


def test_gas_is_its_valve_and_who_goes_out_speaks_of_no_door() -> None:
    assert [one.refs[0].name for one in NAMES.find("把煤气关了", "zh")] == ["煤气阀"]
    locked = names_of(House((Entity("lock.front", "门锁"),)))
    assert not locked.find("我要出门", "zh")
    assert locked.find("把门打开", "zh")
