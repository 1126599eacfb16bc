"""A Python file as tools: a process of its own for it, started when it is needed, ended when it blocks, started again with back-off."""

from __future__ import annotations

import asyncio
import json
import logging
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from itertools import count
from pathlib import Path
from typing import Any

from jarvisd.errors import ToolError, ToolUnsure
from jarvisd.tools import Arguments, Asked, Risk, Tool, clean, foreign, schema
from jarvisd.tools.custom.entry import source
from jarvisd.tools.listing import Listed

log = logging.getLogger(__name__)

COMMAND = (sys.executable, "-m", "jarvisd.tools.custom.child")
_READ = 15.0  # seconds in which the file must be read
_IDLE = 300.0  # seconds without a call after which its process is ended: it takes 30 MB
_FIRST_WAIT = 1.0  # seconds before it is started again; doubled each time
_LONGEST_WAIT = 60.0
_LONGEST = 600.0  # seconds that a call may take at most


class PythonFile:
    """An Entry."""

    def __init__(self, path: Path, command: Sequence[str] = COMMAND) -> None:
        self.path = path
        self._command = command
        self._told: tuple[dict[str, Any], ...] = ()
        self._tools: tuple[Tool, ...] = ()
        self._why = ""  # it is broken
        self._settled = asyncio.Event()
        self._wanted = asyncio.Event()
        self._tried = asyncio.Event()  # the last try to start it has come to an end
        self._process: asyncio.subprocess.Process | None = None
        self._answers: dict[int, asyncio.Future[Mapping[str, Any]]] = {}
        self._ids = count(1)
        self._stuck = False  # a call took too long: only its end ends it

    def tools(self) -> Sequence[Tool]:
        return self._tools

    def listed(self) -> Sequence[Listed]:
        where = source(self.path)
        if not self._settled.is_set():
            return (Listed(self.path.name, where, "", "unavailable", "it is being read"),)
        if self._why and not self._told:
            return (Listed(self.path.name, where, "", "broken", self._why),)
        if not self._told:
            return (Listed(self.path.name, where, "", "broken", "it has no function that could be a tool"),)
        return [
            Listed(
                str(told["name"]), where, str(told["risk"]), "broken" if why else "ready", why, schema.description(str(told["description"]))
            )
            for told in self._told
            for why in (told.get("broken", "") or self._why,)
        ]

    async def settled(self) -> None:
        await self._settled.wait()

    async def run(self) -> None:
        try:
            await self._keep()
        finally:
            self._lost()

    async def _keep(self) -> None:
        wait, clock = _FIRST_WAIT, asyncio.get_running_loop().time
        self._wanted.set()  # what it gives must be known
        while True:
            await self._wanted.wait()
            began, complaints = clock(), foreign.Complaints()
            why = ""
            try:
                await self._live(complaints)
            except ToolError as error:
                why = str(error)
            if why != self._why:
                log.warning("the file %s of your tools: %s", self.path.name, why)
            self._process, self._why, self._stuck = None, why, False
            self._lost()
            self._settled.set()
            if why:
                self._wanted.clear()  # the next call tries again
                self._tried.set()
            wait = _FIRST_WAIT if clock() - began > _LONGEST_WAIT else wait
            await asyncio.sleep(wait)
            wait = min(2 * wait, _LONGEST_WAIT)

    async def _live(self, complaints: foreign.Complaints) -> None:
        """One life of its process. ToolError where it gives no tools; returns when the process ended afterwards."""
        async with foreign.started((*self._command, str(self.path)), complaints, folder=self.path.parent) as process:
            assert process.stdout is not None
            lines = foreign.Lines(process.stdout)
            try:
                async with asyncio.timeout(_READ):
                    first = await lines.next()
            except TimeoutError:
                raise ToolError(f"it was not read within {_READ:g} seconds: something in it waits") from None
            self._take(first[0] if first else b"", complaints)
            self._process = process
            self._wanted.clear()
            self._settled.set()
            self._tried.set()
            try:
                await self._hear_out(lines)
            finally:
                self._process = None  # it is being ended: who calls now waits for the next one

    async def _hear_out(self, lines: foreign.Lines) -> None:
        """Until nothing more comes, nothing was wanted for long, or a call is stuck."""
        while not self._stuck:
            try:
                async with asyncio.timeout(_IDLE):
                    line = await lines.next()
            except TimeoutError:
                if not self._answers:
                    return
                continue
            if line is None:
                return
            self._hear(line[0])

    def _take(self, line: bytes, complaints: foreign.Complaints) -> None:
        with suppress(ValueError):
            match json.loads(line):
                case {"tools": list() as told}:
                    self._told = tuple(_checked(each) for each in told)
                    self._tools = tuple(self._tool(each) for each in self._told if not each.get("broken"))
                    self._why = ""
                    return
                case {"error": str(why)}:
                    raise ToolError(clean.line(why, 300))
        raise ToolError(f"its process ended while it was read ({complaints.last or 'it says nothing'})")

    def _tool(self, told: Mapping[str, Any]) -> Tool:
        name = str(told["name"])

        async def call(arguments: Arguments, asked: Asked) -> Mapping[str, Any]:
            return await self._call(name, arguments)

        return Tool(
            name, schema.description(str(told["description"])), told["parameters"], call, Risk(told["risk"]), deadline=told["timeout"],
            untrusted=not told["trusted"],
        )  # fmt: skip

    async def _call(self, name: str, arguments: Arguments) -> Mapping[str, Any]:
        if self._process is None or self._stuck:
            self._tried.clear()
            self._wanted.set()
            await self._tried.wait()
        process, id = self._process, next(self._ids)
        if process is None or process.stdin is None:
            raise ToolError(f"{name} is unavailable at the moment: {self._why or 'its process is being started'}.")
        answer = self._answers[id] = asyncio.get_running_loop().create_future()
        try:
            process.stdin.write(json.dumps({"id": id, "name": name, "arguments": dict(arguments)}, default=str).encode() + b"\n")
            row = await answer
        except asyncio.CancelledError:  # a thread cannot be ended, a process can
            self._stuck = True
            if process.returncode is None:
                process.kill()
            raise
        finally:
            self._answers.pop(id, None)
        if error := row.get("error"):
            raise ToolError(f"{name} failed: {clean.line(str(error), 300)}.")
        result = row.get("result")
        return result if isinstance(result, Mapping) else {"result": result}

    def _hear(self, line: bytes) -> None:
        with suppress(ValueError):
            row = json.loads(line)
            if isinstance(row, dict) and (waiting := self._answers.get(row.get("id", 0))) is not None and not waiting.done():
                waiting.set_result(row)

    def _lost(self) -> None:
        """Whoever waits for an answer hears that none will come."""
        for waiting in self._answers.values():
            if not waiting.done():
                waiting.set_exception(ToolUnsure(f"{self.path.name} ended during the call; whether it happened is not known."))


def _checked(told: Mapping[str, Any]) -> dict[str, Any]:
    """What the process says of one function, as far as it makes sense."""
    row = {"name": "?", "description": "", "risk": "sensitive", "trusted": False, **told}
    if row.get("broken"):
        return row
    try:
        Risk(row["risk"])
    except ValueError:
        known = ", ".join(risk.value for risk in Risk)
        return {**row, "broken": f"its risk {clean.line(str(row['risk']), 40)!r} is not known; known: {known}"}
    if schema.name(str(row["name"])) != row["name"]:
        return {**row, "broken": "its name has letters that models cannot write; use a to z, digits and _"}
    timeout = row.get("timeout")
    if not isinstance(timeout, int | float) or isinstance(timeout, bool) or not 0 < timeout <= _LONGEST:
        return {**row, "broken": f"TIMEOUT = {clean.line(str(timeout), 40)}: seconds are wanted, at most {_LONGEST:g}"}
    try:
        return {**row, "timeout": float(timeout), "parameters": schema.parameters(row.get("parameters"))}
    except schema.Unfit as error:
        return {**row, "broken": str(error)}
