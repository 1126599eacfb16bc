"""What rows of one kind are found by: their words in FTS5 and their vectors, written in the transaction of the row itself.

The words of a row stand in four columns, which bm25 weighs (tuned on the first five conversations of LoCoMo, see BENCHMARKS.md): the
text itself 1, what it answers 0.7, what answered it 0.3, the day in words 0.5.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from aiosqlite import Connection

from jarvisd.database import Database
from jarvisd.memory import Vectors
from jarvisd.memory.vectors import Rows, VectorStore
from jarvisd.memory.words import index_tokens

Kind = Literal["turn", "passage"]

TOKENS = "1"  # version of the tokens: another one has the words indexed anew

_SCORED = 4_000  # rows of which bm25 is taken at most, 10 ms: the rarest words of a question say the most
_MANY = 20_000  # rows from which words that stand in too many rows are dropped
_SHARE = 0.01


@dataclass(frozen=True, slots=True)
class Entry:
    """A row to be found."""

    row: int
    text: str
    context: str = ""  # what it was an answer to
    after: str = ""  # what answered it
    day: str = ""  # when it was said, in the words of a question (`words.day_words`)
    meaning: str = ""  # what its vector is made of


@dataclass(frozen=True, slots=True)
class Only:
    """A condition that rows must meet, as SQL; {row} stands for the index's rowid."""

    join: str  # such as "JOIN passage ON passage.id = {row}"
    where: str
    values: tuple[object, ...] = ()
    plain: str = "true"  # the part of `where` that knows nothing of the index, for lists without a question


