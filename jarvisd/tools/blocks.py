"""Core memory for a model: its blocks can be edited, each edit tells the block's new text."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any, TypeAlias

from jarvisd.errors import MemoryRefused, NotKnown, ToolError
from jarvisd.memory import Author, Block, Blocks
from jarvisd.tools import Arguments, Asked, Risk, Tool

_LABEL = {"type": "string", "description": "household, routines, scratch or person:NAME"}
_TEXT = {"type": "string"}

_Edit: TypeAlias = Callable[[Arguments, Author], Awaitable[Block]]


class BlockTools:
    """A toolset: core_memory_append, core_memory_replace, core_memory_update, memory_insert, memory_rethink, memory_undo."""

    def __init__(self, blocks: Blocks) -> None:
        self._blocks = blocks

    def tools(self) -> Sequence[Tool]:
        blocks = self._blocks
        line = {"type": "integer", "description": "after this line; 0 start, -1 end"}
        return (
            _tool(
                "core_memory_append",
                "Adds a line to a block of core memory.",
                {"label": _LABEL, "content": _TEXT},
                lambda given, by: blocks.append(given["label"], given["content"], by, "core_memory_append"),
            ),
            _tool(
                "core_memory_replace",
                "Replaces words that stand exactly once in a block.",
                {"label": _LABEL, "old_content": _TEXT, "new_content": _TEXT},
                lambda given, by: blocks.replace(given["label"], given["old_content"], given["new_content"], by, "core_memory_replace"),
            ),
            _tool(
                "core_memory_update",
                "Writes a block anew.",
                {"label": _LABEL, "content": _TEXT},
                lambda given, by: blocks.rewrite(given["label"], given["content"], by, "core_memory_update"),
            ),
            _tool(
                "memory_insert",
                "Inserts a line into a block.",
                {"label": _LABEL, "new_string": _TEXT, "insert_line": line},
                lambda given, by: blocks.insert(given["label"], given["new_string"], given.get("insert_line", -1), by, "memory_insert"),
                optional=("insert_line",),
            ),
            _tool(
                "memory_rethink",
                "Rewrites a block to tidy it up.",
                {"label": _LABEL, "new_memory": _TEXT},
                lambda given, by: blocks.rewrite(given["label"], given["new_memory"], by, "memory_rethink"),
            ),
            Tool(
                "memory_undo",
                "Takes back the last edit of core memory.",
                _schema({"label": _LABEL}, ("label",)),
                self._undo,
                Risk.REVERSIBLE,
            ),
        )

    async def _undo(self, arguments: Arguments, asked: Asked) -> Mapping[str, Any]:
        untainted(asked)
        try:
            edit = await self._blocks.undo(arguments.get("label", ""))
        except MemoryRefused as error:
            raise ToolError(str(error)) from error
        return {"label": edit.label, "value": edit.before, "undone": edit.after}


def untainted(asked: Asked) -> None:
    """Nothing that others wrote may get into memory as the household's. ToolError."""
    if asked.tainted:
        raise ToolError(
            "Memory was not changed: words of others (a page, a mail, a document) stand in this talk. "
            "If the person wants it kept, they can say it themselves."
        )


def _tool(name: str, description: str, properties: Mapping[str, Any], edit: _Edit, optional: Sequence[str] = ()) -> Tool:
    async def call(arguments: Arguments, asked: Asked) -> Mapping[str, Any]:
        untainted(asked)
        try:
            block = await edit(arguments, "user" if asked.by == "person" else "agent")
        except NotKnown as error:
            raise ToolError(f"{error} A person's block is person:NAME.") from error
        except MemoryRefused as error:
            raise ToolError(str(error)) from error
        return {"label": block.label, "value": block.text}

    return Tool(name, description, _schema(properties, optional), call, Risk.REVERSIBLE)


def _schema(properties: Mapping[str, Any], optional: Sequence[str] = ()) -> Mapping[str, Any]:
    return {
        "type": "object",
        "properties": properties,
        "required": [name for name in properties if name not in optional],
        "additionalProperties": False,
    }
