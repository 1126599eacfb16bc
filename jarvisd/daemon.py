"""Builds the house from its configuration and keeps it running: the only file that knows every room."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import threading
import time
from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from itertools import count
from typing import Any

from jarvisd import config as settings
from jarvisd import heap, lock
from jarvisd.agent.assistant import Assistant
from jarvisd.config import Config, Paths
from jarvisd.errors import ConfigError, DeviceError
from jarvisd.events import Feed
from jarvisd.inside import MIND, Inside, open_inside, patiently, read_ahead
from jarvisd.memory.diary import Diary
from jarvisd.memory.opened import Memory
from jarvisd.memory.proposals import Proposals
from jarvisd.messages import Language
from jarvisd.model_store import Store
from jarvisd.notify import Notify
from jarvisd.ringer import Ringer
from jarvisd.speech import Vad, WakeWord, stt, tts, vad, wake
from jarvisd.speech.stt import TimedTranscriber
from jarvisd.speech.tts import Voices
from jarvisd.text import Sentences, speakable
from jarvisd.tools.audit import Journal
from jarvisd.voice import Engines, Setting
from jarvisd.voice.announce import Announcer, hours
from jarvisd.voice.conversation import Conversation
from jarvisd.web import control
from jarvisd.web.audit import AuditCommands
from jarvisd.web.commands import Commands
from jarvisd.web.context import ContextCommands
from jarvisd.web.control import Command
from jarvisd.web.memory import MemoryCommands
from jarvisd.web.night import NightCommands
from jarvisd.web.remembered import RememberedCommands
from jarvisd.web.reminders import ReminderCommands

log = logging.getLogger(__name__)

EARS = frozenset({"ears"})
VOICE = frozenset({"voice"})
TALK = MIND | EARS | VOICE

_FIRST_WAIT = 1.0  # seconds before a lost device is opened again; doubled each time
_LONGEST_WAIT = 30.0
_EMBED = 2.0  # seconds between two looks for what has no vector yet
_FINISH = 30.0  # seconds a turn has to end before a new configuration is taken over
_LAST_WORD = 1.5  # seconds after a signal to end at which the process leaves, whatever an engine's thread still does


@dataclass(frozen=True, slots=True)
class Loaded:
    """Speech engines, warm; None where this process has no use for one."""

    wake: Callable[[], WakeWord] | None = None
    vad: Callable[[], Vad] | None = None
    transcriber: TimedTranscriber | None = None
    synthesizer: Voices | None = None


class Shelf:
    """Engines that are loaded, each by the slice of the configuration it was made from, so that a reload keeps what is equal."""

    def __init__(self) -> None:
        self._engines: dict[str, tuple[object, Any]] = {}

    async def get(self, kind: str, slice: object, load: Callable[[], Any]) -> Any:
        if kind not in self._engines or self._engines[kind][0] != slice:
            self._engines[kind] = (slice, await asyncio.to_thread(load))
        return self._engines[kind][1]


async def load_engines(config: Config, paths: Paths, needs: frozenset[str], shelf: Shelf) -> Loaded:
    """Warms the engines of these parts at once, each in its thread."""
    find = Store(paths.models).path
    languages = config.house.languages
    openers = paths.models / ".openers"
    loads: dict[str, tuple[frozenset[str], object, Callable[[], Any]]] = {
        "wake": (TALK, config.wake, lambda: wake.load(config.wake, find)),
        "vad": (TALK, config.vad, lambda: vad.load(config.vad, find)),
        "transcriber": (EARS, (config.stt, languages), lambda: stt.load(config.stt, languages, find)),
        "synthesizer": (VOICE, (config.tts, languages), lambda: tts.load(config.tts, languages, find, openers)),
    }
    wanted = {kind: (slice, load) for kind, (part, slice, load) in loads.items() if part <= needs}
    engines = await asyncio.gather(*(shelf.get(kind, slice, load) for kind, (slice, load) in wanted.items()))
    return Loaded(**dict(zip(wanted, engines, strict=True)))


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
    """The parts that are needed, ready for use. The caller owns the state folder (lock.own) if MEMORY is among them."""
    async with AsyncExitStack() as stack:
        feed = Feed()
        forgotten: list[Callable[[], None]] = []  # told when something was forgotten for good
        announcer = Announcer(hours(config.announce.quiet), lambda: datetime.now(config.house.zone))
        ringer = Ringer(announcer, feed)
        inside, engines = await asyncio.gather(
            open_inside(stack, config, paths, feed, needs, forgotten, ringer), load_engines(config, paths, needs, shelf or Shelf())
        )
        ringer.bind(inside.schedule, inside.bus)
        memory, assistant = inside.memory, inside.assistant
        if engines.synthesizer is not None:
            forgotten.append(engines.synthesizer.forget)
        if assistant is not None and engines.synthesizer is not None:
            await asyncio.to_thread(engines.synthesizer.know, _spoken(assistant))
        setting = None
        if engines.wake and engines.vad and engines.transcriber and engines.synthesizer and assistant:
            ready = Engines(engines.wake, engines.vad, engines.transcriber, engines.synthesizer, await _drafts(config, engines.transcriber))
            setting = Setting(ready, assistant, config.talk, config.endpoint, config.vad.threshold, count(1))

        async def listen_for() -> None:
            if inside.names is not None and engines.transcriber is not None:
                engines.transcriber.hint(await inside.names())

        await listen_for()
        more = _more_commands(inside, config)
        commands = Commands(config, feed, assistant, setting, engines.transcriber, engines.synthesizer, more)
        await asyncio.to_thread(heap.trim)
        later = (inside.schedule.run, inside.jobs.run, announcer.run) if inside.schedule and inside.jobs else ()
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
    if inside.look is not None:
        table |= ContextCommands(inside.look).table
    return table


async def _drafts(config: Config, transcriber: TimedTranscriber) -> bool:
    """Transcription is quick enough to run ahead; timed again where it was too slow while other engines were loading beside it."""
    limit = config.stt.draft_limit
    quick = transcriber.seconds <= limit or await asyncio.to_thread(transcriber.measure) <= limit
    log.info("one transcription takes %.2f s: drafts are %s", transcriber.seconds, "on" if quick else "off")
    return quick and config.endpoint.draft > 0


def _spoken(assistant: Assistant) -> list[tuple[str, Language]]:
    """The answers that are always the same, sentence by sentence, as the voice gets them."""
    made = []
    for text, language in assistant.fixed():
        cutter = Sentences()
        made += [(speakable(sentence, language), language) for sentence in [*cutter.feed(text), cutter.rest()]]
    return made


async def serve(paths: Paths, voice: bool = True) -> None:
    """The daemon: until SIGTERM or SIGINT; SIGHUP reads the configuration again."""
    notify, shelf = Notify(), Shelf()
    main = asyncio.current_task()
    assert main is not None

    def end() -> None:
        notify.stopping()
        last = threading.Timer(_LAST_WORD, os._exit, (0,))  # an engine's thread cannot be cancelled; what is to be kept is kept by then
        last.daemon = True
        last.start()
        main.cancel()

    loop = asyncio.get_running_loop()
    for ending in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(ending, end)
    reload = asyncio.Event()
    loop.add_signal_handler(signal.SIGHUP, reload.set)
    config = settings.load(paths.config)
    with suppress(asyncio.CancelledError), lock.own(paths.state):
        async with notify.feeding():
            while True:
                config = await _live(config, paths, voice, shelf, notify, reload)
    log.info("ended")


async def _live(config: Config, paths: Paths, voice: bool, shelf: Shelf, notify: Notify, reload: asyncio.Event) -> Config:
    """One life of the house under one configuration; returns the next one."""
    began = time.monotonic()
    notify.status("warming up the engines")
    async with AsyncExitStack() as stack:
        house = await stack.enter_async_context(open_house(config, paths, TALK if voice else MIND, shelf))
        await stack.enter_async_context(control.serve(paths.socket, house.commands.table, config.control.group))
        async with asyncio.TaskGroup() as group:
            talks: list[Conversation] = []
            tasks = []
            if house.setting is not None and config.microphone.enabled:
                tasks.append(group.create_task(supervise("microphone", lambda opened: _microphone(house, talks, opened))))
            if house.memory is not None:
                tasks.append(group.create_task(_embedding(house.memory, house.listen_for)))
            tasks += [group.create_task(patiently(run)) for run in house.later]
            if house.night is not None:
                tasks.append(group.create_task(patiently(house.night)))
            if house.ahead is not None:
                tasks.append(group.create_task(read_ahead(house.ahead)))
            notify.ready()
            log.info("ready after %.1f s%s", time.monotonic() - began, "" if voice else ", without ears and voice")
            notify.status("ready")
            following = await _next_config(paths, reload)
            notify.reloading()
            for talk in talks:
                with suppress(TimeoutError):
                    async with asyncio.timeout(_FINISH):
                        await talk.resting.wait()
            for task in tasks:
                task.cancel()
    return following


async def _embedding(memory: Memory, listen_for: Callable[[], Awaitable[None]]) -> None:
    """What was said gets its vectors a little later, and its names are listened for: saying it must not wait for them."""
    while True:
        if await memory.catch_up():
            await listen_for()
        await asyncio.sleep(_EMBED)


async def _next_config(paths: Paths, reload: asyncio.Event) -> Config:
    """The configuration after the next SIGHUP that leaves a valid one."""
    while True:
        await reload.wait()
        reload.clear()
        try:
            following = settings.load(paths.config or settings.paths().config)  # a file that came since is taken too
        except ConfigError as error:
            log.error("the configuration was not taken over: %s", error)
            continue
        log.info("the configuration is read again")
        return following


async def _microphone(house: House, talks: list[Conversation], opened: Callable[[str], None]) -> None:
    from jarvisd.devices.microphone import Microphone  # PortAudio may be missing; then everything else still works

    assert house.setting is not None
    zone = house.config.house
    async with Microphone(house.config.microphone) as device:
        talk = Conversation(device, house.setting, house.feed, lambda: datetime.now(zone.zone))
        talks[:] = [talk]
        assert house.announcer is not None
        house.announcer.join(talk)
        opened(f"listening: {device.id}")
        try:
            await talk.run()
        finally:
            house.announcer.leave(talk)
            talks.clear()


async def supervise(name: str, run: Callable[[Callable[[str], None]], Awaitable[None]]) -> None:
    """Keeps one device running: opened again with back-off when it goes, one log line per change of state."""
    wait, said = _FIRST_WAIT, ""

    def opened(sentence: str) -> None:
        nonlocal wait, said
        wait = _FIRST_WAIT
        if sentence != said:
            log.info("%s: %s", name, sentence)
            said = sentence

    while True:
        try:
            await run(opened)
            trouble = "ended"
        except DeviceError as error:
            trouble = f'{error}. Looking again until it is there; meanwhile: jarvisd hear FILE.wav, jarvisd ask "..."'
        except Exception as error:  # a device's supervisor: one of the three places that may catch everything
            log.exception("%s failed", name)
            trouble = f"failed ({type(error).__name__})"
        if trouble != said:
            log.warning("%s: %s", name, trouble)
            said = trouble
        await asyncio.sleep(wait)
        wait = min(2 * wait, _LONGEST_WAIT)
