"""Houses to understand in, and a toolset that does as Home Assistant's intents say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from jarvisd.bench.dollhouse import DollHouse
from jarvisd.errors import HomeTrouble, ToolError
from jarvisd.messages import Language
from jarvisd.tools import Arguments, Asked, Risk, Tool
from jarvisd.tools.home import Area, Entity, Floor, House
from jarvisd.tools.home.troubles import sentence

EN = House(
    (
        Entity("light.kitchen", "Ceiling Lamp", ("big lamp",), "kitchen", "off"),
        Entity("light.hall", "Hall", (), "hall", "off"),
        Entity("lock.hall", "Hall", (), "hall", "locked"),
        Entity("lock.front", "Front Door", (), "hall", "locked"),
        Entity("lock.back", "Back Door", (), "kitchen", "locked"),
        Entity("cover.kitchen", "Roller Blind", (), "kitchen", "open", {"device_class": "blind"}),
        Entity("climate.bedroom", "Thermostat", (), "bedroom", "heat"),
        Entity("scene.movie", "Movie Night"),
    ),
    (Area("kitchen", "Kitchen", (), "ground"), Area("hall", "Hall", (), "ground"), Area("bedroom", "Bedroom", (), "upper")),
    (Floor("ground", "Ground Floor", ("downstairs",)), Floor("upper", "First Floor", ("upstairs",))),
)
ZH = House(
    (
        Entity("light.kitchen", "吸顶灯", ("大灯",), "kitchen", "off"),
        Entity("lock.front", "前门", (), "hall", "locked"),
        Entity("cover.kitchen", "卷帘", (), "kitchen", "open", {"device_class": "blind"}),
        Entity("climate.bedroom", "空调", (), "bedroom", "cool"),
        Entity("scene.movie", "观影模式"),
    ),
    (Area("kitchen", "厨房", (), "ground"), Area("hall", "门厅", (), "ground"), Area("bedroom", "卧室", (), "upper")),
    (Floor("ground", "一楼", ("楼下",)), Floor("upper", "二楼", ("楼上",))),
)
_ANY = {"type": "object"}


@dataclass
class Intents:
    """HassTurnOn, HassTurnOff and HassLightSet over a home in memory: by name alone, unlocking is dangerous."""

    home: DollHouse
    done: list[tuple[str, Mapping[str, Any]]] = field(default_factory=list)

    def tools(self) -> Sequence[Tool]:
        return tuple(self._tool(name) for name in ("HassTurnOn", "HassTurnOff", "HassLightSet"))

    def _tool(self, intent: str) -> Tool:
        def risk(arguments: Arguments) -> Risk:
            locks = [entity for entity in self._meant(arguments) if entity.domain == "lock"]
            return Risk.DANGEROUS if locks and intent == "HassTurnOff" else Risk.REVERSIBLE

        def question(arguments: Arguments, language: Language) -> str:
            return f"要打开{arguments['name']}吗？" if language == "zh" else f"Shall I unlock the {arguments['name']}?"

        async def call(arguments: Arguments, asked: Asked) -> Mapping[str, Any]:
            self.done.append((intent, arguments))
            if not self._meant(arguments):
                raise ToolError("There is no such thing.")  # in English whoever asks, as foreign tools do
            state = {"HassTurnOn": "turn_on", "HassTurnOff": "turn_off"}.get(intent, "turn_on")
            try:
                changed = [await self.home.act(f"{entity.domain}.{state}", [entity.id], {}) for entity in self._meant(arguments)]
            except HomeTrouble as trouble:
                raise ToolError(sentence(trouble, asked.language)) from trouble
            return {"done": [{"name": entity.name, "state": entity.state} for each in changed for entity in each]}

        def told(content: Mapping[str, Any], language: Language) -> str:
            names = ", ".join(f"{one['name']}: {one['state']}" for one in content["done"])
            return f"{names}。" if language == "zh" else f"{names}."

        return Tool(intent, intent, _ANY, call, risk, question=question, told=told)

    def _meant(self, slots: Arguments) -> list[Entity]:
        domain = slots.get("domain")
        return [
            entity
            for entity in self.home.house.entities
            if entity.name == slots.get("name", entity.name) and entity.domain == (domain or entity.domain) and (domain or "name" in slots)
        ]
