"""What is ordered of a list is understood in whole sentences; what is asked or told about one is not."""

from __future__ import annotations

from jarvisd.agent.understand import Heard
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
    }
    assert {text: of(text) for text in wanted} == wanted


def test_what_is_no_order_about_a_list() -> None:
    texts = [
        "have we got plums on the shopping list",
        "the shopping list is on the fridge",
        "put the hall light on",
        "put tea on the table",
        "is flour on the list",
        "",
    ]
    assert {text: of(text) for text in texts} == dict.fromkeys(texts)
    assert noted(Heard("put tea on the shopping list", "en", House())) is None
