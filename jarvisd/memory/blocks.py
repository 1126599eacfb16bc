"""Core memory: a few short texts that stand in every prompt, each with its limit and its history."""

from __future__ import annotations

import difflib
import json
import re
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from aiosqlite import Connection

from jarvisd.database import Database
from jarvisd.errors import MemoryRefused, NotKnown
from jarvisd.memory import Author, Block, Edit, edits
from jarvisd.memory.clean import clean, visible

# label: place in the prompt (what changes seldom comes first), what belongs there, whether the house alone writes it
_DEFAULTS: dict[str, tuple[int, str, bool]] = {
    "persona": (0, "Who Jarvis is.", True),
    "household": (10, "What holds for everybody at home: who lives here, customs, allergies, things and where they are.", False),
    "home": (30, "Rooms and devices.", True),
    "routines": (40, "What happens regularly, and when.", False),
    "scratch": (50, "Notes for the task at hand; may be thrown away.", False),
}
_PERSON = re.compile(r"person:([\w][\w .'·-]{0,39})")
_PERSON_PLACE = 20
_MOST_PEOPLE = 24
_KEPT = 500  # edits of a block; older ones are let go
_COLUMNS = "label, text, description, longest, read_only, version"
_EDIT = "id, label, before, after, author, cause, at, undone"


async def open_blocks(database: Database, now: Callable[[], datetime], limit: int = 2000, tokens: int = 2000) -> CoreBlocks:
    """With the blocks every household has; limit: characters of each, tokens: of all together, about."""
    async with database.transaction() as db:
        for label, (position, description, read_only) in _DEFAULTS.items():
            await _make(db, label, description, limit, read_only, position)
        await db.execute("UPDATE block SET longest = ? WHERE longest <> ?", (limit, limit))
    return CoreBlocks(database, now, limit, tokens)


