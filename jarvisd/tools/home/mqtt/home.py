"""A broker of MQTT as a Home: what its things tell of themselves, acted on, and found again when the broker was away."""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import aiomqtt

from jarvisd.errors import ConfigError, HomeTrouble
from jarvisd.tools.home import Area, Entity, House
from jarvisd.tools.home.contact import Contact, Waits
from jarvisd.tools.home.mqtt import Thing, discovery, zigbee
from jarvisd.tools.home.mqtt.commands import messages
from jarvisd.tools.home.mqtt.states import seen, topics

log = logging.getLogger(__name__)

_MOST = 2_000  # things, and as many topics of theirs as five times that: a broker may be anybody's
_AT_ONCE = 100  # topics that are asked for in one message
_BUNCH = 0.1  # seconds: descriptions come in bunches
_LONGEST = 256 * 1024  # bytes of a message that says how a thing is

_FRAMES = logging.getLogger(f"{__name__}.frames")  # what travels is the house's own
_FRAMES.setLevel(logging.CRITICAL)


@dataclass(frozen=True, slots=True)
class Pace:
    """Seconds."""

    connect: float = 5.0
    settle: float = 0.3  # without news: what the broker kept has come
    busy: float = 3.0  # with news all the time: it has come, too
    act: float = 2.5  # for an act and its report
    again: float = 0.5  # before it is tried again; doubled each time
    longest: float = 30.0  # of that; a connection that lasted so long was a good one, and the waits begin anew


@dataclass(frozen=True, slots=True)
class Broker:
    host: str
    port: int
    secure: bool
    user: str
    password: Callable[[], str]  # asked for at every try


