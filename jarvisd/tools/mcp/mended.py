"""A server's list of tools, made such that the protocol's library takes it: one that is written wrongly must not spoil the others.

The library refuses the whole list for one schema that is none, and checks answers by schemas of the server's own. So each tool is handed to
it with a plain schema and no other, and what the server really wrote rides along for us (offered.py).
"""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any

from mcp.shared.message import SessionMessage
from mcp_types import JSONRPCResponse

from jarvisd.tools.mcp.offered import MOST, Written

_KEY = "jarvisd/written"
_HEADER = "x-mcp-header"  # the newer protocol repeats such arguments in headers, by the schema
_PLAIN = {"type": "object"}


@asynccontextmanager
async def mended(transport: AbstractAsyncContextManager[tuple[Any, Any]]) -> AsyncIterator[tuple[Any, Any]]:
    """The same transport, with lists of tools mended on their way in."""
    async with transport as (read, write):
        yield _Read(read), write


def written(tool: Any) -> Written:
    """What the server wrote, from a tool as the library gives it."""
    told = (tool.meta or {}).get(_KEY, {})
    return Written(tool.name, str(told.get("description") or ""), told.get("schema"))


class _Read:
    """The stream of what comes in."""

    def __init__(self, inner: Any) -> None:
        self._inner = inner

    @property
    def last_context(self) -> Any:
        return getattr(self._inner, "last_context", None)

    async def receive(self) -> Any:
        return _mend(await self._inner.receive())

    async def aclose(self) -> None:
        await self._inner.aclose()

    def __aiter__(self) -> _Read:
        return self

    async def __anext__(self) -> Any:
        return _mend(await self._inner.__anext__())

    async def __aenter__(self) -> _Read:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.aclose()


def _mend(item: Any) -> Any:
    if isinstance(item, SessionMessage) and isinstance(item.message, JSONRPCResponse):
        tools = item.message.result.get("tools")
        if isinstance(tools, list):
            named = [tool for tool in tools[:MOST] if isinstance(tool, dict) and isinstance(tool.get("name"), str)]
            item.message.result["tools"] = [_plain(tool) for tool in named]
    return item


def _plain(tool: dict[str, Any]) -> dict[str, Any]:
    schema, description = tool.get("inputSchema"), tool.get("description")
    needed = isinstance(schema, dict) and schema.get("type") == "object" and _HEADER in json.dumps(schema)
    told = {"schema": schema, "description": description if isinstance(description, str) else ""}
    return {"name": tool["name"], "inputSchema": schema if needed else _PLAIN, "_meta": {_KEY: told}}
