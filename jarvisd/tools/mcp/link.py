"""Keeps one server connected: started, listed, looked at now and then, started again with back-off when it is gone."""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import Callable, Mapping
from contextlib import AbstractAsyncContextManager, AsyncExitStack, suppress
from dataclasses import dataclass, replace
from typing import Any, Protocol, TypeAlias

from jarvisd.errors import ToolError, ToolUnsure
from jarvisd.tools import clean, foreign
from jarvisd.tools.mcp.offered import Offer
from jarvisd.tools.mcp.pins import Pins
from jarvisd.tools.mcp.servers import Server

log = logging.getLogger(__name__)

_FIRST_WAIT = 1.0  # seconds before it is started again; doubled each time
_LONGEST_WAIT = 60.0
_LIVED = 60.0  # seconds after which a life was a good one, and the wait begins anew
_LOOK = {"stdio": 60.0, "http": 10.0, "sse": 10.0}  # seconds between two looks: that a program died shows by itself, an address is asked
_ANSWER = 8.0  # seconds that a look may take
_BETWEEN = 0.5  # seconds from one look to the next, however often it says that its tools changed
_PATIENCE = 0.6  # of a call's time is waited for a server that is not there
_VALIDATION = re.compile(r": \d+ validation errors? .*", re.DOTALL)  # what the library found wrong with a message, for programmers
_STARTING = "it is being started"


class Session(Protocol):
    """An open connection to a server."""

    async def offers(self) -> tuple[Offer, ...]: ...

    async def call(self, tool: str, arguments: Mapping[str, Any]) -> Mapping[str, Any]: ...

    async def changes(self, changed: Callable[[], None]) -> None: ...


Connect: TypeAlias = Callable[[Server, foreign.Complaints, Callable[[], None], bool], AbstractAsyncContextManager[Session]]


@dataclass(frozen=True, slots=True)
class Known:
    """A tool of the server, as far as it is known."""

    offer: Offer  # as it is offered now; before the server was there: as it was accepted
    accepted: Offer | None = None  # of one that changed: as it was

    @property
    def usable(self) -> bool:
        return not self.offer.broken and self.accepted is None


