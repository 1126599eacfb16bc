"""One sentence with several commands, or with an exception."""

from __future__ import annotations

import pytest

from jarvisd.agent.understand.excepting import apart
from jarvisd.agent.understand.several import split

SPLIT = {
    "turn off the light and close the blinds": "turn off the light|close the blinds",
    "turn off the light and the fan": "turn off the light|turn off the fan",
    "turn the light and the fan off": "turn the light off|turn the fan off",
    "turn the light off and the fan on": "turn the light off|turn the fan on",
    "set the kitchen and the hall to 50%": "set the kitchen to 50%|set the hall to 50%",
    "turn on the lights in the kitchen and the hall": "turn on the lights in the kitchen|turn on the lights in the hall",
    "turn off the kitchen and bedroom lights": "turn off the kitchen lights|turn off bedroom lights",
    "i'm going to bed, turn off the lights": "turn off the lights",
    "make the lamp red and ten percent": "make the lamp red and ten percent",
    "make the lamp red and the strip blue": "make the lamp red|make the strip blue",
    "set the lamp to blue and at fifty percent": "set the lamp to blue and at fifty percent",
    "turn off the light because i want to sleep": "turn off the light",
    "set the brightness to a hundred and fifty": "set the brightness to a hundred and fifty",
    "play rock and roll in the kitchen": "play rock and roll in the kitchen",
    "turn off everything except the hall and the kitchen": "turn off everything except the hall and the kitchen",
    "关灯然后打开空调": "关灯|打开空调",
    "把灯和风扇关了": "把灯关了|把风扇关了",
    "客厅的灯和空调都打开": "客厅的灯都打开|客厅的空调都打开",
    "关掉客厅和卧室的灯": "关掉客厅的灯|关掉卧室的灯",
    "把灯关了，还有空调": "把灯关了|把空调关了",
    "我要睡觉了，把灯关了": "把灯关了",
    "把灯调到一百五十": "把灯调到一百五十",
    "播放周杰伦和蔡依林的歌": "播放周杰伦和蔡依林的歌",
}


@pytest.mark.parametrize(("text", "pieces"), SPLIT.items())
def test_a_sentence_is_split_into_whole_commands(text: str, pieces: str) -> None:
    assert split(text, "en" if text.isascii() else "zh") == tuple(pieces.split("|"))


def test_a_name_of_the_house_is_not_cut_in_two() -> None:
    assert split("turn on salt and pepper", "en", ("Salt and Pepper",)) == ("turn on salt and pepper",)


APART = {
    "turn off everything downstairs except the hall": ("turn off everything downstairs", ("hall",)),
    "turn off all the lights but leave the hall on": ("turn off all the lights", ("hall",)),
    "everything off except the tv and the fridge": ("everything off", ("tv", "fridge")),
    "turn off the light": ("turn off the light", ()),
    "除了客厅都关掉": ("都关掉", ("客厅",)),
    "客厅别关，其他都关掉": ("所有的都关掉", ("客厅",)),
    "把所有的灯都关了，除了走廊": ("把所有的灯都关了", ("走廊",)),
    "把灯关了": ("把灯关了", ()),
}


@pytest.mark.parametrize(("text", "parts"), APART.items())
def test_an_exception_is_taken_apart(text: str, parts: tuple[str, tuple[str, ...]]) -> None:
    found = apart(text, "en" if text.isascii() else "zh")
    assert (found.order, found.but) == parts


@pytest.mark.parametrize("text", ["", ",", "and and and", "和和和", "，，，"])
@pytest.mark.parametrize("language", ["en", "zh"])
def test_nothing_to_split_is_no_trouble(language: str, text: str) -> None:
    assert len(split(text, language)) <= 1 or all(split(text, language))
