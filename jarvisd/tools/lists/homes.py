"""The to-do lists that Home Assistant keeps, read and changed there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from jarvisd.errors import HomeTrouble
from jarvisd.tools.home import Entity, Home
from jarvisd.tools.home.reachable import reachable
from jarvisd.tools.lists import SHOPPING, Item
from jarvisd.tools.lists.names import key as key_of

_SHOPPING_ID = "todo.shopping_list"


class HomeLists:
    """A Book: which lists there are is known without asking; what is on them is asked for."""

    def __init__(self, home: Home) -> None:
        self._home = home

    async def names(self) -> Sequence[str]:
        """HomeTrouble where the home was never reached: nobody knows which lists it keeps."""
        if not self._home.house.entities:
            reachable(self._home)
        return [self._keys(one)[0] for one in self._lists()]

    async def items(self, key: str) -> Sequence[Item]:
        kept = self._list(key)
        answer = await self._home.ask("todo.get_items", [kept.id], {"status": ["needs_action", "completed"]})
        rows = (answer.get(kept.id) or {}).get("items") or []
        return [_item(row) for row in rows if isinstance(row, Mapping) and row.get("summary")]

    async def add(self, key: str, items: Sequence[Item]) -> None:
        for item in items:
            await self._home.act("todo.add_item", [self._list(key).id], {"item": item.text})
        ticked = {item.text for item in items if item.done}
        if ticked:
            await self.mark(key, [item for item in await self.items(key) if item.text in ticked], True)

    async def remove(self, key: str, items: Sequence[Item]) -> None:
        await self._home.act("todo.remove_item", [self._list(key).id], {"item": [item.id for item in items]})

    async def mark(self, key: str, items: Sequence[Item], done: bool) -> None:
        for item in items:
            fields = {"item": item.id, "status": "completed" if done else "needs_action"}
            await self._home.act("todo.update_item", [self._list(key).id], fields)

    def keeps(self, key: str) -> bool:
        return any(key in self._keys(one) for one in self._lists())

    def _list(self, key: str) -> Entity:
        reachable(self._home)
        kept = next((one for one in self._lists() if key in self._keys(one)), None)
        if kept is None:
            raise HomeTrouble("no_list", name=key)
        return kept

    def _lists(self) -> Sequence[Entity]:
        return [entity for entity in self._home.house.entities if entity.domain == "todo"]

    def _keys(self, one: Entity) -> Sequence[str]:
        names = [key_of(name) for name in (one.name, *one.aliases)]
        return [SHOPPING, *names] if one.id == _SHOPPING_ID else names


def _item(row: Mapping[str, Any]) -> Item:
    text = str(row["summary"])
    return Item(text, row.get("status") == "completed", str(row.get("uid") or text))
