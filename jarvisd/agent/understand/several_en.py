"""English commands in one sentence, taken apart."""

from __future__ import annotations

import re
from collections.abc import Set

from jarvisd.agent.understand.slots import color_spans

VERB = (
    r"(?:turn|switch|put|set|make|open|close|shut|lock|unlock|dim|brighten|lower|raise|start|stop|play|pause|mute|unmute|resume|continue|skip|increase|decrease|reduce|change|adjust|crank"
    r"|kill|cut|hit|bring|draw|pull|roll|run|activate|deactivate|enable|disable|power|light|vacuum|hoover|clean|mow|send|give|warm|cool|heat|get|have|let|go|take|fire up|shade|drop|lift|bump|boost|return|dock|launch|trigger|execute|unpause)"
)
_VERB = re.compile(rf"^(?:now |also |finally |just |please |the |all )*{VERB}\b(?! (?:lights?|lamps?|switch(?:es)?|curtains?|set)\b)")
_AGAIN = re.compile(
    r"^(?:next|previous|volume|louder|quieter|brighter|dimmer|warmer|cooler|everything|lights? (?:on|off)|(?:a )?(?:bit|little))\b"
)
_JOINT = re.compile(
    rf"\s*(?:,\s*)?\b(?:and then|and also|and after that|after that|and afterwards|and finally|then|and|plus|as well as|along with|together with|but)\b\s*(?:also |please |then )?|\s*(?:,\s*)?\bso (?=(?:please |just )?{VERB}\b)|\s*,?\s+(?=(?:because|cause|so that|since) )|\s*,\s*(?:also )?"
)
_LEAD = re.compile(
    rf"^((?:{VERB})(?: (?:on|off|up|down|out|in|back))?(?: all| both| every| each)?(?= (?:the|my|our|all|both|every|each|a|an|this|that|these|those|\S)))"
)
_AT_ONCE = frozenset(["kill", "cut", "hit", "lock", "unlock", "mute", "pause", "stop", "activate"])
_PARTICLE = re.compile(r" (?:back )?(on|off|up|down|out|open|closed|shut|again)$")
_PARTICLE_THERE = re.compile(
    r" (?:on|off|up|down|open|closed|shut) (?:in|on|at) (?:(?:the|my|our) )?[\w' ]+$"
)  # "the radio down in nan's room"
_TO = re.compile(r" ((?:to|at|by) (?!the\b|my\b|base\b).*)$")
_PLACE = re.compile(r" ((?:in|on|at|inside) (?:the|my|our|this|that|here|there).*|in here|upstairs|downstairs|outside|everywhere)$")
_HOW = re.compile(
    r" ((?:a (?:bit|little|lot|touch) |much |slightly |way )?(?:brighter|dimmer|darker|warmer|cooler|colder|hotter|louder|quieter|softer|higher|lower)"
    r"|(?:red|green|blue|yellow|orange|purple|violet|pink|white|cyan|turquoise|magenta|warm white|cool white|daylight)|halfway|half open|\d+ ?(?:%|percent|degrees))$"
)
_THING = re.compile(
    r"\b(lights?|lamps?|bulbs?|fans?|blinds?|curtains?|drapes|shades?|shutters?|awning|doors?|windows?|locks?|gates?|switch(?:es)?|outlets?|plugs?|sockets?|heating|heaters?|thermostats?|radiators?|ac"
    r"|air conditioning|air conditioner|tv|television|speakers?|music|radio|stereo|vacuum|robot|mower|volume|brightness|temperature|scene|script|valves?|humidifiers?|chandelier|lighting)\b"
)
_REASON = re.compile(
    r"^(?:because|cause|since|so (?:that )?(?:i|we|the)|as (?:i|we|it)|i (?:am|have|was|need|want|will|think|feel|can not|could|do not|would|just|must|got|hear|see)|we (?:are|have|need|will|want|can)|it is|it gets|it feels|it looks|the (?:movie|film|baby|kids|sun|guests|show|game|news)\b.* (?:is|are|has|have)|that is|there is|there are"
    r"|(?:i|we) (?:am )?going|movie time|bedtime|time for|dinner is|my (?:eyes|head|feet|hands|wife|husband|kids)|good night|goodnight|good morning|bye|see you|enough|no)\b"
)
_HUNDRED = re.compile(r"(?:\d|hundred|one|two|three|point|thousand)$")
_AMOUNT = re.compile(
    r"(?:(?:but|only|just|to|at|about|call it|make it|make that|say|slowly|maybe|around) )*(?:\d+|(?:(?:ten|eleven|twelve|one|two|three|four|five|six|seven|eight|nine|\w+teen|\w+ty|a|hundred)(?: |$))+)(?: ?%| ?per ?cent| degrees| kelvin)?"
)
_COUNTED = re.compile(r"(?:\d|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|teen|ty)$")
_NUMBER = re.compile(
    r"^(?:a )?(?:half|quarter|\d+|one|two|three|four|five|six|seven|eight|nine|ten|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)\b(?! (?:lights?|lamps?))"
)


