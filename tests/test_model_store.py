"""Weights arrive whole or not at all, from the first source that has them, and nothing of the user's is ever lost."""

from __future__ import annotations

import errno
import fcntl
import os
import re
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from jarvisd import config
from jarvisd.config import Config, HouseConfig, LlmConfig, SttConfig, TtsConfig, WakeConfig
from jarvisd.errors import ModelBroken, ModelError, ModelMissing
from jarvisd.model_store import Catalog, Store, catalog, disk, needed
from jarvisd.model_store.catalog import File, Model, Source
from tests.model_sources import HUB, MODELSCOPE, TABLE, WEIGHTS, WHOLE, Told, Web, entry, fetch_with_a_full_disk, left, serving, small


@pytest.fixture
def web(monkeypatch: pytest.MonkeyPatch) -> Iterator[Web]:
    with serving(monkeypatch) as hub:
        yield hub


def test_a_model_comes_from_the_hub_that_the_environment_names(tmp_path: Path, web: Web) -> None:
    store, told = Store(tmp_path, small(HUB)), Told()
    assert [state.state for state in store.status()] == ["missing"]
    store.fetch(["small"], told)
    assert (store.path("small") / "model.bin").read_bytes() == WEIGHTS
    assert left(tmp_path) == WHOLE
    assert told.lines == ["small: fetched from hub house/small@main"]
    assert told.bytes[-1] == ("small/table.json", len(TABLE), len(TABLE))
    assert [state.state for state in store.status()] == ["ready"]


def test_what_is_there_is_not_asked_for_again(tmp_path: Path, web: Web) -> None:
    store = Store(tmp_path, small(HUB))
    store.fetch(["small"])
    web.asked.clear()
    store.fetch(["small"])
    assert web.asked == []


def test_only_the_missing_file_is_fetched(tmp_path: Path, web: Web) -> None:
    store = Store(tmp_path, small(HUB))
    store.fetch(["small"])
    (tmp_path / "small/table.json").unlink()
    assert store.status()[0].state == "partly"
    web.asked.clear()
    store.fetch(["small"])
    assert [path for method, path, _ in web.asked if method == "GET"] == ["/house/small/resolve/main/table.json"]


def test_a_broken_connection_is_taken_up_where_it_broke(tmp_path: Path, web: Web) -> None:
    web.cuts = [1000, 2000]
    Store(tmp_path, small(HUB)).fetch(["small"])
    assert web.ranges == ["", "bytes=1000-", "bytes=3000-"]
    assert (tmp_path / "small/model.bin").read_bytes() == WEIGHTS


def test_the_next_run_goes_on_behind_what_the_last_one_got(tmp_path: Path, web: Web) -> None:
    web.cuts = [1000, 0]
    store = Store(tmp_path, small(HUB))
    with pytest.raises(ModelError, match="1000 of 102400 bytes are kept"):
        store.fetch(["small"])
    assert left(tmp_path) == {"small/model.bin.part"}
    assert store.status()[0].state == "missing"
    store.fetch(["small"])
    assert web.ranges[-1] == "bytes=1000-"
    assert left(tmp_path) == WHOLE


def test_a_rest_of_something_else_is_not_built_upon(tmp_path: Path, web: Web) -> None:
    (tmp_path / "small").mkdir()
    (tmp_path / "small/model.bin.part").write_bytes(b"x" * 500)
    Store(tmp_path, small(HUB)).fetch(["small"])
    assert web.ranges == ["bytes=500-", ""]
    assert left(tmp_path) == WHOLE


def test_a_wrong_checksum_is_refused_and_the_file_that_was_there_stays(tmp_path: Path, web: Web) -> None:
    (tmp_path / "small").mkdir()
    (tmp_path / "small/model.bin").write_bytes(b"mine, and shorter")
    web.files["/house/small/resolve/main/model.bin"] = WEIGHTS[::-1]
    with pytest.raises(ModelError, match=r"model\.bin is not the file of the catalogue \(its checksum is another\)"):
        Store(tmp_path, small(HUB)).fetch(["small"])
    assert (tmp_path / "small/model.bin").read_bytes() == b"mine, and shorter"
    assert left(tmp_path) == {"small/model.bin"}


