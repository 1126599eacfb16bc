"""Opens what is within the house: its memory, its tools, the mind over both."""

from __future__ import annotations

import asyncio
import logging
import os
from collections.abc import Awaitable, Callable, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from functools import partial
from pathlib import Path

from jarvisd import config as settings
from jarvisd import llm
from jarvisd.agent import Responder, briefing, calendaring, listing, undoing
from jarvisd.agent.acting import Acting
from jarvisd.agent.almanac import Almanac
from jarvisd.agent.amending import Amending
from jarvisd.agent.assistant import NOBODY, Assistant
from jarvisd.agent.briefing import Briefing
from jarvisd.agent.calendaring import Calendaring
from jarvisd.agent.calling import called
from jarvisd.agent.chance import Chance
from jarvisd.agent.confirm import Confirm, Words
from jarvisd.agent.entering import Entering, Offers
from jarvisd.agent.intents import Intents, books
from jarvisd.agent.lasting import Lasting
from jarvisd.agent.listing import Listing
from jarvisd.agent.loop import Chat
from jarvisd.agent.measures import Measures
from jarvisd.agent.night import Night
from jarvisd.agent.offered import offered
from jarvisd.agent.opened import estimate, open_chat
from jarvisd.agent.plain import plain
from jarvisd.agent.proposing import Phrases, Proposing
from jarvisd.agent.redating import Redating
from jarvisd.agent.remembering import Remembering
from jarvisd.agent.reminding import Reminding, sentences
from jarvisd.agent.sleeptime import Sleeptime
from jarvisd.agent.sums import Sums
from jarvisd.agent.telling import book
from jarvisd.agent.timers import Timers
from jarvisd.agent.unanswered import Kept
from jarvisd.agent.undoing import Undoing
from jarvisd.agent.wording import wordings
from jarvisd.config import Config, Paths
from jarvisd.database import backup
from jarvisd.engines import Shelf
from jarvisd.errors import EngineError, LanguageModelError
from jarvisd.events import Event, Feed, Woke
from jarvisd.hands import open_hands
from jarvisd.memory import Embedder, Passage, embed
from jarvisd.memory.opened import Memory, open_memory
from jarvisd.memory.proposals import Proposals
from jarvisd.messages import Request, ToolCall
from jarvisd.model_store import Store
from jarvisd.model_store.disk import forget_parts
from jarvisd.observe import Traces
from jarvisd.schedule import Voice
from jarvisd.schedule.clock import of_house
from jarvisd.schedule.jobs import Job, Jobs, note
from jarvisd.schedule.opened import Schedule, nobody, open_schedule
from jarvisd.tools import Risk, Toolset
from jarvisd.tools.allowed import Allowed
from jarvisd.tools.audit import Journal
from jarvisd.tools.blocks import BlockTools
from jarvisd.tools.briefing import BriefingTools
from jarvisd.tools.bus import Bus
from jarvisd.tools.home.occupied import Occupied
from jarvisd.tools.memory import MemoryTools
from jarvisd.tools.others import Others
from jarvisd.tools.parked import Parked
from jarvisd.tools.proposals import ProposalTools
from jarvisd.tools.remember import RememberTools
from jarvisd.tools.reminders import ReminderTools
from jarvisd.tools.system import System
from jarvisd.web.context import Look
from jarvisd.web.explain import ExplainCommands
from jarvisd.web.tools import ToolCommands

log = logging.getLogger(__name__)

MEMORY = frozenset({"memory"})
MIND = MEMORY | {"mind"}

_KEPT = timedelta(days=90)  # what is over stays for so long
_LATELY = 200  # newest passages whose names are listened for


@dataclass(frozen=True, slots=True)
class Inside:
    """What is kept, and who thinks about it; None where this process has no use for one."""

    memory: Memory | None = None
    assistant: Assistant | None = None
    look: Look | None = None  # where a model's window goes
    ahead: Callable[[], Awaitable[None]] | None = None  # has the model read what every prompt begins with
    night: Night | None = None  # what is done while nobody talks
    names: Callable[[], Awaitable[Sequence[str]]] | None = None  # that the household uses most
    schedule: Schedule | None = None  # what is to ring
    reminding: ReminderTools | None = None
    jobs: Jobs | None = None
    work: Sequence[Callable[[], Awaitable[None]]] = ()  # keeps what is reached beyond the house fresh, until it is cancelled
    bus: Bus | None = None
    busy: Occupied | None = None  # whether a call or a film runs in a room
    others: Others | None = None  # MCP servers and files of the household's own
    tooling: ToolCommands | None = None
    explaining: ExplainCommands | None = None


