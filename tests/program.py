"""The installed program as a process: run to its end, or a daemon that is waited for and ended."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

PATIENCE = 120.0  # seconds for anything here, on a machine that is busy


def jarvisd(*words: str | Path, state: Path, env: Mapping[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    """`jarvisd WORDS` on a state folder of its own."""
    command = [sys.executable, "-m", "jarvisd", *map(str, words), "--state", str(state)]
    return subprocess.run(
        command, env=environment(env), capture_output=True, text=True, timeout=PATIENCE, stdin=subprocess.DEVNULL, check=False
    )


def rows(done: subprocess.CompletedProcess[str]) -> list[dict[str, Any]]:
    """What was printed with --json."""
    return [json.loads(line) for line in done.stdout.splitlines()]


def environment(more: Mapping[str, str] | None = None) -> dict[str, str]:
    """This one without settings of jarvisd but its model folder, and without the language model of this machine."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("JARVISD_") or name == "JARVISD_MODELS"}
    return kept | {"JARVISD_LLM__PROVIDER": ""} | dict(more or {})


class Daemon:
    """`jarvisd run`, as a service manager sees it."""

    def __init__(self, folder: Path, process: subprocess.Popen[bytes], notify: socket.socket) -> None:
        self.process = process
        self.state = folder / "state"
        self._log = folder / "run.log"
        self._notify = notify
        self.told: list[str] = []

    @property
    def log(self) -> str:
        return self._log.read_text(errors="replace")

    def wait_for(self, state: str) -> None:
        """Until it tells the service manager this, such as READY=1."""
        self._until(lambda: any(state in told.splitlines() for told in self.told), state)
        self.told.clear()

    def wait_for_log(self, text: str, times: int = 1) -> None:
        self._until(lambda: self.log.count(text) >= times, f"{times} x {text!r} in its log")

    def end(self, signal: int) -> tuple[int, float]:
        """Its exit status, and the seconds it took to end."""
        began = time.monotonic()
        self.process.send_signal(signal)
        return self.process.wait(PATIENCE), time.monotonic() - began

    def _until(self, done: Any, what: str) -> None:
        deadline = time.monotonic() + PATIENCE
        while not done():
            assert time.monotonic() < deadline, f"no {what} within {PATIENCE:.0f} s; its log: {self.log}"
            assert self.process.poll() is None, f"it ended with {self.process.returncode} before {what}; its log: {self.log}"
            try:
                self.told.append(self._notify.recv(4096).decode())
            except TimeoutError:
                continue


@contextmanager
def daemon(folder: Path, *words: str | Path, env: Mapping[str, str] | None = None) -> Iterator[Daemon]:
    """Started, not yet ready; killed at the end if it still runs."""
    address = folder / "notify"
    command = [sys.executable, "-m", "jarvisd", "run", *map(str, words), "--state", str(folder / "state")]
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as notify, (folder / "run.log").open("w") as log:
        notify.bind(str(address))
        notify.settimeout(0.1)
        asked = environment({"NOTIFY_SOCKET": str(address), **(env or {})})
        process = subprocess.Popen(command, env=asked, stdout=log, stderr=log, stdin=subprocess.DEVNULL)
        try:
            yield Daemon(folder, process, notify)
        finally:
            process.kill()
            process.wait()
