"""A robot that is called by its name and told what to do: "Henry stop", "Henry's stuck send him home"."""

from __future__ import annotations

import re

from jarvisd.agent.understand import Heard
from jarvisd.agent.understand.spoken import plain

_PLEASE = r"(?:(?:please|now|just|go on|come on|can you|could you|will you|you can|off you go and|go and)[, ]+)*"
_TOLD = (
    (r"(?:stop|pause|halt|wait)(?: (?:it|that|there|cleaning|hoovering|vacuuming))?", "stop {}"),
    (r"(?:start|go|get (?:to work|going|started|cleaning|on with it|busy)|off you go|do your thing|clean up|crack on|start (?:cleaning|hoovering|vacuuming|up))", "start {}"),
    (r"(?:go|come|get|head)? ?(?:home|back home|to bed|back to (?:your |the )?(?:base|dock|station|charger|bed))", "send {} home"),
)  # fmt: skip


def told(text: str, heard: Heard) -> str:
    """As an order about the robot; as it came where none is called. text: as `spoken.plain` leaves it."""
    robots = [
        plain(name, "en") for one in heard.house.entities if one.domain in ("vacuum", "lawn_mower") for name in (one.name, *one.aliases)
    ]
    for robot in robots:
        if robot not in text:
            continue
        named = re.escape(robot)
        for words, order in _TOLD:
            if re.fullmatch(rf"(?:(?:hey|ok|okay|oi|right|so)[, ]+)*{named}[, ]+{_PLEASE}{words}(?: please| now| then| mate)*", text):
                return order.format(robot)
        if told := re.search(rf"\b{named}\b.*?\b(?P<verb>send|stop|start|pause|dock|bring|get) (?P<who>him|her)\b", text):
            return f"{text[: told.start('who')]}{robot}{text[told.end('who') :]}"
    return text
