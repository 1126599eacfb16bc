"""What was named and is not in this house: a room or a floor that it has not, a thing that nobody knows."""

from __future__ import annotations

import re
from collections.abc import Sequence

from jarvisd.agent.understand import Command, Heard, Nameless
from jarvisd.agent.understand.called import form
from jarvisd.agent.understand.masked import Masked
from jarvisd.agent.understand.rooms import FLOORS, LOWER, ROOMS, UPPER
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


def floorless(commands: Sequence[Command], heard: Heard) -> Nameless | None:
    """A floor that was said and that no command took up: "everything upstairs" must not become everything."""
    if any(command.slots.get("floor") for command in commands) or all(_PLACES & set(command.slots) for command in commands):
        return None
    text = heard.text.casefold()
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
            placed = re.search(
                rf"\b(?:in|on|at|by) (?:the|my|our) {joined}\b|\b{joined} (?:lights?|lamps?|heat(?:er|ing)|fans?|pump|speakers?|blinds?|door)\b",
                text,
            )
            if joined in _ROOMS and (placed or joined not in _ELSE_TOO):
                return joined
    return ""
