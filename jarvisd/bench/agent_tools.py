"""The twelve tools that a language model is tried with: four of memory, eight of a home."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from jarvisd.messages import ToolSpec

_TEXT = {"type": "string"}
_ROOM = {"type": "string", "description": "as the person named it"}
_DAY = {"type": "string", "description": "today, tomorrow or a weekday, as said"}


def _tool(name: str, description: str, required: str, properties: Mapping[str, Any]) -> ToolSpec:
    return ToolSpec(name, description, {"type": "object", "properties": properties, "required": required.split()})


TOOLS: tuple[ToolSpec, ...] = (
    _tool(
        "light",
        "Turns the light of a room on or off, or dims it. Where it is too dark: turn on.",
        "room action",
        {
            "room": _ROOM,
            "action": {"type": "string", "enum": ["turn on", "turn off", "dim"]},
            "brightness": {"type": "integer", "minimum": 1, "maximum": 100, "description": "percent, only to dim"},
        },
    ),
    _tool("climate", "Sets the temperature of a room, in degrees.", "room temperature", {"room": _ROOM, "temperature": {"type": "number"}}),
    _tool(
        "volume",
        "Sets how loud the house speaks: 0 to 100 percent.",
        "percent",
        {"percent": {"type": "integer", "minimum": 0, "maximum": 100}},
    ),
    _tool("timer", "Rings after a while.", "duration", {"duration": {"type": "string", "description": "as said, such as ten minutes"}}),
    _tool(
        "reminder",
        "Reminds the person of a task, when somebody says: remind me.",
        "text when",
        {"text": {"type": "string", "description": "the task"}, "when": {"type": "string", "description": "day and time as said"}},
    ),
    _tool("calendar", "Reads the appointments and plans of a day.", "day", {"day": _DAY}),
    _tool(
        "weather",
        "Tells the weather of a day: rain, umbrella, warmth.",
        "",
        {"day": _DAY, "place": {"type": "string", "description": "the town the person named"}},
    ),
    _tool(
        "shopping_list_add",
        "Puts things on the shopping list.",
        "items",
        {"items": {"type": "array", "items": {"type": "string"}}},
    ),
    _tool(
        "core_memory_append",
        "Remembers something lasting about the people of the house, when somebody says: remember, keep in mind.",
        "content",
        {"content": _TEXT},
    ),
    _tool("archival_memory_insert", "Writes a note into the archive, when somebody says: archive.", "content", {"content": _TEXT}),
    _tool(
        "archival_memory_search",
        "Looks up a fact about this family, their things or their past, before answering a question about them.",
        "query",
        {"query": _TEXT},
    ),
    _tool("conversation_search", "Finds what the person and you said to each other earlier.", "query", {"query": _TEXT}),
)
