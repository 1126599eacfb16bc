"""The tools that others bring into the house, opened: MCP servers, and the folder of the household's own files."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from functools import partial
from pathlib import Path

from jarvisd.config import McpConfig
from jarvisd.database import Database
from jarvisd.tools import Toolset
from jarvisd.tools.custom.folder import Folder
from jarvisd.tools.listing import Source
from jarvisd.tools.mcp import Mcp, connect
from jarvisd.tools.mcp.answering import Answering
from jarvisd.tools.mcp.pins import Pins
from jarvisd.tools.mcp.servers import read

_PATIENCE = 2.0  # seconds that the household's own files have to be known from the first word on


class Others:
    """Made before the bus, `running` after it. ConfigError where [mcp.servers] is wrong. answering: None where there is no model."""

    def __init__(
        self, config: McpConfig, folder: Path, database: Database, env: Mapping[str, str], answering: Answering | None = None
    ) -> None:
        self._mcp = Mcp(read(config.servers, env), Pins(database), partial(connect, answering=answering))
        self._folder = Folder(folder)

    @property
    def toolsets(self) -> Sequence[Toolset]:
        return (self._folder, self._mcp)

    @property
    def sources(self) -> Sequence[Source]:
        return (self._folder, self._mcp)

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Servers are started when they are needed; what was started is ended when this is left."""
        async with AsyncExitStack() as stack:
            await stack.enter_async_context(self._folder.running())
            await self._folder.settled(_PATIENCE)
            await stack.enter_async_context(self._mcp.running())
            yield

    async def run(self) -> None:
        """Of a daemon: every server is started before anybody asks for it. Until it is cancelled."""
        await self._mcp.begin()
        await asyncio.Event().wait()

    async def settled(self, patience: float) -> None:
        """Returns when everything has been looked at once, or after so many seconds."""
        await asyncio.gather(*(source.settled(patience) for source in self.sources))
