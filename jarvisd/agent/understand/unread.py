"""Words beside the orders of a sentence that order more, or put right what was ordered, and that nobody took up: it is asked about first."""

from __future__ import annotations

import re
from collections.abc import Sequence, Set

from jarvisd.agent.understand import Command, Heard
from jarvisd.agent.understand.amounts import amount, amounts
from jarvisd.agent.understand.clauses import gaps_of, grammar_of, signs, written
from jarvisd.agent.understand.judged import READS
from jarvisd.agent.understand.names import Names, names_of
from jarvisd.agent.understand.signs import COLOR, NUMBER, PLACE, SCENE, THING
from jarvisd.agent.understand.slots import read
from jarvisd.agent.understand.things import kinds
from jarvisd.messages import Language
from jarvisd.tools.home.intents import INTENTS

_LEAST = {"en": 5, "zh": 7}  # words, signs of a sentence that may hold more than its orders
_WAY = r"(?:on|off|out|open|shut|closed|paused|muted|locked|unlocked|down|up)"
_THE = r"(?:(?:the|my|our|his|her) )?"
_MUCH = rf"(?:{NUMBER}+|{COLOR}+|half(?:way)?|max|all the way)"
_MORE = {
    "en": re.compile(
        # put right
        rf"\b(?:no|sorry|i mean|i meant|rather|make that|scratch that|not (?:that|those|this) one)\b[, ]+(?:(?:wait|sorry|just|then|back|i mean|make it|put it|turn it|the|to|at|on)[, ]+)*(?:{_WAY}|{_MUCH}|{_THE}[{THING}{SCENE}]+)(?![\w'])"
        rf"|\bnot {_THE}[{THING}]+(?: {_THE}[{THING}]+)? {_THE}[\w']+ one\b"
        # one more thing, or the same again
        rf"|^(?:(?:and|then|plus|also|but)[, ]+)+(?!(?:i|we|he|she|it|they|that|there|you|come|go) ){_THE}\w+(?: \w+)? {_WAY}(?: again| too| please| then| (?:to|at) {_MUCH})*$|^{_THE}(?!(?:i|we|he|she|it|they|that|there|you|i'm|we're|dinner|time|come|go|hurry|he's|she's)\b)(?:\w+|{THING}+) {_WAY}(?: and| then)*$"
        rf"|\bthen (?:back|off|on|down|up)\b|\bwhile you (?:are|'re) at it\b.*[{THING}]|\b(?:so|and|then)(?: the)? {SCENE}+(?: and| then)?$"
        rf"|(?:^|and |then )(?:can you |please )?(?:remind|tell|call|text|ring|play) "
        rf"|\bthe [^ ,]+ {NUMBER}{{3}}$|^(?:and|then) (?:to |at )?{NUMBER}+ (?:in the |on the )?{PLACE}|\b(?:his|her|their) {THING}"
        # later
        rf"|{NUMBER}+ more (?:minutes?|seconds?|hours?)|\bmore (?:minutes?|seconds?|hours?) (?:then|and)$"
    ),
    "zh": re.compile(
        rf"^(?:不+|不是|不够|还是|再|改|就)?(?:百分之)?{NUMBER}+(?:度|档)?(?:吧|就行|就好|就够了?|得了|好了|行了|可以了?)*$"
        rf"|^(?:再|然后|还有|也|顺便|并|另外)?[把将]{PLACE}*[^{NUMBER},]{{1,6}}(?:也|都|给我)*[关开烧煮调拉放停锁灭点][上了掉着开]?[吧呗]?$"
        rf"|{THING}+(?:就|也|都|先)?(?:不要了?|不用了?|甭|别|开着|亮着|换成?|改成?)|{THING}+[^,{THING}{PLACE}{NUMBER}太很好有是没坏]{{0,3}}(?:上去|下去|起来|下来)|^(?:[一二三四五六]|{NUMBER}+)[档格级]"
        rf"|^[大小]声|^(?:不要|别|要|是){PLACE}*{THING}+$"
    ),
}  # fmt: skip

_SPARED = {  # where all of a kind are meant
    "en": re.compile(rf"\b(?:not|do not (?:turn|switch|touch|close|open)) {_THE}{THING}+"),
    "zh": re.compile(rf"(?:不是|别[开关动]|不要[开关动]|甭[开关动])(?:了|掉)?{THING}+"),
}

_KINDS = {intent.name: intent.kinds for intent in INTENTS}


def unread(heard: Heard, commands: Sequence[Command]) -> str:
    """The words; "" where every order was taken up."""
    language = heard.language
    if all(command.intent in READS for command in commands) or any("message" in one.slots or "item" in one.slots for one in commands):
        return ""
    if (len(heard.text) if language == "zh" else len(heard.text.split())) < _LEAST[language]:
        return ""
    names = names_of(heard.house)
    said = written(heard.text, language, names)
    marked = signs(said, language, names)
    spans = grammar_of(language).found(marked, True)
    wide = any("name" not in one.slots and "except" not in one.slots for one in commands)
    if wide and (spared := _SPARED[language].search(marked)):
        return said[spared.start() : spared.end()]
    about, every = _domains(commands, heard), {entity.domain for entity in heard.house.entities}
    for start, end in spans if language == "en" else ():
        words = said[start:end]
        here = {one.domain for one in kinds(words, language) if one.domain in every or (every and not one.domain)}
        if here and not here & about and not names.find(words, language):
            return words  # "curtains open, telly paused" and only the telly was paused
    at = 0
    for gap in gaps_of(marked, spans) if spans else ():
        at = marked.index(gap, at)
        if gap and (found := _MORE[language].search(gap)):
            words = said[at + found.start() : at + found.end()]
            if not _taken(words, commands, names, language):
                return words
        at += len(gap)
    return ""


def _domains(commands: Sequence[Command], heard: Heard) -> Set[str]:
    """Of all that they are for; "" stands for a door, which is moved or locked."""
    of = {entity.name: entity.domain for entity in heard.house.entities}
    named = {str(one.slots.get("domain") or of.get(str(one.slots.get("name")), "-")) for one in commands}
    wide = [one for one in commands if "domain" not in one.slots and "name" not in one.slots]
    return named.union(*(_KINDS.get(one.intent) or set(of.values()) for one in wide), {""} if named & {"cover", "lock"} else set())


def _taken(words: str, commands: Sequence[Command], names: Names, language: Language) -> bool:
    """What is named or set there is what a command is for: it was put right already."""
    values = [value for command in commands for value in command.slots.values()]
    named = {ref.name for mention in names.find(words, language) for ref in mention.refs}
    if named:
        return not named.isdisjoint(map(str, values))
    color, level = read(words, language).color, read(words, language).percent
    much = [abs(amount(one)) for one in amounts(words, language)]
    return color in values if color else any(one in values for one in much) if much else level in values if level is not None else False
