"""When a model's arguments count as the expected ones."""

from __future__ import annotations

from typing import Any

import pytest

from jarvisd.bench.agree import agree


@pytest.mark.parametrize(
    ("expected", "given"),
    [
        ({"room": "kitchen"}, {"room": "The Kitchen"}),
        ({"room": "living room"}, {"room": "living_room"}),
        ({"temperature": 22}, {"temperature": "22.0"}),
        ({"duration": "90 seconds"}, {"duration": "ninety seconds"}),
        ({"duration": "1 小时 15 分"}, {"duration": "一小时十五分钟"}),
        ({"when": "tomorrow 6"}, {"when": "tomorrow at six pm"}),
        ({"when": "明天 6点"}, {"when": "明天下午六点"}),
        ({"items": ["eggs", "flour"]}, {"items": ["Flour", "eggs"]}),
        ({"day": ["today", ""]}, {}),
        ({"day": ["today", ""]}, {"day": "today", "place": ""}),
        ({"content": "Anna allergic peanuts"}, {"content": "Anna is allergic to peanut."}),
        ({"content": "安娜 花生 过敏"}, {"content": "安娜对花生过敏"}),
    ],
)
def test_the_same_meaning_agrees(expected: dict[str, Any], given: dict[str, Any]) -> None:
    assert agree(expected, given)


@pytest.mark.parametrize(
    ("expected", "given"),
    [
        ({"room": "kitchen"}, {"room": "bedroom"}),
        ({"room": "kitchen"}, {}),
        ({"room": "kitchen"}, {"room": "kitchen", "brightness": 0}),
        ({"temperature": 22}, {"temperature": 23}),
        ({"temperature": 22}, {"temperature": [22]}),
        ({"place": "巴黎"}, {"place": "Paris"}),
        ({"duration": "90 seconds"}, {"duration": "nine seconds"}),
        ({"duration": "90 秒"}, {"duration": "九秒"}),
        ({"items": ["eggs"]}, {"items": ["eggs", "milk"]}),
        ({"items": ["eggs"]}, {"items": "eggs"}),
        ({"content": "Anna allergic peanuts"}, {"content": "Anna likes peanuts"}),
        ({"content": "安娜 花生"}, {"content": "安娜对鸡蛋过敏"}),
    ],
)
def test_another_meaning_does_not(expected: dict[str, Any], given: dict[str, Any]) -> None:
    assert not agree(expected, given)
