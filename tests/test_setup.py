"""Set-up on machines that lack something: what it does about it, and what it says."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

pytestmark = pytest.mark.system
SCRIPTS = Path(__file__).parent.parent / "scripts"


class Machine:
    """Programs of our own before the real ones; what was called lies in `calls`."""

    def __init__(self, folder: Path) -> None:
        folder.chmod(0o755)
        self.bin = folder / "bin"
        self.bin.mkdir()
        self.calls = folder / "calls"
        self.calls.touch()
        self.calls.chmod(0o666)
        self.has("dpkg-query", '[ "$4" = there ] && echo "install ok installed" || exit 1')
        self.has("sudo", 'echo "sudo: a password is required" >&2; exit 1')
        self.has("apt-get", f'echo "$*" >>{self.calls}')

    def has(self, name: str, does: str) -> None:
        (self.bin / name).write_text(f"#!/bin/bash\n{does}\n")
        (self.bin / name).chmod(0o755)

    def run(self, script: str, *words: str, root: bool = True, **environment: str) -> subprocess.CompletedProcess[str]:
        env = {"PATH": f"{self.bin}:/usr/sbin:/usr/bin:/sbin:/bin", "HOME": os.environ["HOME"], **environment}
        other = [] if root or os.geteuid() else ["setpriv", "--reuid=65534", "--clear-groups"]
        command = [*other, "bash", "-s", "--", *words]
        return subprocess.run(
            command, input=(SCRIPTS / script).read_text(), capture_output=True, text=True, timeout=60, env=env, check=False
        )


@pytest.fixture
def machine() -> Iterator[Machine]:
    """In a folder that another user may enter, which pytest's own are not."""
    with TemporaryDirectory() as folder:
        yield Machine(Path(folder))


def test_a_package_that_is_there_is_not_installed_again(machine: Machine) -> None:
    done = machine.run("system-packages", "there")
    assert (done.returncode, done.stderr, machine.calls.read_text()) == (0, "", "")


def test_root_installs_what_is_missing(machine: Machine) -> None:
    machine.has("sudo", 'shift; exec "$@"')  # so that it holds for whoever runs this test
    assert machine.run("system-packages", "there", "libportaudio2").returncode == 0
    assert machine.calls.read_text() == "install -y --no-install-recommends libportaudio2\n"


def test_without_root_it_names_all_that_is_missing_in_one_line_with_the_command(machine: Machine) -> None:
    done = machine.run("system-packages", "libportaudio2", "pulseaudio", root=False)
    assert (done.returncode, machine.calls.read_text()) == (0, "")
    assert done.stderr.splitlines() == [
        "Missing: libportaudio2 pulseaudio. Install with: sudo apt-get install -y --no-install-recommends libportaudio2 pulseaudio"
    ]


def test_an_install_that_fails_refreshes_the_lists_once_and_then_says_so(machine: Machine) -> None:
    machine.has("sudo", 'shift; exec "$@"')
    machine.has("apt-get", f'echo "$1" >>{machine.calls}; [ "$1" = update ]')
    done = machine.run("system-packages", "libportaudio2")
    assert machine.calls.read_text().split() == ["install", "update", "install"]
    assert done.returncode == 0
    assert "installing failed" in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_a_python_that_is_too_old_is_named_with_what_to_do(machine: Machine) -> None:
    machine.has("python-old", "exit 1")
    done = subprocess.run(
        [SCRIPTS / "setup"],
        capture_output=True,
        text=True,
        timeout=60,
        env={"PATH": f"{machine.bin}:/usr/bin:/bin", "HOME": os.environ["HOME"], "PYTHON": "python-old"},
        check=False,
    )
    assert done.returncode == 1
    assert done.stderr.startswith("jarvisd needs Python 3.11 or newer, and python-old is not.")
    assert "make setup" in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_a_wrong_word_is_refused() -> None:
    done = subprocess.run([SCRIPTS / "setup", "everything"], capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, "scripts/setup" in done.stderr) == (2, True)
