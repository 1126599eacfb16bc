"""Tools and calls in the words that a small model reads and writes best, with few tokens."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from jarvisd.messages import Assistant, Message, System, ToolResult, ToolSpec, User

# A line a tool instead of its JSON Schema: a third of the tokens, and read no worse.
_HEAD = """# Tools

When the person wants something done, looked up or remembered, write one line of JSON and nothing else, and begin with the brace:
{"name": "the tool", "arguments": {"argument": value}}
Arguments hold the person's own words in their own language. Leave out an argument with ? that the person did not say. \
The line in square brackets is the clock, never an argument.
For thanks, greetings, jokes and what everybody knows (countries, animals, science), write plain words instead.

"""


# Where the tool is offered ("" always): what is said, and what is to be written. A small model asks memory only where it has seen it done.
_EXAMPLES: tuple[tuple[str, str, str | Mapping[str, Any]], ...] = (
    ("archival_memory_search", "What is Tom's favourite colour?", {"query": "Tom's favourite colour"}),
    ("archival_memory_search", "汤姆的车是哪年买的？", {"query": "汤姆的车 哪年买的"}),
    ("conversation_search", "What did we say about the garden?", {"query": "garden"}),
    ("conversation_search", "我们上次说花园怎么了？", {"query": "花园"}),
    ("", "Good night", "Good night!"),
    ("", "谁写了《浮士德》？", "是歌德写的。"),
)


def brief(messages: Sequence[Message], tools: Sequence[ToolSpec]) -> list[Message]:
    """The same talk without tools, calls and results: they are text. A byte-stable prefix stays one."""
    told = [_told(message) for message in messages]
    if not tools:
        return told
    names = {tool.name for tool in tools}
    examples = [f"{said} -> {_answer(name, to_write)}" for name, said, to_write in _EXAMPLES if not name or name in names]
    section = "\n".join([_HEAD, *(_line(tool) for tool in tools), "\nExamples:", *examples])
    match told:
        case [System(text), *rest]:
            return [System(f"{text}\n\n{section}"), *rest]
    return [System(section), *told]


def written(name: str, arguments: Mapping[str, Any]) -> str:
    """A call as the model shall write it."""
    return json.dumps({"name": name, "arguments": dict(arguments)}, ensure_ascii=False)


def _answer(name: str, to_write: str | Mapping[str, Any]) -> str:
    return to_write if isinstance(to_write, str) else written(name, to_write)


def _told(message: Message) -> Message:
    match message:
        case Assistant(text, calls) if calls:
            return Assistant("\n".join(([text] if text else []) + [written(call.name, call.arguments) for call in calls]))
        case ToolResult(call, content, error, question):
            came = {"error": error} if error else {"question": question} if question else dict(content)
            return User(f"{call.name} -> {json.dumps(came, ensure_ascii=False)}")
        case User(text):
            return User(_clock_first(text))
    return message


def _clock_first(text: str) -> str:
    """Small models fill arguments from what they read last: the person's words, not the line in brackets that the house adds."""
    said, _, last = text.rpartition("\n")
    return f"{last}\n{said}" if said and last.startswith("[") and last.endswith("]") else text


def _line(tool: ToolSpec) -> str:
    required = tool.parameters.get("required", ())
    arguments = ", ".join(_argument(name, schema, name in required) for name, schema in tool.parameters.get("properties", {}).items())
    return f"- {tool.name}({arguments}): {tool.description}"


def _argument(name: str, schema: Mapping[str, Any], required: bool) -> str:
    kind = "|".join(str(each) for each in schema["enum"]) if "enum" in schema else str(schema.get("type", "value"))
    if kind == "array":
        kind = f"[{schema.get('items', {}).get('type', 'value')}]"
    about = schema.get("description", "")
    return f"{name}{'' if required else '?'}: {kind}" + (f" ({about})" if about else "")
