"""Opens what the house reaches beyond itself, with what understands the orders for it."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TypeAlias

from jarvisd.agent.understand import opened
from jarvisd.agent.understand.order import Understanding
from jarvisd.config import Config
from jarvisd.errors import MemoryRefused
from jarvisd.memory import Embedder
from jarvisd.memory.blocks import CoreBlocks
from jarvisd.memory.opened import Memory
from jarvisd.schedule.jobs import note
from jarvisd.tools import Toolset
from jarvisd.tools.calendar.homes import HomeCalendars
from jarvisd.tools.calendar.opened import open_calendar
from jarvisd.tools.calendar.tools import CalendarTools
from jarvisd.tools.files.roots import Roots
from jarvisd.tools.files.tools import FileTools
from jarvisd.tools.home import Home, House
from jarvisd.tools.home.looking import LookTools
from jarvisd.tools.home.occupied import Occupied
from jarvisd.tools.home.opened import open_home
from jarvisd.tools.home.overview import LONGEST, overview
from jarvisd.tools.home.playing import PlayTools
from jarvisd.tools.home.tools import HomeTools
from jarvisd.tools.lists.homes import HomeLists
from jarvisd.tools.lists.own import OwnLists
from jarvisd.tools.lists.servers import ServerLists
from jarvisd.tools.lists.shelf import Shelf
from jarvisd.tools.lists.tools import ListTools
from jarvisd.tools.machine.code import CodeTools, bubblewrap
from jarvisd.tools.machine.desktop import DesktopTools
from jarvisd.tools.machine.readings import Readings
from jarvisd.tools.machine.status import StatusTools
from jarvisd.tools.weather import WeatherTools
from jarvisd.tools.web.tools import WebTools

Now: TypeAlias = Callable[[], datetime]

log = logging.getLogger(__name__)

_LENGTHS = (LONGEST, LONGEST // 2, LONGEST // 4, 0)  # characters; an empty block always fits
_LOOK = 5.0  # seconds between two looks whether rooms and devices are still the same


@dataclass(frozen=True, slots=True)
class Hands:
    home: Home
    understanding: Understanding
    calendar: CalendarTools
    lists: ListTools
    toolsets: Sequence[Toolset]
    busy: Occupied  # whether a call or a film runs
    later: Sequence[Callable[[], Awaitable[None]]]  # work that goes on until it is cancelled


async def open_hands(stack: AsyncExitStack, config: Config, memory: Memory, embedder: Embedder | None, now: Now) -> Hands:
    """Closed with the stack, by the task that opened it."""
    home, there = await stack.enter_async_context(open_home(config.home)), bool(config.home.url or config.home.mqtt)
    understanding = await opened.load(config.house.languages, embedder if there else None)  # with no home, to say that there is none
    folder = memory.database.path.parent / "calendar"
    noted, beside = partial(note, memory.database, "calendar"), HomeCalendars(home) if there else None
    calendar = await open_calendar(config.calendar, memory.database, folder, now, note=noted, beside=beside)
    of_home: Sequence[Toolset] = (HomeTools(home), PlayTools(home), LookTools(home, not config.weather.url)) if there else ()
    weather = (WeatherTools(config.weather.url, config.weather.latitude, config.weather.longitude),) if config.weather.url else ()
    elsewhere = (*((HomeLists(home),) if there else ()), ServerLists(calendar.todos, calendar.changed, now))
    lists = ListTools(Shelf(OwnLists(memory.database, now), *elsewhere))
    notes = Path(config.files.notes).expanduser() if config.files.notes else None
    beyond = (FileTools(Roots(config.files.folders), notes), WebTools(config.web.search, config.web.read))
    machine = (StatusTools(Readings(memory.database.path.parent)), DesktopTools(config.desktop.programs))
    coding = (CodeTools(await asyncio.to_thread(bubblewrap)),) if config.tools.run_code else ()
    toolsets = (*of_home, *weather, calendar.tools, lists, *machine, *beyond, *coding)
    busy = Occupied(home, config.announce.busy)
    return Hands(home, understanding, calendar.tools, lists, toolsets, busy, (describing(home, memory.blocks), *calendar.later))


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
                    await _describe(blocks, seen)
                    stands = text
            await asyncio.sleep(_LOOK)

    return run


async def _describe(blocks: CoreBlocks, house: House) -> None:
    """As much of it as there is room for beside the other blocks, at last nothing: what stands there must not be out of date."""
    for longest in _LENGTHS:
        try:
            await blocks.generate("home", overview(house, longest))
            return
        except MemoryRefused as error:
            log.warning("the home is told shorter to the model: %s", error)
