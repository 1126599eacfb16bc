"""The memory of a house, opened: every part of it over one database."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from jarvisd.config import MemoryConfig
from jarvisd.database import Database, open_database
from jarvisd.memory.blocks import CoreBlocks, open_blocks
from jarvisd.memory.index import Index
from jarvisd.memory.recall import Turns


@dataclass(frozen=True, slots=True)
class Memory:
    database: Database
    blocks: CoreBlocks
    recall: Turns


@asynccontextmanager
async def open_memory(path: Path, config: MemoryConfig, now: Callable[[], datetime]) -> AsyncIterator[Memory]:
    """path: of the database. StorageError says why it cannot be opened."""
    async with open_database(path) as database:
        blocks = await open_blocks(database, now, config.block_limit, config.core_tokens)
        yield Memory(database, blocks, Turns(database, Index("turn", database, None), None))
