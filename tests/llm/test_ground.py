"""What a small model made up is taken out of its calls, and nothing that was said."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from jarvisd.llm.ground import grounded
from jarvisd.messages import Assistant, Message, System, ToolCall, ToolResult, ToolSpec, User

WEATHER = ToolSpec(
    "weather",
    "The weather.",
    {
        "type": "object",
        "properties": {
            "day": {"type": "string"},
            "place": {"type": "string"},
            "hours": {"type": "integer"},
            "unit": {"enum": ["celsius", "kelvin"]},
            "tags": {"type": "array"},
        },
        "required": ["day"],
    },
)
HOUSE = "\n[Monday, 6:10 pm, kitchen]"
HAUS = "\n[星期一，下午六点，厨房]"


def kept(said: str | list[Message], **arguments: Any) -> Mapping[str, Any]:
    messages: list[Message] = said if isinstance(said, list) else [System("Jarvis. Paris"), User(said)]
    return grounded(ToolCall("1", "weather", arguments), [WEATHER], messages).arguments


@pytest.mark.parametrize(
    ("said", "place"),
    [("Will it rain tomorrow" + HOUSE, "kitchen"), ("Is it cold" + HOUSE, "your town"), ("明天会下雨吗" + HAUS, "厨房"), ("冷吗", "未知")],
)
def test_a_place_that_nobody_named_is_left_out(said: str, place: str) -> None:
    assert kept(said, day="tomorrow", place=place) == {"day": "tomorrow"}


@pytest.mark.parametrize(
    ("said", "place"),
    [
        ("How warm is it in new york" + HOUSE, "New York"),
        ("今天伦敦天气怎么样" + HAUS, "伦敦"),
        ("今天伦敦天气怎么样" + HAUS, "London"),  # translated, but named
    ],
)
def test_a_place_that_was_named_stays(said: str, place: str) -> None:
    assert kept(said, day="today", place=place) == {"day": "today", "place": place}


@pytest.mark.parametrize(
    ("said", "day", "meant"),
    [
        ("What have I got planned today" + HOUSE, "Monday", "today"),
        ("今天有什么安排" + HAUS, "星期一", "今天"),
        ("What is on Monday, and what today" + HOUSE, "Monday", "Monday"),
        ("Am I free" + HOUSE, "Monday", "Monday"),
        ("What about today and Tuesday" + HOUSE, "Tuesday", "Tuesday"),
    ],
)
def test_today_is_not_the_weekday_that_the_house_wrote(said: str, day: str, meant: str) -> None:
    assert kept(said, day=day) == {"day": meant}


@pytest.mark.parametrize("said", ["for the next three hours", "the next 12 hours", "接下来三个小时", "seventeen hours"])
def test_a_number_stays_where_one_was_said(said: str) -> None:
    assert kept(said, hours=3) == {"hours": 3}


@pytest.mark.parametrize("said", ["Will it rain", "会下雨吗", "Is it often cold in the weekend"])
def test_a_number_is_left_out_where_none_was_said(said: str) -> None:
    assert kept(said, hours=24) == {}


def test_what_is_required_a_choice_a_list_and_a_date_stay() -> None:
    given = {"day": "kitchen", "unit": "kelvin", "tags": ["made up"]}
    assert kept("Will it rain", **given) == given
    assert kept("Will it rain on Monday", place="2026-11-30") == {"place": "2026-11-30"}


def test_what_was_said_just_before_and_what_came_of_it_counts() -> None:
    call = ToolCall("1", "home", {})
    talk: list[Message] = [
        User("Rain in Oslo?" + HOUSE),
        ToolResult(call, {"town": "Bergen"}),
        Assistant("No."),
        User("And tomorrow?" + HOUSE),
    ]
    assert kept(talk, place="Oslo") == {"place": "Oslo"}
    assert kept(talk, place="Bergen") == {"place": "Bergen"}
    assert kept([*talk, Assistant("No."), User("Thanks")], place="Oslo") == {}


def test_a_call_of_a_tool_that_is_not_known_says_what_it_said() -> None:
    call = ToolCall("1", "other", {})
    assert grounded(call, [WEATHER], []) == call
    assert kept([], place="Oslo") == {}
