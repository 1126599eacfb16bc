"""What systemd is told of the daemon's life (sd_notify(3)); nobody is told where systemd did not start it."""

from __future__ import annotations

import asyncio
import os
import socket
import time
from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager, suppress


class Notify:
    """Datagrams to NOTIFY_SOCKET. They inform: one that cannot be sent changes nothing."""

    def __init__(self, environment: Mapping[str, str] = os.environ) -> None:
        address = environment.get("NOTIFY_SOCKET", "")
        self._address = "\0" + address[1:] if address.startswith("@") else address  # @: a name without a file
        meant = environment.get("WATCHDOG_PID", str(os.getpid())) == str(os.getpid())
        self._watchdog = int(environment.get("WATCHDOG_USEC", "0")) / 1e6 if meant else 0.0  # seconds of silence after which we are killed

    def ready(self) -> None:
        self._tell("READY=1")

    def reloading(self) -> None:
        """Until the next ready()."""
        self._tell(f"RELOADING=1\nMONOTONIC_USEC={time.clock_gettime_ns(time.CLOCK_MONOTONIC) // 1000}")

    def stopping(self) -> None:
        self._tell("STOPPING=1")

    def status(self, sentence: str) -> None:
        """One line that systemctl status shows."""
        self._tell(f"STATUS={' '.join(sentence.split())}")

    @asynccontextmanager
    async def feeding(self) -> AsyncGenerator[None, None]:
        """Feeds the watchdog three times in its period, from the event loop itself: a loop that hangs goes hungry."""
        feeding = asyncio.create_task(self._feed())  # its owner is this block: a task group would hide what the body raises in a group
        try:
            yield
        finally:
            feeding.cancel()
            await asyncio.wait({feeding})

    async def _feed(self) -> None:
        while self._watchdog and self._address:
            self._tell("WATCHDOG=1")
            await asyncio.sleep(self._watchdog / 3)

    def _tell(self, state: str) -> None:
        if not self._address:
            return
        with suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_CLOEXEC) as line:
            line.setblocking(False)
            line.sendto(state.encode(), self._address)
