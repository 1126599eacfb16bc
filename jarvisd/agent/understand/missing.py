"""What was named and is not in this house: a room or a floor that it has not, a thing that nobody knows."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from jarvisd.agent.understand import Command, Doubt, Heard, Meaning, Nameless, Understood, described, numbered
from jarvisd.agent.understand.called import form
from jarvisd.agent.understand.masked import Masked
from jarvisd.agent.understand.names import names_of
from jarvisd.agent.understand.rooms import FLOORS, LOWER, ROOMS, UPPER
from jarvisd.agent.understand.spoken import bare, plain
from jarvisd.agent.understand.target import Aim
from jarvisd.tools.home import Area, Entity

_OBJECT = {
    "en": re.compile(
        r"^(?:set|make|change|adjust) (?:the |my |our )?(?P<what5>.+?) (?:to|at) .+$|^(?:turn|switch|power|put|shut) (?:on|off|up|down) (?:the |my |our |all the |a )?(?P<what>.+)$|^(?:turn|switch|power|put|shut) (?:the |my |our )?(?P<what2>.+?) (?:back )?(?:on|off|up|down)$"
        r"|^(?:open|close|shut|lock|unlock|start|stop|dim|raise|lower|activate|run|mute|pause) (?:the |my |our )?(?P<what3>.+?)(?: (?:up|down))?$|^(?:the |my )?(?P<what4>.+?) (?:on|off)$"
    ),
    "zh": re.compile(
        r"^(?:打开|关闭|关掉|关上|开启|启动|停止|锁上|解锁|拉上|拉开|调亮|调暗|开|关)(?:一下|下)?(?P<what>.+?)(?:了|掉)?$|^(?:把|将)?(?P<what2>.+?)(?:给我|都|全)?(?:打开|关掉|关了|关上|关闭|开开|开启|拉上|拉开|锁上|解锁|开了|停了|关一下|开一下)$"
    ),
}
_OF_MANY = r"((?:lamp|light|bulb|fan|blind|shade|curtain|shutter|heater|radiator|switch|plug|socket|outlet|speaker|door|window) (?:number )?(?:\d+|one|two|three|four|five|six|seven|eight|nine|ten))"
_NUMBERED = re.compile(  # "turn on lamp two" names one of several; "the light 50" says how bright
    rf"^(?:(?:turn|switch|put) (?:on|off)|open|close|shut|start) {_OF_MANY}$"
)
_LONGEST = {"en": 4, "zh": 8}
_PLACES = {"name", "area", "floor", "item"}
_IN = re.compile(r"\b(?:in|on|at) (?:the |my |our )?(?P<where>[\w' ]+?)(?: (?:to|at|by|on|off|up|down)\b.*)?$")
_AMBIGUOUS = {"上面", "下面", "地下"}  # of a thing as often as of a floor
_FLOORS = sorted({*LOWER, *UPPER, *(said for _, words in FLOORS for said in words)} - _AMBIGUOUS, key=len, reverse=True)
_ELSE_TOO = ("deck", "bath", "gym", "library", "pool", "stairs", "outside", "entry", "lawn", "yard")  # what is no room as often
_ROOMS = {form(said) for words in ROOMS for said in words}


def unknown(said: Masked, aim: Aim, strange: int, heard: Heard) -> Nameless | None:
    """Named as if it were here."""
    text = said.rest.replace("\ue000", "")
    room = _room(text, heard.language)
    if room:
        return Nameless(room, "area")
    if heard.language == "en" and (numbered := _NUMBERED.match(text)):
        return Nameless(numbered[1])
    if not strange:
        return None
    match = _OBJECT[heard.language].match(said.plain)
    what = next((found for found in match.groups() if found), "") if match else ""
    long = len(what) if heard.language == "zh" else len(what.split())
    return Nameless(what) if what and long <= _LONGEST[heard.language] and not aim.known else None


# What stands in a home and is seldom wired to it. Nobody who says "turn on the fridge", and nothing else, chats.
_APPLIANCE_EN = (
    r"(?:(?:fridge|refrigerator)(?: freezer)?|freezer|oven|stove|cooker|hob|grill|microwave|air fryer|slow cooker|pressure cooker|rice cooker|dish ?washer|washing machine"
    r"|washer|dryer|tumble dryer|kettle|toaster|blender|mixer|coffee (?:maker|machine|pot)|espresso machine|iron|hair ?dryer|electric blanket|jacuzzi|hot tub|sauna|fireplace"
    r"|projector|printer|computer|laptop|pc|playstation|xbox|console|router|wifi|aquarium|fish tank|fountain|pump|treadmill|doorbell|sprinklers?|car charger|ev charger)"
)
_APPLIANCE_ZH = (
    r"(?:电?冰箱|冰柜|冷柜|烤箱|微波炉|电磁炉|空气炸锅|电饭[锅煲]|高压锅|洗碗机|洗衣机|烘干机|电?水壶|热水壶|烤面包机|面包机|榨汁机|豆浆机|破壁机|咖啡机|电?熨斗|吹风机|电热毯"
    r"|浴缸|按摩椅|壁炉|投影仪?|打印机|电脑|笔记本|游戏机|路由器|无线网|鱼缸|喷泉|水泵|跑步机|门铃|洒水器|充电桩|饮水机|消毒柜|浴霸|马桶)"
)
_SWITCHED = {
    "en": re.compile(
        rf"(?:turn|switch|power|put) (?:on|off) (?:the |my |our )?(?P<what>{_APPLIANCE_EN})|(?:turn|switch|power|put) (?:the |my |our )?(?P<what2>{_APPLIANCE_EN}) (?:back )?(?:on|off)"
        rf"|(?:start|stop) (?:the |my |our )?(?P<what3>{_APPLIANCE_EN})|(?:the )?(?P<what4>{_APPLIANCE_EN}) (?:on|off)"
    ),
    "zh": re.compile(
        rf"(?:打开|开启|启动|开|关闭|关掉|关上|停止|停|关)(?:一下|下)?(?P<what>{_APPLIANCE_ZH})|(?:把|将)?(?P<what2>{_APPLIANCE_ZH})(?:给我)?(?:打开|开一?下|开开|开了|关掉|关了|关上|关一?下|启动|停了)"
    ),
}
_SENSED = frozenset({"sensor", "binary_sensor"})
_PLAINLY = {
    "en": re.compile(r"(?:turn|switch|power|put|open|close|shut|start|stop|dim|set|lock|unlock|raise|lower)\b(?: [\w%]+){2,8}"),
    "zh": re.compile(r"(?:打开|开启|关闭|关掉|关上|调[亮暗]|开|关|把|将).{2,12}"),
}


def lacking(meaning: Meaning, heard: Heard) -> Nameless | None:
    """What the sentence named that is not here, whatever it was taken for without that: another lamp, all of them, or nothing at all."""
    if isinstance(meaning, Nameless):
        return None
    commands = meaning.commands if isinstance(meaning, Understood | Doubt) else ()
    heard = replace(heard, text=described.named(heard.text, heard.language, heard.house, heard.room))
    said = bare(heard.text, heard.language).text
    mentions = names_of(heard.house).find(said, heard.language)
    ordered = bool(commands) or _PLAINLY[heard.language].fullmatch(said)
    if ordered and (which := numbered.unmet(said, heard.language, [(one.start, one.end) for one in mentions])):
        return Nameless(which)
    if commands:
        return floorless(commands, heard)
    switched = _SWITCHED[heard.language].fullmatch(said)
    what = next((found for found in switched.groups() if found), "") if switched else ""
    here = any(ref.domain not in _SENSED for mention in mentions for ref in mention.refs)
    return Nameless(what, "domain") if what and not here else None


def floorless(commands: Sequence[Command], heard: Heard) -> Nameless | None:
    """A floor that was said and that no command took up: "everything upstairs" must not become everything."""
    if any(command.slots.get("floor") for command in commands) or all(_PLACES & set(command.slots) for command in commands):
        return None
    text = plain(heard.text, heard.language)
    house = heard.house
    things: tuple[Entity | Area, ...] = (*house.entities, *house.areas)
    names = [name.casefold() for thing in things for name in (thing.name, *thing.aliases)]
    for word in _FLOORS:
        said = word in text if not word.isascii() else re.search(rf"\b{word}\b", text)
        if said and not any(word in name for name in names):
            return Nameless(word, "floor")
    return None


def _room(text: str, language: str) -> str:
    if language == "zh":
        return next((word for word in sorted(_ROOMS, key=len, reverse=True) if len(word) > 1 and word in text and not word.isascii()), "")
    words = text.replace(",", " ").split()
    for length in (3, 2, 1):
        for at in range(len(words) - length + 1):
            joined = " ".join(words[at : at + length])
            if joined in _ROOMS and (joined not in _ELSE_TOO or _placed(joined, text)):
                return joined
    return ""


def _placed(room: str, text: str) -> bool:
    return bool(
        re.search(
            rf"\b(?:in|on|at|by) (?:the|my|our) {room}\b|\b{room} (?:lights?|lamps?|heat(?:er|ing)|fans?|pump|speakers?|blinds?|door)\b",
            text,
        )
    )
