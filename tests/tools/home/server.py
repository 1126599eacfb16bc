"""A WebSocket server on loopback that answers as a real Home Assistant did (recorded.json), with things that obey."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from copy import deepcopy
from pathlib import Path
from typing import Any

from websockets.asyncio.server import Server, ServerConnection, serve
from websockets.exceptions import ConnectionClosed

from tests.tools.home.todo import TodoLists

TOKEN = "a-token"
RECORDED = json.loads((Path(__file__).parent / "recorded.json").read_text(encoding="utf-8"))
Attributes = dict[str, Any]

STATES = {
    "turn_on": "on", "turn_off": "off", "lock": "locked", "unlock": "unlocked", "open_cover": "opening", "close_cover": "closing",
    "open_valve": "open", "close_valve": "closed", "media_pause": "paused", "media_play": "playing", "play_media": "playing",
    "return_to_base": "returning",
    "alarm_disarm": "disarmed", "alarm_arm_away": "armed_away", "stop_cover": "open",
}  # fmt: skip
KEPT: Mapping[str, Callable[[Any], tuple[str, Any]]] = {
    "brightness_pct": lambda value: ("brightness", round(value * 2.55)),
    "rgb_color": lambda value: ("rgb_color", value),
    "color_temp_kelvin": lambda value: ("color_temp_kelvin", value),
    "temperature": lambda value: ("temperature", value),
    "target_temp_low": lambda value: ("target_temp_low", value),
    "target_temp_high": lambda value: ("target_temp_high", value),
    "preset_mode": lambda value: ("preset_mode", value),
    "fan_mode": lambda value: ("fan_mode", value),
    "percentage": lambda value: ("percentage", value),
    "position": lambda value: ("current_position", value),
    "volume_level": lambda value: ("volume_level", value),
    "is_volume_muted": lambda value: ("is_volume_muted", value),
    "humidity": lambda value: ("humidity", value),
}


class Fake:
    """stopped: the next calls are taken and nothing is done. hangs: nothing is answered any more."""

    def __init__(self) -> None:
        self.answers = deepcopy(RECORDED["answers"])
        self.states: dict[str, tuple[str, Attributes]] = {
            row["entity_id"]: (row["state"], row["attributes"]) for row in self.answers["get_states"]
        }
        self.token = TOKEN
        self.calls: list[tuple[str, list[str], Attributes]] = []
        self.lists = TodoLists()
        self.lazy: set[str] = set()  # things that take a call and do nothing
        self.refuses: str = ""  # a reason with which every call is refused
        self.hangs = False
        self.logins = 0
        self.cuts = False  # the connection is cut when the next call comes
        self._lines: list[_Line] = []
        self._server: Server | None = None
        self._ended = asyncio.Event()
        self.port = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    async def start(self) -> None:
        self._ended.clear()
        self._server = await serve(self._talk, "127.0.0.1", self.port, compression=None, ping_interval=None)
        self.port = next(iter(self._server.sockets)).getsockname()[1]

    async def stop(self) -> None:
        self._ended.set()
        if self._server is not None:
            for line in self._lines:
                line.socket.transport.abort()
            self._server.close()
            await self._server.wait_closed()
            self._server = None

    async def set(self, id: str, state: str | None = None, **attributes: Any) -> None:
        """Somebody pressed a switch."""
        before, had = self.states[id]
        self.states[id] = (before if state is None else state, {**had, **attributes})
        for line in self._lines:
            await line.changed(id, {"s": self.states[id][0], "a": attributes})

    async def remove(self, id: str) -> None:
        del self.states[id]
        for line in self._lines:
            await line.tell({"r": [id]}, id)

    async def babble(self, message: str | bytes | Mapping[str, Any]) -> None:
        """Says what no Home Assistant says; a mapping is an event about light.bed_light."""
        for line in self._lines:
            if isinstance(message, Mapping):
                await line.tell(dict(message), "light.bed_light")
            else:
                await line.socket.send(message)

    def cut(self) -> None:
        """Every connection is lost."""
        for line in self._lines:
            line.socket.transport.abort()

    async def registry(self, event: str = "entity_registry_updated") -> None:
        """Tell that something was changed there."""
        for line in self._lines:
            await line.event(event)

    async def _talk(self, socket: ServerConnection) -> None:
        self.logins += 1
        await socket.send(json.dumps({"type": "auth_required", "ha_version": "2025.4.4"}))
        said = json.loads(await socket.recv())
        if said.get("access_token") != self.token:
            await socket.send(json.dumps({"type": "auth_invalid", "message": "Invalid access token or password"}))
            return
        await socket.send(json.dumps({"type": "auth_ok", "ha_version": "2025.4.4"}))
        line = _Line(socket, self)
        self._lines.append(line)
        try:
            async for text in socket:
                if self.hangs:
                    await self._ended.wait()
                await line.answer(json.loads(text))
        except ConnectionClosed:
            pass
        finally:
            self._lines.remove(line)


class _Line:
    def __init__(self, socket: ServerConnection, house: Fake) -> None:
        self.socket = socket
        self._house = house
        self._entities: dict[int, frozenset[str]] = {}
        self._events: dict[int, str] = {}

    async def answer(self, asked: dict[str, Any]) -> None:
        match asked:
            case {"type": "subscribe_entities", "entity_ids": ids}:
                self._entities[asked["id"]] = frozenset(ids)
                await self._result(asked)
                shown = {id: {"s": state, "a": attributes} for id, (state, attributes) in self._house.states.items() if id in ids}
                await self._send({"id": asked["id"], "type": "event", "event": {"a": shown}})
            case {"type": "subscribe_events", "event_type": event}:
                self._events[asked["id"]] = event
                await self._result(asked)
            case {"type": "unsubscribe_events", "subscription": id}:
                self._entities.pop(id, None)
                await self._result(asked)
            case {"type": "config/entity_registry/get_entries", "entity_ids": ids}:
                rows = self._house.answers[asked["type"]]
                await self._result(asked, {id: rows.get(id) for id in ids})
            case {"type": "get_states"}:
                rows = [{"entity_id": id, "state": state, "attributes": more} for id, (state, more) in self._house.states.items()]
                await self._result(asked, rows)
            case {"type": "call_service"}:
                await self._call(asked)
            case {"type": kind} if kind in self._house.answers:
                await self._result(asked, self._house.answers[kind])
            case _:
                await self._refuse(asked, "unknown_command", "Unknown command.")

    async def changed(self, id: str, more: Attributes) -> None:
        await self.tell({"c": {id: {"+": more}}}, id)

    async def tell(self, event: Attributes, about: str) -> None:
        for subscription, ids in self._entities.items():
            if about in ids:
                await self._send({"id": subscription, "type": "event", "event": event})

    async def event(self, kind: str) -> None:
        for subscription, wanted in self._events.items():
            if wanted == kind:
                await self._send({"id": subscription, "type": "event", "event": {"event_type": kind, "data": {}}})

    async def _call(self, asked: dict[str, Any]) -> None:
        house, domain, service, fields = self._house, asked["domain"], asked["service"], asked["service_data"]
        ids = asked.get("target", {}).get("entity_id", [])
        if house.cuts:
            self.socket.transport.abort()
            return
        house.calls.append((f"{domain}.{service}", ids, fields))
        if house.refuses:
            await self._refuse(asked, "service_validation_error", house.refuses)
            return
        for id in ids:
            if id in house.states and id not in house.lazy:
                kept = dict(KEPT[name](value) for name, value in fields.items() if name in KEPT)
                await house.set(id, STATES.get(service), **kept)
        house.lists.act(f"{domain}.{service}", ids, fields)
        asks = asked.get("return_response")
        response: Attributes = {"response": house.lists.answer(f"{domain}.{service}", ids, fields)} if asks else {}
        await self._result(asked, {"context": {"id": "1"}, **response})

    async def _result(self, asked: dict[str, Any], result: Any = None) -> None:
        await self._send({"id": asked["id"], "type": "result", "success": True, "result": result})

    async def _refuse(self, asked: dict[str, Any], code: str, message: str) -> None:
        await self._send({"id": asked["id"], "type": "result", "success": False, "error": {"code": code, "message": message}})

    async def _send(self, message: Any) -> None:
        await self.socket.send(json.dumps(message))


@asynccontextmanager
async def fake() -> AsyncIterator[Fake]:
    house = Fake()
    await house.start()
    try:
        yield house
    finally:
        await house.stop()