async def open_inside(
    stack: AsyncExitStack,
    config: Config,
    paths: Paths,
    feed: Feed,
    needs: frozenset[str],
    shelf: Shelf,
    forgotten: Sequence[Callable[[], None]],
    voice: Voice = nobody,
) -> Inside:
    """The parts that are needed; they are closed with the stack.

    shelf: keeps the language model. forgotten: told when something was forgotten for good. voice: makes heard what rings.
    """
    if not needs >= MEMORY:
        return Inside()
    clock = of_house(config.house.zone, paths.ahead)
    now = clock.now
    embedder = await _embedder(stack, config)
    memory = await stack.enter_async_context(open_memory(paths.state / "jarvisd.db", config.memory, now, embedder, forgotten))
    schedule = await open_schedule(memory.database, clock, config.house.zone, voice)
    rooms = [config.microphone.room] if config.microphone.room else []
    reminding = ReminderTools(schedule.ringing, schedule.changed, rooms, lambda: _people(memory))
    inside = await _open_mind(stack, config, paths, feed, memory, now, reminding, shelf, embedder) if needs >= MIND else Inside(memory)
    talking = inside.assistant
    jobs = Jobs(memory.database, _jobs(config, paths, memory, schedule), now, lambda: talking is not None and talking.talking > 0)
    return replace(inside, schedule=schedule, reminding=reminding, jobs=jobs)


async def _close(model: llm.Model | None) -> None:
    if model is not None:
        await model.close()


async def _people(memory: Memory) -> Sequence[str]:
    """Whom the house has heard of by name."""
    rows = await memory.database.read("SELECT person FROM turn UNION SELECT person FROM passage")
    return [str(person) for (person,) in rows if person]


def _jobs(config: Config, paths: Paths, memory: Memory, schedule: Schedule) -> Sequence[Job]:
    """The work of the night; that of the memory is run by agent/night.py, the calendar is kept in step by tools/calendar/sync.py."""
    if not config.schedule.night:
        return ()
    hour = time.fromisoformat(config.schedule.night.zfill(5))
    folder = memory.database.path.parent / "backups"
    night = (Job("memory", time.fromisoformat(config.memory.night.zfill(5)), None),) if config.memory.night else ()
    calendar = (Job("calendar", hour, None, timedelta(minutes=config.calendar.interval)),) if config.calendar.url else ()
    return (
        *night,
        *calendar,
        Job("models", hour, lambda: asyncio.to_thread(forget_parts, paths.models)),
        Job("backup", hour, lambda: backup(memory.database, folder)),
        Job("reminders", hour, lambda: schedule.reminders.clear(schedule.clock.now() - _KEPT)),
    )


async def _embedder(stack: AsyncExitStack, config: Config) -> Embedder | None:
    """Without one everything still works, by words alone."""
    try:
        if config.memory.embedder != "provider":
            return await asyncio.to_thread(embed.load, config.memory)
        from jarvisd.llm import embedding  # its client takes a second to import

        provider = await embedding.connect(config.memory)
        stack.push_async_callback(provider.close)
        return provider
    except (EngineError, LanguageModelError) as error:
        log.warning("%s", error)
        return None


