"""Calls that small models write into their text, in pieces of every size; sentences with braces in them stay sentences."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from jarvisd.errors import CallUnreadable
from jarvisd.llm.calls import Reading
from jarvisd.messages import Text, ToolCall

NAMES = ("set_light", "get_time", "remember")
LIGHT = ("set_light", {"room": "kitchen", "on": True})
OBJECT = '{"name": "set_light", "arguments": {"room": "kitchen", "on": true}}'


def read(pieces: Sequence[str], names: Sequence[str] = NAMES, reason: str = "stop") -> tuple[str, list[tuple[str, Any]], str]:
    """Text, calls and what went wrong."""
    parts: list[Text | ToolCall] = []
    reading, wrong = Reading(names), ""
    try:
        for piece in pieces:
            parts += reading.feed({"content": piece})
        for part in reading.end(reason):
            parts.append(part)
    except CallUnreadable as error:
        wrong = str(error)
    text = "".join(part.text for part in parts if isinstance(part, Text))
    return text, [(part.name, part.arguments) for part in parts if isinstance(part, ToolCall)], wrong


WRITTEN = [
    OBJECT,
    f"<tool_call>\n{OBJECT}\n</tool_call>",
    f"<tools>{OBJECT}</tools>",
    f"<tools>\n{OBJECT}\n</tool_call>",
    f"```json\n{OBJECT}\n```",
    f"```\n{OBJECT}\n```",
    f"```tool_call\n{OBJECT}```",
    f"```json\n<tool_call>\n{OBJECT}\n</tool_call>\n```",
    f"<tool_call>\n```json\n{OBJECT}\n```\n</tool_call>",
    f"{{{OBJECT}}}",
    '{{"name": "set_light", "arguments": {{"room": "kitchen", "on": true}}}}',
    '<tool_call>{{"name": "set_light", "arguments": {"room": "kitchen", "on": true}}}}</tool_call>',
    '<tool_call>{"name": "set_light", "arguments": {"room": "kitchen", "on": true}</tool_call>',  # a brace too few
    '{"name": "set_light", "arguments": {"room": "kitchen", "on": true}',
    '{{"name": "set_light", "arguments": {"room": "kitchen", "on": true}',
    '```json\n{"name": "set_light", "arguments": {"room": "kitchen", "on": true}\n```',
    '{"name": "set_light", "arguments": "{\\"room\\": \\"kitchen\\", \\"on\\": true}"}',
    '{"name": "set_light", "parameters": {"room": "kitchen", "on": true,}}',
    '{"type": "function", "function": {"name": "set_light", "arguments": {"room": "kitchen", "on": true}}}',
    '{"tool": "functions.set_light", "args": {"room": "kitchen", "on": true}}',
    f"[{OBJECT}]",
    f'{{"tool_calls": [{OBJECT}]}}',
    f"<think>the light</think>\n{OBJECT}",
    f"[TOOL_CALLS][{OBJECT}]",
]


@pytest.mark.parametrize("size", [1, 2, 3, 7, 1000])
def test_a_call_in_the_text_is_a_call_and_not_a_word_of_it_is_said(size: int) -> None:
    for written in WRITTEN:
        assert read([written[at : at + size] for at in range(0, len(written), size)]) == ("", [LIGHT], ""), written


@pytest.mark.parametrize("size", [1, 5, 1000])
@pytest.mark.parametrize(
    ("written", "text", "calls"),
    [
        (f"Sure. {OBJECT} Done.", "Sure. \nDone.", [LIGHT]),
        (f"好的。<tool_call>{OBJECT}</tool_call>", "好的。", [LIGHT]),
        (f'```json\n{OBJECT}\n```\n```json\n{{"name": "get_time", "arguments": {{}}}}\n```', "", [LIGHT, ("get_time", {})]),
        (f'<tool_call>{OBJECT}</tool_call>\n<tool_call>{{"name": "get_time"}}</tool_call>', "", [LIGHT, ("get_time", {})]),
        (f'{OBJECT}\n{{"name": "get_time", "arguments": ""}}', "", [LIGHT, ("get_time", {})]),
        (f'<tools>{OBJECT}, {{"name": "get_time", "arguments": null}}</tools>', "", [LIGHT, ("get_time", {})]),
        (
            '{"name": "remember", "arguments": {"text": "安娜说 \\"{}\\" </tool_call>"}}',
            "",
            [("remember", {"text": '安娜说 "{}" </tool_call>'})],
        ),
    ],
)
def test_text_around_calls_is_said(written: str, size: int, text: str, calls: list[tuple[str, Any]]) -> None:
    assert read([written[at : at + size] for at in range(0, len(written), size)]) == (text, calls, "")


SENTENCES = [
    "A set is written {1, 2, 3} in mathematics.",
    'In JSON {"colour": "red"} is an object.',
    '{"answer": 4}',
    "Use `ls` or ```ls -l``` for that.",
    "```python\nprint({1: 2})\n```",
    "[1] and [2] are notes; a < b, <b>bold</b>",
    '{"name": "Anna", "age": 7}',
    '```json\n{"name": "Anna"}\n```',
    "集合写作{一，二}，代码写作`x`。",
    'He said "{',
    "one { two [ three ` four <",
    "the <tool",
]


@pytest.mark.parametrize("size", [1, 4, 1000])
@pytest.mark.parametrize("sentence", SENTENCES)
def test_a_sentence_with_braces_stays_a_sentence(sentence: str, size: int) -> None:
    assert read([sentence[at : at + size] for at in range(0, len(sentence), size)]) == (sentence, [], "")


@pytest.mark.parametrize(
    ("piece", "said"), [("A set {1", "A set {1"), ("Use `ls", "Use `ls"), ("安娜[一]", "安娜[一]"), ("see {x", "see {x")]
)
def test_ordinary_text_is_not_held(piece: str, said: str) -> None:
    assert "".join(part.text for part in Reading(NAMES).feed({"content": piece}) if isinstance(part, Text)) == said


def test_a_call_is_known_at_its_last_brace() -> None:
    (call,) = Reading(NAMES).feed({"content": f"```json\n{OBJECT}"})
    assert isinstance(call, ToolCall)
    assert (call.name, call.arguments) == LIGHT


def test_without_tools_everything_is_text() -> None:
    assert read([OBJECT], ()) == (OBJECT, [], "")


@pytest.mark.parametrize(
    ("written", "wrong"),
    [
        (
            '{"name": "open_door", "arguments": {}}',
            "'open_door' was not made: there is no such tool; there are: set_light, get_time, remember",
        ),
        ("<tool_call>get_time</tool_call>", "it is no JSON"),
        ("<tool_call></tool_call>", "it is no JSON"),
        ("<tool_call>\n<function=set_light>\n<parameter=room>\nkitchen\n</parameter>\n</function>\n</tool_call>", "it is no JSON"),
        ('{"name": "set_light", "arguments": {"room": "kit', "it is no JSON"),
        ('{"name": "set_light", "arguments": {"room": ', "it is no JSON"),
        ('{"name": "set_light", "arguments": [1, 2]}', "its arguments are no JSON object"),
        ('{"name": "set_light", "room": "kitchen"}', "its arguments are missing"),
        ('<tool_call>{"name": "set_light", "arguments": {"level": NaN}}</tool_call>', "it is no JSON"),
        ('<tool_call>{"name": "set_light", "arguments": {"room": "\\ud800"}}</tool_call>', "it is no JSON"),
        ("<tool_call>" + "[" * 40_000, "it does not end"),
        ("<tool_call>" + "[" * 12_000, "it is no JSON (too deep)"),
    ],
)
@pytest.mark.parametrize("size", [1, 1000])
def test_a_call_that_cannot_be_made_is_neither_made_nor_said(written: str, wrong: str, size: int) -> None:
    if len(written) > 10_000 and size == 1:
        size = 500
    text, calls, told = read([written[at : at + size] for at in range(0, len(written), size)])
    assert (text, calls) == ("", [])
    assert wrong in told


def test_what_could_be_read_is_called_before_the_rest_is_refused() -> None:
    text, calls, wrong = read([f'I do. {OBJECT} {{"name": "open_door", "arguments": {{}}}}'])
    assert (text.strip(), calls) == ("I do.", [LIGHT])
    assert "'open_door' was not made" in wrong
