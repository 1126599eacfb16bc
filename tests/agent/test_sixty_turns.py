"""A long talk over the wire, with a real memory: what was sent begins every time as it began before, unless memory changed."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from jarvisd import when
from jarvisd.bench import prefix
from jarvisd.bench.prefix import CUT, SUMMARY, TURNS, WINDOW, Sent, reuse_percent, sent, steps
from jarvisd.config import LlmConfig
from jarvisd.llm.chosen import Chosen
from jarvisd.llm.openai import OpenAIModel
from jarvisd.llm.providers import PROVIDERS
from jarvisd.messages import ToolCall
from tests.llm.server import HANG, Script, chunk, serve

_CLOCK = re.compile(r"\d{1,2}:\d\d [AP]M|[上下中早晚凌].{0,1}[午上晨][零一二三四五六七八九十两]+点")


def script(piece: str | ToolCall, cut: bool) -> Script:
    """An answer as a server streams it: a call's arguments in three pieces."""
    if isinstance(piece, str):
        end = piece.find(".") + 2 if "." in piece else piece.find("。") + 1
        return Script((piece[:end], piece[end : end + 9], HANG)) if cut else Script((piece[:end], piece[end:]))
    arguments = json.dumps(piece.arguments, ensure_ascii=False)
    third = len(arguments) // 3
    parts: list[Any] = [{"index": 0, "id": piece.id, "type": "function", "function": {"name": piece.name, "arguments": ""}}]
    parts += [
        {"index": 0, "function": {"arguments": text}} for text in (arguments[:third], arguments[third : 2 * third], arguments[2 * third :])
    ]
    return Script([*(chunk(tool_calls=[part]) for part in parts), chunk(reason="tool_calls")])


@pytest.mark.slow
@pytest.mark.parametrize("language", ["en", "zh"])
async def test_sixty_turns_begin_as_they_began_before_except_where_memory_changed(tmp_path: Path, language: str) -> None:
    turns: list[Sent] = []
    summaries: dict[str, int] = {}  # with the turn they came before
    async with serve() as server:
        chosen = Chosen("house", server.url, "fake", row=replace(PROVIDERS["custom"], window=WINDOW))
        model = OpenAIModel(chosen, LlmConfig())
        async with prefix.house(tmp_path, model) as home:
            before = await home.known()
            for n in range(TURNS):
                known, begin = await home.known(), len(server.asked)
                server.scripts += [script(piece, n == CUT) for piece in steps(n, language)]
                server.scripts += [Script([SUMMARY[language]])] * 9  # should the talk be summed up behind the turn, in pieces
                said = await home.ask(n, language, cut=n == CUT)
                server.scripts.clear()
                body = server.asked[begin].body
                turns.append(sent(body["messages"], body["tools"], known != before))
                clock = when.clock(home.at.time(), language)
                assert clock in turns[-1].last
                assert clock not in turns[-1].prefix.decode()
                assert str(body["messages"][0]).count(SUMMARY[language]) == bool(summaries)
                assert not _CLOCK.search(body["messages"][0]["content"])
                assert said.strip()
                before, (*_, summary) = known, await home.known()
                if summary:
                    summaries.setdefault(summary, n + 1)
            kept = await home.memory.recall.last("talk", TURNS)
            blocks = {block.label: block.text for block in await home.memory.blocks.all()}
        await model.close()
    assert reuse_percent(turns) == 100
    assert len(summaries) >= 2
    changes = [n for n, turn in enumerate(turns) if turn.changed]
    assert changes == sorted({4, 19, 34, 49} | {n for n in summaries.values() if n < TURNS})
    assert all(not turns[n].prefix.startswith(turns[n - 1].prefix) for n in changes)
    assert blocks["household"].count("\n") == 3  # four edits
    assert len(kept) == TURNS  # lossless, whatever was summed up
    assert kept[CUT].answered == steps(CUT, language)[0][: len(kept[CUT].answered)]  # type: ignore[index]  # a text
    assert 0 < len(kept[CUT].answered) < 80
    names = [use.name for turn in kept for use in turn.uses]
    assert {"core_memory_append", "conversation_search", "archival_memory_insert", "archival_memory_search"} <= set(names)
    assert not [use.error for turn in kept for use in turn.uses if use.error]
    assert any("<known>" in turn.last for turn in turns)  # what is recalled rides along outside the prefix
    assert not any("<known>" in str(json.loads(line)) for turn in turns for line in turn.prefix.decode().splitlines()[2:])


@pytest.mark.slow
@pytest.mark.parametrize("language", ["en", "zh"])
async def test_the_bench_measures_the_same(tmp_path: Path, language: str) -> None:
    assert await prefix.prefix_reuse(tmp_path, language) == 100


def test_a_prefix_that_changed_counts_against_it() -> None:
    turns = [Sent(b"a", "", False), Sent(b"ab", "", False), Sent(b"xb", "", False), Sent(b"y", "", True), Sent(b"yz", "", False)]
    assert reuse_percent(turns) == pytest.approx(100 * 2 / 3)
