"""The audit: what was proposed, decided and done stays, and no word of the household is in it."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from jarvisd import clock
from jarvisd.cli import main
from jarvisd.database import open_database
from jarvisd.errors import StorageError, ToolError
from jarvisd.messages import Caller, ToolCall
from jarvisd.tools import Arguments, Asked, Risk, Tool
from jarvisd.tools.audit import Journal, hashed
from jarvisd.tools.bus import Bus
from jarvisd.tools.parked import Parked

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
ASKED = Asked(Caller(user="anna"), "kitchen", "en", NOON)
SECRET = "Anna is allergic to peanuts 花生"


class Notes:
    def tools(self) -> Sequence[Tool]:
        kinds = (("look", Risk.READ), ("note", Risk.REVERSIBLE), ("burn", Risk.DANGEROUS))
        return [Tool(name, "", {"type": "object"}, self._call, risk) for name, risk in kinds]

    async def _call(self, arguments: Arguments, asked: Asked) -> Mapping[str, Any]:
        if arguments.get("fails"):
            raise ToolError(SECRET)
        return {"text": SECRET}


async def fill(path: Path) -> None:
    """A look, a note, a failed note, a burning that was confirmed, one that was declined, a tool that is none."""
    async with open_database(path) as database:
        bus = Bus([Notes()], Parked(database), Journal(database))
        for name, arguments in (("look", {}), ("note", {}), ("note", {"fails": True}), (SECRET, {})):
            await bus.call(ToolCall("1", name, {"text": SECRET, **arguments}), ASKED)
        for yes in (True, False):
            result = await bus.call(ToolCall("2", "burn", {"text": SECRET}), ASKED)
            await bus.heard(result, "kitchen", NOON, whole=True)
            waiting = await bus.waiting("kitchen")
            assert waiting is not None
            await (bus.confirm(waiting, ASKED.caller, NOON) if yes else bus.decline(waiting, NOON))


KINDS = [
    ("done", "note"),
    ("failed", "note"),
    ("refused", "(unknown)"),
    ("proposed", "burn"),
    ("confirmed", "burn"),
    ("done", "burn"),
    ("proposed", "burn"),
    ("declined", "burn"),
]


async def test_it_holds_what_was_decided_and_done_in_order_and_no_words(tmp_path: Path) -> None:
    await fill(tmp_path / "house.db")
    async with open_database(tmp_path / "house.db") as database:
        entries = await Journal(database).newest(100)
        assert [(entry.kind, entry.subject) for entry in entries] == KINDS
        assert [entry.kind for entry in await Journal(database).newest(2)] == ["proposed", "declined"]
        rows = str(await database.read("SELECT * FROM audit"))
        assert not any(word in rows for word in ("peanuts", "花生", "allergic"))
    call = ToolCall("2", "burn", {"text": SECRET})
    assert entries[-1].detail["arguments"] == hashed(call)
    assert hashed(call) == hashed(ToolCall("9", "other", {"text": SECRET}))
    assert hashed(call) != hashed(ToolCall("2", "burn", {"text": ""}))


async def test_a_row_once_written_can_be_neither_changed_nor_taken_out(tmp_path: Path) -> None:
    await fill(tmp_path / "house.db")
    async with open_database(tmp_path / "house.db") as database:
        for statement in ("UPDATE audit SET kind = 'done'", "DELETE FROM audit"):
            with pytest.raises(StorageError, match="only added to"):
                async with database.transaction() as db:
                    await db.execute(statement)
        assert len(await Journal(database).newest(100)) == len(KINDS)


async def test_a_call_that_was_cancelled_is_not_left_open(tmp_path: Path) -> None:
    class Slow(Notes):
        async def _call(self, arguments: Arguments, asked: Asked) -> Mapping[str, Any]:
            await asyncio.sleep(5)
            return {}

    async with open_database(tmp_path / "house.db") as database:
        journal = Journal(database)
        task = asyncio.create_task(Bus([Slow()], audit=journal).call(ToolCall("1", "note", {}), ASKED))
        await asyncio.sleep(1)
        task.cancel()
        await asyncio.wait({task})
        [entry] = await journal.newest(9)
        assert task.cancelled()
        assert (entry.kind, entry.detail["why"]) == ("failed", "cancelled: not known whether it happened")


async def test_an_audit_that_cannot_be_written_spoils_no_answer(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    async with open_database(tmp_path / "house.db") as database:
        async with database.transaction() as db:
            await db.execute("DROP TABLE audit")
        result = await Bus([Notes()], audit=Journal(database)).call(ToolCall("1", "note", {"text": SECRET}), ASKED)
    assert result.content == {"text": SECRET}
    assert "the audit has a gap" in caplog.text
    assert "peanuts" not in caplog.text


def jarvisd(tmp_path: Path, *words: str) -> int:
    with pytest.raises(SystemExit) as ended:
        main(("audit", "--state", str(tmp_path), *words))
    return int(ended.value.code or 0)


def test_the_command_line_lists_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert jarvisd(tmp_path) == 0
    assert capsys.readouterr().out == "nothing yet\n"
    clock.run(fill(tmp_path / "jarvisd.db"))
    assert jarvisd(tmp_path) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [tuple(line.split()[2:4]) for line in lines] == KINDS
    assert "peanuts" not in "".join(lines)
    assert jarvisd(tmp_path, "--json", "--limit", "1") == 0
    row = json.loads(capsys.readouterr().out)
    assert (row["kind"], row["tool"], row["detail"]["conversation"]) == ("declined", "burn", "kitchen")


@pytest.mark.parametrize("limit", ["0", "-3", "100001"])
def test_a_number_of_rows_that_makes_no_sense_is_said_so(tmp_path: Path, limit: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert jarvisd(tmp_path, "--limit", limit) == 1
    assert "a whole number from 1 to 10000 is wanted" in capsys.readouterr().err
