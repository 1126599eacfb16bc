"""Asks pip whether every pinned package has a wheel for each Python and processor that jarvisd runs on; nothing is installed."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from itertools import product
from pathlib import Path

from packaging.utils import canonicalize_name

PYTHONS = ("3.11", "3.13")
PROCESSORS = ("x86_64", "aarch64")
GLIBC = (36, 35, 34, 31, 28, 27, 26, 24, 17)  # minor versions wheels are built for, up to Debian 12's
PINS = Path(__file__).parent.parent / "requirements.txt"


def resolve(python: str, processor: str) -> str:
    """What pip says against it, "" for nothing. Markers are judged by the Python that runs this (a limit of pip)."""
    platforms = [f"manylinux_2_{minor}_{processor}" for minor in GLIBC] + [f"manylinux2014_{processor}"]
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.json"
        command = [sys.executable, "-m", "pip", "install", "--quiet", "--dry-run", "--ignore-installed", "--only-binary=:all:"]
        command += ["--python-version", python, "--implementation", "cp", "--target", folder, "--report", str(report)]
        command += [f"--platform={platform}" for platform in platforms] + ["-r", str(PINS)]
        done = subprocess.run(command, capture_output=True, text=True, stdin=subprocess.DEVNULL, check=False)
        if done.returncode:
            return done.stderr.strip() or f"pip ended with {done.returncode}"
        names = [item["metadata"]["name"] for item in json.loads(report.read_text())["install"]]
    pinned = {canonicalize_name(line.split("==")[0]) for line in PINS.read_text().splitlines() if "==" in line}
    loose = sorted(name for name in names if canonicalize_name(name) not in pinned)
    return f"not pinned in {PINS.name}: {', '.join(loose)}" if loose else ""


def main() -> int:
    targets = list(product(PYTHONS, PROCESSORS))
    with ThreadPoolExecutor(len(targets)) as pool:
        answers = list(pool.map(lambda target: resolve(*target), targets))
    for (python, processor), answer in zip(targets, answers, strict=True):
        print(f"Python {python} on {processor}: {answer or 'every package has a wheel'}")
    return int(any(answers))


if __name__ == "__main__":
    sys.exit(main())
