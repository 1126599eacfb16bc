"""Folders whose files may be read: what a path really leads to must lie in one of them, links and all."""

from __future__ import annotations

import logging
import os
import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from jarvisd.errors import ConfigError

log = logging.getLogger(__name__)

_VISITED = 50_000  # entries that one search looks at
_DEEPEST = 12  # folders within folders
LARGEST = 20 * 2**20  # bytes of a file that is read


class Outside(Exception):
    """No file of these folders; nothing of it was read."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A file as it is named to people: root's own name, then the way within it."""

    name: str  # "notes/2026/garden.md"
    path: Path  # really
    size: int  # bytes
    changed: float  # seconds since 1970


class Roots:
    """ConfigError where one is everything. Its name is the last part of its path; where two are alike, the whole path."""

    def __init__(self, folders: Sequence[str]) -> None:
        self._roots: dict[str, Path] = {}
        for folder in folders:
            path = Path(os.path.realpath(Path(folder).expanduser()))
            if path == Path(path.anchor):
                raise ConfigError("[files] folders: / would be everything; name the folders that may be read")
            if not path.is_dir():  # a disk that is not plugged in stops no house
                log.warning("[files] folders: %s is no folder now; it is left out until the next start", folder)
                continue
            self._roots[str(path) if path.name in self._roots else path.name] = path

    @property
    def names(self) -> Sequence[str]:
        return tuple(self._roots)

    def walk(self) -> Iterator[Seen]:
        """Every plain file; no link is followed, nothing hidden is looked at."""
        left = _VISITED
        for name, root in self._roots.items():
            todo = [(root, 0)]
            while todo and left > 0:
                folder, depth = todo.pop()
                try:
                    entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
                except OSError:
                    continue
                for entry in entries[:left]:
                    left -= 1
                    if entry.name.startswith(".") or entry.is_symlink():
                        continue
                    if entry.is_dir(follow_symlinks=False) and depth < _DEEPEST:
                        todo.append((Path(entry.path), depth + 1))
                    elif entry.is_file(follow_symlinks=False):
                        told = entry.stat(follow_symlinks=False)
                        yield Seen(f"{name}/{Path(entry.path).relative_to(root)}", Path(entry.path), told.st_size, told.st_mtime)

    def find(self, name: str) -> Path:
        """What a name leads to, really. Outside where that is no plain file of these folders."""
        if "\0" in name or len(name) > 4096:
            raise Outside
        given = Path(name).expanduser() if name.startswith("~/") else Path(name)
        first, *rest = given.parts or ("",)
        tried = [given] if given.is_absolute() else [self._roots[first].joinpath(*rest)] if first in self._roots else []
        tried += [] if given.is_absolute() else [root / given for root in self._roots.values()]
        for path in tried:
            real = Path(os.path.realpath(path))
            if self._within(real) and real.is_file():
                return real
        raise Outside

    def read(self, name: str) -> bytes:
        """At most LARGEST bytes. Outside as of `find`, also where it was changed for a link meanwhile; OSError where it cannot be read."""
        try:
            file = os.open(self.find(name), os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK | os.O_NOFOLLOW)
        except OSError as error:
            raise Outside from error
        try:
            opened = Path(os.path.realpath(f"/proc/self/fd/{file}"))  # what was really opened, whatever the path says by now
            told = os.fstat(file)
            if not stat.S_ISREG(told.st_mode) or told.st_size > LARGEST or (Path("/proc/self/fd").exists() and not self._within(opened)):
                raise Outside
            with os.fdopen(os.dup(file), "rb") as stream:
                return stream.read(LARGEST)
        finally:
            os.close(file)

    def _within(self, path: Path) -> bool:
        return any(path.is_relative_to(root) and not _hidden(path.relative_to(root)) for root in self._roots.values())


def _hidden(path: Path) -> bool:
    return any(part.startswith(".") for part in path.parts)
