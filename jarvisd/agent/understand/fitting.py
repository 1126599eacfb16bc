"""Whether a command that was read out of a sentence is what this house and the rest of the sentence make of it."""

from __future__ import annotations

import re
from collections.abc import Sequence, Set
from dataclasses import replace

from jarvisd.agent.understand import Command, Heard, Nameless
from jarvisd.agent.understand.amounts import amount, amounts
from jarvisd.agent.understand.clauses import grammar_of
from jarvisd.agent.understand.names import Mention, names_of
from jarvisd.agent.understand.slots import color_spans, read
from jarvisd.agent.understand.spoken import plain
from jarvisd.agent.understand.things import kinds, own
from jarvisd.errors import HomeTrouble
from jarvisd.messages import Language
from jarvisd.tools.home import Entity, House
from jarvisd.tools.home.intents import INTENTS
from jarvisd.tools.home.resolve import meant


def speaks_of_things(piece: str, heard: Heard) -> bool:
    """English that names something is an order, too, and half of what was ordered is another order."""
    if heard.language == "zh":
        return False
    return bool(kinds(piece, heard.language) or names_of(heard.house).find(plain(piece, heard.language), heard.language))


_AGAIN = {
    "en": re.compile(r"\b(?:no|sorry|i mean|meant|rather|make that|scratch that|wait|actually)\b"),
    "zh": re.compile(r"不对|不是|说错|搞错|错了|我是说|应该是"),
}
_AMOUNTS = frozenset(
    ["brightness", "color", "temperature", "percentage", "position", "volume_level", "humidity", "brightness_step", "temperature_step",
     "percentage_step", "position_step", "volume_step"]
)  # fmt: skip
_SET = {"en": re.compile(r"\b(?:to|at) $"), "zh": re.compile(r"(?:[到成为至]|亮度|音量|声音|湿度|温度|风速|转速|速度)$")}
_PARTS = frozenset({"half", "third", "quarter", "two thirds", "three quarters", "crack"})
_OUTSIDE = re.compile(r"外面|外头|室外|\boutside\b|\bout there\b")
_MODE = {"en": re.compile(r"\b\w+ mode\b"), "zh": re.compile(r"[\u4e00-\u9fff]{2}模式")}
_BESIDE = 18  # signs behind an amount that say of what it is: "thirty degrees outside"
_KEPT = {
    "en": re.compile(r"\b(?:leave|leaving|keep|keeping|not|do not touch)(?: \w+){0,2} $"),
    "zh": re.compile(r"(?:留着?|别[开关动]|不[开关动]|不用[开关管])$"),
}
_TELLS = re.compile(r"(?:'s|\b(?:is|are|was|were|am|has|have)) ")
_LEFT_ON = re.compile(r"^(?:先|就|还)?(?:留着|留下|开着|亮着|别|不用|不要|不动)")


def left_out(commands: Sequence[Command], heard: Heard) -> str:
    """What a sentence names or sets and no command takes up: half of what was ordered is another order. "" where all is."""
    language = heard.language
    if not any(command.intent in _ACTS for command in commands):
        return ""
    said = grammar_of(language).heard(plain(heard.text, language))
    again = [match.end() for match in _AGAIN[language].finditer(said)]
    mentions = names_of(heard.house).find(said, language)
    outside = said
    for mention in mentions:
        outside = outside[: mention.start] + "\ue000" * (mention.end - mention.start) + outside[mention.end :]
    return _amount_left(commands, outside, again[-1] if again else 0, language, _lights(commands, heard.house)) or _name_left(
        commands, [one for one in mentions if not again or one.start >= again[-1]], said, heard
    )


def _lights(commands: Sequence[Command], house: House) -> bool:
    """One of them may be about a light: a colour beside anything else is no order, "turn on the sprinkler, the lawn is brown"."""
    names = {entity.name for entity in house.entities if entity.domain == "light"}
    return any(one.slots.get("domain", "light") == "light" and ("name" not in one.slots or one.slots["name"] in names) for one in commands)


