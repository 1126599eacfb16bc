"""Copies of the database by day: made while it is in use, and put in its place when it is damaged."""

from __future__ import annotations

import asyncio
import logging
import os
import re
import shutil
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

import sqlean

from jarvisd.database.connection import Damaged, connected, rows
from jarvisd.errors import StorageError

log = logging.getLogger(__name__)

_SMALL = 16 * 1024 * 1024  # bytes: up to here every page is looked at whenever the file is opened, some 20 ms
_INDEX = "fts5"  # what integrity_check says of a full-text index begins so: it is made anew from the rows, which are well


def copies(path: Path, folder: Path) -> Sequence[Path]:
    """The copies of that database in that folder, oldest first."""
    name = re.compile(rf"{re.escape(path.stem)}-\d\d\d\d-\d\d-\d\d(-version-\d+)?{re.escape(path.suffix)}")
    return sorted(file for file in folder.glob("*") if name.fullmatch(file.name))


def remains(path: Path, folder: Path) -> Sequence[Path]:
    """Whatever else holds some of that database: half-made copies, damaged files put aside, copies of old versions beside it."""
    beside = [file for mark in ("damaged-", "version-", "restoring") for file in path.parent.glob(f"{path.name}.{mark}*")]
    return sorted([*beside, *folder.glob(f"{path.stem}-*.part*")])


async def back_up(path: Path, folder: Path, keep: int, day: date, mark: str = "") -> Path:
    """A copy of what is committed now, under that day's name; of all copies the newest `keep` stay. OSError, sqlean.Error."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    copy = folder / f"{path.stem}-{day.isoformat()}{mark}{path.suffix}"
    part = copy.with_name(f"{copy.name}.part")
    part.unlink(missing_ok=True)
    part.touch(mode=0o600)
    try:
        async with connected(path) as db:  # of its own, so that nobody waits for it
            await db.execute("VACUUM INTO ?", (str(part),))
        await asyncio.to_thread(_to_disk, part)
        part.replace(copy)
    finally:
        part.unlink(missing_ok=True)
    for old in copies(path, folder)[:-keep]:
        old.unlink(missing_ok=True)
    return copy


async def check(path: Path, thorough: bool) -> None:
    """Damaged where the file is not whole. Not thorough: of a large file only the schema and the ends of every table are read."""
    if path.stat().st_size == 0 and not path.with_name(f"{path.name}-wal").exists():
        raise Damaged("it is empty")
    async with connected(path, "ro") as db:  # so that a damaged file and its log stay as they were found
        if thorough or path.stat().st_size <= _SMALL:
            found = [str(text) for (text,) in await rows(db, "PRAGMA integrity_check" if thorough else "PRAGMA quick_check")]
            if worse := [text for text in found if text != "ok" and _INDEX not in text.lower()]:
                raise Damaged(worse[0].splitlines()[0])
            if found != ["ok"]:
                log.warning("the search index in %s is damaged, what was said is not: jarvisd memory reindex makes it anew", path)
            return
        tables = await rows(db, "SELECT name, sql LIKE '%WITHOUT ROWID%' FROM sqlite_master WHERE type = 'table' AND rootpage > 0")
        for table, no_rowid in tables:
            await rows(db, f'SELECT * FROM "{table}" LIMIT 1')
            if not no_rowid:
                await rows(db, f'SELECT * FROM "{table}" ORDER BY _rowid_ DESC LIMIT 1')


async def restore(path: Path, folder: Path, reason: BaseException) -> None:
    """The newest copy that is whole takes the damaged file's place, which is put aside. StorageError where there is none."""
    new = _restoring(path)
    try:
        for copy in reversed(copies(path, folder)):
            await asyncio.to_thread(_copied, copy, new)
            try:
                await check(new, thorough=True)
            except sqlean.Error as error:
                log.warning("the backup %s is damaged too (%s); an older one is tried", copy, error)
                continue
            await asyncio.to_thread(_to_disk, new)
            aside = _put_aside(path)
            new.replace(path)
            log.warning(
                "%s was damaged (%s) and is put aside as %s; the backup %s is in its place: what was said after it is missing",
                path, reason, aside, copy,
            )  # fmt: skip
            return
    finally:
        for left in (new, _log(new), new.with_name(f"{new.name}-shm")):
            left.unlink(missing_ok=True)
    raise StorageError(
        f"{path} is not a database that can be read ({reason}), and there is no backup in {folder}; move it away, or put a copy of it back"
    ) from reason


def finish_restoring(path: Path) -> None:
    """After a power cut between the damaged file's going and the copy's coming: that copy was already found whole."""
    if not path.exists() and _restoring(path).exists():
        _restoring(path).replace(path)


def _restoring(path: Path) -> Path:
    return path.with_name(f"{path.name}.restoring")


def _log(path: Path) -> Path:
    return path.with_name(f"{path.name}-wal")


def _put_aside(path: Path) -> Path:
    """Its new name. The write-ahead log goes with it: it would be taken for the copy's."""
    name = f"{path.name}.damaged-{datetime.now():%Y-%m-%dT%H%M%S}"
    aside = path.with_name(name)
    number = 1
    while aside.exists():
        number += 1
        aside = path.with_name(f"{name}-{number}")
    ahead = _log(path)
    if ahead.exists():
        ahead.replace(_log(aside)) if ahead.stat().st_size else ahead.unlink()
    path.with_name(f"{path.name}-shm").unlink(missing_ok=True)
    return path.replace(aside)


def _copied(copy: Path, new: Path) -> None:
    new.unlink(missing_ok=True)
    new.touch(mode=0o600)
    shutil.copyfile(copy, new)


def _to_disk(path: Path) -> None:
    """The file's bytes, and that it is in its folder."""
    for place in (path, path.parent):
        handle = os.open(place, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
