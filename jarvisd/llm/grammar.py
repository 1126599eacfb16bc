"""The grammar of what a small model may write: a call of one of these tools with arguments that fit, or plain words."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from jarvisd.messages import ToolSpec

# In GBNF, the notation of llama.cpp. Words for the ear hold no braces, marks of code or tags.
_COMMON = r"""
say ::= [^{}<>`\x00-\x20] [^{}<>`\x00-\x09]*
string ::= "\"" ([^"\\\x00-\x1f] | "\\" ["\\/nt])* "\""
integer ::= "-"? [0-9] [0-9]? [0-9]? [0-9]? [0-9]? [0-9]?
number ::= integer ("." [0-9] [0-9]?)?
boolean ::= "true" | "false"
value ::= string | number | boolean | "null" | "[" (value (", " value)*)? "]" | "{" (string ": " value (", " string ": " value)*)? "}"
"""


def grammar(tools: Sequence[ToolSpec]) -> str:
    """Its text; required arguments come first, each in the order of the schema. Without tools: plain words."""
    if not tools:
        return f"root ::= say{_COMMON}"
    calls = [_call(index, tool) for index, tool in enumerate(tools)]
    return "\n".join((f"root ::= say | {' | '.join(f'call{index}' for index in range(len(tools)))}", *calls)) + _COMMON


def _call(index: int, tool: ToolSpec) -> str:
    head, tail = _quoted(f'{{"name": {json.dumps(tool.name)}, "arguments": {{'), _quoted("}}")
    return f"call{index} ::= {head} {_members(tool.parameters)} {tail}"


def _members(schema: Mapping[str, Any]) -> str:
    known: Mapping[str, Any] = schema.get("properties", {})
    required = [name for name in known if name in schema.get("required", ())]
    optional = [name for name in known if name not in required]
    comma = _quoted(", ")
    pairs = {name: f"{_quoted(json.dumps(name) + ': ')} {_value(known[name])}" for name in known}
    if required:
        return " ".join((f" {comma} ".join(pairs[name] for name in required), *(f"({comma} {pairs[name]})?" for name in optional)))
    return f"({' | '.join(_chains(optional, pairs, comma))})?" if optional else '""'


def _chains(optional: Sequence[str], pairs: Mapping[str, str], comma: str) -> Iterator[str]:
    """Each of them may be the first; those behind it may follow."""
    for at, name in enumerate(optional):
        yield " ".join((pairs[name], *(f"({comma} {pairs[later]})?" for later in optional[at + 1 :])))


def _value(schema: Mapping[str, Any]) -> str:
    if "enum" in schema:
        return f"({' | '.join(_quoted(json.dumps(each, ensure_ascii=False)) for each in schema['enum'])})"
    match schema.get("type"):
        case "string" | "integer" | "number" | "boolean" as kind:
            return str(kind)
        case "array":
            item = _value(schema.get("items", {}))
            return f'"[" ({item} (", " {item})*)? "]"'
    return "value"


def _quoted(text: str) -> str:
    """As a literal of the notation, which escapes as JSON does."""
    return json.dumps(text, ensure_ascii=False)
