"""Keeps the process that serves the embedded model: started, watched, started again with back-off when it dies."""

from __future__ import annotations

import asyncio
import json
import logging
import os
import secrets
import sys
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from jarvisd.errors import LanguageModelError, ModelStarting

log = logging.getLogger(__name__)

COMMAND = (sys.executable, "-m", "jarvisd.llm.serve_gguf")
# Threads of the child that wait for one another sleep soon, instead of taking the processor from the ears; only the child's own.
# Measured on two cores: alone 13 tokens a second against 15 with the library's own waiting, beside others at work 4 to 8 against 1.
_PATIENT = {"OMP_WAIT_POLICY": "passive", "GOMP_SPINCOUNT": "1000"}
_LOADS = 120.0  # seconds that weights may take to be read from a slow disk
_FIRST_WAIT = 1.0  # seconds before it is started again; doubled each time
_LONGEST_WAIT = 60.0
_LIVED = 60.0  # seconds after which a life was a good one, and the wait begins anew


@dataclass(frozen=True, slots=True)
class Address:
    url: str  # of the OpenAI wire
    key: str
    pid: int


class Child:
    """`begin` starts it, `up` waits for it; changed() is told whenever it is up anew."""

    def __init__(
        self, name: str, wanted: Mapping[str, Any], changed: Callable[[Address], Awaitable[None]], command: Sequence[str] = COMMAND
    ) -> None:
        self._name = name
        self._wanted = wanted
        self._changed = changed
        self._command = command
        self._address: asyncio.Future[Address] | None = None
        self._keeping: asyncio.Task[None] | None = None

    def begin(self) -> None:
        """Does nothing where it has begun."""
        if self._keeping is None:
            self._address = asyncio.get_running_loop().create_future()
            self._keeping = asyncio.create_task(self._keep())

    async def up(self, patience: float) -> Address:
        """ModelStarting where it is not up within that many seconds, LanguageModelError where it ended before it was."""
        self.begin()
        assert self._address is not None
        try:
            async with asyncio.timeout(patience):
                return await asyncio.shield(self._address)
        except TimeoutError:
            raise ModelStarting(f"the embedded model {self._name} is still starting; ask again in a moment") from None

    async def close(self) -> None:
        if self._keeping is not None:
            self._keeping.cancel()
            with suppress(asyncio.CancelledError):
                await self._keeping
            self._keeping = None

    async def _keep(self) -> None:
        clock, wait = asyncio.get_running_loop().time, _FIRST_WAIT
        said = ""
        while True:
            began = clock()
            trouble = await self._live(lambda seconds: log.info("the embedded model %s is up after %.1f s", self._name, seconds))
            wait = _FIRST_WAIT if clock() - began > _LIVED else wait
            if trouble != said:
                log.warning("the embedded model %s %s; it is started again", self._name, trouble)
                said = trouble
            self._fail(trouble)
            self._address = asyncio.get_running_loop().create_future()
            await asyncio.sleep(wait)
            wait = min(2 * wait, _LONGEST_WAIT)

    async def _live(self, up: Callable[[float], None]) -> str:
        """One life of the process; what ended it."""
        clock = asyncio.get_running_loop().time
        began, key, pipe = clock(), secrets.token_urlsafe(24), asyncio.subprocess.PIPE
        try:
            process = await asyncio.create_subprocess_exec(
                *self._command, stdin=pipe, stdout=pipe, stderr=asyncio.subprocess.DEVNULL, env={**os.environ, **_PATIENT}
            )
        except OSError as error:
            return f"cannot be started ({error.strerror})"
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            process.stdin.write(json.dumps({**self._wanted, "key": key}).encode() + b"\n")
            try:
                async with asyncio.timeout(_LOADS):
                    url = (await process.stdout.readline()).decode().strip()
            except TimeoutError:
                return f"did not load within {_LOADS:.0f} s"
            if url:
                up(clock() - began)
                await self._tell(Address(f"{url}/v1", key, process.pid))
            return f"ended with status {await process.wait()}{'' if url else ' before it was up'}"
        finally:
            with suppress(ProcessLookupError):
                process.kill()
            process.stdin.close()
            await process.wait()

    def _fail(self, trouble: str) -> None:
        """Whoever waits for a life that ended before it was up need not wait for the next."""
        assert self._address is not None
        if not self._address.done():
            self._address.set_exception(LanguageModelError(f"the embedded model {self._name} {trouble}"))
            self._address.exception()  # seen, though nobody may wait

    async def _tell(self, address: Address) -> None:
        await self._changed(address)
        assert self._address is not None
        self._address.set_result(address)
