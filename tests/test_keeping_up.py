"""What was said gets its vectors by and by, however long whoever makes them is away."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest

from jarvisd.config import MemoryConfig
from jarvisd.daemon import keep_found
from jarvisd.errors import LanguageModelError, StorageError
from jarvisd.memory import Vectors
from jarvisd.memory.opened import open_memory
from tests.memory.test_library import TURN
from tests.memory.vectors import Bag

HOUR = 3600.0


class Away(Bag):
    """Answers nothing while it is not back."""

    def __init__(self) -> None:
        super().__init__()
        self.back = True
        self.asked = 0

    async def passages(self, texts: Sequence[str]) -> Vectors:
        self.asked += 1
        if not self.back:
            raise LanguageModelError("the embedder does not answer")
        return await super().passages(texts)


@pytest.mark.slow
async def test_an_embedder_that_is_away_is_asked_less_and_less_and_told_of_once(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    embedder, listened = Away(), 0

    async def listen_for() -> None:
        nonlocal listened
        listened += 1
        if listened == 1:
            raise StorageError("the disk fails")  # it ends nothing

    async with open_memory(tmp_path / "db", MemoryConfig(), lambda: datetime.now(UTC), embedder) as memory:
        await memory.recall.keep(TURN)
        embedder.asked, embedder.back = 0, False
        keeping = asyncio.create_task(keep_found(memory, listen_for))
        await asyncio.sleep(6 * HOUR)
        assert 10 < embedder.asked < 100
        assert [record.levelno for record in caplog.records if "found by its words alone" in record.getMessage()] == [logging.WARNING]
        embedder.back = True
        await asyncio.sleep(HOUR)
        assert await memory.library.waiting() == 0
        await memory.recall.keep(TURN)
        await asyncio.sleep(HOUR)
        assert (await memory.library.waiting(), listened) == (0, 2)
        keeping.cancel()
        await asyncio.wait({keeping})
