"""Whether a command that was read out of a sentence is what this house and the rest of the sentence make of it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from jarvisd.agent.understand import Command, Heard
from jarvisd.agent.understand.amounts import amounts
from jarvisd.agent.understand.clauses import grammar_of
from jarvisd.agent.understand.names import names_of
from jarvisd.agent.understand.slots import color_spans
from jarvisd.agent.understand.spoken import plain
from jarvisd.agent.understand.things import kinds
from jarvisd.tools.home import Entity, House


def speaks_of_things(piece: str, heard: Heard) -> bool:
    """English that names something is an order, too, and half of what was ordered is another order."""
    if heard.language == "zh":
        return False
    return bool(kinds(piece, heard.language) or names_of(heard.house).find(plain(piece, heard.language), heard.language))


_AGAIN = re.compile(r"\b(?:no|sorry|i mean|meant|rather|make that|scratch that|wait|actually)\b")
_AMOUNTS = frozenset(
    ["brightness", "color", "temperature", "percentage", "position", "volume_level", "humidity", "brightness_step", "temperature_step",
     "percentage_step", "position_step", "volume_step"]
)  # fmt: skip


def left_out(commands: Sequence[Command], heard: Heard) -> str:
    """What an English sentence names or sets and no command takes up: half of what was ordered is another order. "" where all is."""
    if heard.language == "zh" or not any(command.intent in _ACTS for command in commands):
        return ""
    said = plain(heard.text, heard.language)
    mentions = names_of(heard.house).find(said, heard.language)
    outside = said
    for mention in mentions:
        outside = outside[: mention.start] + "\ue000" * (mention.end - mention.start) + outside[mention.end :]
    amount = next((one.said for one in amounts(outside, heard.language) if one.unit), "") or next(
        (outside[start:end] for start, end in color_spans(outside, heard.language)), ""
    )
    if amount and not any(_AMOUNTS & command.slots.keys() for command in commands):
        return amount
    if _AGAIN.search(said):
        return ""
    taken = {str(value) for command in commands for slot in ("name", "area", "floor") for value in _listed(command.slots.get(slot))}
    taken |= {str(value) for command in commands for value in _listed(command.slots.get("except"))}
    for mention in mentions:
        sure = mention.kinds == {"name"} and mention.sure == 1 and not any(ref.implied for ref in mention.refs)
        if sure and taken and not taken & {ref.name for ref in mention.refs} and not taken & {ref.area for ref in mention.refs}:
            return mention.said
    return ""


_ACTS = frozenset(["HassTurnOn", "HassTurnOff", "HassLightSet", "HassFanSetSpeed", "HassSetPosition", "HassClimateSetTemperature"])


def _listed(value: object) -> Sequence[object]:
    return value if isinstance(value, list | tuple) else [] if value is None else [value]


def there(command: Command, heard: Heard) -> Command:
    """The one gate of the house is meant wherever it is spoken of, and windows that are only watched are asked for by their sensors."""
    domain, kind = command.slots.get("domain"), command.slots.get("device_class")
    if not isinstance(domain, str):
        return command
    alike = [one for one in heard.house.entities if one.domain == domain and (not kind or one.device_class == kind)]
    if command.intent == "HassGetState" and kind and not alike and any(_watches(one, kind) for one in heard.house.entities):
        state = {"open": "on", "closed": "off"}.get(str(command.slots.get("state")))
        return replace(command, slots={**command.slots, "domain": "binary_sensor", **({"state": state} if state else {})})
    area = next((area for area in heard.house.areas if area.name == command.slots.get("area") and heard.room in (area.id, area.name)), None)
    if area is None or len(alike) != 1 or alike[0].area == area.id:
        return command
    said = plain(heard.text, heard.language)
    if any(plain(name, heard.language) in said for name in (area.name, *area.aliases)):
        return command
    return replace(command, slots={slot: value for slot, value in command.slots.items() if slot != "area"})


def _watches(entity: Entity, kind: object) -> bool:
    return entity.domain == "binary_sensor" and entity.device_class == kind


def _player(query: str, heard: Heard) -> bool:
    said = plain(query, heard.language).removeprefix("the ")
    found = names_of(heard.house).find(said, heard.language)
    return any(one.start == 0 and any(ref.domain == "media_player" and not ref.implied for ref in one.refs) for one in found)


def overheard(commands: Sequence[Command], heard: Heard) -> bool:
    """A lamp of the house was named by half its name, and the sentence took it for any lamp."""
    mentions = names_of(heard.house).find(grammar_of(heard.language).heard(plain(heard.text, heard.language)), heard.language)
    rooms = {ref.name for one in mentions if one.kinds == {"area"} and len(one.refs) == 1 for ref in one.refs}
    if len(rooms) > 1 and not any(isinstance(command.slots.get("area"), list) for command in commands) and len(commands) < len(rooms):
        return True
    if any(command.intent == "HassClimateSetTemperature" and "name" not in command.slots for command in commands) and any(
        one.kinds == {"name"} and one.said != "空调" and any(ref.domain == "climate" for ref in one.refs) for one in mentions
    ):
        return True
    wide = [command for command in commands if "name" not in command.slots and command.slots.get("domain")]
    asked = all(command.intent == "HassGetState" for command in commands)
    there = {entity.domain for entity in heard.house.entities}
    if any(command.intent == "HassGetState" and command.slots["domain"] == "person" and "person" not in there for command in wide):
        return True  # "is anyone in the hall" asks for nobody by name
    if any(
        command.intent == "HassMediaSearchAndPlay" and _player(str(command.slots.get("search_query", "")), heard) for command in commands
    ):
        return True  # "play the radio again" searches for nothing
    return (
        bool(wide)
        and not asked
        and any(
            mention.kinds == {"name"} and any(ref.domain == command.slots["domain"] for ref in mention.refs for command in wide)
            for mention in mentions
        )
    )


def absent(command: Command, house: House) -> bool:
    """It is for doors or windows that nothing moves in this house."""
    kind = command.slots.get("device_class")
    there = (one for one in house.entities if one.domain == command.slots.get("domain"))
    return kind in ("door", "window", "gate") and "name" not in command.slots and not any(one.device_class == kind for one in there)