def test_a_file_that_is_longer_than_the_catalogue_says_is_refused(tmp_path: Path, web: Web) -> None:
    web.files["/house/small/resolve/main/model.bin"] = WEIGHTS * 3
    with pytest.raises(ModelError, match="not the file of the catalogue"):
        Store(tmp_path, small(HUB)).fetch(["small"])
    assert left(tmp_path) == set()


def test_verify_finds_the_changed_byte_and_fetch_by_name_mends_it_and_keeps_the_old_file(tmp_path: Path, web: Web) -> None:
    store = Store(tmp_path, small(HUB))
    store.fetch(["small"])
    store.verify(["small"])
    changed = WEIGHTS[:-1] + b"!"
    (tmp_path / "small/model.bin").write_bytes(changed)
    assert store.path("small") == tmp_path / "small"  # the cheap look sees only sizes
    with pytest.raises(ModelBroken, match="run: jarvisd models fetch small"):
        store.verify(["small"])
    assert (tmp_path / "small/model.bin").read_bytes() == changed
    store.fetch(["small"], thorough=True)
    store.verify(["small"])
    assert (tmp_path / "small/model.bin.kept1").read_bytes() == changed


def test_a_missing_or_truncated_model_names_the_command_that_fetches_it(tmp_path: Path, web: Web) -> None:
    store = Store(tmp_path, small(HUB))
    with pytest.raises(ModelMissing, match="run: jarvisd models fetch small"):
        store.path("small")
    store.fetch(["small"])
    (tmp_path / "small/model.bin").write_bytes(WEIGHTS[:-1])
    assert store.status()[0].state == "wrong size"
    with pytest.raises(ModelMissing, match=r"not complete .*model\.bin.*run: jarvisd models fetch small"):
        store.path("small")


def test_an_unknown_name_gets_the_nearest_known_one(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="did you mean 'small'"):
        Store(tmp_path, small()).path("smal")


def test_a_host_that_does_not_answer_is_asked_once_in_a_run_and_the_next_source_is_taken(tmp_path: Path, web: Web) -> None:
    models = [
        Model(name, "stt", "MIT", ("en",), "One.", (entry("model.bin", WEIGHTS), entry("table.json", TABLE)), (MODELSCOPE, HUB))
        for name in ("one", "two")
    ]
    told = Told()
    Store(tmp_path, Catalog(tuple(models))).fetch(["one", "two"], told)
    assert [line.split(":")[0] for line in told.lines] == ["one", "one", "two", "two"]
    assert told.lines[0].endswith("http://127.0.0.1:9 does not answer")
    assert [method for method, _, _ in web.asked].count("HEAD") == 1


def test_one_model_that_cannot_be_had_does_not_keep_the_others_away(tmp_path: Path, web: Web) -> None:
    lost = Model("lost", "tts", "MIT", ("zh",), "Nowhere.", (entry("a", b"a"),), (Source("hub", ("house/lost@main",), 0, True),))
    store = Store(tmp_path, Catalog((lost, *small(HUB))))
    with pytest.raises(ModelError, match=r"lost could not be fetched .*404.*run it again"):
        store.fetch(["lost", "small"])
    assert store.path("small")


