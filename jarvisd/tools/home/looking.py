"""What is asked about the home, as tools named as Home Assistant's intents: states, temperatures, the weather."""

from __future__ import annotations

import logging
import re
from collections.abc import Mapping, Sequence
from typing import Any

from jarvisd.errors import HomeTrouble, ToolError
from jarvisd.tools import Arguments, Asked, Risk, Tool
from jarvisd.tools.home import Entity, Home, House, forecast, steps
from jarvisd.tools.home.intents import parameters
from jarvisd.tools.home.reachable import reachable, room
from jarvisd.tools.home.resolve import name_of, resolve
from jarvisd.tools.home.rows import in_language, row
from jarvisd.tools.home.seen import state_told, temperature_told, weather_told
from jarvisd.tools.home.troubles import sentence

log = logging.getLogger(__name__)

_FORECASTS = ((1, "daily"), (4, "twice_daily"), (2, "hourly"))  # in supported_features of weather
_SHOWN = 40  # things of one answer
_GOES = steps.EVERYTHING | {"climate", "siren"}
_OPENS = frozenset({"door", "garage_door", "opening", "window"})  # sensors of what opens

# What "is anything on?" asks about: a state, and the domains of things that may be so.
_MAY_BE: tuple[tuple[frozenset[str], frozenset[str]], ...] = (
    (frozenset({"on", "off"}), _GOES),
    (frozenset({"open", "closed"}), frozenset({"cover", "valve", "binary_sensor"})),
    (frozenset({"locked", "unlocked"}), frozenset({"lock"})),
)

# What is asked for, said as other domains report it: "is it open?" of a door's sensor is "on".
_SAME: tuple[tuple[str, frozenset[str], frozenset[str]], ...] = (
    ("binary_sensor", frozenset({"open", "unlocked", "detected", "home", "wet", "charging", "connected"}), frozenset({"on"})),
    ("binary_sensor", frozenset({"closed", "locked", "clear", "away", "dry", "disconnected"}), frozenset({"off"})),
    ("cover", frozenset({"open", "on"}), frozenset({"open", "opening"})),
    ("cover", frozenset({"closed", "off"}), frozenset({"closed", "closing"})),
    ("lock", frozenset({"locked", "on"}), frozenset({"locked", "locking"})),
    ("lock", frozenset({"unlocked", "off", "open"}), frozenset({"unlocked", "unlocking", "open"})),
    ("media_player", frozenset({"on"}), frozenset({"on", "playing", "paused", "idle", "buffering"})),
    ("climate", frozenset({"on"}), frozenset({"heat", "cool", "heat_cool", "auto", "dry", "fan_only", "on"})),
    ("person", frozenset({"away", "not_home"}), frozenset({"not_home"})),
)