async def _open_mind(
    stack: AsyncExitStack, config: Config, paths: Paths, feed: Feed, memory: Memory, now: Callable[[], datetime], reminding: ReminderTools,
    shelf: Shelf, embedder: Embedder | None
) -> Inside:  # fmt: skip
    """Sentences first, then the language model if there is one."""
    recall = memory.recall
    feed.watch(Traces(paths.state / "traces.jsonl", config.observe.turns).watch)
    known = await asyncio.to_thread(books, config.house.languages, settings.shipped("config/intents"))
    remember = RememberTools(memory.recall, memory.archive, memory.blocks, memory.forget)
    facts = MemoryTools(memory.recall, memory.archive, config.house.zone)
    proposals = Proposals(memory.database, memory.blocks)
    offers = ProposalTools(proposals)
    of_memory = (BlockTools(memory.blocks), facts, remember, offers)
    briefings = BriefingTools(memory.database)
    hands = await open_hands(stack, config, memory, embedder, now)
    toolsets: tuple[Toolset, ...] = (System(config.tools.volume_step), reminding, briefings, *of_memory, *hands.toolsets)
    folder = Path(config.tools.folder).expanduser() if config.tools.folder else paths.state / "tools"
    find = Store(paths.models).path
    model: llm.Model | None = await shelf.get("mind", config.llm, lambda: llm.load(config.llm, os.environ, find), _close)
    others = Others(config.mcp, folder, memory.database, os.environ, plain(llm.background(model)) if model else None)
    bus = Bus((*toolsets, *others.toolsets), Parked(memory.database), Journal(memory.database), allowed=Allowed(config.tools.people))
    await stack.enter_async_context(others.running())  # after the bus: no tool of others that is there already can stop the house
    tooling = ToolCommands(bus, toolsets, others, now)
    yes = Words(settings.shipped("config/confirm.yaml"))
    confirm = Confirm(yes, bus, now)
    does = wordings(config.house.languages, settings.shipped("config/acting"))
    acting = Acting(hands.understanding, hands.home, bus, now, recall, yes, does)
    words = await asyncio.to_thread(book, config.house.languages, settings.shipped("config/remembering"))
    remembering = Remembering(words, bus, memory, remember, now, last=model is None)
    proposing = Proposing(Phrases(settings.shipped("config/proposing.yaml")), proposals, offers, bus, now)
    said = await asyncio.to_thread(sentences, config.house.languages, settings.shipped("config/reminding"))
    told = Briefing(briefing.sentences(config.house.languages, settings.shipped("config/briefing")), briefings, bus, now)

    async def able(request: Request) -> bool:
        return (await assistant.consider(request)).by != NOBODY

    asked = Kept(memory.database)
    ringing = Reminding(said, bus, reminding, now, model is None, asked, able if model is None else None)
    dates = calendaring.sentences(config.house.languages, settings.shipped("config/calendar"))
    calendar = Calendaring(dates, bus, hands.calendar, now, model is None, asked)
    lists = Listing(
        listing.sentences(config.house.languages, settings.shipped("config/lists")), bus, hands.lists, recall, ringing, now, asked
    )
    undo = Undoing(undoing.sentences(config.house.languages, settings.shipped("config/undoing")), bus, recall, now)
    responders: list[Responder] = [
        confirm, proposing, Sums(), Measures(), Chance(), told, undo, Amending(said, ringing, recall, now),
        Redating(dates, bus, recall, now), Timers(ringing), ringing, lists, calendar, Entering(dates, calendar, yes, recall, now),
        Intents(known, bus, recall, now), Almanac(now), Lasting(acting, now), acting, remembering,
        *((Offers(dates, now),) if model is None else ()),
    ]  # fmt: skip
    chat: Chat | None = None
    if model is not None:
        chat = await stack.enter_async_context(open_chat(model, memory, offered(bus, model.window), now, embedder))
        responders.append(chat)
        _quiet_at_a_wake_word(model, feed)
    assistant = Assistant(responders, recall, now, bus)
    stack.push_async_callback(assistant.rest)
    own = frozenset(tool.name for toolset in of_memory for tool in toolset.tools())
    night = _night(config, memory, model, assistant, feed, now, lambda call: call.name not in own and bus.risk(call) is Risk.REVERSIBLE)

    async def names() -> Sequence[str]:
        lately = await memory.archive.search("", limit=_LATELY)
        return called([found.item.text for found in lately if isinstance(found.item, Passage)], words.lexicon.names)

    look, ahead = (estimate(memory, bus, now, config.house.language), None) if chat is None else (chat.overview, _ahead(chat, config))
    explaining = ExplainCommands(hands.understanding, hands.home, config.house.language)
    return Inside(
        memory, assistant, look, ahead, night, names, work=hands.later, bus=bus, busy=hands.busy, others=others, tooling=tooling,
        explaining=explaining,
    )  # fmt: skip


def _ahead(chat: Chat, config: Config) -> Callable[[], Awaitable[None]]:
    """The house's own language first and, once the others are read, again: what was read stays in reserve, and is taken up in a second."""
    own = config.house.language
    others = [each for each in config.house.languages if each != own]

    async def read() -> None:
        for language in (own, *others, own) if others else (own,):
            await chat.warm(Request("", "", language=language))

    return read


def _night(
    config: Config,
    memory: Memory,
    model: llm.Model | None,
    assistant: Assistant,
    feed: Feed,
    now: Callable[[], datetime],
    may: Callable[[ToolCall], bool],
) -> Night:
    """may: a call that the house may propose to make by itself."""
    sleeptime = Sleeptime(memory, llm.background(model) if model else None, now, may, timedelta(days=config.memory.scratch_days))
    hour = time.fromisoformat(config.memory.night.zfill(5)) if config.memory.night else None
    night = Night(sleeptime, now, config.memory.idle, hour, lambda: assistant.talking > 0, partial(note, memory.database, "memory"))
    assistant.watch(night.stir)

    def watch(event: Event) -> None:
        if isinstance(event, Woke):
            night.stir()

    feed.watch(watch)
    return night


def _quiet_at_a_wake_word(model: llm.Model, feed: Feed) -> None:
    """What an embedded model does in the background gives its processor to the ears."""
    interrupt = getattr(model, "interrupt", None)  # only an embedded one has work to interrupt

    def watch(event: Event) -> None:
        if interrupt is not None and isinstance(event, Woke):
            interrupt()

    feed.watch(watch)
