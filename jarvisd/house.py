"""Builds the house from its configuration: every room, and what leads from one to another."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from itertools import count

from jarvisd import heap
from jarvisd.agent.assistant import Assistant
from jarvisd.config import Config, Paths
from jarvisd.engines import EARS, VOICE, Shelf, drafts, load_engines
from jarvisd.events import Feed
from jarvisd.inside import MIND, Inside, open_inside
from jarvisd.memory.diary import Diary
from jarvisd.memory.opened import Memory
from jarvisd.memory.proposals import Proposals
from jarvisd.messages import Language
from jarvisd.ringer import Ringer
from jarvisd.routines import Routines
from jarvisd.text import Sentences, speakable
from jarvisd.tools.audit import Journal
from jarvisd.voice import Engines, Setting
from jarvisd.voice.announce import Announcer, hours
from jarvisd.web.audit import AuditCommands
from jarvisd.web.commands import Commands
from jarvisd.web.context import ContextCommands
from jarvisd.web.control import Command
from jarvisd.web.memory import MemoryCommands
from jarvisd.web.night import NightCommands
from jarvisd.web.remembered import RememberedCommands
from jarvisd.web.reminders import ReminderCommands

TALK = MIND | EARS | VOICE


@dataclass(frozen=True, slots=True)
class House:
    """Everything that is open."""

    config: Config
    feed: Feed
    setting: Setting | None  # None where nothing is loaded to talk with
    memory: Memory | None
    commands: Commands
    listen_for: Callable[[], Awaitable[None]]  # tells the transcriber the names that memory holds now
    ahead: Callable[[], Awaitable[None]] | None = None  # has the language model read what every prompt begins with
    night: Callable[[], Awaitable[None]] | None = None  # what is done while nobody talks, until it is cancelled
    announcer: Announcer | None = None
    later: Sequence[Callable[[], Awaitable[None]]] = ()  # what rings, and the jobs of the night; until they are cancelled


@asynccontextmanager
async def open_house(config: Config, paths: Paths, needs: frozenset[str], shelf: Shelf | None = None) -> AsyncGenerator[House, None]:
    """The parts that are needed, ready for use. The caller owns the state folder (lock.own) if MEMORY is among them.

    shelf: what was loaded for another life of the house; whoever hands it in clears it.
    """
    async with AsyncExitStack() as stack:
        if shelf is None:
            shelf = Shelf()
            stack.push_async_callback(shelf.clear)
        feed = Feed()
        forgotten: list[Callable[[], None]] = []  # told when something was forgotten for good
        announcer = Announcer(hours(config.announce.quiet), lambda: datetime.now(config.house.zone))
        ringer = Ringer(announcer, feed)
        try:
            async with asyncio.TaskGroup() as group:
                loading = group.create_task(load_engines(config, paths, needs, shelf))
                inside = await open_inside(stack, config, paths, feed, needs, shelf, forgotten, ringer)
        except ExceptionGroup as several:  # one sentence for people, of what failed first
            raise several.exceptions[0] from several
        engines = loading.result()
        memory, assistant = inside.memory, inside.assistant
        routines = None
        if assistant is not None and inside.schedule is not None and inside.bus is not None:
            routines = Routines(assistant, inside.bus, inside.schedule, announcer, feed)
        ringer.bind(inside.schedule, routines)
        if inside.busy is not None:
            announcer.heed(inside.busy)
        if engines.synthesizer is not None:
            forgotten.append(engines.synthesizer.forget)
        if assistant is not None and engines.synthesizer is not None:
            await asyncio.to_thread(engines.synthesizer.know, _spoken(assistant))
        setting = None
        if engines.wake and engines.vad and engines.transcriber and engines.synthesizer and assistant:
            ready = Engines(engines.wake, engines.vad, engines.transcriber, engines.synthesizer, await drafts(config, engines.transcriber))
            setting = Setting(ready, assistant, config.talk, config.endpoint, config.vad.threshold, count(1))

        async def listen_for() -> None:
            if inside.names is not None and engines.transcriber is not None:
                engines.transcriber.hint(await inside.names())

        await listen_for()
        more = _more_commands(inside, config)
        commands = Commands(config, feed, assistant, setting, engines.vad, engines.transcriber, engines.synthesizer, more)
        await asyncio.to_thread(heap.trim)
        later: list[Callable[[], Awaitable[None]]] = [] if inside.others is None else [inside.others.run]
        if inside.schedule and inside.jobs:
            later += [inside.schedule.run, inside.jobs.run, announcer.run]
        later += [routines.run] if routines is not None else []
        later += inside.work
        yield House(
            config, feed, setting, memory, commands, listen_for, inside.ahead, inside.night.run if inside.night else None, announcer, later
        )


def _more_commands(inside: Inside, config: Config) -> Mapping[str, Command]:
    table: dict[str, Command] = {}
    zone, memory = config.house.zone, inside.memory
    if memory is not None:
        night = NightCommands(
            Proposals(memory.database, memory.blocks), Diary(memory.database), inside.night.at_once if inside.night else None
        )
        if inside.schedule and inside.reminding and inside.jobs:
            table |= ReminderCommands(inside.schedule, inside.reminding, inside.jobs, zone).table
        for family in (MemoryCommands(memory, zone), RememberedCommands(memory, zone), night, AuditCommands(Journal(memory.database))):
            table |= family.table
    if inside.tooling is not None:
        table |= inside.tooling.table
    if inside.explaining is not None:
        table |= inside.explaining.table
    if inside.look is not None:
        table |= ContextCommands(inside.look).table
    return table


def _spoken(assistant: Assistant) -> list[tuple[str, Language]]:
    """The answers that are always the same, sentence by sentence, as the voice gets them."""
    made = []
    for text, language in assistant.fixed():
        cutter = Sentences()
        made += [(speakable(sentence, language), language) for sentence in [*cutter.feed(text), cutter.rest()]]
    return made
