"""Home Assistant as a Home: what it exposes to voice, kept fresh, acted on, and found again when it was away."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from jarvisd.errors import ConfigError, HomeTrouble
from jarvisd.tools.home import Entity, House
from jarvisd.tools.home.contact import Contact, Waits, spread
from jarvisd.tools.home.line import Line, lost, opened
from jarvisd.tools.home.looks import Looks
from jarvisd.tools.home.registry import Seen
from jarvisd.tools.home.reports import AWAY

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
        self._seen = Seen()
        self._contact: Contact[Line] = Contact("Home Assistant", lambda: self._seen.house(), log, AWAY)

    @property
    def house(self) -> House:
        """As last reported, also while it is away."""
        return self._contact.house

    @property
    def available(self) -> bool:
        return self._contact.line is not None

    @property
    def trouble(self) -> HomeTrouble | None:
        """Why it is not available; None while it is."""
        return self._contact.trouble

    async def ready(self) -> None:
        """Returns once it was tried for the first time, whatever came of it."""
        await self._contact.looked.wait()

    async def act(self, service: str, entities: Sequence[str], fields: Mapping[str, Any]) -> Sequence[Entity]:
        try:
            async with asyncio.timeout(self._pace.act) as limit:
                before = {one.id: one for one in self._contact.among(entities)}
                await self._call(service, entities, fields, limit.when() or 0.0)
                await self._contact.reported(service, before, fields)
        except TimeoutError:
            pass  # it was taken; what is reported by now says how far it came
        there = self._contact.among(entities)
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
        waits, clock = Waits(self._pace.again, self._pace.longest), asyncio.get_running_loop().time
        while True:
            began = clock()
            try:
                async with opened(self._url, self._token(), self._pace.connect) as line:
                    await self._touch(line)
            except HomeTrouble as trouble:
                self._contact.lost(trouble)
            except ConfigError as error:
                self._contact.lost(HomeTrouble("token", str(error)))
            self._contact.looked.set()
            pause = waits.after(clock() - began)
            why = self._contact.trouble
            await asyncio.sleep(spread(self._pace.refused) if why and why.why == "token" else pause)

    async def _touch(self, line: Line) -> None:
        """Returns when a connection that was good is lost. HomeTrouble where it did not become good."""
        looks = Looks(line, self._seen_anew, self._contact.stir, self._pace.settle, self._pace.look)
        failed, why = None, lost()
        async with asyncio.TaskGroup() as group:
            reading = group.create_task(line.read())
            try:
                await looks.follow()
                await looks.look()
                self._contact.found(line)
                keeping = group.create_task(looks.keep())
                await asyncio.wait((reading, keeping), return_when=asyncio.FIRST_COMPLETED)
                keeping.cancel()
                why = reading.result() if reading.done() else why
            except HomeTrouble as trouble:  # would come out of the group wrapped
                failed = trouble
            reading.cancel()
        if failed is not None:
            raise failed
        self._contact.lost(why)

    async def _call(
        self, service: str, entities: Sequence[str], fields: Mapping[str, Any], deadline: float, **more: Any
    ) -> Mapping[str, Any] | None:
        line = self._contact.open
        if entities and not self._contact.among(entities):
            raise HomeTrouble("gone", f"Home Assistant no longer has {', '.join(entities)}.")
        domain, _, name = service.partition(".")
        left = deadline - asyncio.get_running_loop().time()
        target = {"target": {"entity_id": list(entities)}} if entities else {}
        call = {"domain": domain, "service": name, "service_data": dict(fields), **target, **more}
        answer: Mapping[str, Any] | None = await line.ask("call_service", left - 0.05, **call)
        return answer

    def _seen_anew(self, seen: Seen) -> None:
        self._seen = seen
        self._contact.stir()
        self._contact.house  # noqa: B018  # made now, so that rows that cannot be read are this look's trouble


def socket_url(url: str) -> str:
    """ws://host:8123/api/websocket of http://host:8123. ConfigError where it is no address."""
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.username or parts.query:
        raise ConfigError(f"[home] url = {url!r} is no address of Home Assistant; write it like http://homeassistant.local:8123")
    path = parts.path.rstrip("/").removesuffix("/api/websocket") + "/api/websocket"
    return urlunsplit(("wss" if parts.scheme == "https" else "ws", parts.netloc, path, "", ""))