def _amount_left(commands: Sequence[Command], said: str, since: int, language: Language, lights: bool) -> str:
    numbers = {abs(float(value)) for command in commands for value in command.slots.values() if isinstance(value, int | float)}
    for one in amounts(said, language):
        beside = said[max(said.rfind(",", 0, one.start), 0) : one.end + _BESIDE]
        if one.start < since or _OUTSIDE.search(beside) or not (one.unit or _SET[language].search(said[: one.start])):
            continue
        if abs(amount(one)) not in numbers:
            return one.said
    if (mode := _MODE[language].search(said, since)) and not any("mode" in command.slots for command in commands):
        return mode[0]
    if not any(_AMOUNTS & command.slots.keys() for command in commands):
        spans = color_spans(said, language) if lights else ()
        colors = [said[start:end] for start, end in spans if language != "zh" or said[end : end + 1] in ("色", "光")]
        level = read(said, language).level
        return colors[-1] if colors else level if level in _PARTS else ""
    return ""


def _name_left(commands: Sequence[Command], mentions: Sequence[Mention], said: str, heard: Heard) -> str:
    taken = {
        str(value) for command in commands for slot in ("name", "area", "floor", "except") for value in _listed(command.slots.get(slot))
    }
    rooms = {area.id: area.name for area in heard.house.areas}
    there = {rooms.get(entity.area) for entity in heard.house.entities if entity.name in taken}
    for mention in mentions:
        if mention.sure < 1 or any(ref.implied or ref.domain == "weather" for ref in mention.refs):
            continue
        names, kept = {ref.name for ref in mention.refs}, _KEPT[heard.language].search(said[: mention.start])
        between = said[max((one.end for one in mentions if one.end <= mention.start), default=0) : mention.start]
        if heard.language == "en" and _TELLS.search(between):
            continue  # "shades down, the sun is right on the tv"
        if kept or _LEFT_ON.search(said[mention.end :]) or taken & names:
            continue
        if mention.kinds == {"name"} and (
            not taken & {ref.area for ref in mention.refs} or _one_of(mention, commands) or not _only_where(mention, said, heard.language)
        ):
            return mention.said
        if mention.kinds == {"area"} and not names & there and (taken or _is_in(names, commands, heard)):
            return mention.said
    return ""


_BY = re.compile(r"\b(?:by|near|behind|around|beside|over|under|above|next to|watching|on|in front of|with) (?:the |my |our )?$")
_BY_IT = re.compile(r"(?:[前后旁上下里]|那边|边|附近)")


def _only_where(mention: Mention, said: str, language: Language) -> bool:
    """It tells where something is: "the lights by the tv"."""
    return bool(_BY_IT.match(said, mention.end) if language == "zh" else _BY.search(said[: mention.start]))


def _one_of(mention: Mention, commands: Sequence[Command]) -> bool:
    """It is one of those that a command is for, and none of them was named: "the table lamp, softer, forty percent" is not for every lamp there."""
    wide = [one for one in commands if "name" not in one.slots and "except" not in one.slots]
    kinds = {one.slots.get("domain") for one in wide} | {kind for one in wide if "domain" not in one.slots for kind in _kinds(one)}
    return bool(kinds & {ref.domain for ref in mention.refs})


def _kinds(command: Command) -> frozenset[str]:
    intent = _INTENTS.get(command.intent)
    return intent.kinds if intent else frozenset()


def _is_in(rooms: Set[str], commands: Sequence[Command], heard: Heard) -> bool:
    """Something that these commands are for stands in one of the rooms: "the heating up a bit in the lounge" is no other room's."""
    areas = {area.id for area in heard.house.areas if area.name in rooms}
    kinds = frozenset[str]().union(*map(_kinds, commands))
    return any(entity.area in areas and entity.domain in kinds for entity in heard.house.entities)


_ACTS = frozenset(
    ["HassTurnOn", "HassTurnOff", "HassLightSet", "HassFanSetSpeed", "HassSetPosition", "HassClimateSetTemperature", "HassMediaPause",
     "HassMediaUnpause", "HassSetVolume", "HassSetVolumeRelative", "HassMediaNext", "HassMediaPrevious", "HassMediaPlayerMute",
     "HassVacuumStart", "HassVacuumCleanArea", "HassVacuumReturnToBase"]
)  # fmt: skip


