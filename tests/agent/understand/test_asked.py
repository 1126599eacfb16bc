"""The time, the date, the weather and "never mind" are heard among other words; what only sounds like them is not."""

from __future__ import annotations

import pytest

from jarvisd.agent.understand import Heard
from jarvisd.agent.understand.asked import dropped, looked
from jarvisd.messages import Language
from jarvisd.tools.home import Entity, House
from tests.agent.understand.homes import EN, ZH


def heard(text: str) -> Heard:
    language: Language = "en" if text.isascii() else "zh"
    return Heard(text, language, EN if language == "en" else ZH)


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("ooh what time is it my bread is in the oven", "HassGetCurrentTime"), ("i have no watch on, got the time please", "HassGetCurrentTime"),
        ("what's the date today i'm filling in a form", "HassGetCurrentDate"), ("good grief what day is it", "HassGetCurrentDate"),
        ("is it going to rain before we walk the dog", "HassGetWeather"), ("what's the weather doing on sunday", "HassGetWeather"), ("should i take an umbrella", "HassGetWeather"),
        ("我手湿着呢，现在几点啦", "HassGetCurrentTime"), ("报个时", "HassGetCurrentTime"), ("今天星期几来着我忘了", "HassGetCurrentDate"), ("要晾被子，今天会下雨吗", "HassGetWeather"),
    ],
)  # fmt: skip
def test_what_only_looks_is_heard_among_other_words(text: str, intent: str) -> None:
    assert [one.intent for one in looked(heard(text))] == [intent]


@pytest.mark.parametrize(
    "text",
    [
        "what time is it in tokyo", "what time does the shop shut", "what day is it for the bins", "we had a nice time", "the weather was awful", "it is raining again",
        "几点关门", "明天几点的火车", "昨天下雨了", "时间不早了",
    ],
)  # fmt: skip
def test_what_only_sounds_like_it_is_not(text: str) -> None:
    assert looked(heard(text)) == ()


def test_two_questions_are_heard_in_their_order() -> None:
    assert [one.intent for one in looked(heard("what's the weather and what time is it"))] == ["HassGetWeather", "HassGetCurrentTime"]
    assert [one.intent for one in looked(heard("现在几点，外面天气怎么样"))] == ["HassGetCurrentTime", "HassGetWeather"]


@pytest.mark.parametrize(("language", "text"), [
    ("en", "what's on the shopping list"), ("en", "is there anything on my groceries"), ("zh", "购物清单上都有些啥"), ("zh", "买菜清单里还剩什么"),
])  # fmt: skip
def test_what_stands_on_a_list_is_asked_of_that_list(language: Language, text: str) -> None:
    name, alias = ("Shopping List", "Groceries") if language == "en" else ("购物清单", "买菜清单")
    house = House((Entity("todo.shopping", name, aliases=(alias,)),))
    assert [(one.intent, one.slots) for one in looked(Heard(text, language, house))] == [("HassGetState", {"name": name})]
    assert looked(Heard(text, language, House())) == ()


@pytest.mark.parametrize(
    "text", ["never mind i see it", "oh forget about it", "cancel that", "no don't bother", "算了，我自己找到了", "没事了", "叫错了，取消"]
)
def test_what_is_taken_back_is_let_go(text: str) -> None:
    found = dropped(heard(text))
    assert found is not None
    assert found.intent == "HassNevermind"


@pytest.mark.parametrize(
    "text",
    [
        "never mind the lamp, turn on the fan",
        "cancel the timer",
        "forget the milk",
        "forget that",
        "Forget what I said",
        "取消静音",
        "算一算",
        "没事把大灯打开",
    ],
)
def test_what_names_something_is_not_taken_back(text: str) -> None:
    assert dropped(heard(text)) is None
