"""Opens what is within the house: its memory, its tools, the mind over both."""

from __future__ import annotations

import asyncio
import logging
import os
from collections.abc import Awaitable, Callable, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import datetime

from jarvisd import config as settings
from jarvisd import llm
from jarvisd.agent import Responder
from jarvisd.agent.assistant import Assistant
from jarvisd.agent.confirm import Confirm, Words
from jarvisd.agent.intents import Intents, books
from jarvisd.agent.opened import estimate, open_chat
from jarvisd.agent.remembering import Remembering
from jarvisd.agent.telling import book
from jarvisd.config import Config, Paths
from jarvisd.errors import EngineError
from jarvisd.events import Event, Feed, Woke
from jarvisd.memory import Embedder, embed
from jarvisd.memory.opened import Memory, open_memory
from jarvisd.messages import Request
from jarvisd.model_store import Store
from jarvisd.observe import Traces
from jarvisd.tools.audit import Journal
from jarvisd.tools.blocks import BlockTools
from jarvisd.tools.bus import Bus
from jarvisd.tools.memory import MemoryTools
from jarvisd.tools.parked import Parked
from jarvisd.tools.remember import RememberTools
from jarvisd.tools.system import System
from jarvisd.web.context import Look

log = logging.getLogger(__name__)

MEMORY = frozenset({"memory"})
MIND = MEMORY | {"mind"}


@dataclass(frozen=True, slots=True)
class Inside:
    """What is kept, and who thinks about it; None where this process has no use for one."""

    memory: Memory | None = None
    assistant: Assistant | None = None
    look: Look | None = None  # where a model's window goes
    ahead: Callable[[], Awaitable[None]] | None = None  # has the model read what every prompt begins with


async def open_inside(
    stack: AsyncExitStack, config: Config, paths: Paths, feed: Feed, needs: frozenset[str], forgotten: Sequence[Callable[[], None]]
) -> Inside:
    """The parts that are needed; they are closed with the stack. forgotten: told when something was forgotten for good."""

    def now() -> datetime:
        return datetime.now(config.house.zone)

    if not needs >= MEMORY:
        return Inside()
    embedder = await asyncio.to_thread(_embedder, config)
    memory = await stack.enter_async_context(open_memory(paths.state / "jarvisd.db", config.memory, now, embedder, forgotten))
    if not needs >= MIND:
        return Inside(memory)
    return Inside(memory, *await _open_mind(stack, config, paths, feed, memory, now))


def _embedder(config: Config) -> Embedder | None:
    """Without one everything still works, by words alone."""
    try:
        return embed.load(config.memory)
    except EngineError as error:
        log.warning("%s", error)
        return None


async def _open_mind(
    stack: AsyncExitStack, config: Config, paths: Paths, feed: Feed, memory: Memory, now: Callable[[], datetime]
) -> tuple[Assistant, Look, Callable[[], Awaitable[None]] | None]:
    """Sentences first, then the language model if there is one."""
    recall = memory.recall
    feed.watch(Traces(paths.state / "traces.jsonl", config.observe.turns).watch)
    known = await asyncio.to_thread(books, config.house.languages, settings.shipped("config/intents"))
    remember = RememberTools(memory.recall, memory.archive, memory.blocks, memory.forget)
    facts = MemoryTools(memory.recall, memory.archive, config.house.zone)
    toolsets = (System(config.tools.volume_step), BlockTools(memory.blocks), facts, remember)
    bus = Bus(toolsets, Parked(memory.database), Journal(memory.database))
    confirm = Confirm(Words(settings.shipped("config/confirm.yaml")), bus, now)
    model = await asyncio.to_thread(llm.load, config.llm, os.environ, Store(paths.models).path)  # its client takes a second to import
    words = await asyncio.to_thread(book, config.house.languages, settings.shipped("config/remembering"))
    remembering = Remembering(words, bus, recall, memory.archive, remember, now, last=model is None)
    responders: list[Responder] = [confirm, Intents(known, bus, recall, now), remembering]
    if model is not None:
        stack.push_async_callback(model.close)
        chat = await stack.enter_async_context(open_chat(model, memory, bus, now, config.house.language))
        responders.append(chat)
        _quiet_at_a_wake_word(model, feed)
    assistant = Assistant(responders, recall, now, bus)
    stack.push_async_callback(assistant.rest)
    if model is None:
        return assistant, estimate(memory, bus, now, config.house.language), None
    return assistant, chat.overview, lambda: chat.warm(Request("", "", language=config.house.language))


def _quiet_at_a_wake_word(model: llm.Model, feed: Feed) -> None:
    """What an embedded model does in the background gives its processor to the ears."""
    interrupt = getattr(model, "interrupt", None)  # only an embedded one has work to interrupt

    def watch(event: Event) -> None:
        if interrupt is not None and isinstance(event, Woke):
            interrupt()

    feed.watch(watch)
