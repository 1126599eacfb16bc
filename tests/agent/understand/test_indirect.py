"""What is asked for in a roundabout way is the plain order that it is; what is told, asked or forbidden stays as it was said."""

from __future__ import annotations

from pathlib import Path

import pytest

from jarvisd.agent.understand.indirect import direct, rules
from jarvisd.errors import ConfigError
from jarvisd.messages import Language


@pytest.mark.parametrize(("said", "plainly"), [
    ("Could the gate be opened please", "open the gate please"),
    ("could the boiler be set at sixty she's frozen", "set the boiler at sixty she's frozen"),
    ("could I trouble you to switch on the towel warmer", "switch on the towel warmer"),
    ("please may i have my lamp on", "please turn my lamp on"),
    ("could you get the back door locked for me", "lock the back door for me"),
    ("what I'd like is the blinds down", "the blinds down"),
    ("I'd like the lights in the den turned off", "turn the lights in the den off"),
    ("we need the heating on", "turn the heating on"),
    ("let's have the big lamp off", "turn the big lamp off"),
    ("the curtains need closing", "close the curtains"),
    ("would you mind terribly shutting the gate", "shut the gate"),
    ("any chance you could kill the lights", "kill the lights"),
    ("make sure the blanket's off will you", "turn the blanket off will you"),
    ("do me a favor and switch the radio off", "switch the radio off"),
    ("what was i going to say oh yes fan off", "fan off"),
    ("we don't need the fan on any more", "turn the fan off"), ("pull the blind all the way down", "pull the blind down"),
    ("set the volume to oh let's say twenty five", "set the volume to twenty five"),
    ("shut that darn radio off", "shut that radio off"), ("turn on my stupid lamp please please in here", "turn on my lamp in here"),
    ("turn it down to like twenty", "turn it down to twenty"), ("put the lamp at something like half", "put the lamp at half"),
    ("can you like turn off the uh floor lamp", "can you turn off the floor lamp"),
])  # fmt: skip
def test_english_is_said_plainly(said: str, plainly: str) -> None:
    assert direct(said, "en") == plainly


@pytest.mark.parametrize(("said", "plainly"), [
    ("灶灯咋没开呢给我打开", "把灶灯打开"), ("排气扇怎么还转着给关喽", "把排气扇关喽"), ("台灯不用了帮我熄掉", "把台灯关掉"), ("音箱别响了先停一下", "把音箱停一下"),
    ("劳驾您把台灯给关一下", "把台灯关一下"), ("能帮我把窗帘拉上吗", "把窗帘拉上"), ("小助手我想要台灯亮起来", "把台灯打开"), ("小爱小爱把台灯打开", "把台灯打开"), ("你聋了吗我说关电视", "关电视"),
    ("走廊灯亮着吧客人快到了", "把走廊灯打开吧客人快到了"), ("彩灯不要红色要橙色", "彩灯换成橙色"), ("开台灯不对不对开吊灯", "开台灯，不对，开吊灯"), ("窗帘一律拉上", "窗帘都拉上"),
    ("要下雨了收遮阳棚", "要下雨了关上遮阳棚"), ("客厅的灯该关了", "把客厅的灯关了"),
])  # fmt: skip
def test_chinese_is_said_plainly(said: str, plainly: str) -> None:
    assert direct(said, "zh") == plainly


@pytest.mark.parametrize(("language", "said"), [
    ("en", "Can the blinds be closed remotely"), ("en", "Could the lights be dimmed when nobody's home"), ("en", "I like the curtains closed"),
    ("en", "I want the lamp on my desk fixed"), ("en", "are you able to dim the lamp"), ("en", "Grandma wants the fan off"), ("en", "Don't turn off the lights"),
    ("en", "the lights were turned off"), ("zh", "我妈叫你把灯关了"), ("zh", "热水器是不是还开着"), ("zh", "灯亮着呢"), ("zh", "别开灯"), ("zh", "加湿器别开了"), ("zh", "小爱割草机开始工作"), ("zh", "怎么把灯打开"),
])  # fmt: skip
def test_what_is_no_roundabout_order_stays_as_it_was_said(language: Language, said: str) -> None:
    assert direct(said, language) == said


def test_a_broken_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "en.yaml").write_text("rules: [['(', '']]")
    with pytest.raises(ConfigError, match=r"en\.yaml"):
        rules(tmp_path, "en")
