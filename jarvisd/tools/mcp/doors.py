"""What another's house can open: Home Assistant's own intents, reached by its MCP server, are judged by what they are called with."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from jarvisd.tools import Arguments, Risk
from jarvisd.tools.home.risks import feared

_ACTS = frozenset({"HassTurnOn", "HassTurnOff", "HassToggle", "HassSetPosition", "HassOpenCover", "HassOpenValve"})
_KINDS = frozenset({"lock", "alarm_control_panel", "valve", "garage", "garage_door", "gate", "door"})


def risk(tool: str, arguments: Arguments, configured: Risk) -> Risk:
    """Dangerous where it may be a door, whatever the configuration says of the tool: turning a lock off unlocks it."""
    if tool not in _ACTS:
        return configured
    words = {word.casefold() for word in _words(dict(arguments))}
    kinds, name = _words(arguments.get("domain")), arguments.get("name")
    anything = not name and not any(kinds)  # of a room: its locks, too
    return Risk.DANGEROUS if anything or words & _KINDS or any(map(feared, words)) else configured


def judged(tool: str) -> bool:
    """The arguments decide."""
    return tool in _ACTS


def _words(value: object) -> Iterator[str]:
    match value:
        case str():
            yield value
        case Mapping():
            for each in value.values():
                yield from _words(each)
        case list() | tuple():
            for each in value:
                yield from _words(each)
