"""The to-do lists of a Home Assistant: what its services todo.* do to them and answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any


class TodoLists:
    def __init__(self) -> None:
        self.rows: dict[str, list[dict[str, str]]] = {}  # by entity id
        self._uid = 0

    def act(self, service: str, entities: Sequence[str], fields: Mapping[str, Any]) -> None:
        for id in entities:
            rows = self.rows.setdefault(id, [])
            match service:
                case "todo.add_item":
                    self._uid += 1
                    rows.append({"summary": fields["item"], "uid": f"u{self._uid}", "status": "needs_action"})
                case "todo.update_item":
                    self._one(rows, fields["item"])["status"] = fields["status"]
                case "todo.remove_item":
                    for item in fields["item"] if isinstance(fields["item"], list) else [fields["item"]]:
                        rows.remove(self._one(rows, item))

    def answer(self, service: str, entities: Sequence[str], fields: Mapping[str, Any]) -> Mapping[str, Any]:
        wanted = fields.get("status", ["needs_action", "completed"])
        shown = {id: [dict(row) for row in self.rows.get(id, []) if row["status"] in wanted] for id in entities}
        return {id: {"items": rows} for id, rows in shown.items()} if service == "todo.get_items" else {}

    def texts(self, id: str) -> list[str]:
        return [row["summary"] for row in self.rows.get(id, [])]

    def _one(self, rows: Sequence[dict[str, str]], item: str) -> dict[str, str]:
        return next(row for row in rows if item in (row["uid"], row["summary"]))
