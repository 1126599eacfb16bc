"""The house finds by the vectors of the embedder that its configuration names."""

from __future__ import annotations

import logging
from contextlib import AsyncExitStack
from dataclasses import replace
from pathlib import Path

import pytest

from jarvisd import config as settings
from jarvisd.config import MemoryConfig
from jarvisd.engines import Shelf
from jarvisd.events import Feed
from jarvisd.inside import MEMORY, open_inside
from tests.llm.server import Script, Server, serve
from tests.memory.test_library import TURN


def answer(texts: int) -> Script:
    made = [{"object": "embedding", "index": index, "embedding": [1.0, float(index)]} for index in range(texts)]
    return Script(whole={"object": "list", "model": "m", "data": made, "usage": {}})


async def keep_and_embed(folder: Path, server: Server) -> int:
    """How many vectors were made of a turn in a house whose provider is that server."""
    config = settings.load(None)
    config = replace(config, memory=MemoryConfig("provider", server.url, "bge-m3"))
    async with AsyncExitStack() as stack:
        inside = await open_inside(stack, config, settings.paths(state=folder), Feed(), MEMORY, Shelf(), [])
        assert inside.memory is not None
        await inside.memory.recall.keep(TURN)
        return await inside.memory.library.embed_pending()


async def test_a_provider_s_vectors_are_used_where_it_is_configured(tmp_path: Path) -> None:
    async with serve(answer(1), answer(7), answer(7), answer(7), answer(7), answer(2)) as server:
        assert await keep_and_embed(tmp_path, server) == 2
        assert [request.path for request in server.asked] == ["/v1/embeddings"] * 6


async def test_a_provider_that_does_not_answer_leaves_the_words(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    async with serve(Script(status=500)) as server:
        with caplog.at_level(logging.WARNING):
            assert await keep_and_embed(tmp_path, server) == 0
    assert "status 500" in caplog.text
