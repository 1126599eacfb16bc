"""English orders as a small transcriber writes them: "roomba, go back", "roman shape down". Asked only where nobody understands what was written."""

from __future__ import annotations

import re
from collections.abc import Iterator

from jarvisd.agent.understand.names import Names

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


def readings(text: str, names: Names, ordered: bool) -> Iterator[str]:
    """Other ways to read it, the nearest first: without its pauses, with the words of orders, with the names that it comes near to.

    ordered: it is an order for something that this house has not; of what is none nobody guesses at names.
    """
    plain = text.strip().rstrip(".!? ")
    asked = "?" if text.rstrip().endswith("?") else ""
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
    if ordered and (named := names.nearly(plainly)) != plainly:
        yield named + asked
