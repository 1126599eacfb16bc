"""What the command line can have done with memory: core blocks, what was said, what is known, the file they stand in."""

from __future__ import annotations

import json
from collections.abc import AsyncGenerator, Mapping
from datetime import date, datetime, tzinfo
from typing import Any

from jarvisd.database import backup, vacuum
from jarvisd.errors import ControlError
from jarvisd.memory import Block, Edit
from jarvisd.memory.lately import STATISTICS
from jarvisd.memory.opened import Memory
from jarvisd.web.control import Command, Row

_CAUSE = "jarvisd memory"
_COUNTED = ("turn", "passage", "document", "block", "edit", "summary", "proposal")


class MemoryCommands:
    """zone: the household's, in which days begin and end."""

    def __init__(self, memory: Memory, zone: tzinfo) -> None:
        self._memory = memory
        self._zone = zone

    @property
    def table(self) -> Mapping[str, Command]:
        named = {
            "blocks": self.blocks,
            "show": self.show,
            "edit": self.edit,
            "history": self.history,
            "undo": self.undo,
            "redo": self.redo,
            "stats": self.stats,
            "vacuum": self.vacuum,
            "backup": self.backup,
        }
        return {f"memory.{name}": command for name, command in named.items()}

    async def blocks(self, wanted: Mapping[str, Any]) -> AsyncGenerator[Row, None]:
        """{} -> a row for each block, in the order of the prompt."""
        for block in await self._memory.blocks.all():
            yield _block(block)

    async def show(self, wanted: Mapping[str, Any]) -> AsyncGenerator[Row, None]:
        """{"label"} -> the block."""
        yield _block(await self._memory.blocks.get(_text(wanted, "label")))

    async def edit(self, wanted: Mapping[str, Any]) -> AsyncGenerator[Row, None]:
        """{"label", "how": "append" | "replace" | "rewrite", "text", "old"?, "version"?} -> the block as it is then."""
        blocks, label, text = self._memory.blocks, _text(wanted, "label"), _text(wanted, "text")
        match wanted.get("how"):
            case "append":
                yield _block(await blocks.append(label, text, "user", _CAUSE))
            case "replace":
                yield _block(await blocks.replace(label, _text(wanted, "old"), text, "user", _CAUSE))
            case "rewrite":
                yield _block(await blocks.rewrite(label, text, "user", _CAUSE, wanted.get("version")))
            case other:
                raise ControlError(f"how = {other!r} is not known; known: append, replace, rewrite")

    async def history(self, wanted: Mapping[str, Any]) -> AsyncGenerator[Row, None]:
        """{"label"?, "limit"?} -> a row for each edit, newest first."""
        for edit in await self._memory.blocks.history(wanted.get("label") or "", count(wanted, 20)):
            yield _edit(edit)

    async def undo(self, wanted: Mapping[str, Any]) -> AsyncGenerator[Row, None]:
        """{"label"?} -> the edit that was taken back."""
        yield _edit(await self._memory.blocks.undo(wanted.get("label") or ""))

    async def redo(self, wanted: Mapping[str, Any]) -> AsyncGenerator[Row, None]:
        """{"label"?} -> the edit that holds again."""
        yield _edit(await self._memory.blocks.redo(wanted.get("label") or ""))

    async def stats(self, wanted: Mapping[str, Any]) -> AsyncGenerator[Row, None]:
        """{} -> how many rows of each kind, since when, the size of the file in bytes; "week": as last counted in the night, or null."""
        database = self._memory.database
        counted = ", ".join(f"(SELECT count(*) FROM {kind})" for kind in _COUNTED)
        ((*numbers, first, last),) = await database.read(f"SELECT {counted}, min(time), max(time) FROM turn")
        rows: Row = dict(zip((f"{kind}s" if kind != "summary" else "summaries" for kind in _COUNTED), numbers, strict=True))
        week = await database.read("SELECT value FROM fact WHERE name = ?", (STATISTICS,))
        files = [file for file in database.path.parent.glob(f"{database.path.name}*") if file.is_file()]
        yield {
            **rows,
            "first_turn": self._moment(first),
            "last_turn": self._moment(last),
            "file": str(database.path),
            "bytes": sum(file.stat().st_size for file in files),
            "week": json.loads(week[0][0]) if week else None,
        }

    async def vacuum(self, wanted: Mapping[str, Any]) -> AsyncGenerator[Row, None]:
        """{} -> {"before", "after"}: bytes of the file."""
        path = self._memory.database.path
        before = path.stat().st_size
        await vacuum(self._memory.database)
        yield {"before": before, "after": path.stat().st_size}

    async def backup(self, wanted: Mapping[str, Any]) -> AsyncGenerator[Row, None]:
        """{} -> {"file", "bytes"}: today's copy."""
        database = self._memory.database
        copy = await backup(database, database.path.parent / "backups")
        yield {"file": str(copy), "bytes": copy.stat().st_size}

    def _moment(self, time: float | None) -> str | None:
        return datetime.fromtimestamp(time, self._zone).isoformat(timespec="seconds") if time else None


def count(wanted: Mapping[str, Any], usual: int, most: int = 1000) -> int:
    number = int(wanted.get("limit", usual))
    if not 1 <= number <= most:
        raise ControlError(f"limit = {number}: it lies between 1 and {most}")
    return number


def day(wanted: Mapping[str, Any], name: str) -> date | None:
    text = wanted.get(name)
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise ControlError(f"{name} {text!r}: there is no such day; write it like 2026-11-22") from error


def _text(wanted: Mapping[str, Any], name: str) -> str:
    text = wanted.get(name)
    if not isinstance(text, str):
        raise ControlError(f"{name} is missing")
    return text


def _block(block: Block) -> Row:
    return {
        "label": block.label,
        "text": block.text,
        "used": len(block.text),
        "limit": block.limit,
        "read_only": block.read_only,
        "version": block.version,
        "description": block.description,
    }


def _edit(edit: Edit) -> Row:
    return {
        "id": edit.id,
        "label": edit.label,
        "before": edit.before,
        "after": edit.after,
        "author": edit.author,
        "cause": edit.cause,
        "at": edit.at.isoformat(timespec="seconds"),
        "undone": edit.undone,
    }