class MqttHome:
    """more: what the household says of things, by name or key: {"aliases": [...], "room": ..., "name": ...}."""

    def __init__(
        self,
        broker: Broker,
        prefix: str = "homeassistant",
        bridge: str = "zigbee2mqtt",
        more: Mapping[str, Mapping[str, Any]] | None = None,
        pace: Pace | None = None,
    ) -> None:
        self._broker = broker
        self._prefix = prefix
        self._bridge = bridge
        self._more = dict(more or {})
        self._pace = pace or Pace()
        self._told: dict[str, Sequence[Thing]] = {}  # by the topic of the message that told of them
        self._heard: dict[str, str] = {}
        self._following: set[str] = set()
        self._ids: dict[str, str] = {}  # of an entity, by the thing's key: stays while we run
        self._described = asyncio.Event()
        self._contact: Contact[aiomqtt.Client] = Contact("The MQTT broker", self._made, log, ("unavailable",))

    @property
    def house(self) -> House:
        return self._contact.house

    @property
    def available(self) -> bool:
        return self._contact.line is not None

    @property
    def trouble(self) -> HomeTrouble | None:
        return self._contact.trouble

    async def ready(self) -> None:
        """Returns once it was tried for the first time, whatever came of it."""
        await self._contact.looked.wait()

    async def act(self, service: str, entities: Sequence[str], fields: Mapping[str, Any]) -> Sequence[Entity]:
        before = {one.id: one for one in self._contact.among(entities)}
        if not before:
            raise HomeTrouble("gone", f"There is no {', '.join(entities)} any more.")
        known = {self._ids[thing.key]: thing for thing in self._things()}
        sent = [message for id in before for message in messages(known[id], service, fields)]
        try:
            async with asyncio.timeout(self._pace.act):
                for topic, payload in sent:
                    await self._publish(topic, payload)
                await self._contact.reported(service, before, fields)
        except TimeoutError:
            pass  # it was sent; what is reported by now says how far it came
        return self._contact.among(entities)

    async def ask(self, service: str, entities: Sequence[str], fields: Mapping[str, Any]) -> Mapping[str, Any]:
        raise HomeTrouble("cannot", name=service)  # things that speak MQTT answer no questions

    async def run(self) -> None:
        """Keeps in touch until it is cancelled."""
        waits, clock = Waits(self._pace.again, self._pace.longest), asyncio.get_running_loop().time
        while True:
            began = clock()
            try:
                await self._touch()
            except aiomqtt.MqttError as error:
                refused = "uthori" in str(error) or "password" in str(error)
                why = "does not take the user or the password" if refused else "cannot be reached"
                self._contact.lost(HomeTrouble("token" if refused else "unreachable", f"The MQTT broker {why} ({_why(error)})."))
            except ConfigError as error:
                self._contact.lost(HomeTrouble("token", str(error)))
            finally:
                self._contact.line = None
            self._contact.looked.set()
            await asyncio.sleep(waits.after(clock() - began))

    async def _touch(self) -> None:
        broker = self._broker
        client = aiomqtt.Client(
            broker.host, broker.port, username=broker.user or None, password=broker.password() or None, logger=_FRAMES,
            timeout=self._pace.connect, keepalive=10, tls_params=aiomqtt.TLSParameters() if broker.secure else None,
        )  # fmt: skip
        async with client:
            self._following = set()
            wanted = [f"{self._prefix}/+/+/config", f"{self._prefix}/+/+/+/config", f"{self._bridge}/bridge/devices"]
            await client.subscribe([(topic, 0) for topic in wanted])
            failed: aiomqtt.MqttError | None = None
            async with asyncio.TaskGroup() as group:
                beside = [group.create_task(work(client)) for work in (self._settle, self._follow)]
                try:
                    async for message in client.messages:
                        self._take(str(message.topic), message.payload)
                except aiomqtt.MqttError as error:  # would come out of the group wrapped
                    failed = error
                for task in beside:
                    task.cancel()
            if failed is not None:
                raise failed

    async def _settle(self, client: aiomqtt.Client) -> None:
        """It is there once nothing kept comes any more; where something always comes, after a while."""
        with suppress(TimeoutError):
            async with asyncio.timeout(self._pace.busy):
                while await self._told_more():
                    pass
        self._contact.found(client)

    async def _told_more(self) -> bool:
        self._contact.news.clear()
        with suppress(TimeoutError):
            async with asyncio.timeout(self._pace.settle):
                return await self._contact.news.wait()
        return False

    def _take(self, topic: str, payload: Any) -> None:
        raw = payload if isinstance(payload, bytes) else str(payload or "").encode()
        text = raw.decode("utf-8", "replace")
        if topic == f"{self._bridge}/bridge/devices":
            self._tell(topic, zigbee.things(text, self._bridge))
        elif topic.startswith(f"{self._prefix}/") and topic.endswith("/config"):
            self._tell(topic, discovery.things(topic, text, self._prefix))
        elif len(raw) <= _LONGEST:
            self._heard[topic] = text
        self._contact.stir()

    async def _follow(self, client: aiomqtt.Client) -> None:
        """Hears whatever new things tell of themselves; of many at once, for each asking takes a moment."""
        while True:
            new = {way for things in self._told.values() for thing in things for way in topics(thing)} - self._following
            for start in range(0, min(len(new), 5 * _MOST - len(self._following)), _AT_ONCE):
                ways = sorted(new)[start : start + _AT_ONCE]
                self._following.update(ways)
                await client.subscribe([(way, 0) for way in ways])
                self._contact.news.set()
            await self._described.wait()
            self._described.clear()
            await asyncio.sleep(_BUNCH)

    def _tell(self, topic: str, things: Sequence[Thing]) -> None:
        if things and (topic in self._told or sum(map(len, self._told.values())) + len(things) <= _MOST):
            self._told[topic] = things
        elif not things:
            self._told.pop(topic, None)
        self._described.set()

    def _things(self) -> Sequence[Thing]:
        """Each once: what tells of itself by discovery is not taken from the bridge's list too."""
        listed = self._told.get(f"{self._bridge}/bridge/devices", ())
        own = [thing for topic, things in self._told.items() if not topic.endswith("/bridge/devices") for thing in things]
        known = {str(thing.told.get("state_topic")) for thing in own}
        every = [*own, *(thing for thing in listed if thing.told.get("state_topic") not in known)]
        return list({thing.key: thing for thing in every}.values())

    def _made(self) -> House:
        entities, rooms = [], dict[str, Area]()
        for thing in sorted(self._things(), key=lambda thing: thing.key):
            said = self._more.get(thing.name) or self._more.get(thing.key) or {}
            name, room = str(said.get("name") or thing.name), str(said.get("room") or thing.area)
            if room:
                rooms.setdefault(_slug(room), Area(_slug(room), room))
            try:
                state, attributes = seen(thing, self._heard)
            except (ValueError, TypeError, ArithmeticError, AttributeError):  # numbers that are none: it is no thing that can be known
                continue
            aliases = tuple(map(str, said.get("aliases") or ()))
            entities.append(Entity(self._id(thing), name, aliases, _slug(room), state, attributes))
        return House(tuple(entities), tuple(rooms.values()))

    def _id(self, thing: Thing) -> str:
        if thing.key not in self._ids:
            bare = f"{thing.domain}.{_slug(thing.name)}"
            taken = set(self._ids.values())
            free = (bare if number == 1 else f"{bare}_{number}" for number in range(1, len(taken) + 2))
            self._ids[thing.key] = next(id for id in free if id not in taken)
        return self._ids[thing.key]

    async def _publish(self, topic: str, payload: str) -> None:
        client = self._contact.open
        try:
            await client.publish(topic, payload, qos=1)
        except aiomqtt.MqttError as error:
            raise self._contact.cut() from error


def broker(url: str, user: str, password: Callable[[], str]) -> Broker:
    """Of mqtt://host:1883 or mqtts://host. ConfigError where it is no address."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        parts, port = urlsplit(""), None
    if parts.scheme not in ("mqtt", "mqtts") or not parts.hostname or parts.username:
        raise ConfigError(f"[home] mqtt = {url!r} is no address of a broker; write it like mqtt://broker.local:1883")
    secure = parts.scheme == "mqtts"
    return Broker(parts.hostname, port or (8883 if secure else 1883), secure, user, password)


def _slug(name: str) -> str:
    """In which an id can be written; Chinese as it is."""
    return "_".join(part for part in re.split(r"[\W_]+", name.casefold()) if part)


def _why(error: BaseException) -> str:
    said = str(error).strip() or type(error).__name__
    return said.splitlines()[0].rstrip(".")