def separate(said: str, things: Set[str] = frozenset()) -> list[str]:
    """things: what single things of the house are called by; none of them lacks its noun."""
    parts = [part for part in _pieces(said) if part]
    ordered = [bool(_VERB.search(part) or _alone(part)) for part in parts]
    if any(ordered):  # a reason given beside an order
        kept = [part for part, order in zip(parts, ordered, strict=True) if order or not _REASON.search(part)]
        parts = kept
    groups: list[list[str]] = []
    for part in parts:
        own = _VERB.search(part) or _alone(part)
        if groups and not own:
            groups[-1].append(part)
        else:
            groups.append([part])
    return [command for group in groups for command in (_shared(group, things) if len(group) > 1 else group)]


def _alone(part: str) -> bool:
    """An order without a verb: "lights off", "volume up"."""
    return bool(_AGAIN.search(part))


def _pieces(said: str) -> list[str]:
    """At its joints, but "a hundred and fifty", "up and down" and "red and ten percent" are one."""
    pieces: list[str] = []
    joint = ""
    at = 0
    for match in [*_JOINT.finditer(said), None]:
        piece = said[at : match.start() if match else len(said)].strip()
        half = "and" in joint.split() and piece.startswith("a half") and pieces and _COUNTED.search(pieces[-1])
        hundred = "and" in joint.split() and _NUMBER.search(piece) and pieces and _HUNDRED.search(pieces[-1])
        more = pieces and "and" not in joint.split() and _AMOUNT.fullmatch(piece)  # "dim the lights, five percent"
        shaded = pieces and _AMOUNT.fullmatch(piece) and any(end == len(pieces[-1]) for _, end in color_spans(pieces[-1], "en"))
        if half or hundred or more or shaded or (pieces and piece in ("down", "up", "off", "on", "white", "half")):
            pieces[-1] += f" {joint.strip()} {piece}"
        elif piece:
            pieces.append(piece)
        joint, at = (match.group(), match.end()) if match else ("", 0)
    return pieces


def _shared(group: list[str], known: Set[str]) -> list[str]:
    """The first has the verb; what stands at the end of the last is said of all that say nothing of the kind."""
    first, last = group[0], group[-1]
    lead = _LEAD.match(first)
    if not lead:
        tail = _PARTICLE.search(last) or _HOW.search(last) or _TO.search(last)
        if not tail:
            return group
        return [part if _own(part) else part + tail.group() for part in group]
    verb = lead.group(1)
    base = verb.split(" ")[0]
    objects = [first[lead.end() :].strip(), *group[1:]]
    particle = _PARTICLE.search(verb)
    commands: list[str] = []
    for n, thing in enumerate(objects):
        own = bool(_own(thing))
        head = base if own and particle and n else verb
        commands.append(f"{head} {thing}")
    for pattern in (_PARTICLE, _TO, _HOW):
        tail = pattern.search(last)
        if tail and base in _AT_ONCE and pattern is not _PARTICLE:
            return [commands[0], *group[1:]]  # what is killed is not killed to fifty
        if tail and not particle:
            commands = [command if _own(command) else command + tail.group() for command in commands]
            break
    return _things(commands, verb, known)


def _own(part: str) -> bool:
    return bool(_PARTICLE.search(part) or _PARTICLE_THERE.search(part) or _TO.search(part) or _HOW.search(part))


def _things(commands: list[str], verb: str, known: Set[str]) -> list[str]:
    """ "the kitchen and hall lights" are lights both; "the lights in the kitchen and the hall" too; "the light and the fan in the hall" are there both."""
    place = _PLACE.search(commands[0], len(verb))
    if place and _THING.search(commands[0]):
        before = commands[0][: place.start()]
        word = place.group(1).split(" ")[0]
        return [
            command if n == 0 or _THING.search(command) else f"{before} {word} {command[len(verb) :].strip()}"
            for n, command in enumerate(commands)
        ]
    last = commands[-1]
    place = _PLACE.search(last)
    if place and all(_THING.search(command) for command in commands):
        return [command if _PLACE.search(command) else command + place.group() for command in commands]
    thing = _THING.search(last)
    if thing and not place:
        tail = last[thing.start() :]
        return [
            command
            if _THING.search(command) or _PARTICLE_THERE.search(command) or _named(command, verb) in known
            else f"{_without_tail(command)} {tail}"
            for command in commands
        ]
    return commands


def _named(command: str, verb: str) -> str:
    """ "turn off the printer": printer."""
    return re.sub(r"^(?:the|my|our|all) ", "", _without_tail(command.removeprefix(verb).strip()))


def _without_tail(command: str) -> str:
    for pattern in (_PARTICLE, _TO, _HOW):
        command = pattern.sub("", command)
    return command