class Link:
    """One server. `run` owns the connection; `call` may come from anywhere."""

    def __init__(self, server: Server, pins: Pins, connect: Connect) -> None:
        self.server = server
        self.tools: tuple[Known, ...] = ()
        self.why = _STARTING  # it is not ready; "" when it is
        self._pins = pins
        self._connect = connect
        self._session: Session | None = None
        self._lives = 0  # how often it was there
        self._wanted = asyncio.Event()  # somebody needs it
        self._stirred = asyncio.Event()  # it is worth a look
        self._settled = asyncio.Event()  # the last try to reach it has come to an end

    def begin(self) -> None:
        """It is needed from now on."""
        self._wanted.set()

    async def settled(self) -> None:
        """Returns when it is there, or a try to reach it has failed."""
        self.begin()
        await self._settled.wait()

    async def recall(self) -> None:
        """What it offered when it was last there, so that its tools are known before it is there again."""
        pins = await self._pins.of(self.server.name)
        self.tools = tuple(Known(pin) for pin in pins.values() if not pin.broken)

    async def call(self, tool: str, arguments: Mapping[str, Any]) -> Mapping[str, Any]:
        """ToolError where the server is not there, or says that it could not be done."""
        session = await self._up()
        try:
            return await session.call(tool, arguments)
        except (ToolError, asyncio.CancelledError) as error:  # cancelled: it took too long
            if isinstance(error, ToolUnsure) and self._session is session:  # nobody else need try
                self._session, self.why = None, "it went away"
            self._stirred.set()  # is it still there?
            raise

    async def accept(self, tool: str) -> bool:
        """It may be used as it is now; False where it has not changed."""
        found = next((known for known in self.tools if known.offer.tool == tool and known.accepted is not None), None)
        if found is None:
            return False
        await self._pins.keep(self.server.name, [found.offer], [known.offer.tool for known in self.tools])
        self.tools = tuple(replace(known, accepted=None) if known is found else known for known in self.tools)
        return True

    async def run(self) -> None:
        """Until it is cancelled."""
        clock, wait, older, said = asyncio.get_running_loop().time, _FIRST_WAIT, False, ""
        await self._wanted.wait()
        while True:
            began, complaints, known = clock(), foreign.Complaints(), self._lives
            try:
                await self._live(complaints, older)
            except Exception as error:  # whatever a stranger's server does, and the library that speaks with it
                up, trouble = self._lives > known, _trouble(error)
                if (task := asyncio.current_task()) and task.cancelling():  # a connection that broke just then hid it
                    raise asyncio.CancelledError from error
            self._session = None
            self.why = f"{trouble} ({complaints.last})" if complaints.last else trouble
            self._settled.set()
            if trouble != said or up:
                log.warning("the MCP server %s is unavailable: %s; it is tried again until it is there", self.server.name, trouble)
                said = trouble
            older = older if up else not older
            wait = _FIRST_WAIT if clock() - began > _LIVED else wait
            await self._rest(wait)
            wait = min(2 * wait, _LONGEST_WAIT)

    async def _live(self, complaints: foreign.Complaints, older: bool) -> None:
        """One life of the connection; ends with what ended it."""
        async with AsyncExitStack() as stack:
            async with asyncio.timeout(self.server.start):
                session = await stack.enter_async_context(self._connect(self.server, complaints, self._stirred.set, older))
                await self._take(await session.offers())
            self._there(session)
            self._lives += 1
            log.info("the MCP server %s is there, with %d tools", self.server.name, len(self.tools))
            hearing = asyncio.create_task(session.changes(self._stirred.set))
            try:
                while True:
                    await self._rest(_LOOK[self.server.transport], _BETWEEN)
                    async with asyncio.timeout(_ANSWER):
                        await self._take(await session.offers())
                    self._there(session)
            finally:
                hearing.cancel()
                await asyncio.wait({hearing})

    def _there(self, session: Session) -> None:
        self._session, self.why = session, ""
        self._settled.set()

    async def _take(self, offers: tuple[Offer, ...]) -> None:
        """What it offers now is held against what was accepted; what was never seen is accepted."""
        name, before = self.server.name, {known.offer.tool for known in self.tools if known.accepted is not None}
        pins = await self._pins.of(name)
        good = [offer for offer in offers if not offer.broken]
        fresh = [offer for offer in good if offer.tool not in pins]
        here = {offer.tool for offer in good}
        if fresh or here != {tool for tool, pin in pins.items() if not pin.broken}:
            await self._pins.keep(name, fresh, sorted(here))
        changed = {offer.tool: pins[offer.tool] for offer in good if offer.tool in pins and pins[offer.tool].mark != offer.mark}
        self.tools = tuple(Known(offer, changed.get(offer.tool)) for offer in offers)
        if changed.keys() - before:
            log.warning("%d tools of the MCP server %s are not what was accepted; see jarvisd tools", len(changed), name)

    async def _rest(self, longest: float, shortest: float = _FIRST_WAIT) -> None:
        """Until it is worth a look; not sooner than `shortest` from now."""
        await asyncio.sleep(min(shortest, longest))
        with suppress(TimeoutError):
            async with asyncio.timeout(longest):
                await self._stirred.wait()
        self._stirred.clear()

    async def _up(self) -> Session:
        self.begin()
        if self._session is None:
            if self.why != _STARTING:
                self._settled.clear()
                self._stirred.set()
            with suppress(TimeoutError):
                async with asyncio.timeout(self.server.timeout * _PATIENCE):
                    await self._settled.wait()
        if self._session is None:
            raise ToolError(f"{self.server.name} is unavailable at the moment: {self.why.rstrip('.')}.")
        return self._session


def _trouble(error: BaseException) -> str:
    """Of a group the first: the others only followed."""
    while isinstance(error, BaseExceptionGroup):
        error = error.exceptions[0]
    if isinstance(error, TimeoutError):
        return "it did not answer in time"
    said = _VALIDATION.sub("", str(error))
    return clean.line(said, 200).rstrip(".") or type(error).__name__
