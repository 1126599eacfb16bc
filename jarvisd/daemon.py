"""Keeps the house running: one life under each configuration, every device supervised, until a signal ends it."""

from __future__ import annotations

import asyncio
import logging
import math
import os
import signal
import threading
import time
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack, suppress
from datetime import datetime

from jarvisd import config as settings
from jarvisd import lock
from jarvisd.config import Config, Paths
from jarvisd.engines import Shelf
from jarvisd.errors import ConfigError, DeviceError, JarvisError
from jarvisd.house import TALK, House, open_house
from jarvisd.inside import MIND
from jarvisd.later import patiently, read_ahead
from jarvisd.memory.opened import Memory
from jarvisd.notify import Notify
from jarvisd.voice.conversation import Conversation
from jarvisd.web import control

log = logging.getLogger(__name__)

_FIRST_WAIT = 1.0  # seconds before a lost device is opened again; doubled each time
_LONGEST_WAIT = 30.0
_LIVED = 10.0  # seconds after which an opened device was a good one, and the wait begins anew
_EMBED = 2.0  # seconds between two looks for what has no vector yet; doubled while whoever makes them is away
_LONGEST_EMBED = 600.0
_FINISH = 30.0  # seconds that commands, then a turn have to end before a new configuration is taken over
_LAST_WORD = 1.2  # seconds after a signal to end at which the process leaves, whatever an engine's thread still does


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
        async with notify.feeding(), AsyncExitStack() as stack:
            stack.push_async_callback(shelf.clear)
            while True:
                config = await _live(config, paths, voice, shelf, notify, reload)
    log.info("ended")


async def _live(config: Config, paths: Paths, voice: bool, shelf: Shelf, notify: Notify, reload: asyncio.Event) -> Config:
    """One life of the house under one configuration; returns the next one."""
    began = time.monotonic()
    notify.status("warming up the engines")
    async with AsyncExitStack() as stack:
        house = await stack.enter_async_context(open_house(config, paths, TALK if voice else MIND, shelf))
        finish = await stack.enter_async_context(control.serve(paths.socket, house.commands.table, config.control.group))
        async with asyncio.TaskGroup() as group:
            talks: list[Conversation] = []
            tasks = []
            if house.setting is not None and config.microphone.enabled:
                tasks.append(group.create_task(supervise("microphone", lambda opened: _microphone(house, talks, opened))))
            if house.memory is not None:
                tasks.append(group.create_task(keep_found(house.memory, house.listen_for)))
            tasks += [group.create_task(patiently(run)) for run in house.later]
            if house.night is not None:
                tasks.append(group.create_task(patiently(house.night)))
            if house.ahead is not None:
                tasks.append(group.create_task(_thoughts(house.ahead, notify)))
            notify.ready()
            log.info("ready after %.1f s%s", time.monotonic() - began, "" if voice else ", without ears and voice")
            notify.status("ready" if house.ahead is None else "ready; the language model is still being read in")
            following = await _next_config(paths, reload)
            notify.reloading()
            await finish(_FINISH)
            for talk in talks:
                with suppress(TimeoutError):
                    async with asyncio.timeout(_FINISH):
                        await talk.resting.wait()
            for task in tasks:
                task.cancel()
    return following


async def _thoughts(ahead: Callable[[], Awaitable[None]], notify: Notify) -> None:
    """What needs no language model is answered from the start; whoever asks for more until this is done waits a little."""
    began = time.monotonic()
    await read_ahead(ahead)
    log.info("the language model has read what it must know first, %.1f s after the house was ready", time.monotonic() - began)
    notify.status("ready")


async def keep_found(memory: Memory, listen_for: Callable[[], Awaitable[None]]) -> None:
    """What was said gets its vectors a little later, and its names are listened for: saying it must not wait for them.

    Whatever fails of that is tried again with back-off; until it is cancelled.
    """
    wait, said = _EMBED, ""
    while True:
        try:
            if await memory.library.embed_pending():
                await listen_for()
            wait, said = _EMBED, ""
        except JarvisError as error:
            if str(error) != said:
                log.warning("what was said lately is found by its words alone: %s", error)
                said = str(error)
            wait = min(2 * wait, _LONGEST_EMBED)
        await asyncio.sleep(wait)


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
    """Keeps one device running: opened again with back-off when it goes, one log line per change of state.

    There and not there are the states: why it is not opened again, after the line that says how it was lost, is for debugging.
    """
    wait, lost, since = _FIRST_WAIT, False, math.inf
    clock = asyncio.get_running_loop().time

    def opened(sentence: str) -> None:
        nonlocal lost, since
        lost, since = False, clock()
        log.info("%s: %s", name, sentence)

    while True:
        try:
            await run(opened)
            trouble = "ended"
        except DeviceError as error:
            trouble = f'{error}. Looking again until it is there; meanwhile: jarvisd hear FILE.wav, jarvisd ask "..."'
        except Exception as error:  # a device's supervisor: one of the three places that may catch everything
            log.exception("%s failed", name)
            trouble = f"failed ({type(error).__name__})"
        log.log(logging.DEBUG if lost else logging.WARNING, "%s: %s", name, trouble)
        lost = True
        wait, since = _FIRST_WAIT if clock() - since >= _LIVED else wait, math.inf
        await asyncio.sleep(wait)
        wait = min(2 * wait, _LONGEST_WAIT)
