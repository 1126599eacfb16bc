"""Calls that come beside the text: every dialect that servers speak in their deltas, and what is no call."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from jarvisd.errors import CallUnreadable
from jarvisd.llm.calls import Reading
from jarvisd.messages import Text, ToolCall

NAMES = ("set_light", "get_time")
HALL, BATH = {"room": "hall"}, {"room": "bath"}


def delta(index: Any, id: Any = None, name: Any = None, arguments: Any = None) -> dict[str, Any]:
    piece = {"index": index, "id": id, "function": {"name": name, "arguments": arguments}}
    return {"content": None, "tool_calls": [{key: value for key, value in piece.items() if key != "index" or value is not None}]}


def read(deltas: Sequence[dict[str, Any]], reason: str = "tool_calls") -> tuple[list[ToolCall], str, str]:
    reading, parts, wrong = Reading(NAMES), list[Text | ToolCall](), ""
    try:
        for one in deltas:
            parts += reading.feed(one)
        for part in reading.end(reason):
            parts.append(part)
    except CallUnreadable as error:
        wrong = str(error)
    return [part for part in parts if isinstance(part, ToolCall)], "".join(p.text for p in parts if isinstance(p, Text)), wrong


DIALECTS: dict[str, tuple[list[dict[str, Any]], list[tuple[str, Any]]]] = {
    "the reference": (
        [delta(0, "a", "set_light", ""), delta(0, arguments='{"room"'), delta(0, arguments=': "hall"}')],
        [("set_light", HALL)],
    ),
    "name null later": ([delta(0, "a", "set_light", '{"room":'), delta(0, None, None, '"hall"}')], [("set_light", HALL)]),
    'id "" later': ([delta(0, "a", "set_light", '{"room":'), delta(0, "", "", '"hall"}')], [("set_light", HALL)]),
    "name and id again each time": (
        [delta(0, "a", "set_light", '{"room":'), delta(0, "a", "set_light", '"hall"}')],
        [("set_light", HALL)],
    ),
    "name in two pieces": ([delta(0, "a", "set_"), delta(0, "a", "light"), delta(0, arguments='{"room":"hall"}')], [("set_light", HALL)]),
    "an object": ([delta(0, "a", "set_light", HALL)], [("set_light", HALL)]),
    "an object as text in text": ([delta(0, "a", "set_light", '"{\\"room\\": \\"hall\\"}"')], [("set_light", HALL)]),
    "nothing for {}": ([delta(0, "a", "get_time", "")], [("get_time", {})]),
    "null for {}": ([delta(0, "a", "get_time", None)], [("get_time", {})]),
    "null in text for {}": ([delta(0, "a", "get_time", "null")], [("get_time", {})]),
    "{} before the arguments": ([delta(0, "a", "set_light", "{}"), delta(0, arguments='{"room": "hall"}')], [("set_light", HALL)]),
    "arguments twice": ([delta(0, "a", "set_light", '{"room":"hall"}{"room":"hall"}')], [("set_light", HALL)]),
    "two calls glued": ([delta(0, "a", "set_light", '{"room":"hall"}{"room":"bath"}')], [("set_light", HALL), ("set_light", BATH)]),
    "a brace missing": ([delta(0, "a", "set_light", '{"room": "hall"')], [("set_light", HALL)]),
    "a brace too many": ([delta(0, "a", "set_light", '{"room": "hall"}}')], [("set_light", HALL)]),
    "two by index": (
        [
            delta(0, "a", "set_light", '{"room":'),
            delta(1, "b", "set_light", '{"room":'),
            delta(0, arguments='"hall"}'),
            delta(1, arguments='"bath"}'),
        ],
        [("set_light", HALL), ("set_light", BATH)],
    ),
    "two under one index": (
        [delta(0, "a", "set_light", '{"room":"hall"}'), delta(0, "b", "set_light", '{"room":"bath"}')],
        [("set_light", HALL), ("set_light", BATH)],
    ),
    "two under one index without ids": (
        [delta(0, "", "set_light", '{"room":"hall"}'), delta(0, "", "get_time", "{}")],
        [("set_light", HALL), ("get_time", {})],
    ),
    "no index": (
        [delta(None, "a", "set_light", '{"room":'), delta(None, arguments='"hall"}'), delta(None, "b", "get_time")],
        [("set_light", HALL), ("get_time", {})],
    ),
    "a space of names": ([delta(0, "a", "functions.get_time", "{}")], [("get_time", {})]),
    "said in the text too": (
        [
            {"content": '<tool_call>{"name": "set_light", "arguments": {"room": "hall"}}</tool_call>'},
            delta(0, "a", "set_light", '{"room": "hall"}'),
        ],
        [("set_light", HALL)],
    ),
}


@pytest.mark.parametrize("reason", ["tool_calls", "stop", "length"])
@pytest.mark.parametrize("dialect", DIALECTS)
def test_every_dialect_gives_the_calls_that_were_meant(dialect: str, reason: str) -> None:
    deltas, meant = DIALECTS[dialect]
    calls, text, wrong = read(deltas, reason)
    if (dialect, reason) == ("a brace missing", "length"):
        assert (calls, wrong) == ([], "the call of 'set_light' was not made: it was cut off: answer more briefly")
        return
    assert [(call.name, call.arguments) for call in calls] == meant
    assert (text, wrong) == ("", "")
    assert len({call.id for call in calls}) == len(calls)
    assert all(call.id for call in calls)


def test_the_servers_id_is_kept_where_there_is_one() -> None:
    calls, _, _ = read([delta(0, "call_1", "get_time", ""), delta(1, "call_1", "set_light", HALL), delta(2, None, "set_light", BATH)])
    assert calls[0].id == "call_1"
    assert [call.name for call in calls] == ["get_time", "set_light", "set_light"]
    assert len({call.id for call in calls}) == 3, "the same id twice is none"


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        ('{"room": "ha', "its arguments are no JSON object"),
        ('{"room": ', "its arguments are no JSON object"),
        ('{"room": "hall",', "its arguments are no JSON object"),
        ("room=hall", "its arguments are no JSON object"),
        ("[1]", "its arguments are no JSON object"),
        ('{"level": NaN}', "its arguments are no JSON object"),
        ('{"a":' * 2000 + "1" + "}" * 2000, "too deep"),
        ('{"a": "' + "x" * 70_000 + '"}', "too long"),
    ],
)
def test_arguments_that_could_mean_anything_are_not_called_with(arguments: str, why: str) -> None:
    calls, _, wrong = read([delta(0, "a", "get_time", "{}"), delta(1, "b", "set_light", arguments)])
    assert [call.name for call in calls] == ["get_time"], "what could be read is called all the same"
    assert wrong.startswith("the call of 'set_light' was not made: ")
    assert why in wrong


def test_a_tool_that_was_not_offered_is_not_called() -> None:
    calls, _, wrong = read([delta(0, "a", "open_door", "{}")])
    assert calls == []
    assert wrong == "the call of 'open_door' was not made: there is no such tool; there are: set_light, get_time"


def test_text_goes_before_the_call_as_it_comes() -> None:
    reading = Reading(NAMES)
    assert list(reading.feed({"content": "好的，"})) == [Text("好的，")]
    assert list(reading.feed(delta(0, "a", "get_time"))) == []
    assert [type(part) for part in reading.end("stop")] == [ToolCall]


@pytest.mark.parametrize(
    "odd",
    [
        {"tool_calls": {}},
        {"tool_calls": [None, 3, "x"]},
        {"tool_calls": [{"index": 0, "function": None}]},
        {"content": 7},
        {"content": [{"type": "text", "text": ""}, 3]},
    ],
)
def test_odd_pieces_do_no_harm(odd: dict[str, Any]) -> None:
    calls, text, _ = read([odd, delta(0, "a", "get_time", "{}"), {"content": [{"type": "text", "text": "ok \ud83d"}]}])
    assert [call.name for call in calls] == ["get_time"]
    assert text == "ok ?"
