"""Writes requirements.txt anew: the versions in this environment of everything that jarvisd and its tests need."""

from __future__ import annotations

import sys
import tomllib
from collections.abc import Iterable
from importlib.metadata import distribution
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parent.parent
HEAD = """\
# Versions this was tested with, for Python 3.11 to 3.13 on x86-64 and aarch64; make setup installs within them (pip install -c).
# Made anew by: .venv/bin/python scripts/pin.py
"""


def pin(lines: Iterable[str], extras: frozenset[str], found: dict[str, str]) -> None:
    """Adds what these requirements ask for on this machine, and what that asks for in turn."""
    for requirement in map(Requirement, lines):
        marker = requirement.marker
        if marker and not any(marker.evaluate({"extra": extra}) for extra in ("", *extras)):
            continue
        name, there = canonicalize_name(requirement.name), distribution(requirement.name)
        known = name in found
        found[name] = there.version
        if not known or requirement.extras:
            pin(there.requires or (), frozenset(requirement.extras), found)


def main() -> int:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    found: dict[str, str] = {}
    pin([*project["dependencies"], *project["optional-dependencies"]["test"]], frozenset(), found)
    pins = "".join(f"{name}=={version}\n" for name, version in sorted(found.items()))
    (ROOT / "requirements.txt").write_text(HEAD + pins, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
