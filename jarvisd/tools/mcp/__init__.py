"""Tools of MCP servers: a toolset whose tools come, change and go with their servers.

A tool is called as its server and itself are, time_get_current_time. It is sensitive until the configuration says otherwise, and what it
brings was written by others. A server that is away keeps its tools; they say so when they are called. How a tool described itself when it
was first seen is pinned: with another description it is not offered to anybody until `jarvisd tools accept NAME`.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager, suppress
from typing import Any

from jarvisd.tools import Arguments, Asked, Tool, clean, foreign
from jarvisd.tools.listing import Listed
from jarvisd.tools.mcp import doors
from jarvisd.tools.mcp.answering import Answering
from jarvisd.tools.mcp.link import Connect, Known, Link, Session
from jarvisd.tools.mcp.offered import prefixed
from jarvisd.tools.mcp.pins import Pins
from jarvisd.tools.mcp.servers import Server


def connect(
    server: Server, complaints: foreign.Complaints, changed: Callable[[], None], older: bool, answering: Answering | None = None
) -> AbstractAsyncContextManager[Session]:
    """The real one; its client takes a second to import."""
    from jarvisd.tools.mcp import session

    return session.connect(server, complaints, changed, older, answering)


class Mcp:
    """Over the servers of a household; `running` keeps them, `begin` starts them before they are needed."""

    def __init__(self, servers: Sequence[Server], pins: Pins, connect: Connect = connect) -> None:
        self._links = [Link(server, pins, connect) for server in servers]

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Each server has its one task, which starts it when it is first needed; all are ended when this is left."""
        for link in self._links:
            await link.recall()
        tasks = [asyncio.create_task(link.run()) for link in self._links]  # no group: it would wrap what the house itself raises
        try:
            yield
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def begin(self) -> None:
        """Starts all of them; does not wait for any."""
        for link in self._links:
            link.begin()

    async def settled(self, patience: float) -> None:
        """Returns when each is there or has failed once, or after so many seconds."""
        with suppress(TimeoutError):
            async with asyncio.timeout(patience), asyncio.TaskGroup() as group:
                for link in self._links:
                    group.create_task(link.settled())

    def tools(self) -> Sequence[Tool]:
        """Those that may be called, of servers that are away too."""
        return [tool for link in self._links for known in link.tools if known.usable for tool in (_tool(link, known),)]

    def listed(self) -> Sequence[Listed]:
        return [row for link in self._links for row in _rows(link)]

    async def accept(self, name: str) -> bool:
        for link in self._links:
            for known in link.tools:
                if prefixed(link.server.name, known.offer.tool) == name:
                    return await link.accept(known.offer.tool)
        return False


def _tool(link: Link, known: Known) -> Tool:
    offer, server = known.offer, link.server
    configured = server.risk(offer.tool)

    async def call(arguments: Arguments, asked: Asked) -> Mapping[str, Any]:
        return await link.call(offer.tool, arguments)

    return Tool(
        prefixed(server.name, offer.tool),
        offer.description or f"{clean.line(offer.tool, 100)}, of {server.name}.",
        offer.parameters,
        call,
        (lambda arguments: doors.risk(offer.tool, arguments, configured)) if doors.judged(offer.tool) else configured,
        deadline=server.timeout,
        untrusted=True,
    )


def _rows(link: Link) -> list[Listed]:
    server = link.server
    source = f"mcp {server.name}"
    if not link.tools and link.why:
        return [Listed(server.name, source, "", "unavailable", link.why)]
    return [_row(link, known, source) for known in link.tools]


def _row(link: Link, known: Known, source: str) -> Listed:
    offer, server = known.offer, link.server
    name = prefixed(server.name, offer.tool) or server.name
    risk = "by its arguments" if doors.judged(offer.tool) else server.risk(offer.tool).value
    if offer.broken:
        return Listed(name, source, risk, "broken", offer.broken)
    if known.accepted is not None:
        why = f"it describes itself otherwise than was accepted; look at it, then: jarvisd tools accept {name}"
        return Listed(name, source, risk, "changed", why, offer.description, known.accepted.description)
    if link.why:
        return Listed(name, source, risk, "unavailable", link.why, offer.description)
    return Listed(name, source, risk, "ready", "", offer.description)