class CoreBlocks:
    """Blocks, opened by `open_blocks`. Nothing is held here but the database, so that several agents see the same."""

    def __init__(self, database: Database, now: Callable[[], datetime], limit: int, tokens: int) -> None:
        self._database = database
        self._now = now
        self._limit = limit
        self._tokens = tokens

    async def all(self) -> Sequence[Block]:
        return [_block(row) for row in await self._database.read(f"SELECT {_COLUMNS} FROM block ORDER BY position, label")]

    async def get(self, label: str) -> Block:
        blocks = {block.label: block for block in await self.all()}
        return blocks[_known(label, list(blocks))]

    async def append(self, label: str, text: str, author: Author, cause: str = "") -> Block:
        edits.unnumbered("content", text)
        more = _wanted(text)
        return await self._edit(label, lambda block: edits.appended(block.text, more), author, cause)

    async def replace(self, label: str, old: str, new: str, author: Author, cause: str = "") -> Block:
        edits.unnumbered("old_string", old)
        edits.unnumbered("new_string", new)
        before, after = visible(old), visible(new)
        return await self._edit(label, lambda block: edits.replaced(block.label, block.text, before, after), author, cause)

    async def insert(self, label: str, text: str, line: int, author: Author, cause: str = "") -> Block:
        edits.unnumbered("new_string", text)
        more = _wanted(text)
        return await self._edit(label, lambda block: edits.inserted(block.text, more, line), author, cause)

    async def rewrite(self, label: str, text: str, author: Author, cause: str = "", version: int | None = None) -> Block:
        edits.unnumbered("new_memory", text)

        def change(block: Block) -> str:
            if version is not None and version != block.version:
                raise MemoryRefused(
                    f"Memory block `{block.label}` is at version {block.version} by now, not at {version}: somebody else changed it. "
                    "Read it again, then repeat the edit."
                )
            return clean(text)

        return await self._edit(label, change, author, cause)

    async def generate(self, label: str, text: str) -> Block:
        """What the house writes itself, such as its rooms and devices; it is made anew when they change, so it has no history."""
        async with self._database.transaction() as db:
            block = await _get(db, label)
            after = clean(text)
            self._fits(block, after, await _others(db, block.label))
            return await _write(db, block, after)

    async def undo(self, label: str = "") -> Edit:
        return await self._step(label, undo=True)

    async def redo(self, label: str = "") -> Edit:
        return await self._step(label, undo=False)

    async def history(self, label: str = "", limit: int = 20) -> Sequence[Edit]:
        named = (await self.get(label)).label if label else ""
        query = f"SELECT {_EDIT} FROM edit WHERE label = ? OR ? = '' ORDER BY id DESC LIMIT ?"
        return [_step_of(row) for row in await self._database.read(query, (named, named, limit))]

    async def _edit(self, label: str, change: Callable[[Block], str], author: Author, cause: str) -> Block:
        """Reads, changes and writes in one transaction: an edit is made on what really stands there."""
        async with self._database.transaction() as db:
            block = await self._editable(db, label, author)
            after = change(block).strip()
            if after == block.text:
                return block
            new = [line for line in after.split("\n") if line not in block.text.split("\n")]
            self._fits(block, after, await _others(db, block.label))
            if author in ("user", "house") or not edits.instructs("\n".join(new)):
                return await self._record(db, block, after, author, cause)
        await self._propose(block.label, "\n".join(new))
        raise MemoryRefused(
            f"Memory block `{block.label}` was not changed: this reads like a standing instruction, and those are the household's to give. "
            "It goes to review: it holds once somebody says yes to it."
        )

    async def _editable(self, db: Connection, label: str, author: Author) -> Block:
        """The block; one of a person is made when the person is first named."""
        labels = [row[0] for row in await db.execute_fetchall("SELECT label FROM block")]
        asked = _folded(label)
        if asked not in labels and _PERSON.fullmatch(asked):
            if sum(each.startswith("person:") for each in labels) >= _MOST_PEOPLE:
                raise MemoryRefused(f"There are blocks of {_MOST_PEOPLE} people already; put this into archival memory.")
            description = f"What is known of {asked.removeprefix('person:')}."
            await _make(db, asked, description, self._limit, False, _PERSON_PLACE)
            labels.append(asked)
        block = await _get(db, _known(label, labels))
        if block.read_only and author != "house":
            raise MemoryRefused(f"Memory block `{block.label}` is read-only and cannot be edited.")
        return block

    def _fits(self, block: Block, after: str, others: str) -> None:
        """A shorter text always fits: that is how room is made."""
        if len(after) <= len(block.text):
            return
        if len(after) > block.limit:
            raise MemoryRefused(
                f"Memory block `{block.label}` was not changed, it would be too long: current {len(block.text)} characters, "
                f"limit {block.limit}, needed {len(after)}. Shorten it, or put the detail into archival memory."
            )
        before, needed = tokens(others + block.text), tokens(others + after)
        if needed > self._tokens:
            raise MemoryRefused(
                f"Memory block `{block.label}` was not changed, all blocks together would be too long: current about {before} tokens, "
                f"limit {self._tokens}, needed {needed}. Shorten one, or put the detail into archival memory."
            )

    async def _record(self, db: Connection, block: Block, after: str, author: Author, cause: str) -> Block:
        await db.execute("DELETE FROM edit WHERE label = ? AND undone > 0", (block.label,))  # a new edit ends what could be redone
        row = (block.label, block.text, after, author, clean(cause), self._now().isoformat())
        await db.execute("INSERT INTO edit (label, before, after, author, cause, at) VALUES (?, ?, ?, ?, ?, ?)", row)
        oldest = "SELECT id FROM edit WHERE label = ? ORDER BY id DESC LIMIT 1 OFFSET ?"
        await db.execute(f"DELETE FROM edit WHERE label = ? AND id <= ({oldest})", (block.label, block.label, _KEPT))
        return await _write(db, block, after)

    async def _step(self, label: str, undo: bool) -> Edit:
        """`undone` counts the undoings, so that redo takes them back last first."""
        named = (await self.get(label)).label if label else ""
        async with self._database.transaction() as db:
            order = "undone = 0 ORDER BY id DESC" if undo else "undone > 0 ORDER BY undone DESC"
            query = f"SELECT {_EDIT} FROM edit WHERE (label = ? OR ? = '') AND {order} LIMIT 1"
            rows = list(await db.execute_fetchall(query, (named, named)))
            if not rows:
                where = f" in memory block `{named}`" if named else ""
                raise NotKnown(f"There is nothing to {'undo' if undo else 'redo'}{where}.")
            edit = _step_of(tuple(rows[0]))
            block = await _get(db, edit.label)
            stands, becomes = (edit.after, edit.before) if undo else (edit.before, edit.after)
            if block.text != stands:
                raise MemoryRefused(f"Memory block `{edit.label}` was changed otherwise since that edit; edit it by hand.")
            counted = "(SELECT max(undone) + 1 FROM edit)" if undo else "0"
            await db.execute(f"UPDATE edit SET undone = {counted} WHERE id = ?", (edit.id,))
            await _write(db, block, becomes)
            ((*row,),) = await db.execute_fetchall(f"SELECT {_EDIT} FROM edit WHERE id = ?", (edit.id,))
            return _step_of(row)

    async def _propose(self, label: str, text: str) -> None:
        """Kept as a question to the household; a yes makes the call that was refused."""
        zh = any("\u3400" <= letter <= "\u9fff" for letter in text)
        question = f"要我从现在起记住并照做吗：{text}" if zh else f"Shall I keep to this from now on: {text}"
        deed = json.dumps({"tool": "core_memory_append", "arguments": {"label": label, "content": text}}, ensure_ascii=False)
        row = (self._now().isoformat(), "rule", f"{label}: {text}", "zh" if zh else "en", question, deed, "open")
        async with self._database.transaction() as db:
            await db.execute(
                "INSERT OR IGNORE INTO proposal (at, kind, subject, language, text, deed, state) VALUES (?, ?, ?, ?, ?, ?, ?)", row
            )


