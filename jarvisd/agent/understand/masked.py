"""A sentence with the house's own names, its numbers and colours put as plain words, so that they do not decide what it means."""

from __future__ import annotations

import re
from dataclasses import dataclass

from jarvisd.agent.understand.amounts import amounts
from jarvisd.agent.understand.called import Ref
from jarvisd.agent.understand.names import Mention, Names
from jarvisd.agent.understand.slots import color_spans
from jarvisd.agent.understand.things import OF_IT, Kind, kinds, plain_word
from jarvisd.messages import Language

_AS_ITS_KIND = frozenset({"light", "fan", "climate", "valve", "humidifier", "water_heater"})
_AS_CURTAINS = frozenset({"blind", "curtain", "shade", "shutter", "awning"})


@dataclass(frozen=True, slots=True)
class Masked:
    plain: str  # the sentence in which places are counted; Chinese without 的
    text: str  # what is compared
    rest: str  # plain without names: where amounts are looked for
    mentions: tuple[Mention, ...]
    kinds: tuple[Kind, ...]  # outside of names


def masked(text: str, language: Language, names: Names | None) -> Masked:
    """text: as `spoken.bare` leaves it."""
    plain = re.sub(r"的(?=.)|\s+", "", text) if language == "zh" else text
    mentions = names.find(plain, language) if names else ()
    rest = plain
    for mention in mentions:  # places stay what they are
        rest = rest[: mention.start] + "\ue000" * (mention.end - mention.start) + rest[mention.end :]
    things = kinds(rest, language)
    spans = [(mention.start, mention.end, _word(mention, things, language)) for mention in mentions if not _is_weather(mention)]
    spans += [(kind.start, kind.end, plain_word(_like(kind), language)) for kind in things if _like(kind)]
    spans += [
        (found.start, found.end, _number(rest[found.start : found.end], found.said))
        for found in amounts(rest, language)
        if found.said != "a"
    ]
    spans += [(start, end, "红" if language == "zh" else "red") for start, end in color_spans(rest, language)]
    return Masked(plain, _replaced(plain, spans), rest, mentions, things)


def _replaced(text: str, spans: list[tuple[int, int, str]]) -> str:
    made, at = [], 0
    for start, end, word in sorted(spans):
        if start >= at:
            made += [text[at:start], word]
            at = end
    return "".join([*made, text[at:]])


def _number(written: str, said: str) -> str:
    return written.replace(said, "50") if said in written else "50"


def _word(mention: Mention, things: tuple[Kind, ...], language: Language) -> str:
    for ref in mention.refs:
        if ref.kind == "name" and not (things and mention.kinds != {"name"}):
            return _of(ref, mention, language)
    return plain_word(mention.refs[-1].kind if mention.refs[-1].kind != "name" else "area", language)


def _of(ref: Ref, mention: Mention, language: Language) -> str:
    if ref.device_class == "tv" or re.search(r"\btv\b|television|电视", mention.said):
        return "电视" if language == "zh" else "tv"
    if ref.domain == "cover" and ref.device_class in ("garage", "garage_door", "gate", "door", "window"):
        words = {
            "garage": ("garage", "车库门"),
            "garage_door": ("garage", "车库门"),
            "gate": ("gate", "大门"),
            "door": ("door", "门"),
            "window": ("window", "窗户"),
        }
        return words[ref.device_class][language == "zh"]
    return plain_word(ref.domain, language)


def _is_weather(mention: Mention) -> bool:
    """ "home", where a forecast is called so, is the home."""
    return all(ref.domain == "weather" for ref in mention.refs)


def _like(kind: Kind) -> str:
    """The domain whose plain word may stand for it; "" where its own word says more."""
    if kind.said in OF_IT:
        return ""
    return kind.domain if kind.domain in _AS_ITS_KIND or (kind.domain == "cover" and kind.device_class in _AS_CURTAINS) else ""
