"""A daemon of the bench's own: started, waited for as a service manager does, ended."""

from __future__ import annotations

import contextlib
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from jarvisd.bench.virtual_sound import MICROPHONE, SPEAKER, VirtualSound, virtual_sound
from jarvisd.errors import DataMissing, JarvisError

_NEEDS = "pulseaudio pulseaudio-utils libportaudio2 libasound2-plugins"
_PATIENCE = 90.0  # seconds within which it is ready, or something is wrong


@dataclass(frozen=True, slots=True)
class Household:
    pid: int
    ready: float  # seconds from its start to READY=1


@contextmanager
def sound_card(folder: Path) -> Iterator[VirtualSound]:
    """DataMissing names the Debian packages that a virtual card needs."""
    if not shutil.which("pulseaudio") or not shutil.which("paplay"):
        raise DataMissing(f"a virtual microphone is needed; install it with: sudo apt-get install -y --no-install-recommends {_NEEDS}")
    folder.mkdir(parents=True)
    with virtual_sound(folder) as card:
        yield card


@contextmanager
def household(folder: Path, card: VirtualSound, options: Sequence[str] = ()) -> Iterator[Household]:
    """`jarvisd run` on this card, ready; state and log in folder. JarvisError with its last words if it ends before."""
    folder.mkdir(parents=True, exist_ok=True)
    address = folder / "notify.sock"
    address.unlink(missing_ok=True)
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as notify, (folder / "run.log").open("w") as log:
        notify.bind(str(address))
        command = [sys.executable, "-m", "jarvisd", "run", "--state", str(folder / "state"), *options]
        environment = {
            **os.environ,
            **{name: value for name, value in card.env.items() if name != "HOME"},  # the models are under the real one
            "NOTIFY_SOCKET": str(address),
            "JARVISD_MICROPHONE__ENABLED": "true",
            "JARVISD_MICROPHONE__INPUT": MICROPHONE,
            "JARVISD_MICROPHONE__OUTPUT": SPEAKER,
        }
        began = time.perf_counter()
        daemon = subprocess.Popen(command, env=environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        try:
            _wait(daemon, notify, began, folder / "run.log")
            yield Household(daemon.pid, time.perf_counter() - began)
        finally:
            daemon.terminate()
            with contextlib.suppress(subprocess.TimeoutExpired):
                daemon.wait(10)
            daemon.kill()
            daemon.wait()


def _wait(daemon: subprocess.Popen[bytes], notify: socket.socket, began: float, log: Path) -> None:
    notify.settimeout(0.5)
    while time.perf_counter() - began < _PATIENCE:
        with contextlib.suppress(TimeoutError):
            if b"READY=1" in notify.recv(4096).splitlines():
                return
        if daemon.poll() is not None:
            raise JarvisError(f"jarvisd run ended with {daemon.returncode}: {log.read_text(errors='replace').strip()[-500:]}")
    raise JarvisError(f"jarvisd run was not ready within {_PATIENCE:.0f} s: {log.read_text(errors='replace').strip()[-500:]}")


def cpu_seconds(pid: int) -> float:
    """Processor time of all its threads so far, in the kernel too."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def resident(pid: int) -> float:
    """MB of memory it really holds (VmRSS)."""
    line = next(line for line in Path(f"/proc/{pid}/status").read_text().splitlines() if line.startswith("VmRSS"))
    return int(line.split()[1]) / 1024
