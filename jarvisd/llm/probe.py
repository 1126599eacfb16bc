"""Finds out what a language model can do, by asking it a few things."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping, Sequence
from contextlib import aclosing
from dataclasses import dataclass
from typing import Any

from jarvisd.errors import LanguageModelError
from jarvisd.llm import Model
from jarvisd.messages import Assistant, Message, System, Text, ToolCall, ToolResult, ToolSpec, User

_SYSTEM = System("You are the voice of a home. Answer in one short sentence.")
_LONG = (_SYSTEM, User("Tell me in four or five sentences how a rainbow comes about."))
_TOOL = ToolSpec(
    "set_light",
    "Switches the light of a room on or off.",
    {
        "type": "object",
        "required": ["room", "on"],
        "properties": {"room": {"type": "string"}, "on": {"type": "boolean"}},
    },
)
_ASK = (_SYSTEM, User("Switch on the light in the kitchen."))
_SCHEMA = {
    "type": "object",
    "required": ["city", "inhabitants"],
    "properties": {"city": {"type": "string"}, "inhabitants": {"type": "integer"}},
    "additionalProperties": False,
}
_CITY = (_SYSTEM, User("Which is the largest city of France, and how many people live there?"))


@dataclass(frozen=True, slots=True)
class Answered:
    """What came back of one request, and when."""

    text: str = ""
    calls: tuple[ToolCall, ...] = ()
    pieces: int = 0
    first: float = 0.0  # seconds until the first piece
    lasted: float = 0.0  # seconds from the first piece to the last
    problem: str = ""  # a sentence, where it failed


@dataclass(frozen=True, slots=True)
class Found:
    """What a model can do. A problem is a sentence; "" where there is none."""

    name: str
    window: int  # tokens, as it is configured or known
    answers: bool
    streams: bool  # in pieces, not all at once
    first_word: float  # seconds
    tokens_a_second: float  # 0 where it came in one piece
    calls: bool  # a tool, rightly
    continues: bool  # takes a result back and answers in words
    schema: bool  # its JSON fits
    problems: Mapping[str, str]  # by what was tried: answer, call, result, schema


async def probe(model: Model) -> Found:
    """Four requests, one after another; nothing is retried and nothing in the house is touched."""
    told = await _ask(model, _LONG)
    problems = {"answer": told.problem}
    called = continued = fitted = Answered(problem="not tried, since it does not answer")
    if not told.problem:
        called = await _ask(model, _ASK, (_TOOL,))
        fitted = await _ask(model, _CITY, schema=_SCHEMA)
        problems["call"] = called.problem or _wrong_call(called)
        problems["schema"] = fitted.problem or _wrong_shape(fitted.text)
        if called.calls:
            result = ToolResult(called.calls[0], {"room": "kitchen", "on": True})
            continued = await _ask(model, (*_ASK, Assistant(called.text, called.calls[:1]), result), (_TOOL,))
            problems["result"] = continued.problem or ("" if continued.text.strip() else "it did not go on in words")
        else:
            problems["result"] = "not tried, since it called no tool"
    else:
        problems |= dict.fromkeys(("call", "result", "schema"), called.problem)
    return Found(
        model.name,
        model.window,
        not told.problem,
        told.pieces > 1,
        round(told.first, 3),
        round(model.count(told.text) / told.lasted, 1) if told.pieces > 1 and told.lasted > 0 else 0.0,
        not problems["call"],
        not problems["result"],
        not problems["schema"],
        problems,
    )


async def _ask(
    model: Model, messages: Sequence[Message], tools: Sequence[ToolSpec] = (), schema: Mapping[str, Any] | None = None
) -> Answered:
    clock = asyncio.get_running_loop()
    began, first, last, text, calls, pieces = clock.time(), 0.0, 0.0, "", list[ToolCall](), 0
    problem = ""
    try:
        async with aclosing(model.stream(messages, tools, schema)) as parts:
            async for part in parts:
                last = clock.time()
                first = first or last
                match part:
                    case Text():
                        text, pieces = text + part.text, pieces + 1
                    case ToolCall():
                        calls.append(part)
    except LanguageModelError as error:
        problem = str(error)
    return Answered(text, tuple(calls), pieces, max(first - began, 0.0), last - first, problem)


def _wrong_call(answered: Answered) -> str:
    if not answered.calls:
        return "it answered in words and called nothing"
    arguments = answered.calls[0].arguments
    if "kitchen" not in str(arguments.get("room", "")).lower() or arguments.get("on") is not True:
        return "it called the tool with the wrong arguments"
    return "" if len(answered.calls) == 1 else "it called the tool more than once"


def _wrong_shape(text: str) -> str:
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return "its answer is no JSON"
    fits = isinstance(value, dict) and set(value) == {"city", "inhabitants"} and isinstance(value["city"], str)
    return "" if fits and type(value["inhabitants"]) is int else "its JSON does not fit the schema"
