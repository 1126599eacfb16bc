"""The three Wyoming servers of Home Assistant's voice, each in a venv of its own, on our model files."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from jarvisd.config import Config
from jarvisd.errors import JarvisError
from jarvisd.model_store import Store

_PATIENCE = 60.0  # seconds for a server to listen


@dataclass(frozen=True, slots=True)
class Peer:
    name: str  # of the package and its program
    packages: tuple[str, ...]
    options: tuple[str, ...] = ()  # {folder} is the peers' folder


WAKE = Peer(
    "wyoming-openwakeword",
    ("wyoming-openwakeword==1.8.2", "numpy<2"),  # its tflite-runtime was built for numpy 1 and does not say so
    ("--preload-model", "hey_jarvis"),
)
STT = Peer(
    "wyoming-faster-whisper",
    ("wyoming-faster-whisper==3.8.1",),
    ("--model", "{folder}/whisper", "--data-dir", "{folder}/none", "--language", "en", "--beam-size", "1", "--compute-type", "int8",
     "--stt-library", "faster-whisper", "--local-files-only"),
)  # fmt: skip
TTS = Peer("wyoming-piper", ("wyoming-piper==2.5.2",), ("--voice", "{voice}", "--data-dir", "{folder}/voices", "--local-files-only"))


@dataclass(frozen=True, slots=True)
class Ports:
    wake: int
    stt: int
    tts: int


def install(peer: Peer, folder: Path) -> None:
    """Its venv under folder, once. JarvisError with pip's reason."""
    venv = folder / peer.name
    stamp = venv / "installed"
    if stamp.exists() and stamp.read_text() == " ".join(peer.packages):
        return
    print(f"installing {peer.name} into {venv} ...", file=sys.stderr)
    for command in (
        [sys.executable, "-m", "venv", "--clear", str(venv)],
        [str(venv / "bin/python"), "-m", "pip", "install", "--quiet", *peer.packages],
    ):
        done = subprocess.run(command, capture_output=True, text=True, stdin=subprocess.DEVNULL, check=False)
        if done.returncode:
            why = (done.stderr.strip().splitlines() or ["no reason given"])[-1]
            raise JarvisError(f"{peer.name} cannot be installed ({why}); it has wheels for Python 3.11, the comparison needs that")
    stamp.write_text(" ".join(peer.packages))


@contextmanager
def serving(config: Config, models: Path, folder: Path) -> Iterator[Ports]:
    """All three, listening on free ports of the loopback; ended behind the block."""
    for peer in (WAKE, STT, TTS):
        install(peer, folder)
    voice = _lay_out(config, models, folder)
    with ExitStack() as stack:
        started = []
        for peer in (WAKE, STT, TTS):
            options = [option.format(folder=folder, voice=voice) for option in peer.options]
            options += ["--cpu-threads", str(config.stt.threads)] if peer is STT else []
            started.append(stack.enter_context(_server(peer, folder, options)))
        yield Ports(*started)


def _lay_out(config: Config, models: Path, folder: Path) -> str:
    """The very files that ours uses, under the names the peers look for. The voice's name."""
    store = Store(models)
    _link(folder / "whisper", store.path(config.stt.model))
    (folder / "voices").mkdir(exist_ok=True)
    (folder / "none").mkdir(exist_ok=True)
    model = next(store.path(config.tts.piper_voice).glob("*.onnx"))
    for file in (model, model.with_name(model.name + ".json")):
        _link(folder / "voices" / file.name, file)
    return model.stem


def _link(link: Path, target: Path) -> None:
    link.unlink(missing_ok=True)
    link.symlink_to(target)


@contextmanager
def _server(peer: Peer, folder: Path, options: Sequence[str]) -> Iterator[int]:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = int(free.getsockname()[1])
    command = [str(folder / peer.name / "bin" / peer.name), "--uri", f"tcp://127.0.0.1:{port}", *options]
    path = folder / f"{peer.name}.log"
    with path.open("w") as log:
        server = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, env={**os.environ, "HF_HUB_OFFLINE": "1"}, cwd=folder
        )
        try:
            _wait(server, port, peer, path)
            yield port
        finally:
            server.terminate()
            try:
                server.wait(5)
            except subprocess.TimeoutExpired:
                server.kill()
                server.wait()


def _wait(server: subprocess.Popen[bytes], port: int, peer: Peer, log: Path) -> None:
    began = time.perf_counter()
    while server.poll() is None and time.perf_counter() - began < _PATIENCE:
        with socket.socket() as knock:
            if knock.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise JarvisError(f"{peer.name} did not start: {log.read_text(errors='replace').strip()[-400:]}")
