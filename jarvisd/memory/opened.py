"""The memory of a house, opened: every part of it over one database."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from jarvisd.config import MemoryConfig
from jarvisd.database import Database, open_database
from jarvisd.errors import ConfigError, JarvisError, MemoryRefused
from jarvisd.memory import Embedder
from jarvisd.memory.archive import Passages
from jarvisd.memory.blocks import CoreBlocks, open_blocks
from jarvisd.memory.forget import Forget
from jarvisd.memory.library import Library, open_library
from jarvisd.memory.recall import Turns
from jarvisd.memory.runs import Runs

log = logging.getLogger(__name__)

_LEAVING = 0.5  # seconds on the way out for the vectors of what was just said; the next start makes the others


@dataclass(frozen=True, slots=True)
class Memory:
    database: Database
    blocks: CoreBlocks
    library: Library
    forget: Forget
    runs: Runs

    @property
    def recall(self) -> Turns:
        return self.library.recall

    @property
    def archive(self) -> Passages:
        return self.library.archive

    async def catch_up(self) -> int:
        """Makes the vectors that are missing; how many. What fails is tried again another time."""
        try:
            return await self.library.embed_pending()
        except JarvisError as error:
            log.warning("what was said lately is found by its words alone: %s", error)
            return 0


@asynccontextmanager
async def open_memory(
    path: Path,
    config: MemoryConfig,
    now: Callable[[], datetime],
    embedder: Embedder | None = None,
    forgotten: Sequence[Callable[[], None]] = (),
) -> AsyncIterator[Memory]:
    """path: of the database. Without an embedder things are found by their words. StorageError says why it cannot be opened, ConfigError
    that the persona is longer than a block may be.

    forgotten: told when something was forgotten for good, such as a cache of spoken phrases.
    """
    async with open_database(path) as database:
        blocks = await open_blocks(database, now, config.block_limit, config.core_tokens)
        await _introduce(blocks, config.persona)
        forget = Forget(database, path.parent, now, forgotten)
        await forget.finish()
        runs = Runs(database, now)
        if interrupted := await runs.start():
            log.info("%d runs were interrupted", len(interrupted))
        memory = Memory(database, blocks, await open_library(database, embedder), forget, runs)
        try:
            yield memory
        finally:
            with suppress(TimeoutError):
                async with asyncio.timeout(_LEAVING):
                    await memory.catch_up()


async def _introduce(blocks: CoreBlocks, persona: str) -> None:
    if (await blocks.get("persona")).text != persona.strip():
        try:
            await blocks.generate("persona", persona)
        except MemoryRefused as error:
            raise ConfigError(f"[memory] persona cannot be used: {error}") from error
