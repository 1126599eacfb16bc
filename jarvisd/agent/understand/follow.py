"""What says only half, because the turn before said the other half: "and now make it blue", "the other one too"."""

from __future__ import annotations

import re

from jarvisd.agent.understand import Command, Heard
from jarvisd.agent.understand.amounts import amount as number
from jarvisd.agent.understand.amounts import amounts
from jarvisd.agent.understand.masked import Masked
from jarvisd.agent.understand.senses import SENSES
from jarvisd.agent.understand.target import Aim, Target
from jarvisd.messages import Language

WHICH = ("name", "area", "floor", "domain", "device_class", "except")
_LEAD = {
    "en": re.compile(
        r"^(?:and|also|no|nope|not (?:that|this)(?: one)?|i (?:mean|meant|said)|actually|sorry|rather|but|what about|how about|same (?:for|in|with)|the same (?:for|in|with)|do the same (?:for|in|with)|now|then|too|in|on|for|make that|wait)\b[\s,]*"
    ),
    "zh": re.compile(r"^(?:还有|和|以及|也|不是?(?:这个|那个)?|不对|错了|我(?:是)?说(?:的是)?|应该是|是(?!不)|而是|那|那么|同样|一样|再|另外|然后|把|将|给)[,]?"),
}  # fmt: skip
_TAIL = {
    "en": re.compile(r"[\s,]*\b(?:too|also|as well|instead|please|i mean|i meant|likewise|next|the same)$"),
    "zh": re.compile(r"(?:也(?:是|要|一样|关|开|关了|打开|关掉|行|来)?|一样|同样|呢|吧|才对|也是这样|的|也都)+$"),
}  # fmt: skip
_ALONE = {
    "en": re.compile(r"^(?:(?:the|my|our|a|in|on|of|one|ones|all|both|every|there|only|just)\b\s*|[\s,])*$"),
    "zh": re.compile(r"^[的里,那个盏台边头上]*$"),
}
_OTHER = {
    "en": re.compile(r"\b(?:the )?other (?:one|ones|light|lamp|\w+)?\b"),
    "zh": re.compile(r"另(?:外)?(?:一)?[个盏台扇只边]|其他的?|别的"),
}
_MANY = {"en": re.compile(r"\b(?:them|all|both|those|these|everything)\b"), "zh": re.compile(r"都|它们|全|这些|那些")}
_UP_EN, _UP_ZH = r"up|more|higher", "大|高|多"
_BIT = r"(?: (?:by )?(?:a (?:little |tiny |wee )?(?:bit|notch|touch)|a little|a lot|some(?: more)?|slightly|further|again|more))*"
_TURNED = {
    "en": re.compile(
        rf"^(?:and |now |please |then |okay |ok )*(?:(?:turn|crank|bring|take|put) (?:it|that|them){_BIT} )?(?:(?:a (?:little |tiny )?(?:bit )?|slightly |even |still )*)"
        rf"(?P<way>{_UP_EN}|down|less|lower){_BIT}(?: please| now| again)*$"
    ),
    "zh": re.compile(
        rf"^(?:再|请|那|还是|帮我|把它|把它们|往[上下])*(?:调|开|弄|放)?(?:得|到)?(?:再|更)?(?P<way>{_UP_ZH}|小|低|少)(?:一点点|一点儿|一点|一些|点儿|点|些)?(?:吧|啦|了)?$"
    ),
}  # fmt: skip
_AMOUNT = {
    "en": re.compile(
        r"^(?:and |now |please |then |okay |ok )*(?:set|put|turn|bring|take|make) (?:it|that|them)(?: (?:up|down))?(?: to| at)? (?P<n>\d+|[a-z]+(?:[ -](?:one|two|three|four|five|six|seven|eight|nine))?)(?: percent| ?%| degrees)?(?: please)?$"
    ),
    "zh": re.compile(r"^(?:再|请|那|还是|帮我|把它)*(?:调|开|设|改)(?:到|成|为)(?:百分之)?(?P<n>\d+|[零一二两三四五六七八九十百]+)(?:度|%)?(?:吧)?$"),
}  # fmt: skip
_NUMBERS = {  # by the kind of thing: what is said of it by a number or by more and less
    "light": ("HassLightSet", "brightness", "HassLightSet", "brightness_step"),
    "climate": ("HassClimateSetTemperature", "temperature", "HassClimateSetTemperature", "temperature_step"),
    "fan": ("HassFanSetSpeed", "percentage", "HassFanSetSpeed", "percentage_step"),
    "cover": ("HassSetPosition", "position", "HassSetPosition", "position_step"),
    "media_player": ("HassSetVolume", "volume_level", "HassSetVolumeRelative", "volume_step"),
}
_SWITCHED = {
    "en": re.compile(r"^(?:and |now |please |then |okay |ok )*(?:(?:turn|switch) )?(?:(?P<on>on|open)|off|close|shut)(?: again| now| please| then)*$"),
    "zh": re.compile(r"^(?:那就?|再|请|就|现在|帮我)*(?:(?P<on>打开|开开|开|拉开)|关上|关掉|关闭|关|拉上)(?:了|一下)?(?:吧|啊|呀)?$"),
}  # fmt: skip
_MAY_BE_SWITCHED = frozenset({"light", "switch", "fan", "climate", "media_player", "cover", "humidifier", "input_boolean"})  # and no lock
_ON_AND_OFF = frozenset({"on", "off", "open", "close"})


