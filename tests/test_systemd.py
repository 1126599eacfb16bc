"""The units: what systemd says of them, and how little they may touch."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from jarvisd.cli import service

pytestmark = pytest.mark.system
UNITS = Path(__file__).parent.parent / "systemd"
MOST_EXPOSED = 2.5  # of 10


def analyze(*words: str, runtime: Path) -> subprocess.CompletedProcess[str]:
    runtime.chmod(0o700)
    env = {"PATH": os.environ["PATH"], "XDG_RUNTIME_DIR": str(runtime), "HOME": str(runtime), "SYSTEMD_COLORS": "0"}
    return subprocess.run(["systemd-analyze", *words], capture_output=True, text=True, timeout=60, env=env, check=False)


def test_the_appliances_unit_is_right_in_every_word(tmp_path: Path) -> None:
    done = analyze("verify", str(UNITS / "jarvisd.service"), runtime=tmp_path)
    assert (done.returncode, done.stderr, done.stdout) == (0, "", ""), "an unknown key is no error to systemd, but it is said on stderr"


def test_the_desktops_unit_is_right_in_every_word(tmp_path: Path) -> None:
    done = analyze("--user", "verify", str(UNITS / "user/jarvisd.service"), runtime=tmp_path)
    assert (done.returncode, done.stderr, done.stdout) == (0, "", "")


@pytest.mark.parametrize("trees", [(), (Path("/home/lin/my jarvisd"), Path("/home/lin/python"))], ids=["opt", "home"])
def test_the_unit_that_is_installed_is_right_and_as_closed_as_the_shipped_one(tmp_path: Path, trees: tuple[Path, ...]) -> None:
    file = tmp_path / "jarvisd.service"
    file.write_text(service.unit(False, [sys.executable, "run"], trees, "users"))
    assert analyze("verify", str(file), runtime=tmp_path).stderr == ""
    assert exposure(file, tmp_path) <= MOST_EXPOSED
    written = file.read_text().splitlines()
    assert f"ExecStart={sys.executable} run" in written
    assert "SupplementaryGroups=audio users" in written
    assert ('BindReadOnlyPaths="/home/lin/my jarvisd"' in written) == bool(trees)


def test_the_appliances_unit_exposes_little(tmp_path: Path) -> None:
    assert exposure(UNITS / "jarvisd.service", tmp_path) <= MOST_EXPOSED


def exposure(file: Path, runtime: Path) -> float:
    """The overall level; above the threshold the command fails as well."""
    done = analyze("security", "--offline=true", f"--threshold={10 * MOST_EXPOSED:.0f}", str(file), runtime=runtime)
    level = re.search(r"Overall exposure level.*: (\d+\.\d)", done.stdout)
    assert level, done.stdout + done.stderr
    assert done.returncode == 0, level[0]
    return float(level[1])


def test_no_directive_breaks_the_engines() -> None:
    words = {line.partition("=")[0] for line in (UNITS / "jarvisd.service").read_text().splitlines()}
    assert not words & {"MemoryDenyWriteExecute", "PrivateDevices", "ProcSubset", "PrivateNetwork", "IPAddressDeny"}


def test_folders_that_the_sandbox_hides_are_named_once() -> None:
    folders = [
        Path("/home/lin/jarvisd/.venv"),
        Path("/home/lin/jarvisd"),
        Path("/usr"),
        Path("/home/lin/python"),
        Path("/opt/x"),
    ]
    assert service.hidden_trees(folders) == [Path("/home/lin/jarvisd"), Path("/home/lin/python")]
    assert service.hidden_trees([Path("/homely"), Path("/usr")]) == []
