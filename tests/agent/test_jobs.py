"""The same question about many items."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncGenerator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from jarvisd.agent.jobs import Outcome, Question, ask_each
from jarvisd.agent.once import check
from jarvisd.database import open_database
from jarvisd.errors import ConfigError, LanguageModelError, StorageError
from jarvisd.memory.runs import Runs, Unkept
from jarvisd.messages import Message, System, Text, ToolSpec, User

SCHEMA = {"type": "object", "properties": {"who": {"type": "string"}}, "required": ["who"], "additionalProperties": False}
QUESTION = Question("Who is it about? 说的是谁？", SCHEMA)


@dataclass
class Reader:
    """A model that finds the first word of what it reads, a second each; broken and silent on request."""

    name: str = "reader"
    window: int = 8192
    garbles: frozenset[str] = frozenset()
    fails: frozenset[str] = frozenset()
    asked: list[str] = field(default_factory=list)
    orders: set[str] = field(default_factory=set)
    at_work: int = 0
    most: int = 0

    def count(self, text: str) -> int:
        return len(text)

    async def warm(self, messages: Sequence[Message], tools: Sequence[ToolSpec] = ()) -> None: ...

    async def stream(
        self, messages: Sequence[Message], tools: Sequence[ToolSpec] = (), schema: Mapping[str, Any] | None = None
    ) -> AsyncGenerator[Text, None]:
        order, item = messages[0], messages[1]
        assert isinstance(order, System)
        assert isinstance(item, User)
        self.orders.add(order.text)
        self.asked.append(item.text)
        self.at_work += 1
        self.most = max(self.most, self.at_work)
        try:
            await asyncio.sleep(1)
        finally:
            self.at_work -= 1
        if item.text in self.fails:
            raise LanguageModelError("it is gone")
        yield Text("no idea" if item.text in self.garbles else json.dumps({"who": item.text.split()[0]}, ensure_ascii=False))

    async def close(self) -> None: ...


async def test_each_item_gets_a_value_that_fits_in_the_order_of_the_items(tmp_path: Path) -> None:
    items = ["Anna sings", "安娜 唱歌", {"text": "Bob"}, "Anna sings"]
    told: list[tuple[int, int, int]] = []
    reader = Reader()
    async with open_database(tmp_path / "db") as database, Runs(database, lambda: datetime.now(UTC)).begin("batch") as steps:
        outcomes = await ask_each(reader, QUESTION, items, steps, tell=lambda *how: told.append(how))
    assert outcomes == [
        Outcome("Anna sings", {"who": "Anna"}),
        Outcome("安娜 唱歌", {"who": "安娜"}),
        Outcome({"text": "Bob"}, {"who": '{"text":'}),
        Outcome("Anna sings", {"who": "Anna"}),
    ]
    assert sorted(reader.asked) == sorted(["Anna sings", "安娜 唱歌", '{"text": "Bob"}'])  # equal ones once
    assert [(done, failed) for done, failed, _ in told] == [(1, 0), (2, 0), (3, 0), (4, 0)]
    (order,) = reader.orders
    assert order.startswith(QUESTION.prompt)
    assert json.dumps(SCHEMA) in order


@pytest.mark.parametrize("at_once", [0, 1, 3])
async def test_no_more_than_so_many_are_asked_side_by_side(at_once: int) -> None:
    reader = Reader()
    began = asyncio.get_running_loop().time()
    await ask_each(reader, QUESTION, [f"item {n}" for n in range(9)], Unkept(), at_once)
    assert reader.most == max(1, at_once)
    assert asyncio.get_running_loop().time() - began == pytest.approx(9 / max(1, at_once), rel=0.2)


async def test_an_item_that_fails_holds_up_no_other() -> None:
    items = [f"item {n}" for n in range(20)]
    reader = Reader(garbles=frozenset(items[4:12]), fails=frozenset({"item 1", "item 15"}))
    outcomes = await ask_each(reader, QUESTION, items, Unkept(), 1)
    assert {outcome.item for outcome in outcomes if outcome.error} == reader.garbles | reader.fails
    assert outcomes[1].error == "it is gone"
    assert "form" in outcomes[4].error
    assert outcomes[19].value == {"who": "item"}


async def test_a_model_that_is_gone_is_not_asked_to_the_end_and_what_it_said_is_kept(tmp_path: Path) -> None:
    items = [f"{n}" for n in range(50)]
    gone, back = Reader(fails=frozenset(items[10:])), Reader()
    async with open_database(tmp_path / "db") as database:
        runs = Runs(database, lambda: datetime.now(UTC))
        with pytest.raises(LanguageModelError, match="in a row, the last time: it is gone"):
            async with runs.begin("batch") as steps:
                await ask_each(gone, QUESTION, items, steps, 2)
        assert len(gone.asked) <= 15
        async with runs.resume((await runs.all("failed"))[0].id) as steps:
            outcomes = await ask_each(back, QUESTION, items, steps)
    assert [outcome.value for outcome in outcomes] == [{"who": item} for item in items]
    assert sorted(back.asked, key=int) == items[10:]


async def test_another_question_is_asked_anew(tmp_path: Path) -> None:
    reader = Reader()
    async with open_database(tmp_path / "db") as database, Runs(database, lambda: datetime.now(UTC)).begin("batch") as steps:
        for question in (QUESTION, Question("Who else?", SCHEMA), QUESTION):
            await ask_each(reader, question, ["Anna"], steps)
    assert reader.asked == ["Anna", "Anna"]


async def test_a_disk_that_fails_is_one_sentence(tmp_path: Path) -> None:
    class Full(Unkept):
        async def step(self, key: str, work: Any, effect: bool = False) -> Any:
            raise StorageError("the disk is full: make room on it")

    with pytest.raises(StorageError, match="disk is full"):
        await ask_each(Reader(), QUESTION, ["a", "b", "c"], Full())


@pytest.mark.parametrize("schema", [[], "object", {"type": "thing"}, {"properties": []}, None, True])
def test_what_is_no_schema_is_refused(schema: Any) -> None:
    with pytest.raises(ConfigError, match="JSON Schema"):
        check(schema)


def test_a_schema_is_taken() -> None:
    check(SCHEMA)