def elsewhere(masked: Masked, language: Language, aim: Aim, heard: Heard) -> Command | None:
    """The last command for another thing or place, where the words name nothing but these."""
    if not heard.last:
        return None
    said, before = masked.plain, heard.last[-1]
    domains = SENSES[_sense_of(before)].domains if _sense_of(before) else frozenset[str]()
    other = _OTHER[language].search(said)
    marked = _lead_off(said, language) != said or bool(_TAIL[language].search(said)) or bool(other)
    if not marked:
        return None
    if other and not aim.named:
        name = _other(before, heard)
        return (
            Command(before.intent, {**_amounts(before), "name": name}, 0.8, "router", f"the other one than {before.slots.get('name', '')}")
            if name
            else None
        )
    if not aim.named or not _ALONE[language].match(_TAIL[language].sub("", _lead_off(_nameless(masked), language))):
        return None
    target = aim.of(domains)
    if target.missing or not target.slots:
        return None
    slots = dict(target.slots)
    if not slots.keys() & {"name", "domain"}:
        slots |= {slot: value for slot, value in before.slots.items() if slot in ("domain", "device_class")}
    return Command(before.intent, {**_amounts(before), **slots}, 0.9, "router", "as in the turn before")


def _nameless(masked: Masked) -> str:
    """Without names and kinds of things."""
    text = masked.rest
    for kind in reversed(masked.kinds):
        text = text[: kind.start] + text[kind.end :]
    return " ".join(text.replace("\ue000", "").split())


def _lead_off(said: str, language: Language) -> str:
    return _LEAD[language].sub("", _LEAD[language].sub("", said))


def same(name: str, aim: Aim, before: Command, domains: frozenset[str]) -> Target | None:
    """What the turn before was about (things of these domains), where this one names nothing of its own and can be about that."""
    if aim.things:
        return None
    sense = SENSES[name]
    if sense.domains and domains and not domains & sense.domains:
        return None
    if sense.domains and not domains and name not in _ON_AND_OFF:
        return None
    slots = {slot: value for slot, value in before.slots.items() if slot in WHICH}
    return Target(slots, domains, before=True) if slots else None


def switched(heard: Heard) -> Command | None:
    """ "Off again", 关了吧: the thing that the turn before was about."""
    found = _SWITCHED[heard.language].match(_bare(heard.text))
    which, domain = _before(heard) if found else ({}, "")
    if found is None or domain not in _MAY_BE_SWITCHED:
        return None
    return Command("HassTurnOn" if found["on"] else "HassTurnOff", which, 0.9, "router", "what the turn before was about")


def numbered(heard: Heard) -> Command | None:
    """ "Turn it down a bit", "set it to fifty": of the thing that the turn before was about, dimmed where that was a lamp."""
    said = _bare(heard.text)
    turned, amount = _TURNED[heard.language].match(said), _AMOUNT[heard.language].match(said)
    which, domain = _before(heard) if turned or amount else ({}, "")
    if domain not in _NUMBERS:
        return None
    intent, slot, relative, step = _NUMBERS[domain]
    if turned:
        way = "up" if re.fullmatch(f"{_UP_EN}|{_UP_ZH}", turned["way"]) else "down"
        return Command(relative, {**which, step: way}, 0.9, "router", "more or less of what was done in the turn before")
    numbers = [number(one) for one in amounts(amount["n"], heard.language)] if amount else []
    return Command(intent, {**which, slot: numbers[0]}, 0.9, "router", "of what was done in the turn before") if len(numbers) == 1 else None


def _bare(text: str) -> str:
    return " ".join(text.lower().strip(" ,.!?。，！？").split())


def _before(heard: Heard) -> tuple[dict[str, object], str]:
    """What the turn before was about, and its kind where it is one; {} and "" where it was about nothing, or about several kinds."""
    if not heard.last:
        return {}, ""
    domains = domains_of(heard.last[-1], heard)
    which = {slot: value for slot, value in heard.last[-1].slots.items() if slot in WHICH}
    return (which, next(iter(domains))) if len(domains) == 1 and which else ({}, "")


def many(said: str, language: Language) -> bool:
    """ "them": all that was done in the turn before."""
    return bool(_MANY["zh" if language == "zh" else "en"].search(said))


def domains_of(command: Command, heard: Heard) -> frozenset[str]:
    """What kinds of things a command was about."""
    slots = command.slots
    if "name" in slots:
        return frozenset(entity.domain for entity in heard.house.entities if entity.name == slots["name"])
    if "domain" in slots:
        return frozenset({str(slots["domain"])})
    return next(
        (
            sense.domains
            for sense in SENSES.values()
            if sense.intent == command.intent and sense.intent not in ("HassTurnOn", "HassTurnOff")
        ),
        frozenset(),
    )


def _sense_of(command: Command) -> str:
    return next(
        (name for name, sense in SENSES.items() if sense.intent == command.intent and command.intent not in ("HassTurnOn", "HassTurnOff")),
        "",
    )


def _amounts(command: Command) -> dict[str, object]:
    return {slot: value for slot, value in command.slots.items() if slot not in WHICH and slot != "preferred_area"}


def _other(before: Command, heard: Heard) -> str:
    """The one thing of the same kind in the same room."""
    mine = next((entity for entity in heard.house.entities if entity.name == before.slots.get("name")), None)
    if mine is None:
        return ""
    others = [
        entity.name
        for entity in heard.house.entities
        if entity.domain == mine.domain and entity.area == mine.area and entity.name != mine.name
    ]
    return others[0] if len(others) == 1 else ""
