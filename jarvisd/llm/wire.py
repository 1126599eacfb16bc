"""What is said to a language model, as the JSON of the OpenAI wire; the same values give the same bytes."""

from __future__ import annotations

import json
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from jarvisd.messages import Assistant, Message, System, ToolCall, ToolResult, ToolSpec, User

_KEPT = 64  # calls whose thinking is kept


class Thoughts:
    """What a model thought before its calls, by their ids: some providers want it back until the turn is over."""

    def __init__(self) -> None:
        self._kept: OrderedDict[str, str] = OrderedDict()

    def keep(self, calls: Sequence[str], thought: str) -> None:
        self._kept.update((id, thought) for id in calls if thought)
        while len(self._kept) > _KEPT:
            self._kept.popitem(last=False)

    def of(self, calls: Sequence[ToolCall]) -> str:
        return next((self._kept[call.id] for call in calls if call.id in self._kept), "")


def tools(offered: Sequence[ToolSpec]) -> list[dict[str, Any]]:
    """By name, every object's keys in order: a server keeps what it read only where it is the same byte for byte."""
    return [
        {"type": "function", "function": {"name": tool.name, "description": tool.description, "parameters": _sorted(tool.parameters)}}
        for tool in sorted(offered, key=lambda tool: tool.name)
    ]


def messages(said: Sequence[Message], thought: Callable[[Assistant], str | None]) -> list[dict[str, Any]]:
    """thought: what goes back as the thinking before a message's calls; None for no word of it."""
    return [_message(message, thought) for message in said]


def with_schema(sent: list[dict[str, Any]], schema: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The schema in words, behind everything else; some servers hold to it no other way, and want the word JSON to be said."""
    words = f"Answer with one JSON object and nothing else. It must fit this JSON Schema: {_json(_sorted(schema))}"
    *before, last = sent or [{"role": "user", "content": ""}]
    if last["role"] == "user":
        return [*before, {**last, "content": f"{last['content']}\n\n{words}".strip()}]
    return [*sent, {"role": "user", "content": words}]


def _message(message: Message, thought: Callable[[Assistant], str | None]) -> dict[str, Any]:
    match message:
        case System(text):
            return {"role": "system", "content": text}
        case User(text):
            return {"role": "user", "content": text}
        case Assistant(text, calls) if calls:
            before = thought(message)
            return {
                "role": "assistant",
                "content": text,  # "" and not null: some servers' templates cannot do with null
                **({} if before is None else {"reasoning_content": before}),
                "tool_calls": [
                    {"id": call.id, "type": "function", "function": {"name": call.name, "arguments": _json(call.arguments)}}
                    for call in calls
                ],
            }
        case Assistant(text):
            return {"role": "assistant", "content": text}
        case ToolResult():
            return {"role": "tool", "tool_call_id": message.call.id, "content": _json(_result(message))}


def _result(result: ToolResult) -> Mapping[str, Any]:
    """An error is an error and nothing beside it; what waits for a yes says that it was not done."""
    if result.error:
        return {"error": result.error}
    waiting = {"not_done_yet": True, "ask_first": result.question} if result.question else {}
    return {**result.content, **waiting}


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=str)


def _sorted(schema: Mapping[str, Any]) -> Any:
    return json.loads(json.dumps(schema, ensure_ascii=False, sort_keys=True))
