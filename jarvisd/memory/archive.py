"""Passages: facts and pieces of documents, found by words and by meaning; what is told twice is kept once."""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

import numpy as np
from aiosqlite import Connection

from jarvisd.database import Database
from jarvisd.errors import JarvisError, MemoryRefused, NotKnown
from jarvisd.memory import Embedder, Found, Kept, Passage, Vectors, Within
from jarvisd.memory.calibration import Calibration
from jarvisd.memory.claims import contradicts, own, repeats
from jarvisd.memory.index import Entry, Index, Only
from jarvisd.memory.search import Search
from jarvisd.memory.words import clean, day_words, index_tokens, normal

log = logging.getLogger(__name__)

LONGEST = 8_000  # characters of one passage: more is a document

_COLUMNS = "p.id, p.text, p.at, p.source, p.person, p.confidence, p.turn, coalesce(d.path, ''), p.superseded_by"
_FROM = "FROM passage AS p LEFT JOIN document AS d ON d.id = p.document"
_OF_PASSAGE = "JOIN passage AS p ON p.id = {row}"
_COMPARED = 30  # passages that a new one is compared with
_TERMS = 40  # words by which they are looked for


class Passages:
    """An Archive. Row, tags, words and vector of a passage are written in one transaction."""

    def __init__(self, database: Database, index: Index, embedder: Embedder | None, calibration: Calibration | None) -> None:
        self._database = database
        self._index = index
        self._embedder = embedder
        self.search_rows = Search(index, embedder, calibration, self.texts)

    async def insert(self, passage: Passage) -> Kept:
        """MemoryRefused for an empty text and one that is longer than LONGEST."""
        return (await self.insert_all([passage]))[0]

    async def insert_all(self, passages: Sequence[Passage]) -> Sequence[Kept]:
        """In their order, all of them or none."""
        texts = [_checked(passage.text) for passage in passages]
        vectors = await self.vectors(texts)
        async with self._database.transaction() as db:
            return [await self.insert_in(db, passage, None if vectors is None else vectors[at]) for at, passage in enumerate(passages)]

    async def insert_in(self, db: Connection, passage: Passage, vector: Vectors | None) -> Kept:
        """Within the caller's transaction. Pieces of a document are not compared: they come and go with it."""
        older = [] if passage.document else await self._comparable(db, passage)
        for old in older:
            if normal(old.text) == normal(passage.text):
                return Kept(old, "same")
        cosines = await self._cosines(db, older, vector)
        for old in older:
            if repeats(passage.text, old.text, cosines.get(old.id)):
                return Kept(await self._refresh(db, old, passage), "updated")
        other = [old for old in older if contradicts(passage.text, old.text)]
        gone = [old for old in other if passage.at >= old.at]
        if newer := [old for old in other if passage.at < old.at]:  # learned late: it no longer holds
            if known := await self._gave_way(db, passage):
                return Kept(known, "same")
            passage = replace(passage, superseded_by=newer[0].id)
        id = await self._write(db, passage, vector)
        await db.executemany("UPDATE passage SET superseded_by = ? WHERE id = ?", [(id, old.id) for old in gone])
        return Kept(replace(passage, id=id), "superseded" if gone else "new")

    async def get(self, id: int) -> Passage | None:
        return (await self.get_all([id])).get(id)

    async def get_all(self, ids: Sequence[int]) -> Mapping[int, Passage]:
        """Those that are there."""
        query = f"SELECT {_COLUMNS} {_FROM} WHERE p.id IN (SELECT value FROM json_each(?))"
        return {passage.id: passage for passage in await self._passages(query, (json.dumps([int(id) for id in ids]),))}

    async def update(self, id: int, text: str, at: datetime) -> Passage:
        vectors = await self.vectors([_checked(text)])
        old = await self.get(id)
        if old is None:
            raise NotKnown(f"there is no passage {id}; search for it first")
        async with self._database.transaction() as db:
            made = replace(old, text=text, at=at, superseded_by=None)
            new = await self._write(db, made, None if vectors is None else vectors[0])
            await db.execute("UPDATE passage SET superseded_by = ? WHERE id = ?", (new, id))
        return replace(made, id=new)

    async def delete(self, id: int) -> None:
        """What it had taken the place of counts again."""
        async with self._database.transaction() as db:
            await self.erase(db, [id])

    async def erase(self, db: Connection, ids: Sequence[int]) -> None:
        """For good, within the caller's transaction."""
        await self._index.remove(db, ids)
        await db.executemany("DELETE FROM passage WHERE id = ?", [(id,) for id in ids])

    async def erase_document(self, db: Connection, path: str) -> None:
        """With its passages; no error where it is not there."""
        query = "SELECT p.id FROM passage AS p JOIN document AS d ON d.id = p.document WHERE d.path = ?"
        await self.erase(db, [id for (id,) in await db.execute_fetchall(query, (path,))])
        await db.execute("DELETE FROM document WHERE path = ?", (path,))

    async def search(self, query: str, within: Within = Within(), limit: int = 5) -> Sequence[Found]:
        if limit < 1:
            return []
        only = _condition(within)
        if not clean(query).strip():
            newest = f"SELECT {_COLUMNS} {_FROM} WHERE {only.where} ORDER BY p.time DESC, p.id DESC LIMIT ?"
            return [Found(passage, 0.0, 1.0) for passage in await self._passages(newest, (*only.values, limit))]
        hits = await self.search_rows.find(query, only, limit)
        passages = await self.get_all([hit.row for hit in hits])
        return [Found(passages[hit.row], hit.score, hit.similarity) for hit in hits if hit.row in passages]

    async def texts(self, rows: Sequence[int]) -> Mapping[int, str]:
        query = "SELECT id, text FROM passage WHERE id IN (SELECT value FROM json_each(?))"
        return dict(await self._database.read(query, (json.dumps([int(row) for row in rows]),)))

    async def vectors(self, texts: Sequence[str]) -> Vectors | None:
        """None without an embedder, and where it fails: then they are made by and by."""
        if self._embedder is None or self._index.vectors is None:
            return None
        try:
            return await self._embedder.passages(texts)
        except JarvisError as error:
            log.warning("kept, its vectors come later: %s", error)
            return None

    async def _comparable(self, db: Connection, passage: Passage) -> list[Passage]:
        """The likest passages of the same source that hold, and of the same person where it is of somebody's own."""
        terms = await self._index.telling(list(dict.fromkeys(index_tokens(passage.text)))[:_TERMS])
        where = "p.superseded_by IS NULL AND p.document IS NULL AND p.source = ?"
        values: tuple[object, ...] = (passage.source,)
        if own(passage.text):
            where, values = f"{where} AND p.person = ?", (*values, passage.person)
        rows = await self._index.by_words_in(db, terms, Only(_OF_PASSAGE, where, values), _COMPARED)
        query = f"SELECT {_COLUMNS} {_FROM} WHERE p.id IN (SELECT value FROM json_each(?))"
        found = [_passage(row) for row in await db.execute_fetchall(query, (json.dumps(rows),))]
        return sorted(found, key=lambda old: rows.index(old.id))

    async def _gave_way(self, db: Connection, passage: Passage) -> Passage | None:
        """The same words that were said as late, and hold no longer."""
        query = f"SELECT {_COLUMNS} {_FROM} WHERE p.text = ? AND p.person = ? AND p.time >= ? AND p.superseded_by IS NOT NULL LIMIT 1"
        rows = await db.execute_fetchall(query, (passage.text, passage.person, passage.at.timestamp()))
        return next((_passage(tuple(row)) for row in rows), None)

    async def _cosines(self, db: Connection, older: Sequence[Passage], vector: Vectors | None) -> dict[int, float]:
        if vector is None or self._index.vectors is None or not older:
            return {}
        return await self._index.vectors.of([old.id for old in older], vector, db)

    async def _refresh(self, db: Connection, old: Passage, new: Passage) -> Passage:
        at, confidence = max(old.at, new.at), max(old.confidence, new.confidence)
        query = "UPDATE passage SET at = ?, time = ?, confidence = ? WHERE id = ?"
        await db.execute(query, (at.isoformat(), at.timestamp(), confidence, old.id))
        await db.executemany("INSERT OR IGNORE INTO tag (passage, tag) VALUES (?, ?)", [(old.id, tag) for tag in sorted(new.tags)])
        tags = frozenset(tag for (tag,) in await db.execute_fetchall("SELECT tag FROM tag WHERE passage = ?", (old.id,)))
        return replace(old, at=at, confidence=confidence, tags=tags)

    async def _write(self, db: Connection, passage: Passage, vector: Vectors | None) -> int:
        at = passage.at
        document = "(SELECT id FROM document WHERE path = ?)"
        query = f"""INSERT INTO passage (text, at, time, source, person, confidence, turn, document, superseded_by)
            VALUES (?, ?, ?, ?, ?, ?, ?, {document}, ?)"""
        row = (passage.text, at.isoformat(), at.timestamp(), passage.source, passage.person, passage.confidence, passage.turn)
        id = (await db.execute(query, (*row, passage.document, passage.superseded_by))).lastrowid or 0
        await db.executemany("INSERT INTO tag (passage, tag) VALUES (?, ?)", [(id, tag) for tag in sorted(passage.tags)])
        await self._index.add(db, [Entry(id, passage.text, day=day_words(at))], None if vector is None else np.asarray(vector)[None, :])
        return id

    async def _passages(self, query: str, values: Sequence[object]) -> list[Passage]:
        found = [_passage(row) for row in await self._database.read(query, values)]
        query = "SELECT passage, tag FROM tag WHERE passage IN (SELECT value FROM json_each(?))"
        tags: dict[int, set[str]] = {}
        for id, tag in await self._database.read(query, (json.dumps([passage.id for passage in found]),)):
            tags.setdefault(id, set()).add(tag)
        return [replace(passage, tags=frozenset(tags.get(passage.id, ()))) for passage in found]


