"""What Home Assistant's registries and states say, as a House of what is exposed to voice."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from jarvisd.tools.home import Area, Entity, Floor, House

Row = Mapping[str, Any]

# What Home Assistant exposes by itself where nobody decided (components/homeassistant/exposed_entities.py).
_DOMAINS = frozenset(
    {"climate", "cover", "fan", "humidifier", "light", "media_player", "scene", "switch", "todo", "vacuum", "water_heater"}
)
_CLASSES = {
    "binary_sensor": frozenset({"door", "garage_door", "lock", "motion", "opening", "presence", "window"}),
    "sensor": frozenset(
        {"aqi", "carbon_monoxide", "carbon_dioxide", "humidity", "pm10", "pm25", "temperature", "volatile_organic_compounds"}
    ),
}

# What is worth knowing of a state; the others are long, or secret such as a camera's access_token.
_WORTH = """
    assumed_state available_modes battery_level brightness code_arm_required code_format color_mode color_name color_temp_kelvin
    condition current_humidity current_position current_temperature device_class entity_id fan_mode fan_modes hs_color humidity
    hvac_action hvac_mode hvac_modes is_volume_muted max_color_temp_kelvin max_humidity max_temp media_artist media_title
    min_color_temp_kelvin min_humidity min_temp mode options percentage percentage_step preset_mode preset_modes rgb_color
    supported_color_modes supported_features swing_mode target_temp_high target_temp_low target_temp_step temperature
    temperature_unit unit_of_measurement volume_level wind_speed wind_speed_unit
"""
_KEPT = frozenset(_WORTH.split())


@dataclass(slots=True)
class Seen:
    """As reported; states by entity id with what is kept of their attributes."""

    areas: Sequence[Row] = ()
    floors: Sequence[Row] = ()
    devices: Mapping[str, Row] = field(default_factory=dict)  # by id
    entries: Mapping[str, Row] = field(default_factory=dict)  # the registry's rows of what is exposed
    states: dict[str, tuple[str, Row]] = field(default_factory=dict)
    _made: dict[str, Entity] = field(default_factory=dict, init=False)  # a thousand are not made anew for one that changed

    def take(self, event: Mapping[str, Any]) -> None:
        """An event of subscribe_entities: a all of it, c what changed, r what is no more."""
        for id in (*event.get("a", ()), *event.get("c", ()), *event.get("r", ())):
            self._made.pop(id, None)
        for id, new in event.get("a", {}).items():
            self.states[id] = (str(new.get("s", "")), dict(new.get("a", {})))
        for id, change in event.get("c", {}).items():
            if id in self.states:
                state, attributes = self.states[id]
                more, less = change.get("+", {}), change.get("-", {})
                kept = {name: value for name, value in attributes.items() if name not in less.get("a", ())}
                self.states[id] = (str(more.get("s", state)), {**kept, **more.get("a", {})})
        for id in event.get("r", ()):
            self.states.pop(id, None)

    def house(self) -> House:
        areas = tuple(Area(row["area_id"], row["name"], _texts(row.get("aliases")), row.get("floor_id") or "") for row in self.areas)
        floors = tuple(Floor(row["floor_id"], row["name"], _texts(row.get("aliases"))) for row in self.floors)
        for id in self.states.keys() - self._made.keys():
            self._made[id] = self._entity(id)
        return House(tuple(self._made[id] for id in sorted(self.states)), areas, floors)

    def _entity(self, id: str) -> Entity:
        state, attributes = self.states[id]
        entry = self.entries.get(id) or {}
        device = self.devices.get(entry.get("device_id") or "") or {}
        name = " ".join(str(attributes.get("friendly_name") or id.partition(".")[2]).replace("_", " ").split())
        kept = {name: value for name, value in attributes.items() if name in _KEPT and value is not None}
        if "temperature" not in kept and (middle := _middle(kept)) is not None:
            kept["temperature"] = middle
        return Entity(id, name, _texts(entry.get("aliases")), entry.get("area_id") or device.get("area_id") or "", state, kept)


def _middle(attributes: Mapping[str, Any]) -> float | None:
    """Degrees, of what heats below one temperature and cools above another."""
    low, high = attributes.get("target_temp_low"), attributes.get("target_temp_high")
    return (low + high) / 2 if isinstance(low, int | float) and isinstance(high, int | float) else None


def exposed(states: Iterable[Row], entries: Iterable[Row], decided: Mapping[str, Row], new: bool) -> frozenset[str]:
    """Ids of what may be spoken of. decided: what somebody chose, by id; new: what nobody decided on is taken as Home Assistant would."""
    rows = {row["entity_id"]: row for row in entries}
    attributes = {row["entity_id"]: row.get("attributes", {}) for row in states}
    ids = {*attributes, *(id for id, row in rows.items() if row.get("disabled_by") is None)}

    def spoken(id: str) -> bool:
        choice = decided.get(id, {}).get("conversation")
        if choice is not None:
            return bool(choice)
        row = rows.get(id, {})
        if not new or row.get("entity_category") or row.get("hidden_by"):
            return False
        domain = id.partition(".")[0]
        return domain in _DOMAINS or str(attributes.get(id, {}).get("device_class")) in _CLASSES.get(domain, ())

    return frozenset(id for id in ids if spoken(id))


def _texts(given: Any) -> tuple[str, ...]:
    """The most telling first: Home Assistant keeps other names in no order."""
    texts = {" ".join(text.split()) for text in given or () if isinstance(text, str) and text.strip()}
    return tuple(sorted(texts, key=lambda text: (-len(text), text)))
