"""Amounts, colours and changes as slots have them."""

from __future__ import annotations

from typing import Any

import pytest

from jarvisd.agent.understand.slots import read
from jarvisd.agent.understand.things import kinds

READ: dict[str, dict[str, Any]] = {
    "to fifty percent": {"percent": 50}, "to half": {"percent": 50}, "to the maximum": {"percent": 100}, "twenty point five degrees": {"degrees": 20.5},
    "make it warm white": {"kelvin": 2700}, "2700 kelvin": {"kelvin": 2700}, "make it light blue": {"color": "lightblue"}, "a bit brighter": {"step": 1},
    "dim it by 20 percent": {"step": -1, "by": 20}, "two degrees warmer": {"step": 1, "degrees": 2}, "to minus ten": {"number": -10}, "the other one": {}, "zero percent": {"percent": 0},
    "调到百分之五十": {"percent": 50}, "五成": {"percent": 50}, "拉开一半": {"percent": 50}, "三分之一": {"percent": 33}, "二十五点五度": {"degrees": 25.5}, "零下五度": {"degrees": -5},
    "暖白光": {"kelvin": 2700}, "变成紫色": {"color": "purple"}, "亮一点": {"step": 1}, "暗一点": {"step": -1}, "凉快点": {"step": -1}, "调高两度": {"step": 1, "by": 2},
    "from blue to red": {"color": "red"}, "green not yellow": {"color": "green"}, "不要红色要橙色": {"color": "orange"},
    "开一下灯": {}, "调到三十": {"number": 30}, "亮度调低": {"step": -1}, "调到一百二一": {}, "音量三十十度": {},
}  # fmt: skip


@pytest.mark.parametrize(("text", "wanted"), READ.items())
def test_what_was_said_is_read(text: str, wanted: dict[str, Any]) -> None:
    found = read(text, "en" if text.isascii() else "zh")
    said = {
        slot: getattr(found, slot)
        for slot in found.__slots__
        if slot not in ("level", "shut") and getattr(found, slot) is not None and (slot != "step" or found.step)
    }
    assert said == wanted


@pytest.mark.parametrize(
    ("text", "domain", "device_class"),
    [("close the blinds", "cover", "blind"), ("the garage door", "cover", "garage"), ("the ac", "climate", ""), ("拉上窗帘", "cover", "curtain"), ("打开空调", "climate", ""), ("车库门", "cover", "garage")],
)  # fmt: skip
def test_a_kind_of_thing_is_known_by_its_word(text: str, domain: str, device_class: str) -> None:
    (kind,) = kinds(text, "en" if text.isascii() else "zh")
    assert (kind.domain, kind.device_class) == (domain, device_class)


@pytest.mark.parametrize(("text", "shut"), [
    ("the blind three quarters down", True), ("forty percent closed", True), ("lower it to forty percent", False), ("three quarters open", False),
    ("放下来四分之三", True), ("关三分之一", True), ("开四分之三", False), ("放到百分之四十", False),
])  # fmt: skip
def test_how_much_is_closed_is_not_how_much_is_open(text: str, shut: bool) -> None:
    assert read(text, "en" if text.isascii() else "zh").shut is shut
