"""The gate tells what is ordered from what only sounds like it, is of its sentences as they are, and says when it is broken."""

from __future__ import annotations

from pathlib import Path

import pytest

from jarvisd.agent.understand import taught
from jarvisd.agent.understand.clauses import paused
from jarvisd.agent.understand.gate import keep, kept, learn
from jarvisd.agent.understand.names import names_of
from jarvisd.config import shipped
from jarvisd.errors import ConfigError
from jarvisd.tools.home import Area, Entity, House

FOLDER = shipped("config/understanding")
NAMES = names_of(House((Entity("light.tower", "塔灯"), Entity("climate.attic", "阁楼空调")), (Area("attic", "阁楼"),)))


def test_what_is_shipped_was_learned_from_the_sentences_as_they_are() -> None:
    assert kept(FOLDER / "gate_zh.npz", "zh").key == taught.key(FOLDER, "zh"), "run scripts/learn_meanings.py --gate"


def test_an_order_is_told_from_talk_about_one() -> None:
    gate = kept(FOLDER / "gate_zh.npz", "zh")
    pairs = [
        ("把塔灯关了", "我舅妈说把塔灯关了"), ("关灯", "昨天半夜关灯"), ("阁楼空调调到二十度", "等我下班再把阁楼空调调到二十度"),
        ("太冷了，阁楼空调开高点", "表妹你把阁楼空调开高点"), ("塔灯打开", "塔灯别打开"), ("帮我把塔灯点亮", "怎么把塔灯点亮"),
    ]  # fmt: skip
    for order, talk in pairs:
        assert gate.sure(order, NAMES) > 0.5 > gate.sure(talk, NAMES), (order, talk)


def test_a_gap_between_words_is_a_pause_but_not_within_an_order() -> None:
    assert paused("把塔灯关了 我要睡了", "zh", NAMES) == "把塔灯关了，我要睡了"
    assert paused("把 塔灯 关了", "zh", NAMES) == "把塔灯关了"
    assert paused("嗯 塔灯关了", "zh", NAMES) == "塔灯关了"
    assert paused("lamp off please", "en", NAMES) == "lamp off please"


def test_what_is_kept_is_what_was_learned(tmp_path: Path) -> None:
    views, orders = [("a:x", "v:y"), ("a:z", "v:y")] * 4, [True, False] * 4
    learned = learn("zh", "key", views, orders, [1.0] * 8)
    keep(learned, tmp_path / "gate.npz")
    again = kept(tmp_path / "gate.npz", "zh")
    assert again.key == "key"
    assert again.of(("a:x", "v:y")) > 0 > again.of(("a:z", "v:y"))
    assert again.of(("a:x",)) == pytest.approx(learned.of(("a:x",)), abs=0.01)


def test_a_broken_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "gate_zh.npz").write_bytes(b"no numbers")
    with pytest.raises(ConfigError, match="learn_meanings"):
        kept(tmp_path / "gate_zh.npz", "zh")
    (tmp_path / "around").mkdir()
    (tmp_path / "around" / "zh.yaml").write_text("orders: [")
    with pytest.raises(ConfigError, match=r"zh\.yaml"):
        taught.lesson(tmp_path, "zh")
