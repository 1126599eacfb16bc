"""Whether there is an embedded model: its weights, and the memory for them."""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path

import pytest

from jarvisd import llm
from jarvisd.config import Config, LlmConfig
from jarvisd.errors import ModelMissing
from jarvisd.model_store import Store, needed, room
from jarvisd.model_store.room import Room


@pytest.fixture
def gguf(tmp_path: Path) -> Path:
    path = tmp_path / "my-own.gguf"
    path.write_bytes(b"GGUF")
    return path


def empty(folder: Path) -> Callable[[str], Path]:
    return Store(folder).path


def test_any_gguf_by_its_path(gguf: Path) -> None:
    model = llm.load(LlmConfig(model=str(gguf)), {}, empty(gguf.parent))
    assert model is not None
    assert (model.name, model.window) == ("embedded/my-own", 4096)


def test_missing_weights_are_one_line_in_the_log_and_no_crash(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    assert llm.load(LlmConfig(), {}, empty(tmp_path)) is None
    assert [record.levelname for record in caplog.records] == ["WARNING"]
    assert "jarvisd models fetch qwen2.5-coder-1.5b" in caplog.text


@pytest.mark.parametrize(
    ("model", "told"), [("/no/where.gguf", "no such file"), ("qwen2.5-coder-1.6b", "qwen2.5-coder-1.5b"), ("whisper-base", "")]
)
def test_what_is_no_model_is_told(tmp_path: Path, caplog: pytest.LogCaptureFixture, model: str, told: str) -> None:
    assert llm.load(LlmConfig(model=model), {}, empty(tmp_path)) is None
    assert told in caplog.text


def test_too_little_memory_is_one_line_in_the_log(gguf: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "now", lambda size: Room(2_300_000_000, 900_000_000))
    with caplog.at_level(logging.WARNING):
        assert llm.load(LlmConfig(model=str(gguf)), {}, empty(gguf.parent)) is None
    assert "2.3 GB of memory needed, 0.9 GB there" in caplog.text


def test_no_provider_is_no_model() -> None:
    assert llm.load(LlmConfig(provider="")) is None


def test_it_is_fetched_where_this_machine_carries_it(monkeypatch: pytest.MonkeyPatch) -> None:
    for there, fetched in ((16_000_000_000, True), (2_000_000_000, False)):
        monkeypatch.setattr(room, "ever", lambda size, there=there: Room(3_300_000_000, there))
        assert ("qwen2.5-coder-1.5b" in needed(Config())) is fetched
    assert "qwen2.5-coder-1.5b" not in needed(Config(llm=LlmConfig(provider="")))


def test_larger_weights_need_more_memory() -> None:
    assert room.now(0).needed < room.now(491_400_064).needed < room.now(1_117_320_768).needed < room.ever(1_117_320_768).needed
    assert room.available() > 0


def test_the_catalogue_has_what_is_the_default(tmp_path: Path) -> None:
    with pytest.raises(ModelMissing):
        Store(tmp_path).path("qwen2.5-coder-0.5b")
