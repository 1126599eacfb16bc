"""Which of several things an answer means, by its room, kind or name: "the one in the bedroom", 卧室的那个."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from jarvisd.agent.understand import Command
from jarvisd.agent.understand.lists import bare
from jarvisd.messages import Language
from jarvisd.tools.home import Entity, House
from jarvisd.tools.home.called import domain_words
from jarvisd.tools.home.resolve import area_of, called

# What may stand beside it in an answer; with any other word it is none, and "not the bedroom" least of all.
_AROUND = re.compile(r"\b(?:the|that|one|in|on|at|please|i|mean|meant|want|it's|is|room)\b|[的那个盏台里在请要我是说选吧就]")


def chosen(text: str, command: Command, question: str, house: House, language: Language) -> Mapping[str, Any]:
    """The slot that tells the command which one, where the text says that and nothing else; else {}."""
    name = str(command.slots.get("name") or "")
    several = [one for one in house.entities if called(one, name)] if name else _named(question, house)
    ways = _ways(several, bool(name), house, language)
    said = text.casefold()
    meant = [way for way in ways if way in said]
    meant = [way for way in meant if not any(way in other and way != other for other in meant)]  # the longest
    slots = {ways[way] for way in meant}
    kinds = {domain_words(one.domain, language) for one in several}
    own = [word for one in several for word in (one.name, *one.aliases)] if name else []
    left = _AROUND.sub("", _without(said, [*meant, *own, *kinds]))
    return dict(slots) if len(slots) == 1 and not bare(left) else {}


def _named(question: str, house: House) -> Sequence[Entity]:
    """What the question names; not what is only a part of another's name."""
    asked = bare(question)
    names = {bare(way): one for one in house.entities for way in (one.name, *one.aliases) if bare(way) and bare(way) in asked}
    return [one for way, one in names.items() if not any(way in other and way != other for other in names)]


def _ways(several: Sequence[Entity], named: bool, house: House, language: Language) -> Mapping[str, tuple[str, str]]:
    """How one of them may be called -> the slot that this fills."""
    ways: dict[str, tuple[str, str]] = {}
    kinds = {one.domain for one in several}
    for one in several:
        if len(kinds) > 1:
            ways[domain_words(one.domain, language).casefold()] = ("domain", one.domain)
        if area := area_of(house, one):
            ways |= {way.casefold(): ("area", area.name) for way in (area.name, *area.aliases)}
        if not named:
            ways |= {way.casefold(): ("name", one.name) for way in (one.name, *one.aliases)}
    return ways


def _without(text: str, words: Iterable[str]) -> str:
    for word in sorted((word.casefold() for word in words), key=len, reverse=True):
        text = text.replace(word, " ")
    return text
