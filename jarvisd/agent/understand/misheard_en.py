"""English orders as a small transcriber writes them: "roomba, go back", "roman shape down". Asked only where nobody understands what was written."""

from __future__ import annotations

import re
from collections.abc import Iterator

from jarvisd.agent.understand import misheard_verb_en
from jarvisd.agent.understand.names import Names
from jarvisd.agent.understand.stray_en import put_right

# What is never right as it stands.
_SURE = (
    (re.compile(r"\baccept(?:ed)? (?=(?:for )?(?:the|my|our|in the)\b)"), "except "),
    (re.compile(r"^(?:arm|arms|on|armed) that (?:will )?(?=arm|alarm)"), "arm the "),
    (re.compile(r"\b(turn|push|put) of (?=the .+ (?:up|down)\b)"), r"\1 "),
    (re.compile(r"\b(turn|switch|put|power|shut) of(?= (?:the|my|our|all|every|both)\b)"), r"\1 off"),
    (re.compile(r"\b(lights?|lamps?|heating|radio|telly|tv|fan) of$"), r"\1 off"),
    (re.compile(r"(?<=[a-z])-(?=\d+\b)"), " to "),
    (re.compile(r"\bthree-quarters\b"), "three quarters"),
    (re.compile(r"\boften (?=here\b)"), "off in "),
    (re.compile(r"\bshit (?=(?:off|the|down|it)\b)"), "shut "),
    (re.compile(r"\blocket\b"), "lock it"),
    (re.compile(r"\b(?:i'll|will|all|the) arm (?=(?:on|off)\b)"), "alarm "),
    (re.compile(r"^while (?=lights? )"), "wall "),
    (re.compile(r"\b(back|out|up|down) and (?=please\b)"), r"\1 in "),
    (re.compile(r"(?<=[a-z])-(?=(?:on|off)\b)"), " "),
    (re.compile(r"^(the \w+(?: \w+)?[a-rt-z])s,? (?=(?:a (?:bit|little|tad)|way too|far too) \w)"), r"\1's "),
    (re.compile(r"\bno weight(?=,? (?:not?|the)\b)"), "no wait"),
    (re.compile(r"\bin their (?=(?:turn|switch|put|shut|close|open|lock)\b)"), "in there "),
    (re.compile(r"^as (?=(?:there been|any(?:one|body))\b)"), "has "),
    (re.compile(r"\b(back|out|up|down) and\.?$"), r"\1 in"),
)  # fmt: skip
_LED = re.compile(
    r"^(?:please |now |and |can you |could you )*(?:turn|switch|put|set|open|close|shut|lock|unlock|start|stop|dim|raise|lower|play|pause|mute|add)\b"
)
_BESIDE_WORDS = "the my our your a please now in on off up down to at and percent degrees halfway half all"
_BESIDE = frozenset(_BESIDE_WORDS.split())
_HYPHEN = re.compile(r"(?<=[a-z])-(?=[a-z])", re.IGNORECASE)
_COMMAS = re.compile(r"\s*,\s*(?!(?:and|then|but|no|not)\b)")
_STATES = r"on|off|open|closed|locked|unlocked|running|playing|shut"
_IS = re.compile(rf"(?<=[a-z])s(?= (?:{_STATES})\b)")  # "guest modes on" after "if": guest mode is on
_ASKED = re.compile(r"\b(?:if|whether)\b")
# What Whisper writes for the words of an order, where nothing but an order is left of it.
_WRITTEN = (
    (re.compile(r"^and (?=.+ (?:to|on|onto) (?:the |my |our )?\w*(?: \w+)? ?list\b)"), "add "),
    (re.compile(r"^(?:at|had|ad|have|app) (?=.+ (?:to|on|onto) (?:the |my |our )?\w*(?: \w+)? ?list\b)"), "add "),
    (re.compile(r"\bheading\b"), "heating"),
    (re.compile(r"^(?:then|them|din|tim) (?=the \w+(?: \w+)? (?:lights?|lamps?)\b.*\b(?:to|down)\b)"), "dim "),
    (re.compile(r"^(?:clothes|cloth|closed|clues) (?=the\b)"), "close "),
    (re.compile(r"^(?:poor|paws|pores|pours|pose) (?=the\b)"), "pause "),
    (re.compile(r"^(?:paws|pores|pours)$"), "pause"),
    (re.compile(r"^(?:look|luck|log|lot|blocked|locked) (?=(?:the |up the )?[\w' ]*(?:door|gate)\b)"), "lock "),
    (re.compile(r"^(?:arm|arms|on|armed) that (?:will )?(?=arm|alarm)"), "arm the "),
    (re.compile(r"^(?:term|torn|tern|burn|churn|to earn) (?=(?:on|off|up|down|the)\b)"), "turn "),
    (re.compile(r"\baccept (?=(?:for )?(?:the|my|our)\b)"), "except "),
    (re.compile(r"\blighthouse\b"), "light off"),
    (re.compile(r"^(?:said|sit|sat) (?=the\b.*\bto \d)"), "set "),
    (re.compile(r"\b(?:lower|raise|open|close|shut|dim|lock|unlock) and the\b"), lambda found: found.group().replace(" and the", " the")),
)  # fmt: skip


def surely(text: str) -> str:
    """What was heard, without what is never right: "all the lights off accept the lamp"."""
    plainly = low = text.casefold()
    for pattern, instead in _SURE:
        plainly = pattern.sub(instead, plainly)
    return text if plainly == low else plainly


def begins(text: str) -> bool:
    """With the verb of an order."""
    return bool(_LED.search(text.casefold()))


def led(text: str, names: Names) -> Iterator[str]:
    """With the verbs that its first word sounds like, where a thing of this house is named behind it, and nothing is told of it."""
    low = " ".join(text.casefold().replace("-", " ").rstrip(".! ").split())
    behind = left = low.partition(" ")[2]
    named = names.find(behind, "en")
    for mention in reversed(named):
        left = left[: mention.start] + left[mention.end :]
    if any("name" in mention.kinds for mention in named) and all(word in _BESIDE or word[0].isdigit() for word in left.split()):
        yield from misheard_verb_en.led(low)


def readings(text: str, names: Names, ordered: bool) -> Iterator[str]:
    """Other ways to read it, the nearest first: without its pauses, with the words of orders, with the names that it comes near to.

    ordered: it is an order for something that this house has not; of what is none nobody guesses at names.
    """
    plain = text.strip().rstrip(".!? ")
    asked = "?" if text.rstrip().endswith("?") else ""
    plain = _HYPHEN.sub(" ", plain)
    unpaused = _COMMAS.sub(" ", plain)
    if unpaused != plain:
        yield unpaused + asked
    low = unpaused.casefold()
    if _ASKED.search(low) and (stood := _IS.sub(" is", low)) != low:
        yield stood + asked
    plainly = low
    for pattern, instead in _WRITTEN:
        plainly = pattern.sub(instead, plainly)
    if plainly != low:
        yield plainly + asked
    if (strayless := put_right(plainly, names)) != plainly:
        yield strayless + asked
    if (ordered or begins(plainly)) and (named := names.nearly(plainly)) != plainly:
        yield named + asked