def _listed(value: object) -> Sequence[object]:
    return value if isinstance(value, list | tuple) else [] if value is None else [value]


def there(command: Command, heard: Heard) -> Command:
    """The one gate of the house is meant wherever it is spoken of, and what is only watched is asked for by its sensors."""
    if command.intent == "HassClimateGetTemperature" and (sensor := _measured(command, heard.house)):
        return replace(command, intent="HassGetState", slots={"name": sensor})
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


_OF_A_THING = re.compile(r"fridge|freez|oven|boiler|pool|water|tank|aquarium|grill|processor|冰箱|冷[冻柜藏]|烤箱|水|池|缸|锅")


def _measured(command: Command, house: House) -> str:
    """The one thermometer of a room that has nothing else to say how warm it is."""
    area = next((area.id for area in house.areas if area.name == command.slots.get("area")), "")
    there = [one for one in house.entities if area and one.area == area]
    found = [
        one.name
        for one in there
        if one.domain == "sensor" and one.device_class == "temperature" and not _OF_A_THING.search(one.name.casefold())
    ]
    return found[0] if len(found) == 1 and not any(one.domain == "climate" for one in there) else ""


def _watches(entity: Entity, kind: object) -> bool:
    return entity.domain == "binary_sensor" and entity.device_class == kind


def _player(query: str, heard: Heard) -> bool:
    said = re.sub(r"^(?:on |from )?(?:the |my )?", "", plain(query, heard.language))
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
    if any(map(_bare_amount, commands)) and not _BRIGHT.search(heard.text):
        return True  # "the bedroom to twenty" may be how warm
    called = [name for one in heard.house.entities for name in (one.name, *one.aliases)]
    if any(own(kind.said, called) for kind in kinds(plain(heard.text, heard.language), heard.language)):
        return True  # 地暖 where there is none is no 空调
    wide = [command for command in commands if "name" not in command.slots and command.slots.get("domain")]
    wide = [command for command in wide if command.intent != "HassClimateSetMode"]  # no half of a name fits its sentences
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


_BRIGHT = re.compile(r"light|lamp|bright|dim|%|percent|per cent|灯|亮|暗|百分", re.IGNORECASE)
_WARM = (10, 35)  # degrees that a room may have


def _bare_amount(command: Command) -> bool:
    """A room is set to a number that may be a temperature as well."""
    amount = command.slots.get("brightness")
    wide = command.intent == "HassLightSet" and "area" in command.slots and "name" not in command.slots
    return wide and isinstance(amount, int | float) and _WARM[0] <= amount <= _WARM[1]


def nothing(commands: Sequence[Command], heard: Heard) -> Nameless | None:
    """What one of them is for, where this house has nothing that it could be done to."""
    for command in commands:
        intent = _INTENTS.get(command.intent)
        if intent is None:
            continue
        wide = intent.everything and not any(command.slots.get(slot) for slot in ("name", "domain", "device_class"))
        slots = {slot: value for slot, value in command.slots.items() if slot not in ("except", "preferred_area")}
        if intent.there:
            slots.pop("area", None)
        try:
            meant(heard.house, slots, intent.everything if wide else intent.kinds)
        except HomeTrouble as trouble:
            if trouble.why != "no_such":
                continue
            things = kinds(plain(heard.text, heard.language), heard.language)
            said = next((kind.said for kind in things if kind.domain == slots.get("domain") or kind.domain in intent.kinds), "")
            return Nameless(said or str(slots.get("name") or slots.get("domain") or ""), "domain")
    return None


_INTENTS = {intent.name: intent for intent in INTENTS}


def absent(command: Command, house: House) -> bool:
    """It is for doors or windows that nothing moves in this house."""
    kind = command.slots.get("device_class")
    there = (one for one in house.entities if one.domain == command.slots.get("domain"))
    return kind in ("door", "window", "gate") and "name" not in command.slots and not any(one.device_class == kind for one in there)
