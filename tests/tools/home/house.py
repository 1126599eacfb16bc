"""A home in memory, of what a real Home Assistant told: it obeys at once, or fails on request."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from jarvisd.errors import HomeTrouble
from jarvisd.messages import Caller, Language, ToolCall, ToolResult
from jarvisd.tools import Asked
from jarvisd.tools.bus import Bus
from jarvisd.tools.home import Area, Entity, House
from jarvisd.tools.home.looking import LookTools
from jarvisd.tools.home.playing import PlayTools
from jarvisd.tools.home.registry import Seen
from jarvisd.tools.home.tools import HomeTools
from jarvisd.tools.limits import Limits
from tests.tools.home.server import KEPT, RECORDED, STATES
from tests.tools.home.todo import TodoLists

NOW = datetime(2026, 11, 23, 20, 0, tzinfo=ZoneInfo("Europe/Vienna"))


def recorded() -> House:
    answers = RECORDED["answers"]
    exposed = answers["homeassistant/expose_entity/list"]["exposed_entities"]
    spoken = {id for id, to in exposed.items() if to.get("conversation")}
    devices = {row["id"]: row for row in answers["config/device_registry/list"]}
    states = {row["entity_id"]: (row["state"], row["attributes"]) for row in answers["get_states"] if row["entity_id"] in spoken}
    areas, floors = answers["config/area_registry/list"], answers["config/floor_registry/list"]
    return Seen(areas, floors, devices, answers["config/entity_registry/get_entries"], states).house()


class Memory:
    """lazy: things that take a call and do nothing; trouble: with which every act fails."""

    def __init__(self, house: House | None = None) -> None:
        self.house = house or recorded()
        self.available = True
        self.lazy: set[str] = set()
        self.trouble: HomeTrouble | None = None
        self.unable: set[str] = set()  # for whose sake Home Assistant refuses a call whole
        self.calls: list[tuple[str, tuple[str, ...], Mapping[str, Any]]] = []
        self.lists = TodoLists()
        self.library: dict[str, Sequence[Mapping[str, Any]]] = {}  # by what is looked for, as media_player.search_media answers
        self.forecasts: dict[str, Sequence[Mapping[str, Any]]] = {}  # by their kinds, as weather.get_forecasts answers

    async def act(self, service: str, entities: Sequence[str], fields: Mapping[str, Any]) -> Sequence[Entity]:
        self.calls.append((service, tuple(entities), fields))
        if self.trouble is not None:
            raise self.trouble
        if unable := next((id for id in entities if id in self.unable), ""):
            said = f"Entity {unable} does not support action {service}"  # as Home Assistant 2025.4 says it
            raise HomeTrouble("refused", f"Home Assistant refused: {said}.", said=said)
        if service.startswith("todo."):
            self.lists.act(service, entities, fields)
        state = STATES.get(service.partition(".")[2]) or fields.get("hvac_mode")
        for one in self.house.entities:
            if one.id in entities and one.id not in self.lazy and one.state != "unavailable":
                kept = dict(KEPT[name](value) for name, value in fields.items() if name in KEPT)
                if {"target_temp_low", "target_temp_high"} <= fields.keys():  # as the registry tells of it
                    kept["temperature"] = (fields["target_temp_low"] + fields["target_temp_high"]) / 2
                self.put(replace(one, state=state or one.state, attributes={**one.attributes, **kept}))
        return tuple(one for one in self.house.entities if one.id in entities)

    async def ask(self, service: str, entities: Sequence[str], fields: Mapping[str, Any]) -> Mapping[str, Any]:
        if self.trouble is not None:
            raise self.trouble
        if service == "weather.get_forecasts":
            return {entities[0]: {"forecast": self.forecasts[str(fields["type"])]}}
        if service == "media_player.search_media":
            return {id: {"result": list(self.library.get(fields["search_query"], ()))} for id in entities}
        return self.lists.answer(service, entities, fields)

    def put(self, *entities: Entity) -> None:
        """In place of those of the same ids, or beside them."""
        new = {one.id: one for one in entities}
        kept = tuple(new.pop(one.id, one) for one in self.house.entities)
        self.house = replace(self.house, entities=(*kept, *new.values()))

    def one(self, id: str) -> Entity:
        return next(one for one in self.house.entities if one.id == id)

    def area(self, area: Area) -> None:
        self.house = replace(self.house, areas=(*self.house.areas, area))


class Talk:
    """Somebody in a room calls tools by the bus."""

    def __init__(self, home: Memory, language: Language = "en", room: str = "", by: str = "person") -> None:
        self.bus = Bus([HomeTools(home), PlayTools(home), LookTools(home)], limits=Limits())
        self.language = language
        self.asked = Asked(Caller("anna", room), "talk", language, NOW, "model" if by == "model" else "person")
        self._calls = 0

    async def call(self, tool: str, /, **slots: Any) -> ToolResult:
        self._calls += 1
        await self.bus.begin("talk", NOW)
        return await self.bus.call(ToolCall(str(self._calls), tool, slots), self.asked)

    async def says(self, tool: str, /, **slots: Any) -> str:
        """What is said to it: the sentence of what was done, the question, or the reason why not."""
        result = await self.call(tool, **slots)
        return result.error or result.question or self.bus.told(result, self.language)
