"""A word that stands before a kind of thing as its name would, and is nobody's here: "covered lights on" may be the cupboard lights misheard."""

from __future__ import annotations

import re

from jarvisd.agent.understand.masked import masked
from jarvisd.agent.understand.names import Names
from jarvisd.agent.understand.rooms import ROOMS
from jarvisd.agent.understand.slots import color_spans
from jarvisd.agent.understand.sounds_en import unlike
from jarvisd.agent.understand.things import Kind

# What may stand there and names nothing: whose it is, which, how many of them, how it is found, and the words of orders.
_WORDS = (
    "the a an some any every each all both this that these those my our your his her their its whose which what no another other others same "
    "next previous last first second third one two three four five six single more less enough much many most little bit main big small tall "
    "old new back front outside inside indoor outdoor upstairs downstairs overhead ceiling wall table floor bright warm cold dark "
    "soft dim stupid bloody damn damned blasted flipping fucking ruddy silly lovely nice good proper actual only just "
    "on off up down in out of to at for from by with over under near and then so now also please is are was be being been am me "
    "us you i we they he she there here not never don't how turn turned turning turns switch switched put set get give make keep have has need "
    "want let leave open close closed shut lower lowered raise raised lock locked unlock start started stop stopped run pause play mute unmute "
    "increase decrease reduce adjust change bring kill cut hit light lights check dimmer brighter brighten darken drop percent degrees "
    "degree if whether when about around like can could would will should do does did as than too very really right okay ok hey um uh er oh "
    "well it's that's let's what's there's here's where's today's house home room rooms color colour max maximum minimum min full highest lowest lamp lamps "
    "heating cooling robot smart led electric ac gas water air"
)
_MAY_STAND = frozenset(_WORDS.split())
_WORD = re.compile(r"([\w'\ue000-]+) $")
_ROOMS = frozenset(part for words in ROOMS for room in words for part in room.split())
_DIGITS = {"2": "two", "4": "four", "8": "eight"}
_OWNER = re.compile(r"\b[a-z]+(?:'s|s|ce)\b")
_NEAR = 0.3  # how unlike it the word of a name may sound that it is taken for
_NEARER = 0.15  # by how much any other must be more so


def strays(text: str, names: Names) -> list[tuple[int, int, Kind]]:
    """Where they begin and end, and the kinds that they stand before. text: as `spoken.plain` gives it."""
    said = masked(text, "en", names)
    found = []
    for kind in said.kinds:
        before = _WORD.search(said.rest[: kind.start])
        word = before[1] if before else "the"
        if before and not (
            word in _MAY_STAND or word in _ROOMS or (word[0].isdigit() and kind.many) or "\ue000" in word or color_spans(word, "en")
        ):
            found.append((before.start(1), before.end(1), kind))
    return found


def put_right(text: str, names: Names) -> str:
    """With the name that sounds like it, and like no other of that kind, in its place."""
    for start, end, kind in reversed(strays(text, names)):
        called = [form for form in names.forms if form.isascii() and form.split()[-1].rstrip("s") == kind.said.split()[-1].rstrip("s")]
        said = _DIGITS.get(text[start:end], text[start:end])
        ranked = sorted((unlike(said, form.rsplit(" ", 1)[0].replace(" ", "")), form) for form in called if " " in form)
        if ranked and ranked[0][0] <= _NEAR and all(far >= ranked[0][0] + _NEARER for far, _ in ranked[1:]):
            text = text[:start] + ranked[0][1] + text[kind.end :]
    return _OWNER.sub(lambda found: _owner(found[0], names), text)


def _owner(word: str, names: Names) -> str:
    """ "Man's reading lamp" is Nan's, where there is a Nan's room and no man's."""
    owners = names.owners - {word}
    near = [owner for owner in owners if unlike(word, owner) <= _NEAR and len(owner) > 3] if word not in _MAY_STAND else []
    return near[0] if len(near) == 1 and word not in names.owners else word
