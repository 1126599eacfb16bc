"""The lists of the home (Home Assistant's to-do lists) as tools: add, tick off, take away."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from jarvisd.errors import HomeTrouble, ToolError
from jarvisd.messages import Language
from jarvisd.tools import Arguments, Asked, Risk, Tool
from jarvisd.tools.home import Entity, Home
from jarvisd.tools.home.called import named
from jarvisd.tools.home.reachable import reachable
from jarvisd.tools.home.resolve import called
from jarvisd.tools.home.troubles import sentence

_SHOPPING = ("shopping list", "shopping", "groceries", "购物清单", "购物单", "采购清单")  # names of the list that is meant for shopping
_SHOPPING_ID = "todo.shopping_list"
_TOLD: dict[str, dict[Language, str]] = {
    "add": {"en": "Added {item} to {list}.", "zh": "已把{item}加到{list}。"},
    "complete": {"en": "Ticked off {item} on {list}.", "zh": "{list}上的{item}已完成。"},
    "remove": {"en": "Took {item} off {list}.", "zh": "已从{list}删掉{item}。"},
}


@dataclass(frozen=True, slots=True)
class _Deed:
    tool: str
    description: str
    does: str
    service: str
    shopping: bool = False

    def fields(self, item: str) -> Mapping[str, Any]:
        return {"item": item, **({"status": "completed"} if self.does == "complete" else {})}


_DEEDS = (
    _Deed("HassListAddItem", "Adds an item to a list.", "add", "todo.add_item"),
    _Deed("HassListCompleteItem", "Ticks an item of a list off.", "complete", "todo.update_item"),
    _Deed("HassListRemoveItem", "Takes an item off a list.", "remove", "todo.remove_item"),
    _Deed("HassShoppingListAddItem", "Adds an item to the shopping list.", "add", "todo.add_item", shopping=True),
    _Deed("HassShoppingListCompleteItem", "Ticks an item of the shopping list off.", "complete", "todo.update_item", shopping=True),
)


class HomeLists:
    """A toolset; has lists only where the home has some."""

    def __init__(self, home: Home) -> None:
        self._home = home

    def tools(self) -> Sequence[Tool]:
        item = {"item": {"type": "string", "minLength": 1, "maxLength": 200}}
        name = {"name": {"type": "string", "maxLength": 100, "description": "of the list"}}

        def parameters(deed: _Deed) -> Mapping[str, Any]:
            slots = item if deed.shopping else {**item, **name}
            return {"type": "object", "properties": slots, "required": list(slots), "additionalProperties": False}

        return tuple(
            Tool(deed.tool, deed.description, parameters(deed), partial(self._do, deed), Risk.REVERSIBLE, told=_told) for deed in _DEEDS
        )

    async def _do(self, deed: _Deed, slots: Arguments, asked: Asked) -> Mapping[str, Any]:
        item = " ".join(str(slots["item"]).split())
        try:
            reachable(self._home)
            kept = self._list(deed, str(slots.get("name") or ""))
            await self._home.act(deed.service, [kept.id], deed.fields(item))
        except HomeTrouble as trouble:
            raise ToolError(sentence(trouble, asked.language)) from trouble
        return {"did": deed.does, "item": item, "list": named(kept, asked.language)}

    def _list(self, deed: _Deed, name: str) -> Entity:
        lists = [entity for entity in self._home.house.entities if entity.domain == "todo"]
        if deed.shopping:
            found = [one for one in lists if one.id == _SHOPPING_ID or any(called(one, known) for known in _SHOPPING)]
            found = found or (lists if len(lists) == 1 else [])
            name = _SHOPPING[0]
        else:
            found = [one for one in lists if called(one, name)]
        if not found:
            raise HomeTrouble("no_list", name=name)
        return found[0]


def _told(content: Mapping[str, Any], language: Language) -> str:
    zh = language == "zh"
    kept = str(content["list"])
    return _TOLD[content["did"]]["zh" if zh else "en"].format(item=content["item"], list=kept if zh else f"the {kept}")
