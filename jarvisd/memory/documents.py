"""Folders of documents in the archive: each file is cut into passages, which are replaced when it changes."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from jarvisd.database import Database
from jarvisd.errors import DocumentUnreadable
from jarvisd.memory import Passage
from jarvisd.memory.archive import Passages
from jarvisd.memory.chunks import pieces
from jarvisd.memory.readers import READERS, read

Progress = Callable[[int, int, Path], None]  # files done, files in all, the one that was just done


@dataclass(frozen=True, slots=True)
class Ingested:
    """What became of a folder's files."""

    new: tuple[Path, ...] = ()
    changed: tuple[Path, ...] = ()
    unchanged: tuple[Path, ...] = ()
    gone: tuple[str, ...] = ()  # were there the last time
    failed: tuple[str, ...] = ()  # a sentence each
    passages: int = 0  # written


class Documents:
    """Whatever a document says is somebody else's words: its passages have the source "document" and its path."""

    def __init__(self, database: Database, archive: Passages) -> None:
        self._database = database
        self._archive = archive

    async def ingest(self, folder: Path, progress: Progress = lambda done, all, path: None) -> Ingested:
        """Of every readable kind of file in the folder and the folders in it. A file alone is taken too.

        What changed is replaced, what is unchanged is left as it is, what is gone is removed; a file that cannot be read is named and
        leaves what was known of it. DocumentUnreadable where there is no such folder. Interrupted, every file is either old or new.
        """
        folder = folder.expanduser().resolve()
        files = await asyncio.to_thread(_files, folder)
        known: dict[str, str] = dict(await self._database.read("SELECT path, sha256 FROM document"))
        came: dict[str, list[Path]] = {"new": [], "changed": [], "unchanged": []}
        failed: list[str] = []
        written = 0
        for number, path in enumerate(files, 1):
            try:
                sha = await asyncio.to_thread(_hash, path)
                if known.get(str(path)) == sha:
                    came["unchanged"].append(path)
                else:
                    written += await self._take(path, sha)
                    came["changed" if str(path) in known else "new"].append(path)
            except DocumentUnreadable as error:
                failed.append(str(error))
            progress(number, len(files), path)
        gone = sorted(path for path in known if Path(path).is_relative_to(folder) and not Path(path).exists())
        for old in gone:
            await self.remove(old)
        new, changed, unchanged = (tuple(paths) for paths in came.values())
        return Ingested(new, changed, unchanged, tuple(gone), tuple(failed), written)

    async def remove(self, path: str) -> None:
        """The document and its passages, for good."""
        async with self._database.transaction() as db:
            await self._archive.erase_document(db, path)

    async def _take(self, path: Path, sha: str) -> int:
        """Rows of the old text go and those of the new one come in one transaction; how many came."""
        title, parts = await asyncio.to_thread(read, path)
        at = datetime.fromtimestamp(path.stat().st_mtime, UTC).astimezone()
        passages = [Passage(text, at, source="document", document=str(path)) for text in pieces(title, parts)]
        vectors = await self._archive.vectors([passage.text for passage in passages])
        async with self._database.transaction() as db:
            await self._archive.erase_document(db, str(path))
            row = (str(path), title, sha, at.isoformat())
            await db.execute("INSERT INTO document (path, title, sha256, at) VALUES (?, ?, ?, ?)", row)
            for number, passage in enumerate(passages):
                await self._archive.insert_in(db, passage, None if vectors is None else vectors[number])
        return len(passages)


def _files(folder: Path) -> list[Path]:
    """Not those whose name, or whose folder's name, begins with a dot, and none that a link leads to outside of the folder."""
    if folder.is_file() and folder.suffix.lower() in READERS:
        return [folder]
    if not folder.is_dir():
        raise DocumentUnreadable(f"{folder}: no such folder, and no file of {', '.join(READERS)}")
    root = folder.resolve()
    found = (
        path for path in folder.rglob("*") if path.suffix.lower() in READERS and path.is_file() and path.resolve().is_relative_to(root)
    )
    return sorted(path for path in found if not any(part.startswith(".") for part in path.relative_to(folder).parts))


def _hash(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise DocumentUnreadable(f"{path} cannot be read ({error.strerror})") from error
