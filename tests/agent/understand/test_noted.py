"""What is ordered of a list is understood in whole sentences; what is asked or told about one is not."""

from __future__ import annotations

from jarvisd.agent.understand import Heard
from jarvisd.agent.understand.listed_zh import listed
from jarvisd.agent.understand.noted_en import noted
from jarvisd.tools.home import Entity, House

HOUSE = House(
    (Entity("todo.shop", "Shopping", ("groceries",)), Entity("todo.jobs", "Jobs", ("to do list",)), Entity("light.hall", "Hall Light"))
)


def of(text: str) -> tuple[str, str, str] | None:
    found = noted(Heard(text, "en", HOUSE))
    return (found.intent, found.slots["item"], found.slots["name"]) if found else None


def test_orders_about_lists() -> None:
    add, tick, remove = "HassListAddItem", "HassListCompleteItem", "HassListRemoveItem"
    wanted = {
        "pop tea bags on the shopping list": (add, "tea bags", "Shopping"),
        "we are out of flour, put flour on the groceries list please": (add, "flour", "Shopping"),
        "we've run out of salt put salt on the shopping": (add, "salt", "Shopping"),
        "can you get rye bread onto the shopping list": (add, "rye bread", "Shopping"),
        "to the to do list add oil the hinges": (add, "oil the hinges", "Jobs"),
        "shopping list, kitchen roll": (add, "kitchen roll", "Shopping"),
        "add soap, no wait, add shower gel to the groceries": (add, "shower gel", "Shopping"),
        "I have the cheese so tick cheese off the shopping list": (tick, "cheese", "Shopping"),
        "mark oil the hinges as done on the jobs list": (tick, "oil the hinges", "Jobs"),
        "take plums off the shopping list": (remove, "plums", "Shopping"),
        "take the plums off the shopping list i've got them": (tick, "plums", "Shopping"),
        "we're out of plums, pop them on the groceries": (add, "plums", "Shopping"),
        "we need plums put that on the groceries": (add, "plums", "Shopping"),
        "oil the hinges is done cross it off the to do list": (tick, "oil the hinges", "Jobs"),
        "the plums are in the basket so check them off the groceries": (tick, "plums", "Shopping"),
        "you can mark oil the hinges done on the jobs list": (tick, "oil the hinges", "Jobs"),
        "i finished oiling the hinges tick it off jobs": (tick, "oiling the hinges", "Jobs"),
    }
    assert {text: of(text) for text in wanted} == wanted


def test_what_is_no_order_about_a_list() -> None:
    texts = [
        "have we got plums on the shopping list",
        "the shopping list is on the fridge",
        "put the hall light on",
        "put tea on the table",
        "is flour on the list",
        "put it on the shopping list",
        "",
    ]
    assert {text: of(text) for text in texts} == dict.fromkeys(texts)
    assert noted(Heard("put tea on the shopping list", "en", House())) is None


def test_orders_about_lists_in_chinese() -> None:
    house = House((Entity("todo.shop", "采购单", ("买菜清单",)), Entity("light.hall", "过厅灯")))
    add, tick = "HassListAddItem", "HassListCompleteItem"
    wanted = {
        "没酱油了，记到采购单上": (add, "酱油"),
        "酱油没了，记到买菜清单上": (add, "酱油"),
        "从采购单上划掉豆腐": (tick, "豆腐"),
        "豆腐买好了，从采购单里划掉": (tick, "豆腐"),
        "豆腐已经买了，把采购单里的豆腐勾掉": (tick, "豆腐"),
        "采购单里的豆腐买好了，勾掉": (tick, "豆腐"),
        "酱油没了记到采购单里": (add, "酱油"),
        "豆腐买回来了从买菜清单上划掉": (tick, "豆腐"),
        "采购单上的豆腐买齐了勾掉吧": (tick, "豆腐"),
    }
    found = {text: listed(text, house) for text in wanted}
    assert {text: (one.intent, one.slots["item"]) if one else None for text, one in found.items()} == wanted
    assert listed("采购单里的豆腐买了没", house) is None