def tokens(text: str) -> int:
    """About how many: a Chinese character is most of one, four Latin letters are one."""
    wide = sum(letter >= "\u2e80" for letter in text)
    return round(0.8 * wide + 0.25 * (len(text) - wide))


def _wanted(text: str) -> str:
    wanted = clean(text)
    if not wanted:
        raise MemoryRefused("Nothing was written: the text is empty.")
    return wanted


def _folded(label: str) -> str:
    return re.sub(r"\s*:\s*", ":", " ".join(clean(label).casefold().split()))


def _known(label: str, labels: Sequence[str]) -> str:
    """The label that is meant: a person may be named without the word before the name. NotKnown names the nearest ones."""
    asked = _folded(label)
    meant = next((each for each in (asked, f"person:{asked}") if each in labels), None)
    if meant is None:
        near = difflib.get_close_matches(asked[:60], labels, n=3, cutoff=0.5)
        hint = f"did you mean {' or '.join(f'`{each}`' for each in near)}?" if near else f"known: {', '.join(labels)}."
        raise NotKnown(f"There is no memory block with label `{asked[:60]}`; {hint}")
    return meant


async def _make(db: Connection, label: str, description: str, limit: int, read_only: bool, position: int) -> None:
    row = (label, description, limit, read_only, position)
    await db.execute(
        "INSERT OR IGNORE INTO block (label, text, description, longest, read_only, version, position) VALUES (?, '', ?, ?, ?, 0, ?)", row
    )


async def _get(db: Connection, label: str) -> Block:
    ((*row,),) = await db.execute_fetchall(f"SELECT {_COLUMNS} FROM block WHERE label = ?", (label,))
    return _block(row)


async def _others(db: Connection, label: str) -> str:
    return "".join([row[0] for row in await db.execute_fetchall("SELECT text FROM block WHERE label <> ?", (label,))])


async def _write(db: Connection, block: Block, text: str) -> Block:
    if text != block.text:
        await db.execute("UPDATE block SET text = ?, version = version + 1 WHERE label = ?", (text, block.label))
    return await _get(db, block.label)


def _block(row: Sequence[Any]) -> Block:
    label, text, description, limit, read_only, version = row
    return Block(label, text, description, limit, bool(read_only), version)


def _step_of(row: Sequence[Any]) -> Edit:
    id, label, before, after, author, cause, at, undone = row
    return Edit(id, label, before, after, author, cause, datetime.fromisoformat(at), bool(undone))
