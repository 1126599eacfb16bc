"""Writing weights so that a file under its own name is always a whole, checked one."""

from __future__ import annotations

import errno
import fcntl
import hashlib
import os
import shutil
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from jarvisd.errors import ModelError
from jarvisd.model_store.catalog import File
from jarvisd.model_store.progress import Progress, megabytes

CHUNK = 1 << 20  # bytes read at once
_FORGOTTEN = 7 * 86400.0  # seconds
FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)  # disk, quota, limit on the size of a file


class SourceFailed(Exception):
    """This source did not give the files; the next one is tried. Never leaves the store."""


def sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def part_of(target: Path) -> Path:
    return target.with_name(target.name + ".part")


def write(file: File, target: Path, chunks: Iterable[bytes]) -> None:
    """All chunks into TARGET.part, then checked and renamed; what went wrong leaves nothing behind."""
    part = part_of(target)
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        with part.open("wb") as stream:
            for chunk in chunks:
                stream.write(chunk)
    except BaseException:  # only to leave no half file
        part.unlink(missing_ok=True)
        raise
    settle(file, target)


def settle(file: File, target: Path) -> None:
    """TARGET.part becomes TARGET if it is the file of the catalogue; else it is removed, TARGET stays as it is, SourceFailed."""
    part = part_of(target)
    size = part.stat().st_size
    if size != file.size or sha256(part) != file.sha256:
        part.unlink()
        what = "its checksum is another" if size == file.size else f"{size} bytes instead of {file.size}"
        raise SourceFailed(f"{file.name} is not the file of the catalogue ({what})")
    with part.open("rb") as stream:
        os.fsync(stream.fileno())
    if target.exists():
        target.rename(_free_name(target))  # it may be somebody's own work: kept, not deleted
    part.rename(target)
    folder = os.open(target.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _free_name(target: Path) -> Path:
    number = 1
    while (aside := target.with_name(f"{target.name}.kept{number}")).exists():
        number += 1
    return aside


def room_for(needed: int, folder: Path, what: str) -> None:
    """ModelError if the disk has less left than that."""
    free = shutil.disk_usage(folder).free
    if free < needed:
        raise ModelError(
            f"not enough room in {folder}: {what} needs {megabytes(needed)}, {megabytes(free)} are free; "
            "make room, or name another folder in JARVISD_MODELS"
        )


@contextmanager
def disk_errors(needed: int, folder: Path, what: str) -> Iterator[None]:
    """Turns what the disk says into what a person can do."""
    try:
        yield
    except OSError as error:
        if error.errno in FULL:
            raise ModelError(
                f"no room for {what}: it needs {megabytes(needed)} in {folder} ({error.strerror}); nothing half-written was left; "
                "make room, or name another folder in JARVISD_MODELS, and run it again"
            ) from error
        raise ModelError(
            f"{error.filename or folder}: {error.strerror or error}; mend it, or name another folder in JARVISD_MODELS"
        ) from error


@contextmanager
def only_one(folder: Path, progress: Progress) -> Iterator[None]:
    """One fetch at a time in this folder; a second one waits for the first."""
    with disk_errors(0, folder, "the lock"):
        folder.mkdir(parents=True, exist_ok=True)
        lock = (folder / ".lock").open("w")
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            progress.say(f"another fetch is at work in {folder}; waiting for it")
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def forget_parts(folder: Path) -> int:
    """Removes what was begun to be fetched and not touched for a week; how many files. OSError where they cannot be removed."""
    old = [path for path in folder.rglob("*.part") if path.is_file() and time.time() - path.stat().st_mtime > _FORGOTTEN]
    for path in old:
        path.unlink()
    return len(old)