def test_a_second_fetch_waits_for_the_first(tmp_path: Path, web: Web) -> None:
    store, told = Store(tmp_path, small(HUB)), Told()
    with (tmp_path / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        second = threading.Thread(target=store.fetch, args=(["small"], told))
        second.start()
        assert told.spoke.wait(10)
        assert "another fetch is at work" in told.lines[0]
        assert left(tmp_path) == set()
    second.join(10)
    assert store.path("small")


def test_too_little_room_is_said_before_anything_is_fetched(tmp_path: Path, web: Web) -> None:
    huge = Model("huge", "stt", "MIT", ("en",), "Too much.", (File("model.bin", 10**18, "0" * 64),), (HUB,))
    with pytest.raises(ModelError, match=r"not enough room in .*: huge needs 1000000000000 MB, \d+ MB are free; make room"):
        Store(tmp_path, Catalog((huge,))).fetch(["huge"])
    assert [method for method, _, _ in web.asked] == ["HEAD"]


@pytest.mark.system
def test_a_disk_that_fills_up_during_a_download_leaves_nothing_half_written(tmp_path: Path, web: Web) -> None:
    folder = tmp_path / "models"
    said = fetch_with_a_full_disk(folder, 'kind = "hub"\norigin = ["house/small@main"]\n')
    assert "ModelError: no room for small: it needs 0.1 MB in" in said
    assert "make room" in said
    assert left(folder) == set()


def test_what_the_disk_says_becomes_what_a_person_can_do(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"needs 5\.0 MB"), disk.disk_errors(5_000_000, tmp_path, "small"):
        raise OSError(errno.ENOSPC, "No space left on device")
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(ModelError, match="JARVISD_MODELS"):
        Store(tmp_path / "file/models", small(HUB)).fetch(["small"])


def test_the_models_a_configuration_needs() -> None:
    alone = LlmConfig(provider="")  # the embedded language model depends on the machine: tests/llm/test_weights.py
    assert needed(Config(llm=alone)) == [
        "openwakeword-features",
        "silero-vad",
        "whisper-base",
        "piper-en-joe",
        "kokoro",
        "kokoro-voices",
    ]
    english = Config(llm=alone, house=HouseConfig(languages=("en",)), stt=SttConfig(model="whisper-tiny.en"))
    assert needed(english) == ["openwakeword-features", "silero-vad", "whisper-tiny.en", "piper-en-joe"]
    chinese = Config(llm=alone, house=HouseConfig("zh", ("zh",)), wake=WakeConfig(words=("/home/me/nihao.onnx",)))
    assert needed(chinese) == ["openwakeword-features", "silero-vad", "whisper-base", "kokoro", "kokoro-voices"]
    assert "piper-en-joe" not in needed(Config(llm=alone, tts=TtsConfig(en="kokoro")))


def test_every_model_of_the_catalogue_has_checksums_and_a_source_that_was_fetched_from_or_says_so() -> None:
    for model in catalog.read():
        assert model.about.endswith(".")
        assert set(model.languages) <= {"en", "zh"}
        untried = all(source.unverified for source in model.sources)
        assert untried == model.about.endswith("not measured here."), model.name
        assert not untried or model.kind == "llm", model.name
        assert all(re.fullmatch("[0-9a-f]{64}", file.sha256) and file.size > 0 for file in model.files), model.name
        for source in model.sources:
            assert source.files.keys() <= {file.name for file in model.files}
            assert (source.size > 0) == (source.kind in ("wheel", "npm")), (model.name, source.kind)


def test_every_model_that_a_configuration_can_name_by_default_is_in_the_catalogue() -> None:
    listed = catalog.read()
    for settings in (Config(), Config(stt=SttConfig(model="whisper-tiny.en")), Config(tts=TtsConfig(en="kokoro"))):
        assert [name for name in needed(settings) if name not in listed] == []
    voices = {file.name for file in listed["kokoro-voices"].files}
    assert {f"{Config().tts.kokoro_voice_en}.bin", f"{Config().tts.kokoro_voice_zh}.bin"} <= voices


@pytest.mark.parametrize("text", ["[x]\nkind = 'other'\n", "no toml", "[x]\nkind = 'stt'\n"])
def test_a_catalogue_that_is_none_is_said_to_be_so(tmp_path: Path, text: str) -> None:
    (tmp_path / "catalog.toml").write_text(text)
    with pytest.raises(ModelError, match="not a catalogue of models"):
        catalog.read(tmp_path / "catalog.toml")


@pytest.mark.engine
def test_the_models_on_this_machine_are_those_of_the_catalogue() -> None:
    store = Store(config.paths().models)
    store.verify(needed(Config()))
    assert {state.state for state in store.status() if state.model.name in needed(Config())} == {"ready"}


def test_what_was_begun_to_be_fetched_a_week_ago_is_removed_and_nothing_else(tmp_path: Path) -> None:
    old, new, whole = tmp_path / "a/model.bin.part", tmp_path / "a/other.bin.part", tmp_path / "a/model.bin"
    old.parent.mkdir()
    for path in (old, new, whole):
        path.write_bytes(b"x")
    for path in (old, whole):
        os.utime(path, (1, 1))
    assert disk.forget_parts(tmp_path) == 1
    assert sorted(path.name for path in tmp_path.rglob("*.*")) == ["model.bin", "other.bin.part"]
    assert disk.forget_parts(tmp_path / "none") == 0
