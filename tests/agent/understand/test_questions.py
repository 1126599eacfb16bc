"""Only an order for now may become a deed."""

from __future__ import annotations

import pytest

from jarvisd.agent.understand.questions import kind

SAID = {
    (
        "en",
        "order",
    ): "turn off the light|could you turn on the lamp?|lights off|everything downstairs off except the hall|a bit brighter|would you mind shutting the curtains?"
    "|set the blinds at 50 percent|can i have the lights on|i want the lights on|no, the kitchen|never mind, turn it off|keep playing|okay you can open the gate again",
    (
        "en",
        "question",
    ): "is the light on?|did you turn off the light?|how do i turn off the light|should i turn off the heating?|lights off?|can i turn on the lamp?|tell me the temperature in here|tell us what is on",
    (
        "en",
        "no",
    ): "don't turn off the light|never open the door|leave the lights on|please do not touch the blinds|you don't have to turn it off",
    (
        "en",
        "later",
    ): "turn off the light at ten|when i leave turn off the lights|turn off the fan in five minutes|if it rains close the awning|remind me to close the window",
    (
        "en",
        "told",
    ): "i turned off the light|he said turn on the lamp|my wife wants the light off|mom left the light on|we should turn off the tv|i moved the spare key to the garage",
    (
        "zh",
        "order",
    ): "把灯关了|能不能开灯|把灯打开好吗|亮一点|空调调到二十六点五度|除了客厅都关掉|客厅别关，其他都关掉|可以帮我关灯吗|我要开灯|启动回家模式|别放了",
    ("zh", "question"): "灯开着吗|灯关了没有|客厅的灯是不是开着|为什么灯关了|谁把灯关了|我能开灯吗|这灯能变色吗",
    ("zh", "no"): "别关灯|不要打开窗帘|不用开空调|灯先别开|让它开着",
    ("zh", "later"): "十点关灯|明天早上打开窗帘|五分钟后关灯|如果下雨就关窗|等我回来再开灯|提醒我关灯|晚上八点半开空调",
    ("zh", "told"): "我把灯关了|他让我关灯|妈妈说要开灯|灯已经关了|电视里说打开窗户|她把窗帘拉上了",
}


@pytest.mark.parametrize(("language", "what", "text"), [(*key, text) for key, texts in SAID.items() for text in texts.split("|")])
def test_a_sentence_is_of_its_kind(language: str, what: str, text: str) -> None:
    assert kind(text, language) == what


@pytest.mark.parametrize(("text", "what"), [
    ("turn the radio down so the baby doesn't wake up", "order"), ("close the blinds so that nobody can't see", "order"),
    ("don't turn the radio down so the baby wakes up", "no"), ("turn the radio down but don't wake the baby", "no"),
])  # fmt: skip
def test_what_an_order_is_to_avoid_forbids_nothing(text: str, what: str) -> None:
    assert kind(text, "en") == what


@pytest.mark.parametrize("text", ["", "?", "，。", "\0\ud800", "a" * 100_000, "开" * 100_000, "and " * 5_000])
@pytest.mark.parametrize("language", ["en", "zh"])
def test_anything_at_all_is_of_some_kind(language: str, text: str) -> None:
    kind(text, language)