class Index:
    """Of turns a row is an utterance, of passages a passage. `vectors` is None where there is no embedder; then words alone find."""

    def __init__(self, kind: Kind, database: Database, vectors: VectorStore | None) -> None:
        self.kind = kind
        self.vectors = vectors
        self._database = database
        self._words = f"{kind}_words"
        self._standing: dict[str, int] = {}  # in how many rows a word stands, as last counted
        self._counted = 0  # rows there were when it was counted
        self._newest = 0  # the highest id there was

    async def add(self, db: Connection, entries: Sequence[Entry], vectors: Vectors | None = None) -> None:
        """Within the caller's transaction; what has no vector yet gets one by and by (`Pending`)."""
        await self.add_words(db, entries)
        if vectors is None or self.vectors is None:
            await db.executemany(
                "INSERT OR IGNORE INTO unembedded (kind, row) VALUES (?, ?)", [(self.kind, entry.row) for entry in entries]
            )
        else:
            await self.vectors.add(db, [entry.row for entry in entries], vectors)

    async def add_words(self, db: Connection, entries: Sequence[Entry]) -> None:
        """Without a vector, and without waiting for one."""
        rows = [(entry.row, _joined(entry.text), _joined(entry.context), _joined(entry.after), entry.day) for entry in entries]
        await db.executemany(f"INSERT INTO {self._words} (rowid, text, context, after, day) VALUES (?, ?, ?, ?, ?)", rows)

    async def replace_words(self, db: Connection, entries: Sequence[Entry]) -> None:
        await db.executemany(f"DELETE FROM {self._words} WHERE rowid = ?", [(entry.row,) for entry in entries])
        await self.add_words(db, entries)

    async def remove(self, db: Connection, rows: Sequence[int]) -> None:
        """Words and vectors, for good; within the caller's transaction. Rows that are not there are no error."""
        await db.executemany(f"DELETE FROM {self._words} WHERE rowid = ?", [(row,) for row in rows])
        await db.executemany("DELETE FROM unembedded WHERE kind = ? AND row = ?", [(self.kind, row) for row in rows])
        if self.vectors is not None:
            await self.vectors.remove(db, rows)

    async def wait(self, db: Connection, rows: Sequence[int]) -> None:
        """Those of these rows that are there lose their vectors and wait for new ones: what they mean has changed."""
        query = f"SELECT id FROM {self._words}_docsize WHERE id IN (SELECT value FROM json_each(?))"
        there = [row for (row,) in await db.execute_fetchall(query, (json.dumps(list(rows)),))]
        if self.vectors is not None:
            await self.vectors.remove(db, there)
        await db.executemany("INSERT OR IGNORE INTO unembedded (kind, row) VALUES (?, ?)", [(self.kind, row) for row in there])

    async def embedded(self, db: Connection, rows: Sequence[int], vectors: Vectors) -> None:
        """The vectors of rows that waited for them; of those that are gone by now they are dropped."""
        assert self.vectors is not None
        query = "SELECT row FROM unembedded WHERE kind = ? AND row IN (SELECT value FROM json_each(?))"
        waiting = {row for (row,) in await db.execute_fetchall(query, (self.kind, json.dumps(list(rows))))}
        there = [at for at, row in enumerate(rows) if row in waiting]
        if there:
            await self.vectors.add(db, [rows[at] for at in there], vectors[there])
            await db.executemany("DELETE FROM unembedded WHERE kind = ? AND row = ?", [(self.kind, rows[at]) for at in there])

    async def by_words(self, terms: Sequence[str], only: Only | None, n: int) -> list[int]:
        """The n rows that bm25 ranks first for any of these terms."""
        query, values = self._ranked(await self.telling(terms), only, n)
        return [row for (row,) in await self._database.read(query, values)]

    async def by_words_in(self, db: Connection, terms: Sequence[str], only: Only | None, n: int) -> list[int]:
        """The same as the caller's transaction sees it."""
        query, values = self._ranked(await self.telling(terms), only, n)
        return [row for (row,) in await db.execute_fetchall(query, values)]

    def _ranked(self, terms: Sequence[str], only: Only | None, n: int) -> tuple[str, tuple[object, ...]]:
        match = " OR ".join(_quoted(term) for term in terms) or '""'
        if only is None:
            newest = (
                f"SELECT rowid AS row, rank AS place FROM {self._words} WHERE {self._words} MATCH ? ORDER BY rowid DESC LIMIT {_SCORED}"
            )
            return f"SELECT row FROM ({newest}) ORDER BY place LIMIT ?", (match, n)  # a word may stand in every other row
        row = f"{self._words}.rowid"
        join, where = only.join.format(row=row), only.where.format(row=row)
        query = f"SELECT {row} FROM {self._words} {join} WHERE {self._words} MATCH ? AND {where} ORDER BY rank LIMIT ?"
        return query, (match, *only.values, n)

    async def telling(self, terms: Sequence[str]) -> list[str]:
        """The terms worth looking for, the rarest first: where there are many rows, without those that stand in too many."""
        standing = await self.standing(terms)
        chosen: list[str] = []
        total = 0
        for term in sorted(terms, key=lambda term: standing[term]):  # what stood nowhere may stand in a row that came since
            often = self._counted > _MANY and standing[term] > _SHARE * self._counted
            if total and (often or total + standing[term] > _SCORED):
                break
            total += standing[term]
            chosen.append(term)
        return chosen

    async def standing(self, terms: Sequence[str]) -> dict[str, int]:
        """In how many rows each term stands; of one that ends in *, of all that begin so. Exact in a small index, else as last counted."""
        ((newest,),) = await self._database.read(f"SELECT coalesce(max(id), 0) FROM {self._words}_docsize")  # ids are given in order
        if newest < _MANY or newest > 1.1 * self._newest:
            ((rows,),) = await self._database.read(f"SELECT count(*) FROM {self._words}_docsize")
            self._standing, self._counted, self._newest = {}, rows, newest
        if new := sorted(set(terms) - self._standing.keys()):
            self._standing.update(zip(new, await self._counts(new), strict=True))
        return {term: self._standing[term] for term in terms}

    async def _counts(self, terms: Sequence[str]) -> list[int]:
        query = f"""SELECT (SELECT count(*) FROM (SELECT 1 FROM {self._words} WHERE {self._words} MATCH j.value LIMIT ?))
            FROM json_each(?) AS j ORDER BY j.key"""
        return [count for (count,) in await self._database.read(query, (_SCORED + 1, json.dumps([_quoted(term) for term in terms])))]

    async def allowed(self, only: Only) -> Rows:
        """All rows that meet it."""
        import numpy as np

        row = f"{self._words}_docsize.id"
        join, where = only.join.format(row=row), only.where.format(row=row)
        query = f"SELECT {row} FROM {self._words}_docsize {join} WHERE {where}"
        return np.array([row for (row,) in await self._database.read(query, only.values)], np.int64)


def _joined(text: str) -> str:
    return " ".join(index_tokens(text))


def _quoted(term: str) -> str:
    """As FTS5 reads it: a text in quotes, a star outside of them."""
    return f'"{term[:-1]}"*' if term.endswith("*") else f'"{term}"'
