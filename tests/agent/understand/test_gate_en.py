"""The English gate tells what is ordered from what only sounds like it, and is of its sentences as they are."""

from __future__ import annotations

from jarvisd.agent.understand import taught
from jarvisd.agent.understand.gate import kept
from jarvisd.agent.understand.names import names_of
from jarvisd.config import shipped
from jarvisd.tools.home import Area, Entity, House

FOLDER = shipped("config/understanding")
NAMES = names_of(House((Entity("light.tower", "Tower Light"), Entity("climate.attic", "Attic Heater")), (Area("attic", "Attic"),)))


def test_what_is_shipped_was_learned_from_the_sentences_as_they_are() -> None:
    assert kept(FOLDER / "gate_en.npz", "en").key == taught.key(FOLDER, "en"), "run scripts/learn_meanings.py --gate"


def test_an_order_is_told_from_talk_about_one() -> None:
    gate = kept(FOLDER / "gate_en.npz", "en")
    pairs = [
        ("turn off the tower light", "my uncle said turn off the tower light"), ("tower light on please", "did you leave the tower light on"),
        ("it's freezing, attic heater to twenty", "if it's freezing we put the attic heater to twenty"),
        ("could you dim the tower light", "how could anyone dim the tower light"), ("switch the tower light on she wants to read", "she always has the tower light on to read"),
        ("the vicar's coming so turn the attic heater up", "the vicar turned the attic heater up"), ("lights out, bedtime", "lights out sang the choir"),
    ]  # fmt: skip
    scores = [(order, gate.sure(order, NAMES), talk, gate.sure(talk, NAMES)) for order, talk in pairs]
    assert [row for row in scores if not row[1] > 0.5 > row[3]] == []
