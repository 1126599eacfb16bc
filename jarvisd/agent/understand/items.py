"""What is put on a list or ticked off in one breath, one by one: "diapers and wipes" are two."""

from __future__ import annotations

import re
from dataclasses import replace

from jarvisd.agent.understand import Command
from jarvisd.messages import Language

_SHOPPING = re.compile(r"shop|grocer|buy|supermarket|购物|买|采购|超市|菜")  # on other lists "and" joins deeds and people
_AND = {
    "en": re.compile(r",? and (?:also )?(?:some |a few |a |the )?|, (?:also |then )?(?:some |a few )?|,? plus |,? as well as "),
    "zh": re.compile(r"、|，|,|(?<=.{2})和(?!牛|面)|还有|以及|(?<=.{2})跟|[，,]?(?:再|还有|也)(?:加|来|写|记)(?:上)?(?:个)?"),
}
_AGAIN = re.compile(r"[，,](?:然后)?(?:再|还有|还|也)(?:要)?(?:加|来|写|记|添)(?:上|个|一个)?")  # of whatever list: it says so itself
_PAIRS = re.compile(
    r"\b(?:salt and pepper|fish and chips|mac(?:aroni)? and cheese|ham and cheese|bread and butter|peanut butter and jelly|gin and tonic|oil and vinegar|half and half|cream and sugar|rice and beans|bangers and mash|salt and vinegar|cheese and onion|head and shoulders|black and decker|bits and \w+|odds and ends)\b"
)
_LONGEST = {"en": 4, "zh": 8}  # words, characters of one thing


def parted(command: Command, language: Language) -> tuple[Command, ...]:
    """As it is where it names one thing, or is no list of things to buy."""
    item = str(command.slots.get("item", ""))
    if language == "zh" and len(parts := _AGAIN.split(item)) > 1 and all(parts):
        return tuple(replace(command, slots={**command.slots, "item": part}) for part in parts)
    if not _SHOPPING.search(str(command.slots.get("name", "")).casefold()) or _PAIRS.search(item):
        return (command,)
    parts = [part for part in (said.strip(" ,，") for said in _AND[language].split(item)) if part]
    if len(parts) < 2 or any(_length(part, language) > _LONGEST[language] for part in parts):
        return (command,)
    return tuple(replace(command, slots={**command.slots, "item": part}) for part in parts)


def _length(part: str, language: Language) -> int:
    return len(part) if language == "zh" else len(part.split())
