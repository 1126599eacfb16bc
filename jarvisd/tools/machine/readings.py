"""What this machine says of itself: disk, processor, memory, battery, network; read from Linux's own files, nothing sent anywhere."""

from __future__ import annotations

import os
import shutil
import socket
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

_NOWHERE = ("192.0.2.1", 9)  # an address for documentation: connecting a datagram socket sends nothing


@dataclass(frozen=True, slots=True)
class Battery:
    percent: int
    charging: bool


@dataclass(frozen=True, slots=True)
class Readings:
    disk: Path  # whose file system is meant
    proc: Path = Path("/proc")
    sys: Path = Path("/sys")

    def space(self) -> tuple[float, float]:
        """Free, all: gigabytes."""
        told = shutil.disk_usage(self.disk)
        return told.free / 1e9, told.total / 1e9

    def load(self) -> int:
        """Percent of all processors, over the last minute; more than 100 where work waits."""
        return round(float((_read(self.proc / "loadavg").split() or ["0"])[0]) * 100 / (os.cpu_count() or 1))

    def heat(self) -> float | None:
        """Degrees of the hottest part; None where nothing measures it."""
        zones = (_read(path) for path in self.sys.glob("class/thermal/thermal_zone*/temp"))
        return max((int(zone) / 1000 for zone in zones if zone.removeprefix("-").isdigit()), default=None)

    def memory(self) -> tuple[float, float]:
        """Free for use, all: gigabytes."""
        rows = dict(line.split(":", 1) for line in _read(self.proc / "meminfo").splitlines() if ":" in line)
        free, total = (float((rows.get(name, "0").split() or ["0"])[0]) * 1024 / 1e9 for name in ("MemAvailable", "MemTotal"))
        return free, total

    def battery(self) -> Battery | None:
        """Of the machine, not of a mouse; None where it has none."""
        for supply in sorted(self.sys.glob("class/power_supply/*")):
            if _read(supply / "type") == "Battery" and _read(supply / "scope") != "Device":
                percent = _read(supply / "capacity")
                if percent.isdigit():
                    return Battery(int(percent), _read(supply / "status") in ("Charging", "Full"))
        return None

    def network(self) -> Mapping[str, str]:
        """The way out and our own address on it; empty where there is none."""
        for line in _read(self.proc / "net/route").splitlines()[1:]:
            row = line.split()
            if len(row) > 7 and row[1] == row[7] == "00000000":
                return {"by": row[0], "address": _address()}
        return {}


def _address() -> str:
    try:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asked:
            asked.connect(_NOWHERE)
            return str(asked.getsockname()[0])
    except OSError:
        return ""


def _read(path: Path) -> str:
    try:
        with path.open(encoding="utf-8", errors="replace") as file:
            return file.read(16_384).strip()
    except OSError:
        return ""
