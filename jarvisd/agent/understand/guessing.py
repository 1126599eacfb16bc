"""Which command an order is, and whether that is sure enough to be done."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from jarvisd.agent.understand import HINT, Command, Doubt, Heard, Nameless, follow
from jarvisd.agent.understand.frames import same_of, slots_of
from jarvisd.agent.understand.masked import Masked
from jarvisd.agent.understand.meanings import NOTHING
from jarvisd.agent.understand.missing import unknown
from jarvisd.agent.understand.senses import SAID_ALIKE, SENSES, possible, speaks_of
from jarvisd.agent.understand.slots import Values, read
from jarvisd.agent.understand.target import Aim, Target

# By cross-validation over our own sentences (tests/agent/understand/test_router.py does it again):
SURE = 0.12  # the lead before the next meaning and before nothing at all, from which it is done
SURE_CUT_OUT = 0.18  # the same of English that was cut out of a sentence: nothing at all hardly counts against it there
MAYBE = 0.02  # from which it is asked about
_MAYBE_OF_ANY = 0.1  # the same where nothing of this very house was named: "movie time" is no question about the player
_LIKELY = 0.18  # what the meaning itself must reach
_PROBABLE = 0.2  # the same of what is done
_STRANGE = 0.10  # taken off for every word that stands in no example
_KNOWN = 0.08  # added where something of this very house was named
_OTHER_KIND = 0.3  # how much a meaning that cannot be speaks against those that can
_UNNAMED = 0.15  # taken off where nothing at all was named
_WHOLE = 0.7  # how much nothing at all weighs: there are more examples of it than of anything else
_CUT_OUT = 0.25  # how much of nothing at all is left where the words are built like an order
_PLAIN = 0.3  # the lead from which a hint is done
_LOOKS = frozenset({"get_state", "get_temperature", "get_weather"})


@dataclass(frozen=True, slots=True)
class Guess:
    """A command that may have been meant, or what is missing for it."""

    sense: str
    score: float
    slots: dict[str, Any] | Nameless


def chosen(said: Masked, aim: Aim, scores: Mapping[str, float], strange: int, heard: Heard) -> Sequence[Command] | Doubt | Nameless | None:
    values = read(said.rest, heard.language)
    guesses = _guesses(said, aim, scores, values, heard)
    against = scores.get(NOTHING, 0.0) * (_CUT_OUT if heard.ordered else _WHOLE)
    if not heard.ordered:
        against = max(against, *(score for name, score in scores.items() if name.startswith("?")))
    hint = _hint(said, aim, scores, values, heard, against)
    if not guesses:
        return hint
    best = guesses[0]
    others = [guess.score for guess in guesses[1:] if not _alike(best, guess)]
    impossible = max(
        (
            score
            for name, score in scores.items()
            if name in SENSES and name not in _LOOKS and all(name != guess.sense for guess in guesses)
        ),
        default=0.0,
    )
    lead = best.score - max(against, *others, impossible * _OTHER_KIND, 0.0)
    missing = unknown(said, aim, strange, heard)
    lead += (_KNOWN if aim.known else 0.0) - (
        0.0 if missing and missing.kind == "area" else _STRANGE * strange * (_CUT_OUT if heard.ordered else 1.0)
    )
    lead += _KNOWN if aim.a_garage and best.sense in ("open", "close") else 0.0
    if hint is not None and best.score < max(scores.get("~" + name, 0.0) for name in SENSES):
        return hint
    if missing is not None and missing.kind == "area" and aim.named and best.score >= _LIKELY:
        return missing
    if lead < (MAYBE if aim.known or heard.last else _MAYBE_OF_ANY) or best.score < _LIKELY * (0.5 if lead < SURE else 1.0):
        return None
    if missing is not None and not isinstance(best.slots, Nameless):
        return missing
    if strange and heard.language == "en" and not aim.things_named and SENSES[best.sense].keeps_kind:
        return None  # "open presents in the living room" opens no curtains there
    if not (aim.named or aim.placed or heard.last or speaks_of("on", said.text, heard.language)):
        lead -= _UNNAMED
    if isinstance(best.slots, Nameless):
        if lead >= SURE and best.slots.among and _EACH[heard.language].search(said.plain):
            every = [slots_of(best.sense, aim.only(name), values) for name in best.slots.among]
            alone = [replace(best, slots=slots) for slots in every if isinstance(slots, dict)]
            if len(alone) == len(every):
                return tuple(command for one in alone for command in _commands(one, scores, lead, said, aim, heard))
        return best.slots if lead >= SURE or best.slots.among else None
    said_whole = best.sense == "position" and values.level == "max" and values.number is None
    if said_whole and heard.language == "en" and (whole := _wholly(said, aim, values)):
        best = replace(best, sense=whole[0], slots=whole[1])
    if isinstance(best.slots, dict) and best.sense in _WAYS and _PARTLY[heard.language].search(said.plain):
        best = replace(best, sense="position", slots={**best.slots, "position_step": _WAYS[best.sense]})
    commands = _commands(best, scores, lead, said, aim, heard)
    if best.score < _PROBABLE:
        return Doubt(commands)
    if aim.pronoun and not heard.room and not any({"name", "area", "floor"} & command.slots.keys() for command in commands):
        return Doubt(commands)  # nobody knows what "it" is, and it is not the whole house
    if heard.language == "zh" and aim.known and not aim.things_named and SENSES[best.sense].usual == "light" and _else_named(said):
        return Doubt(commands)
    if heard.ear is not None and strange and heard.language == "en" and "name" not in commands[0].slots:
        return Doubt(commands)  # "tarfan at half speed": nobody who writes leaves out what it is about
    enough = SURE_CUT_OUT if heard.ordered and heard.language == "en" else SURE
    return commands if lead >= enough else Doubt(commands)


_WAYS = {"open": "up", "close": "down"}
_PARTLY = {  # "open the curtains a little" is not all the way
    "en": re.compile(
        r"\b(?:a (?:little|tad|touch|tiny|wee)(?: bit)?|a bit|slightly|partly|part way)(?= (?:please|more|further|wider|now)\b|$)"
    ),
    "zh": re.compile(r"(?:开|上|关|合|下|下来|起来|升|降)[大小]?(?:一点点|一点儿|一点|一些|点儿|点)(?:吧|就行|就好|了)?$"),
}
_EACH = {"en": re.compile(r"\b(?:both|all|each|every)\b"), "zh": re.compile(r"都|两|[俩全每各]|所有")}


def _else_named(said: Masked) -> bool:
    """卫生间暖风打开: what is meant has a name that nobody knows here, and is not the light."""
    return len(_NO_NAME.sub("", said.rest)) > 1


_NO_NAME = re.compile(
    r"(?:太|好|有点|真)?[黑暗亮]了?|[一这那]?[下个些]儿?|帮忙|麻烦|赶紧|马上|现在|所有|全部|统统|打开|开启|关掉|关上|关闭|[\ue000-\uf8ff把将给我你您帮请都全里那边这屋开关灭熄点着起来掉上了吧啊呀呗啦的就先再快也去要,，\s]"
)


def _guesses(said: Masked, aim: Aim, scores: Mapping[str, float], values: Values, heard: Heard) -> list[Guess]:
    """Those that the words allow, the likeliest first."""
    found: list[Guess] = []
    amount = min(1.0, sum(max(0.0, scores.get(name, 0.0)) for name in (*SAID_ALIKE, "warmer", "cooler")))
    if aim.named:
        scores = {**scores, **{name: amount for name in SAID_ALIKE if aim.of(SENSES[name].domains).domains <= SENSES[name].domains}}
    if aim.of(SENSES["unlock"].domains).domains == {"lock"}:  # what has only a lock is opened by it
        scores = {
            **scores,
            "unlock": max(
                scores.get("unlock", 0.0),
                scores.get("open", 0.0),
                scores.get("on", 0.0) if heard.language == "zh" and "锁" not in said.plain else 0.0,
            ),
        }
    if aim.a_garage and heard.language == "zh":  # 车库打开 is its door
        scores = {
            **scores,
            **{door: max(scores.get(door, 0.0), scores.get(lamp, 0.0)) for door, lamp in (("open", "on"), ("close", "off"))},
        }
        scores = {name: score for name, score in scores.items() if name not in ("on", "off")}
    for name, score in sorted(scores.items(), key=lambda row: -row[1]):
        if name not in SENSES or name in _LOOKS or name == "play" or score <= 0:
            continue
        target = _target(name, aim, heard)
        if not possible(name, target, values):
            continue
        if not (aim.named or aim.placed or target.before or speaks_of(name, said.text, heard.language)):
            continue
        slots = same_of(name, target, values) if target.before else slots_of(name, aim, values)
        if slots is not None:
            found.append(Guess(name, score, slots))
    return found


def _wholly(said: Masked, aim: Aim, values: Values) -> tuple[str, dict[str, Any]] | None:
    """ "All the way up" is open, "fully closed" closed."""
    sense = "close" if re.search(r"\b(?:down|closed?|shut)\b", said.plain) else "open"
    slots = slots_of(sense, aim, values)
    return (sense, slots) if isinstance(slots, dict) else None


def _target(name: str, aim: Aim, heard: Heard) -> Target:
    if heard.last and not aim.things and (aim.pronoun or name not in ("on", "off", "play")):
        before = follow.same(name, aim, heard.last[-1], follow.domains_of(heard.last[-1], heard))
        if before is not None:
            return before
    return aim.of(SENSES[name].domains)


def _alike(one: Guess, other: Guess) -> bool:
    """They come to the same."""
    return SENSES[one.sense].intent == SENSES[other.sense].intent and one.slots == other.slots


def _commands(guess: Guess, scores: Mapping[str, float], lead: float, said: Masked, aim: Aim, heard: Heard) -> tuple[Command, ...]:
    assert not isinstance(guess.slots, Nameless)
    intent = SENSES[guess.sense].intent
    why = f"{guess.sense}, {lead:.2f} before the next"
    command = Command(intent, guess.slots, max(0.0, min(1.0, guess.score)), "router", why)
    if aim.pronoun and not aim.named and len(heard.last) > 1 and follow.many(said.plain, heard.language):
        kept = {slot: value for slot, value in guess.slots.items() if slot not in follow.WHICH}
        return tuple(
            replace(command, slots={**{slot: one.slots[slot] for slot in follow.WHICH if slot in one.slots}, **kept}) for one in heard.last
        )
    return (command,)


def _hint(
    said: Masked, aim: Aim, scores: Mapping[str, float], values: Values, heard: Heard, against: float
) -> Sequence[Command] | Doubt | None:
    """ "It is too dark in here": done where that is plain, for it is undone by a word; else asked about."""
    name, score = max(((name, score) for name, score in scores.items() if name.startswith("~")), key=lambda row: row[1], default=("", 0.0))
    sense = name[1:]
    if score < _LIKELY or score - against < MAYBE or sense not in SENSES:
        return None
    if values.percent is not None or values.number is not None or values.degrees is not None:
        return None
    named = aim.of(frozenset()).domains
    if named and not named & SENSES[sense].domains:
        return None  # "pull the curtains across, it is chilly" is no hint about the heating
    step = 1 if SENSES[sense].needs == "more" else -1 if SENSES[sense].needs == "less" else 0
    slots = slots_of(sense, aim, replace(values, step=step, percent=None, number=None, degrees=None, by=None))
    if slots is None or isinstance(slots, Nameless):
        return None
    commands = (Command(SENSES[sense].intent, slots, min(1.0, score), "router", f"{HINT} {sense}, {score - against:.2f} before the next"),)
    return commands if score - against >= _PLAIN else Doubt(commands)
