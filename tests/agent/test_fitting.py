"""Of very many tools a large window is shown twenty: those that fit what is said, the same as before wherever that can be."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import numpy as np
import pytest

from jarvisd.agent.fitting import BEST, MOST, Everything, Fitting
from jarvisd.config import MemoryConfig
from jarvisd.errors import EngineError
from jarvisd.memory import Vectors, embed
from jarvisd.memory.words import content_words
from jarvisd.messages import Request, ToolSpec

WANTED = {
    "train_times": "Departure times of trains at a station", "stock_price": "The price of a share", "send_email": "Sends an e-mail",
    "water_plants": "Waters the plants on the balcony", "recipe_search": "Finds recipes for ingredients",
    "github_create_issue": "Creates a new issue in a GitHub repository", "spotify_play": "Plays a song or an artist on Spotify",
    "translate": "Translates a text into another language",
}  # fmt: skip
TALK = (
    ("when does the next train to Vienna leave", "train_times"), ("下一班火车几点", "train_times"),
    ("how much is the apple stock", "stock_price"), ("苹果股价多少", "stock_price"),
    ("send Anna a mail that I'm late", "send_email"), ("给安娜发邮件", "send_email"),
    ("please water the plants", "water_plants"), ("给阳台的花浇水", "water_plants"),
    ("what can I cook with eggs and rice", "recipe_search"), ("用鸡蛋能做什么菜", "recipe_search"),
    ("open an issue about the bug", "github_create_issue"), ("play some jazz", "spotify_play"),
    ("translate good morning into French", "translate"), ("把早上好翻译成法语", "translate"),
)  # fmt: skip
FIRST = [f"need{number}" for number in range(12)]


class Words:
    """An Embedder: texts that share words are near."""

    id, dimension = "words", 4096

    def __init__(self) -> None:
        self.read = 0
        self.fails = False

    async def queries(self, texts: Sequence[str]) -> Vectors:
        return await self.passages(texts)

    async def passages(self, texts: Sequence[str]) -> Vectors:
        if self.fails:
            raise EngineError("the embedder was told to fail")
        self.read += len(texts)
        made = np.zeros((len(texts), self.dimension), np.float32)
        for row, text in zip(made, texts, strict=True):
            for word in content_words(text):
                row[int(hashlib.sha256(word.encode()).hexdigest(), 16) % self.dimension] += 1
        return np.asarray(made / np.maximum(np.linalg.norm(made, axis=1, keepdims=True), 1e-9), np.float32)


def specs(*more: str) -> list[ToolSpec]:
    plain = [ToolSpec(name, f"What every household needs, number {name}", {}) for name in FIRST]
    strange = [ToolSpec(f"machine_{number:02}", f"Reads counter {number} of the machine in the cellar", {}) for number in range(40)]
    wanted = [ToolSpec(name, said, {}) for name, said in WANTED.items()]
    return sorted([*plain, *strange, *wanted, *(ToolSpec(name, name, {}) for name in more)], key=lambda spec: spec.name)


async def shown(offer: Fitting, text: str, conversation: str = "kitchen", of: Sequence[ToolSpec] | None = None) -> list[str]:
    return [spec.name for spec in await offer.choose(Request(text, conversation), of or specs())]


async def test_twenty_are_shown_in_the_order_of_the_bus_and_those_that_every_household_needs_are_among_them() -> None:
    offer = Fitting(FIRST, Words())
    names = await shown(offer, "are there any trains from the station")
    assert len(names) == MOST
    assert {*FIRST, "train_times"} <= set(names)
    assert names == sorted(names)


async def test_few_tools_are_all_shown() -> None:
    few = specs()[:MOST]
    assert await Fitting(FIRST, Words()).choose(Request("hello", "kitchen"), few) == few
    assert await Everything().choose(Request("hello", "kitchen"), specs()) == specs()


async def test_a_talk_keeps_its_tools_until_one_is_needed_that_is_not_among_them() -> None:
    offer = Fitting(FIRST, Words())
    ahead = await shown(offer, "")
    assert await shown(offer, "well, hello") == ahead  # what was read ahead holds
    trains = await shown(offer, "departure times of trains")
    assert {"train_times"} == set(trains) - set(ahead)
    for text in ("thanks", "and the next trains", "which station is that"):
        assert await shown(offer, text) == trains
    plants = await shown(offer, "water the plants on the balcony")
    assert {"train_times", "water_plants"} <= set(plants)  # what fitted lately stays
    assert len(set(plants) - set(trains)) <= BEST
    assert await shown(offer, "", "bedroom") == ahead  # another talk is another


async def test_what_fitted_longest_ago_goes_first_and_what_is_gone_is_not_shown() -> None:
    offer = Fitting(FIRST, Words())
    for said in WANTED.values():
        names = await shown(offer, said)
        assert len(names) == MOST
    assert "translate" in names
    left = [spec for spec in specs() if spec.name != "translate"]
    names = await shown(offer, "thanks", of=left)
    assert len(names) == MOST
    assert "translate" not in names


async def test_each_tool_is_read_once_and_without_an_embedder_words_find_it() -> None:
    words = Words()
    offer = Fitting(FIRST, words)
    await shown(offer, "trains")
    first = words.read
    await shown(offer, "plants")
    assert words.read == first + 1
    await shown(offer, "plants", of=specs("one_more_tool"))
    assert words.read == first + 3
    words.fails = True
    assert "stock_price" in await shown(offer, "the price of a share")
    assert "translate" in await shown(Fitting(FIRST, None), "translates this text")


@pytest.mark.parametrize("text", ["x" * 100_000, "\0\ud800", "   ", "?!", "。"])
async def test_nothing_that_is_said_breaks_it(text: str) -> None:
    assert len(await shown(Fitting(FIRST, Words()), text.replace("\ud800", ""))) == MOST


@pytest.mark.engine
async def test_the_right_one_is_found_in_both_languages() -> None:
    embedder = embed.load(MemoryConfig())
    assert embedder is not None
    offer = Fitting(FIRST, embedder)
    missing = [(text, name) for number, (text, name) in enumerate(TALK) if name not in await shown(offer, text, f"talk {number}")]
    assert missing == []
