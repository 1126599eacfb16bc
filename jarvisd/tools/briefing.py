"""What a briefing holds: weather, calendar, reminders, each of which may be left out; kept with the house."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from jarvisd.database import Database
from jarvisd.messages import Language, in_language
from jarvisd.tools import Arguments, Asked, Risk, Tool

PARTS = ("weather", "calendar", "reminders")
_FACT = "briefing leaves out"
_NAMES = {
    "en": {"weather": "the weather", "calendar": "the calendar", "reminders": "the reminders"},
    "zh": {"weather": "天气", "calendar": "日历", "reminders": "提醒"},
}
_SAYS = {
    "en": {True: "Okay, {part} is in the briefing.", False: "Okay, the briefing leaves out {part}."},
    "zh": {True: "好的，播报里有{part}。", False: "好的，播报里不说{part}了。"},
}


class BriefingTools:
    def __init__(self, database: Database) -> None:
        self._database = database

    def tools(self) -> Sequence[Tool]:
        wanted = {"part": {"enum": list(PARTS)}, "on": {"type": "boolean", "description": "false leaves it out"}}
        schema = {"type": "object", "properties": wanted, "required": ["part", "on"], "additionalProperties": False}
        return (
            Tool("shape_briefing", "Leaves a part out of the briefing, or takes it in again.", schema, self._shape, Risk.REVERSIBLE,
                 told=_told),
        )  # fmt: skip

    async def parts(self) -> Sequence[str]:
        """Those that are wanted, in the order in which they are told."""
        left_out = await self._left_out()
        return [part for part in PARTS if part not in left_out]

    async def _shape(self, given: Arguments, asked: Asked) -> Mapping[str, Any]:
        left_out = (await self._left_out() | {given["part"]}) - ({given["part"]} if given["on"] else set())
        async with self._database.transaction() as db:
            await db.execute("INSERT OR REPLACE INTO fact VALUES (?, ?)", (_FACT, json.dumps(sorted(left_out))))
        return {"part": given["part"], "on": given["on"], "parts": [part for part in PARTS if part not in left_out]}

    async def _left_out(self) -> set[str]:
        rows = await self._database.read("SELECT value FROM fact WHERE name = ?", (_FACT,))
        return set(json.loads(rows[0][0])) if rows else set()


def _told(content: Mapping[str, Any], language: Language) -> str:
    part = in_language(_NAMES, language)[content["part"]]
    said = in_language(_SAYS, language)[content["on"]].format(part=part)
    return said.replace("the reminders is", "the reminders are")
