"""Async tests run on a clock that skips waiting; real models come from the user's model folder."""

from __future__ import annotations

import gc
import inspect
import os
import signal
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from jarvisd import clock

os.environ.setdefault("JARVISD_LLM__PROVIDER", "")  # the language model of this machine takes 2 GB: only tests that name it have it
os.environ.setdefault("JARVISD_MEMORY__EMBEDDER", "")  # nor its embedder, for which a command of the command line would wait a second

signal.signal(signal.SIGINT, signal.default_int_handler)  # started in the background of a shell, we and all we start would be deaf to it

AUDIO = Path(__file__).parent / "audio"


def _may_boot_systemd() -> bool:
    """Root, with leave to make namespaces."""
    namespaces = ["unshare", "--mount", "--pid", "--uts", "--ipc", "--net", "--cgroup", "--fork"]
    try:
        return os.geteuid() == 0 and subprocess.run([*namespaces, "mount", "-t", "tmpfs", "tmpfs", "/mnt"], check=False).returncode == 0
    except FileNotFoundError:
        return False


collect_ignore = [] if _may_boot_systemd() else ["test_under_systemd.py"]


def pytest_report_header() -> list[str]:
    """Nothing is left out in silence."""
    return [f"left out: {name}, which needs root and leave to make namespaces" for name in collect_ignore]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A virtual sound card stutters where the machine is shared: what was played through one is tried again, and the summary says so."""
    for item in items:
        if item.get_closest_marker("sound"):
            item.add_marker(pytest.mark.flaky(reruns=2))


def pytest_collection_finish() -> None:
    """What was imported stays: the collector of garbage need not look at it after every test."""
    gc.collect()
    gc.freeze()


@pytest.hookimpl(tryfirst=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> bool | None:
    """A coroutine test is run to its end on the skipping clock (the real one where marked real_time)."""
    if not inspect.iscoroutinefunction(pyfuncitem.obj):
        return None
    wanted = {name: pyfuncitem.funcargs[name] for name in inspect.signature(pyfuncitem.obj).parameters}

    clock.run(pyfuncitem.obj(**wanted), skip=pyfuncitem.get_closest_marker("real_time") is None)
    return True


@pytest.fixture(scope="session")
def find() -> Callable[[str], Path]:
    """The folder of a model of the catalogue, by name."""
    from jarvisd.config import paths
    from jarvisd.model_store import Store

    return Store(paths().models).path


@pytest.fixture(scope="session")
def models() -> Path:
    """The folder of this user's models, for programs that run in a home of their own."""
    from jarvisd.config import paths

    return paths().models
