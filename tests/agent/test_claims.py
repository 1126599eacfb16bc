"""What a model claims to have done is told from what it merely says."""

from __future__ import annotations

import pytest

from jarvisd.agent.claims import Claims, asks_about_past, claims


@pytest.mark.parametrize(
    "text",
    [
        "I've turned on the light.",
        "I’ve set a timer for ten minutes.",
        "I have already added milk to the list.",
        "I just saved that.",
        "I turned off the heating.",
        "I'll remember that Anna is allergic to peanuts.",
        "I will remind you at seven.",
        "I'm turning on the lamp.",
        "The light has been turned on.",
        "Your alarm is set for seven.",
        "The kitchen light is now on.",
        "Done.",
        "我已经打开了客厅的灯。",
        "已为您关闭空调。",
        "已经把音量调到五十了。",
        "我帮你设好了七点的闹钟。",
        "已打开客厅的灯。",
        "客厅的灯已经关了。",
        "我记住了。",
        "我会记住安娜对花生过敏。",
        "我会提醒你七点起床。",
        "搞定了！",
    ],
)
def test_a_claim(text: str) -> None:
    assert claims(text)


@pytest.mark.parametrize(
    "text",
    [
        "I have not turned on the light.",
        "I can turn on the light if you like.",
        "Shall I turn it on?",
        "I haven't saved anything.",
        "Turn it off and on again.",
        "The shop has closed.",
        "You have set a record.",
        "I have three ideas.",
        "I remember that you like tea.",
        "Goethe has written Faust.",
        "The wall was opened in 1989.",
        'The wizard said: "I have opened the door."',
        "The well-done steak is brown inside.",
        "我可以帮你打开灯。",
        "要我打开灯吗？",
        "我没有打开灯。",
        "我记得你说过喜欢喝茶。",
        "商店已经关门了。",
        "柏林墙在一九八九年被打开。",
        "我不会忘记。",
        "老人说：“我已经把门锁好了。”",
        "",
    ],
)
def test_no_claim(text: str) -> None:
    assert not claims(text)


@pytest.mark.parametrize("text", ["Sure! I've turned it on. It is warm.", "好的，我已经打开了灯。很亮。"])
def test_nothing_is_let_through_from_the_claim_on_however_it_comes(text: str) -> None:
    for size in (1, 2, 5, len(text)):
        held = Claims()
        said = "".join(held.feed(text[at : at + size]) for at in range(0, len(text), size)) + held.end()
        assert held.made
        assert said == ""


def test_what_is_no_claim_comes_through_whole() -> None:
    for text in (
        "Sure, it is 3.5 degrees: cold! And dark…",
        '"I have opened it," said the fox. Then he ran.',
        "好的，外面三点五度，很冷！",
    ):
        held = Claims()
        assert "".join(held.feed(letter) for letter in text) + held.end() == text


@pytest.mark.parametrize(
    "text", ["did you turn on the light", "Have you locked the door?", "你锁门了吗？", "灯关了没", "Is the door locked yet?"]
)
def test_a_question_about_what_was_done(text: str) -> None:
    assert asks_about_past(text)


@pytest.mark.parametrize("text", ["turn on the light", "把灯打开", "lock the door please"])
def test_an_order_is_none(text: str) -> None:
    assert not asks_about_past(text)
