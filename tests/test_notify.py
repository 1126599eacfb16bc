"""What systemd hears of the daemon's life."""

from __future__ import annotations

import asyncio
import os
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from jarvisd.notify import Notify


@pytest.fixture
def systemd(tmp_path: Path) -> Iterator[socket.socket]:
    """The ear of systemd, in a folder with a short name."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as ear:
        ear.bind(os.path.relpath(tmp_path / "notify"))
        ear.settimeout(1)
        yield ear


def test_each_step_of_its_life_is_told(systemd: socket.socket) -> None:
    notify = Notify({"NOTIFY_SOCKET": systemd.getsockname()})
    notify.status("warming up\nthe engines")
    notify.ready()
    notify.reloading()
    notify.stopping()
    heard = [systemd.recv(256).decode() for _ in range(4)]
    assert heard[:2] + heard[3:] == ["STATUS=warming up the engines", "READY=1", "STOPPING=1"]
    reloading, _, since = heard[2].partition("\nMONOTONIC_USEC=")
    assert reloading == "RELOADING=1"
    assert int(since) > 0


def test_a_socket_without_a_file_is_found() -> None:
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as ear:
        ear.bind(f"\0jarvisd-test-{os.getpid()}")
        ear.settimeout(1)
        Notify({"NOTIFY_SOCKET": f"@jarvisd-test-{os.getpid()}"}).ready()
        assert ear.recv(64) == b"READY=1"


async def test_the_watchdog_is_fed_three_times_in_its_period(systemd: socket.socket) -> None:
    notify = Notify({"NOTIFY_SOCKET": systemd.getsockname(), "WATCHDOG_USEC": "30000000", "WATCHDOG_PID": str(os.getpid())})
    async with notify.feeding():
        await asyncio.sleep(29)
    assert [systemd.recv(64) for _ in range(3)] == [b"WATCHDOG=1"] * 3
    systemd.setblocking(False)
    with pytest.raises(BlockingIOError):
        systemd.recv(64)


async def test_a_watchdog_of_another_process_is_left_alone(systemd: socket.socket) -> None:
    async with Notify({"NOTIFY_SOCKET": systemd.getsockname(), "WATCHDOG_USEC": "1000000", "WATCHDOG_PID": "1"}).feeding():
        await asyncio.sleep(10)
    systemd.setblocking(False)
    with pytest.raises(BlockingIOError):
        systemd.recv(64)


def test_without_systemd_nothing_happens(tmp_path: Path) -> None:
    Notify({}).ready()
    Notify({"NOTIFY_SOCKET": str(tmp_path / "nobody")}).ready()
