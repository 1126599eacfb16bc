"""What a small model is told of tools, and what it may write."""

from __future__ import annotations

from jarvisd.llm.brief import brief, must_speak
from jarvisd.llm.grammar import grammar
from jarvisd.messages import Assistant, Message, System, ToolCall, ToolResult, ToolSpec, User

_TEXT = {"type": "string"}
TIMER = ToolSpec("timer", "Rings.", {"type": "object", "properties": {"hours": {"type": "integer"}, "minutes": {"type": "integer"}}})
LIGHT = ToolSpec(
    "light",
    "Switches it.",
    {"type": "object", "properties": {"room": _TEXT, "state": {"enum": ["on", "off"]}}, "required": ["room"]},
)
LIST = ToolSpec("list", "Adds.", {"type": "object", "properties": {"items": {"type": "array", "items": _TEXT}}, "required": ["items"]})


def rule(tool: ToolSpec) -> str:
    return next(line for line in grammar([tool]).splitlines() if line.startswith("call0"))


def test_what_is_required_comes_first_and_what_is_optional_may_be_left_out() -> None:
    assert rule(LIGHT).endswith(r'"\"room\": " string (", " "\"state\": " ("\"on\"" | "\"off\""))? "}}"')


def test_any_of_several_optional_arguments_may_be_the_first() -> None:
    assert rule(TIMER).endswith(r'("\"hours\": " integer (", " "\"minutes\": " integer)? | "\"minutes\": " integer)? "}}"')


def test_a_list_has_items_of_its_kind() -> None:
    assert '"[" (string (", " string)*)? "]"' in rule(LIST)


def test_a_tool_without_arguments_is_called_without() -> None:
    assert rule(ToolSpec("stop", "Stops.", {"type": "object"})).endswith('"arguments\\": {" "" "}}"')


def test_without_tools_only_words_may_be_written() -> None:
    assert grammar([]).splitlines()[0] == "root ::= say"


def test_a_search_in_vain_ends_on_the_question_again() -> None:
    for question, told in (("How many legs?", "look -> nothing in memory\nHow many legs?"), ("几条腿", "look -> 记忆里没有\n几条腿")):
        call = ToolCall("1", "look", {"query": "x"})
        vain = ToolResult(call, {"found": [], "note": "Nothing."})
        asked = User(f"<known>\nday: a line\n</known>\n{question}\n[Monday, kitchen]")
        assert brief([asked, Assistant("", (call,)), vain], [LIGHT])[-1] == User(told)


def test_what_may_be_about_something_else_is_shown_where_the_household_is_asked_about() -> None:
    call = ToolCall("1", "look", {"query": "x"})
    perhaps = ToolResult(call, {"found": [], "perhaps": [{"text": "Tom wrote a letter"}], "note": "Nothing."})
    for question, told in (
        ("Who wrote Faust?", "look -> nothing in memory\nWho wrote Faust?"),
        ("谁写了《浮士德》", "look -> 记忆里没有\n谁写了《浮士德》"),
        ("Who wrote to me?", 'look -> perhaps: [{"text": "Tom wrote a letter"}]\nWho wrote to me?'),
        ("谁给我写信了", 'look -> perhaps: [{"text": "Tom wrote a letter"}]\n谁给我写信了'),
    ):
        messages: list[Message] = [User(f"{question}\n[Monday]"), Assistant("", (call,)), perhaps]
        assert brief(messages, [LIGHT])[-1] == User(told)
        assert must_speak(messages)


def test_a_call_that_was_made_before_ends_on_the_question_again_and_another_one_does_not() -> None:
    for question, told in (("Who wrote it?", "look -> done before\nWho wrote it?"), ("谁写的", "look -> 已经查过了\n谁写的")):
        first, again, other = (ToolCall(str(n), "look", {"query": query}) for n, query in enumerate(("x", "x", "y")))
        seen, refused = ToolResult(first, {"found": [{"text": "z"}]}), ToolResult(again, error="made already")
        before: list[Message] = [User(f"{question}\n[Monday]"), Assistant("", (first,)), seen]
        assert brief([*before, Assistant("", (again,)), refused], [LIGHT])[-1] == User(told)
        assert must_speak([*before, Assistant("", (again,)), refused])
        assert not must_speak([*before, Assistant("", (other,)), ToolResult(other, {"found": [{"text": "z"}]})])
        assert not must_speak([*before, Assistant("Z."), User("again"), Assistant("", (again,)), ToolResult(again, {"found": [{}]})])


def test_tools_calls_and_results_are_told_as_text_behind_a_prefix_that_stays() -> None:
    call = ToolCall("1", "light", {"room": "厨房"})
    talk: list[Message] = [
        System("You are Jarvis."),
        User("开灯"),
        Assistant("", (call,)),
        ToolResult(call, {"state": "on"}),
        User("谢谢\n[星期一]"),
    ]
    told = brief(talk, [LIGHT])
    assert told[0] == brief(talk[:1], [LIGHT])[0]
    assert "light(room: string, state?: on|off): Switches it." in str(told[0])
    assert told[-3:] == [
        Assistant('{"name": "light", "arguments": {"room": "厨房"}}'),
        User('light -> {"state": "on"}'),
        User("[星期一]\n谢谢"),
    ]


def test_an_error_is_told_and_not_what_was_hoped_for() -> None:
    call = ToolCall("1", "light", {})
    failed: list[Message] = [ToolResult(call, {"state": "on"}, "no such room")]
    assert brief(failed, ()) == [User('light -> {"error": "no such room"}')]


def test_examples_stand_before_the_talk_in_the_language_of_the_prompt() -> None:
    heat = ToolSpec("heat", "Warms.", {"type": "object"}, (("Warm the attic", {"room": "attic"}), ("阁楼暖一点", {"room": "阁楼"})))
    english = brief([System("You are Jarvis."), User("Hello")], [heat])
    chinese = brief([System("你是贾维斯。"), User("你好")], [heat])
    assert english[1:3] == [User("Warm the attic"), Assistant('{"name": "heat", "arguments": {"room": "attic"}}')]
    assert chinese[1:3] == [User("阁楼暖一点"), Assistant('{"name": "heat", "arguments": {"room": "阁楼"}}')]
    assert (english[-1], chinese[-1]) == (User("Hello"), User("你好"))


def test_a_talk_without_tools_is_told_without_examples() -> None:
    assert brief([System("You are Jarvis."), User("Hello")], ()) == [System("You are Jarvis."), User("Hello")]
