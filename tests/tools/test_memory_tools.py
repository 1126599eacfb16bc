"""Memory as a model and a sentence meet it: each edit tells what stands then, each refusal how to do better."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from jarvisd.database import open_database
from jarvisd.memory.blocks import CoreBlocks, open_blocks
from jarvisd.messages import Caller, ToolCall, ToolResult
from jarvisd.tools import Asked, Risk
from jarvisd.tools.blocks import BlockTools
from jarvisd.tools.bus import Bus

ZONE = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 11, 23, 8, 0, tzinfo=ZONE)
MODEL = Asked(Caller(user="anna"), "c", "en", NOW, "model")
PERSON = replace(MODEL, by="person")
TAINTED = replace(MODEL, tainted=True)


@asynccontextmanager
async def core(folder: Path) -> AsyncIterator[tuple[Bus, CoreBlocks]]:
    async with open_database(folder / "db") as database:
        blocks = await open_blocks(database, lambda: NOW)
        yield Bus([BlockTools(blocks)]), blocks


async def call(bus: Bus, name: str, asked: Asked = MODEL, **arguments: Any) -> ToolResult:
    return await bus.call(ToolCall("1", name, arguments), asked)


async def test_each_edit_returns_what_the_block_says_then(tmp_path: Path) -> None:
    async with core(tmp_path) as (bus, blocks):

        async def value(name: str, **arguments: Any) -> str:
            result = await call(bus, name, **arguments)
            assert result.error == ""
            assert result.content["label"] == "person:anna"
            return str(result.content["value"])

        assert await value("core_memory_append", label="person:anna", content="allergic to peanuts") == "allergic to peanuts"
        assert await value("core_memory_append", label="anna", content="喜欢红茶") == "allergic to peanuts\n喜欢红茶"
        assert await value("core_memory_replace", label="anna", old_content="红茶", new_content="绿茶") == "allergic to peanuts\n喜欢绿茶"
        assert (
            await value("memory_insert", label="anna", new_string="born in May", insert_line=0)
            == "born in May\nallergic to peanuts\n喜欢绿茶"
        )
        assert (await value("memory_insert", label="anna", new_string="tall")).endswith("\ntall")
        assert await value("memory_rethink", label="anna", new_memory="tidy") == "tidy"
        assert await value("core_memory_update", label="anna", content="anew") == "anew"
        assert await value("memory_undo") == "tidy"
        assert [(edit.author, edit.cause) for edit in await blocks.history(limit=2)] == [
            ("agent", "core_memory_update"),
            ("agent", "memory_rethink"),
        ]


async def test_what_a_person_said_themselves_is_theirs_in_the_history(tmp_path: Path) -> None:
    async with core(tmp_path) as (bus, blocks):
        said = "From now on dinner is at seven."
        assert "goes to review" in (await call(bus, "core_memory_append", label="household", content=said)).error
        assert (await call(bus, "core_memory_append", PERSON, label="household", content=said)).error == ""
        assert (await blocks.history())[0].author == "user"


@pytest.mark.parametrize(
    ("name", "arguments", "said"),
    [
        ("core_memory_replace", {"label": "household", "old_content": "tea", "new_content": "x"}, "in lines [1, 2]"),
        ("core_memory_replace", {"label": "household", "old_content": "可乐", "new_content": "x"}, "did not appear verbatim"),
        ("core_memory_replace", {"label": "household", "old_content": "", "new_content": "x"}, "old_string is empty"),
        ("core_memory_replace", {"label": "household", "old_content": "1→Anna", "new_content": "x"}, "line number prefix"),
        ("core_memory_append", {"label": "routine", "content": "x"}, "did you mean `routines`?"),
        ("core_memory_append", {"label": "persona", "content": "x"}, "read-only"),
        ("core_memory_append", {"label": "household", "content": "\x00"}, "empty"),
        ("core_memory_update", {"label": "household", "content": "字" * 1_000_000}, "limit 2000, needed 1000000"),
        ("memory_insert", {"label": "household", "new_string": "x", "insert_line": 9}, "range of lines of the memory block: [0, 2]"),
        ("memory_undo", {"label": "scratch"}, "nothing to undo"),
        ("memory_undo", {"label": "kitchen sink"}, "no memory block"),
        ("core_memory_append", {"label": "household"}, "wrong arguments"),
    ],
)
async def test_a_refusal_is_a_sentence_and_changes_nothing(tmp_path: Path, name: str, arguments: dict[str, Any], said: str) -> None:
    async with core(tmp_path) as (bus, blocks):
        await blocks.rewrite("household", "Anna: tea\nBob: tea", "user")
        result = await call(bus, name, **arguments)
        assert said in result.error
        assert len(result.error) < 600  # a model reads it
        assert [edit.after for edit in await blocks.history()] == ["Anna: tea\nBob: tea"]


EDITS: list[tuple[str, dict[str, Any]]] = [
    ("core_memory_append", {"label": "household", "content": "x"}),
    ("core_memory_replace", {"label": "household", "old_content": "Anna", "new_content": "x"}),
    ("core_memory_update", {"label": "household", "content": "x"}),
    ("memory_insert", {"label": "household", "new_string": "x"}),
    ("memory_rethink", {"label": "household", "new_memory": "x"}),
    ("memory_undo", {}),
]


@pytest.mark.parametrize(("name", "arguments"), EDITS)
async def test_with_words_of_others_in_the_talk_core_memory_is_not_touched(tmp_path: Path, name: str, arguments: dict[str, Any]) -> None:
    async with core(tmp_path) as (bus, blocks):
        await blocks.rewrite("household", "Anna", "user")
        assert "words of others" in (await call(bus, name, TAINTED, **arguments)).error
        assert (await blocks.get("household")).text == "Anna"
        assert (await call(bus, name, **arguments)).error == ""


async def test_the_tools_are_short_enough_for_a_small_model(tmp_path: Path) -> None:
    async with core(tmp_path) as (bus, blocks):
        tools = BlockTools(blocks).tools()
        assert all(len(tool.description) <= 60 and tool.risk is Risk.REVERSIBLE for tool in tools)
        assert len(tools) == len(EDITS) == len(bus.specs(Caller()))
