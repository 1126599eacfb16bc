"""What the household has accepted of the tools of strangers: how each described itself, kept in the database."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace

from jarvisd.database import Database
from jarvisd.tools.mcp.offered import Offer


class Pins:
    """A description that was seen first is taken as accepted; another one of the same tool is not, until somebody says so."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def of(self, server: str) -> Mapping[str, Offer]:
        """By the server's name of the tool; empty ones where its server no longer offers it."""
        rows = await self._database.read("SELECT tool, mark, description, parameters, offered FROM tool_pin WHERE server = ?", (server,))
        pins: dict[str, Offer] = {}
        for tool, mark, description, parameters, offered in rows:
            pin = Offer(tool, description, json.loads(parameters), mark)
            pins[tool] = pin if offered else replace(pin, broken="its server does not offer it any more")
        return pins

    async def keep(self, server: str, accepted: Sequence[Offer], offered: Sequence[str]) -> None:
        """These are accepted as they are; of the server's tools only those offered are there now."""
        rows = [(server, each.tool, each.mark, each.description, json.dumps(each.parameters, ensure_ascii=False)) for each in accepted]
        there = json.dumps(list(offered), ensure_ascii=False)
        async with self._database.transaction() as db:
            await db.executemany("INSERT OR REPLACE INTO tool_pin VALUES (?, ?, ?, ?, ?, 1)", rows)
            await db.execute("UPDATE tool_pin SET offered = tool IN (SELECT value FROM json_each(?)) WHERE server = ?", (there, server))