def _checked(text: str) -> str:
    if not clean(text[: 2 * LONGEST]).strip():
        raise MemoryRefused("nothing was kept: the text is empty")
    if len(text) > LONGEST:
        raise MemoryRefused(
            f"a passage has at most {LONGEST} characters, this one {len(text)}; keep it as a document (jarvisd memory ingest)"
        )
    return text


def _passage(row: Sequence[Any]) -> Passage:
    """Without its tags."""
    id, text, at, source, person, confidence, turn, document, superseded = row
    return Passage(text, datetime.fromisoformat(at), source, person, frozenset(), confidence, turn, document, superseded, id)


def _condition(within: Within) -> Only:
    """As SQL over passages; what a newer one took the place of is left out unless asked for."""
    parts: list[tuple[str, object]] = []
    if within.since is not None:
        parts.append(("p.time >= ?", within.since.timestamp()))
    if within.until is not None:
        parts.append(("p.time < ?", within.until.timestamp()))
    if within.person:
        parts.append(("p.person = ?", within.person))
    if within.conversation:
        parts.append(("p.turn IN (SELECT id FROM turn WHERE conversation = ?)", within.conversation))
    if within.tags:
        tagged = "(SELECT count(*) FROM tag WHERE passage = p.id AND tag IN (SELECT value FROM json_each(?)))"
        wanted = len(within.tags) if within.every_tag else 1
        parts.append((f"{tagged} >= {wanted}", json.dumps(sorted(within.tags))))
    held = ["true"] if within.superseded else ["p.superseded_by IS NULL"]
    return Only(_OF_PASSAGE, " AND ".join([*held, *(condition for condition, _ in parts)]), tuple(value for _, value in parts))
