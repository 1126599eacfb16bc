"""Recall and archive over one database and one embedder, with the vectors that are still to be made."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Mapping
from datetime import datetime

import numpy as np

from jarvisd.database import Database
from jarvisd.errors import JarvisError
from jarvisd.memory import Embedder, Vectors, utterances
from jarvisd.memory.archive import Passages
from jarvisd.memory.calibration import Calibration, calibrated
from jarvisd.memory.documents import Documents
from jarvisd.memory.index import TOKENS, Entry, Index, Kind
from jarvisd.memory.recall import Turns
from jarvisd.memory.vectors import VectorStore
from jarvisd.memory.words import day_words

log = logging.getLogger(__name__)

Progress = Callable[[int, int], None]  # done, all

_MADE = 2  # version of what vectors are made of, and how: another one has all of them made anew
_HARMLESS = "jarvisd"  # a text that every embedder takes
_BATCH = 32  # rows whose vectors are made and written together: what an interruption costs


class Library:
    """Opened by `open_library`."""

    def __init__(
        self, database: Database, embedder: Embedder | None, stores: dict[Kind, VectorStore], calibration: Calibration | None
    ) -> None:
        self._database = database
        self._embedder = embedder
        self._refused: set[tuple[Kind, int]] = set()  # rows whose text the embedder does not take
        self._indexes: dict[Kind, Index] = {"turn": Index("turn", database, stores.get("turn"))}
        self._indexes["passage"] = Index("passage", database, stores.get("passage"))
        self.recall = Turns(database, self._indexes["turn"], embedder, calibration)
        self.archive = Passages(database, self._indexes["passage"], embedder, calibration)
        self.documents = Documents(database, self.archive)

    async def waiting(self) -> int:
        """Rows that have no vector yet; 0 without an embedder."""
        if self._embedder is None:
            return 0
        ((rows,),) = await self._database.read("SELECT count(*) FROM unembedded")
        return int(rows)

    async def embed_pending(self, progress: Progress = lambda done, all: None) -> int:
        """Makes the vectors that are missing; how many. Interrupted at any point, the next call goes on from there."""
        if self._embedder is None:
            return 0
        everything, done = await self.waiting(), 0
        for kind, index in self._indexes.items():
            while rows := await self._unembedded(kind):
                texts = await (self.recall.meanings(rows) if kind == "turn" else self.archive.texts(rows))
                made = await self._made({row: texts[row] for row in rows if row in texts})
                self._refused.update((kind, row) for row in rows if row in texts and row not in made)
                async with self._database.transaction() as db:
                    if made:
                        await index.embedded(db, list(made), np.stack(list(made.values())))
                    gone = [(kind, row) for row in rows if row not in texts]
                    await db.executemany("DELETE FROM unembedded WHERE kind = ? AND row = ?", gone)
                done += len(made) + len(gone)
                progress(done, max(everything, done))
        return done

    async def _unembedded(self, kind: Kind) -> list[int]:
        refused = json.dumps([row for of, row in self._refused if of == kind])
        query = "SELECT row FROM unembedded WHERE kind = ? AND row NOT IN (SELECT value FROM json_each(?)) LIMIT ?"
        return [row for (row,) in await self._database.read(query, (kind, refused, _BATCH))]

    async def _made(self, texts: Mapping[int, str]) -> dict[int, Vectors]:
        """Their vectors. A text that the embedder does not take, though it takes others, holds nothing up: it is left out."""
        assert self._embedder is not None
        if not texts:
            return {}
        try:
            return dict(zip(texts, await self._embedder.passages(list(texts.values())), strict=True))
        except JarvisError:
            await self._embedder.passages([_HARMLESS])  # where it takes not even this, it is not the text
            if len(texts) > 1:
                return {row: vector for one, text in texts.items() for row, vector in (await self._made({one: text})).items()}
        log.warning("the embedder refuses a text; it is found by its words alone until the next start")
        return {}

    async def reindex(self, progress: Progress = lambda done, all: None) -> int:
        """All words and all vectors anew; how many vectors. Interrupted, embed_pending goes on with what is left."""
        self._refused.clear()
        await _index_words(self._database, self._indexes)
        if self._embedder is not None:
            await _begin_vectors(self._database, self._embedder, {kind: index.vectors for kind, index in self._indexes.items()})
        return await self.embed_pending(progress)


async def open_library(database: Database, embedder: Embedder | None) -> Library:
    """Ready for use. With another embedder than last time all vectors are made anew, by and by (embed_pending)."""
    calibration = None if embedder is None else await calibrated(embedder)
    stores: dict[Kind, VectorStore] = {}
    if embedder is not None and calibration is not None:
        kinds: tuple[Kind, ...] = ("turn", "passage")
        stores = {kind: VectorStore(kind, embedder.dimension, database, calibration.middle) for kind in kinds}
    library = Library(database, embedder, stores, calibration)
    if await _fact(database, "tokens") != TOKENS:
        await _index_words(database, library._indexes)
    if embedder is not None and (before := await _fact(database, "embedder")) != _name(embedder):
        if before:  # nobody is told of it in a house that has just begun
            log.info("the embedder is new (%s): all vectors are made anew", _name(embedder))
        await _begin_vectors(database, embedder, dict(stores))
    return library


def _name(embedder: Embedder) -> str:
    return f"{embedder.id} {embedder.dimension} {_MADE}"


async def _fact(database: Database, name: str) -> str:
    return next((value for (value,) in await database.read("SELECT value FROM fact WHERE name = ?", (name,))), "")


async def _begin_vectors(database: Database, embedder: Embedder, stores: dict[Kind, VectorStore | None]) -> None:
    """Empty tables of the embedder's dimension; every row waits."""
    async with database.transaction() as db:
        for kind, store in stores.items():
            assert store is not None
            await store.make(db)
            await db.execute(f"INSERT OR IGNORE INTO unembedded (kind, row) SELECT ?, id FROM {kind}_words_docsize", (kind,))
        await db.execute("INSERT OR REPLACE INTO fact (name, value) VALUES ('embedder', ?)", (_name(embedder),))


async def _index_words(database: Database, indexes: dict[Kind, Index]) -> None:
    """The words of everything, anew: after an update that reads them otherwise, and of what was kept before there was an index."""
    async with database.transaction() as db:
        for kind in indexes:
            await db.execute(f"DELETE FROM {kind}_words")
        passages = await db.execute_fetchall("SELECT id, text, at FROM passage")
        await indexes["passage"].add_words(db, [Entry(id, text, day=day_words(datetime.fromisoformat(at))) for id, text, at in passages])
        turns = [id for (id,) in await db.execute_fetchall("SELECT id FROM turn")]
        await indexes["turn"].add_words(db, await utterances.entries(db.execute_fetchall, turns))
        for kind in indexes:
            await db.execute(f"INSERT OR IGNORE INTO unembedded (kind, row) SELECT ?, id FROM {kind}_words_docsize", (kind,))
        await db.execute("INSERT OR REPLACE INTO fact (name, value) VALUES ('tokens', ?)", (TOKENS,))
