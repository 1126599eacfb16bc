"""Home Assistant as a Home: what it exposes to voice, kept fresh, acted on, and found again when it was away."""

from __future__ import annotations

import asyncio
import logging
import random
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from jarvisd.errors import ConfigError, HomeTrouble
from jarvisd.tools.home import Entity, House
from jarvisd.tools.home.line import Line, lost, opened
from jarvisd.tools.home.looks import Looks
from jarvisd.tools.home.registry import Seen
from jarvisd.tools.home.reports import AWAY, reached, under_way

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Pace:
    """Seconds."""

    connect: float = 5.0
    act: float = 2.5  # for an act and its report: what went wrong is to be said within 3
    again: float = 0.5  # before it is tried again; doubled each time
    longest: float = 30.0  # of that; a connection that lasted so long was a good one, and the waits begin anew
    refused: float = 60.0  # with a token that is not taken: trying often looks like a break-in
    settle: float = 0.3  # changes of the registries come in bunches
    look: float = 300.0  # between two looks at the registries: what is exposed without standing in one changes without a word


class HomeAssistant:
    """token: asked for it at every try, so that a new one in its file is taken without a restart; ConfigError where there is none."""

    def __init__(self, url: str, token: Callable[[], str], pace: Pace | None = None) -> None:
        self._url = socket_url(url)
        self._token = token
        self._pace = pace or Pace()
        self._line: Line | None = None
        self._seen = Seen()
        self._house: House | None = House()
        self._news = asyncio.Event()
        self._looked = asyncio.Event()
        self._trouble = HomeTrouble("unreachable", "Home Assistant has not been reached yet.")

    @property
    def house(self) -> House:
        """As last reported, also while it is away."""
        if self._house is None:
            self._house = self._seen.house()
        return self._house

    @property
    def available(self) -> bool:
        return self._line is not None

    @property
    def trouble(self) -> HomeTrouble | None:
        """Why it is not available; None while it is."""
        return None if self.available else HomeTrouble(self._trouble.why, str(self._trouble))

    async def ready(self) -> None:
        """Returns once it was tried for the first time, whatever came of it."""
        await self._looked.wait()

    async def act(self, service: str, entities: Sequence[str], fields: Mapping[str, Any]) -> Sequence[Entity]:
        try:
            async with asyncio.timeout(self._pace.act) as limit:
                before = {one.id: one for one in self._among(entities)}
                await self._call(service, entities, fields, limit.when() or 0.0)
                await self._reported(service, before, fields)
        except TimeoutError:
            pass  # it was taken; what is reported by now says how far it came
        there = self._among(entities)
        if not there:
            raise HomeTrouble("gone", f"Home Assistant no longer has {', '.join(entities)}.")
        return there

    async def ask(self, service: str, entities: Sequence[str], fields: Mapping[str, Any]) -> Mapping[str, Any]:
        """What a service answers, by entity id: "todo.get_items", "weather.get_forecasts", "calendar.get_events"."""
        deadline = asyncio.get_running_loop().time() + self._pace.act
        answer = await self._call(service, entities, fields, deadline, return_response=True)
        return dict((answer or {}).get("response") or {})

    async def run(self) -> None:
        """Keeps in touch until it is cancelled."""
        failures, clock = 0, asyncio.get_running_loop().time
        while True:
            began = clock()
            try:
                async with opened(self._url, self._token(), self._pace.connect) as line:
                    await self._touch(line)
            except HomeTrouble as trouble:
                self._lost(trouble)
            except ConfigError as error:
                self._lost(HomeTrouble("token", str(error)))
            self._looked.set()
            failures = 0 if clock() - began >= self._pace.longest else failures
            pause = min(self._pace.longest, self._pace.again * 2**failures)
            await asyncio.sleep((self._pace.refused if self._trouble.why == "token" else pause) * random.uniform(1.0, 1.25))
            failures = min(failures + 1, 10)

    async def _touch(self, line: Line) -> None:
        """Returns when a connection that was good is lost. HomeTrouble where it did not become good."""
        looks = Looks(line, self._seen_anew, self._stir, self._pace.settle, self._pace.look)
        failed, why = None, lost()
        async with asyncio.TaskGroup() as group:
            reading = group.create_task(line.read())
            try:
                await looks.follow()
                await looks.look()
                self._found(line)
                keeping = group.create_task(looks.keep())
                await asyncio.wait((reading, keeping), return_when=asyncio.FIRST_COMPLETED)
                keeping.cancel()
                why = reading.result() if reading.done() else why
            except HomeTrouble as trouble:  # would come out of the group wrapped
                failed = trouble
            reading.cancel()
        if failed is not None:
            raise failed
        self._lost(why)

    async def _call(
        self, service: str, entities: Sequence[str], fields: Mapping[str, Any], deadline: float, **more: Any
    ) -> Mapping[str, Any] | None:
        if self._line is None:
            raise HomeTrouble(self._trouble.why, str(self._trouble))
        if entities and not self._among(entities):
            raise HomeTrouble("gone", f"Home Assistant no longer has {', '.join(entities)}.")
        domain, _, name = service.partition(".")
        left = deadline - asyncio.get_running_loop().time()
        target = {"target": {"entity_id": list(entities)}} if entities else {}
        call = {"domain": domain, "service": name, "service_data": dict(fields), **target, **more}
        answer: Mapping[str, Any] | None = await self._line.ask("call_service", left - 0.05, **call)
        return answer

    async def _reported(self, service: str, before: Mapping[str, Entity], fields: Mapping[str, Any]) -> None:
        """Returns when all that can be reached are reported as they should be, or on their way."""
        while self._line is not None:
            here = [one for one in self._among(before) if one.state not in AWAY]
            if all(reached(service, fields, one) or under_way(fields, before[one.id], one) for one in here):
                return
            self._news.clear()
            await self._news.wait()
        raise HomeTrouble("cut", "The connection to Home Assistant was lost; whether it happened is not known.")

    def _among(self, ids: Iterable[str]) -> Sequence[Entity]:
        wanted = set(ids)
        return tuple(entity for entity in self.house.entities if entity.id in wanted)

    def _seen_anew(self, seen: Seen) -> None:
        self._seen = seen
        self._stir()
        self._house = seen.house()  # now, so that rows that cannot be read are this look's trouble

    def _stir(self) -> None:
        self._house = None
        self._news.set()

    def _found(self, line: Line) -> None:
        self._line = line
        log.info("Home Assistant is there: %d things in %d rooms", len(self.house.entities), len(self.house.areas))
        self._looked.set()

    def _lost(self, trouble: HomeTrouble) -> None:
        if self._line is not None or trouble.why != self._trouble.why or not self._looked.is_set():
            log.warning("%s", trouble)  # one line per change of state
        self._line = None
        self._trouble = trouble
        self._news.set()


def socket_url(url: str) -> str:
    """ws://host:8123/api/websocket of http://host:8123. ConfigError where it is no address."""
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.username or parts.query:
        raise ConfigError(f"[home] url = {url!r} is no address of Home Assistant; write it like http://homeassistant.local:8123")
    path = parts.path.rstrip("/").removesuffix("/api/websocket") + "/api/websocket"
    return urlunsplit(("wss" if parts.scheme == "https" else "ws", parts.netloc, path, "", ""))
