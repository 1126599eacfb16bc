"""Exceptions that are said behind a Chinese order, without a word for "except"."""

from __future__ import annotations

import pytest

from jarvisd.agent.understand import Command
from jarvisd.agent.understand.excepting import apart
from jarvisd.agent.understand.excepting_zh import behind, unread


@pytest.mark.parametrize(("text", "order", "but"), [
    ("全屋灯关闭 厨房的不关", "全屋灯关闭", ("厨房",)),
    ("楼下的灯关了 但老人房和玄关留着", "楼下的灯关了", ("老人房", "玄关")),
    ("楼上关灯，豆豆屋不关", "楼上关灯", ("豆豆屋",)),
    ("灯都关了 就剩鞋柜灯等爸爸", "灯都关了", ("鞋柜灯",)),
    ("主卧的灯关掉 床头灯除外", "主卧的灯关掉", ("床头灯",)),
    ("二楼灯关了 台灯我还要用", "二楼灯关了", ("台灯",)),
    ("楼下的灯关了 爷爷屋别关 他还没睡", "楼下的灯关了", ("爷爷屋",)),
    ("全屋的灯关了 我在书房 书房别关", "全屋的灯关了", ("书房",)),
    ("楼下灯灭了 老人房的小夜灯让它亮着", "楼下灯灭了", ("老人房的小夜灯",)),
    ("厨房关灯 吊柜灯留着照亮", "厨房关灯", ("吊柜灯",)),
    ("全屋关灯 给奶奶留个夜灯", "全屋关灯", ("夜灯",)),
    ("灯都关上 别把小夜灯关了", "灯都关上", ("小夜灯",)),
    ("客厅的灯关了吧 只要立灯", "客厅的灯关了吧", ("立灯",)),
    ("家里的灯厨房以外的都关掉", "家里的灯都关掉", ("厨房",)),
    ("所有的灯关了吧 小夜灯就算了", "所有的灯关了吧", ("小夜灯",)),
])  # fmt: skip
def test_what_stays_is_told_from_the_order(text: str, order: str, but: tuple[str, ...]) -> None:
    assert (apart(text, "zh").order, apart(text, "zh").but) == (order, but)


@pytest.mark.parametrize("text", [
    "厨房的灯关了 客厅的灯打开", "灯别关", "楼下的灯关了 窗帘拉上", "灯关了 我不关", "灯关了 其他的别动", "厨房灯关了 电视开着", "灯关了 厨房别关 算了 都关", "客厅的灯留着", "客厅灯关了 厨房的也别留着", "厨房灯关了 开着浪费电", "灯关了吧 不关睡不着",
])  # fmt: skip
def test_nothing_is_spared_in_what_is_another_order_or_none(text: str) -> None:
    assert behind(text) is None


@pytest.mark.parametrize(("text", "asks"), [
    ("全屋灯关了，唯独那什么留着吧反正", True), ("把灯关了", False), ("楼下的灯关了，窗帘拉上", False),
])  # fmt: skip
def test_what_is_spared_and_not_understood_is_asked_about(text: str, asks: bool) -> None:
    order = Command("HassTurnOff", {"domain": "light"})
    assert unread(text, [order]) is asks
    assert not unread(text, [Command("HassTurnOff", {"domain": "light", "except": ["厨房"]})])
    assert not unread(text, [Command("HassTurnOff", {"name": "台灯"})])