class LookTools:
    """A toolset that changes nothing. weather: the home is asked for it."""

    def __init__(self, home: Home, weather: bool = True) -> None:
        self._home = home
        self._weather_too = weather

    def tools(self) -> Sequence[Tool]:
        state = {"state": {"type": "string", "description": 'asks whether they are so: "on", "open", "locked"'}}
        weather = Tool(
            "HassGetWeather",
            "Tells the weather outside, now or on days to come.",
            parameters(forecast.WHEN),
            self._weather,
            Risk.READ,
            told=weather_told,
        )
        return (
            Tool("HassGetState", "Tells the state of things: which are on, whether a door is locked, what a sensor measures.",
                 parameters(state), self._state, Risk.READ, told=state_told,
                 examples=(("is the front door locked?", {"name": "Front Door", "state": "locked"}),
                           ("哪些灯开着", {"domain": "light", "state": "on"}))),
            Tool("HassClimateGetTemperature", "Tells how warm it is in a room.",
                 parameters({}), self._temperature, Risk.READ, told=temperature_told),
            *((weather,) if self._weather_too else ()),
        )  # fmt: skip

    async def _state(self, slots: Arguments, asked: Asked) -> Mapping[str, Any]:
        wanted = str(slots.get("state") or "").casefold().replace(" ", "_")
        kinds = None if any(slots.get(slot) for slot in ("name", "domain", "device_class")) else _may_be(wanted)
        house, things = self._things(slots, asked, kinds or _kinds(self._home.house), one=False, fits=_plain if kinds else None)
        rows = [row(house, thing, asked.language) | ({"is": _is(thing, wanted)} if wanted else {}) for thing in things]
        rows.sort(key=lambda one: not one.get("is", True))
        told = {"things": rows[:_SHOWN], "count": len(rows), "named": bool(name_of(slots))} | ({"any": True} if kinds else {})
        return told | ({"asked": wanted, "so": sum(bool(one["is"]) for one in rows)} if wanted else {})

    async def _temperature(self, slots: Arguments, asked: Asked) -> Mapping[str, Any]:
        """Of a thermostat that measures, else of a thermometer; of every room that has one where no place is named."""
        house, things = self._things(slots, asked, frozenset({"climate", "sensor", "water_heater"}), one=True, fits=_measures)
        placed = any(slots.get(slot) for slot in ("name", "area", "floor")) or room(slots, asked, True)
        return {"things": [row(house, thing, asked.language) for thing in (things[:1] if placed else things[:_SHOWN])]}

    async def _weather(self, slots: Arguments, asked: Asked) -> Mapping[str, Any]:
        house, things = self._things(slots, asked, frozenset({"weather"}), one=True)
        thing = next((one for one in things if _foretells(one)), things[0])
        now: Mapping[str, Any] = {"things": [row(house, thing, asked.language)]}
        wanted = forecast.days(str(slots.get("when") or ""), asked.language, asked.at)
        return {**now, **forecast.known(await self._outlooks(thing, asked), wanted, asked.at)} if wanted else now

    async def _outlooks(self, thing: Entity, asked: Asked) -> Sequence[forecast.Outlook]:
        """None where it has no forecast, or does not tell it."""
        if not (kind := _foretells(thing)):
            return ()
        try:
            answer = await self._home.ask("weather.get_forecasts", [thing.id], {"type": kind})
            return forecast.of_home(answer[thing.id]["forecast"], asked.at)
        except (HomeTrouble, KeyError, TypeError, ValueError) as error:
            log.warning("%s tells no forecast: %s", thing.id, error)
            return ()

    def _things(self, slots: Arguments, asked: Asked, kinds: frozenset[str], one: bool, fits: Any = None) -> tuple[House, Sequence[Entity]]:
        try:
            reachable(self._home)
            house = self._home.house
            among = House(tuple(filter(fits, house.entities)), house.areas, house.floors) if fits else house
            try:
                return house, resolve(among, slots, kinds, room(slots, asked, one), one, looks=True)
            except HomeTrouble as trouble:
                if trouble.why == "which" and kinds == frozenset({"weather"}):
                    return house, [thing for thing in among.entities if thing.domain == "weather"]
                if trouble.why == "which" and fits is _measures and not any(slots.get(slot) for slot in ("name", "area", "floor")):
                    return house, _indoors([thing for thing in among.entities if thing.domain in kinds])
                raise
        except HomeTrouble as trouble:
            raise ToolError(sentence(in_language(self._home.house, trouble, asked.language), asked.language)) from trouble


_OUTSIDE = re.compile(
    r"\b(?:out(?:side|doors?)|garden|yard|patio|freezer|fridge|oven|pool|water|boiler)\b"
    r"|室外|户外|外面|花园|院子|冰箱|冰柜|冷冻|烤箱|泳池|水温|热水",
    re.IGNORECASE,
)


def _kinds(house: House) -> frozenset[str]:
    return frozenset(entity.domain for entity in house.entities)


def _foretells(thing: Entity) -> str:
    """The kind of forecast that it has, the shortest one first; "" for none."""
    features = int(thing.attributes.get("supported_features") or 0)
    return next((kind for bit, kind in _FORECASTS if features & bit), "")


def _may_be(state: str) -> frozenset[str] | None:
    return next((kinds for states, kinds in _MAY_BE if state in states), None)


def _plain(thing: Entity) -> bool:
    """Of the sensors only those of doors and windows."""
    return thing.domain != "binary_sensor" or thing.device_class in _OPENS


def _measures(thing: Entity) -> bool:
    if thing.domain == "sensor":
        return thing.device_class == "temperature"
    return thing.domain not in ("climate", "water_heater") or thing.attributes.get("current_temperature") is not None


def _indoors(things: Sequence[Entity]) -> Sequence[Entity]:
    """One of each room, a thermostat rather than a thermometer, and none that is outside; those of no room are left to their names."""
    inside = [one for one in things if not _OUTSIDE.search(" ".join((one.name, *one.aliases)))]
    placed = {one.area: one for one in sorted(inside, key=lambda one: one.domain != "climate", reverse=True) if one.area}
    return list(placed.values()) or inside or list(things)


def _is(thing: Entity, wanted: str) -> bool:
    same = (states for domain, said, states in _SAME if domain == thing.domain and wanted in said)
    return thing.state.casefold().replace(" ", "_") in next(same, frozenset({wanted}))
