"""What the house proposes is heard when it is asked for, and counts after a yes to its question alone."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from jarvisd.agent import Responder
from jarvisd.agent.assistant import Assistant
from jarvisd.agent.confirm import Confirm, Words
from jarvisd.agent.proposing import Phrases, Proposing
from jarvisd.config import MemoryConfig, shipped
from jarvisd.errors import ConfigError
from jarvisd.memory.opened import Memory, open_memory
from jarvisd.memory.proposals import Proposal, Proposals
from jarvisd.tools.bus import Bus
from jarvisd.tools.parked import Parked
from jarvisd.tools.proposals import ProposalTools
from tests.agent.household import NOON, Household

PHRASES = Phrases(shipped("config/proposing.yaml"))
HABIT = Proposal("habit", "light {} 22:30", "en", "Shall I switch it off at 22:30?", "routines", "At about 22:30 every day: off", NOON)
RULE = Proposal("rule", "rule: x", "zh", "要我以后都小声说话吗？", "household", "从现在起小声说话", NOON)


@asynccontextmanager
async def household(folder: Path, *offers: Proposal) -> AsyncIterator[tuple[Household, Proposals]]:
    def now() -> datetime:
        return NOON

    async with open_memory(folder / "jarvisd.db", MemoryConfig(), now) as memory:
        proposals = Proposals(memory.database, memory.blocks)
        tools = ProposalTools(proposals)
        bus = Bus([tools], Parked(memory.database))
        responders: list[Responder] = [
            Confirm(Words(shipped("config/confirm.yaml")), bus, now),
            Proposing(PHRASES, proposals, tools, bus, now),
        ]
        mind = Assistant(responders, memory.recall, now, bus)
        for offer in offers:
            async with memory.database.transaction() as db:
                assert await proposals.offer(db, offer)
        yield Household(mind, memory), proposals
        await mind.rest()


async def text(memory: Memory, label: str) -> str:
    return (await memory.blocks.get(label)).text


@pytest.mark.parametrize(
    ("ask", "yes", "offer", "done"),
    [("What do you propose?", "Yes, please.", HABIT, "Good, I will."), ("你有什么建议？", "好的", RULE, "好的，就这么办。")],
)
async def test_a_yes_to_the_question_makes_it_count(tmp_path: Path, ask: str, yes: str, offer: Proposal, done: str) -> None:
    async with household(tmp_path, offer) as (home, proposals):
        assert await home.ask(ask) == offer.text
        assert await text(home.memory, offer.label) == ""
        assert await home.ask(yes) == done
        assert await text(home.memory, offer.label) == offer.line
        assert await proposals.waiting() == []
        assert await home.ask(ask) == PHRASES.none[offer.language]


async def test_anything_but_a_yes_leaves_it_for_another_time_behind_the_new_ones(tmp_path: Path) -> None:
    async with household(tmp_path, HABIT, RULE) as (home, proposals):
        assert await home.ask("any suggestions?") == HABIT.text
        await home.ask("No.")
        assert [(each.id, each.state) for each in await proposals.waiting()] == [(2, "open"), (1, "asked")]
        assert await home.ask("Do you have any ideas?") == RULE.text
        await home.ask("Something else entirely")
        await home.ask("好的")
        assert await text(home.memory, "household") == ""
        assert await home.ask("你建议什么") == HABIT.text
        home.at += timedelta(minutes=5)
        await home.ask("yes")
        assert await text(home.memory, "routines") == ""


@pytest.mark.parametrize("said", ["What do you propose we do about the war", "Suggest a film", "你有什么", "建议", "I have an idea", ""])
def test_what_only_sounds_like_it_asks_for_no_proposal(said: str) -> None:
    assert PHRASES.language(said) is None


@pytest.mark.parametrize(
    "said", ["what do you suggest", "Jarvis, do you have any suggestions for me?", "Any ideas?", "your proposals, please"]
)
def test_it_is_asked_for_in_many_ways(said: str) -> None:
    assert PHRASES.language(said) == "en"


@pytest.mark.parametrize("said", ["有什么建议吗？", "贾维斯，你今天有没有建议", "你有没有新的提议呢", "说说你的建议吧", "你有建议给我吗"])
def test_it_is_asked_for_in_many_ways_in_chinese(said: str) -> None:
    assert PHRASES.language(said) == "zh"


def test_a_file_that_is_none_is_refused(tmp_path: Path) -> None:
    (tmp_path / "x.yaml").write_text("en: {asks: ['('], none: x}")
    with pytest.raises(ConfigError, match="proposals"):
        Phrases(tmp_path / "x.yaml")
