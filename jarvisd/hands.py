"""Opens what the house reaches beyond itself, with what understands the orders for it."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path

from jarvisd.agent.understand import opened
from jarvisd.agent.understand.order import Understanding
from jarvisd.config import Config
from jarvisd.memory import Embedder
from jarvisd.memory.blocks import CoreBlocks
from jarvisd.tools import Toolset
from jarvisd.tools.home import Home, House
from jarvisd.tools.home.looking import LookTools
from jarvisd.tools.home.opened import open_home
from jarvisd.tools.home.overview import overview
from jarvisd.tools.home.tools import HomeTools

log = logging.getLogger(__name__)

_LOOK = 5.0  # seconds between two looks whether rooms and devices are still the same


@dataclass(frozen=True, slots=True)
class Hands:
    home: Home
    understanding: Understanding
    toolsets: Sequence[Toolset]


async def open_hands(stack: AsyncExitStack, config: Config, embedder: Embedder | None, cache: Path) -> Hands:
    """Closed with the stack, by the task that opened it. cache: a folder for what can be made again."""
    home = await stack.enter_async_context(open_home(config.home))
    understanding = await opened.load(config.house.languages, embedder, cache)
    return Hands(home, understanding, (HomeTools(home), LookTools(home)))


def describing(home: Home, blocks: CoreBlocks) -> Callable[[], Awaitable[None]]:
    """Work that keeps the block of rooms and devices as the home is, until it is cancelled."""

    async def run() -> None:
        seen: House | None = None
        stands = None
        while True:
            if home.house is not seen and home.house.entities:
                seen = home.house
                text = overview(seen)
                if text != stands:
                    await blocks.generate("home", text)
                    stands = text
            await asyncio.sleep(_LOOK)

    return run
