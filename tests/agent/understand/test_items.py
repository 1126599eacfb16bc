"""Things for a shopping list that were named in one breath are put there one by one; what belongs together stays together."""

from __future__ import annotations

import pytest

from jarvisd.agent.understand import Command
from jarvisd.agent.understand.items import parted
from jarvisd.messages import Language


@pytest.mark.parametrize(("language", "name", "item", "items"), [
    ("en", "Shopping List", "diapers and wipes", ["diapers", "wipes"]), ("en", "Groceries", "milk, some eggs and butter", ["milk", "eggs", "butter"]),
    ("en", "Shopping List", "salt and pepper", ["salt and pepper"]), ("en", "Chores", "wash and iron the shirts", ["wash and iron the shirts"]),
    ("en", "Shopping List", "milk", ["milk"]), ("en", "Shopping List", "wipes and also bananas", ["wipes", "bananas"]), ("zh", "购物清单", "鸡蛋,还有小葱", ["鸡蛋", "小葱"]), ("zh", "购物清单", "牛奶再加一袋面粉", ["牛奶", "一袋面粉"]), ("zh", "购物清单", "酱油和醋", ["酱油", "醋"]),
    ("zh", "购物清单", "酱油、醋", ["酱油", "醋"]), ("zh", "买菜清单", "西红柿和鸡蛋", ["西红柿", "鸡蛋"]), ("zh", "家务清单", "拖地和擦窗", ["拖地和擦窗"]),
])  # fmt: skip
def test_one_breath_may_name_several(language: Language, name: str, item: str, items: list[str]) -> None:
    command = Command("HassListAddItem", {"item": item, "name": name})
    assert [one.slots for one in parted(command, language)] == [{"item": each, "name": name} for each in items]
