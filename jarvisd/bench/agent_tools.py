"""The twelve tools that a language model is tried with: four of memory, eight of a home."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from jarvisd.messages import ToolSpec

_TEXT = {"type": "string"}


def _tool(name: str, description: str, required: str, properties: Mapping[str, Any], *examples: tuple[str, Mapping[str, Any]]) -> ToolSpec:
    return ToolSpec(name, description, {"type": "object", "properties": properties, "required": required.split()}, examples)


TOOLS: tuple[ToolSpec, ...] = (
    _tool(
        "light",
        "Light of a room: on, off, or dimmer. Too dark: turn on. 开灯、关灯、调光",
        "room action",
        {
            "room": _TEXT,
            "action": {"type": "string", "enum": ["turn on", "turn off", "dim"]},
            "brightness": {"type": "integer", "minimum": 1, "maximum": 100, "description": "percent, only to dim"},
        },
        ("I can't see a thing in the attic", {"room": "attic", "action": "turn on"}),
        ("阁楼里什么也看不见", {"room": "阁楼", "action": "turn on"}),
    ),
    _tool(
        "climate",
        "Sets the temperature of a room, in degrees. 温度",
        "room temperature",
        {"room": _TEXT, "temperature": {"type": "number"}},
    ),
    _tool(
        "volume",
        "Sets how loud the house speaks: 0 to 100 percent. 音量",
        "percent",
        {"percent": {"type": "integer", "minimum": 0, "maximum": 100}},
    ),
    _tool(
        "timer",
        "Rings after a while. 计时",
        "duration",
        {"duration": {"type": "string", "description": "in the person's words"}},
        ("Wake me in five minutes", {"duration": "five minutes"}),
        ("五分钟后叫醒我", {"duration": "五分钟"}),
    ),
    _tool(
        "reminder",
        "Reminds the person of a task: remind me. 提醒",
        "text when",
        {"text": {"type": "string", "description": "the task"}, "when": {"type": "string", "description": "day and time as said"}},
    ),
    _tool(
        "calendar",
        "Reads the appointments and plans of a day. 日程、约会",
        "day",
        {"day": {"type": "string", "description": "as it was said: today, Thursday, 周四"}},
        ("Am I free on Thursday?", {"day": "Thursday"}),
        ("周四我有空吗", {"day": "周四"}),
    ),
    _tool(
        "weather",
        "Weather of a day: rain, umbrella, warmth. 天气",
        "",
        {"day": _TEXT, "place": {"type": "string", "description": "only a town that was named"}},
        ("Do I need a coat in Oslo on Tuesday?", {"day": "Tuesday", "place": "Oslo"}),
        ("Is it cold outside?", {}),
        ("星期二上海冷不冷", {"day": "星期二", "place": "上海"}),
        ("外面要穿大衣吗", {}),
    ),
    _tool(
        "shopping_list_add",
        "Puts things on the shopping list. 购物清单",
        "items",
        {"items": {"type": "array", "items": _TEXT}},
    ),
    _tool(
        "core_memory_append",
        "Remembers something about the people of the house: remember, keep in mind. 记住",
        "content",
        {"content": _TEXT},
    ),
    _tool("archival_memory_insert", "Writes a note into the archive. 存档", "content", {"content": _TEXT}),
    _tool(
        "archival_memory_search",
        "Answers a question about this family: people, things, sizes, likes, what was done when. 查家里的人和事",
        "query",
        {"query": _TEXT},
        ("What is Tom's favourite colour?", {"query": "Tom's favourite colour"}),
        ("When did we buy the car?", {"query": "bought the car"}),
        ("What size are Ben's gloves?", {"query": "Ben's glove size"}),
        ("汤姆最喜欢什么颜色", {"query": "汤姆 最喜欢的颜色"}),
        ("车是哪年买的", {"query": "车 哪年买的"}),
        ("小红的手套是几号的", {"query": "小红 手套 几号"}),
    ),
    _tool(
        "conversation_search",
        "Only to find earlier talk: what did we say, what did I tell you. 只查聊过的话",
        "query",
        {"query": _TEXT},
        ("What did I say about the garden?", {"query": "garden"}),
        ("上次说到花园，我是怎么讲的", {"query": "花园"}),
    ),
)
